"""Sentiment of sentences: the sign that a reader would give, in bounds, offline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sentiment import sentence_sentiment


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("A wonderful, happy day in Talheim.", 1),
        ("A horrible, sad failure.", -1),
        ("The bridge is not good.", -1),
        ("The bridge is ten metres long.", 0),
        ("", 0),
    ],
)
def test_the_sign_is_the_one_that_a_reader_gives(text, sign):
    (score,) = sentence_sentiment([text])
    assert (score > 0) - (score < 0) == sign


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_texts_have_a_score_each_between_minus_one_and_one(texts):
    scores = sentence_sentiment(texts)
    assert len(scores) == len(texts)
    assert all(-1 <= score <= 1 for score in scores)


def test_a_booster_makes_it_stronger():
    plain, very = sentence_sentiment(["The plan is bad.", "The plan is very bad."])
    assert very < plain < 0


@given(st.lists(st.sampled_from(["good", "awful", "not", "didn't", "hope", "but", "the ferry", "very", "x"]), min_size=1))
def test_typographic_marks_change_no_score(words):
    straight = '"' + " ".join(words) + '," he said.'
    curly = "“" + " ".join(words).replace("'", "’") + ",” he said."
    assert sentence_sentiment([curly]) == sentence_sentiment([straight])


def test_a_word_counts_whatever_marks_stand_around_it():
    texts = [
        "He was “sick.”",
        'He was "sick".',
        "They were (awful)!",
        "A plan—terrible—of hers.",
        "It isn’t good.",
        "They said no.",
        "“No,” she said.",
        "It was terrible…",
    ]
    assert all(score < 0 for score in sentence_sentiment(texts))
