"""How good the tables are: quotations, speakers and stances measured against hand-written gold (its form: gold.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.gold import Gold, words_of
from analysis.gold_places import by_name
from analysis.intervals import wilson
from analysis.tables import Tables

MARKED = {"direct", "mixed"}
LEAD = 6  # words of a quotation that may stand before the words that gold begins it with
LONGEST = 120  # words; a longer row would hold anything
_EDGES = (0.5, 0.6, 0.7, 0.8, 0.9)  # of the bands of confidence
_BANDS = ("under 0.5", *(f"{low:.1f} to {low + 0.1:.1f}" for low in _EDGES[:-1]), "0.9 and more")
TITLES = {"the", "a", "an", "of", "mr", "mrs", "ms", "miss", "dr", "professor", "minister", "president", "mayor", "judge", "sir"}
COLUMNS = ["article", "words", "kind", "pronoun", "found", "right", "speaker", "confidence", "quote", "accepted"]
STANCES = ["article", "speaker", "target", "stance", "evidence", "found", "right", "given"]


def against_gold(tables: Tables, gold: Gold) -> pd.DataFrame:
    """A row for each gold quotation: was it found, is its speaker right, how sure was the table.

    A quotation is found if a row of at most 120 words holds its first words, marked speech within the row's first seven. Columns:
    article, words, kind, pronoun (does no name stand beside it), found, right, speaker, confidence (missing where nothing was
    found), quote (the number of the row that was found) and accepted (the names that are right).

    >>> against_gold(Tables.from_rows({}), {}).columns[:4].tolist()
    ['article', 'words', 'kind', 'pronoun']
    """
    articles = by_name(tables)
    found = [
        _compared(name, wanted, articles[name].quotes if name in articles else ())
        for name, article in gold.items()
        for wanted in article.get("quotes", ())
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def false_speech(tables: Tables, gold: Gold) -> pd.DataFrame:
    """A row for each text that gold says nobody speaks ("not_speech").

    Columns: article, words, given (to a speaker, as marked speech), speaker (missing where it is not given).

    >>> false_speech(Tables.from_rows({}), {"ferry": {"not_speech": ["quiet hours"]}})["given"].tolist()
    [False]
    """
    articles = by_name(tables)
    found = [
        (name, text, row is not None, row and row.speaker)
        for name, article in gold.items()
        for text in article.get("not_speech", ())
        for row in [next((row for row in (articles[name].quotes if name in articles else ()) if _is_false(row, text)), None)]
    ]
    return pd.DataFrame(found, columns=["article", "words", "given", "speaker"])


def stances_against_gold(tables: Tables, gold: Gold) -> pd.DataFrame:
    """A row for each gold stance of a speaker toward a target: is one found, and is its sign right.

    The stances of that speaker toward that target (its canonical name or its words in the text) are taken together: found if one of
    them is not neutral, right if they sum to the sign of the gold. Columns: article, speaker, target, stance (-1 or 1), evidence
    (missing where gold has none), found, right, given (the sum, missing where there is none).

    >>> gold = {"ferry": {"stances": [{"speaker": "Orr", "target": "port", "stance": 1}]}}
    >>> stances_against_gold(Tables.from_rows({}), gold)["found"].tolist()
    [False]
    """
    articles = by_name(tables)
    found = [
        (name, wanted["speaker"], wanted["target"], wanted["stance"], wanted.get("evidence"), *_taken(rows, wanted["stance"]))
        for name, article in gold.items()
        for wanted in article.get("stances", ())
        for rows in [stances_between(articles[name].stances if name in articles else (), wanted["speaker"], wanted["target"])]
    ]
    return pd.DataFrame(found, columns=STANCES)


def stances_between(rows: Sequence[Any], speaker: str, target: str) -> list[Any]:
    """Those of some rows of stances that are of a speaker, toward a target."""
    return [row for row in rows if fits(row.speaker, [speaker]) and toward(row, target)]


def toward(row: Any, target: str) -> bool:
    """Is a row of stances about a target, by its canonical name or its words in the text."""
    return fits(row.target, [target]) or fits(row.target_text, [target])


def reliability(compared: pd.DataFrame, bins: int = 5) -> pd.DataFrame:
    """Confidence beside truth: for each of so many bins of equal size the number, mean confidence and share of right speakers.

    `compared` is what against_gold gives; gold quotations that were not found do not count. Columns: statements, confidence, right,
    low, high (the 95 % interval of the share, Wilson's).

    >>> compared = pd.DataFrame({"confidence": [0.5, 0.9], "right": [False, True], "found": True})
    >>> reliability(compared, bins=2)["right"].tolist()
    [0.0, 1.0]
    """
    given = _found(compared).sort_values("confidence", kind="stable")
    parts = np.array_split(np.arange(len(given)), min(bins, len(given))) if len(given) else []
    return _measured([given.iloc[part] for part in parts])


def reliability_by_band(compared: pd.DataFrame) -> pd.DataFrame:
    """The same for each band of confidence in which there is something: columns as in `reliability`, the index is the band.

    >>> compared = pd.DataFrame({"confidence": [0.45, 0.95, 1.0], "right": [False, True, True], "found": True})
    >>> reliability_by_band(compared)["statements"].to_dict()
    {'under 0.5': 1, '0.9 and more': 2}
    """
    given = _found(compared)
    band = np.digitize(given["confidence"].astype(float), _EDGES)
    held = [n for n in range(len(_BANDS)) if (band == n).any()]
    return _measured([given[band == n] for n in held]).set_axis(pd.Index([_BANDS[n] for n in held], dtype=object, name="band"))


def _found(compared: pd.DataFrame) -> pd.DataFrame:
    return compared[compared["found"].astype(bool)]


def _measured(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    found = [(len(part), part["confidence"].mean(), part["right"].mean()) for part in parts]
    table = pd.DataFrame(found, columns=["statements", "confidence", "right"]).astype({"right": "float64"})
    table["low"], table["high"] = wilson(table["right"], table["statements"])
    return table


def calibration_error(compared: pd.DataFrame, bins: int = 10) -> float:
    """The expected calibration error: by how much confidence and the share of right speakers differ, over bins of equal size.

    Method: Naeini, Cooper and Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015.

    >>> compared = pd.DataFrame({"confidence": [0.5, 0.5], "right": [False, True], "found": True})
    >>> calibration_error(compared, bins=1)
    0.0
    """
    table = reliability(compared, bins)
    return float(np.average((table["confidence"] - table["right"]).abs(), weights=table["statements"])) if len(table) else 0.0


def fits(name: Any, accepted: Sequence[str]) -> bool:
    """Are a name's words among those of an accepted one, or the other way round without another first name.

    >>> fits("Ms Quist", ["Mara Quist"]), fits("Mara Quist", ["Quist"]), fits("Jan Quist", ["Mara Quist", "Quist"])
    (True, True, False)
    """
    mine, theirs = _bare(name), [_bare(other) for other in accepted]
    known = {word for other in theirs for word in other}
    free = len(theirs[0]) == 1  # no full name that another one could stand beside
    return bool(mine) and any(mine <= other or (other <= mine and (free or mine <= known)) for other in theirs)


def _compared(stem: str, wanted: Mapping[str, Any], rows: Sequence[Any]) -> tuple[Any, ...]:
    best = min((row for row in rows if _holds(row, wanted)), key=lambda row: len(row.text), default=None)
    right = best is not None and fits(best.speaker, wanted["speakers"])
    what = (stem, wanted["start_text"], wanted["kind"], bool(wanted.get("pronoun")), best is not None, right)
    found = (best.speaker, best.confidence, best.quote) if best is not None else (None, None, None)
    return (*what, *found, wanted["speakers"])


def _taken(rows: Sequence[Any], sign: int) -> tuple[bool, bool, float | None]:
    given = sum(row.stance for row in rows) if rows else None
    return any(row.stance for row in rows), given is not None and given * sign > 0, given


def _holds(row: Any, wanted: Mapping[str, Any]) -> bool:
    words, start = words_of(row.text), words_of(wanted["start_text"])
    places = range(len(words) - len(start) + 1) if len(words) <= LONGEST else ()
    return any(words[at : at + len(start)] == start and (at <= LEAD or wanted["kind"] not in MARKED) for at in places)


def _bare(name: Any) -> set[str]:
    words = {*words_of(name)}
    return words - TITLES or words


def _is_false(row: Any, text: str) -> bool:
    """Is a row little more than words that nobody says, and yet the speech of somebody."""
    words, unsaid = f" {' '.join(words_of(row.text))} ", f" {' '.join(words_of(text))} "
    return row.kind in MARKED and isinstance(row.speaker, str) and unsaid in words and len(words) <= 2 * len(unsaid) + 10
