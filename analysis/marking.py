"""A text with a marked target, and perhaps a marked source, as the token numbers that the stance model reads.

`[CLS] left [target] words [/target] middle [source] words [/source] right [SEP]`, where a name stands as a placeholder,
so that nothing can be learned from who it is: only from what is said. What is no name ("the ferry plan") keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tokenizers import Tokenizer

CLS, SEP = 101, 102  # of BERT's vocabulary, whose entries from 1 on are kept free for uses like these
TARGET, SOURCE = 0, 1
_OPEN, _CLOSE, _NAME = (1, 3), (2, 4), (5, 6)  # for the target, for the source
MOST_TOKENS = 128
_NO_WORDS = frozenset("he she him her his hers they them their theirs it its i me my we us our you your who whom".split())
_LEADING = frozenset("the a an this that these those".split())


class Item(NamedTuple):
    """A text with the target's span in it and, where the question is who holds the stance, the source's; else None."""

    text: str
    target: tuple[int, int]
    source: tuple[int, int] | None = None


class Marked(NamedTuple):
    """Token numbers of one item, and the ranges of its target and its source within their marks (empty without a source)."""

    ids: list[int]
    target: tuple[int, int]
    source: tuple[int, int]


class _Piece(NamedTuple):
    text: str
    role: int | None


def mark(items: Sequence[Item], tokenizer: Tokenizer, *, masked: bool = True) -> list[Marked]:
    """The items as token numbers, at most MOST_TOKENS each; what is farthest from the marks is cut.

    `tokenizer`: that of the encoder, lower-casing, without padding and truncation. `masked`: names as placeholders.
    """
    pieces = [_pieces(item) for item in items]
    flat = [piece for one in pieces for piece in one]
    encoded = iter(tokenizer.encode_batch([piece.text for piece in flat], add_special_tokens=False))
    return [
        _joined(item, one, [next(encoded).ids for _ in one], tokenizer, masked) for item, one in zip(items, pieces, strict=True)
    ]


def is_name(text: str) -> bool:
    """Is a span a name or a pronoun, whose words must not count?

    >>> [is_name(text) for text in ("Mara Quist", "the Harbour Board", "she", "the ferry plan", "The ferry plan")]
    [True, True, True, False, False]
    """
    words = re.findall(r"\w+", text)
    if len(words) == 1 and words[0].lower() in _NO_WORDS:
        return True
    while words and words[0].lower() in _LEADING:
        words = words[1:]
    return any(word[0].isupper() for word in words)


def _pieces(item: Item) -> list[_Piece]:
    spans = [(*item.target, TARGET)]
    if item.source and (item.source[1] <= item.target[0] or item.source[0] >= item.target[1]):  # two that overlap have one mark
        spans.append((*item.source, SOURCE))
    found, at = [], 0
    for start, end, role in sorted(spans):
        found += [_Piece(item.text[at:start], None), _Piece(item.text[start:end], role)]
        at = end
    return [*found, _Piece(item.text[at:], None)]


def _joined(item: Item, pieces: Sequence[_Piece], tokens: list[list[int]], tokenizer: Tokenizer, masked: bool) -> Marked:
    for number, piece in enumerate(pieces):
        if piece.role is not None and masked and is_name(piece.text):
            tokens[number] = [_NAME[piece.role]]
        elif piece.role is not None:
            tokens[number] = tokens[number][:16]
    tokens = _cut(tokens, pieces)
    ids, ranges = [CLS], {TARGET: (0, 0), SOURCE: (0, 0)}
    for piece, numbers in zip(pieces, tokens, strict=True):
        if piece.role is None:
            ids += numbers
            continue
        start = len(ids)
        ids += [_OPEN[piece.role], *numbers, _CLOSE[piece.role]]
        ranges[piece.role] = (start, len(ids))
    return Marked([*ids, SEP], ranges[TARGET], ranges[SOURCE])


def _cut(tokens: list[list[int]], pieces: Sequence[_Piece]) -> list[list[int]]:
    """The tokens with the outer and then the middle stretches shortened until they fit."""
    room = MOST_TOKENS - 2 - sum(len(t) + 2 for t, p in zip(tokens, pieces, strict=True) if p.role is not None)
    middle = tokens[2] if len(tokens) == 5 else []
    left, right = tokens[0], tokens[-1]
    if len(left) + len(middle) + len(right) <= room:
        return tokens
    if len(middle) > room // 2:
        half = room // 4
        middle = [*middle[:half], *middle[-half:]]
    rest = room - len(middle)
    keep_left = min(len(left), max(rest // 2, rest - len(right)))
    left, right = left[len(left) - keep_left :], right[: rest - keep_left]
    return [left, tokens[1], *([middle, tokens[3]] if len(tokens) == 5 else []), right]


def spans(ranges: Iterable[tuple[int, int]], width: int) -> list[list[float]]:
    """Rows of weights that take the mean over each range of tokens; a row of zeros for an empty one.

    >>> spans([(1, 3), (0, 0)], 4)
    [[0.0, 0.5, 0.5, 0.0], [0.0, 0.0, 0.0, 0.0]]
    """
    return [[1 / (end - start) if start <= i < end else 0.0 for i in range(width)] for start, end in ranges]
