"""What every figure shares: its look, its head, its bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.wording import counted, month_name, shorten

STYLE = Path(__file__).with_name("resources") / "rapporteur.mplstyle"
WIDTH = 5.2  # inches: a phone 360 px wide still shows the 10.5 pt of its text at 9 px
ROW = 0.3  # inches that a row of a chart takes
INK, WARM, GREY = "#2f7fb0", "#c8553d", "#7d7d7d"
_UNSEEN = 0.004  # opacity: with none at all matplotlib draws no face that a pointer could hit
QUIET = 0.7  # opacity of words of the second rank; without a colour of their own they take the page's
FEW = 10  # things counted below which a figure says so
LABELS = 6  # months that have room for their name below a chart
KEY_CHARACTERS = 44  # what fits beside each other in a key
LOOKS: tuple[tuple[str, str, Any], ...] = (  # of sides and outlets: mark, colour, line
    ("o", INK, "solid"),
    ("s", WARM, "dashed"),
    ("^", GREY, "dashdot"),
    ("D", INK, "dotted"),
    ("v", WARM, (0, (6, 2))),
    ("P", GREY, (0, (1, 2, 4, 2))),
)
FILLS: tuple[dict[str, Any], ...] = (
    {"facecolor": INK, "edgecolor": INK},
    {"facecolor": "none", "edgecolor": INK, "hatch": "/////"},
    {"facecolor": "none", "edgecolor": INK},
)


class Picture(NamedTuple):
    """A figure with its words: the finding as `title`, what there is to see as `caption`, and `alt` for those who do not see it.

    `links` says in words where each link of the figure leads, by its address; `data` is what is drawn, with what was left out.
    """

    figure: Figure
    title: str
    caption: str
    alt: str
    links: Mapping[str, str] = MappingProxyType({})
    data: pd.DataFrame | None = None


styled = matplotlib.style.context(STYLE, after_reset=True)  # a decorator: the look is the same whatever the user has set


def canvas(rows: float) -> tuple[Figure, Axes]:
    """An empty chart tall enough for so many rows of `ROW` inches."""
    figure = Figure(figsize=(WIDTH, 0.85 + ROW * max(rows, 1.5)))
    return figure, figure.subplots()


def head(figure: Figure, subtitle: str) -> None:
    """Write the measure and its unit above a finished chart, and below them the key to its fills or symbols, if it has some."""
    handles, labels = figure.axes[0].get_legend_handles_labels()
    columns = 1 if sum(map(len, labels)) > KEY_CHARACTERS else max(len(labels), 1)
    key = figure.legend(handles, labels, title=subtitle, loc="outside upper left", alignment="left", ncols=columns)
    key.get_title().set_alpha(QUIET)


@styled
def nothing(why: str) -> Picture:
    """A picture that says why there is none.

    >>> nothing("Nobody is quoted.").title
    'Nobody is quoted.'
    """
    figure = Figure(figsize=(WIDTH, 0.6))
    figure.text(0.5, 0.5, "no data", ha="center", va="center", alpha=QUIET)
    return Picture(figure, why, "", why)


def caution(number: float, noun: str, whose: str = "here") -> str:
    """What a caption adds where little was counted.

    >>> caution(3, "quotation"), caution(30, "quotation")
    (' There are only 3 quotations here: a few more could change the picture.', '')
    """
    if number >= FEW:
        return ""
    return f" There {'is' if number == 1 else 'are'} only {counted(number, noun)} {whose}: a few more could change the picture."


def stacked_bars(axes: Axes, parts: pd.DataFrame, notes: Sequence[str]) -> None:
    """A bar a row, the first row on top, made of its columns, each with a fill that needs no colour; a note after each bar."""
    left = pd.Series(0.0, index=parts.index)
    rows = range(len(parts))
    for column, fill in zip(parts, FILLS, strict=False):
        if parts[column].any():  # what does not occur has no place in the key
            axes.barh(rows, parts[column], left=left, height=0.62, label=str(column), **fill)
            left += parts[column]
    for row, (end, note) in enumerate(zip(left, notes, strict=True)):
        axes.annotate(note, (end, row), xytext=(5, 0), textcoords="offset points", va="center_baseline")
    label_rows(axes, parts.index)
    axes.set_xlim(0, (left.max() or 1) * (1.05 + 0.03 * max(map(len, notes))))  # room for the notes
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def bars_by_row(axes: Axes, values: pd.DataFrame) -> None:
    """A strip of upright bars a row, a bar for each column, all to one scale; the highest of each row is numbered."""
    scale = 0.62 / (values.to_numpy().max() or 1)
    for row, (_, strip) in enumerate(values.iterrows()):
        axes.bar(range(len(strip)), -strip * scale, bottom=row + 0.4, width=0.72, **FILLS[0])
        axes.axhline(row + 0.4, color=GREY, linewidth=0.6)
        peak = int(strip.argmax())
        axes.annotate(
            f"{strip.iloc[peak]:,.0f}", (peak, row + 0.4 - strip.iloc[peak] * scale), ha="center", va="bottom", fontsize="small"
        )
    label_rows(axes, values.index)
    axes.set_ylim(len(values) - 0.45, -0.6)
    axes.spines["bottom"].set_visible(False)


def label_rows(axes: Axes, names: Iterable[str]) -> None:
    """Name the rows of a chart, the first on top."""
    shown = [shorten(name) for name in names]
    axes.set_yticks(range(len(shown)), shown)
    axes.set_ylim(len(shown) - 0.5, -0.5)


def label_months(axes: Axes, months: Sequence[str]) -> None:
    """Name the months ("2031-05") below a chart that has a place for each, of very many some."""
    step = -(-len(months) // LABELS)
    axes.set_xticks(range(0, len(months), step), [month_name(month) for month in months[::step]])


def linked(axes: Axes, left: float, bottom: float, width: float, height: float, address: str | None) -> None:
    """Make a field of a chart a link, where there is an address; what is drawn in it stays as it is."""
    if address:
        unseen: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": _UNSEEN, "zorder": 9}
        axes.add_patch(Rectangle((left, bottom), width, height, url=address, **unseen))
