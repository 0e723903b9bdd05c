"""Sentiment of sentences: the sign that a reader would give, in bounds, offline."""

import subprocess
import sys
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.sentiment.vader import SentimentIntensityAnalyzer

from analysis.sentiment import sentence_sentiment


@lru_cache(maxsize=1)
def vader():
    sentence_sentiment(["It rained."])  # tells NLTK where the lexicon is
    return SentimentIntensityAnalyzer(lexicon_file="vader_lexicon.txt")


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


WORDS = [
    "good",
    "BAD!",
    "(awful)",
    "'hope'",
    "not",
    "but",
    ":)",
    "the",
    "ferry,",
    "“kind”",
    "x",
    "sad?!?",
    "!!nice",
    "-fine-",
    ".ill",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_the_score_is_that_of_vader(words):
    text = " ".join(words)
    assert sentence_sentiment([text]) == [vader().polarity_scores(text)["compound"]]


def test_whoever_scores_sentences_still_has_all_of_nltk():
    code = """from analysis.sentiment import sentence_sentiment
sentence_sentiment(["A wonderful day."])
from nltk.classify import SklearnClassifier
from nltk.metrics import BigramAssocMeasures
from sklearn.naive_bayes import MultinomialNB
learned = SklearnClassifier(MultinomialNB()).train([({"fog": 1}, "bad"), ({"sun": 1}, "good")])
print(learned.classify({"sun": 1}), 0 < BigramAssocMeasures.fisher(5, (10, 10), 100) < 1)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "good True\n"
