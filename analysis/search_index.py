"""What the index page can be searched, filtered and sorted by, small enough for ten thousand articles."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.summaries import UNDATED, groups
from analysis.tables import Tables

MOST_QUOTED = 100  # speakers to choose from; anybody else is found by the search
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DANGEROUS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})  # in JSON that stands in a page


class Choice(NamedTuple):
    """A value to filter by: its place in its column of the data, its name, and in how many articles it is found."""

    value: str
    name: str
    articles: int


class SearchIndex(NamedTuple):
    """The choices of the filters, and the data that they and the search work on, as JSON that may stand in a page."""

    outlets: list[Choice]
    months: list[Choice]
    speakers: list[Choice]
    data: Markup


def search_index(tables: Tables, order: Sequence[str], fresh: Collection[str] = ()) -> SearchIndex:
    """The search index of the articles in the `order` (doc_ids) of the page; `fresh` are those that are new.

    The data are columns with a value an article: `outlets` and `months` (places in the lists of choices), `said` (quotations),
    `speakers` and `targets` (places in `names`, to the base of 36, with a space between two), `fresh` (0 or 1; empty where none
    is); `undated` is the place of the articles without a date among the months. A name stands there
    once, however many articles have it.

    >>> search_index(Tables.from_rows({}), []).outlets
    []
    """
    rows = pd.Index(order)
    outlets, outlet = _numbered(groups(tables, "outlet").reindex(rows), by_name=False)
    months, month = _numbered(groups(tables, "month").reindex(rows), by_name=True)
    spoken = tables.quotes[tables.quotes["kind"] != "scare"]
    speakers = _pairs(spoken, "speaker")
    talkers = pd.concat([speakers, _pairs(tables.stances, "speaker")]).drop_duplicates()
    targets = _pairs(tables.stances, "target")
    names = pd.concat([talkers["name"], targets["name"]]).value_counts(sort=False).reset_index()
    names = names.sort_values(["count", "name"], ascending=[False, True], ignore_index=True)["name"]
    place = pd.Series([_short(n) for n in range(len(names))], index=names, dtype=object)
    data = {
        "names": names.to_list(),
        "outlets": outlet,
        "months": month,
        "undated": next((int(choice.value) for choice in months if choice.name == UNDATED), -1),
        "said": spoken.groupby("doc_id").size().reindex(rows, fill_value=0).to_list(),
        "speakers": _placed(talkers, place, rows),
        "targets": _placed(targets, place, rows),
        "fresh": [int(doc_id in fresh) for doc_id in order] if fresh else [],
    }
    most = speakers["name"].value_counts(sort=False).reset_index().sort_values(["count", "name"], ascending=[False, True])
    choices = [Choice(place[name], name, int(count)) for name, count in most.head(MOST_QUOTED).itertuples(index=False)]
    return SearchIndex(outlets, months, choices, in_page(data))


def in_page(data: Any) -> Markup:
    """JSON that can stand in a page: nothing in it ends the element that holds it.

    >>> str(in_page(["</script>"]))
    '["\\\\u003c/script\\\\u003e"]'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_DANGEROUS))


def _numbered(names: pd.Series, *, by_name: bool) -> tuple[list[Choice], list[int]]:
    """The choices of a filter, the latest or the most frequent first, and the place of each article's among them."""
    counts = names.value_counts(sort=False).rename_axis("name").reset_index(name="count")
    by, ascending = (["name"], [False]) if by_name else (["count", "name"], [False, True])
    counts = counts.sort_values(by, ascending=ascending, ignore_index=True)
    place = {name: n for n, name in enumerate(counts["name"])}
    choices = [Choice(str(n), name, int(count)) for n, (name, count) in enumerate(counts.itertuples(index=False))]
    return choices, [place[name] for name in names]


def _pairs(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Which names are in which article: doc_id, name."""
    return frame[["doc_id", column]].dropna().drop_duplicates().set_axis(["doc_id", "name"], axis="columns")


def _placed(pairs: pd.DataFrame, place: pd.Series, rows: pd.Index) -> list[str]:
    placed: dict[str, list[str]] = {}  # pandas takes seconds to join the names of ten thousand groups
    for doc_id, short in zip(pairs["doc_id"], pairs["name"].map(place), strict=True):
        placed.setdefault(doc_id, []).append(short)
    return [" ".join(placed.get(doc_id, ())) for doc_id in rows]


def _short(number: int) -> str:
    """A number to the base of 36, which JavaScript's parseInt reads."""
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits
