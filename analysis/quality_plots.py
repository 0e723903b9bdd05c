"""Figures of quality: every figure with its interval, confidence beside truth, and what the errors come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.drawing import INK, WARM, Picture, canvas, caution, head, label_rows, nothing, stacked_bars, styled
from analysis.mistakes import CAUSES, by_cause
from analysis.quality import calibration_error, reliability_by_band
from analysis.scores import F1, FEWER, MORE
from analysis.wording import counted, percent, told

_LOOKS: dict[str, dict[str, Any]] = {
    MORE: {"marker": "o", "color": INK, "label": "the more the better"},
    FEWER: {"marker": "s", "color": WARM, "label": "the fewer the better"},
}
_FINDINGS = {  # the first of these figures that there is gives the title
    "speaker right": "The right speaker is found for {share} of {of} quotations",
    F1: "F1 of attributions is {share}, measured on {of}",
    "stances right": "The right stance is found for {share} of {of}",
    "speech of nobody": "Of {of} texts that nobody says, {share} are given to somebody",
}


@styled
def shares_with_intervals(table: pd.DataFrame) -> Picture:
    """The shares of `scores.scores`, each with its interval.

    >>> shares_with_intervals(pd.DataFrame({"figure": []})).title
    'The gold has nothing to measure.'
    """
    if table.empty:
        return nothing("The gold has nothing to measure.")
    figure, axes = canvas(len(table) + 2)
    for better, look in _LOOKS.items():
        _marks(axes, table["share"].where(table["better"] == better), table, **look)
    notes = _noted(axes, table["figure"], table["share"], table["of"])
    head(figure, "Share with its 95 % interval, and of how many cases")
    title = _finding(table)
    shown = zip(table["figure"], notes, table["low"], table["high"], strict=True)
    lines = [f"{name} {note}, {percent(low)} to {percent(high)}" for name, note, low, high in shown]
    caption = (
        "A mark is a share, the line its interval: the longer the line, the less is known."
        f"{caution(table['of'].min(), 'case', 'behind one of them')}"
    )
    return Picture(figure, title, caption, told(title, "Dot plot of shares", lines), data=table)


@styled
def confidence_and_truth(compared: pd.DataFrame) -> Picture:
    """How often speakers are right that are given with so much confidence; `compared` is what `scores.judged` gives.

    >>> confidence_and_truth(pd.DataFrame({"found": [], "confidence": [], "right": []})).title
    'No speaker is given that gold could judge.'
    """
    table = reliability_by_band(compared)[::-1]
    if table.empty:
        return nothing("No speaker is given that gold could judge.")
    figure, axes = canvas(len(table) + 3)
    _marks(axes, table["right"], table, marker="o", color=INK, label="share that is right")
    hollow: dict[str, Any] = {"color": WARM, "fillstyle": "none", "markeredgewidth": 1.8}
    axes.plot(100 * table["confidence"], range(len(table)), "D", markersize=8, label="mean confidence", **hollow, clip_on=False)
    notes = _noted(axes, table.index, table["right"], table["statements"])
    axes.set_ylabel("Confidence")
    head(figure, "Speakers that are right, with the 95 % interval, by confidence")
    off = calibration_error(compared)
    title = f"With a confidence of {table.index[0]}, {notes[0]} speakers are right"
    lines = [f"{band}: {note} right" for band, note in zip(table.index, notes, strict=True)]
    caption = (
        "Where the hollow mark lies left of the line, speakers are right more often than their confidence says; right of the line, "
        f"less often. On average the two differ by {counted(round(100 * off), 'point')}. Quotations that were not found are left "
        f"out.{caution(table['statements'].min(), 'case', 'in one of the rows')}"
    )
    return Picture(figure, title, caption, told(title, "Dot plot of the share that is right by confidence", lines), data=table)


@styled
def causes_of_errors(found: pd.DataFrame) -> Picture:
    """How many of the errors of `mistakes.mistakes` have which cause, the commonest first.

    >>> causes_of_errors(pd.DataFrame({"cause": []})).title
    'No error is found.'
    """
    counts = by_cause(found)
    if counts.empty:
        return nothing("No error is found.")
    total = int(counts.sum())
    notes = [f"{n:,} · {percent(n / total)}" for n in counts]
    figure, axes = canvas(len(counts) + 1)
    stacked_bars(axes, counts.to_frame("_"), notes)  # one kind of bar needs no key
    head(figure, "Number of errors · share of all of them")
    first = str(counts.index[0])
    title = f"Commonest is “{first}”: {counts.iloc[0]:,} of {counted(total, 'error')}"
    lines = [f"{cause} {note}" for cause, note in zip(counts.index, notes, strict=True)]
    caption = f"“{first}”: {CAUSES[first]}. The tables below explain each cause; the data hold every error."
    return Picture(figure, title, caption, told(title, "Bar chart of the causes of errors", lines), data=found)


def _marks(axes: Axes, shares: pd.Series, table: pd.DataFrame, *, marker: str, color: str, label: str) -> None:
    """A row for each share that is there: its mark, and its interval as a line."""
    rows = pd.Series(range(len(table)), index=table.index)[shares.notna()]
    if len(rows):
        axes.hlines(rows, 100 * table["low"][rows.index], 100 * table["high"][rows.index], color=color, linewidth=1.8)
        axes.plot(100 * shares[rows.index], rows, marker, color=color, markersize=7, label=label, clip_on=False)


def _noted(axes: Axes, names: Iterable[str], shares: pd.Series, numbers: pd.Series) -> list[str]:
    """Name the rows, scale them from 0 to 100 %, and note each share behind its row; returns the notes."""
    notes = [f"{percent(share)} of {n:,}" for share, n in zip(shares, numbers, strict=True)]
    at: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "xytext": (9, 0), "textcoords": "offset points"}
    for row, note in enumerate(notes):
        axes.annotate(note, (1, row), va="center_baseline", **at)
    label_rows(axes, names)
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 50, 100], ["0", "50", "100 %"])
    axes.grid(axis="x")
    axes.tick_params(axis="y", pad=7)
    return notes


def _finding(table: pd.DataFrame) -> str:
    known = {
        name: (percent(share), f"{of:,}") for name, share, of in zip(table["figure"], table["share"], table["of"], strict=True)
    }
    name = next(name for name in (*_FINDINGS, *known) if name in known)
    share, of = known[name]
    return _FINDINGS.get(name, f"{name}: {{share}} of {{of}}").format(share=share, of=of)
