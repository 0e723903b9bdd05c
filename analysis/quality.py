"""How good the tables are, measured against hand-written gold in the format of examples/gold.json."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.tables import Tables

MARKED = {"direct", "mixed"}
LEAD = 6  # words of a quotation that may stand before the words that gold begins it with
LONGEST = 120  # words; a longer row would hold anything
TITLES = {"the", "a", "an", "of", "mr", "mrs", "ms", "miss", "dr", "professor", "minister", "president", "mayor", "judge", "sir"}
COLUMNS = ["article", "words", "kind", "pronoun", "found", "right", "speaker", "confidence", "quote"]


def against_gold(tables: Tables, gold: Mapping[str, Any]) -> pd.DataFrame:
    """A row for each gold quotation: was it found, is its speaker right, how sure was the table.

    `gold` maps a seed's file name without its ending to {"quotes": [{"start_text", "speakers", "kind", "pronoun"}]}. Columns:
    article, words, kind, pronoun (does no name stand beside it), found, right, speaker, confidence (missing where nothing was
    found) and quote (the number of the row that was found).

    >>> against_gold(Tables.from_rows({}), {}).columns[:4].tolist()
    ['article', 'words', 'kind', 'pronoun']
    """
    rows = _by_article(tables)
    found = [_compared(stem, wanted, rows.get(stem, ())) for stem, article in gold.items() for wanted in article["quotes"]]
    return pd.DataFrame(found, columns=COLUMNS)


def false_speech(tables: Tables, gold: Mapping[str, Any]) -> pd.DataFrame:
    """A row for each text that gold says nobody speaks ("not_speech"): article, words, given (to a speaker, as marked speech).

    >>> false_speech(Tables.from_rows({}), {}).columns.tolist()
    ['article', 'words', 'given']
    """
    rows = _by_article(tables)
    found = [
        (stem, text, any(_is_false(row, text) for row in rows.get(stem, ())))
        for stem, article in gold.items()
        for text in article["not_speech"]
    ]
    return pd.DataFrame(found, columns=["article", "words", "given"])


def reliability(compared: pd.DataFrame, bins: int = 5) -> pd.DataFrame:
    """Confidence beside truth: for each of so many bins of equal size the number, mean confidence and share of right speakers.

    `compared` is what against_gold gives; gold quotations that were not found do not count. Columns: statements, confidence, right.

    >>> compared = pd.DataFrame({"confidence": [0.5, 0.9], "right": [False, True], "found": True})
    >>> reliability(compared, bins=2)["right"].tolist()
    [0.0, 1.0]
    """
    given = compared[compared["found"]].sort_values("confidence", kind="stable")
    parts = np.array_split(np.arange(len(given)), min(bins, len(given))) if len(given) else []
    found = [(len(part), given["confidence"].iloc[part].mean(), given["right"].iloc[part].mean()) for part in parts]
    return pd.DataFrame(found, columns=["statements", "confidence", "right"])


def calibration_error(compared: pd.DataFrame, bins: int = 10) -> float:
    """The expected calibration error: by how much confidence and the share of right speakers differ, over bins of equal size.

    Method: Naeini, Cooper and Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015.

    >>> compared = pd.DataFrame({"confidence": [0.5, 0.5], "right": [False, True], "found": True})
    >>> calibration_error(compared, bins=1)
    0.0
    """
    table = reliability(compared, bins)
    return float(np.average((table["confidence"] - table["right"]).abs(), weights=table["statements"])) if len(table) else 0.0


def _by_article(tables: Tables) -> dict[str, list[Any]]:
    stems = {str(row.doc_id): Path(str(row.path)).stem for row in tables.documents.itertuples()}
    rows: dict[str, list[Any]] = {stem: [] for stem in stems.values()}
    for row in tables.quotes.itertuples():
        rows[stems[str(row.doc_id)]].append(row)
    return rows


def _compared(stem: str, wanted: Mapping[str, Any], rows: Sequence[Any]) -> tuple[Any, ...]:
    best = min((row for row in rows if _holds(row, wanted)), key=lambda row: len(row.text), default=None)
    right = best is not None and _is_one_of(best.speaker, wanted["speakers"])
    what = (stem, wanted["start_text"], wanted["kind"], bool(wanted.get("pronoun")), best is not None, right)
    return (*what, *((best.speaker, best.confidence, best.quote) if best is not None else (None, None, None)))


def _words(text: Any) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower()) if isinstance(text, str) else []


def _holds(row: Any, wanted: Mapping[str, Any]) -> bool:
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


def _is_false(row: Any, text: str) -> bool:
    """Is a row little more than words that nobody says, and yet the speech of somebody."""
    words, unsaid = f" {' '.join(_words(row.text))} ", f" {' '.join(_words(text))} "
    return row.kind in MARKED and isinstance(row.speaker, str) and unsaid in words and len(words) <= 2 * len(unsaid) + 10
