import math

import pandas as pd
import pytest
from factory import Article, corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.summaries import entity_frequency, evidence, gaps, groups, overview, pivot, quoted, several, stance_matrix, tone
from analysis.tables import Tables

NOTHING = Tables.from_rows({})


def stances(*said):
    words = ". ".join(dict.fromkeys(target for _, target, _ in said))
    return corpus(Article([words], stances=list(said)))


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
    assert rows.loc["harbourpost.example", ["articles", "words", "quotations"]].tolist() == [2, 3, 1]
    assert [f"{rows.loc['harbourpost.example', end]:%Y-%m-%d}" for end in ("first", "last")] == ["2031-05-01", "2031-06-01"]
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


class TestStanceMatrix:
    def test_a_pair_has_the_mean_and_the_numbers_for_and_against(self):
        row = stance_matrix(stances(("Quist", "ferry", 1.0), ("Quist", "ferry", -1.0), ("Quist", "ferry", 1.0))).iloc[0]
        assert row["stance"] == pytest.approx(1 / 3)
        assert row[["statements", "support", "oppose"]].tolist() == [3, 2, 1]

    def test_neutral_is_zero_and_no_evidence_is_missing(self):
        matrix = pivot(stance_matrix(stances(("Quist", "ferry", 0.0), ("Orr", "bridge", 1.0))))
        assert matrix.loc["Quist", "ferry"] == 0
        assert math.isnan(matrix.loc["Quist", "bridge"])

    def test_the_matrix_starts_with_those_who_state_most(self):
        matrix = pivot(stance_matrix(stances(("Abel", "ferry", 1.0), ("Orr", "bridge", 1.0), ("Orr", "bridge", 0.0))), "statements")
        assert list(matrix.index) == ["Orr", "Abel"]
        assert list(matrix.columns) == ["bridge", "ferry"]
        assert matrix.loc["Orr", "bridge"] == 2

    @pytest.mark.parametrize(
        ("asked", "target", "found"),
        [
            ("ceasefire", "humanitarian cease-fire", True),
            ("cease-fire", "Ceasefire", True),
            ("CEASE‑FIRE", "the ceasefire's terms", True),
            ("NATO", "Nato summit", True),
            ("nato", "signatories of the treaty", False),
            ("night ferry", "the night ferry", True),
            ("night ferry", "ferry at night", False),
            ("", "ferry", False),
        ],
    )
    def test_targets_are_found_by_whole_words_in_any_case_and_hyphenation(self, asked, target, found):
        rows = stance_matrix(stances(("Quist", target, -1.0)), targets=[asked])
        assert rows["target"].tolist() == ([asked] if found else [])

    def test_a_target_is_found_by_its_wording_too(self):
        row = ("d0", 0, "Quist", "Vessany", "the northern alliance", 0, 21, 1.0, "support", "praise", 0.9, None, 0, 21, "")
        assert stance_matrix(Tables.from_rows({"stances": [row]}), targets="alliance")["target"].tolist() == ["alliance"]

    def test_speakers_are_asked_for_by_last_word(self):
        rows = stance_matrix(stances(("Mara Quist", "ferry", 1.0), ("Orr", "ferry", 1.0)), speakers=["quist"])
        assert rows["speaker"].tolist() == ["Mara Quist"]

    def test_targets_that_nobody_mentions_give_no_row(self):
        assert stance_matrix(NOTHING, targets=["ferry"]).empty

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.floats(-1, 1), min_size=1, max_size=8))
    def test_the_interval_holds_the_mean_and_stays_in_range(self, values):
        rows = [
            ("d0", n, "Quist", "ferry", "ferry", 0, 5, v, "support", "praise", 0.9, None, 0, 5, "") for n, v in enumerate(values)
        ]
        row = stance_matrix(Tables.from_rows({"stances": rows})).iloc[0]
        assert -1 <= row["low"] <= row["stance"] + 1e-9
        assert row["stance"] - 1e-9 <= row["high"] <= 1

    def test_more_statements_narrow_the_interval(self):
        few, many = (stance_matrix(stances(*[("Quist", "ferry", -1.0)] * n)).iloc[0] for n in (1, 9))
        assert many["high"] - many["low"] < few["high"] - few["low"]
        assert few["high"] > 0  # a single statement does not exclude the other side


def test_tone_is_the_mean_of_the_sentences_with_the_shares_of_both_signs():
    tables = corpus(Article(["A.", "B.", "C.", "D."], sentiment=[-0.6, 0.0, 0.2, -0.04]))
    assert tone(tables, by="month").round(3).to_numpy().tolist() == [["2031-05", 1, 4, -0.11, 0.25, 0.25]]


def test_there_are_several_groups_only_where_something_differs():
    tables = corpus(Article(["A."], outlet="a.example"), Article(["B."], outlet="b.example"))
    assert several(tables, "outlet")
    assert not several(tables, "month")


class TestEvidence:
    def test_each_pair_is_shown_by_its_surest_statement(self):
        rows = [
            ("d0", n, "Quist", "ferry", "ferry", 0, 5, -1.0, "oppose", "reject", sure, None, 0, 5, words)
            for n, (sure, words) in enumerate([(0.4, "hm"), (0.9, "no"), (0.6, "well")])
        ]
        document = ("d0", "d0.txt", "Ferry row", None, None, None, "", 1, 3, "en")
        found = evidence(Tables.from_rows({"documents": [document], "stances": rows}))
        assert found.to_dict("records") == [{"speaker": "Quist", "target": "ferry", "label": "oppose", "text": "no"}]

    def test_pairs_with_most_statements_come_first_and_top_limits(self):
        tables = stances(("Abel", "ferry", 1.0), ("Orr", "bridge", 1.0), ("Orr", "bridge", 1.0))
        assert evidence(tables)["speaker"].tolist() == ["Orr", "Abel"]
        assert len(evidence(tables, top=1)) == 1

    def test_several_articles_are_told_apart_by_title(self):
        articles = [Article(["A ferry."], title=title, stances=[("Orr", "ferry", 1.0)]) for title in ("First", "Second")]
        assert evidence(corpus(*articles))["title"].tolist() == ["First"]


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
