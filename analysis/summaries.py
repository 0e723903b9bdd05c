"""Tables -> small tables that answer a question: what there is to read, who is quoted, who is spoken about, how it sounds."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.outlets import outlet_names
from analysis.tables import Tables

NOT_FOUND = "not found"
UNDATED = "undated"
KINDS = {  # of speakers, as a reader calls them
    "person": "people",
    "organization": "organisations",
    "country": "countries",
    "group": "groups",
    "anonymous": "nobody by name",
    NOT_FOUND: "speaker not found",
}
OUTLETS = 4  # that one chart can hold apart
UNSURE = 0.5  # a quotation below this confidence wants a reader's eye
VADER_NEUTRAL = 0.05  # its authors call a compound score within ± this neutral (Hutto and Gilbert, ICWSM 2014)


def groups(tables: Tables, by: str) -> pd.Series:
    """The group of each document, indexed by doc_id: its month ("2024-03"), the name of its outlet, or itself.

    An article without a date is in the group "undated", one without an outlet in "no outlet".
    Raises ValueError for any other `by`.

    >>> groups(Tables.from_rows({}), "month").empty
    True
    """
    documents = tables.documents.set_index("doc_id")
    if by == "month":
        names: pd.Series = documents["date"].dt.strftime("%Y-%m").astype("str").fillna(UNDATED)
    elif by == "outlet":
        names = _outlets(documents)
    elif by == "document":
        names = documents.index.to_series()
    else:
        raise ValueError(f"by is {by!r}, expected 'month', 'outlet' or 'document'")
    return names.rename("group")


def _outlets(documents: pd.DataFrame) -> pd.Series:
    names = outlet_names(documents["outlet"].dropna().unique())
    return documents["outlet"].map(names).astype("str").fillna("no outlet")


def largest_outlets(tables: Tables) -> list[str]:
    """The outlets that a chart of all of them shows, `OUTLETS` at most, the one that quotes or reports the most words first: the
    order of their looks, so that an outlet has the same on every page.

    >>> largest_outlets(Tables.from_rows({}))
    []
    """
    words = quoted(tables, by="outlet").groupby("group")["words"].sum()
    return words.sort_index().sort_values(ascending=False, kind="stable").index[:OUTLETS].to_list()


def several(tables: Tables, by: str) -> bool:
    """Is there more than one group to compare?

    >>> several(Tables.from_rows({}), "outlet")
    False
    """
    return groups(tables, by).nunique() > 1


def overview(tables: Tables) -> pd.DataFrame:
    """What there is to read, a row an outlet: outlet, articles, first, last (dates), words, quotations.

    >>> overview(Tables.from_rows({})).columns.tolist()
    ['outlet', 'articles', 'first', 'last', 'words', 'quotations']
    """
    documents = tables.documents.assign(outlet=_outlets(tables.documents))
    documents["quotations"] = documents["doc_id"].map(tables.quotes.groupby("doc_id").size()).fillna(0).astype("int64")
    found = documents.groupby("outlet", as_index=False).agg(
        articles=("doc_id", "size"),
        first=("date", "min"),
        last=("date", "max"),
        words=("words", "sum"),
        quotations=("quotations", "sum"),
    )
    return found.sort_values(["articles", "outlet"], ascending=[False, True], ignore_index=True)


def entity_frequency(tables: Tables, *, by: str | None = None) -> pd.DataFrame:
    """How often each entity is mentioned, most often first.

    Columns: group (only with `by`, as in `groups`), entity, label (its most frequent one), count (all mentions), names,
    nominals, pronouns (which add up to count), documents. A name within that of a body counts for the body only: the town in
    the name of its university is not spoken of.

    >>> rows = {"entities": [("d0", 0, 0, 5, "Quist", "PERSON", "name", "Mara Quist"),
    ...                      ("d0", 1, 9, 12, "she", "PERSON", "pronoun", "Mara Quist")]}
    >>> entity_frequency(Tables.from_rows(rows))
           entity   label  count  names  nominals  pronouns  documents
    0  Mara Quist  PERSON      2      1         0         1          1
    """
    keys = [*_keys(by), "entity"]
    mentions = _with_group(tables, _outermost(tables.entities), by)
    for form in ("name", "nominal", "pronoun"):
        mentions[f"{form}s"] = mentions["form"] == form
    counts = mentions.groupby(keys, as_index=False).agg(
        count=("doc_id", "size"),
        names=("names", "sum"),
        nominals=("nominals", "sum"),
        pronouns=("pronouns", "sum"),
        documents=("doc_id", "nunique"),
    )
    labels = mentions.groupby(["entity", "label"], as_index=False).size()
    labels = labels.sort_values(["size", "label"], ascending=[False, True]).drop_duplicates("entity")
    counts.insert(len(keys), "label", counts["entity"].map(labels.set_index("entity")["label"]))
    return counts.sort_values([*_keys(by), "count", "entity"], ascending=[True] * len(_keys(by)) + [False, True], ignore_index=True)


def _outermost(mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions but those within the name of a body or a thing; with a person, "US President Harl", both are spoken of."""
    ordered = mentions.sort_values(["doc_id", "start", "end"], ascending=[True, True, False], kind="stable")
    ends = ordered["end"].where(ordered["label"] != "PERSON", -1)
    reached = ends.groupby(ordered["doc_id"]).transform(lambda one: one.cummax().shift(fill_value=-1))
    return mentions.loc[ordered.index[ordered["end"] > reached]].sort_index()


def quoted(tables: Tables, *, by: str | None = None) -> pd.DataFrame:
    """Who is quoted how much, in what form: a row for each speaker and kind of quotation.

    Columns: group (only with `by`, as in `groups`), speaker (null where it was not found), kind (direct, mixed, indirect),
    quotations, words, share (of all the words quoted or reported in the group, 0 to 1). Scare quotes are left out, since
    nobody speaks them; a quotation within another counts, but its words are the outer speaker's.

    >>> quoted(Tables.from_rows({})).columns.tolist()
    ['speaker', 'kind', 'quotations', 'words', 'share']
    """
    spoken = _with_group(tables, tables.quotes[tables.quotes["kind"] != "scare"], by)
    spoken["words"] = spoken["text"].map(lambda text: len(text.split())).where(spoken["inside"].isna(), 0).astype("int64")
    spoken["quotations"] = 1
    keys = [*_keys(by), "speaker", "kind"]
    counts = spoken.groupby(keys, as_index=False, dropna=False)[["quotations", "words"]].sum()
    total = counts.groupby("group")["words"].transform("sum") if by else counts["words"].sum()
    counts["share"] = (counts["words"] / total).fillna(0.0)
    order = [*_keys(by), "words", "speaker", "kind"]
    return counts.sort_values(order, ascending=[key != "words" for key in order], ignore_index=True)


def quoted_kinds(tables: Tables, *, by: str | None = None) -> pd.DataFrame:
    """What kinds of speakers are quoted how much: group (only with `by`), speaker_kind, kind, and quotations, words and share as in
    `quoted`; speaker_kind is that of the speakers table (person, ..., anonymous), or "not found".

    >>> quoted_kinds(Tables.from_rows({})).columns.tolist()
    ['speaker_kind', 'kind', 'quotations', 'words', 'share']
    """
    kinds = tables.speakers[["doc_id", "speaker", "kind"]].rename(columns={"kind": "speaker_kind"})
    spoken = tables.quotes.merge(kinds, on=["doc_id", "speaker"], how="left")
    renamed = replace(tables, quotes=spoken.assign(speaker=spoken["speaker_kind"].fillna(NOT_FOUND)))
    return quoted(renamed, by=by).rename(columns={"speaker": "speaker_kind"})


def kinds_by(tables: Tables, by: str) -> pd.DataFrame:
    """How the words quoted or reported in each group (as in `groups`) fall to kinds of speakers: group, words, and the share of
    each kind that occurs, in %, under its name in `KINDS`.

    >>> kinds_by(Tables.from_rows({}), "outlet").columns.tolist()
    ['group', 'words']
    """
    said = quoted_kinds(tables, by=by)
    words = said.pivot_table(index="group", columns="speaker_kind", values="words", aggfunc="sum", fill_value=0)
    words = words.reindex(columns=[kind for kind in KINDS if kind in words]).rename(columns=KINDS)
    total = words.sum(axis=1)
    shares = (100 * words.div(total.where(total > 0, 1), axis=0)).astype("float64").round()
    shares.insert(0, "words", total)
    return shares.rename_axis("group").reset_index()


def doubts(tables: Tables) -> pd.DataFrame:
    """What to beware of: a row for each kind of gap that there is.

    Columns: what, number, out_of (quotations or articles in all), share_in_%.

    >>> doubts(Tables.from_rows({})).empty
    True
    """
    documents, quotes = tables.documents, tables.quotes[tables.quotes["kind"] != "scare"]
    found = [
        ("Quotations without a speaker", int(quotes["speaker"].isna().sum()), len(quotes)),
        ("Quotations of which the program is unsure", int((quotes["confidence"] < UNSURE).sum()), len(quotes)),
        ("Articles in which no quotation was found", len(documents) - quotes["doc_id"].nunique(), len(documents)),
        ("Articles without a date, which no figure by month has", int(documents["date"].isna().sum()), len(documents)),
        ("Articles without a URL, and so without an outlet", int(documents["outlet"].isna().sum()), len(documents)),
        ("Articles that are not in English", int((documents["language"] != "en").sum()), len(documents)),
    ]
    table = pd.DataFrame([row for row in found if row[1]], columns=["what", "number", "out_of"])
    return table.assign(**{"share_in_%": (100 * table["number"] / table["out_of"]).astype("float64").round()})


def tone(tables: Tables, *, by: str = "outlet") -> pd.DataFrame:
    """How the sentences sound: group (as in `groups`), articles, sentences, sentiment (mean of VADER's compound score, -1 to 1),
    negative, positive (shares of the sentences, 0 to 1; the rest are neutral).

    >>> tone(Tables.from_rows({}), by="month").empty
    True
    """
    sentences = _with_group(tables, tables.sentences, by)
    sentences["negative"] = sentences["sentiment"] <= -VADER_NEUTRAL
    sentences["positive"] = sentences["sentiment"] >= VADER_NEUTRAL
    return sentences.groupby("group", as_index=False).agg(
        articles=("doc_id", "nunique"),
        sentences=("sentence", "size"),
        sentiment=("sentiment", "mean"),
        negative=("negative", "mean"),
        positive=("positive", "mean"),
    )


def gaps(tables: Tables) -> pd.DataFrame:
    """The articles where something may be missing, most first: no quotation, a speaker not found, or a doubtful quotation.

    Columns: doc_id, title, quotations, unresolved (without a speaker), unsure (confidence below 0.5).

    >>> gaps(Tables.from_rows({})).empty
    True
    """
    marked = tables.quotes.assign(unresolved=tables.quotes["speaker"].isna(), unsure=tables.quotes["confidence"] < UNSURE)
    counts = marked.groupby("doc_id").agg(quotations=("quote", "size"), unresolved=("unresolved", "sum"), unsure=("unsure", "sum"))
    found = tables.documents[["doc_id", "title"]].merge(counts, left_on="doc_id", right_index=True, how="left")
    found = found.fillna({"quotations": 0, "unresolved": 0, "unsure": 0}).astype(dict.fromkeys(counts, "int64"))
    wanting = (found["quotations"] == 0) | (found["unresolved"] > 0) | (found["unsure"] > 0)
    found["silent"] = found["quotations"] == 0
    order = ["silent", "unresolved", "unsure", "doc_id"]
    found = found[wanting].sort_values(order, ascending=[False, False, False, True], ignore_index=True)
    return found.drop(columns="silent")


def _keys(by: str | None) -> list[str]:
    return ["group"] if by else []


def _with_group(tables: Tables, frame: pd.DataFrame, by: str | None) -> pd.DataFrame:
    return frame.assign(group=frame["doc_id"].map(groups(tables, by))) if by else frame.copy()
