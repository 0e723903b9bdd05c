"""The rows most worth a person's look, as corrections.csv asks about them: how unsure, times how much of the report hangs on them.

What hangs on a row counts in rows of the tables: a quotation counts 1, its words a twentieth each, a stance 1, a mention of a name
a twentieth, and a paragraph that was moved, on which nothing hangs but its place, a quarter.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.answers import HASH, is_answered
from analysis.correction_file import COLUMNS, Line, sheet_to_add_to, write_sheet
from analysis.mending import CORRECTED
from analysis.name_doubts import Doubt, one_or_two, two_in_one
from analysis.tables import Tables
from analysis.wording import shorten

WORDS = 1000  # characters of the words that bind a row; a spreadsheet's cell holds 32,767
_SENTENCE = 400
_WORDS_IN_A_ROW, _MENTIONS_IN_A_ROW = 20, 20
_MOVED = 0.25  # of the pairs of a shuffled article's paragraphs, as many come out wrong
_PARAGRAPHS_IN_A_ROW = 4
_SURE = 1.0
_KEY = ("what", "doc_id", "start", "end", "name", "target")
_ENDING = re.compile(r"(?<=[0-9])[.,]0+\Z")  # of a number that went through a spreadsheet
_ASKED = {
    "speaker": "Who says this? Write the name in full, 'nobody' if it cannot be told, 'not a quotation', or 'ok'.",
    "stance": "Is {name} for or against {target} here? Write for, against, neutral, none (no such statement), or ok.",
    "name": "Is '{name}' the same as '{target}'? Write the name that both shall have, or 'ok' to keep them apart.",
    "two": "Is the {name} of this article ({role}) the one of the others ({usual})? If not, write this one's name, else 'ok'.",
    "order": "In which order are the paragraphs read? Write their numbers, as '2 > 1 > 3', or 'ok'.",
}


class Asked(NamedTuple):
    """A row to ask about, how much it is worth, and where in the article its sentence stands, if it has one."""

    worth: float
    cells: dict[str, str]
    doc_id: str = ""
    start: int | None = None


def review(tables: Tables, path: Path, top: int = 50) -> tuple[int, int]:
    """Write the `top` rows most worth a look to a file of corrections; how many are to be answered, and how many are kept.

    What a person has written there stays as it is, with its row, in its place; the other rows make room for new ones.
    Raises UnreadableCorrections where the file is there and is none.

    >>> review(Tables.from_rows({}), tmp / "corrections.csv")
    (0, 0)
    """
    sheet = sheet_to_add_to(path)
    kept = [line for line in sheet.lines if is_touched(line)]
    known = {key_of(line.cells) for line in kept}
    new = [row.cells for row in worth_a_look(tables, top, known)]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_sheet(path, sheet.columns, [*(line.cells for line in kept), *new], sheet.delimiter)
    return len(new), len(kept)


def is_touched(line: Line) -> bool:
    """Has a person written anything into a row: an answer, a note, a column of their own?

    >>> is_touched(Line(2, {"right": "", "mine": "ask Tom"}))
    True
    """
    own = [cell for column, cell in line.cells.items() if column == "note" or column not in COLUMNS]
    return is_answered(line) or not line.cells.get("what", "").strip() or any(cell.strip() for cell in own)


def key_of(cells: Mapping[str, str]) -> tuple[str, ...]:
    """What tells a row from the others, also when its numbers went through a spreadsheet.

    >>> key_of({"what": "Speaker", "start": "12.0"}) == key_of({"what": "speaker", "start": "12"})
    True
    """
    return tuple(_ENDING.sub("", cells.get(column, "").strip().lower()) for column in _KEY)


def worth_a_look(tables: Tables, top: int | None = None, known: Collection[tuple[str, ...]] = ()) -> list[Asked]:
    """The `top` rows to ask about, the one worth most first, without those that are `known` by their key.

    >>> worth_a_look(Tables.from_rows({}))
    []
    """
    found = heapq.nsmallest(len(known) + top, _asked(tables), key=_rank) if top is not None else sorted(_asked(tables), key=_rank)
    rows = [row for row in found if key_of(row.cells) not in known][:top]
    paths = dict(zip(tables.documents["doc_id"], tables.documents["path"], strict=True))
    sentences = tables.sentences.groupby("doc_id").indices
    for row in rows:
        doc_id = row.cells.get("doc_id", "").removeprefix(HASH)
        row.cells["article"] = paths.get(doc_id, "")
        if row.start is not None:
            mine = tables.sentences.iloc[sentences.get(row.doc_id, [])]
            place = int(mine["start"].searchsorted(row.start, side="right")) - 1
            row.cells["sentence"] = shorten(mine["text"].iloc[place], _SENTENCE) if place >= 0 else ""
    return rows


def _asked(tables: Tables) -> Iterator[Asked]:
    return chain(_quotes(tables), _stances(tables), _names(tables), _orders(tables))


def _rank(row: Asked) -> tuple[Any, ...]:
    return -row.worth, *key_of(row.cells)


def _each(data: pd.DataFrame) -> Iterator[Any]:
    return iter(data.itertuples(index=False))


def _hash(doc_id: str) -> str:
    return HASH + doc_id if doc_id else ""


def _bound(row: Any) -> dict[str, str]:
    return {"doc_id": _hash(row.doc_id), "start": str(row.start), "end": str(row.end), "words": row.text[:WORDS]}


def _quotes(tables: Tables) -> Iterator[Asked]:
    shown = Counter(zip(tables.stances["doc_id"], tables.stances["quote"].fillna(-1), strict=True))
    parts: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in _each(tables.quotes):
        if row.resolution != CORRECTED and not (row.kind == "scare" and pd.isna(row.speaker)):
            parts[row.doc_id, row.utterance, None if pd.isna(row.speaker) else row.speaker].append(row)
    for (_, _, speaker), rows in parts.items():
        first = max(rows, key=lambda row: (1 - row.confidence, len(row.text)))
        sure = sum(row.confidence for row in rows) / len(rows)
        hangs = sum(1 + len(row.text.split()) / _WORDS_IN_A_ROW + shown[row.doc_id, row.quote] for row in rows)
        cells = {"what": "speaker", "question": _ASKED["speaker"], "found": speaker or "nobody", "confidence": f"{sure:.2f}"}
        yield Asked((1 - sure) * hangs, cells | _bound(first), first.doc_id, first.start)


def _stances(tables: Tables) -> Iterator[Asked]:
    pairs = Counter(zip(tables.stances["speaker"], tables.stances["target"], strict=True))
    words = {"support": "for", "oppose": "against", "neutral": "neutral"}
    for row in _each(tables.stances):
        if row.confidence < _SURE:
            hangs = 1 + 1 / pairs[row.speaker, row.target] if row.stance else 0.5
            question = _ASKED["stance"].format(name=row.speaker, target=row.target)
            cells = {"what": "stance", "question": question, "found": words[row.label], "confidence": f"{row.confidence:.2f}"}
            cells |= {"name": row.speaker, "target": row.target}
            yield Asked((1 - row.confidence) * hangs, cells | _bound(row), row.doc_id, row.start)


def _names(tables: Tables) -> Iterator[Asked]:
    mentions = tables.entities[tables.entities["form"] == "name"]
    rows = [*zip(tables.quotes["doc_id"], tables.quotes["speaker"], strict=True)]
    rows += [
        pair for column in ("speaker", "target") for pair in zip(tables.stances["doc_id"], tables.stances[column], strict=True)
    ]
    hangs, here = Counter[str](), Counter[tuple[str, str]](pair for pair in rows if not pd.isna(pair[1]))
    for (_, name), count in here.items():
        hangs[name] += count
    often = Counter(mentions["entity"])
    named = set(often) & set(hangs)
    alone = mentions.drop_duplicates("entity")
    first = dict(zip(alone["entity"], zip(alone["doc_id"], alone["start"], strict=True), strict=True))
    for doubt in one_or_two(named, hangs):
        worth = doubt.doubt * (hangs[doubt.name] + often[doubt.name] / _MENTIONS_IN_A_ROW)
        yield _name(doubt, worth, "name", *first[doubt.name])
    roles = {(row.doc_id, row.speaker): row.role_start for row in _each(tables.speakers)}
    for doubt in two_in_one(tables):
        start = int(roles[doubt.doc_id, doubt.name])
        yield _name(doubt, doubt.doubt * here[doubt.doc_id, doubt.name], "two", doubt.doc_id, start)


def _name(doubt: Doubt, worth: float, asked: str, doc_id: str, start: int) -> Asked:
    role, usual = (shorten(role, 60) for role in doubt.roles)
    question = _ASKED[asked].format(name=doubt.name, target=doubt.other, role=role, usual=usual)
    cells = {
        "what": "name",
        "question": question,
        "found": doubt.name,
        "confidence": f"{1 - doubt.doubt:.2f}",
    }
    cells |= {"name": doubt.name, "target": doubt.other, "doc_id": _hash(doubt.doc_id)}
    return Asked(worth, cells, doc_id, start)


def _orders(tables: Tables) -> Iterator[Asked]:
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    moved = set(tables.paragraphs[tables.paragraphs["moved"]]["doc_id"])
    for doc_id, rows in tables.paragraphs[tables.paragraphs["doc_id"].isin(moved)].groupby("doc_id", sort=False):
        read = list(rows.sort_values("reading_order")[["paragraph", "start", "end"]].itertuples(index=False, name=None))
        begin = " / ".join(f"[{n + 1}] {shorten(texts[doc_id][start:end], 40)}" for n, start, end in read)
        cells = {"what": "order", "question": _ASKED["order"], "sentence": begin, "confidence": f"{1 - _MOVED:.2f}"}
        found = " > ".join(str(number + 1) for number, _, _ in read)
        worth = _MOVED * float(rows["moved"].sum()) / _PARAGRAPHS_IN_A_ROW
        yield Asked(worth, cells | {"found": found, "doc_id": _hash(str(doc_id))})
