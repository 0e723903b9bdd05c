"""Figures of stances: who stands where toward what, each cell a link to the words that show it."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from analysis.addresses import Pages, evidence_id, sentence_addresses
from analysis.drawing import GREY, INK, WARM, Picture, canvas, head, label_rows, linked, nothing, styled
from analysis.stance_summaries import WORDS, chosen, pivot, ranked, sign, stance_matrix
from analysis.summaries import UNSURE
from analysis.tables import Tables
from analysis.wording import counted, shorten, told

LOOKS = {"+": (INK, "solid"), "−": (WARM, "dashed"), "○": (GREY, "dotted"), "±": (GREY, "dashdot")}
TELLING = 3  # statements on one side that are worth a title
SMALLEST, LARGEST = 0.78, 0.92  # side of the field of a single statement, and of the one of the most statements
_NO_PAGES: Pages = MappingProxyType({})


class _Cell(NamedTuple):
    speaker: str
    target: str
    sign: str
    statements: int
    sure: bool
    address: str | None

    def __str__(self) -> str:
        unsure = "" if self.sure else ", unsure"
        return f"{self.speaker} {WORDS[self.sign]} {self.target} ({self.statements}{unsure})"


@styled
def stance_grid(
    tables: Tables,
    *,
    targets: list[str] | None = None,
    speakers: list[str] | None = None,
    top: int = 8,
    pages: Pages = _NO_PAGES,
) -> Picture:
    """Who stands where toward what: the `top` targets of which the most speakers speak, and who speaks of them most.

    Arguments as in `stance_matrix`. With `pages`, the addresses of the articles, a cell is a link: to the sentence of its one
    statement, or to where `html.stances_table` lists its several ones.

    >>> stance_grid(Tables.from_rows({})).title
    'Nobody is seen to be for or against anything.'
    """
    matrix = stance_matrix(tables, targets=targets, speakers=speakers)
    if matrix.empty:
        return nothing("Nobody is seen to be for or against anything.")
    shown = grid_pairs(matrix, top)
    shown["sign"] = [sign(*row) for row in zip(shown["stance"], shown["support"], shown["oppose"], strict=True)]
    behind = chosen(tables, targets, speakers)
    shown = shown.merge(behind.groupby(["speaker", "target"], as_index=False).agg(sure=("confidence", "max")))
    shown["sure"] = shown["sure"] >= UNSURE
    shown["address"] = _addresses(tables, shown, behind, pages, several=targets is None)  # a topic of one's own has no list
    cells = list(map(_Cell._make, shown[list(_Cell._fields)].itertuples(index=False, name=None)))
    figure, axes = canvas(shown["speaker"].nunique() + 4.5)
    _draw(axes, pivot(shown, "sign"), cells)
    head(figure, "+ for · − against · ○ neutral · ± divided\nand the number of statements")
    links = {cell.address: f"{cell}: the words that show it" for cell in cells if cell.address}
    words = "A row is who speaks, a column whom or what it is about; the larger the field, the more statements. An empty field is "
    words += f"no evidence, which is not the same as neutral.{_single(shown)}{_unsure(shown)}"
    if links:
        words += " Select a field to read its words."
    return Picture(
        figure,
        title := _clearest(shown) or _tally(matrix),
        words,
        told(title, "Grid of stances with the number of statements", list(map(str, cells))),
        links,
        matrix,
    )


def grid_pairs(matrix: pd.DataFrame, top: int) -> pd.DataFrame:
    """The rows of a `stance_matrix` that a grid of `top` × `top` shows: targets that have the most speakers, not one's own only.

    >>> rows = [("Orr", "ferry", 9), ("Orr", "port", 1), ("Venn", "port", 1)]
    >>> grid_pairs(pd.DataFrame(rows, columns=["speaker", "target", "statements"]), 1)["target"].tolist()
    ['port']
    """
    targets = matrix.groupby("target", as_index=False).agg(speakers=("speaker", "size"), statements=("statements", "sum"))
    targets = targets.sort_values(["speakers", "statements", "target"], ascending=[False, False, True])
    toward = matrix[matrix["target"].isin(targets["target"].head(top))]
    return toward[toward["speaker"].isin(ranked(toward, "speaker")[:top])].reset_index(drop=True)


def grid_stances(tables: Tables, *, top: int = 8, each: int = 5) -> pd.DataFrame:
    """The rows of `tables.stances` behind the fields of a `stance_grid`, of each pair the `each` surest.

    >>> grid_stances(Tables.from_rows({})).empty
    True
    """
    pairs = grid_pairs(stance_matrix(tables), top)[["speaker", "target"]]
    surest = tables.stances.sort_values("confidence", ascending=False, kind="stable")
    found = pairs.merge(surest, on=["speaker", "target"])[list(tables.stances)]
    return found.groupby(["speaker", "target"], sort=False).head(each).reset_index(drop=True)


def _addresses(tables: Tables, shown: pd.DataFrame, behind: pd.DataFrame, pages: Pages, *, several: bool) -> list[str | None]:
    """Where the words of each pair can be read; a pair with several statements has a place on the page of the figure."""
    if not pages:
        return [None] * len(shown)
    single = behind.drop_duplicates(["speaker", "target"])
    single_pairs = zip(single["speaker"], single["target"], strict=True)
    places = dict(zip(single_pairs, sentence_addresses(tables, single, pages), strict=True))
    return [
        f"#{evidence_id(speaker, target)}" if n > 1 and several else places[speaker, target]
        for speaker, target, n in zip(shown["speaker"], shown["target"], shown["statements"], strict=True)
    ]


def _draw(axes: Axes, signs: pd.DataFrame, cells: list[_Cell]) -> None:
    rows, columns = (dict(zip(names, range(len(names)), strict=True)) for names in (list(signs.index), list(signs.columns)))
    most = max(cell.statements for cell in cells)
    for cell in cells:
        row, column = rows[cell.speaker], columns[cell.target]
        side = field_side(cell.statements, most)
        colour, line = LOOKS[cell.sign]
        at: dict[str, Any] = {"width": side + 0.08 * side, "bottom": row - side / 2}
        axes.bar(column, side, color=colour, alpha=0.25 if cell.sure else 0, **at)
        axes.bar(column, side, color="none", edgecolor=colour, linestyle=line, linewidth=1.3, **at)
        style: Literal["normal", "italic"] = "normal" if cell.sure else "italic"
        axes.text(column, row, f"{cell.sign} {cell.statements}", ha="center", va="center_baseline", style=style)
        linked(axes, column - 0.5, row - 0.5, 1, 1, cell.address)
    label_rows(axes, rows)
    axes.set_ylabel("Who speaks")
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_xticks(range(len(columns)), [shorten(name, 20) for name in columns])
    axes.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, labelrotation=40)
    for label in axes.get_xticklabels():
        label.set(ha="left", rotation_mode="anchor")
    axes.set_xlabel("Toward whom or what")
    axes.spines["bottom"].set_visible(False)


def field_side(count: int, most: int) -> float:
    """The side of the field of so many, where that of the most is `LARGEST`: a field is as much larger as there are more.

    >>> field_side(1, 9), field_side(9, 9)
    (0.78, 0.92)
    """
    return SMALLEST + (LARGEST - SMALLEST) * (math.sqrt(count) - 1) / max(math.sqrt(most) - 1, 1)


def _unsure(shown: pd.DataFrame) -> str:
    """What the caption says of fields that look unsure, where there are some."""
    unsure = int((~shown["sure"]).sum())
    these = "a field whose statements are" if unsure == 1 else f"{unsure} fields whose statements are"
    return f" Unfilled and in italics: {these} all unsure." if unsure else ""


def _single(shown: pd.DataFrame) -> str:
    """What the caption says of fields with one statement, where there are some."""
    alone = int((shown["statements"] == 1).sum())
    return f" {alone} of {counted(len(shown), 'field')} {'rests' if alone == 1 else 'rest'} on a single statement." if alone else ""


def _tally(matrix: pd.DataFrame) -> str:
    """How many statements there are on each side."""
    sides = {"against": matrix["oppose"].sum(), "for": matrix["support"].sum(), "neutral": matrix["neutral"].sum()}
    tally = ", ".join(f"{n} {side}" for side, n in sides.items() if n)
    return f"{counted(matrix['statements'].sum(), 'statement')}: {tally}"


def _clearest(shown: pd.DataFrame) -> str:
    """The pair that has the most statements on one side, in words; nothing where these are few."""
    one_sided = shown[["support", "oppose"]].max(axis=1)
    pair = shown.iloc[int(one_sided.argmax())]
    if one_sided.max() < TELLING:
        return ""
    side = "against" if pair["oppose"] > pair["support"] else "for"
    clear, total = int(one_sided.max()), int(pair["statements"])
    some = f"all {total}" if clear == total else f"{clear} of {total}"
    return f"{shorten(pair['speaker'], 40)} is {side} {shorten(pair['target'], 40)} in {some} statements"
