"""The rows most worth a person's look, as corrections.csv asks about them: how unsure, times how much of the report hangs on them.

What hangs on a row counts in rows of the tables: a quotation counts 1, its words a twentieth each, a stance 1, a mention of a name
a twentieth, and a paragraph that was moved, on which nothing hangs but its place, a quarter.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.answers import HASH, is_answered, whole_number
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
_WHERE = ("doc_id", "start", "end", "text")
_KEY = ("what", "doc_id", "start", "end", "name", "target")
_SIDES = {"support": "for", "oppose": "against", "neutral": "neutral"}
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


class _Doubtful(NamedTuple):
    """The same before its cells are written: of a hundred thousand that could be asked about, fifty are."""

    worth: float
    cells: Callable[[], dict[str, str]]
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
    told = (cells.get(column, "").strip().lower() for column in _KEY)
    return tuple(whole_number(cell) if cell[:1].isdigit() else cell for cell in told)


def worth_a_look(tables: Tables, top: int | None = None, known: Collection[tuple[str, ...]] = ()) -> list[Asked]:
    """The `top` rows to ask about, the one worth most first, without those that are `known` by their key.

    >>> worth_a_look(Tables.from_rows({}))
    []
    """
    most = None if top is None else len(known) + top
    found = list(_doubtful(tables, most))
    if most is not None:
        least = min(heapq.nlargest(most, (row.worth for row in found)), default=0.0)
        found = [row for row in found if row.worth >= least]
    asked = sorted((Asked(row.worth, row.cells(), row.doc_id, row.start) for row in found), key=_rank)
    rows = [row for row in asked if key_of(row.cells) not in known][:top]
    paths = dict(zip(tables.documents["doc_id"], tables.documents["path"], strict=True))
    sentences = tables.sentences.groupby("doc_id").indices
    starts, texts = (tables.sentences[column].to_list() for column in ("start", "text"))  # a column takes long for each row
    for row in rows:
        doc_id = row.cells.get("doc_id", "").removeprefix(HASH)
        row.cells["article"] = paths.get(doc_id, "")
        if row.start is not None:
            here = [place for place in sentences.get(row.doc_id, []) if starts[place] <= row.start]
            row.cells["sentence"] = shorten(texts[here[-1]], _SENTENCE) if here else ""
    return rows


def _doubtful(tables: Tables, most: int | None) -> Iterator[_Doubtful]:
    """The rows that could be asked about; of each kind of which there are very many no more than the `most` that are worth it."""
    return chain(_quotes(tables, most), _stances(tables, most), _names(tables), _orders(tables))


def _worthiest(found: pd.DataFrame, most: int | None) -> pd.DataFrame:
    """The rows of the highest `worth`, all of those that are equal."""
    return found if most is None else found.nlargest(most, "worth", keep="all")


def _rows(data: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns, from lists: a column of text gives its values one by one five times as slowly."""
    return zip(*(data[column].to_list() for column in columns), strict=True)


def _rank(row: Asked) -> tuple[Any, ...]:
    return -row.worth, *key_of(row.cells)


def _hash(doc_id: str) -> str:
    return HASH + doc_id if doc_id else ""


def _quotes(tables: Tables, most: int | None) -> Iterator[_Doubtful]:
    """The utterances, each by the part that is least sure, of such the longest."""
    nobody = tables.quotes["speaker"].isna()
    open_ = tables.quotes[(tables.quotes["resolution"] != CORRECTED) & ~(nobody & (tables.quotes["kind"] == "scare"))]
    shown = tables.stances.groupby(["doc_id", "quote"], as_index=False).size()
    parts = open_[["doc_id", "utterance", "speaker", "quote"]].merge(shown, on=["doc_id", "quote"], how="left")
    texts = open_["text"].to_list()
    parts["hangs"] = 1 + parts["size"].fillna(0) + [len(text.split()) / _WORDS_IN_A_ROW for text in texts]
    parts["doubt"], parts["length"] = 1 - open_["confidence"].to_numpy(), list(map(len, texts))
    parts["place"] = range(len(parts))
    parts = parts.sort_values(["doubt", "length"], ascending=False, kind="stable")
    utterances = parts.groupby(["doc_id", "utterance", "speaker"], as_index=False, dropna=False, sort=False).agg(
        doubt=("doubt", "mean"), hangs=("hangs", "sum"), place=("place", "first")
    )
    utterances = utterances.assign(speaker=utterances["speaker"].fillna("nobody"), worth=utterances["doubt"] * utterances["hangs"])
    asked = _worthiest(utterances, most)
    for row, words in zip(_rows(asked, "worth", "speaker", "doubt"), _rows(open_.iloc[asked["place"]], *_WHERE), strict=True):
        worth, speaker, doubt = row
        cells = {"what": "speaker", "question": _ASKED["speaker"], "found": speaker, "confidence": f"{1 - doubt:.2f}"}
        yield _Doubtful(worth, partial(_with_words, cells, *words), *words[:2])


def _stances(tables: Tables, most: int | None) -> Iterator[_Doubtful]:
    stances = tables.stances
    pair = stances.groupby(["speaker", "target"])["stance"].transform("size")
    hangs = (1 + 1 / pair).where(stances["stance"] != 0, 0.5)
    found = stances.assign(worth=(1 - stances["confidence"]) * hangs)
    asked = _worthiest(found[stances["confidence"] < _SURE], most)
    for row, words in zip(_rows(asked, "worth", "speaker", "target", "label", "confidence"), _rows(asked, *_WHERE), strict=True):
        yield _Doubtful(row[0], partial(_cells_of_stance, *row[1:], *words), *words[:2])


def _cells_of_stance(speaker: str, target: str, label: str, confidence: float, *words: Any) -> dict[str, str]:
    question = _ASKED["stance"].format(name=speaker, target=target)
    cells = {"what": "stance", "question": question, "found": _SIDES[label], "confidence": f"{confidence:.2f}"}
    return _with_words(cells | {"name": speaker, "target": target}, *words)


def _with_words(cells: dict[str, str], doc_id: str, start: int, end: int, words: str) -> dict[str, str]:
    """The cells with the words that bind them: those of a row of a table, from its columns `_WHERE`."""
    return cells | {"doc_id": _hash(doc_id), "start": str(start), "end": str(end), "words": words[:WORDS]}


def _names(tables: Tables) -> Iterator[_Doubtful]:
    mentions = tables.entities[tables.entities["form"] == "name"]
    used = [(tables.quotes, "speaker"), (tables.stances, "speaker"), (tables.stances, "target")]
    rows = chain.from_iterable(_rows(data[data[column].notna()], "doc_id", column) for data, column in used)
    hangs, here = Counter[str](), Counter[tuple[Any, ...]](rows)
    for (_, name), count in here.items():
        hangs[name] += count
    often = Counter(mentions["entity"].to_list())
    named = set(often) & set(hangs)
    alone = mentions.drop_duplicates("entity")
    first = {name: place for name, *place in _rows(alone, "entity", "doc_id", "start")}
    for doubt in one_or_two(named, hangs):
        worth = doubt.doubt * (hangs[doubt.name] + often[doubt.name] / _MENTIONS_IN_A_ROW)
        yield _name(doubt, worth, "name", *first[doubt.name])
    roles = {(doc_id, name): start for doc_id, name, start in _rows(tables.speakers, "doc_id", "speaker", "role_start")}
    for doubt in two_in_one(tables):
        start = int(roles[doubt.doc_id, doubt.name])
        yield _name(doubt, doubt.doubt * here[doubt.doc_id, doubt.name], "two", doubt.doc_id, start)


def _name(doubt: Doubt, worth: float, asked: str, doc_id: str, start: int) -> _Doubtful:
    return _Doubtful(worth, partial(_cells_of_name, doubt, asked), doc_id, start)


def _cells_of_name(doubt: Doubt, asked: str) -> dict[str, str]:
    role, usual = (shorten(role, 60) for role in doubt.roles)
    question = _ASKED[asked].format(name=doubt.name, target=doubt.other, role=role, usual=usual)
    cells = {
        "what": "name",
        "question": question,
        "found": doubt.name,
        "confidence": f"{1 - doubt.doubt:.2f}",
    }
    return cells | {"name": doubt.name, "target": doubt.other, "doc_id": _hash(doubt.doc_id)}


def _orders(tables: Tables) -> Iterator[_Doubtful]:
    moved = tables.paragraphs.groupby("doc_id", sort=False)["moved"].sum()
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    places = tables.paragraphs.groupby("doc_id").indices
    for doc_id, number in moved[moved > 0].items():
        cells = partial(_cells_of_order, str(doc_id), texts[doc_id], tables.paragraphs, places[doc_id])
        yield _Doubtful(_MOVED * float(number) / _PARAGRAPHS_IN_A_ROW, cells)


def _cells_of_order(doc_id: str, text: str, paragraphs: pd.DataFrame, places: Any) -> dict[str, str]:
    rows = paragraphs.iloc[places].sort_values("reading_order")
    read = list(rows[["paragraph", "start", "end"]].itertuples(index=False, name=None))
    begin = " / ".join(f"[{n + 1}] {shorten(text[start:end], 40)}" for n, start, end in read)
    cells = {"what": "order", "question": _ASKED["order"], "sentence": begin, "confidence": f"{1 - _MOVED:.2f}"}
    found = " > ".join(str(number + 1) for number, _, _ in read)
    return cells | {"found": found, "doc_id": _hash(doc_id)}
