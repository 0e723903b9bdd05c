"""Figures of one speaker: how much they are quoted in each month, and whom and what they are for and against."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.addresses import Pages, evidence_id
from analysis.drawing import FILLS, GREY, LABELS, Picture, canvas, caution, head, label_months, label_rows, linked, nothing, styled
from analysis.profile import SpeakerProfile
from analysis.wording import counted, month_name, shorten, told

_NO_PAGES: Pages = MappingProxyType({})


@styled
def quotations_by_month(profile: SpeakerProfile) -> Picture:
    """How many quotations of the speaker the articles of each month hold.

    >>> from analysis.tables import Tables
    >>> quotations_by_month(SpeakerProfile(Tables.from_rows({}), "Mara Quist")).title
    'No dated article quotes Mara Quist.'
    """
    months = profile.over_time
    if not months["quotations"].sum():
        return nothing(f"No dated article quotes {shorten(profile.name, 40)}.")
    names = [month_name(month) for month in months["month"]]
    said = months["quotations"]
    most = int(said.argmax())
    if len(names) == 1:
        return nothing(f"Every dated article is from {names[0]}: there is no change to show.")
    figure, axes = canvas(6)
    axes.bar(range(len(said)), said, width=0.72, **FILLS[0])
    if len(said) <= 2 * LABELS:
        for at, n in enumerate(said):
            axes.annotate(f"{n:,}", (at, n), xytext=(0, 2), textcoords="offset points", ha="center", va="bottom")
    label_months(axes, months["month"].to_list())
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_ylim(0, said.max() * 1.15)
    axes.set_ylabel("Quotations")
    axes.set_xlabel("Month of the article")
    axes.grid(axis="y")
    head(figure, "Number of quotations, by month")
    times = f"{counted(said.max(), 'time')} in {counted(months['articles'].iloc[most], 'article')}"
    title = f"{shorten(profile.name, 40)} is quoted most in {names[most]}: {times}"
    return Picture(
        figure,
        title,
        "A bar for each month from the first article to the last, whoever it quotes; articles without a date are left out."
        f"{caution(said.sum(), 'quotation')}",
        told(title, "Bar chart by month", [f"{name} {n}" for name, n in zip(names, said, strict=True)]),
        data=months,
    )


@styled
def for_and_against(profile: SpeakerProfile, *, top: int = 12, pages: Pages = _NO_PAGES) -> Picture:
    """Whom and what the speaker is for and against, in how many statements; with `pages` each row leads to its words.

    >>> from analysis.tables import Tables
    >>> for_and_against(SpeakerProfile(Tables.from_rows({}), "Mara Quist")).title
    'Mara Quist is not seen to be for or against anything.'
    """
    name = shorten(profile.name, 40)
    sided = profile.targets[profile.targets["support"] + profile.targets["oppose"] > 0]
    if sided.empty:
        return nothing(f"{name} is not seen to be for or against anything.")
    shown, rest = sided.iloc[:top], sided.iloc[top:]
    figure, axes = canvas(len(shown) + 2.5)
    _draw_sides(axes, shown)
    links = {}
    widest = shown[["support", "oppose"]].to_numpy().max() + 0.75
    axes.set_xlim(-widest, widest)
    if pages:
        for row, target in enumerate(shown["target"]):
            address = f"#{evidence_id(profile.name, target)}"
            linked(axes, -widest, row - 0.5, 2 * widest, 1, address)
            links[address] = f"{profile.name} on {target}: the words that show it"
    head(figure, "Number of statements against · for")
    title = f"{name} is for {_most(sided, 'support')}, against {_most(sided, 'oppose')}"
    sides = shown[["target", "oppose", "support"]].itertuples(index=False, name=None)
    words = "To the left statements against (hatched), to the right those for; a single statement shows little."
    if len(rest):
        words += f" Not shown: {counted(len(rest), 'other target')}."
    words += caution(sided["statements"].sum(), "statement")
    if links:
        words += " Select a row to read its words."
    rows = [f"{target}: {oppose} against, {support} for" for target, oppose, support in sides]
    return Picture(figure, title, words, told(title, "Bars to either side for each target", rows), links, profile.targets)


def _draw_sides(axes: Axes, shown: pd.DataFrame) -> None:
    rows = range(len(shown))
    for column, turn, fill in (("oppose", -1, FILLS[1]), ("support", 1, FILLS[0])):
        axes.barh(rows, turn * shown[column], height=0.62, **fill)
        for row, n in enumerate(shown[column]):
            if n:
                places: dict[str, Any] = {"ha": "left" if turn > 0 else "right", "va": "center_baseline"}
                axes.annotate(f"{n}", (turn * n, row), xytext=(4 * turn, 0), textcoords="offset points", **places)
    axes.axvline(0, color=GREY, linewidth=0.8)
    label_rows(axes, shown["target"])
    axes.set_xticks([])
    axes.set_xlabel("← against · statements · for →")
    axes.spines["bottom"].set_visible(False)


def _most(sided: pd.DataFrame, side: str) -> str:
    """The target with the most statements on a side, in words."""
    on_it = sided[sided[side] > 0].sort_values([side, "target"], ascending=[False, True])
    if on_it.empty:
        return "nobody and nothing"
    more = f" and {counted(len(on_it) - 1, 'other')}" if len(on_it) > 1 else ""
    return f"{shorten(str(on_it['target'].iloc[0]), 30)}{more}"
