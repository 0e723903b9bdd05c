"""A correction to the rows that it means: by its words, also where a later version cuts a quotation or the evidence differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.answers import Correction
from analysis.correction_problems import AmbiguousRow, LostRow, LostWords
from analysis.wording import shorten

_SAME, _LIKE, _WITHIN = 0.8, 0.5, 0.8  # shares of words in common

Span = tuple[int, int]


def span_of(found: Correction, text: str, path: str) -> Span:
    """Where the words of a correction stand in its article now: at their place, else at the nearest one.

    Raises LostWords or, where the correction has no place and its words occur more than once, AmbiguousRow.

    >>> row = Correction(2, "speaker", "Tom Reyl", False, "d0", "", "", "No.", 9, 12)
    >>> span_of(row, "Yes. No.", "c.csv")
    (5, 8)
    """
    words, start = found.words, found.start
    if start is not None and text.startswith(words, start):
        at, end = start, start + len(words)
    else:
        places = [match.span() for match in loosely(words).finditer(text)]
        if not places:
            raise LostWords(path, found.line, repr(shorten(words, 60)))
        if start is None and len(places) > 1:
            raise AmbiguousRow(path, found.line, f"{shorten(words, 60)!r} {len(places)} times")
        at, end = min(places, key=lambda place: abs(place[0] - (start or 0)))
    if start is not None and found.end is not None:  # of long words the file has the beginning only
        end = max(end, at + found.end - start)
    return at, min(end, len(text))


def loosely(words: str) -> re.Pattern[str]:
    """A pattern for words that went through a spreadsheet: spaces may have changed, and letters become question marks.

    >>> bool(loosely("?eka  is").fullmatch("Řeka is"))
    True
    """
    return re.compile(r"\s+".join(re.escape(word).replace(r"\?", ".") for word in words.split()))


def quotes_in(found: Correction, span: Span, quotes: pd.DataFrame, path: str) -> list[int]:
    """The labels of the quotations of one article that the words of a correction are now: one as a rule, several where a later
    version cuts it up. Raises LostRow.

    >>> quotes = pd.DataFrame({"start": [0, 20], "end": [10, 30], "quote": [0, 1], "inside": [None, None]})
    >>> row = Correction(2, "speaker", "Tom Reyl", False, "d0", "", "", "No.", 0, 12)
    >>> quotes_in(row, (0, 12), quotes, "c.csv"), quotes_in(row, (0, 31), quotes, "c.csv")
    ([0], [0, 1])
    """
    rows = list(zip(quotes.index, quotes["start"], quotes["end"], quotes["quote"], quotes["inside"], strict=True))
    likeness = {label: _likeness(span, (start, end)) for label, start, end, _, _ in rows}
    best = max(likeness, key=lambda label: likeness[label], default=None)
    if best is not None and likeness[best] >= _SAME:
        return [best]
    within = [row for row in rows if _overlap(span, row[1:3]) >= _WITHIN * (row[2] - row[1])]
    numbers = {row[3] for row in within}
    outer = [row for row in within if pd.isna(row[4]) or row[4] not in numbers]
    if sum(_overlap(span, row[1:3]) for row in outer) >= _LIKE * (span[1] - span[0]):
        return [row[0] for row in outer]
    if best is not None and likeness[best] >= _LIKE:
        return [best]
    raise LostRow(path, found.line, f"no quotation in {shorten(found.words, 60)!r}")


def stance_in(found: Correction, span: Span, stances: pd.DataFrame, names: dict[str, str], path: str) -> int:
    """The label of the stance of one article that a correction means: toward its target, with evidence in its words, of its
    speaker if there are several. `names`: what a name is called, where that has changed. Raises LostRow or AmbiguousRow.

    >>> row = Correction(2, "stance", "for", True, "d0", "Mara Quist", "bridge", "No.", 0, 12)
    >>> columns = ["start", "end", "speaker", "target", "target_text"]
    >>> stance_in(row, (0, 12), pd.DataFrame([(2, 12, "Mara Quist", "bridge", "it")], columns=columns), {}, "c.csv")
    0
    """
    target, speaker = names.get(found.target, found.target), names.get(found.name, found.name)
    fitting = []
    for label, *place, who, about, words in _rows(stances, ["start", "end", "speaker", "target", "target_text"]):
        common = _overlap(span, place)
        if common >= _LIKE * min(span[1] - span[0], place[1] - place[0]) and target in (names.get(about, about), words):
            fitting.append(((names.get(who, who) == speaker, _likeness(span, place), names.get(about, about) == target), label))
    if not fitting:
        raise LostRow(path, found.line, f"no stance toward {shorten(found.target, 40)!r} in {shorten(found.words, 60)!r}")
    best = max(rank for rank, _ in fitting)
    labels = [label for rank, label in fitting if rank == best]
    if len(labels) > 1:
        raise AmbiguousRow(path, found.line, f"{len(labels)} stances toward {shorten(found.target, 40)!r} in these words")
    return labels[0]


def _rows(data: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[int, int, int, str, str, str]]:
    return zip(data.index, *(data[column] for column in columns), strict=True)


def _overlap(one: Sequence[int], other: Sequence[int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _likeness(one: Sequence[int], other: Sequence[int]) -> float:
    common = _overlap(one, other)
    return common / max(one[1] - one[0] + other[1] - other[0] - common, 1)
