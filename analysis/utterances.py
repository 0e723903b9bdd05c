"""Quotations that are parts of one utterance: before and after its attribution, or over several paragraphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from analysis.quotes import Quotation
from analysis.speakers import Attributed

_SPOKEN = {"direct", "mixed"}


def find_continuations(
    doc: Doc, quotations: Sequence[Quotation], paragraph: Sequence[int], order: Sequence[int]
) -> list[int | None]:
    """For each quotation the one that it goes on with after a paragraph that ended without a closing mark.

    `paragraph` gives each token's paragraph, `order` the paragraphs as they are read.

    >>> from analysis.pipeline import read
    >>> reading = read('"It rained.\\n"It stopped," said Mara Quist.')
    >>> paragraph = [int(token.idx > 11) for token in reading.doc]
    >>> find_continuations(reading.doc, [a.quotation for a in reading.quotations], paragraph, [0, 1])
    [None, 0]
    """
    firsts, lasts = _edges(quotations, paragraph)
    found: list[int | None] = [None] * len(quotations)
    left_open = {p for p, n in lasts.items() if _is_left_open(doc, quotations[n])}
    for before, here in pairwise(order):
        if before in left_open and here in firsts and _opens_paragraph(doc, quotations[firsts[here]], paragraph):
            found[firsts[here]] = lasts[before]
            left_open.discard(before)
    alone = [
        n for p, n in firsts.items() if found[n] is None and p not in left_open and _fills(doc, n, quotations, lasts[p], paragraph)
    ]
    if len(left_open) == len(alone) == 1:  # in a shuffled file the second half may stand anywhere
        found[alone[0]] = lasts[left_open.pop()]
    return found


def _edges(quotations: Sequence[Quotation], paragraph: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The first and the last outermost quotation in marks of each paragraph."""
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    for n, q in enumerate(quotations):
        if q.marked and q.inside is None:
            firsts.setdefault(paragraph[q.first], n)
            lasts[paragraph[q.first]] = n
    return firsts, lasts


def _is_left_open(doc: Doc, q: Quotation) -> bool:
    """Does a quotation run to the end of its paragraph without a closing mark."""
    after = next((t for t in doc[q.last :] if not t.is_space or "\n" in t.text), None)
    return after is None or "\n" in after.text


def _opens_paragraph(doc: Doc, q: Quotation, paragraph: Sequence[int]) -> bool:
    before = q.first - 1
    while before >= 0 and doc[before].is_quote:
        before -= 1
    return before < 0 or paragraph[before] != paragraph[q.first]


def _fills(doc: Doc, n: int, quotations: Sequence[Quotation], last: int, paragraph: Sequence[int]) -> bool:
    """Is a paragraph one closed quotation that nobody is said to speak."""
    q = quotations[n]
    end = q.last
    while end < len(doc) and doc[end].is_quote:
        end += 1
    closed = end > q.last and (end == len(doc) or paragraph[end] != paragraph[q.first])
    return n == last and q.cue is None and closed and _opens_paragraph(doc, q, paragraph)


def utterances(attributed: Sequence[Attributed], continuations: Sequence[int | None], paragraph: Sequence[int]) -> list[int]:
    """For each quotation the number of the first part of its utterance; its own where it stands alone.

    >>> from analysis.pipeline import read
    >>> reading = read('"It rained," said Mara Quist, "and it stopped." "No," said Tom Reyl.')
    >>> utterances(reading.quotations, [None] * 3, [0] * len(reading.doc))
    [0, 0, 2]
    """
    numbers = list(range(len(attributed)))
    before: dict[tuple[int, int | None], int] = defaultdict(lambda: -1)  # the quotation before, by paragraph and nesting
    for n, (q, source, _) in enumerate(attributed):
        if not q.marked or q.kind not in _SPOKEN:
            continue
        key = (paragraph[q.first], q.inside)
        for other in (before[key], continuations[n]):
            if other is not None and other >= 0 and _same_speaker(attributed[other], attributed[n]):
                joined = other == continuations[n] or _shares_cue(attributed[other], attributed[n])
                if joined or (source is not None and source.resolution == "continued"):
                    numbers[n] = numbers[other]
        before[key] = n
    return numbers


def _same_speaker(one: Attributed, other: Attributed) -> bool:
    return one.source is not None and other.source is not None and one.source.entity == other.source.entity


def _shares_cue(one: Attributed, other: Attributed) -> bool:
    left, right = one.quotation.cue, other.quotation.cue
    return left is not None and right is not None and left.token == right.token
