"""Stances summed up: where each speaker stands toward each target, how that changes, and the words that show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.intervals import wilson
from analysis.speaker_search import find_speaker
from analysis.summaries import groups
from analysis.tables import Tables
from analysis.topics import concerns

CLEAR = 1 / 3  # a mean stance beyond this is for or against; between, it is neutral or divided
WORDS = {"+": "for", "−": "against", "○": "neutral toward", "±": "divided over"}  # what the signs of `sign` mean
_PAIR = ["speaker", "target"]


def stance_matrix(tables: Tables, *, targets: Iterable[str] | None = None, speakers: Iterable[str] | None = None) -> pd.DataFrame:
    """Where each speaker stands toward each target: a row for each pair with evidence; `pivot` makes a matrix of it.

    Columns: speaker, target, stance (the mean, -1 against to 1 for), statements, support, neutral, oppose (which add up to
    statements), low, high (95 % Wilson score interval of the mean). A stance of 0 is a neutral or divided one; no evidence is
    no row, and NaN in the matrix.

    The interval takes each statement as half for and half against where it is neutral; it is exact in form for statements all
    on one side or the other, and wider than need be otherwise. Statements of one article are often not independent: believe
    less than it says.

    `targets` are topics of your own, as in `topics.concerns` ("ceasefire" finds "a humanitarian cease-fire"), and the rows name
    the target so. `speakers` are names as in `speaker_search.find_speaker`, whose UnknownSpeaker it raises.

    >>> rows = {"stances": [("d0", 0, "Mara Quist", "bridge", "the bridge", 9, 19, -1.0, "oppose", "reject", .9, 0, 0, 19, "")]}
    >>> found = stance_matrix(Tables.from_rows(rows), targets=["Bridges"]).round(2)
    >>> found[["speaker", "target", "stance", "statements", "low", "high"]]
          speaker   target  stance  statements  low  high
    0  Mara Quist  Bridges    -1.0           1 -1.0  0.59
    """
    pairs = summed(chosen(tables, targets, speakers), _PAIR)
    return pairs.sort_values(["statements", *_PAIR], ascending=[False, True, True], ignore_index=True)


def stance_over_time(
    tables: Tables, *, targets: Iterable[str] | None = None, speakers: Iterable[str] | None = None, by: str = "month"
) -> pd.DataFrame:
    """How the stance of each speaker toward each target changes: a row for each pair and month with evidence.

    Columns: group (as in `summaries.groups`: the month, or with `by` the outlet or the document), then those of
    `stance_matrix`, whose arguments it takes; sorted by pair, those with the most statements first, and by group. A month
    without evidence is no row: nothing is filled in.

    >>> text = ("d0", "a.txt", "Row", None, None, None, "", 1, 1, "en", "d0")
    >>> stance = ("d0", 0, "Mara Quist", "bridge", "the bridge", 0, 0, -1.0, "oppose", "reject", .9, None, 0, 0, "")
    >>> found = stance_over_time(Tables.from_rows({"documents": [text], "stances": [stance]}))
    >>> found[["group", "speaker", "target", "oppose"]].to_numpy().tolist()
    [['undated', 'Mara Quist', 'bridge', 1]]
    """
    found = chosen(tables, targets, speakers)
    parts = summed(found.assign(group=found["doc_id"].map(groups(tables, by)).astype("str")), ["group", *_PAIR])
    total = parts.groupby(_PAIR)["statements"].transform("sum")
    order = ["total", *_PAIR, "group"]
    ordered = parts.assign(total=total).sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return ordered.drop(columns="total")


def chosen(tables: Tables, targets: Iterable[str] | None, speakers: Iterable[str] | None) -> pd.DataFrame:
    """The stances of some speakers toward some topics, named as they are asked for; None is all of them.

    >>> chosen(Tables.from_rows({}), ["ferry"], None).empty
    True
    """
    found = tables.stances
    if targets is not None:
        parts = [found[concerns(tables, topic)].assign(target=topic) for topic in dict.fromkeys(_listed(targets))]
        found = pd.concat([found[:0], *parts])
    if speakers is not None:
        found = found[found["speaker"].isin([find_speaker(tables, name) for name in _listed(speakers)])]
    return found


def summed(stances: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Stances summed up by `keys`, with the columns and the interval of `stance_matrix`.

    >>> summed(Tables.from_rows({}).stances, ["target"]).columns.tolist()
    ['target', 'stance', 'statements', 'support', 'neutral', 'oppose', 'low', 'high']
    """
    labels = ("support", "neutral", "oppose")
    counted = stances.assign(statements=1, **{label: stances["label"] == label for label in labels}).groupby(keys)
    numbers = counted[["statements", *labels]].sum()
    found = pd.concat([counted["stance"].mean(), numbers], axis="columns").reset_index()
    low, high = wilson((found["stance"] + 1) / 2, found["statements"])
    return found.assign(low=2 * low - 1, high=2 * high - 1)


def sign(stance: float, support: int, oppose: int) -> str:
    """The mean stance of a pair as a sign: + for, − against, ± divided, ○ neutral.

    >>> sign(1.0, 2, 0), sign(-0.5, 0, 1), sign(0.0, 1, 1), sign(0.0, 0, 0)
    ('+', '−', '±', '○')
    """
    if abs(stance) > CLEAR:
        return "+" if stance > 0 else "−"
    return "±" if support and oppose else "○"


def pivot(matrix: pd.DataFrame, values: str = "stance") -> pd.DataFrame:
    """A `stance_matrix` as speakers × targets, those with the most statements first; NaN where there is no evidence.

    `values` is any of its columns: "stance", "statements", "low", …

    >>> pivot(stance_matrix(Tables.from_rows({}))).shape
    (0, 0)
    """
    wide = matrix.pivot(index="speaker", columns="target", values=values)
    return wide.reindex(index=ranked(matrix, "speaker"), columns=ranked(matrix, "target"))


def ranked(matrix: pd.DataFrame, column: str) -> pd.Index:
    """The speakers or the targets (`column`) of a `stance_matrix`, those with the most statements first.

    >>> ranked(pd.DataFrame({"target": ["ferry", "port", "port"], "statements": [2, 2, 1]}), "target").tolist()
    ['port', 'ferry']
    """
    statements = matrix.groupby(column)["statements"].sum()
    return statements.sort_values(ascending=False, kind="stable").index


def _listed(names: Iterable[str]) -> Sequence[str]:
    return [names] if isinstance(names, str) else list(names)  # one name is a list of one, not of its letters
