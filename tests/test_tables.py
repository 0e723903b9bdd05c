"""The tables: what their check refuses, and that they come back from disk as they were."""

import datetime as dt

import pandas as pd
import pytest
from factory import Article, corpus

from analysis.schema import KEYS, RANGES, ROWS, SCHEMAS, SPANS, VALUES
from analysis.table_checks import TableError
from analysis.tables import Tables

FULL = Article(
    ["Mara Quist opposed the plan.", "“It is dead,” she said."],
    said=[("Mara Quist", "It is dead", "direct"), (None, "dead", "scare")],
    stances=[("Mara Quist", "plan", -1.0)],
    mentions=[("Mara Quist", "name", "Mara Quist"), ("Mara Quist", "pronoun", "she")],
)
BARE = Article(["It rained in Talheim."], date=None, outlet=None)


@pytest.fixture
def tables():
    return corpus(FULL, BARE)


def with_change(tables, table, column, value, row=0):
    data = getattr(tables, table).copy()
    data[column] = data[column].astype(object)
    data.loc[row, column] = value
    return Tables(**{**vars(tables), table: data})


def refused(tables, table, *parts):
    with pytest.raises(TableError) as caught:
        tables.check()
    assert caught.value.table == table
    assert all(part in str(caught.value) for part in (repr(table), *parts)), str(caught.value)


def test_good_tables_pass(tables):
    tables.check()
    assert all(len(getattr(tables, table)) for table in ROWS)


@pytest.mark.parametrize("table", ROWS)
def test_a_missing_a_further_or_a_moved_column_is_refused(tables, table):
    data = getattr(tables, table)
    *rest, last = data.columns
    refused(Tables(**{**vars(tables), table: data[rest]}), table, "columns", last)
    refused(Tables(**{**vars(tables), table: data.assign(mood="fair")}), table, "mood")
    refused(Tables(**{**vars(tables), table: data[[last, *rest]]}), table, "columns")


REQUIRED = [(table, field.name) for table, schema in SCHEMAS.items() for field in schema if not field.nullable]


@pytest.mark.parametrize(("table", "column"), REQUIRED)
def test_a_missing_value_is_refused_where_one_must_be(tables, table, column):
    refused(with_change(tables, table, column, None), table, repr(column))


@pytest.mark.parametrize(("table", "columns"), KEYS.items())
def test_two_rows_of_one_key_are_refused(tables, table, columns):
    data = getattr(tables, table)
    refused(Tables(**{**vars(tables), table: pd.concat([data, data[:1]], ignore_index=True)}), table, *columns)


@pytest.mark.parametrize("table", [table for table in ROWS if table != "documents"])
def test_a_row_of_no_document_is_refused(tables, table):
    refused(with_change(tables, table, "doc_id", "d9"), table, "document")


@pytest.mark.parametrize(("table", "column"), VALUES)
def test_a_value_outside_its_list_is_refused(tables, table, column):
    refused(with_change(tables, table, column, "murmured"), table, repr(column), "murmured", min(VALUES[table, column]))


@pytest.mark.parametrize(("table", "column"), RANGES)
@pytest.mark.parametrize("value", [-1.01, 1.01, float("inf")])
def test_a_number_outside_its_range_is_refused(tables, table, column, value):
    refused(with_change(tables, table, column, value), table, repr(column))


@pytest.mark.parametrize(("table", "columns"), [(table, spans) for table, several in SPANS.items() for spans in several])
def test_a_span_that_does_not_give_its_text_is_refused(tables, table, columns):
    start, end, text = columns
    good = tables
    for column, value in ((start, 0), (end, 4), (text, "Mara")):
        good = with_change(good, table, column, value)
    good.check()
    refused(with_change(good, table, start, 1), table, f"{start}=1", "'Mara'")
    refused(with_change(good, table, end, 400), table, f"{end}=400")
    refused(with_change(good, table, text, "Sara"), table, "'Sara'")


@pytest.mark.parametrize("csv", [False, True])
def test_what_is_written_comes_back_as_it_was(tables, tmp_path, csv):
    written = tables.write(tmp_path / "new" / "folder", csv=csv)
    again = Tables.open(tmp_path / "new" / "folder")
    for table in ROWS:
        pd.testing.assert_frame_equal(getattr(again, table), getattr(tables, table))
    assert sorted(path.name for path in written) == sorted(
        f"{t}.{e}" for t in ROWS for e in (["parquet", "csv"] if csv else ["parquet"])
    )
    assert sorted(written) == sorted((tmp_path / "new" / "folder").iterdir())


def test_types_and_missing_values_survive_the_disk(tables, tmp_path):
    tables.write(tmp_path)
    again = Tables.open(tmp_path)
    again.check()
    assert again.documents["date"].tolist() == [pd.Timestamp("2031-05-02"), pd.NaT]
    assert again.documents["url"].isna().tolist() == [False, True]
    assert again.quotes["speaker"].isna().tolist() == [False, True]
    assert again.quotes["inside"].tolist()[1] == 0
    assert (again.quotes["cue_start"].dtype, again.quotes["start"].dtype, again.paragraphs["moved"].dtype) == (
        "Int64",
        "int64",
        "bool",
    )


def test_empty_tables_survive_the_disk(tmp_path):
    Tables.from_rows({}).write(tmp_path)
    again = Tables.open(tmp_path)
    assert all(getattr(again, table).empty and list(getattr(again, table)) == SCHEMAS[table].names for table in ROWS)


def test_no_cell_of_a_csv_file_is_a_formula_and_parquet_keeps_the_words(tables, tmp_path):
    with_change(tables, "documents", "title", "=1+1").write(tmp_path, csv=True)
    assert set(pd.read_csv(tmp_path / "documents.csv")["title"]) >= {"'=1+1"}
    assert "=1+1" in set(Tables.open(tmp_path).documents["title"])


def test_a_csv_file_holds_the_rows_of_its_table(tables, tmp_path):
    tables.write(tmp_path, csv=True)
    documents = pd.read_csv(tmp_path / "documents.csv")
    assert documents["date"].tolist()[0] == "2031-05-02"
    assert documents["text"].tolist() == tables.documents["text"].tolist()
    assert pd.read_csv(tmp_path / "quotes.csv")["text"].tolist() == ["It is dead", "dead"]


def test_nothing_is_replaced_where_a_check_fails(tables, tmp_path):
    tables.write(tmp_path, csv=True)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(TableError):
        with_change(tables, "stances", "label", "murmured").write(tmp_path, csv=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_two_writings_give_the_same_bytes(tables, tmp_path):
    first, second = ([path.read_bytes() for path in tables.write(tmp_path / name, csv=True)] for name in "ab")
    assert first == second


def test_a_folder_without_tables_is_named_with_the_command_that_fills_it(tables, tmp_path):
    tables.write(tmp_path)
    (tmp_path / "quotes.parquet").unlink()
    with pytest.raises(FileNotFoundError) as caught:
        Tables.open(tmp_path)
    assert all(part in str(caught.value) for part in (str(tmp_path), "quotes.parquet", "python -m analysis annotate"))
    assert "stances.parquet" not in str(caught.value)


@pytest.mark.parametrize(("wanted", "documents"), [(["d1"], ["d1"]), (["d1", "d0"], ["d0", "d1"]), (["d9"], []), ([], [])])
def test_a_selection_holds_the_rows_of_its_documents_only(tables, wanted, documents):
    some = tables.select(wanted)
    some.check()
    assert some.documents["doc_id"].tolist() == documents
    assert set(some.tokens["doc_id"]) == set(documents)
    assert list(some.quotes.index) == list(range(len(some.quotes)))


class TestAPart:
    """Of a folder of tables only what is asked for is read."""

    @pytest.fixture
    def folder(self, tmp_path):
        corpus(
            Article(["“No,” Quist said."], date="2031-01-31", outlet="a.example", said=[("Mara Quist", "No", "direct")]),
            Article(["“Yes,” Reyl said."], date="2031-02-01", outlet="b.example", said=[("Tom Reyl", "Yes", "direct")]),
            Article(["It rained."], date=None, outlet=None),
        ).write(tmp_path)
        return tmp_path

    @pytest.mark.parametrize(
        ("asked", "documents"),
        [
            ({}, ["d0", "d1", "d2"]),
            ({"since": dt.date(2031, 2, 1)}, ["d1"]),
            ({"until": dt.date(2031, 1, 31)}, ["d0"]),
            ({"since": dt.date(2031, 1, 31), "until": dt.date(2031, 2, 1)}, ["d0", "d1"]),
            ({"outlets": ["b.example", "c.example"]}, ["d1"]),
            ({"speakers": ["Mara Quist", "Nobody"]}, ["d0"]),
            ({"outlets": ["b.example"], "speakers": ["Mara Quist"]}, []),
            ({"speakers": []}, []),
        ],
    )
    def test_the_articles_that_are_asked_for(self, folder, asked, documents):
        found, whole = Tables.open(folder, **asked), Tables.open(folder).select(documents)
        assert found.documents["doc_id"].tolist() == documents
        for table in ROWS:
            pd.testing.assert_frame_equal(getattr(found, table), getattr(whole, table))

    def test_the_tables_that_are_asked_for(self, folder):
        found = Tables.open(folder, only=["documents", "quotes"])
        assert len(found.quotes) == 2
        assert found.tokens.empty
        assert list(found.tokens) == SCHEMAS["tokens"].names

    def test_the_columns_that_are_asked_for(self, folder):
        found = Tables.open(folder, only={"quotes": ["speaker"]}, outlets=["b.example"])
        assert found.quotes.to_dict("list") == {"speaker": ["Tom Reyl"]}
        assert found.documents.empty

    @pytest.mark.parametrize(
        ("only", "complaint"),
        [(["quotations"], "no table 'quotations', but documents"), ({"quotes": ["who"]}, "no column of quotes 'who', but doc_id")],
    )
    def test_what_there_is_not_is_named_with_what_there_is(self, folder, only, complaint):
        with pytest.raises(KeyError, match=complaint):
            Tables.open(folder, only=only)


def test_articles_can_be_asked_for_by_the_paths_of_their_seeds(tables, tmp_path):
    tables.write(tmp_path)
    path = tables.documents["path"].iloc[0]
    found = Tables.open(tmp_path, paths=[path])
    same = tables.select(tables.documents.loc[tables.documents["path"] == path, "doc_id"])
    for table in ROWS:
        pd.testing.assert_frame_equal(getattr(found, table), getattr(same, table))
    assert Tables.open(tmp_path, paths=["nowhere.txt"]).quotes.empty
