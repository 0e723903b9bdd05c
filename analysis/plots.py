"""Tables -> figures, one function a figure; each states its finding in words computed from the data.

A figure of too little data is a `Picture` that says so. Nothing in a figure needs colour to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.comparisons import entities_over_time, outlet_comparison, speakers_over_time
from analysis.drawing import GREY, INK, WARM, Picture, canvas, head, label_rows, nothing, stacked_bars, styled
from analysis.summaries import VADER_NEUTRAL, entity_frequency, pivot, quoted, ranked, stance_matrix
from analysis.tables import Tables
from analysis.wording import counted, naming, percent, shorten, signed, told

__all__ = [
    "Picture",
    "entities_over_time",
    "entity_counts",
    "outlet_comparison",
    "quoted_words",
    "sentiment_course",
    "speakers_over_time",
    "stance_grid",
]

KINDS = {"direct": "in quotation marks", "mixed": "partly", "indirect": "reported"}
NOT_FOUND = "speaker not found"
CLEAR = 1 / 3  # a mean stance beyond this is for or against; between, it is neutral or divided
WORDS = {"+": "for", "−": "against", "○": "neutral toward", "±": "divided over"}
TELLING = 3  # statements on one side that are worth a title
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
    parts, rest = parts.iloc[:top], parts.iloc[top:]
    notes = [f"{words:,} · {percent(words / total)}" for words in parts.sum(axis=1)]
    caption = "The longer the bar, the more words a speaker is given, in quotation marks or in the reporter's own words."
    if len(rest):
        caption += f" Not shown: {counted(len(rest), 'other')} with {percent(rest.to_numpy().sum() / total)} between them."
    figure, axes = canvas(len(parts) + 1)
    stacked_bars(axes, parts, notes)
    head(figure, "Words quoted or reported · share of the total")
    return Picture(figure, title, caption, told(title, "Bar chart of the words of each speaker", _noted(parts.index, notes)))


@styled
def entity_counts(tables: Tables, *, top: int = 12) -> Picture:
    """How often the people, places and organisations that are mentioned most are mentioned, by name or otherwise.

    >>> entity_counts(Tables.from_rows({})).title
    'No person, place or organisation is mentioned.'
    """
    counts = entity_frequency(tables).head(top)
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
    )


@styled
def stance_grid(tables: Tables, *, targets: list[str] | None = None, speakers: list[str] | None = None, top: int = 8) -> Picture:
    """Who stands where toward what: the `top` speakers × targets with the most statements; arguments as in `stance_matrix`.

    >>> stance_grid(Tables.from_rows({})).title
    'Nobody is seen to be for or against anything.'
    """
    matrix = stance_matrix(tables, targets=targets, speakers=speakers)
    if matrix.empty:
        return nothing("Nobody is seen to be for or against anything.")
    matrix["sign"] = [_sign(*row) for row in zip(matrix["stance"], matrix["support"], matrix["oppose"], strict=True)]
    loudest = matrix[matrix["speaker"].isin(ranked(matrix, "speaker")[:top])]
    signs = pivot(loudest, "sign").iloc[:, :top].dropna(how="all")
    figure, axes = canvas(len(signs) + 4)
    pairs = loudest[loudest["target"].isin(signs.columns)]
    _draw_cells(axes, signs, pairs)
    head(figure, "+ for · − against · ○ neutral · ± divided · number of statements")
    title = _clearest(matrix)
    return Picture(
        figure,
        title,
        "A row is who speaks, a column whom or what it is about. An empty cell is no evidence, which is not the same as neutral.",
        told(title, "Grid of stances with the number of statements", _stances(pairs)),
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
        f"Above the line a sentence sounds positive, below it negative; {'; '.join(extremes)}.",
        told(title, "Bar chart of the sentiment of each sentence", [tally, *extremes]),
    )


def _largest_first(parts: pd.DataFrame) -> pd.DataFrame:
    """Rows by their sum, what has no name last."""
    order = parts.sum(axis=1).sort_index().sort_values(ascending=False, kind="stable").index
    nameless = order.intersection([NOT_FOUND])
    return parts.loc[[*order.difference(nameless, sort=False), *nameless]]


def _noted(names: Iterable[str], notes: Iterable[str]) -> list[str]:
    return [f"{name} {note}" for name, note in zip(names, notes, strict=True)]


def _cells(pairs: pd.DataFrame) -> Iterator[tuple[str, str, str, int]]:
    return pairs[["speaker", "target", "sign", "statements"]].itertuples(index=False, name=None)


def _stances(pairs: pd.DataFrame) -> list[str]:
    return [f"{speaker} {WORDS[sign]} {target} ({n})" for speaker, target, sign, n in _cells(pairs)]


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


def _sign(stance: float, support: int, oppose: int) -> str:
    if abs(stance) > CLEAR:
        return "+" if stance > 0 else "−"
    return "±" if support and oppose else "○"


def _draw_cells(axes: Axes, signs: pd.DataFrame, pairs: pd.DataFrame) -> None:
    colours = {"+": INK, "−": WARM, "○": GREY, "±": GREY}
    rows, columns = list(signs.index), list(signs.columns)
    for speaker, target, sign, n in _cells(pairs):
        row, column = rows.index(speaker), columns.index(target)
        axes.bar(column, 0.9, width=0.9, bottom=row - 0.45, color=colours[sign], alpha=0.25)
        axes.text(column, row, f"{sign} {n}", ha="center", va="center_baseline")
    label_rows(axes, rows)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_xticks(range(len(columns)), [shorten(name, 20) for name in columns])
    axes.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, labelrotation=40)
    for label in axes.get_xticklabels():
        label.set(ha="left", rotation_mode="anchor")
    axes.spines["bottom"].set_visible(False)


def _clearest(matrix: pd.DataFrame) -> str:
    """The pair with the most statements on one side, in words."""
    one_sided = matrix[["support", "oppose"]].max(axis=1)
    pair = matrix.iloc[int(one_sided.argmax())]
    if one_sided.max() < TELLING:
        sides = {"against": matrix["oppose"].sum(), "for": matrix["support"].sum()}
        sides["neutral"] = matrix["statements"].sum() - sum(sides.values())
        tally = ", ".join(f"{n} {side}" for side, n in sides.items() if n)
        return f"{counted(matrix['statements'].sum(), 'statement')}: {tally}"
    side = "against" if pair["oppose"] > pair["support"] else "for"
    clear, total = int(one_sided.max()), int(pair["statements"])
    some = f"all {total}" if clear == total else f"{clear} of {total}"
    return f"{shorten(pair['speaker'], 40)} is {side} {shorten(pair['target'], 40)} in {some} statements"


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
