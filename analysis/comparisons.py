"""Figures that compare: one month with the next, one outlet with another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.drawing import GREY, LOOKS, Picture, bars_by_row, canvas, caution, head, label_months, label_rows, nothing, styled
from analysis.summaries import UNDATED, entity_frequency, largest_outlets, quoted
from analysis.tables import Tables
from analysis.wording import counted, month_name, percent, shorten, told


@styled
def speakers_over_time(tables: Tables, *, top: int = 8) -> Picture:
    """How many words of each speaker the articles of each month quote or report.

    >>> speakers_over_time(Tables.from_rows({})).title
    'No dated article quotes anybody.'
    """
    said = quoted(tables, by="month").dropna(subset="speaker")
    words = _by_month(said, "speaker", "words")
    if words.empty:
        return nothing("No dated article quotes anybody.")
    return _over_time(words, top, "Words quoted or reported, by month", ("word", "is given the most words"))


@styled
def entities_over_time(tables: Tables, *, top: int = 8) -> Picture:
    """How often the most mentioned people, places and organisations are mentioned in each month.

    >>> entities_over_time(Tables.from_rows({})).title
    'No dated article mentions anybody.'
    """
    mentions = _by_month(entity_frequency(tables, by="month"), "entity", "count")
    if mentions.empty:
        return nothing("No dated article mentions anybody.")
    return _over_time(mentions, top, "Number of mentions, by month", ("mention", "is mentioned most"))


@styled
def outlet_comparison(tables: Tables, *, top: int = 8) -> Picture:
    """The share of its quoted words that each outlet gives to a speaker, where the outlets differ most first.

    >>> outlet_comparison(Tables.from_rows({})).title
    'There are no two outlets to compare.'
    """
    said = quoted(tables, by="outlet")
    largest = largest_outlets(tables)
    shares = said[said["group"].isin(largest)].pivot_table(
        index="speaker", columns="group", values="share", aggfunc="sum", fill_value=0.0
    )
    if len(shares.columns) < 2:
        return nothing("There are no two outlets to compare.")
    looks = {outlet: look for outlet, look in zip(largest, LOOKS, strict=False) if outlet in shares}
    shares = shares[list(looks)]
    few = said.groupby("group")["quotations"].sum().loc[shares.columns]
    gap = shares.max(axis=1) - shares.min(axis=1)
    data = shares.loc[gap.sort_index().sort_values(ascending=False, kind="stable").index]
    shares = data.head(top)
    figure, axes = canvas(len(shares) + 2.5)
    _draw_shares(axes, shares * 100, looks)
    head(figure, "Share of the words that an outlet quotes or reports")
    most = shares.iloc[0]
    title = (
        f"{most.idxmax()} gives {shorten(str(most.name), 40)} {percent(most.max())} of its quoted words, "
        f"{most.idxmin()} {percent(most.min())}"
    )
    return Picture(
        figure,
        title,
        "The further apart the marks of a row, the more the outlets differ in whom they let speak."
        + caution(few.min(), "quotation", f"of {few.idxmin()}"),
        told(title, "Dot plot of the share of quoted words by outlet", _shares(shares)),
        data=data,
    )


def _shares(shares: pd.DataFrame) -> list[str]:
    return [
        f"{name} {', '.join(f'{percent(share)} in {outlet}' for outlet, share in row.items())}" for name, row in shares.iterrows()
    ]


def _by_month(counts: pd.DataFrame, name: str, values: str) -> pd.DataFrame:
    """Names, the largest first, × every month from the first to the last, the months without an article too."""
    dated = counts[counts["group"] != UNDATED]
    if dated.empty:
        return pd.DataFrame()
    months = pd.period_range(dated["group"].min(), dated["group"].max(), freq="M").strftime("%Y-%m")
    wide = dated.pivot_table(index=name, columns="group", values=values, aggfunc="sum", fill_value=0)
    order = wide.sum(axis=1).sort_index().sort_values(ascending=False, kind="stable").index
    return wide.loc[order].reindex(columns=months, fill_value=0)


def _over_time(values: pd.DataFrame, top: int, subtitle: str, wording: tuple[str, str]) -> Picture:
    noun, leads = wording
    months = [month_name(month) for month in values.columns]
    if len(months) == 1:
        return nothing(f"Every dated article is from {months[0]}: there is no change to show.")
    shown = values.iloc[:top]
    figure, axes = canvas(len(shown) * 1.5 + 1)
    bars_by_row(axes, shown)
    label_months(axes, list(values.columns))
    head(figure, subtitle)
    first, last = (shorten(str(values[month].idxmax()), 40) for month in (values.columns[0], values.columns[-1]))
    then = f"and still in {months[-1]}" if first == last else f"{last} in {months[-1]}"
    title = f"{first} {leads} in {months[0]}{' ' if first == last else ', '}{then}"
    peaks = [f"{name} most in {months[int(row.argmax())]} ({counted(row.max(), noun)})" for name, row in shown.iterrows()]
    return Picture(
        figure,
        title,
        "A strip for each name, all to one scale; the number is that of the highest bar.",
        told(title, "Bars by month for each name", peaks),
        data=values,
    )


def _draw_shares(axes: Axes, shares: pd.DataFrame, looks: Mapping[str, tuple[str, str, Any]]) -> None:
    rows = range(len(shares))
    axes.hlines(rows, shares.min(axis=1), shares.max(axis=1), color=GREY, linewidth=1.2)
    for outlet, (mark, colour, _) in looks.items():
        axes.plot(shares[outlet], rows, mark, color=colour, markersize=8, label=shorten(outlet), clip_on=False)
    label_rows(axes, shares.index)
    axes.grid(axis="y")
    axes.tick_params(axis="y", pad=9)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel("% of the outlet's quoted words")
