"""Tables and figures to pieces of HTML, for a notebook's output and for a report's page alike."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import platform
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from analysis import __version__
from analysis.gold import PARTS
from analysis.listings import differences_table, gaps_table, matrix_table, mistakes_table, quotes_table, stances_table, table
from analysis.markup import BY_HAND, Fragment, day, known, render, sides, stylesheet
from analysis.mending import CORRECTED
from analysis.outlets import outlet_name
from analysis.reading import article_text, open_article
from analysis.summaries import UNSURE, entity_frequency, quoted
from analysis.takeaway import data_file, file_stem, held
from analysis.versions import pipeline_version
from analysis.wording import counted, percent

if TYPE_CHECKING:
    from analysis.contrast import Side
    from analysis.gold import Gold
    from analysis.plots import Picture
    from analysis.profile import SpeakerProfile
    from analysis.tables import Tables

__all__ = [
    "article_text",
    "corpus_heading",
    "differences_table",
    "entities_table",
    "gaps_table",
    "gold_heading",
    "heading",
    "limits",
    "matrix_table",
    "mistakes_table",
    "open_article",
    "picture",
    "provenance",
    "quotes_table",
    "sides_heading",
    "speaker_heading",
    "speakers_table",
    "stances_table",
    "style",
    "summary",
    "table",
]

MOST_ROWS = 1_000  # of the data of a figure that a page holds
_MOST_SEEDS = 200  # named in a report: ten thousand would be most of it
_GOLD = {"quotes": "quotation", "stances": "stance", "not_speech": "non-quotation", "attributions": "attribution"}
_LABELS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "country or place",
    "NORP": "people",
    "LOC": "place",
    "FAC": "building",
    "WORK_OF_ART": "work",
}


def style() -> Fragment:
    """The style sheet of the fragments, for a notebook; a page brings its own copy.

    >>> style().startswith("<style>")
    True
    """
    return Fragment(f"<style>\n{stylesheet()}\n</style>")


def picture(drawn: Picture) -> Fragment:
    """A figure of `plots` under the sentence that it shows, with its caption, and with itself and its data to take away: of long
    data the first rows, which are what it shows most of, so that the page can be sent on."""
    from analysis.svg import inline_svg, svg_file

    svg = inline_svg(drawn.figure, drawn.alt, drawn.links)
    files = []
    if drawn.data is not None:
        rows = len(drawn.data)
        what = "Data (CSV)" if rows <= MOST_ROWS else f"Data (CSV, the first {MOST_ROWS:,} of {rows:,} rows)"
        files.append(("csv", what, held(data_file(drawn.data.head(MOST_ROWS)), "text/csv")))
        files.append(("svg", "Picture (SVG)", held(svg_file(svg, drawn.title), "image/svg+xml")))
    stem = file_stem(drawn.title)
    return render("picture.html", title=drawn.title, svg=svg, caption=drawn.caption, files=files, stem=stem)


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
        outlet=outlet_name(domain) if (domain := known(document["outlet"])) else None,
        words=int(document["words"]),
        url=known(document["url"]),
        summary=summary(one),
    )


def corpus_heading(tables: Tables) -> Fragment:
    """The head of the report on all articles: of when they are, how many there are, what was found.

    >>> from analysis.tables import Tables
    >>> "0 articles" in corpus_heading(Tables.from_rows({}))
    True
    """
    dates = tables.documents["date"].dropna()
    first, last = (day(dates.min()), day(dates.max())) if len(dates) else ("", "")
    when = first if first == last else f"{first} to {last}"
    said = f"{counted(len(tables.documents), 'article')}. {summary(tables)}"
    return render("title.html", kicker=when, title="All articles: who speaks, and where they stand", summary=said)


def speaker_heading(tables: Tables, profile: SpeakerProfile, *, rank: int = 1) -> Fragment:
    """The head of a speaker's report: name (a heading of some rank), roles, how much they are quoted."""
    known_as = ", ".join([*profile.roles["role"][:2], *profile.affiliations["affiliation"][:1]])
    spoken = profile.quotes[profile.quotes["kind"] != "scare"]
    articles = f"{spoken['doc_id'].nunique():,} of {counted(len(tables.documents), 'article')}"
    mentioned = f"Spoken of in {counted(len(profile.said_about_them), 'quotation')} of others."
    said = f"Quoted {counted(len(spoken), 'time')} in {articles}. {mentioned}"
    return render("title.html", kicker=known_as, title=profile.name, summary=said, rank=rank)


def sides_heading(first: Side, second: Side) -> Fragment:
    """The head of a comparison: the two sides, and how much there is of each."""
    sizes = (f"{side.name}: {counted(side.size, 'article')}, {counted(len(side.quotes), 'quotation')}" for side in (first, second))
    title = f"{first.name} and {second.name} compared"
    return render("title.html", kicker=f"Two {first.kind}s", title=title, summary="; ".join(sizes) + ".")


def gold_heading(tables: Tables, gold: Gold) -> Fragment:
    """The head of a report on quality: of how many articles there is gold, and how much."""
    sizes = ((len(article.get(part, ())), part) for part in PARTS for article in gold.values())
    totals = pd.DataFrame(sizes, columns=["number", "part"]).groupby("part", sort=False)["number"].sum()
    held = ", ".join(counted(totals[part], noun) for part, noun in _GOLD.items() if totals[part])
    where = f"in {len(gold):,} of {counted(len(tables.documents), 'article')}"
    said = f"A person found {held or 'nothing'} {where}; here is how much of it the program finds, and what it gets wrong."
    return render("title.html", kicker="Measured against gold", title="How good it is on these articles", summary=said)


def speakers_table(tables: Tables, *, top: int | None = None) -> Fragment:
    """Who speaks: role, kind, quotations, words, share of all the quoted words; most quoted first, `top` of them or all."""
    spoken = quoted(tables).groupby("speaker", dropna=False)[["quotations", "words", "share"]].sum()
    known = tables.speakers.drop_duplicates("speaker").set_index("speaker")[["role", "kind"]]
    everyone = known.join(spoken, how="outer").fillna({"quotations": 0, "words": 0, "share": 0.0})
    everyone = everyone.rename_axis("who").reset_index().sort_values(["words", "who"], ascending=[False, True])
    everyone = everyone.sort_values("who", key=pd.isna, kind="stable").fillna({"who": "speaker not found"})
    everyone["share"] = (100 * everyone["share"]).round()
    shown = everyone.rename(columns={"share": "share_in_%"}).head(len(everyone) if top is None else top)
    return table(shown, caption="Roles as the articles word them; words quoted or reported, and their share of all such words.")


def entities_table(tables: Tables, *, top: int = 20) -> Fragment:
    """Whom and what is spoken about: the entities mentioned most, by name, by a noun, by a pronoun."""
    counts = entity_frequency(tables).head(top)
    kinds = [_LABELS.get(label, label.replace("_", " ").lower()) for label in counts["label"]]
    shown = counts[["entity", "count", "names", "nominals", "pronouns"]]
    shown = shown.set_axis(["who or what", "mentions", "by name", "by noun", "by pronoun"], axis="columns")
    shown.insert(1, "kind", kinds)
    return table(shown, caption="All mentions: by name, by another noun (“the minister”), by a pronoun.")


def limits(tables: Tables) -> Fragment:
    """How far to trust a report, in plain words and with the numbers of its own articles.

    >>> from analysis.tables import Tables
    >>> "gets some wrong" in limits(Tables.from_rows({}))
    True
    """
    spoken = tables.quotes[tables.quotes["kind"] != "scare"]
    numbers: dict[str, object] = {
        "quotations": (len(spoken), int(spoken["speaker"].isna().sum()), int((spoken["confidence"] < UNSURE).sum())),
        "stances": (len(tables.stances), int((tables.stances["confidence"] < UNSURE).sum())),
    }
    by_hand = (int((spoken["resolution"] == CORRECTED).sum()), int((tables.stances["confidence"] == 1).sum()))
    corrected = " and ".join(counted(n, noun) for n, noun in zip(by_hand, ("quotation", "stance"), strict=True) if n)
    numbers |= {"moved": int(tables.paragraphs["moved"].sum()), "paragraphs": len(tables.paragraphs)}
    return render("limits.html", **numbers, corrected=corrected, by_hand=BY_HAND, counted=counted)


def provenance(tables: Tables, **settings: object) -> Fragment:
    """What the report was made with: versions, settings, the seeds and their hashes, and the date.

    Of very many seeds the first are named, and one hash stands for all: that of their doc_ids, sorted and joined.

    The date is that of SOURCE_DATE_EPOCH (seconds since 1970) where that variable is set, so that two runs give the same bytes.
    """
    documents = tables.documents.sort_values("path")
    seeds = list(zip(documents["path"], documents["doc_id"], strict=True))
    whole = hashlib.sha256("".join(sorted(documents["doc_id"])).encode()).hexdigest()[:16]
    return render("provenance.html", facts=list(_facts(settings)), seeds=seeds[:_MOST_SEEDS], count=len(seeds), whole=whole)


def _facts(settings: dict[str, object]) -> Iterator[tuple[str, str]]:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    made = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    yield "Made", f"{made:%Y-%m-%d}"
    yield "Rapporteur", __version__
    yield "Language pipeline", pipeline_version()
    yield "Python", platform.python_version()
    yield "Settings", ", ".join(f"{name} = {value!r}" for name, value in settings.items()) or "as they come"
