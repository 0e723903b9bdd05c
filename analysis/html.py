"""Tables and figures to pieces of HTML, for a notebook's output and for a report's page alike."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterator
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis import __version__
from analysis.markup import Fragment, certainty, isolated, known, number, render, sides, stylesheet
from analysis.reading import article_text, open_article
from analysis.summaries import entity_frequency, quoted
from analysis.versions import pipeline_version
from analysis.wording import counted, percent

if TYPE_CHECKING:
    from analysis.plots import Picture
    from analysis.tables import Tables

__all__ = [
    "article_text",
    "entities_table",
    "heading",
    "open_article",
    "picture",
    "provenance",
    "speakers_table",
    "stances_table",
    "style",
    "summary",
    "table",
]

_NOTHING = "–"
_SIGNS = {"support": "+ support", "oppose": "− oppose", "neutral": "○ neutral"}
_LABELS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "country or place",
    "NORP": "people",
    "LOC": "place",
    "FAC": "building",
    "WORK_OF_ART": "work",
}


class _Column(NamedTuple):
    name: str
    number: bool


def style() -> Fragment:
    """The style sheet of the fragments, for a notebook; a page brings its own copy.

    >>> style().startswith("<style>")
    True
    """
    return Fragment(f"<style>\n{stylesheet()}\n</style>")


def picture(drawn: Picture) -> Fragment:
    """A figure of `plots` (figure, title, caption, alt) under the sentence that it shows, with its caption."""
    from analysis.svg import inline_svg

    return render("picture.html", title=drawn.title, svg=inline_svg(drawn.figure, drawn.alt), caption=drawn.caption)


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
        return value if isinstance(value, Markup) else isolated(value)
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return _NOTHING
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    return number(float(value)) if isinstance(value, Real) else isolated(str(value))


def summary(tables: Tables) -> str:
    """Two sentences on what was found.

    >>> from analysis.tables import Tables
    >>> summary(Tables.from_rows({}))
    'No quotation was found. No stance was found.'
    """
    return f"{_summary_of_quotes(tables)} {_summary_of_stances(tables)}"


def _summary_of_quotes(tables: Tables) -> str:
    spoken = quoted(tables)
    if spoken.empty:
        return "No quotation was found."
    said = counted(int(spoken["quotations"].sum()), "quotation")
    speakers = spoken.groupby("speaker")[["words", "share"]].sum().sort_values("words", ascending=False, kind="stable")
    if speakers.empty:
        return f"{said}, no speaker found."
    most = f"{speakers.index[0]} speaks most ({percent(speakers['share'].iloc[0])} of the quoted words)."
    return f"{said} by {counted(len(speakers), 'speaker')}; {most}"


def _summary_of_stances(tables: Tables) -> str:
    if tables.stances.empty:
        return "No stance was found."
    return f"{counted(len(tables.stances), 'stance')}: {sides(list(tables.stances['label']))}."


def heading(tables: Tables, doc_id: str) -> Fragment:
    """The head of an article's report: outlet, date, title, what was found, the source."""
    one = tables.select([doc_id])
    document = one.documents.iloc[0]
    return render(
        "heading.html",
        title=document["title"],
        date=known(document["date"]),
        outlet=known(document["outlet"]),
        words=int(document["words"]),
        url=known(document["url"]),
        summary=summary(one),
    )


def speakers_table(tables: Tables) -> Fragment:
    """Who speaks: role, kind, quotations, words, share of all the quoted words; most quoted first."""
    spoken = quoted(tables).groupby("speaker", dropna=False)[["quotations", "words", "share"]].sum()
    known = tables.speakers.drop_duplicates("speaker").set_index("speaker")[["role", "kind"]]
    everyone = known.join(spoken, how="outer").fillna({"quotations": 0, "words": 0, "share": 0.0})
    everyone = everyone.rename_axis("who").reset_index().sort_values(["words", "who"], ascending=[False, True])
    everyone = everyone.sort_values("who", key=pd.isna, kind="stable").fillna({"who": "speaker not found"})
    everyone["share"] = (100 * everyone["share"]).round()
    shown = everyone.rename(columns={"share": "share_in_%"})
    return table(shown, caption="Roles as the articles word them; words quoted or reported, and their share of all such words.")


def stances_table(tables: Tables) -> Fragment:
    """Where they stand: speaker, target, relation, sign, certainty, and the words that show it.

    In the report of one article the words are linked to their sentence.
    """
    stances = tables.stances.sort_values(["speaker", "doc_id", "start"])
    signs = [Markup('<span class="rp-sign rp-{}">{}</span>').format(label, _SIGNS[label]) for label in stances["label"]]
    shown = pd.DataFrame(
        {
            "who": stances["speaker"].to_list(),
            "stands": pd.Series(signs, dtype=object),
            "toward": stances["target"].to_list(),
            "in the words": pd.Series([_evidence(tables, row) for row in stances.itertuples()], dtype=object),
            "how": stances["relation"].str.replace("_", " ").to_list(),
            "certainty": stances["confidence"].map(certainty).to_list(),
        }
    )
    return table(shown, caption="Each stance with the words that show it, linked to where they stand in the text.")


def _evidence(tables: Tables, row: Any) -> Markup:
    words = Markup('<span class="rp-words">“{}”</span>').format(row.text)
    if len(tables.documents) != 1:
        return words
    sentences = tables.sentences
    holding = sentences[(sentences["start"] <= row.start) & (row.start < sentences["end"])]["sentence"]
    return Markup('<a href="#s-{}">{}</a>').format(holding.iloc[0], words) if len(holding) else words


def entities_table(tables: Tables, *, top: int = 20) -> Fragment:
    """Whom and what is spoken about: the entities mentioned most, by name, by a noun, by a pronoun."""
    counts = entity_frequency(tables).head(top)
    kinds = [_LABELS.get(label, label.replace("_", " ").lower()) for label in counts["label"]]
    shown = counts[["entity", "count", "names", "nominals", "pronouns"]]
    shown = shown.set_axis(["who or what", "mentions", "by name", "by noun", "by pronoun"], axis="columns")
    shown.insert(1, "kind", kinds)
    return table(shown, caption="All mentions: by name, by another noun (“the minister”), by a pronoun.")


def provenance(tables: Tables, **settings: object) -> Fragment:
    """What the report was made with: versions, settings, the seeds and their hashes, and the date.

    The date is that of SOURCE_DATE_EPOCH (seconds since 1970) where that variable is set, so that two runs give the same bytes.
    """
    documents = tables.documents.sort_values("path")
    seeds = list(zip(documents["path"], documents["doc_id"], strict=True))
    return render("provenance.html", facts=list(_facts(settings)), seeds=seeds)


def _facts(settings: dict[str, object]) -> Iterator[tuple[str, str]]:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    made = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    yield "Made", f"{made:%Y-%m-%d}"
    yield "Rapporteur", __version__
    yield "Language pipeline", pipeline_version()
    yield "Python", platform.python_version()
    yield "Settings", ", ".join(f"{name} = {value!r}" for name, value in settings.items()) or "as they come"
