"""Sentiment of sentences by NLTK's VADER, offline: the lexicon is the one that the package vaderSentiment installs.

Hutto and Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis of social media text", ICWSM 2014.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from string import punctuation

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
    lexicon = analyzer.lexicon
    return [float(analyzer.polarity_scores(text)["compound"]) if _has_valence(text, lexicon) else 0.0 for text in texts]


def _has_valence(text: str, lexicon: Mapping[str, float]) -> bool:
    """Is a word of the lexicon in a text; without one VADER's score is 0, and it takes long to say so."""
    return any(word in lexicon or word.strip(punctuation) in lexicon for word in text.lower().split())
