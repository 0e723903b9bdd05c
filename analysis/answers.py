"""Rows of corrections.csv to what a person says: which speaker, stance, name or order, bound to which words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from analysis.correction_file import Line
from analysis.correction_problems import MissingCell, UnknownAnswer, UnknownKind
from analysis.resources import alternatives, rows
from analysis.wording import shorten

OK, NOBODY, NO_QUOTATION, NO_STANCE = "ok", "nobody", "not a quotation", "none"
SIDES = {"for": 1.0, "neutral": 0.0, "against": -1.0}
HASH = "sha256:"  # before a doc_id: a spreadsheet would take some for numbers
_KINDS = ("speaker", "stance", "name", "order")
_WIDTH = 200  # of a name


class Correction(NamedTuple):
    """One row that a person has answered."""

    line: int
    what: str  # speaker, stance, name or order
    answer: str  # one of those above, a name, or the paragraphs' numbers, from 0, with spaces
    known: bool  # is it one of those above
    doc_id: str  # empty for a name that is meant everywhere
    name: str
    target: str
    words: str
    start: int | None
    end: int | None


def is_answered(line: Line) -> bool:
    """Has a person written an answer into a row?

    >>> is_answered(Line(2, {"right": " "}))
    False
    """
    return bool(line.cells["right"].strip())


def correction(line: Line, path: str) -> Correction:
    """What an answered row says. Raises the CorrectionProblem that keeps it from saying anything.

    >>> row = Line(2, {"what": "Stance", "right": "+1", "doc_id": "sha256:0a", "words": "No.", "name": "A", "target": "B"})
    >>> correction(row, "c.csv")[:5]
    (2, 'stance', 'for', True, '0a')
    """
    cells = line.cells
    what = cells["what"].strip().lower()
    if what not in _KINDS:
        raise UnknownKind(path, line.line, repr(shorten(cells["what"], 60)))
    right = " ".join(shorten(cells["right"], len(cells["right"]) + 1).split())
    answer = _answers(what).get(right.casefold())
    found = Correction(
        line.line, what, answer or right, answer is not None, cells.get("doc_id", "").strip().lower().removeprefix(HASH),
        cells.get("name", "").strip(), cells.get("target", "").strip(), cells.get("words", ""),
        _number(cells, "start", line.line, path), _number(cells, "end", line.line, path),
    )  # fmt: skip
    missing = [column for column in _needed(found) if not getattr(found, column)]
    if missing:
        raise MissingCell(path, line.line, f"nothing in the column {missing[0]!r}")
    if answer is None:
        return found._replace(answer=_free(found, path))
    return found


def _free(found: Correction, path: str) -> str:
    """An answer that is a name or an order, checked."""
    if found.what == "order":
        numbers = [int(number) - 1 for number in re.findall(r"[0-9]{1,6}", found.answer)]
        if sorted(numbers) != list(range(len(numbers))) or not numbers:
            raise UnknownAnswer(path, found.line, f"{shorten(found.answer, 60)!r}, not the number of each paragraph once")
        return " ".join(map(str, numbers))
    if found.what == "stance" or len(found.answer) > _WIDTH or not re.search(r"\w", found.answer):
        raise UnknownAnswer(path, found.line, repr(shorten(found.answer, 60)))
    return found.answer


def _needed(found: Correction) -> tuple[str, ...]:
    if found.what == "name":
        return ("name", "doc_id") if found.words else ("name",)
    return {"speaker": ("doc_id", "words"), "stance": ("doc_id", "words", "name", "target"), "order": ("doc_id",)}[found.what]


def whole_number(written: str) -> str:
    """The digits of a number that a spreadsheet may show with decimals, or with marks between its thousands.

    >>> [whole_number(text) for text in ("184.0", "1 184", "1,184", "2.000,00")]
    ['184', '1184', '1184', '2000']
    """
    return re.sub(r"[.,]0{1,2}\Z|[\s']|[.,](?=[0-9]{3}(?![0-9]))", "", written)


def _number(cells: Mapping[str, str], column: str, line: int, path: str) -> int | None:
    written = cells.get(column, "").strip()
    bare = whole_number(written)
    if bare and not (bare.isascii() and bare.isdecimal() and len(bare) < 12):
        raise MissingCell(path, line, f"{shorten(written, 40)!r} in the column {column!r}, no number")
    return int(bare) if bare else None


@lru_cache(maxsize=8)
def _answers(what: str) -> dict[str, str]:
    listed = [row for row in rows("answers.tsv") if row["kind"] in ("*", what)]
    return {word.casefold(): row["answer"] for row in listed for word in alternatives(row["words"])}
