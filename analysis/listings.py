"""DataFrames as HTML tables, and lists of words that lead to where they stand in the articles."""

from __future__ import annotations

import datetime as dt
import math
import re
from numbers import Real
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.addresses import Pages, evidence_id, sentence_addresses
from analysis.markup import Fragment, certainty_cell, isolated, known, link, number, render
from analysis.tables import Tables
from analysis.wording import shorten

_NOTHING = "–"
_GIVEN = Markup('<span class="rp-given">{} instead of {}</span>')
_DATE = Markup('<span class="rp-date">{}</span>')
_MONTH = re.compile(r"\d{4}-\d\d")
_LONGEST = 90  # characters of a cell of words
_EACH_STANCE = "Each stance with the words that show it, linked to where they stand in the text."
_SIGNS = {"support": "+ support", "oppose": "− oppose", "neutral": "○ neutral"}


class _Column(NamedTuple):
    name: str
    number: bool


def table(frame: pd.DataFrame, *, caption: str) -> Fragment:
    """A DataFrame as a table whose first column heads the rows; a named index becomes the first column.

    Numbers are aligned, dates and truth values written out, what is missing is a dash. Cells that are Markup stay as they are.

    >>> '<td class="rp-number">3</td>' in table(pd.DataFrame({"who": ["<i>"], "times": [3]}), caption="Who how often")
    True
    """
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    columns = [_Column(_headed(name), _is_number(dtype)) for name, dtype in frame.dtypes.items()]
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return render("table.html", caption=caption, columns=columns, rows=rows)


def _headed(name: object) -> str:
    words = str(name).replace("_", " ")
    return words[:1].upper() + words[1:]


def _is_number(dtype: Any) -> bool:
    return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        if _MONTH.fullmatch(value):
            return _DATE.format(value)
        return value if isinstance(value, Markup) else isolated(value)
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return _NOTHING
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return _DATE.format(f"{value:%Y-%m-%d}")
    return number(float(value)) if isinstance(value, Real) else isolated(str(value))


def matrix_table(matrix: pd.DataFrame, *, caption: str) -> Fragment:
    """Rows of a `stance_matrix` in numbers: statements on each side, their mean, and how far so few of them can be off.

    >>> row = ("Orr", "ferry", -1.0, 1, 0, 0, 1, -1.0, 0.59)
    >>> columns = ["speaker", "target", "stance", "statements", "support", "neutral", "oppose", "low", "high"]
    >>> "−1 to 0.59" in matrix_table(pd.DataFrame([row], columns=columns), caption="")
    True
    """
    shown = matrix[["speaker", "target", "support", "neutral", "oppose", "stance"]]
    shown = shown.set_axis(["who", "toward", "for", "neutral", "against", "mean"], axis="columns")
    intervals = [f"{number(low)} to {number(high)}" for low, high in zip(matrix["low"], matrix["high"], strict=True)]
    return table(shown.assign(**{"95 % interval": intervals}), caption=caption)


def stances_table(
    tables: Tables, stances: pd.DataFrame | None = None, *, pages: Pages | None = None, caption: str = _EACH_STANCE
) -> Fragment:
    """Where they stand: speaker, target, relation, sign, certainty, and the words that show it, linked to their sentence.

    `stances` are the rows to show, all of them unless given; `pages` the addresses of the articles' pages. Without addresses
    the words of a single article lead to its text on the same page, and those of several lead nowhere. The first row of a
    speaker and target is where a figure's link to the two leads.
    """
    shown = (tables.stances if stances is None else stances).sort_values(
        ["speaker", "target", "doc_id", "start"], ignore_index=True
    )
    first = ~shown.duplicated(["speaker", "target"])
    signs = [Markup('<span class="rp-sign rp-{}">{}</span>').format(label, _SIGNS[label]) for label in shown["label"]]
    columns: dict[str, Any] = {
        "who": _texts(map(_anchored, shown["speaker"], shown["target"], first)),
        "stands": _texts(signs),
        "toward": shown["target"].to_list(),
        "in the words": _words(tables, shown, pages),
    }
    if len(tables.documents) == 1:  # else its place is wanted for the article
        columns["how"] = shown["relation"].str.replace("_", " ").to_list()
    columns["certainty"] = _texts(map(certainty_cell, shown["confidence"]))
    return table(pd.DataFrame(columns | _articles(tables, shown)), caption=caption)


def quotes_table(
    tables: Tables, quotes: pd.DataFrame, *, pages: Pages | None = None, caption: str, top: int | None = None, who: bool = False
) -> Fragment:
    """Quotations, the newest first, their words linked to where they stand; `who` says whether to name the speakers."""
    dates = tables.documents.set_index("doc_id")["date"]
    spoken = quotes[quotes["kind"] != "scare"]
    dated = spoken.assign(date=dates.reindex(spoken["doc_id"]).to_numpy())
    shown = dated.sort_values(["date", "doc_id", "start"], ascending=[False, True, True], ignore_index=True)[:top]
    columns: dict[str, Any] = {"date": shown["date"]}
    if who:
        columns["who"] = shown["speaker"].fillna("speaker not found")
    columns |= {"in the words": _words(tables, shown, pages), "kind": shown["kind"].to_list()}
    columns["certainty"] = _texts(map(certainty_cell, shown["confidence"]))
    rest = f", {len(shown):,} of {len(spoken):,}" if len(shown) < len(spoken) else ""
    return table(pd.DataFrame(columns | _articles(tables, shown)), caption=f"{caption}{rest}")


def mistakes_table(tables: Tables, found: pd.DataFrame, *, pages: Pages | None = None, caption: str) -> Fragment:
    """Rows of `mistakes.mistakes`: the words, what is given instead of what gold has, and the sentence, linked to its place."""
    given = [shorten(name, _LONGEST) if isinstance(name, str) else "nothing" for name in found["given"]]
    expected = [shorten(name, _LONGEST) for name in found["expected"]]
    columns = {
        "words": [shorten(words, _LONGEST) for words in found["words"]],
        "what is given": _texts(map(_GIVEN.format, given, expected)),
        "in the sentence": _words(tables, found, pages, "{}"),
    }
    return table(pd.DataFrame(columns | _articles(tables, found)), caption=caption)


def gaps_table(found: pd.DataFrame, *, pages: Pages) -> Fragment:
    """The articles of `summaries.gaps`, each linked to its page."""
    titles = zip(found["doc_id"], found["title"], strict=True)
    linked = [Markup('<a href="{}">{}</a>').format(pages[d], isolated(t)) if d in pages else isolated(t) for d, t in titles]
    shown = found.assign(title=_texts(linked)).drop(columns="doc_id")
    return table(shown, caption="Articles worth a second look, the first of them")


def differences_table(found: pd.DataFrame, first: str, second: str, *, caption: str) -> Fragment:
    """Rows of `contrast` as a reader wants them: the names of both sides in the headings, the p-values in words where need be.

    >>> rows = pd.DataFrame({"name": ["Orr"], "first": [9], "second": [0], "corrected": [0.0002], "beyond_chance": [True]})
    >>> "under 0.001" in differences_table(rows, "Post", "Echo", caption="Who")
    True
    """
    headings = {
        "name": "who or what", "target": "toward", "term": "word", "side": "more in",
        "first_stance": f"mean, {first}", "first_articles": f"articles, {first}", "first": f"articles, {first}",
        "second_stance": f"mean, {second}", "second_articles": f"articles, {second}", "second": f"articles, {second}",
    }  # fmt: skip
    shown = found[[column for column in headings if column in found]].rename(columns=headings)
    judged = zip(found["beyond_chance"], found["corrected"], strict=True)
    shown["beyond chance"] = _texts("not tested" if math.isnan(p) else "yes" if beyond else "no" for beyond, p in judged)
    shown["p, corrected"] = _texts(map(_probability, found["corrected"]))
    return table(shown, caption=caption)


def _probability(p: float) -> str:
    if math.isnan(p):
        return "too few articles"
    return "under 0.001" if p < 0.001 else f"{p:.3f}"


def _texts(cells: Any) -> pd.Series:
    return pd.Series(list(cells), dtype=object)


def _anchored(speaker: str, target: str, first: bool) -> Markup:
    if not first:
        return isolated(speaker)
    return Markup('<span id="{}" class="rp-place">{}</span>').format(evidence_id(speaker, target), isolated(speaker))


def _words(tables: Tables, rows: pd.DataFrame, pages: Pages | None, marks: str = "“{}”") -> pd.Series:
    if pages is None:
        pages = dict.fromkeys(tables.documents["doc_id"], "") if len(tables.documents) == 1 else {}
    addresses = sentence_addresses(tables, rows, pages)
    words = [Markup(f'<span class="rp-words">{marks}</span>').format(text) for text in rows["text"]]
    linked = [Markup('<a href="{}">{}</a>').format(a, said) if a else said for a, said in zip(addresses, words, strict=True)]
    return _texts(linked)


def _articles(tables: Tables, rows: pd.DataFrame) -> dict[str, Any]:
    """The title of each row's article, with its outlet and a link to it there, where there are several to tell apart."""
    documents = tables.documents.set_index("doc_id")
    if len(documents) < 2:
        return {}
    several = documents["outlet"].nunique() > 1
    named = Markup('<span class="rp-article">{} <small>{}</small></span>').format
    cells = {}
    for doc_id in rows["doc_id"].unique():
        title, outlet, url = documents.loc[doc_id, ["title", "outlet", "url"]]
        source = known(outlet) if several else known(url) and "source"
        cells[doc_id] = named(isolated(title), link(known(url) or "", source) if source else "")
    return {"article": _texts(cells[doc_id] for doc_id in rows["doc_id"])}
