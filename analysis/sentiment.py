"""Sentiment of sentences by NLTK's VADER, offline: the lexicon is the one that the package vaderSentiment installs.

Hutto and Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis of social media text", ICWSM 2014.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import nltk
from nltk.sentiment.vader import SentimentIntensityAnalyzer


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    spec = find_spec("vaderSentiment")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("vaderSentiment is not installed: run 'pip install -r requirements.txt'")
    folder = str(Path(spec.submodule_search_locations[0]))
    if folder not in nltk.data.path:
        nltk.data.path.append(folder)
    return SentimentIntensityAnalyzer(lexicon_file="vader_lexicon.txt")


def sentence_sentiment(texts: Iterable[str]) -> list[float]:
    """VADER's compound score of each text, -1 (most negative) to 1 (most positive).

    >>> good, bad = sentence_sentiment(["A wonderful, happy day.", "A horrible, sad failure."])
    >>> good > 0.5 and bad < -0.5
    True
    """
    analyzer = _analyzer()
    return [float(analyzer.polarity_scores(text)["compound"]) for text in texts]
