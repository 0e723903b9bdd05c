"""Spans that overlap as they like, over a text, to well-formed HTML."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, takewhile
from typing import NamedTuple

from markupsafe import Markup


class Span(NamedTuple):
    """An element to set around `text[start:end]`; one of a lower `level` goes outside one of a higher.

    Every piece that the element is cut into has the `attributes`; the piece where it starts has the `id`, if there is one.
    `before` and `after` stand inside its first and behind its last piece.
    """

    start: int
    end: int
    level: int
    tag: str
    id: str
    attributes: tuple[tuple[str, str], ...] = ()
    before: Markup = Markup()
    after: Markup = Markup()


def highlighted(text: str, start: int, end: int, spans: Iterable[Span]) -> Markup:
    """HTML of `text[start:end]`, escaped, with the spans as elements, cut where they cross each other or leave the range.

    >>> str(highlighted("ab<c", 0, 4, [Span(0, 2, 0, "i", "x"), Span(1, 4, 1, "b", "y")]))
    '<i id="x">a<b id="y">b</b></i><b>&lt;c</b>'
    """
    inside = sorted((s for s in spans if s.start < end and s.end > start), key=lambda s: (s.level, s.start, -s.end))
    cuts = sorted({start, end, *(min(max(cut, start), end) for s in inside for cut in (s.start, s.end))})
    pieces: list[Markup] = []
    stack: list[Span] = []
    for left, right in pairwise(cuts):
        wanted = [s for s in inside if s.start <= left and right <= s.end]
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(stack, wanted, strict=False)))
        pieces += [_close(s, ended=left >= s.end) for s in reversed(stack[kept:])]
        pieces += [_open(s, with_id=left == s.start, begun=left == max(s.start, start)) for s in wanted[kept:]]
        pieces.append(Markup.escape(text[left:right]))
        stack = wanted
    pieces += [_close(s, ended=True) for s in reversed(stack)]
    return Markup().join(pieces)


def _open(span: Span, *, with_id: bool, begun: bool) -> Markup:
    attributes = (("id", span.id), *span.attributes) if with_id and span.id else span.attributes
    written = Markup().join(Markup(' {}="{}"').format(*pair) for pair in attributes)
    return Markup("<{}{}>").format(span.tag, written) + (span.before if begun else "")


def _close(span: Span, *, ended: bool) -> Markup:
    return Markup("</{}>").format(span.tag) + (span.after if ended else "")
