"""Where things stand in a Doc: its stretches in quotation marks and its paragraphs, by token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from analysis.language import token_range
from analysis.marks import Marked


class Layout(NamedTuple):
    """Where things stand in a Doc, by token: the ranges of the stretches, the first token of each paragraph, and for each token its
    innermost stretch and its paragraph (-1 between two)."""

    doc: Doc
    text: str
    stretches: list[tuple[int, int]]
    opens: list[int]
    within: list[int | None]
    paragraph: list[int]


def layout(doc: Doc, stretches: Sequence[Marked], paragraphs: Sequence[tuple[int, int]]) -> Layout:
    """The layout of a Doc.

    >>> from analysis.language import parse
    >>> layout(parse('He said "no".'), [Marked(9, 11, None, True)], [(0, 13)]).within
    [None, None, None, 0, None, None]
    """
    ranges = [token_range(doc, s.start, s.end) for s in stretches]
    within: list[int | None] = [None] * len(doc)
    for index, (start, end) in enumerate(ranges):  # outer before inner
        within[start:end] = [index] * (end - start)
    paragraph = [-1] * len(doc)
    opens = []
    for number, (start, end) in enumerate(paragraphs):
        first, last = token_range(doc, start, end)
        paragraph[first:last] = [number] * (last - first)
        opens.append(first)
    return Layout(doc, doc.text, ranges, opens, within, paragraph)
