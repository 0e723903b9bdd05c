"""The analyst's own corrections, applied to the tables: after the store, which holds what the tool thinks.

A quotation whose speaker a person gave has the resolution "corrected" and the confidence 1; a stance whose side a person gave
has the confidence 1 and, where the side is another, the relation "corrected". The tool itself is never as sure. Reading orders and
names carry no mark in the tables. What hangs on a correction follows it: the rest of the utterance, the stances that a quotation
shows, the speakers' counts. A row that fits nothing is told of, and the others are applied.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.answers import NO_QUOTATION, NO_STANCE, OK, Correction, correction, is_answered
from analysis.correction_file import read_sheet
from analysis.correction_problems import Contradiction, CorrectionProblem, CorrectionWarning, UnknownAnswer, UnknownArticle
from analysis.mending import Answers, mended
from analysis.recount import recounted
from analysis.refound import loosely, quotes_in, span_of, stance_in
from analysis.renaming import Names, all_names, bind_name, circles, named_anew, renamed
from analysis.seed_files import shown
from analysis.tables import Tables

Bound = list[tuple[Any, str]]  # what a correction means, each with the answer to it


class Outcome(NamedTuple):
    """The tables with what was applied, and what was not."""

    tables: Tables
    applied: list[Correction]
    problems: list[CorrectionProblem]


def corrected(tables: Tables, path: str | Path) -> Tables:
    """The tables with the corrections of a file; each that cannot be applied is told of in a CorrectionWarning.

    Raises UnreadableCorrections where the file is none, OSError where it cannot be read.

    >>> _ = (tmp / "c.csv").write_text("what,name,right\\nname,Quist,Mara Quist\\n")
    >>> rows = {"speakers": [("d0", "Quist", "person", None, None, None, None, None, 1, 9)]}
    >>> corrected(Tables.from_rows(rows), tmp / "c.csv").speakers.empty  # without a document, nobody is quoted
    True
    """
    done = apply(tables, path)
    for problem in done.problems:
        warnings.warn(str(problem), CorrectionWarning, stacklevel=2)
    return done.tables


def apply(tables: Tables, path: str | Path) -> Outcome:
    """The tables with the corrections of a file, and which rows of it were applied; `tables` stay as they are.

    Raises as `corrected` does.

    >>> _ = (tmp / "c.csv").write_text("what,name,right\\nname,Quist,Mara Quist\\n")
    >>> print(*apply(Tables.from_rows({}), tmp / "c.csv").problems)
    /...c.csv:2: nobody has this name: found 'Quist', expected a name as the reports write it; correct the column "name"; ...
    """
    sheet, name = read_sheet(Path(path)), shown(Path(path))
    problems = list(sheet.problems)
    rows = list(_each(filter(is_answered, sheet.lines), lambda line: correction(line, name), problems))
    here = set(tables.documents["doc_id"])
    problems += _elsewhere([row for row in rows if row.doc_id and row.doc_id not in here], name)
    rows = [row for row in rows if not row.doc_id or row.doc_id in here]
    answers, applied = _answers(tables, rows, problems, name)
    names, renaming = _names(tables, rows, answers.quotes.values(), problems, name)
    result, touched = mended(tables, answers)
    result, also = renamed(result, names)
    problems.sort(key=lambda problem: problem.line or 0)
    return Outcome(recounted(result, touched | also), sorted([*applied, *renaming]), problems)


def _answers(
    tables: Tables, rows: Sequence[Correction], problems: list[CorrectionProblem], path: str
) -> tuple[Answers, list[Correction]]:
    """The answers on quotations, stances and orders, and the rows that give them."""
    names = {row.name: row.answer for row in rows if row.what == "name" and not row.doc_id and not row.known}
    binder = _Binder(tables, names, path)
    pairs = _each([row for row in rows if row.what != "name"], lambda row: (row, binder.bound(row)), problems)
    bound, applied = _settled(list(pairs), problems, path)
    by_kind = {kind: {key: answer for (table, key), answer in bound.items() if table == kind} for kind in Answers._fields}
    return Answers(**by_kind), applied


def _names(
    tables: Tables, rows: Sequence[Correction], said: Iterable[str], problems: list[CorrectionProblem], path: str
) -> tuple[Names, list[Correction]]:
    """What names become, and the rows that say so; `said` are the speakers whom corrections bring, whose names hold too."""
    known = all_names(tables) | set(said)

    def bound(row: Correction) -> tuple[Correction, Bound]:
        return row, [(bind_name(row, tables, known, path), row.answer)]

    pairs = list(_each([row for row in rows if row.what == "name"], bound, problems))
    names, applied = _straight(_settled(pairs, problems, path)[0], pairs, problems, path)
    return named_anew(names.items()), applied


def _each(items: Iterable[Any], do: Callable[[Any], Any], problems: list[CorrectionProblem]) -> Iterator[Any]:
    """What becomes of each item; a problem of one is kept, and the next is done."""
    for item in items:
        try:
            yield do(item)
        except CorrectionProblem as problem:
            problems.append(problem)


def _elsewhere(rows: Sequence[Correction], path: str) -> Iterator[CorrectionProblem]:
    """One problem for each article that is not here: a run over a few articles would else tell of every row."""
    lines: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        lines[row.doc_id].append(row.line)
    for doc_id, numbers in lines.items():
        also = f", also in line{'s' * (len(numbers) > 2)} {', '.join(map(str, numbers[1:]))}" if numbers[1:] else ""
        yield UnknownArticle(path, numbers[0], f"doc_id {doc_id!r}{also}")


class _Binder:
    """Finds what the corrections of an article's text mean; each article's rows are looked up once."""

    def __init__(self, tables: Tables, names: dict[str, str], path: str) -> None:
        self._tables, self._names, self._path = tables, names, path
        self._texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
        self._labels = {table: getattr(tables, table).groupby("doc_id").indices for table in ("quotes", "stances", "paragraphs")}
        self._known = all_names(tables)

    def _rows(self, table: str, doc_id: str) -> Any:
        return getattr(self._tables, table).iloc[self._labels[table].get(doc_id, [])]

    def bound(self, row: Correction) -> Bound:
        """What a row answers; nothing where it asks for what is so already, as in tables that are corrected."""
        if row.what == "order":
            size = len(self._rows("paragraphs", row.doc_id))
            if not row.known and len(row.answer.split()) != size:
                raise UnknownAnswer(self._path, row.line, f"{len(row.answer.split())} numbers for {size} paragraphs")
            return [(("orders", row.doc_id), row.answer)]
        span = span_of(row, self._texts[row.doc_id], self._path)
        table = "stances" if row.what == "stance" else "quotes"
        here = self._rows(table, row.doc_id)
        if row.answer in (NO_QUOTATION, NO_STANCE) and not ((here["start"] < span[1]) & (here["end"] > span[0])).any():
            return []
        if row.what == "stance":
            return [(("stances", stance_in(row, span, here, self._names, self._path)), row.answer)]
        answer = row.answer if row.known else self._full(row.answer, row.doc_id)
        return [(("quotes", label), answer) for label in quotes_in(row, span, here, self._path)]

    def _full(self, name: str, doc_id: str) -> str:
        """The canonical name that somebody means who writes a name; one that nobody has is new."""
        if name in self._known:
            return name
        mentions = self._rows_of_names(doc_id)
        for forms, names in ((self._known, self._known), (mentions["text"], mentions["entity"])):
            meant = {one for form, one in zip(forms, names, strict=True) if form.casefold() == name.casefold()}
            if not meant and "?" in name:
                meant = {one for form, one in zip(forms, names, strict=True) if loosely(name).fullmatch(form)}
            if len(meant) == 1:
                return str(meant.pop())
        return name

    def _rows_of_names(self, doc_id: str) -> Any:
        entities = self._tables.entities
        return entities[(entities["doc_id"] == doc_id) & (entities["form"] == "name")]


def _settled(
    bound: Sequence[tuple[Correction, Bound]], problems: list[CorrectionProblem], path: str
) -> tuple[dict[Any, str], list[Correction]]:
    """One answer for each thing; the rows that give it several are told of and left out."""
    answers: dict[Any, dict[str, list[Correction]]] = defaultdict(lambda: defaultdict(list))
    for row, things in bound:
        for thing, answer in things:
            answers[thing][answer].append(row)
    wrong: set[int] = set()
    for said in answers.values():
        rows = sorted({row.line for mine in said.values() for row in mine})
        if len(said) > 1 and not wrong.issuperset(rows):
            told = " and ".join(f"{answer!r} (line {mine[0].line})" for answer, mine in said.items())
            problems.append(Contradiction(path, rows[0], told))
        wrong |= set(rows) if len(said) > 1 else set()
    good = [(row, things) for row, things in bound if row.line not in wrong]
    return {thing: answer for _, things in good for thing, answer in things}, [row for row, _ in good]


def _straight(
    bound: dict[Any, str], pairs: Sequence[tuple[Correction, Bound]], problems: list[CorrectionProblem], path: str
) -> tuple[dict[Any, str], list[Correction]]:
    """The names, and their rows, without those that lead back to themselves."""
    good = [(row, thing, answer) for row, things in pairs for thing, answer in things if thing in bound]
    everywhere = {thing[2]: (answer, row) for row, thing, answer in good if not thing[0] and answer not in (OK, thing[2])}
    wrong: set[int] = set()
    for problem, around in circles(everywhere, path):
        problems.append(problem)
        wrong |= {row.line for row in around}
    kept = [(row, thing, answer) for row, thing, answer in good if row.line not in wrong]
    return {thing: answer for _, thing, answer in kept}, [row for row, _, _ in kept]
