"""How much of a hand-written gold standard the tables hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.tables import Quote, Tables

MARKED = {"direct", "mixed"}
LEAD = 6  # words of a quotation that may stand before the words that gold begins it with
LONGEST = 120  # words; a longer row would hold anything
TITLES = {"the", "a", "an", "of", "mr", "mrs", "ms", "miss", "dr", "professor", "minister", "president", "mayor", "judge", "sir"}


def scores(tables: Tables, gold: Mapping[str, Any]) -> dict[str, float]:
    """Per cent of the gold quotations that are found, whose speaker is right, the same of the direct ones, and false speech."""
    stems = {row.doc_id: Path(row.path).stem for row in tables.documents.itertuples()}
    rows: dict[str, list[Any]] = {stem: [] for stem in gold}
    for row in tables.quotes.itertuples():
        rows[stems[row.doc_id]].append(row)
    counted: Counter[str] = Counter()
    for stem, article in gold.items():
        for wanted in article["quotes"]:
            _count(wanted, rows[stem], counted)
        for text in article["not_speech"]:
            counted["no speech"] += 1
            counted["false speech"] += any(_is_false(row, text) for row in rows[stem])
    return {
        "found": 100 * counted["found"] / counted["quotes"],
        "speaker": 100 * counted["speaker"] / counted["quotes"],
        "direct speaker": 100 * counted["direct speaker"] / counted["direct"],
        "false speech": 100 * counted["false speech"] / counted["no speech"],
    }


def _count(wanted: Mapping[str, Any], rows: Sequence[Quote], counted: Counter[str]) -> None:
    fitting = [row for row in rows if _holds(row, wanted)]
    best = min(fitting, key=lambda row: len(row.text), default=None)
    right = best is not None and _is_one_of(best.speaker, wanted["speakers"])
    counted["quotes"] += 1
    counted["found"] += best is not None
    counted["speaker"] += right
    if wanted["kind"] == "direct":
        counted["direct"] += 1
        counted["direct speaker"] += right


def _words(text: Any) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower()) if isinstance(text, str) else []


def _holds(row: Quote, wanted: Mapping[str, Any]) -> bool:
    words, start = _words(row.text), _words(wanted["start_text"])
    places = range(len(words) - len(start) + 1) if len(words) <= LONGEST else ()
    return any(words[at : at + len(start)] == start and (at <= LEAD or wanted["kind"] not in MARKED) for at in places)


def _is_one_of(name: Any, accepted: Sequence[str]) -> bool:
    """Are a name's words among those of an accepted one, or the other way round without another first name."""
    mine, theirs = _bare(name), [_bare(other) for other in accepted]
    known = {word for other in theirs for word in other}
    free = len(theirs[0]) == 1  # no full name that another one could stand beside
    return bool(mine) and any(mine <= other or (other <= mine and (free or mine <= known)) for other in theirs)


def _bare(name: Any) -> set[str]:
    words = {*_words(name)}
    return words - TITLES or words


def _is_false(row: Quote, text: str) -> bool:
    """Is a row little more than words that nobody says, and yet the speech of somebody."""
    words, unsaid = f" {' '.join(_words(row.text))} ", f" {' '.join(_words(text))} "
    return row.kind in MARKED and isinstance(row.speaker, str) and unsaid in words and len(words) <= 2 * len(unsaid) + 10
