"""Tables -> figures, one function a figure; each states its finding in words computed from the data.

A figure of too little data is a `Picture` that says so. Nothing in a figure needs colour to be read.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.comparisons import entities_over_time, outlet_comparison, speakers_over_time
from analysis.contrast_plots import shares_apart, stances_apart
from analysis.corpus_plots import kinds_of_speakers, who_agrees
from analysis.drawing import GREY, INK, WARM, Picture, canvas, caution, head, nothing, stacked_bars, styled
from analysis.speaker_plots import for_and_against, quotations_by_month
from analysis.stance_course import stances_over_time
from analysis.stance_plots import grid_stances, stance_grid
from analysis.summaries import VADER_NEUTRAL, entity_frequency, quoted
from analysis.tables import Tables
from analysis.wording import counted, naming, percent, shorten, signed, told

__all__ = [
    "Picture",
    "entities_over_time",
    "entity_counts",
    "for_and_against",
    "grid_stances",
    "kinds_of_speakers",
    "outlet_comparison",
    "quotations_by_month",
    "quoted_words",
    "sentiment_course",
    "shares_apart",
    "speakers_over_time",
    "stance_grid",
    "stances_apart",
    "stances_over_time",
    "who_agrees",
]

KINDS = {"direct": "in quotation marks", "mixed": "partly", "indirect": "reported"}
NOT_FOUND = "speaker not found"
NEIGHBOURS = 5  # sentences in the running mean
TURN = 0.2  # change of the mean sentiment between the thirds of an article that is worth a title


@styled
def quoted_words(tables: Tables, *, top: int = 12) -> Picture:
    """How many words of each speaker the articles quote or report, and in what form; the caption sums up those beyond `top`.

    >>> quoted_words(Tables.from_rows({})).title
    'Nobody is quoted.'
    """
    said = quoted(tables)
    said["speaker"] = said["speaker"].fillna(NOT_FOUND)
    parts = said.pivot_table(index="speaker", columns="kind", values="words", aggfunc="sum", fill_value=0)
    parts = _largest_first(parts.reindex(columns=list(KINDS), fill_value=0).rename(columns=KINDS))
    total = parts.to_numpy().sum()
    if not total:
        return nothing("Nobody is quoted.")
    title = _who_speaks_most(parts.sum(axis=1).drop(NOT_FOUND, errors="ignore"), total)
    data, parts, rest = parts, parts.iloc[:top], parts.iloc[top:]
    notes = [f"{words:,} · {percent(words / total)}" for words in parts.sum(axis=1)]
    words = "The longer the bar, the more words a speaker is given, in quotation marks or in the reporter's own words."
    if len(rest):
        words += f" Not shown: {counted(len(rest), 'other')} with {percent(rest.to_numpy().sum() / total)} between them."
    words += caution(said["quotations"].sum(), "quotation")
    figure, axes = canvas(len(parts) + 1)
    stacked_bars(axes, parts, notes)
    head(figure, "Words quoted or reported · share of the total")
    alt = told(title, "Bar chart of the words of each speaker", _noted(parts.index, notes))
    return Picture(figure, title, words, alt, data=data)


@styled
def entity_counts(tables: Tables, *, top: int = 12) -> Picture:
    """How often the people, places and organisations that are mentioned most are mentioned, by name or otherwise.

    >>> entity_counts(Tables.from_rows({})).title
    'No person, place or organisation is mentioned.'
    """
    everyone = entity_frequency(tables)
    counts = everyone.head(top)
    if counts.empty:
        return nothing("No person, place or organisation is mentioned.")
    parts = pd.DataFrame({"by name": counts["names"], "by another word or pronoun": counts["nominals"] + counts["pronouns"]})
    parts.index = pd.Index(counts["entity"])
    alone = len(tables.documents) == 1
    notes = [f"{n:,}" if alone else f"{n:,} · {d:,}" for n, d in zip(counts["count"], counts["documents"], strict=True)]
    figure, axes = canvas(len(parts) + 1)
    stacked_bars(axes, parts, notes)
    head(figure, "Number of mentions" if alone else "Mentions · articles that hold one")
    title = _who_is_mentioned_most(counts)
    return Picture(
        figure,
        title,
        "How often each is mentioned; the hatched part does without the name.",
        told(title, "Bar chart of mentions", _noted(parts.index, notes)),
        data=everyone,
    )


@styled
def sentiment_course(tables: Tables, doc_id: str) -> Picture:
    """How the sentences of one article sound, in the order in which they are to be read.

    >>> sentiment_course(Tables.from_rows({}), "d0").title
    'There is no sentence to measure.'
    """
    sentences = tables.sentences[tables.sentences["doc_id"] == doc_id]
    order = tables.paragraphs[tables.paragraphs["doc_id"] == doc_id].set_index("paragraph")["reading_order"]
    sentences = sentences.assign(place=sentences["paragraph"].map(order)).sort_values(["place", "start"], ignore_index=True)
    if sentences.empty:
        return nothing("There is no sentence to measure.")
    course = sentences["sentiment"].set_axis(range(1, len(sentences) + 1))
    figure, axes = canvas(7)
    _draw_course(axes, course)
    head(figure, f"VADER score of each sentence; line: mean of {NEIGHBOURS} in a row")
    extremes = [_extreme(sentences, word, int(at)) for word, at in (("lowest", course.argmin()), ("highest", course.argmax()))]
    negative, positive = int((course <= -VADER_NEUTRAL).sum()), int((course >= VADER_NEUTRAL).sum())
    tally = f"{negative} of {counted(len(course), 'sentence')} sound negative, {positive} positive"
    title = _turn(course) or tally
    return Picture(
        figure,
        title,
        f"Above the line a sentence sounds positive, below it negative; {'; '.join(extremes)}.{caution(len(course), 'sentence')}",
        told(title, "Bar chart of the sentiment of each sentence", [tally, *extremes]),
        data=sentences[["text", "sentiment"]].rename_axis("place"),
    )


def _largest_first(parts: pd.DataFrame) -> pd.DataFrame:
    """Rows by their sum, what has no name last."""
    order = parts.sum(axis=1).sort_index().sort_values(ascending=False, kind="stable").index
    nameless = order.intersection([NOT_FOUND])
    return parts.loc[[*order.difference(nameless, sort=False), *nameless]]


def _noted(names: Iterable[str], notes: Iterable[str]) -> list[str]:
    return [f"{name} {note}" for name, note in zip(names, notes, strict=True)]


def _who_is_mentioned_most(counts: pd.DataFrame) -> str:
    most = counts["count"].max()
    leaders = counts.loc[counts["count"] == most, "entity"].tolist()
    if len(leaders) > 1:
        return f"{naming(leaders)} are mentioned most: {counted(most, 'time')} each"
    return f"{naming(leaders)} is mentioned most: {counted(most, 'time')}"


def _who_speaks_most(known: pd.Series, total: int) -> str:
    if known.empty:
        return f"Nobody is named as the speaker of the {counted(total, 'word')} quoted"
    leaders = known.index[known == known.max()].tolist()
    share = percent(known.max() / total)
    if len(leaders) > 1:
        return f"{naming(leaders)} speak most: {share} of the quoted words each"
    return f"{naming(leaders)} speaks most: {share} of the quoted words"


def _draw_course(axes: Axes, course: pd.Series) -> None:
    colours = [WARM if score < 0 else INK for score in course]
    axes.bar(course.index, course, width=0.7, color=colours, alpha=0.75)
    if len(course) >= NEIGHBOURS:
        axes.plot(course.index, course.rolling(NEIGHBOURS, center=True, min_periods=3).mean(), color=GREY, linewidth=1.8)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.set_ylim(-1.05, 1.05)
    axes.set_yticks([-1, -0.5, 0, 0.5, 1], ["−1 negative", "−0.5", "0", "+0.5", "+1 positive"])
    axes.grid(axis="y")
    axes.set_xlabel("Sentence, in reading order")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_xlim(0.3, len(course) + 0.7)
    axes.spines["bottom"].set_visible(False)


def _extreme(sentences: pd.DataFrame, word: str, at: int) -> str:
    score = signed(sentences["sentiment"].iloc[at])
    return f"{word}: “{shorten(sentences['text'].iloc[at], 70)}” (sentence {at + 1}, {score})"


def _turn(course: pd.Series) -> str | None:
    """How the last third of an article differs from its first, where it does."""
    third = len(course) // 3
    if third < 2:
        return None
    first, last = course.iloc[:third].mean(), course.iloc[-third:].mean()
    if abs(last - first) < TURN:
        return None
    word = "brightens" if last > first else "darkens"
    return f"The tone {word}: from {signed(first)} in the first third to {signed(last)} in the last"
