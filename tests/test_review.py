"""The rows to ask about: which come first, what a spreadsheet gets, and that nothing which a person wrote is lost."""

import csv
import io
from collections import Counter

import pytest
from asked_articles import MORE, TALK
from factory import corpus
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from analysis import corpus as many
from analysis.__main__ import app
from analysis.correction_file import COLUMNS, read_sheet, usual_file, write_sheet
from analysis.correction_problems import UnreadableCorrections
from analysis.corrections import apply
from analysis.review import review, worth_a_look
from analysis.spreadsheets import defused, restored
from analysis.tables import Tables


@pytest.fixture
def tables():
    return corpus(TALK, MORE)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "corrections.csv"


def answered(path, **answers):
    """Fills in the column "right" of the first row of each kind, as a person would in a spreadsheet."""
    sheet = read_sheet(path)
    for what, right in answers.items():
        next(line for line in sheet.lines if line.cells["what"] == what).cells["right"] = right
    write_sheet(path, sheet.columns, [line.cells for line in sheet.lines], sheet.delimiter)


def test_every_kind_of_row_is_asked_about_and_the_unsure_ones_of_weight_come_first(tables):
    rows = worth_a_look(tables)
    assert Counter(row.cells["what"] for row in rows) == {"speaker": 3, "stance": 1, "name": 1, "order": 1}
    assert rows[0].cells["found"] == "nobody"
    assert rows[0].cells["sentence"].startswith("“It has leaked")
    assert [row.worth for row in rows] == sorted((row.worth for row in rows), reverse=True)
    name = next(row.cells for row in rows if row.cells["what"] == "name")
    assert (name["name"], name["target"], name["sentence"]) == ("Quist", "Mara Quist", "“It leaks,” said Quist.")
    order = next(row.cells for row in rows if row.cells["what"] == "order")
    assert order["found"] == "2 > 1 > 3"


def test_no_more_than_the_top_are_asked_about(tables, path):
    assert review(tables, path, top=2) == (2, 0)
    assert len(read_sheet(path).lines) == 2
    assert [row.cells for row in worth_a_look(tables, 2)] == [row.cells for row in worth_a_look(tables)[:2]]


def test_the_file_opens_in_a_spreadsheet(tables, path):
    review(tables, path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfwhat,")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert all(not row[COLUMNS.index("right")] for row in rows[1:])


def test_what_is_filled_in_is_applied_and_not_asked_again(tables, path):
    review(tables, path)
    answered(path, speaker="Tom Reyl", name="Mara Quist", stance="for", order="ok")
    done = apply(tables, path)
    assert len(done.applied) == 4
    assert not done.problems
    before = read_sheet(path).lines
    assert review(done.tables, path) == (2, 4)
    after = read_sheet(path).lines
    assert [line.cells for line in after[:4]] == [line.cells for line in before if line.cells["right"]]
    assert not {line.cells["words"] for line in after[4:]} & {line.cells["words"] for line in after[:4]}


def test_notes_columns_of_ones_own_and_rows_that_make_no_sense_are_kept(tables, path):
    review(tables, path)
    sheet = read_sheet(path)
    rows = [line.cells for line in sheet.lines]
    rows[1]["note"], rows[2]["who"] = "ask Tom", "=Ann"
    rows.append({"what": "speaker", "right": "Ann", "words": "not in any article"})
    write_sheet(path, [*sheet.columns, "who"], rows)
    review(tables, path, top=0)
    kept = [line.cells for line in read_sheet(path).lines]
    assert [row["note"] or row["who"] or row["right"] for row in kept] == ["ask Tom", "=Ann", "Ann"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_file_stays_as_the_spreadsheet_parts_it(tables, path, delimiter):
    review(tables, path)
    sheet = read_sheet(path)
    sheet.lines[0].cells["right"] = "Zoë"
    write_sheet(path, sheet.columns, [line.cells for line in sheet.lines], delimiter)
    review(tables, path)
    assert path.read_text(encoding="utf-8-sig").startswith(f"what{delimiter}question")
    assert read_sheet(path).lines[0].cells["right"] == "Zoë"


@pytest.mark.parametrize("text", ["a list of mine\nbread\n", 'what,right\nspeaker,"Tom" Reyl\n'])
def test_a_file_that_cannot_be_read_whole_is_not_written_over(tables, path, text):
    path.write_text(text)
    with pytest.raises((UnreadableCorrections, Exception), match=r"corrections\.csv:[12]: "):
        review(tables, path)
    assert path.read_text() == text


CELLS = st.text(alphabet=st.sampled_from("=+-@\t'\" ;,a＝\r\n<"), max_size=8)


@given(CELLS)
def test_a_cell_comes_back_as_it_was_and_starts_no_formula(cell):
    safe = defused(cell)
    assert restored(safe) == cell
    assert not any(part.lstrip(' "\u00a0').startswith(tuple("=+-@\t\r\n＝")) for part in safe.split(";"))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=3))
def test_a_file_comes_back_as_it_was(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("sheet") / "c.csv"
    write_sheet(path, ["what", "right"], [{"what": f"x{what}", "right": right} for what, right in rows])
    assert [(line.cells["what"], line.cells["right"]) for line in read_sheet(path).lines] == [(f"x{w}", r) for w, r in rows]


def test_the_file_beside_the_seeds_comes_before_the_one_here(tmp_path, monkeypatch):
    (tmp_path / "other" / "seeds").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    sources = ["other/seeds"]
    assert usual_file(sources) is None
    write_sheet(tmp_path / "corrections.csv", COLUMNS, [])
    assert str(usual_file(sources)) == "corrections.csv"
    write_sheet(tmp_path / "other" / "corrections.csv", COLUMNS, [])
    assert str(usual_file(sources)) == "other/corrections.csv"
    for source in ("other/seeds/a.txt", "other/seeds/*.txt", "other/seeds/**/*.txt", "other/seeds/**"):
        assert str(usual_file([source])) == "other/corrections.csv"


@pytest.fixture
def run(tables, tmp_path, monkeypatch):
    """Runs a command in a folder with one seed; the articles are read elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(many, "annotate", lambda seeds, **_: tables if list(seeds) else Tables.from_rows({}))
    monkeypatch.setattr(many, "annotate_to", lambda folder, seeds, **_: len(list(seeds)) and len(tables.write(folder)))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Fair opens\n20240517\nhttps://gazette.example/fair\nIt is open.\n")
    return lambda *words: CliRunner().invoke(app, list(words))


def test_review_writes_what_the_next_run_applies(run, path):
    done = run("review", "seeds", "--top", "4")
    assert (done.exit_code, done.stdout) == (0, "corrections.csv: 4 rows to answer, 0 kept\n")
    answered(path, speaker="Tom Reyl")
    done = run("annotate", "seeds", "--out", "tables")
    assert done.stdout.startswith("corrections.csv: 1 correction applied\n")
    assert Tables.open("tables").quotes["speaker"].tolist() == ["Quist", "Tom Reyl", "Mara Quist"]
    done = run("annotate", "seeds", "--out", "tables", "--corrections", "none")
    assert "correction" not in done.stdout
    done = run("review", "seeds")
    assert done.stdout == "corrections.csv: 1 correction applied\ncorrections.csv: 5 rows to answer, 1 kept\n"


def test_where_no_row_is_answered_nothing_changes_and_it_says_what_to_do(run, tables):
    run("review", "seeds")
    done = run("annotate", "seeds", "--out", "tables")
    assert done.stdout.startswith("corrections.csv: no row is answered yet, so nothing is corrected: write into the column 'right'")
    assert Tables.open("tables").quotes.equals(tables.quotes)


def test_a_row_that_does_not_fit_is_told_of_at_the_end(run, path):
    write_sheet(path, COLUMNS, [{"what": "name", "name": "Odile", "right": "Odile Varga"}])
    done = run("annotate", "seeds", "--out", "tables")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "corrections.csv: 0 corrections applied, 1 not")
    assert done.stderr.startswith("warning: corrections.csv:2: nobody has this name: found 'Odile'")


@pytest.mark.parametrize("command", [("annotate", "--out", "tables"), ("report",), ("review",)])
def test_a_file_that_is_none_stops_the_run_before_it_begins(run, path, command):
    path.write_text("a list of mine\n")
    done = run(*command, "seeds")
    assert done.exit_code == 2
    assert done.stderr.startswith("error: corrections.csv:1: no file of corrections")
    assert path.read_text() == "a list of mine\n"


def test_a_file_that_is_asked_for_has_to_be_there(run):
    done = run("annotate", "seeds", "--out", "tables", "--corrections", "nowhere.csv")
    assert done.exit_code == 2
    assert done.stderr.startswith("error: nowhere.csv: no such file of corrections: found nothing of that name")
