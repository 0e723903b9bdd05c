"""The index page: every article with what was found in it, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.markup import known, render, sides
from analysis.pages import page
from analysis.summaries import quoted
from analysis.tables import Document, Tables
from analysis.wording import counted

_TITLE = "Who said what, about whom, and where do they stand?"
_MOST = 3  # names after "Most quoted"


def index_page(tables: Tables, articles: Mapping[str, str], others: Sequence[tuple[str, str]]) -> str:
    """The page that lists the reports.

    `articles` holds the address of each document's report by doc_id; a document that has none is listed without a link.
    `others` are the address and title of the reports on all articles together.

    >>> "0 articles" in index_page(Tables.from_rows({}), {}, [])
    True
    """
    documents = tables.documents.sort_values(["date", "title", "doc_id"], ascending=[False, True, True], na_position="last")
    speakers = _speakers(tables)
    quotations = tables.quotes[tables.quotes["kind"] != "scare"].groupby("doc_id").size()
    stances = tables.stances.groupby("doc_id")["label"].agg(list)
    entries = [
        {
            "href": articles.get(row.doc_id),
            "title": row.title,
            "date": known(row.date),
            "outlet": known(row.outlet),
            "most_quoted": speakers.get(row.doc_id, [])[:_MOST],
            "found": _found(row, quotations.get(row.doc_id, 0), speakers.get(row.doc_id, []), stances.get(row.doc_id, [])),
        }
        for row in map(Document._make, documents.itertuples(index=False))
    ]
    overviews = [{"href": address, "title": title} for address, title in others]
    body = render("index.html", title=_TITLE, summary=_summary(tables), overviews=overviews, articles=entries)
    return page([body], title=_TITLE)


def _speakers(tables: Tables) -> Mapping[str, list[str]]:
    """The speakers of each document, those with the most words first."""
    spoken = quoted(tables, by="document").dropna(subset="speaker")
    ordered = (
        spoken.groupby(["group", "speaker"], as_index=False)
        .agg(words=("words", "sum"))
        .sort_values("words", ascending=False, kind="stable")
    )
    return {str(doc_id): list(names) for doc_id, names in ordered.groupby("group")["speaker"]}


def _found(article: Document, quotations: int, speakers: Sequence[str], stances: Sequence[str]) -> str:
    said = f"{counted(quotations, 'quotation')} by {counted(len(speakers), 'speaker')}" if quotations else "no quotation"
    stand = f"{counted(len(stances), 'stance')} ({sides(stances)})" if stances else "no stance"
    return " · ".join((counted(article.words, "word"), said, stand))


def _summary(tables: Tables) -> str:
    quotations = int((tables.quotes["kind"] != "scare").sum())
    speakers = tables.quotes["speaker"].nunique()
    found = ", ".join((counted(quotations, "quotation"), counted(speakers, "speaker"), counted(len(tables.stances), "stance")))
    return f"{counted(len(tables.documents), 'article')}: {found}."
