"""Stories that several articles tell, as a reader wants them: where they ran, how much of them is copied, and from which agency."""

from __future__ import annotations

import pandas as pd

from analysis.agencies import agency_of
from analysis.drawing import Picture
from analysis.stories import copies
from analysis.summaries import groups
from analysis.tables import Tables
from analysis.wording import counted, percent

_ONCE = " What copies of one story repeat is counted once."


def stories(tables: Tables) -> pd.DataFrame:
    """The stories that several articles tell in mostly the same words, those in the most outlets first.

    Columns: doc_id, title, first (its date) of the first article, articles, outlets (their names), words (of all of them),
    shared (the share of these in paragraphs that another outlet has too, 0 to 1; the rest are an outlet's own), agency (the one
    that an article names as its source, null where none does).

    >>> stories(Tables.from_rows({})).empty
    True
    """
    found = copies(tables)
    documents = tables.documents.set_index("doc_id")
    names = groups(tables, "outlet")
    told = [_told(str(story), rows, documents, names) for story, rows in found.groupby("story", sort=False)]
    columns = ["doc_id", "title", "first", "articles", "outlets", "words", "shared", "agency"]
    table = pd.DataFrame(told, columns=columns)
    order = table.assign(many=table["outlets"].map(len)).sort_values(
        ["many", "articles", "first", "doc_id"], ascending=[False, False, True, True], ignore_index=True
    )
    return order.drop(columns="many")


def _told(story: str, rows: pd.DataFrame, documents: pd.DataFrame, names: pd.Series) -> tuple[object, ...]:
    doc_ids = rows["doc_id"].unique()
    outlets = list(dict.fromkeys(names[doc_id] for doc_id in doc_ids))
    agency = next((found for doc_id in doc_ids if (found := agency_of(documents.loc[doc_id, "text"]))), None)
    first = documents.loc[doc_ids[0]]
    shared = rows.loc[rows["shared"], "words"].sum() / max(rows["words"].sum(), 1)
    return story, first["title"], first["date"], len(doc_ids), outlets, int(rows["words"].sum()), float(shared), agency


def stories_told(tables: Tables) -> str:
    """A sentence on how much of what there is to read is the same text again, and how that is counted.

    >>> stories_told(Tables.from_rows({}))
    'No two articles have mostly the same text.'
    """
    found = copies(tables)
    if found.empty:
        return "No two articles have mostly the same text."
    articles, many = found["doc_id"].nunique(), found["story"].nunique()
    again = percent(
        found.loc[found["repeated"], "words"].sum() / max(sum(len(text.split()) for text in tables.documents["text"]), 1)
    )
    them = "one story" if many == 1 else f"{many:,} stories"
    return (
        f"{counted(articles, 'article')} of {len(tables.documents):,} tell {them} in mostly the same words: {again} of all words "
        "are a copy of what an earlier article has. Where all articles are taken together, a copy counts once, with the earliest; "
        "where outlets are compared, it counts for each that printed it."
    )


def counted_once(picture: Picture, tables: Tables, single: Tables) -> Picture:
    """A picture of `single`, what `stories.once` gives of the tables; its caption says so where something was left out.

    >>> from analysis.drawing import nothing
    >>> tables = Tables.from_rows({})
    >>> counted_once(nothing("Nobody is quoted."), tables, tables).caption == nothing("Nobody is quoted.").caption
    True
    """
    return picture if single is tables else picture._replace(caption=picture.caption + _ONCE)


def listed(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stories` as a table shows them.

    >>> listed(stories(Tables.from_rows({}))).columns.tolist()
    ['story', 'first', 'articles', 'outlets', 'words', 'shared_in_%', 'agency']
    """
    shown = found.rename(columns={"title": "story"}).drop(columns="doc_id")
    shown["outlets"] = shown["outlets"].map(", ".join).astype("str")
    shown["shared"] = (100 * shown["shared"].astype("float64")).round()
    return shown.rename(columns={"shared": "shared_in_%"})
