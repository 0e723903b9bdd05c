import math

import pytest
from factory import Article, corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stance_summaries import pivot, stance_matrix, stance_over_time
from analysis.tables import Tables

NOTHING = Tables.from_rows({})


def stances(*said):
    words = ". ".join(dict.fromkeys(target for _, target, _ in said))
    return corpus(Article([words], stances=list(said)))


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

    @settings(max_examples=40)
    @given(st.lists(st.floats(-1, 1), min_size=1, max_size=8))
    def test_the_interval_holds_the_mean_and_stays_in_range(self, values):
        rows = [
            ("d0", n, "Quist", "ferry", "ferry", 0, 5, v, "support", "praise", 0.9, None, 0, 5, "") for n, v in enumerate(values)
        ]
        row = stance_matrix(Tables.from_rows({"stances": rows})).iloc[0]
        assert -1 <= row["low"] <= row["stance"] + 1e-9
        assert row["stance"] - 1e-9 <= row["high"] <= 1

    def test_statements_for_against_and_neutral_add_up(self):
        row = stance_matrix(stances(("Quist", "ferry", 0.0), ("Quist", "ferry", 0.0), ("Quist", "ferry", -1.0))).iloc[0]
        assert row[["statements", "support", "neutral", "oppose"]].tolist() == [3, 0, 2, 1]

    def test_a_topic_asked_for_twice_counts_once(self):
        assert stance_matrix(stances(("Quist", "ferry", 1.0)), targets=["ferry", "ferry"])["statements"].tolist() == [1]

    def test_one_neutral_statement_leaves_both_sides_open(self):
        row = stance_matrix(stances(("Quist", "ferry", 0.0))).iloc[0]
        assert row["low"] == pytest.approx(-row["high"])
        assert row["high"] > 0.7

    def test_more_statements_narrow_the_interval(self):
        few, many = (stance_matrix(stances(*[("Quist", "ferry", -1.0)] * n)).iloc[0] for n in (1, 9))
        assert many["high"] - many["low"] < few["high"] - few["low"]
        assert few["high"] > 0  # a single statement does not exclude the other side


class TestOverTime:
    ARTICLES = (
        Article(["The ferry."], date="2031-01-05", stances=[("Quist", "ferry", -1.0)]),
        Article(["The ferry, the bridge."], date="2031-03-05", stances=[("Quist", "ferry", 1.0), ("Quist", "bridge", 1.0)]),
        Article(["The ferry."], date=None, stances=[("Quist", "ferry", 0.0)]),
    )

    def test_each_month_with_evidence_is_a_row_and_the_undated_come_last(self):
        found = stance_over_time(corpus(*self.ARTICLES))
        assert found[["group", "target", "stance"]].to_numpy().tolist() == [
            ["2031-01", "ferry", -1.0], ["2031-03", "ferry", 1.0], ["undated", "ferry", 0.0], ["2031-03", "bridge", 1.0],
        ]  # fmt: skip

    def test_it_can_be_by_outlet_and_of_topics_and_speakers(self):
        found = stance_over_time(corpus(*self.ARTICLES), targets=["Bridges"], speakers=["quist"], by="outlet")
        assert found[["group", "target", "statements"]].to_numpy().tolist() == [["Harbour Post", "Bridges", 1]]

    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.sampled_from(["Abel", "Orr"]), st.sampled_from(["ferry", "port"]), st.integers(1, 3)), max_size=9))
    def test_the_statements_of_all_months_are_those_of_the_matrix(self, said):
        articles = (Article([target], date=f"2031-0{month}-01", stances=[(who, target, 1.0)]) for who, target, month in said)
        tables = corpus(*articles)
        parts = stance_over_time(tables).groupby(["speaker", "target"])["statements"].sum().to_dict()
        assert parts == stance_matrix(tables).set_index(["speaker", "target"])["statements"].to_dict()
