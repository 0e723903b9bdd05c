"""The rows of corrections.csv one by one: what there is to ask, how to answer, and the answers into the file.

`review` writes the same rows for a spreadsheet; asking.py shows these in a notebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from analysis.answers import HASH, NO_QUOTATION, NO_STANCE, NOBODY, OK, SIDES, correction
from analysis.correction_file import Line, sheet_to_add_to, write_sheet
from analysis.correction_problems import CorrectionProblem
from analysis.review import is_touched, key_of, worth_a_look
from analysis.tables import Tables

Cells = Mapping[str, str]  # of a row of corrections.csv, by column
_AROUND = 400  # characters before and behind the words that a row is about
_SPEAKERS = 4  # of the article that are proposed for an answer


class Recorded(NamedTuple):
    """What became of answers: those that the file now holds as they were given, by number, and the numbers of those that it holds
    another answer to, which stays."""

    saved: dict[int, str]
    kept: list[int]


def to_ask(tables: Tables, path: Path, top: int = 50) -> list[Cells]:
    """The `top` rows most worth a look into which nobody has written in the file, the one worth most first.

    Raises UnreadableCorrections where the file is there and is none.

    >>> to_ask(Tables.from_rows({}), tmp / "corrections.csv")
    []
    """
    known = {key_of(line.cells) for line in sheet_to_add_to(path).lines if is_touched(line)}
    return [row.cells for row in worth_a_look(tables, top, known)]


def usual_answers(tables: Tables, cells: Cells) -> list[str]:
    """What most people would answer to a row; any name may be written beside it.

    >>> usual_answers(Tables.from_rows({}), {"what": "name", "found": "Quist", "name": "Quist", "target": "Mara Quist"})
    ['ok', 'Mara Quist', 'Quist']
    """
    if cells["what"] == "stance":
        return [OK, *SIDES, NO_STANCE]
    if cells["what"] == "name":
        return [OK, *filter(None, dict.fromkeys((cells["target"], cells["name"])))]
    if cells["what"] == "speaker":
        return [OK, NOBODY, NO_QUOTATION, *speakers_beside(tables, cells)[:_SPEAKERS]]
    return [OK]


def speakers_beside(tables: Tables, cells: Cells) -> list[str]:
    """Who else speaks in the article of a row, the one quoted most first.

    >>> speakers_beside(Tables.from_rows({}), {"doc_id": "sha256:0a", "found": "nobody"})
    []
    """
    here = tables.quotes[tables.quotes["doc_id"] == cells.get("doc_id", "").removeprefix(HASH)]
    return [name for name in here["speaker"].value_counts().index if name != cells["found"]]


def not_understood(cells: Cells, answer: str) -> str:
    """Why an answer to a row cannot be read, empty if it can.

    >>> not_understood({"what": "stance", "doc_id": "0a", "words": "No.", "name": "A", "target": "B"}, "perhaps")
    "cannot be read as an answer: found 'perhaps'"
    """
    try:
        correction(Line(0, {**cells, "right": answer}), "")
    except CorrectionProblem as problem:
        return f"{problem.wrong}: found {problem.found}"
    return ""


def in_context(tables: Tables, cells: Cells) -> Markup:
    """The words that a row is about, marked, with what is read before and after them; its sentence where it is about none.

    >>> str(in_context(Tables.from_rows({}), {"sentence": "“No,” said <b>."}))
    '“No,” said &lt;b&gt;.'
    """
    doc_id = cells.get("doc_id", "").removeprefix(HASH)
    texts = tables.documents.loc[tables.documents["doc_id"] == doc_id, "text"]
    if texts.empty or not cells.get("start"):
        return Markup.escape(cells.get("sentence", ""))
    text, start, end = texts.iloc[0], int(cells["start"]), int(cells["end"])
    read = tables.paragraphs[tables.paragraphs["doc_id"] == doc_id].sort_values("reading_order")
    bounds = [*read[["start", "end"]].itertuples(index=False, name=None)]
    here = next(n for n, (low, high) in enumerate(bounds) if low <= start <= high)
    before = "\n".join(text[low:high] for low, high in [*bounds[:here], (bounds[here][0], start)])
    behind = "\n".join(text[low:high] for low, high in [(end, bounds[here][1]), *bounds[here + 1 :]])
    words = _ended(before, first=False), text[start:end], _ended(behind, first=True)
    return Markup('{}<mark class="rp-lit">{}</mark>{}').format(*words)


def _ended(text: str, *, first: bool) -> str:
    """The first or the last words of a text."""
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rpartition(" ")[0] + " …" if first else "… " + text[-_AROUND:].partition(" ")[2]


def record(path: Path, rows: Sequence[Cells], answers: Mapping[int, str], saved: Mapping[int, str]) -> Recorded:
    """Write answers to rows, by the number of the row, into the file, and leave all else that stands there.

    `saved` are the answers that were written before: another is written over those only, so that what somebody else has
    answered meanwhile stays. Raises as `sheet_to_add_to` does, OSError where the file cannot be written.

    >>> record(tmp / "c.csv", [{"what": "speaker", "words": "No."}], {0: "nobody"}, {})
    Recorded(saved={0: 'nobody'}, kept=[])
    """
    sheet = sheet_to_add_to(path)
    lines = {key_of(line.cells): line for line in reversed(sheet.lines)}
    done, new, changed = Recorded({}, []), list[dict[str, str]](), False
    for number, answer in answers.items():
        line = lines.get(key_of(rows[number]))
        there = line.cells["right"].strip() if line else ""
        if there not in (answer, saved.get(number, "")):
            done.kept.append(number)
            continue
        done.saved[number] = answer
        changed |= there != answer
        if line:
            line.cells["right"] = answer
        elif answer:
            new.append({**rows[number], "right": answer})
    if changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_sheet(path, sheet.columns, [*(line.cells for line in sheet.lines), *new], sheet.delimiter)
    return done
