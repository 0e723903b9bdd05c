"""How much of the hand-written gold of the invented articles is found: floors that no change may fall below."""

import pytest
from scoring import scores


@pytest.fixture(scope="module")
def measured(examples, gold):
    return scores(examples, gold)


@pytest.mark.parametrize(("figure", "floor"), [("found", 92), ("speaker", 64), ("direct speaker", 62)])
def test_of_the_gold_at_least_so_many_per_cent_are_right(measured, figure, floor):
    assert measured[figure] >= floor


def test_of_what_nobody_says_at_most_so_many_per_cent_are_given_to_a_speaker(measured):
    assert measured["false speech"] <= 10


def test_every_example_is_annotated_and_passes_its_check(examples, gold):
    assert len(examples.documents) == len(gold) == 26
    examples.check()
