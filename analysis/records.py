"""Tables of articles, in JSON Lines, JSON or CSV -> articles, one by one, however large the file."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.encoding import encoding_of
from analysis.ingest_problems import DamagedRecords, NoColumn
from analysis.raw_articles import RawArticle, paragraphs_of
from analysis.resources import rows
from analysis.seed_files import shown
from analysis.seed_problems import EmptySeed, GuessedEncoding, SeedProblem
from analysis.web_pages import without_markup

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
FIELDS = ("title", "date", "url", "text")
_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"

Record = Mapping[str, Any]


def read_records(path: Path, columns: Mapping[str, str], on_problem: Callable[[SeedProblem], None]) -> Iterator[RawArticle]:
    """The articles of a table; `columns` gives the column of a field (title, date, url, text) that has not a usual name.

    A column "a.b" is the value b within the value a of a record of JSON. `on_problem` is told of every record that is none.

    >>> _ = (tmp / "a.csv").write_text("headline,body,published\\nFair opens,It is open.,2024-05-17\\n")
    >>> list(read_records(tmp / "a.csv", {}, print))
    [RawArticle(path='...a.csv', line=2, title='Fair opens', date='2024-05-17', url='', paragraphs=('It is open.',))]
    """
    name = shown(path)
    for line, record in _records(path, name, on_problem):
        found = {field: _value(record, field, columns) for field in FIELDS}
        missing = [field for field in ("title", "text") if found[field] is None]
        if missing:
            named = [str(columns.get(field, field)) for field in missing]
            on_problem(NoColumn(name, line, f"{', '.join(map(repr, list(record)[:12]))}; none for {' and '.join(named)}"))
            continue
        yield RawArticle(name, line, _words(found["title"]), _words(found["date"]), _words(found["url"]), _text(found["text"]))


def _records(path: Path, name: str, on_problem: Callable[[SeedProblem], None]) -> Iterator[tuple[int, Record]]:
    encoding = encoding_of(_chunks(path, name), name)
    if encoding == "windows-1252":
        on_problem(GuessedEncoding(name, None, "bytes that are not UTF-8"))
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        kind = path.suffix.lower()
        if kind == ".json":
            yield from _whole(file.read(), name)
        elif kind in (".csv", ".tsv"):
            yield from _rows(file, name, on_problem)
        else:
            yield from _lines(file, name, on_problem)


def _chunks(path: Path, name: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        first = True
        while chunk := file.read(_CHUNK):
            first = False
            yield chunk
    if first:
        raise EmptySeed(name, None, "no bytes")


def _lines(file: Iterable[str], name: str, on_problem: Callable[[SeedProblem], None]) -> Iterator[tuple[int, Record]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            on_problem(DamagedRecords(name, number, str(error)))
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            on_problem(DamagedRecords(name, number, f"{type(record).__name__}, not an object"))


def _whole(text: str, name: str) -> Iterator[tuple[int, Record]]:
    """The records of a list, or of the one list that an object holds; their number stands for the line."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedRecords(name, getattr(error, "lineno", None), str(error)) from None
    if isinstance(data, dict) and not any(isinstance(value, str) for value in data.values()):
        lists = [value for value in data.values() if isinstance(value, list)]
        data = lists[0] if len(lists) == 1 else data
    records = data if isinstance(data, list) else [data]
    if not all(isinstance(record, dict) for record in records):
        raise DamagedRecords(name, None, "a list of other things than objects")
    yield from enumerate(records, start=1)


def _rows(file: Any, name: str, on_problem: Callable[[SeedProblem], None]) -> Iterator[tuple[int, Record]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # an article is longer than the default allows
    head = file.readline()
    file.seek(0)
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.DictReader(file, delimiter=delimiter, strict=True)
    try:
        for record in reader:
            if None in record:
                on_problem(DamagedRecords(name, reader.line_num, "more cells than the header has"))
            else:
                yield reader.line_num, record
    except csv.Error as error:
        raise DamagedRecords(name, reader.line_num, str(error)) from None


def _value(record: Record, field: str, columns: Mapping[str, str]) -> Any:
    if field in columns:
        return _within(record, columns[field])
    known: dict[str, Any] = {}
    for column, value in record.items():
        known.setdefault(_plain(column), value)
    there = [known[name] for name in _usual()[field] if name in known]
    return next((value for value in there if value not in (None, "", [])), "" if there else None)


def _within(record: Any, column: str) -> Any:
    if isinstance(record, Mapping) and column in record:
        return record[column]
    first, dot, rest = column.partition(".")
    return _within(record.get(first), rest) if dot and isinstance(record, Mapping) else None


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())


@lru_cache(maxsize=1)
def _usual() -> dict[str, list[str]]:
    """The usual names of the columns of each field, those to prefer first."""
    found: dict[str, list[str]] = {field: [] for field in FIELDS}
    for row in sorted(rows("columns.tsv"), key=lambda row: row["rank"]):
        found[row["field"]].append(row["name"])
    return found


def _words(value: Any) -> str:
    return "" if value is None or isinstance(value, Mapping | list | bool) else str(value)


def _text(value: Any) -> tuple[str, ...]:
    parts: Sequence[Any] = value if isinstance(value, list) else [value]
    return tuple(line for part in parts for line in paragraphs_of(without_markup(_words(part))))
