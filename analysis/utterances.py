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
    lasts: dict[int, int] = {}
    firsts: dict[int, int] = {}
    for n, q in enumerate(quotations):
        if q.marked and q.inside is None:
            firsts.setdefault(paragraph[q.first], n)
            lasts[paragraph[q.first]] = n
    found: list[int | None] = [None] * len(quotations)
    for before, here in pairwise(order):
        if before in lasts and here in firsts and _goes_on(doc, quotations[lasts[before]], quotations[firsts[here]], paragraph):
            found[firsts[here]] = lasts[before]
    return found


def _goes_on(doc: Doc, left: Quotation, right: Quotation, paragraph: Sequence[int]) -> bool:
    """Does the first one run to the end of its paragraph without a closing mark, and the second one open its own."""
    after = next((t for t in doc[left.last :] if not t.is_space or "\n" in t.text), None)
    ended = after is None or "\n" in after.text
    opens = right.first - 1
    while opens >= 0 and doc[opens].is_quote:
        opens -= 1
    return ended and (opens < 0 or paragraph[opens] != paragraph[right.first])


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
