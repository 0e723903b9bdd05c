"""Figures of two sides compared: whom they quote or speak of, and where they stand toward the same targets."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.chance import LEVEL
from analysis.contrast import Side
from analysis.drawing import GREY, LOOKS, Picture, canvas, head, label_rows, nothing, styled
from analysis.wording import counted, percent, shorten, signed, told

FISHER = "Fisher’s exact test on the number of articles"
PERMUTED = "a permutation test on the means of the articles"


@styled
def shares_apart(found: pd.DataFrame, first: Side, second: Side, *, top: int = 10) -> Picture:
    """The shares of `contrast.names_compared`, the rows that differ most first."""
    names = first.name, second.name
    measure = "share of the mentions in their quotations" if first.kind == "speaker" else "share of the words quoted or reported"
    if found.empty:
        return nothing("There is nothing that either side quotes or speaks of.")
    gap = (found["second_share"] - found["first_share"]).abs()
    shown = found.loc[gap.sort_values(ascending=False, kind="stable").index[:top]].reset_index(drop=True)
    shares = 100 * shown[["first_share", "second_share"]]
    figure, axes = canvas(len(shown) + 3)
    axes.hlines(range(len(shown)), shares.min(axis=1), shares.max(axis=1), color=GREY, linewidth=1.2)
    for side, column in zip((first, second), shares, strict=True):
        mark, colour, _ = LOOKS[side.look]
        axes.plot(shares[column], range(len(shown)), mark, color=colour, markersize=8, label=shorten(side.name), clip_on=False)
    label_rows(axes, _starred(shown["name"], shown["beyond_chance"]))
    axes.grid(axis="y")
    axes.tick_params(axis="y", pad=9)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel(f"% ({measure})")
    head(figure, measure[:1].upper() + measure[1:])
    most, apart = shown["name"].iloc[0], (shown["first_share"].iloc[0], shown["second_share"].iloc[0])
    here, there = (f"{percent(share)} in {shorten(name, 40)}" for share, name in zip(apart, names, strict=True))
    title = f"Widest apart: {shorten(str(most), 40)}, {here} and {there}"
    rows = [
        f"{n} {percent(a)} and {percent(b)}"
        for n, a, b in shown[["name", "first_share", "second_share"]].itertuples(index=False, name=None)
    ]
    caption = f"The further apart the marks of a row, the more the two differ. {_verdict(found, FISHER)}"
    return Picture(figure, title, caption, told(title, f"Dot plot, {names[0]} and {names[1]}", rows), data=found)


@styled
def stances_apart(found: pd.DataFrame, first: Side, second: Side, *, top: int = 10) -> Picture:
    """The mean stances of `contrast.stances_compared`, each with its interval."""
    names = first.name, second.name
    if found.empty:
        return nothing("There is no target of which both are seen to speak.")
    shown = found.head(top)
    figure, axes = canvas(1.3 * len(shown) + 3)
    for side, column, shift in ((first, "first", -0.16), (second, "second", 0.16)):
        _draw_side(axes, shown, column, side, shift)
    label_rows(axes, _starred(shown["target"], shown["beyond_chance"]))
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_xlim(-1.05, 1.05)
    axes.set_xticks([-1, 0, 1], ["−1 against", "0 neutral\nor divided", "+1 for"])
    axes.set_xlabel("Mean stance")
    head(figure, "Mean stance over articles, with its 95 % interval")
    widest = shown.iloc[int(shown["difference"].abs().argmax())]
    means = (widest["first_stance"], widest["second_stance"])
    here, there = (f"{signed(mean)} in {shorten(name, 40)}" for mean, name in zip(means, names, strict=True))
    title = f"Widest apart: {shorten(str(widest['target']), 40)}, {here} and {there}"
    columns = ["target", "first_stance", "first_articles", "second_stance", "second_articles"]
    rows = [f"{t} {signed(a)} ({n}) and {signed(b)} ({m})" for t, a, n, b, m in shown[columns].itertuples(index=False, name=None)]
    seen = "A mark is a mean, a line its interval: the longer the lines, the less is known."
    caption = f"{seen} {_verdict(found, PERMUTED)}"
    return Picture(figure, title, caption, told(title, f"Stances of {names[0]} and {names[1]} (articles)", rows), data=found)


def _draw_side(axes: Axes, shown: pd.DataFrame, column: str, side: Side, shift: float) -> None:
    mark, colour, line = LOOKS[side.look]
    rows = [row + shift for row in range(len(shown))]
    axes.hlines(rows, shown[f"{column}_low"], shown[f"{column}_high"], linewidth=1.4, color=colour, linestyle=line)
    axes.plot(shown[f"{column}_stance"], rows, mark, color=colour, markersize=8, label=shorten(side.name), clip_on=False)


def _starred(names: pd.Series, beyond: pd.Series) -> list[str]:
    """The names, with a star where the difference is beyond chance."""
    return [f"{shorten(str(name), 22)} *" if star else str(name) for name, star in zip(names, beyond, strict=True)]


def _verdict(found: pd.DataFrame, test: str) -> str:
    tested, kept = int(found["corrected"].notna().sum()), int(found["beyond_chance"].sum())
    if not tested:
        return "There are too few articles to tell any difference here from chance."
    some = f"{kept} (with a star)" if kept else "None"
    found_to_be = f"{some} of the {counted(tested, 'difference')} tested {'is' if kept <= 1 else 'are'} beyond chance"
    return f"{found_to_be} at {percent(LEVEL)}: {test}, corrected for their number by Benjamini and Hochberg’s procedure."
