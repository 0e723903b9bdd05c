import pandas as pd
import pytest
from factory import Article, corpus

from analysis.stance_summaries import stance_matrix
from analysis.summaries import doubts, entity_frequency, gaps, groups, kinds_by, overview, quoted, quoted_kinds, several, tone
from analysis.tables import Tables

NOTHING = Tables.from_rows({})


def test_each_article_has_one_group_whatever_it_lacks():
    tables = corpus(Article(["A."], date=None, outlet="a.example"), Article(["B."], date="2031-05-30", outlet=None))
    assert groups(tables, "month").to_dict() == {"d0": "undated", "d1": "2031-05"}
    assert groups(tables, "outlet").to_dict() == {"d0": "a.example", "d1": "no outlet"}
    assert groups(tables, "document").to_dict() == {"d0": "d0", "d1": "d1"}


def test_a_grouping_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(ValueError, match="'week', expected 'month', 'outlet' or 'document'"):
        entity_frequency(NOTHING, by="week")


@pytest.mark.parametrize("summary", [overview, entity_frequency, quoted, stance_matrix, tone, gaps], ids=lambda f: f.__name__)
def test_no_articles_give_an_empty_table_with_its_columns(summary):
    full = summary(corpus(Article(["Quist spoke."], said=[(None, "spoke", "direct")], mentions=[("Quist", "name", "Quist")])))
    empty = summary(NOTHING)
    assert empty.empty
    assert list(empty) == list(full)


def test_the_overview_counts_articles_and_dates_by_outlet():
    tables = corpus(
        Article(["One two."], date="2031-05-01", said=[(None, "two", "direct")]),
        Article(["Three."], date="2031-06-01"),
        Article(["Four."], date=None, outlet=None),
    )
    rows = overview(tables).set_index("outlet")
    assert rows.loc["Harbour Post", ["articles", "words", "quotations"]].tolist() == [2, 3, 1]
    assert [f"{rows.loc['Harbour Post', end]:%Y-%m-%d}" for end in ("first", "last")] == ["2031-05-01", "2031-06-01"]
    assert pd.isna(rows.loc["no outlet", "first"])


class TestEntityFrequency:
    ARTICLES = (
        Article(["Quist knew. She left."], mentions=[("Mara Quist", "name", "Quist"), ("Mara Quist", "pronoun", "She")]),
        Article(
            ["The mayor saw Orr."], date="2031-06-02", mentions=[("Mara Quist", "nominal", "The mayor"), ("Orr", "name", "Orr")]
        ),
    )

    def test_names_nouns_and_pronouns_count_together_and_apart(self):
        first, second = entity_frequency(corpus(*self.ARTICLES)).to_dict("records")
        assert first == {
            "entity": "Mara Quist", "label": "PERSON", "count": 3, "names": 1, "nominals": 1, "pronouns": 1, "documents": 2,
        }  # fmt: skip
        assert (second["entity"], second["count"]) == ("Orr", 1)

    def test_by_month_it_counts_within_each_month(self):
        rows = entity_frequency(corpus(*self.ARTICLES), by="month")[["group", "entity", "count"]].to_numpy().tolist()
        assert rows == [["2031-05", "Mara Quist", 2], ["2031-06", "Mara Quist", 1], ["2031-06", "Orr", 1]]

    def test_the_label_is_the_most_frequent_one(self):
        rows = [("d0", 0, n, n + 1, "X", label, "name", "Talheim") for n, label in enumerate(["ORG", "GPE", "GPE"])]
        assert entity_frequency(Tables.from_rows({"entities": rows}))["label"].tolist() == ["GPE"]

    def test_a_town_in_the_name_of_a_body_is_not_spoken_of_but_a_body_beside_a_person_is(self):
        rows = [
            ("d0", 0, 0, 21, "University of Talheim", "ORG", "name", "University of Talheim"),
            ("d0", 0, 14, 21, "Talheim", "GPE", "name", "Talheim"),
            ("d0", 1, 30, 55, "Vessany President Mara Quist", "PERSON", "name", "Mara Quist"),
            ("d0", 1, 30, 37, "Vessany", "GPE", "name", "Vessany"),
            ("d1", 0, 3, 10, "Talheim", "GPE", "name", "Talheim"),
        ]
        counted = entity_frequency(Tables.from_rows({"entities": rows})).set_index("entity")["count"].to_dict()
        assert counted == {"University of Talheim": 1, "Mara Quist": 1, "Vessany": 1, "Talheim": 1}


class TestQuoted:
    def test_words_and_shares_are_counted_by_speaker_and_kind(self):
        tables = corpus(
            Article(["One two three. Four."], said=[("Quist", "One two three", "direct"), ("Quist", "Four", "indirect")])
        )
        assert quoted(tables).to_numpy().tolist() == [
            ["Quist", "direct", 1, 3, 0.75],
            ["Quist", "indirect", 1, 1, 0.25],
        ]

    def test_scare_quotes_are_nobodys_words(self):
        assert quoted(corpus(Article(["The free market."], said=[("Quist", "free", "scare")]))).empty

    def test_the_words_of_a_nested_quotation_count_once_for_the_outer_speaker(self):
        said = [("Quist", "She said go now", "direct"), ("Orr", "go now", "direct")]
        rows = quoted(corpus(Article(["She said go now."], said=said))).set_index("speaker")
        assert rows["words"].to_dict() == {"Quist": 4, "Orr": 0}
        assert rows["quotations"].to_dict() == {"Quist": 1, "Orr": 1}

    def test_a_quotation_without_a_speaker_keeps_its_row_and_its_share(self):
        said = [(None, "Yes", "direct"), ("Quist", "No", "direct")]
        rows = quoted(corpus(Article(["Yes. No."], said=said)))
        assert rows["speaker"].isna().sum() == 1
        assert rows["share"].tolist() == [0.5, 0.5]

    def test_shares_are_within_the_group(self):
        tables = corpus(
            Article(["One."], outlet="a.example", said=[("Quist", "One", "direct")]),
            Article(["One two."], outlet="b.example", said=[("Quist", "One", "direct"), ("Orr", "two", "direct")]),
        )
        shares = quoted(tables, by="outlet").groupby("group")["share"].agg(list).to_dict()
        assert shares == {"a.example": [1.0], "b.example": [0.5, 0.5]}


def test_tone_is_the_mean_of_the_sentences_with_the_shares_of_both_signs():
    tables = corpus(Article(["A.", "B.", "C.", "D."], sentiment=[-0.6, 0.0, 0.2, -0.04]))
    assert tone(tables, by="month").round(3).to_numpy().tolist() == [["2031-05", 1, 4, -0.11, 0.25, 0.25]]


def test_there_are_several_groups_only_where_something_differs():
    tables = corpus(Article(["A."], outlet="a.example"), Article(["B."], outlet="b.example"))
    assert several(tables, "outlet")
    assert not several(tables, "month")


def test_gaps_lists_silent_articles_and_unknown_speakers_only():
    tables = corpus(
        Article(["Yes."], title="whole", said=[("Quist", "Yes", "direct")]),
        Article(["Rain."], title="silent"),
        Article(["No."], title="whose", said=[(None, "No", "direct")]),
    )
    assert gaps(tables).drop(columns="doc_id").to_numpy().tolist() == [["silent", 0, 0, 0], ["whose", 1, 1, 1]]


def test_the_article_with_most_unknown_speakers_comes_first():
    one, two = (
        Article(["No. Yes."], title=f"{len(words)}", said=[(None, word, "direct") for word in words])
        for words in (["No"], ["No", "Yes"])
    )
    assert gaps(corpus(one, two))["title"].tolist() == ["2", "1"]


def test_the_shares_of_the_kinds_of_speakers_of_each_outlet_add_up_to_all_its_words():
    officials = Article(["One two three."], said=[("officials", "One two three", "direct")], outlet="a.example")
    quist = Article(["One."], said=[("Quist", "One", "direct")], outlet="a.example")
    nobody = Article(["One two."], said=[(None, "One two", "direct")], outlet="b.example")
    tables = corpus(officials, quist, nobody)
    tables.speakers.loc[tables.speakers["speaker"] == "officials", "kind"] = "anonymous"
    found = kinds_by(tables, "outlet")
    assert found.columns.tolist() == ["group", "words", "people", "nobody by name", "speaker not found"]
    assert found.to_numpy().tolist() == [["a.example", 4, 25.0, 75.0, 0.0], ["b.example", 2, 0.0, 0.0, 100.0]]


def test_kinds_of_speakers_add_up_to_all_that_is_quoted():
    said = [("Quist", "one two three", "direct"), ("officials", "four", "indirect"), (None, "five six", "direct")]
    tables = corpus(Article(["one two three four five six"], said=said))
    tables.speakers.loc[tables.speakers["speaker"] == "officials", "kind"] = "anonymous"
    found = quoted_kinds(tables).set_index("speaker_kind")["words"].to_dict()
    assert found == {"person": 3, "not found": 2, "anonymous": 1}
    assert quoted_kinds(tables, by="outlet")["group"].unique().tolist() == ["Harbour Post"]


def test_every_kind_of_gap_is_counted_and_what_is_whole_is_not_listed():
    good = Article(["one two"], said=[("Quist", "one two", "direct")])
    assert doubts(corpus(good)).empty
    bad = Article(["three"], date=None, outlet=None, said=[(None, "three", "direct")])
    found = doubts(corpus(good, bad, Article(["four"])))
    assert found[["number", "out_of"]].to_numpy().tolist() == [[1, 2], [1, 2], [1, 3], [1, 3], [1, 3]]
    assert found["share_in_%"].tolist() == [50, 50, 33, 33, 33]
