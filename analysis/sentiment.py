"""Sentiment of sentences by NLTK's VADER, and toward a target by the shipped model; both offline.

VADER's lexicon is the one that the package vaderSentiment installs:
Hutto and Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis of social media text", ICWSM 2014.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from string import punctuation
from typing import TYPE_CHECKING

import pandas as pd

from analysis.stance_input import Item
from analysis.stance_model import score

if TYPE_CHECKING:
    from nltk.sentiment.vader import SentimentIntensityAnalyzer


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    import nltk  # only where it is needed: it loads scipy and scikit-learn, which takes a second
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

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
    return [_score(text, analyzer) if _may_tell(text, analyzer.lexicon) else 0.0 for text in texts]


def _score(text: str, analyzer: SentimentIntensityAnalyzer) -> float:
    """VADER's compound score; it puts each of its marks before and behind each word, so it is given only those of the text."""
    analyzer.constants.PUNC_LIST = [mark for mark in _marks() if mark in text]
    return float(analyzer.polarity_scores(text)["compound"])


@lru_cache(maxsize=1)
def _marks() -> tuple[str, ...]:
    from nltk.sentiment.vader import VaderConstants

    return tuple(VaderConstants.PUNC_LIST)


def _may_tell(text: str, lexicon: Mapping[str, float]) -> bool:
    """May a word of a text be in VADER's lexicon, with the marks around it or without; if not, the score is 0, and finding that
    out as VADER does takes ten times as long."""
    words = text.lower().split()
    known = lexicon.keys()
    return not known.isdisjoint(words) or not known.isdisjoint(word.strip(punctuation) for word in words)


def score_targets(items: Sequence[tuple[str, int, int]], *, threads: int | None = None) -> pd.DataFrame:
    """Sentiment of each text toward the target in it; an item is (text, start, end), the target's span.

    Returns a row for each item, in order: negative, neutral, positive (probabilities), label (the most probable).
    `threads` and errors as in `stance_model.score`.

    >>> score_targets([("Voters adore Mara Quist.", 13, 23)])["label"].tolist()
    ['positive']
    """
    return score([Item(text, (start, end)) for text, start, end in items], threads=threads)
