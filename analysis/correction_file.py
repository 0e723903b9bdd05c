"""The cells of corrections.csv, in and out: as spreadsheets write them, and so that a spreadsheet runs none of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.correction_problems import BrokenRow, CorrectionProblem, UnreadableCorrections
from analysis.encoding import LINE_END, decode
from analysis.files import replaced
from analysis.seed_files import shown
from analysis.seed_problems import SeedProblem
from analysis.spreadsheets import defused, restored

COLUMNS = (
    "what", "question", "sentence", "found", "right", "note", "confidence",
    "article", "name", "target", "words", "start", "end", "doc_id",
)  # fmt: skip
NAME = "corrections.csv"
_NEEDED = {"what", "right"}
_DELIMITERS = ",;\t"
_CELL = 1 << 24  # characters: more than a seed may have


def usual_file(sources: Iterable[str]) -> Path | None:
    """Where a run looks for corrections unless it is told: beside the folder of the seeds, then in the working directory.

    >>> (tmp / "seeds").mkdir()
    >>> write_sheet(tmp / "corrections.csv", ["what", "right"], [])
    >>> usual_file([str(tmp / "seeds")]) == usual_file([str(tmp / "seeds" / "*.txt")]) == tmp / "corrections.csv"
    True
    """
    folders = [_folder(Path(source)) for source in sources]
    places = dict.fromkeys([*(folder.resolve().parent / NAME for folder in folders), Path.cwd() / NAME])
    found = next((place for place in places if place.is_file()), None)
    return found.relative_to(Path.cwd()) if found and found.is_relative_to(Path.cwd()) else found


def _folder(source: Path) -> Path:
    """The folder of the seeds: of a pattern what stands before its first part with a wildcard."""
    if source.exists():
        return source if source.is_dir() else source.parent
    parts = source.parts
    first = next((n for n, part in enumerate(parts) if set("*?[") & set(part)), len(parts) - 1)
    return Path(*parts[:first])


class Line(NamedTuple):
    """A row of the file: where it begins, and its cells by column."""

    line: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """A file of corrections as it is."""

    columns: list[str]
    delimiter: str
    lines: list[Line]
    problems: list[CorrectionProblem]


def read_sheet(path: Path) -> Sheet:
    """The file as a spreadsheet left it: in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

    Raises UnreadableCorrections where it is no such table, OSError where it cannot be read.

    >>> write_sheet(tmp / "c.csv", COLUMNS, [{"what": "speaker", "right": "=Mara"}])
    >>> read_sheet(tmp / "c.csv").lines[0].cells["right"]
    '=Mara'
    """
    name = shown(path)
    try:
        text, _ = decode(path.read_bytes(), name)
    except SeedProblem as problem:
        raise UnreadableCorrections(name, problem.line, problem.found) from problem
    told = re.match(r"\"?sep=(.)\"?\s*?(?:\r\n|\r|\n)", text)  # a line of Excel's own
    skipped = told.end() if told else 0
    head = LINE_END.split(text[skipped:], maxsplit=1)[0]
    delimiter = told[1] if told else max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_CELL)
    rows = csv.reader(io.StringIO(text[skipped:], newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _head(next(rows, []), name, 1 + bool(told))
    except csv.Error as error:
        raise UnreadableCorrections(name, 1 + bool(told), str(error)) from error
    lines: list[Line] = []
    problems: list[CorrectionProblem] = []
    while True:
        number = rows.line_num + 1 + bool(told)
        try:
            cells = next(rows, None)
        except csv.Error as error:
            problems.append(BrokenRow(name, number, str(error)))
            continue
        if cells is None:
            return Sheet(columns, delimiter, lines, problems)
        if any(cells[len(columns) :]):
            problems.append(BrokenRow(name, number, f"{len(cells)} cells, where there are {len(columns)} columns"))
        elif any(cells):
            filled = [*cells, *[""] * len(columns)]
            lines.append(Line(number, {column: restored(cell) for column, cell in zip(columns, filled, strict=False)}))


def sheet_to_add_to(path: Path) -> Sheet:
    """The file with all of the columns, whether it is there yet or not.

    Raises as `read_sheet`, and the first of its problems: a line that cannot be read cannot be kept either.

    >>> sheet_to_add_to(tmp / "none.csv").lines
    []
    """
    if not path.exists():
        return Sheet(list(COLUMNS), ",", [], [])
    sheet = read_sheet(path)
    if sheet.problems:
        raise sheet.problems[0]
    return sheet._replace(columns=sheet.columns + [column for column in COLUMNS if column not in sheet.columns])


def _head(cells: Sequence[str], path: str, line: int) -> list[str]:
    columns = [cell.strip() for cell in cells]
    columns = [column.lower() if column.lower() in COLUMNS else column for column in columns]
    missing = _NEEDED.difference(columns)
    if missing:
        raise UnreadableCorrections(path, line, f"no column {' and no column '.join(map(repr, sorted(missing)))}")
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise UnreadableCorrections(path, line, f"two columns {twice[0]!r}")
    return columns


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> None:
    """Write rows, whole or not at all, as a spreadsheet reads them whatever its language: UTF-8 with a byte order mark.

    >>> write_sheet(tmp / "c.csv", ["what", "right"], [{"what": "name", "right": "Tom Reyl"}])
    >>> (tmp / "c.csv").read_bytes()
    b'\\xef\\xbb\\xbfwhat,right\\r\\nname,Tom Reyl\\r\\n'
    """
    with replaced(path) as new, new.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(defused(column) for column in columns)
        writer.writerows([defused(row.get(column, "")) for column in columns] for row in rows)
