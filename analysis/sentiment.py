"""Sentiment of sentences by VADER, and toward a target by the shipped model; both offline.

VADER is its authors' own package, which loads at once; NLTK's copy of an older version loads scipy and scikit-learn with it, and
misses words that two marks follow ("sick.").
Hutto and Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis of social media text", ICWSM 2014.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.stance_input import Item
from analysis.stance_model import score

_PLAIN = str.maketrans(  # VADER knows ASCII's marks only
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'"), **dict.fromkeys("–—―", " - "), "…": " "}
)
_SHORT = re.compile(r"(?<![\w'])(no|ok|ha)(?![\w'])", re.IGNORECASE)  # VADER takes no mark off so short a word


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def sentence_sentiment(texts: Iterable[str]) -> list[float]:
    """VADER's compound score of each text, -1 (most negative) to 1 (most positive).

    >>> good, bad = sentence_sentiment(["A wonderful, happy day.", "A horrible, sad failure."])
    >>> good > 0.5 and bad < -0.5
    True
    """
    plain = (_SHORT.sub(r" \1 ", text.translate(_PLAIN)) for text in texts)
    return [float(_analyzer().polarity_scores(text)["compound"]) for text in plain]


def score_targets(items: Sequence[tuple[str, int, int]], *, threads: int | None = None) -> pd.DataFrame:
    """Sentiment of each text toward the target in it; an item is (text, start, end), the target's span.

    Returns a row for each item, in order: negative, neutral, positive (probabilities), label (the most probable).
    `threads` and errors as in `stance_model.score`.

    >>> score_targets([("Voters adore Mara Quist.", 13, 23)])["label"].tolist()
    ['positive']
    """
    return score([Item(text, (start, end)) for text, start, end in items], threads=threads)
