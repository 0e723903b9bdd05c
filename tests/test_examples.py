"""How much of the hand-written gold of the invented articles is found: floors that no change may fall below."""

import pytest

from analysis.gold_places import bound
from analysis.quality import against_gold, calibration_error, false_speech


@pytest.fixture(scope="module")
def compared(examples, gold):
    return against_gold(examples, gold)


@pytest.mark.parametrize(("figure", "floor"), [("found", 98), ("right", 92)])
def test_of_the_gold_at_least_so_many_per_cent_are_right(compared, figure, floor):
    assert 100 * compared[figure].mean() >= floor


def test_of_what_nobody_says_at_most_so_many_per_cent_are_given_to_a_speaker(examples, gold):
    assert 100 * false_speech(examples, gold)["given"].mean() <= 10


def test_confidence_is_about_the_share_of_speakers_that_are_right(compared):
    assert calibration_error(compared) <= 0.08


def test_the_gold_fits_the_articles_as_they_are(examples, gold):
    assert bound(gold, examples) == gold


def test_every_example_is_annotated_and_passes_its_check(examples, gold):
    assert len(examples.documents) == len(gold) == 26
    examples.check()
