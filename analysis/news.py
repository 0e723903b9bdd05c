"""What is new since the last run: articles, speakers, and stances that turned.

The only thing kept between two runs is which articles there were. What was known of them is read anew from their rows, so that
a speaker whose name became fuller, or a row that a newer version reads better, is not taken for news.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.files import replaced
from analysis.stance_summaries import CLEAR, summed
from analysis.tables import Tables

_PAIR = ["speaker", "target"]


class Turn(NamedTuple):
    """A speaker who was on one side of a target and is on the other in the new articles, with where the words stand."""

    speaker: str
    target: str
    before: str  # support, oppose
    before_statements: int  # in the articles that were there already
    now: str
    now_statements: int  # in the new ones
    doc_id: str  # the article of the latest words that show it
    start: int  # where in the text they begin


class News(NamedTuple):
    """What is new: the articles by doc_id; the speakers whom no earlier article quotes, most quoted first; the turns."""

    articles: list[str]
    speakers: list[str]
    turned: list[Turn]


NOTHING = News([], [], [])


def known_articles(path: Path) -> frozenset[str] | None:
    """The articles of the last run by doc_id; None where there was none, or where nobody can tell.

    >>> known_articles(tmp / "none.json") is None
    True
    """
    try:
        return frozenset(json.loads(path.read_text(encoding="utf-8"))["articles"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(path: Path, articles: Collection[str]) -> None:
    """Keep which articles there are, for the next run; the file is replaced whole or not at all.

    >>> remember(tmp / "run.json", ["d1", "d0"])
    >>> sorted(known_articles(tmp / "run.json"))
    ['d0', 'd1']
    """
    with replaced(path) as new:
        new.write_text(json.dumps({"articles": sorted(articles)}, indent=0) + "\n", encoding="utf-8")


def news(tables: Tables, known: Collection[str] | None) -> News:
    """What the articles that are not `known` bring; nothing where it is not known what there was (a first run).

    >>> news(Tables.from_rows({}), None)
    News(articles=[], speakers=[], turned=[])
    """
    if known is None:
        return NOTHING
    documents = tables.documents
    fresh = documents.loc[~documents["doc_id"].isin(known), "doc_id"]
    return News(fresh.to_list(), _speakers(tables, fresh), _turned(tables, fresh)) if len(fresh) else NOTHING


def _speakers(tables: Tables, fresh: pd.Series) -> list[str]:
    """Those quoted in the new articles only; "an official" is not somebody whom one gets to know."""
    speakers = tables.speakers[(tables.speakers["kind"] != "anonymous") & (tables.speakers["quotes"] > 0)]
    new = speakers["doc_id"].isin(fresh)
    words = speakers[new & ~speakers["speaker"].isin(speakers.loc[~new, "speaker"])].groupby("speaker")["words"].sum()
    return words.sort_values(ascending=False, kind="stable").index.to_list()


def _turned(tables: Tables, fresh: pd.Series) -> list[Turn]:
    stances, dates = tables.stances, tables.documents.set_index("doc_id")["date"]
    new = stances["doc_id"].isin(fresh)
    now = stances[new]
    before = stances[~new].merge(now[_PAIR].drop_duplicates(), on=_PAIR)
    if before.empty:
        return []
    sides = summed(before, _PAIR).merge(summed(now, _PAIR), on=_PAIR, suffixes=("_before", "_now"))
    clear = (sides["stance_before"].abs() > CLEAR) & (sides["stance_now"].abs() > CLEAR)
    turned = sides[clear & (sides["stance_before"] * sides["stance_now"] < 0)]
    turned = turned.sort_values(["statements_now", "statements_before", *_PAIR], ascending=[False, False, True, True])
    own = now.merge(turned[[*_PAIR, "stance_now"]], on=_PAIR)
    own = own[own["stance"] * own["stance_now"] > 0].assign(date=lambda rows: rows["doc_id"].map(dates))
    latest = own.sort_values(["date", "doc_id", "start"], na_position="first").drop_duplicates(_PAIR, keep="last")
    shown = turned.merge(latest[[*_PAIR, "doc_id", "start"]], on=_PAIR)
    shown = shown.assign(before=shown["stance_before"].map(_side), now=shown["stance_now"].map(_side))
    columns = ["speaker", "target", "before", "statements_before", "now", "statements_now", "doc_id", "start"]
    return [Turn(*row) for row in shown[columns].itertuples(index=False, name=None)]


def _side(stance: float) -> str:
    return "support" if stance > 0 else "oppose"
