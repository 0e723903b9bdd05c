"""Confidence: a probability that falls where the text is less plain."""

import pytest
from annotated import quotation
from hypothesis import given
from hypothesis import strategies as st

from analysis.confidence import calibrated
from analysis.odds import HIGHEST, LOWEST

PLAIN = ['"The bridge is shut," said Mara Quist.']
LESS = {
    "a pronoun": ["Mara Quist came.", '"The bridge is shut," she said.'],
    "no cue": ['Mara Quist came. "The bridge is shut."'],
    "the paragraph before": ["Mara Quist came home at noon.", '"The bridge is shut."'],
}


@pytest.mark.parametrize("paragraphs", LESS.values(), ids=LESS)
def test_a_name_beside_the_words_is_surer_than(paragraphs):
    assert quotation("bridge is shut", *paragraphs).confidence < quotation("bridge is shut", *PLAIN).confidence


def test_nobody_is_given_no_confidence():
    row = quotation("bridge is shut", '"The bridge is shut."')
    assert (row.speaker, row.confidence) == (None, 0.0)


@given(st.floats(-10, 10), st.floats(0, 3))
def test_confidence_rises_with_what_the_rules_state_and_stays_within_bounds(stated, more):
    low, high = (calibrated({"constant": 1.0, "stated": value}) for value in (stated, stated + more))
    assert LOWEST <= low <= high <= HIGHEST


def test_an_unsure_order_lowers_what_comes_from_another_paragraph():
    signs = {"constant": 1.0, "stated": 2.0, "from another paragraph": 1.0}
    sure, unsure = ({**signs, "from another paragraph, order unsure": value} for value in (0.0, 0.8))
    assert calibrated(unsure) < calibrated(sure)
