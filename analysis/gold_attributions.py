"""The tables measured against gold attributions: spans of text with the words that name their source (their form: gold.py).

Such gold has no canonical names: that the mention beside the words is within the source is all that can be asked of a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.gold import Gold
from analysis.gold_places import Annotated, by_name
from analysis.intervals import resampled
from analysis.quality import MARKED
from analysis.tables import Tables

SAME = 0.5  # intersection over union from which two spans are taken for one
_WITHIN = 0.8  # share of a stretch in quotation marks that lies in a content which it is a part of
_STRETCH = re.compile(r"[“\"]([^“”\"\n]{2,})[”\"]")
WANTED = ["article", "direct", "start", "end", "sources", "found", "right", "speaker", "confidence", "quote"]
GIVEN = ["article", "direct", "spoken", "quote", "touches", "same"]

Span = tuple[int, int]


def attributions_against_gold(tables: Tables, gold: Gold) -> pd.DataFrame:
    """A row for each gold attribution with a source, and (`direct`) for each stretch in quotation marks that lies in one.

    It is found if the nearest row of quotes has an intersection over union of at least 0.5 with its content, whole or one piece of
    it (or with the stretch), and right if moreover at least half of the speaker's mention lies in the source. Columns: article,
    direct, start, end (of the content or the stretch), sources (their spans), found, right, speaker (the mention), confidence and
    quote (the number) of the nearest row, missing where nothing was found.

    >>> attributions_against_gold(Tables.from_rows({}), {}).empty
    True
    """
    found = [
        (name, direct, *hull(spans[:1] if direct else spans), attribution["source"], *_matched(here, spans, attribution["source"]))
        for name, here, attributions in _articles(tables, gold)
        for direct, attribution, spans in _wanted(here.text, attributions)
    ]
    return pd.DataFrame(found, columns=WANTED)


def attributions_given(tables: Tables, gold: Gold) -> pd.DataFrame:
    """A row for each row of quotes in an article with gold attributions: does gold have it too.

    Columns: article, direct (marked as speech, at least in part), spoken (has a speaker's mention), quote, touches (at least half
    of it lies in one gold content), same (intersection over union of at least 0.5 with one, whole or a piece of it).

    >>> attributions_given(Tables.from_rows({}), {}).empty
    True
    """
    found = []
    for name, here, attributions in _articles(tables, gold):
        pieces = [piece for one in attributions for piece in one["content"]]
        whole = pieces + [hull(one["content"]) for one in attributions]
        for row in here.quotes:
            span = row.start, row.end
            touches = any(overlap(span, piece) >= SAME * (row.end - row.start) for piece in pieces)
            spoken = bool(pd.notna(row.speaker_start))
            found.append((name, row.kind in MARKED, spoken, row.quote, touches, nearness(span, whole) >= SAME))
    return pd.DataFrame(found, columns=GIVEN)


def f1(wanted: pd.DataFrame, given: pd.DataFrame) -> tuple[float, float, float]:
    """F1 of attributions, and its 95 % interval from articles drawn anew: precision of the rows with a speaker, recall of the gold.

    >>> wanted = pd.DataFrame({"article": ["a", "b"], "direct": False, "found": [True, False]})
    >>> f1(wanted, pd.DataFrame({"article": ["a", "a"], "spoken": True, "same": [True, False]}))[0]
    0.5
    """
    wanted, given = wanted[~wanted["direct"].astype(bool)], given[given["spoken"].astype(bool)]
    parts = [wanted.groupby("article")["found"].agg(["sum", "size"]), given.groupby("article")["same"].agg(["sum", "size"])]
    counts = pd.concat(parts, axis=1).fillna(0).to_numpy(dtype=float)
    return float(_f1(counts.sum(axis=0))), *resampled(counts, _f1)


def overlap(one: Sequence[int], other: Sequence[int]) -> int:
    """How many characters two spans share.

    >>> overlap((0, 5), (3, 9)), overlap((0, 3), (3, 9))
    (2, 0)
    """
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def nearness(span: Sequence[int], others: Iterable[Sequence[int]]) -> float:
    """The largest intersection over union of a span with any of some others, 0 to 1.

    >>> nearness((0, 4), [(2, 6), (8, 9)])
    0.3333333333333333
    """
    return max((overlap(span, o) / max(1, max(span[1], o[1]) - min(span[0], o[0])) for o in others), default=0.0)


def nearest(rows: Iterable[Any], spans: Sequence[Sequence[int]]) -> tuple[Any, float]:
    """The row of quotes that is nearest to one of some spans, with its nearness; of several the first with a speaker's mention."""
    near = [(nearness((row.start, row.end), spans), bool(pd.notna(row.speaker_start)), row) for row in rows]
    best = max(near, key=lambda one: one[:2], default=(0.0, False, None))
    return best[2], best[0]


def hull(spans: Sequence[Sequence[int]]) -> Span:
    """The span from the first to the last of some spans.

    >>> hull([(5, 9), (1, 3)])
    (1, 9)
    """
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _articles(tables: Tables, gold: Gold) -> list[tuple[str, Annotated, list[Any]]]:
    """The articles whose gold has attributions, with those of them that have a content."""
    here = by_name(tables)
    asked = ((name, article["attributions"]) for name, article in gold.items() if "attributions" in article)
    return [(name, here[name], [one for one in some if one["content"]]) for name, some in asked if name in here]


def _wanted(text: str, attributions: Sequence[Any]) -> Iterable[tuple[bool, Any, list[Span]]]:
    """Whether it is a stretch in marks, its attribution, and the spans any of which a row may match; the first is the stretch."""
    for one in attributions:
        if one["source"]:
            yield False, one, [hull(one["content"]), *one["content"]]
    for found in _STRETCH.finditer(text):
        span = found.span(1)
        inside = (one for one in attributions if sum(overlap(span, piece) for piece in one["content"]) >= _WITHIN * len(found[1]))
        one = next(inside, None)
        if one and one["source"]:
            yield True, one, [span, hull(one["content"]), *one["content"]]


def _matched(here: Annotated, spans: Sequence[Span], sources: Sequence[Span]) -> tuple[Any, ...]:
    row, near = nearest(here.quotes, spans)
    if near < SAME:
        return False, False, None, None, None
    return True, is_from(row, sources), row.speaker_text, row.confidence, row.quote


def is_from(row: Any, sources: Sequence[Sequence[int]]) -> bool:
    """Does at least half of a row's mention of its speaker lie in a source."""
    if pd.isna(row.speaker_start):
        return False
    mention = int(row.speaker_start), int(row.speaker_end)
    return sum(overlap(mention, source) for source in sources) >= SAME * max(1, mention[1] - mention[0])


def _f1(counts: np.ndarray[Any, Any]) -> Any:
    """F1 of counts (…, 4): gold found, gold, given and in gold, given."""
    found, wanted, same, given = np.moveaxis(counts, -1, 0)
    recall, precision = found / np.maximum(wanted, 1), same / np.maximum(given, 1)
    return 2 * precision * recall / np.maximum(precision + recall, np.finfo(float).tiny)
