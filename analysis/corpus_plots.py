"""Figures of a corpus: what kinds of speakers are given the words, and who agrees with whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.drawing import GREY, INK, WARM, Picture, canvas, head, label_rows, nothing, stacked_bars, styled
from analysis.stance_plots import field_side
from analysis.summaries import KINDS, NOT_FOUND, quoted_kinds
from analysis.tables import Tables
from analysis.who_agrees import agreement
from analysis.wording import counted, naming, percent, shorten, told

_FORMS = {"direct": "in quotation marks", "mixed": "partly", "indirect": "reported"}
_LOOKS = {"+": (INK, "solid"), "−": (WARM, "dashed"), "±": (GREY, "dashdot")}
_WORDS = {"+": "agree on", "−": "disagree on", "±": "are divided over"}
_FEWEST = 3  # rows that there is room for, so that a single pair does not fill the chart
_COMPARED = 500  # speakers at most


@styled
def kinds_of_speakers(tables: Tables) -> Picture:
    """How many of the words quoted or reported are those of people, organisations, countries, groups, and of nobody by name.

    >>> kinds_of_speakers(Tables.from_rows({})).title
    'Nobody is quoted.'
    """
    said = quoted_kinds(tables)
    parts = said.pivot_table(index="speaker_kind", columns="kind", values="words", aggfunc="sum", fill_value=0)
    parts = (
        parts.reindex(index=list(KINDS), columns=list(_FORMS), fill_value=0).set_axis(list(KINDS.values())).rename(columns=_FORMS)
    )
    parts, total = parts[parts.sum(axis=1) > 0], int(parts.to_numpy().sum())
    if not total:
        return nothing("Nobody is quoted.")
    words = parts.sum(axis=1)
    notes = [f"{n:,} · {percent(n / total)}" for n in words]
    figure, axes = canvas(len(parts) + 1)
    stacked_bars(axes, parts, notes)
    head(figure, "Words quoted or reported · share of the total")
    title = _who_has_a_name(words, total)
    details = [f"{name} {note}" for name, note in zip(parts.index, notes, strict=True)]
    caption = "“Nobody by name” are those of whom an article gives no more than a description, such as “officials”."
    alt = told(title, "Bar chart of the words of each kind of speaker", details)
    return Picture(figure, title, caption, alt, data=parts.rename_axis("kind of speaker"))


def _who_has_a_name(words: pd.Series, total: int) -> str:
    known = words.drop(KINDS[NOT_FOUND], errors="ignore")
    if known.empty:
        return f"No speaker is found for the {counted(total, 'word')} quoted"
    unnamed = int(known.get(KINDS["anonymous"], 0))
    rest = f"; {percent(unnamed / total)} have no name to them" if unnamed else "; none is without a name"
    most = str(known.idxmax())
    if most == KINDS["anonymous"]:
        return f"Most of the quoted words, {percent(unnamed / total)}, have no name to them"
    return f"{most.capitalize()} are given {percent(known.max() / total)} of the quoted words{rest}"


@styled
def who_agrees(tables: Tables, *, top: int = 9) -> Picture:
    """Who is on the same side as whom: the `top` speakers who share the most targets, those who agree beside each other.

    >>> who_agrees(Tables.from_rows({})).title
    'No two speakers take a side on the same thing.'
    """
    compared = _of_prolific(tables.stances)
    pairs = agreement(replace(tables, stances=compared))
    pairs = pairs[pairs["agree"] + pairs["disagree"] > 0]
    if pairs.empty:
        return nothing("No two speakers take a side on the same thing.")
    names = _camps(pairs, top)
    shown = pairs[pairs["speaker"].isin(names) & pairs["other"].isin(names)]
    figure, axes = canvas(len(names) + 3.5)
    _draw_pairs(axes, shown, names)
    head(figure, "+ agree · − disagree · ± as often one as the other\nand the number of targets on which both take a side")
    title = _clearest(pairs)
    rest = len(set(pairs["speaker"]) | set(pairs["other"])) - len(names)
    more = f" Not shown: {counted(rest, 'other')}." if rest else ""
    if compared["speaker"].nunique() == _COMPARED:
        more += f" Compared are the {_COMPARED} speakers who take a side on the most targets."
    return Picture(
        figure,
        title,
        "A field is a pair of speakers, the larger the more they share; an empty field is no evidence. One target shows next to "
        f"nothing: two people who toss coins agree on it half the time.{more}",
        told(title, "Grid of pairs of speakers", [_said(*pair) for pair in _listed(shown)]),
        data=shown,
    )


def _of_prolific(stances: pd.DataFrame) -> pd.DataFrame:
    """The stances of those who take a side on the most targets: so many speakers that each two of them can be compared."""
    sided = stances.loc[stances["stance"] != 0, ["speaker", "target"]].drop_duplicates()
    most = sided["speaker"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:_COMPARED]
    return stances[stances["speaker"].isin(most)]


def _camps(pairs: pd.DataFrame, top: int) -> list[str]:
    """The speakers who share the most sides, in an order that puts those who agree beside each other.

    The order is that of the first eigenvector of agreements less disagreements, which parts two camps as well as one line can.
    """
    shared = pd.concat(
        [pairs[[column, "agree", "disagree"]].set_axis(["name", "a", "d"], axis=1) for column in ("speaker", "other")]
    )
    sides = shared.groupby("name")[["a", "d"]].sum().sum(axis=1).sort_index().sort_values(ascending=False, kind="stable")
    names = sides.index[:top].tolist()
    place = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for one, other, agree, disagree in _listed(pairs[pairs["speaker"].isin(names) & pairs["other"].isin(names)]):
        matrix[place[one], place[other]] = matrix[place[other], place[one]] = agree - disagree
    first = np.linalg.eigh(matrix)[1][:, -1].round(6)
    first = first if first[np.abs(first).argmax()] > 0 else -first
    return [names[n] for n in sorted(range(len(names)), key=lambda n: (-first[n], n))]


def _listed(pairs: pd.DataFrame) -> list[tuple[str, str, int, int]]:
    return list(pairs[["speaker", "other", "agree", "disagree"]].itertuples(index=False, name=None))


def _sign(agree: int, disagree: int) -> str:
    return "+" if agree > disagree else "−" if disagree > agree else "±"


def _said(one: str, other: str, agree: int, disagree: int) -> str:
    most = max(agree, disagree) if agree != disagree else agree + disagree
    return f"{one} and {other} {_WORDS[_sign(agree, disagree)]} {most} of {agree + disagree}"


def _draw_pairs(axes: Axes, pairs: pd.DataFrame, names: list[str]) -> None:
    place = {name: n for n, name in enumerate(names)}
    most = int((pairs["agree"] + pairs["disagree"]).max())
    for one, other, agree, disagree in _listed(pairs):
        row, column = sorted((place[one], place[other]), reverse=True)
        side = field_side(agree + disagree, most)
        colour, line = _LOOKS[_sign(agree, disagree)]
        at: dict[str, Any] = {"width": side * 1.08, "bottom": row - side / 2}
        axes.bar(column, side, color=colour, alpha=0.25, **at)
        axes.bar(column, side, color="none", edgecolor=colour, linestyle=line, linewidth=1.3, **at)
        axes.text(column, row, f"{_sign(agree, disagree)} {agree + disagree}", ha="center", va="center_baseline")
    label_rows(axes, names)
    axes.set_ylim(max(len(names), _FEWEST) - 0.5, 0.5)  # a triangle: the first row would be empty
    axes.set_xlim(-0.5, max(len(names), 2 * _FEWEST) - 1.5)
    axes.set_xticks(range(len(names) - 1), [shorten(name, 20) for name in names[:-1]])
    axes.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, labelrotation=40)
    for label in axes.get_xticklabels():
        label.set(ha="left", rotation_mode="anchor")
    axes.spines["bottom"].set_visible(False)


def _clearest(pairs: pd.DataFrame) -> str:
    """The pair that shows the most, in words: `agreement` gives it first."""
    one, other, agree, disagree = _listed(pairs.head(1))[0]
    both, verb = naming([one, other]), "agree" if agree > disagree else "disagree"
    if agree + disagree < 2:
        alike, apart = int((pairs["agree"] > 0).sum()), int((pairs["disagree"] > 0).sum())
        return f"{counted(alike, 'pair')} of speakers agree on one target or more, {counted(apart, 'pair')} disagree"
    most, total = max(agree, disagree), agree + disagree
    some = f"all {total}" if most == total else f"{most} of {total}"
    return f"{both} {verb} on {some} targets on which both take a side"
