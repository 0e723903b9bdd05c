"""A choice among what the tables hold, by article, outlet, period, speaker, target, certainty: what it leaves, what it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.outlets import outlet_names
from analysis.speaker_search import find_speaker
from analysis.tables import Tables
from analysis.topics import concerns
from analysis.wording import counted, naming

_CALLED = {"since": "from", "until": "to", "least": "lowest certainty"}  # the fields that a reader knows by another name
_NUMBERS = 1 << 32  # more than an article has of anything
_COUNTED = (("documents", "article"), ("quotes", "quotation"), ("stances", "statement"))


class Choice(NamedTuple):
    """What to look at; what is left empty leaves everything."""

    seeds: str = ""  # a part of the path or of the title of each article
    article: str = ""  # the doc_id of a single one
    outlet: str = ""  # its name, as in outlets.outlet_names, or its domain
    since: dt.date | None = None  # the first day
    until: dt.date | None = None  # the last one
    speaker: str = ""  # a name, as in speaker_search.find_speaker
    target: str = ""  # a canonical name, or a topic as in topics.concerns
    least: float = 0.0  # the lowest confidence, 0 to 1


def narrowed(tables: Tables, choice: Choice) -> Tables:
    """The tables of what a choice leaves: whole articles, and of their quotations, stances and speakers those that are chosen.

    A speaker leaves the articles that quote them or in which they take a stance; a target those with a stance on it, and the
    quotations that show one. The counts in `speakers` stay those of the article. Raises UnknownSpeaker.

    >>> narrowed(Tables.from_rows({}), Choice(least=0.5)).documents.empty
    True
    """
    if not (choice.least or choice.target or choice.speaker):  # whole articles, in which no reference loses what it names
        fitting = _articles(tables.documents, choice)
        return tables if len(fitting) == len(tables.documents) else tables.select(fitting)
    quotes = tables.quotes[tables.quotes["confidence"] >= choice.least]
    stances = tables.stances[tables.stances["confidence"] >= choice.least]
    if choice.target:
        stances = stances[(concerns(tables, choice.target) | (tables.stances["target"] == choice.target))[stances.index]]
        quotes = quotes[_are_among(quotes, "quote", stances, "quote")]
    if choice.speaker:
        name = find_speaker(tables, choice.speaker)
        quotes, stances = quotes[quotes["speaker"] == name], stances[stances["speaker"] == name]
    articles = _articles(tables.documents, choice)
    if choice.speaker or choice.target:
        articles = articles[articles.isin(_either(quotes["doc_id"], stances["doc_id"]))]
    chosen = replace(tables, quotes=quotes, stances=stances).select(articles)
    known = chosen.speakers["speaker"].isin(_either(chosen.quotes["speaker"].dropna(), chosen.stances["speaker"]))
    quotes, stances = _mended(chosen.quotes, chosen.stances)
    return replace(chosen, quotes=quotes, stances=stances, speakers=chosen.speakers[known].reset_index(drop=True))


def _articles(documents: pd.DataFrame, choice: Choice) -> pd.Series:
    fits = pd.Series(True, index=documents.index)
    if words := choice.seeds.strip().casefold():
        path, title = (documents[column].str.casefold().str.contains(words, regex=False) for column in ("path", "title"))
        fits &= path | title
    if choice.article:
        fits &= documents["doc_id"] == choice.article
    if choice.outlet:
        names = outlet_names(documents["outlet"].dropna().unique())
        fits &= documents["outlet"].isin([domain for domain, name in names.items() if choice.outlet in (domain, name)])
    if choice.since:
        fits &= documents["date"] >= pd.Timestamp(choice.since)
    if choice.until:
        fits &= documents["date"] <= pd.Timestamp(choice.until)
    return documents.loc[fits, "doc_id"]


def _either(one: pd.Series, other: pd.Series) -> Any:
    """What one of two columns holds."""
    return pd.concat([one, other]).unique()


def _are_among(rows: pd.DataFrame, column: str, others: pd.DataFrame, number: str) -> pd.Series[bool]:
    """Which rows name, in a column, something that the others have under that number."""
    articles, _ = pd.factorize(pd.concat([rows["doc_id"], others["doc_id"]]))
    numbers = pd.concat([rows[column], others[number]]).fillna(-1).to_numpy("int64")
    keys = articles * _NUMBERS + numbers
    return pd.Series(np.isin(keys[: len(rows)], keys[len(rows) :]), index=rows.index)


def _mended(quotes: pd.DataFrame, stances: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both without references to quotations that are left out; an utterance begins with the first of its parts that is there."""
    first = quotes.groupby(["doc_id", "utterance"])["quote"].transform("min")
    quotes = quotes.assign(
        inside=quotes["inside"].where(_are_among(quotes, "inside", quotes, "quote")),
        utterance=quotes["utterance"].where(_are_among(quotes, "utterance", quotes, "quote"), first),
    )
    return quotes, stances.assign(quote=stances["quote"].where(_are_among(stances, "quote", quotes, "quote")))


def holdings(tables: Tables) -> str:
    """How much there is, in words.

    >>> holdings(Tables.from_rows({}))
    '0 articles, 0 quotations, 0 statements'
    """
    return ", ".join(counted(len(getattr(tables, table)), noun) for table, noun in _COUNTED)


def changes(before: tuple[Choice, Tables], after: tuple[Choice, Tables]) -> str:
    """What another choice, or other tables, changed: the settings, how much there is, which speakers went and came.

    >>> nothing = Tables.from_rows({})
    >>> changes((Choice(), nothing), (Choice(speaker="Mara Quist", least=0.5), nothing))
    'Changed: speaker Mara Quist (was: all), lowest certainty 0.5 (was: all). The same is left.'
    """
    (old, had), (new, has) = before, after
    settings = [
        f"{_CALLED.get(name, name)} {_shown(name, value, has)} (was: {_shown(name, was, had)})"
        for name, was, value in zip(Choice._fields, old, new, strict=True)
        if was != value
    ]
    if not settings and had is has:
        return ""
    counts = [(noun, len(getattr(had, table)), len(getattr(has, table))) for table, noun in _COUNTED]
    moved = [f"{noun}s {was:,} → {now:,}" for noun, was, now in counts if was != now]
    told = [f"Changed: {', '.join(settings) or 'what is known of the articles'}.", f"{_listed(moved) or 'The same is left'}."]
    spoke, speak = (dict.fromkeys(tables.quotes["speaker"].dropna().unique()) for tables in (had, has))
    gone, come = ([name for name in one if name not in other] for one, other in ((spoke, speak), (speak, spoke)))
    told += [f"{word}: {naming(names)}." for word, names in (("Gone", gone), ("New", come)) if names]
    return " ".join(told)


def _listed(parts: Iterable[str]) -> str:
    listed = ", ".join(parts)
    return listed[:1].upper() + listed[1:]


def _shown(name: str, value: Any, tables: Tables) -> str:
    if not value:
        return "all"
    if name == "article":
        titles: Sequence[str] = tables.documents.loc[tables.documents["doc_id"] == value, "title"].tolist()
        return f"“{titles[0]}”" if titles else "another"
    return f"{value:%Y-%m-%d}" if isinstance(value, dt.date) else f"{value:g}" if isinstance(value, float) else str(value)
