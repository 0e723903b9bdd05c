"""Articles that tell one story in mostly the same words, as copies of an agency's do; and what such copies repeat.

Two articles are copies where at least half of the shorter one's runs of words stand in the other (shingles.py), in whatever order
of paragraphs. What is counted over all articles is misleading if five outlets print one text: `once` leaves out what an earlier
article of the story has said already, and keeps what an outlet adds in its own words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.shingles import alike, bands, shingles
from analysis.tables import Tables

COPIED = 0.5  # of the runs of the shorter article, for the two to be one story
REPEATED = 0.7  # of the runs of a paragraph: a word or two changed by a desk make no new paragraph
_TOLD = pa.schema(
    {"doc_id": pa.string(), "date": pa.timestamp("us"), "runs": pa.list_(pa.uint32()), "bands": pa.list_(pa.uint64())}
)


def with_stories(tables: Tables) -> Tables:
    """The tables with each document's story, whatever the order of the documents: the `doc_id` of its first article by date.

    >>> text = "The bridge at Talheim will close in spring."
    >>> rows = [(d, d, "A", None, None, None, text, 1, 8, "en", d) for d in ("b", "a")]
    >>> with_stories(Tables.from_rows({"documents": rows})).documents["story"].tolist()
    ['a', 'a']
    """
    found = stories(told(tables.documents))
    story = pd.Series([found[d] for d in tables.documents["doc_id"]], dtype=tables.documents["story"].dtype)
    return replace(tables, documents=tables.documents.assign(story=story.set_axis(tables.documents.index)))


def told(documents: pd.DataFrame) -> pa.Table:
    """What stories are found by, of documents with the columns doc_id, date and text: the runs of words of each and their bands.

    >>> told(Tables.from_rows({}).documents).schema.names
    ['doc_id', 'date', 'runs', 'bands']
    """
    runs = [shingles(text) for text in documents["text"]]
    columns = [documents["doc_id"], documents["date"], runs, [bands(one) for one in runs]]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, _TOLD, strict=True)], _TOLD)


def stories(articles: pa.Table) -> dict[str, str]:
    """The story of each article by doc_id, from what `told` gives.

    >>> stories(told(Tables.from_rows({}).documents))
    {}
    """
    articles = articles.sort_by([("date", "ascending"), ("doc_id", "ascending")])  # those without a date come last
    runs, signatures = ([one.values.to_numpy() for one in articles[column]] for column in ("runs", "bands"))
    ids = articles["doc_id"].to_pylist()
    return {doc_id: ids[first] for doc_id, first in zip(ids, alike(runs, signatures, COPIED), strict=True)}


def copies(tables: Tables) -> pd.DataFrame:
    """The paragraphs of the stories that several articles tell, in the order of story, date and place.

    Columns: story, doc_id, outlet, paragraph, start, end, words, repeated (does an earlier article of the story have it too),
    shared (does one in another outlet).

    >>> copies(Tables.from_rows({})).empty
    True
    """
    columns = ["story", "doc_id", "outlet", "paragraph", "start", "end", "words", "repeated", "shared"]
    documents = _by_date(tables.documents[tables.documents["story"].duplicated(keep=False)])
    paragraphs = tables.paragraphs[tables.paragraphs["doc_id"].isin(documents["doc_id"])]
    places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for doc_id, *place in _rows(paragraphs.sort_values("paragraph"), ["doc_id", "paragraph", "start", "end"]):
        places[doc_id].append(tuple(place))
    told = _rows(documents.sort_values("story", kind="stable"), ["story", "doc_id", "outlet", "text"])
    found = [row for _, story in groupby(told, itemgetter(0)) for row in _paragraphs(list(story), places)]
    return pd.DataFrame(found, columns=columns).astype({"repeated": bool, "shared": bool})


def once(tables: Tables) -> Tables:
    """The tables with what several articles of a story say counted once, in the first of them; the documents stay.

    Sentences, tokens, mentions, quotations and stances in a paragraph that an earlier article of the story has are left out. Use
    it for what is counted over all articles, not where outlets are compared: each of them did print the words.

    >>> once(Tables.from_rows({})).quotes.empty
    True
    """
    found = copies(tables)
    again = found[found["repeated"]]
    if again.empty:
        return tables
    spans = {str(doc_id): (rows["start"].to_numpy(), rows["end"].to_numpy()) for doc_id, rows in again.groupby("doc_id")}
    kept = {
        name: getattr(tables, name)[~_inside(getattr(tables, name), spans)].reset_index(drop=True)
        for name in ("sentences", "tokens", "entities", "quotes", "stances")
    }
    there = pd.MultiIndex.from_frame(kept["quotes"][["doc_id", "quote"]])
    for table, column in (("quotes", "inside"), ("quotes", "utterance"), ("stances", "quote")):
        rows = kept[table]
        lost = ~pd.MultiIndex.from_frame(rows[["doc_id", column]]).isin(there) & rows[column].notna().to_numpy(dtype=bool)
        instead = rows["quote"] if column == "utterance" else pd.NA
        kept[table] = rows.assign(**{column: rows[column].mask(lost, instead)})
    return replace(tables, **kept)


def _by_date(documents: pd.DataFrame) -> pd.DataFrame:
    return documents.sort_values(["date", "doc_id"], na_position="last", kind="stable")


def _rows(data: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(data[column].tolist() for column in columns), strict=True)


def _paragraphs(
    story: list[tuple[str, str, str | None, str]], places: Mapping[str, list[tuple[int, int, int]]]
) -> Iterator[tuple[object, ...]]:
    """The rows of `copies` for the articles (story, doc_id, outlet, text) of one story, the first of them first."""
    parts = [[shingles(line) for line in text.split("\n")] for *_, text in story]
    sizes = [sum(map(len, lines)) for lines in parts]
    every = np.concatenate([part for lines in parts for part in lines])
    runs, at, number = np.unique(every, return_index=True, return_inverse=True)
    first = np.repeat(np.arange(len(story)), sizes)[at]  # the article that has each run first
    outlets = ["" if pd.isna(outlet) else outlet for _, _, outlet, _ in story]
    names, outlet = np.unique(outlets, return_inverse=True)
    pairs = np.unique(number * len(names) + np.repeat(outlet, sizes))
    printed = np.bincount(pairs // len(names), minlength=len(runs))  # by how many outlets
    for order, (name, doc_id, _, text) in enumerate(story):
        for (paragraph, start, end), part in zip(places[doc_id], parts[order], strict=True):
            mine = np.searchsorted(runs, part)
            known = [len(part) > 0 and mask.mean() >= REPEATED for mask in (first[mine] < order, printed[mine] > 1)]
            yield name, doc_id, outlets[order], paragraph, start, end, len(text[start:end].split()), *known


def _inside(rows: pd.DataFrame, spans: dict[str, tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Which rows (doc_id, start) begin within the spans of their documents, which are in order and apart."""
    inside = np.zeros(len(rows), dtype=bool)
    affected = rows.reset_index(drop=True)
    affected = affected[affected["doc_id"].isin(spans.keys())]
    for doc_id, mine in affected.groupby("doc_id"):
        starts, ends = spans[str(doc_id)]
        at = np.searchsorted(starts, mine["start"], side="right") - 1
        inside[mine.index] = (at >= 0) & (mine["start"].to_numpy() < ends[at])
    return inside
