"""Answers on quotations, stances and reading orders put into the tables, with what hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from analysis.answers import NO_QUOTATION, NO_STANCE, NOBODY, OK, SIDES
from analysis.tables import Tables

CORRECTED = "corrected"  # the resolution of a quotation and the relation of a stance that a person gave
_LABELS = {-1.0: "oppose", 0.0: "neutral", 1.0: "support"}


class Answers(NamedTuple):
    """Answers by the label of the quotation, the label of the stance, and the doc_id of the article."""

    quotes: dict[int, str]
    stances: dict[int, str]
    orders: dict[str, str]


def mended(tables: Tables, answers: Answers) -> tuple[Tables, set[str]]:
    """The tables with the answers, and the articles whose speakers have to be counted anew.

    >>> mended(Tables.from_rows({}), Answers({}, {}, {}))[1]
    set()
    """
    given = _given(tables.quotes, answers.quotes)
    quotes = _with_speakers(tables.quotes, given)
    quotes, gone = _without(quotes, [i for i, answer in answers.quotes.items() if answer == NO_QUOTATION])
    before = tables.quotes
    changes = {
        (_cell(before, i, "doc_id"), _cell(before, i, "quote")): (_cell(before, i, "speaker"), name) for i, name in given.items()
    }
    stances = _stances(tables.stances, answers.stances, changes, gone)
    touched = {doc_id for doc_id, _ in [*changes, *gone]}
    orders = {doc_id: answer for doc_id, answer in answers.orders.items() if answer != OK}
    return replace(tables, quotes=quotes, stances=stances, paragraphs=_paragraphs(tables.paragraphs, orders)), touched


def _given(quotes: pd.DataFrame, answers: Mapping[int, str]) -> dict[int, str | None]:
    """The speaker of each quotation that a person gave; the parts of one utterance have one speaker, unless told otherwise."""
    found: dict[int, str | None] = {}
    parts: dict[tuple[str, int], list[int]] = defaultdict(list)
    some = quotes[quotes["doc_id"].isin(quotes.loc[list(answers), "doc_id"])]
    for i, doc_id, utterance in zip(some.index, some["doc_id"], some["utterance"], strict=True):
        parts[doc_id, utterance].append(i)
    for i, answer in answers.items():
        if answer == NO_QUOTATION:
            continue
        before = _cell(quotes, i, "speaker")
        speaker = (None if pd.isna(before) else before) if answer == OK else None if answer == NOBODY else answer
        found[i] = speaker
        rest = parts[_cell(quotes, i, "doc_id"), _cell(quotes, i, "utterance")] if answer != OK else []
        for other in rest:
            same = quotes.at[other, "speaker"] == before or (pd.isna(before) and pd.isna(_cell(quotes, other, "speaker")))
            if other not in answers and same and _cell(quotes, other, "kind") != "scare":
                found.setdefault(other, speaker)
    return found


def _with_speakers(quotes: pd.DataFrame, given: Mapping[int, str | None]) -> pd.DataFrame:
    if not given:
        return quotes
    quotes, labels = quotes.copy(), list(given)
    quotes.loc[labels, "speaker"] = pd.Series(list(given.values()), index=labels, dtype=quotes["speaker"].dtype)
    quotes.loc[labels, "resolution"] = CORRECTED
    quotes.loc[labels, "confidence"] = 1.0
    return quotes


def _without(quotes: pd.DataFrame, labels: list[int]) -> tuple[pd.DataFrame, set[tuple[str, int]]]:
    """The quotations without those that are none, and the numbers of these; what names one of them names what is around it."""
    gone = set(zip(quotes.loc[labels, "doc_id"], quotes.loc[labels, "quote"], strict=True))
    if not gone:
        return quotes, gone
    outer = {key: _cell(quotes, i, "inside") for key, i in zip(zip(*_keys(quotes, labels), strict=True), labels, strict=True)}
    kept = quotes.drop(index=labels)
    inside, utterance = kept["inside"].copy(), kept["utterance"].copy()
    first: dict[tuple[str, int], int] = {}
    for i, doc_id, number in zip(kept.index, *_keys(kept, kept.index), strict=True):
        around = _cell(inside, i)
        while pd.notna(around) and (doc_id, around) in gone:
            around = outer[doc_id, around]
        inside.at[i] = around
        begun = (doc_id, _cell(utterance, i))
        if begun in gone:
            utterance.at[i] = first.setdefault(begun, number)
    return kept.assign(inside=inside, utterance=utterance).reset_index(drop=True), gone


def _cell(data: Any, label: int, *column: str) -> Any:
    """One value; pandas' own types name every type that it might have."""
    return data.at[(label, *column)] if column else data.at[label]


def _keys(quotes: pd.DataFrame, labels: Any) -> tuple[list[str], list[int]]:
    return quotes.loc[labels, "doc_id"].tolist(), quotes.loc[labels, "quote"].tolist()


def _stances(
    stances: pd.DataFrame,
    answers: Mapping[int, str],
    changes: Mapping[tuple[str, int], tuple[Any, str | None]],
    gone: set[tuple[str, int]],
) -> pd.DataFrame:
    """The stances with their answers; those that a quotation shows are its speaker's, or nobody's if it is none."""
    rows: list[dict[Any, Any]] = []
    if not (answers or changes or gone):
        return stances
    touched = {doc_id for doc_id, _ in [*changes, *gone]}
    some = stances[stances["doc_id"].isin(touched) | stances.index.isin(list(answers))]
    for i, row in zip(some.index, some.to_dict("records"), strict=True):
        answer = answers.get(i)
        changed = _answered(row, answer) if answer else row
        key = (row["doc_id"], row["quote"])
        old, new = changes.get(key, (None, None))
        follows = key in changes and row["speaker"] == old and new != old
        if follows and new is not None:
            changed = changed | {"speaker": new}
        lost = key in gone or (follows and (new is None or new == row["target"]))
        if answer != NO_STANCE and (answer or not lost):  # what a person says of a stance outlives the quotation
            rows.append(changed | ({"quote": None} if key in gone else {}) | {"_label": i})
    kept = stances.drop(index=some.index)
    if not rows:
        return kept.reset_index(drop=True)
    data = pd.DataFrame(rows).set_index("_label")[list(stances.columns)].astype(stances.dtypes.to_dict())
    return pd.concat([kept, data]).sort_index().reset_index(drop=True)


def _answered(row: dict[Any, Any], answer: str) -> dict[Any, Any]:
    if answer not in SIDES:
        return row | {"confidence": 1.0}
    side = SIDES[answer]
    relation = row["relation"] if _LABELS[side] == row["label"] else CORRECTED
    return row | {"stance": side, "label": _LABELS[side], "relation": relation, "confidence": 1.0}


def _paragraphs(paragraphs: pd.DataFrame, orders: Mapping[str, str]) -> pd.DataFrame:
    if not orders:
        return paragraphs
    ranks = {(doc_id, int(number)): rank for doc_id, order in orders.items() for rank, number in enumerate(order.split())}
    keys = zip(paragraphs["doc_id"], paragraphs["paragraph"], paragraphs["reading_order"], strict=True)
    order = pd.Series([ranks.get((d, n), rank) for d, n, rank in keys], index=paragraphs.index, dtype="int64")
    changed = paragraphs["doc_id"].isin(list(orders))
    moved = paragraphs["moved"].where(~changed, order != paragraphs["paragraph"])
    return paragraphs.assign(reading_order=order, moved=moved)
