"""The index page: every article with what was found in it, the newest first, what is new, and a search over all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import __version__
from analysis.addresses import sentence_addresses
from analysis.markup import day, isolated, known, render, sides
from analysis.news import NOTHING, News, Turn
from analysis.outlets import outlet_names
from analysis.pages import page
from analysis.search_index import search_index
from analysis.tables import Tables
from analysis.versions import pipeline_version
from analysis.wording import counted

_TITLE = "Who said what, about whom, and where do they stand?"
_MOST = 3  # names after "Most quoted"
_NAMED = 50  # new articles, speakers or stances that are named; of more, the rest is counted
_SIDES = {"support": "for", "oppose": "against"}
_SCRIPT = Path(__file__).parent / "resources" / "templates" / "index.js"


class _Entry(NamedTuple):
    """A line of what is new."""

    text: str
    href: str | None


def index_page(tables: Tables, articles: Mapping[str, str], others: Sequence[tuple[str, str]], new: News = NOTHING) -> str:
    """The page that lists the reports.

    `articles` holds the address of each document's report by doc_id; a document that has none is listed without a link.
    `others` are the address and title of the reports on all articles together. `new` is what the last run did not know.

    >>> "0 articles" in index_page(Tables.from_rows({}), {}, [])
    True
    """
    documents = tables.documents.sort_values(["date", "title", "doc_id"], ascending=[False, True, True], na_position="last")
    body = render(
        "index.html",
        title=_TITLE,
        summary=_summary(tables),
        overviews=[{"href": address, "title": title} for address, title in others],
        news=list(_news(tables, new, articles)),
        search=search_index(tables, documents["doc_id"].to_list(), frozenset(new.articles)),
        articles=_entries(tables, documents, articles),
        version=__version__,
        pipeline=pipeline_version(),
    )
    return page([body], title=_TITLE, script=_script())


@lru_cache(maxsize=1)
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def _entries(tables: Tables, documents: pd.DataFrame, articles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    speakers = _listed(_most_quoted_first(tables.quotes), "speaker")
    quotations = tables.quotes[tables.quotes["kind"] != "scare"].groupby("doc_id").size().to_dict()
    stances = _listed(tables.stances, "label")
    names = outlet_names(documents["outlet"].dropna().unique())
    columns = ["doc_id", "title", "date", "outlet", "words"]
    for doc_id, title, date, outlet, words in documents[columns].itertuples(index=False, name=None):
        own = speakers.get(doc_id, [])
        yield {
            "href": articles.get(doc_id),
            "title": title,
            "date": "" if pd.isna(date) else day(date),
            "outlet": _apart(names.get(known(outlet) or "", "")),
            "most_quoted": [_apart(name) for name in own[:_MOST]],
            "found": _found(words, quotations.get(doc_id, 0), own, stances.get(doc_id, [])),
        }


def _most_quoted_first(quotes: pd.DataFrame) -> pd.DataFrame:
    """The speakers of each document (doc_id, speaker), those with the most words first."""
    spoken = quotes[(quotes["kind"] != "scare") & quotes["speaker"].notna()]
    words = (spoken["text"].str.count(r"\S+")).where(spoken["inside"].isna(), 0)
    totals = words.groupby([spoken["doc_id"], spoken["speaker"]]).sum().rename("words").reset_index()
    return totals.sort_values("words", ascending=False, kind="stable")


def _listed(frame: pd.DataFrame, column: str) -> dict[str, list[str]]:
    """The values of each document; pandas takes seconds where there are ten thousand."""
    found: dict[str, list[str]] = {}
    for doc_id, value in zip(frame["doc_id"], frame[column], strict=True):
        found.setdefault(doc_id, []).append(value)
    return found


def _apart(text: str) -> str:
    """Text that keeps its writing direction to itself; plain letters have only one."""
    return text if text.isascii() else isolated(text)


def _found(words: int, quotations: int, speakers: Sequence[str], stances: Sequence[str]) -> str:
    said = f"{counted(quotations, 'quotation')} by {counted(len(speakers), 'speaker')}" if quotations else "no quotation"
    stand = f"{counted(len(stances), 'stance')} ({sides(stances)})" if stances else "no stance"
    return " · ".join((counted(words, "word"), said, stand))


def _summary(tables: Tables) -> str:
    quotations = int((tables.quotes["kind"] != "scare").sum())
    speakers = tables.quotes["speaker"].nunique()
    found = ", ".join((counted(quotations, "quotation"), counted(speakers, "speaker"), counted(len(tables.stances), "stance")))
    return f"{counted(len(tables.documents), 'article')}: {found}."


def _news(tables: Tables, new: News, articles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What is new, a part each for articles, speakers and stances that turned; each names the first and counts the rest."""
    titles = tables.documents.set_index("doc_id")["title"]
    named = [_Entry(titles[doc_id], articles.get(doc_id)) for doc_id in new.articles[:_NAMED]]
    people = [_Entry(name, None) for name in new.speakers[:_NAMED]]
    turned = new.turned[:_NAMED]
    turns = [_Entry(_told(turn), address) for turn, address in zip(turned, _addresses(tables, turned, articles), strict=True)]
    for what, entries, number in (
        (counted(len(new.articles), "article"), named, len(new.articles)),
        (f"{counted(len(new.speakers), 'speaker')} whom no earlier article quotes", people, len(new.speakers)),
        (f"{counted(len(new.turned), 'stance')} that turned", turns, len(new.turned)),
    ):
        if number:
            more = f"{number - len(entries):,} more" if number > len(entries) else ""
            yield {"what": what, "entries": entries, "more": more}


def _told(turn: Turn) -> str:
    before, now = counted(turn.before_statements, "statement"), counted(turn.now_statements, "statement")
    return f"{turn.speaker} on {turn.target}: {_SIDES[turn.before]} ({before}), now {_SIDES[turn.now]} ({now})"


def _addresses(tables: Tables, turned: Sequence[Turn], articles: Mapping[str, str]) -> Sequence[str | None]:
    """Where the words that show each turn can be read."""
    if not turned:
        return []
    rows = pd.DataFrame([(turn.doc_id, turn.start) for turn in turned], columns=["doc_id", "start"])
    return list(sentence_addresses(tables.select(rows["doc_id"].unique()), rows, articles))
