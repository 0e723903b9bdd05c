import pytest
from factory import Article, corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import agreement
from analysis.tables import Tables

SAID = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["ferry", "port", "hill"]), st.sampled_from([-1.0, 0.0, 1.0])), max_size=12
)


def said(*stances):
    return corpus(Article(["The ferry, the port, the hill, the mill."], stances=list(stances)))


def test_the_same_side_agrees_and_the_other_does_not():
    [row] = agreement(said(("A", "ferry", 1.0), ("B", "ferry", 1.0), ("A", "port", 1.0), ("B", "port", -1.0))).to_dict("records")
    assert (row["shared"], row["agree"], row["disagree"], row["agreement"]) == (2, 1, 1, 0.5)


def test_who_is_neutral_or_divided_shares_the_target_and_takes_no_side():
    divided = said(("A", "ferry", 1.0), ("B", "ferry", 0.0), ("A", "port", 1.0), ("A", "port", -1.0), ("B", "port", 1.0))
    [row] = agreement(divided).to_dict("records")
    assert (row["shared"], row["agree"], row["disagree"]) == (2, 0, 0)
    assert row["agreement"] != row["agreement"]
    assert (row["low"], row["high"]) == (0, 1)


def test_many_targets_say_more_than_one():
    few = agreement(said(("A", "ferry", 1.0), ("B", "ferry", 1.0))).iloc[0]
    many = agreement(said(*((who, what, 1.0) for who in "AB" for what in ("ferry", "port", "hill", "mill")))).iloc[0]
    assert few["low"] == pytest.approx(0.2065, abs=1e-4)
    assert many["low"] > 0.5


def test_what_is_said_of_oneself_is_left_out_and_topics_and_speakers_can_be_chosen():
    tables = said(("A", "ferry", 1.0), ("B", "ferry", 1.0), ("C", "ferry", 1.0), ("A", "port", 1.0), ("B", "port", -1.0))
    assert agreement(tables, targets=["Ports"], speakers=["A", "B"])[["disagree", "agree"]].to_numpy().tolist() == [[1, 0]]
    assert agreement(said(("ferry", "ferry", 1.0), ("A", "ferry", 1.0))).empty


def test_nothing_gives_an_empty_table_with_its_columns():
    assert list(agreement(Tables.from_rows({}))) == list(agreement(said(("A", "ferry", 1.0), ("B", "ferry", 1.0))))


@settings(max_examples=50)
@given(SAID)
def test_each_pair_comes_once_with_numbers_that_fit(stances):
    found = agreement(said(*stances))
    assert (found["speaker"] < found["other"]).all()
    assert not found.duplicated(["speaker", "other"]).any()
    assert (found["agree"] + found["disagree"] <= found["shared"]).all()
    assert found["low"].le(found["agreement"].fillna(0.5) + 1e-9).all()
    assert found["high"].ge(found["agreement"].fillna(0.5) - 1e-9).all()


@settings(max_examples=30)
@given(SAID)
def test_turning_every_stance_round_changes_no_agreement(stances):
    turned = [(who, what, -side) for who, what, side in stances]
    assert agreement(said(*stances)).equals(agreement(said(*turned)))
