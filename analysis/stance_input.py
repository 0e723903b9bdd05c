"""A text with a marked target, and perhaps a marked source, as the token numbers that the stance model reads.

`[CLS] left [target] words [/target] middle [source] words [/source] right [SEP]`, where a name stands as a placeholder,
so that nothing can be learned from who it is: only from what is said. What is no name ("the ferry plan") keeps its words.
Several targets of a sentence may be marked at once; the model then reads it once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tokenizers import Tokenizer

CLS, SEP = 101, 102  # of BERT's vocabulary, whose entries from 1 on are kept free for uses like these
TARGET, SOURCE = 0, 1
_OPEN, _CLOSE, _NAME = (1, 3), (2, 4), (5, 6)  # for the target, for the source
MOST_TOKENS = 128
MOST_BESIDE = 20  # targets that are marked at once: each takes three tokens or more
_MOST_MARKED = 16  # of the tokens of a target or a source that is no name
_PRONOUNS = {"he", "she", "him", "her", "his", "hers", "they", "them", "their", "theirs", "it", "its"}
_NO_WORDS = frozenset({*_PRONOUNS, "i", "me", "my", "we", "us", "our", "you", "your", "who", "whom"})
_MERGED = {"she": "he", "him": "his", "her": "his", "hers": "his", "herself": "himself"}
_GENDERED = re.compile(rf"\b({'|'.join(_MERGED)})\b", re.IGNORECASE)
_LEADING = frozenset(["the", "a", "an", "this", "that", "these", "those"])


class Item(NamedTuple):
    """A text with the target's span in it and, where the question is who holds the stance, the source's; else None.

    `beside`: the spans of further targets that are marked in it.
    """

    text: str
    target: tuple[int, int]
    source: tuple[int, int] | None = None
    beside: tuple[tuple[int, int], ...] = ()


class Marked(NamedTuple):
    """Token numbers of one item, and the ranges of its target and its source within their marks (empty without a source)."""

    ids: list[int]
    target: tuple[int, int]
    source: tuple[int, int]


class _Piece(NamedTuple):
    """A stretch of a text that is marked for a role, or that is between marks."""

    start: int
    end: int
    role: int | None


class _Text(NamedTuple):
    """The token numbers of a text with its marks, and the range of each mark by where its span starts and its role."""

    ids: list[int]
    ranges: dict[tuple[int, int], tuple[int, int]]


def mark(items: Sequence[Item], tokenizer: Tokenizer, *, masked: bool | None = None) -> list[Marked]:
    """The items as token numbers, at most MOST_TOKENS each; what is farthest from the marks is cut.

    `tokenizer`: that of the encoder, lower-casing, without padding and truncation. `masked`: names as placeholders, and
    pronouns of one gender; if None, those of items with a source: what somebody's stance is must not depend on who it is.
    Items that ask about several marks of one text share its token numbers, which are made once.
    """
    hidden = [item.source is not None if masked is None else masked for item in items]
    asked = [(item.text, _pieces(item), hide) for item, hide in zip(items, hidden, strict=True)]
    texts = dict.fromkeys(asked)
    words = [
        _of_no_gender(text[piece.start : piece.end]) if hide else text[piece.start : piece.end]
        for text, pieces, hide in texts
        for piece in pieces
    ]
    encoded = iter(tokenizer.encode_batch_fast(words, add_special_tokens=False))
    made = {key: _joined(*key, [next(encoded).ids for _ in key[1]]) for key in texts}
    return [_marked(item, made[key]) for item, key in zip(items, asked, strict=True)]


def _marked(item: Item, text: _Text) -> Marked:
    source = text.ranges.get((item.source[0], SOURCE), (0, 0)) if item.source else (0, 0)
    return Marked(text.ids, text.ranges[item.target[0], TARGET], source)


def _of_no_gender(text: str) -> str:
    """A text whose pronouns do not tell a woman from a man: "her" has two counterparts, which become one."""
    return _GENDERED.sub(lambda found: _MERGED[found[0].lower()], text)


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


def _pieces(item: Item) -> tuple[_Piece, ...]:
    spans = [_Piece(*item.target, TARGET)]
    for start, end, role in _further(item):
        if all(end <= one.start or start >= one.end for one in spans):  # of two that overlap the first has its mark
            spans.append(_Piece(start, end, role))
    found, at = [], 0
    for one in sorted(spans):
        found += [_Piece(at, one.start, None), one]
        at = one.end
    return (*found, _Piece(at, len(item.text), None))


def _further(item: Item) -> Iterator[tuple[int, int, int]]:
    if item.source:
        yield (*item.source, SOURCE)
    yield from ((*span, TARGET) for span in item.beside[:MOST_BESIDE])


def _joined(text: str, pieces: Sequence[_Piece], masked: bool, tokens: list[list[int]]) -> _Text:
    marks = sum(piece.role is not None for piece in pieces)
    most = min(_MOST_MARKED, (MOST_TOKENS - 2) // marks - 2)  # all of the marks have to fit
    for number, piece in enumerate(pieces):
        if piece.role is not None and masked and is_name(text[piece.start : piece.end]):
            tokens[number] = [_NAME[piece.role]]
        elif piece.role is not None:
            tokens[number] = tokens[number][:most]
    ids, ranges = [CLS], {}
    for piece, numbers in zip(pieces, _cut(tokens, pieces), strict=True):
        if piece.role is None:
            ids += numbers
        else:
            ranges[piece.start, piece.role] = (len(ids), len(ids) + len(numbers) + 2)
            ids += [_OPEN[piece.role], *numbers, _CLOSE[piece.role]]
    return _Text([*ids, SEP], ranges)


def _cut(tokens: list[list[int]], pieces: Sequence[_Piece]) -> list[list[int]]:
    """The tokens with the outer and then the middle stretches shortened until they fit."""
    room = MOST_TOKENS - 2 - sum(len(t) + 2 for t, p in zip(tokens, pieces, strict=True) if p.role is not None)
    middles = range(2, len(tokens) - 1, 2)
    left, right, between = tokens[0], tokens[-1], sum(len(tokens[i]) for i in middles)
    if len(left) + len(right) + between <= room:
        return tokens
    cut = list(tokens)
    if between > room // 2:
        for i in middles:
            half = len(tokens[i]) * (room // 2) // between // 2
            cut[i] = [*tokens[i][:half], *tokens[i][len(tokens[i]) - half :]]
    rest = room - sum(len(cut[i]) for i in middles)
    keep = min(len(left), max(rest // 2, rest - len(right)))
    cut[0], cut[-1] = left[len(left) - keep :], right[: max(0, rest - keep)]
    return cut


def spans(ranges: Iterable[tuple[int, int]], width: int) -> list[list[float]]:
    """Rows of weights that take the mean over each range of tokens; a row of zeros for an empty one.

    >>> spans([(1, 3), (0, 0)], 4)
    [[0.0, 0.5, 0.5, 0.0], [0.0, 0.0, 0.0, 0.0]]
    """
    return [[1 / (end - start) if start <= i < end else 0.0 for i in range(width)] for start, end in ranges]
