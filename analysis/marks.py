"""Quotation marks to the stretches between them, nested, a paragraph at a time.

Double marks and guillemets are paired first, then single marks between them, so that an apostrophe can never swallow a
double mark. Whatever goes wrong in a paragraph, an unclosed or a stray mark, stays in that paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_DOUBLE = re.compile(r"``|''|‘‘|’’|[“”„‟\"«»‹›]")
_SINGLE = re.compile(r"(?<!['`‘’])['‘’‚](?!['‘’])")
_OPENERS, _CLOSERS = {"“", "„", "‟", "``", "‘‘"}, {"”", "’’"}
_LEFT_EDGE = frozenset("([{<-—–―/|:,;…\"'“‘«„`")
_RIGHT_EDGE = frozenset(".,;:!?…)]}>-—–―/|\"'”’»")
_SENTENCE_MARK = frozenset(".,?!…;")
# what stands after an apostrophe for dropped letters or figures: 'em, 'til, 'tis, '90s
_ELISION = re.compile(r"(?:\d0s|em|til|tis|twas|cause|bout|round|n|cos|nuff|ere|er|im|un)\b", re.IGNORECASE)
_CLOSES_FOR = {"»": "«", "›": "‹", "«": "»", "‹": "›"}


class Marked(NamedTuple):
    """A stretch between quotation marks.

    `start` and `end` bound what is inside the marks, `inside` is the index of the stretch around it in the same list, and
    `closed` says whether its closing mark was found.
    """

    start: int
    end: int
    inside: int | None
    closed: bool


class _Stretch(NamedTuple):
    outer_start: int
    start: int
    end: int
    outer_end: int
    closed: bool


def marked(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[Marked]:
    """The marked stretches of a text, outer before inner, in order of their start.

    >>> text = '“Nobody said ‘no’ to me,” Mara Quist said of the "plan".'
    >>> [(text[m.start:m.end], m.inside) for m in marked(text, [(0, len(text))])]
    [('Nobody said ‘no’ to me,', None), ('no', 0), ('plan', None)]
    """
    found: list[Marked] = []
    open_before = False  # did the paragraph before leave a quotation open
    for start, end in paragraphs:
        stretches, left_open = _paragraph(text, start, end, open_before)
        found.extend(_nested(stretches, len(found)))
        open_before = left_open
    return found


def _paragraph(text: str, start: int, end: int, open_before: bool) -> tuple[list[_Stretch], bool]:
    doubles, left_open = _doubles(text, start, end, open_before)
    singles = _singles(text, start, end, doubles)
    stretches = [s for s in doubles + singles if any(c.isalnum() for c in text[s.start : s.end])]
    return sorted(stretches, key=lambda s: (s.outer_start, -s.outer_end)), left_open


def _nested(stretches: list[_Stretch], offset: int) -> list[Marked]:
    found: list[Marked] = []
    around: list[int] = []
    for index, s in enumerate(stretches):
        while around and stretches[around[-1]].outer_end < s.outer_end:
            around.pop()
        while around and stretches[around[-1]].end <= s.outer_start:
            around.pop()
        found.append(Marked(s.start, s.end, offset + around[-1] if around else None, s.closed))
        around.append(index)
    return found


def _edges(text: str, start: int, end: int, low: int, high: int) -> tuple[bool, bool]:
    """Could a mark at start:end open (an edge on its left), could it close (an edge on its right)."""
    before = text[start - 1] if start > low else " "
    after = text[end] if end < high else " "
    opens = (before.isspace() or before in _LEFT_EDGE) and not after.isspace()
    closes = (after.isspace() or after in _RIGHT_EDGE) and not before.isspace()
    return opens, closes


def _doubles(text: str, low: int, high: int, open_before: bool) -> tuple[list[_Stretch], bool]:
    """Pairs of double marks, and whether the last one is left open for the next paragraph."""
    pairs: list[_Stretch] = []
    stack: list[tuple[int, int, str]] = []
    marks = list(_DOUBLE.finditer(text, low, high))
    for m in marks:
        mark, (start, end) = m.group(), m.span()
        if _is_opening(text, start, end, low, high, mark, stack):
            stack.append((start, end, mark))
        elif (partner := _partner(stack, mark)) is not None:
            opened = stack[partner]
            pairs.append(_Stretch(opened[0], opened[1], start, end, True))
            pairs.extend(_cut_short(text, stack[partner + 1 :], marks, start))
            del stack[partner:]
        elif open_before and not pairs and not stack:
            pairs.append(_Stretch(low, low, start, end, True))
    pairs.extend(_cut_short(text, stack, marks, high))
    return pairs, bool(stack)


def _is_opening(text: str, start: int, end: int, low: int, high: int, mark: str, stack: list[tuple[int, int, str]]) -> bool:
    opens, closes = _edges(text, start, end, low, high)
    if mark in _CLOSES_FOR:  # «so» and »so«
        return not any(opened == _CLOSES_FOR[mark] for _, _, opened in stack) and (opens or mark in "«‹")
    if mark in _OPENERS:
        return not (mark == "“" and closes and not opens and any(opened == "„" for _, _, opened in stack))
    if mark in _CLOSERS:
        return opens and not closes and not stack
    if opens != closes:
        return opens
    inch = start > low and text[start - 1].isdigit()  # 6'2", with nothing to close
    return not stack and not inch


def _partner(stack: list[tuple[int, int, str]], mark: str) -> int | None:
    """The open mark that this one closes: the nearest of its own family, a guillemet only by a guillemet."""
    guillemet = mark in _CLOSES_FOR
    for index in range(len(stack) - 1, -1, -1):
        opened = stack[index][2]
        if opened == _CLOSES_FOR.get(mark) if guillemet else opened not in _CLOSES_FOR:
            return index
    return None


def _cut_short(text: str, unclosed: list[tuple[int, int, str]], marks: list[re.Match[str]], high: int) -> list[_Stretch]:
    """Stretches of marks that nothing closes: up to the next mark or `high`; only where a quotation plainly begins."""
    found = []
    for start, end, _ in unclosed:
        stop = next((m.start() for m in marks if m.start() >= end), high)
        lead = text[max(0, start - 2) : start].strip()
        begins = not lead or lead[-1] in ",:.?!—–" or text[start - 1 : start] == "\n"
        if begins and end < stop:
            found.append(_Stretch(start, end, stop, stop, False))
    return found


def _singles(text: str, low: int, high: int, doubles: list[_Stretch]) -> list[_Stretch]:
    """Pairs of single marks that lie in the same double stretch, or in none."""
    pairs: list[_Stretch] = []
    marks = [m.start() for m in _SINGLE.finditer(text, low, high) if not _within_word(text, m.start(), low, high)]
    opening = [i for i in marks if _opens_single(text, i, low, high)]
    closing = [i for i in marks if text[i] in "'’" and _edges(text, i, i + 1, low, high)[1]]
    region = _region_of(doubles, sorted({*opening, *closing}))
    at, done = 0, low - 1
    for position, start in enumerate(opening):
        if start <= done:
            continue
        following = opening[position + 1] if position + 1 < len(opening) else high
        while at < len(closing) and closing[at] <= start:
            at += 1
        candidates: list[int] = []
        for close in closing[at:]:
            if close > following and candidates:
                break
            if region[close] == region[start]:
                candidates.append(close)
                if not _possessive(text, close):
                    break
        end = next((c for c in candidates if not _possessive(text, c)), candidates[0] if candidates else None)
        if end is not None:
            pairs.append(_Stretch(start, start + 1, end, end + 1, True))
            done = end
        elif text[start] == "‘" and not doubles and _begins_speech(text, start, low):
            pairs.append(_Stretch(start, start + 1, high, high, False))
    return pairs


def _begins_speech(text: str, at: int, low: int) -> bool:
    """Does a mark open the paragraph, or follow the end of a sentence, a comma or a colon."""
    lead = text[low:at].rstrip()
    return not lead or lead[-1] in ".?!,:;—–"


def _within_word(text: str, at: int, low: int, high: int) -> bool:
    return low < at < high - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _opens_single(text: str, at: int, low: int, high: int) -> bool:
    if text[at] == "’" or not _edges(text, at, at + 1, low, high)[0]:
        return False
    return text[at] in "‘‚" or not _ELISION.match(text, at + 1)


def _possessive(text: str, at: int) -> bool:
    """Does a mark after an s look like a plural's possessive: no punctuation before it, a small letter after the space."""
    return (
        text[at - 1] in "sSzx"
        and text[at - 1] not in _SENTENCE_MARK
        and text[at + 1 : at + 2] == " "
        and text[at + 2 : at + 3].islower()
    )


def _region_of(doubles: list[_Stretch], positions: list[int]) -> dict[int, int | None]:
    """For each position the index of the innermost double stretch around it."""
    order = sorted(range(len(doubles)), key=lambda i: (doubles[i].outer_start, -doubles[i].outer_end))
    regions: dict[int, int | None] = {}
    stack: list[int] = []
    nxt = 0
    for at in positions:
        while nxt < len(order) and doubles[order[nxt]].outer_start < at:
            stack.append(order[nxt])
            nxt += 1
        while stack and doubles[stack[-1]].end <= at:
            stack.pop()
        regions[at] = stack[-1] if stack else None
    return regions
