"""A figure of how stances change: for and against each target, month by month."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.drawing import FILLS, GREY, Picture, canvas, head, label_months, label_rows, nothing, styled
from analysis.stance_summaries import summed
from analysis.summaries import UNDATED, groups
from analysis.tables import Tables
from analysis.wording import counted, month_name, shorten, told

TELLING = 3  # statements for or against in either half, below which nobody could see a change
_HEIGHT = 0.42  # of the highest bar, of a row


@styled
def stances_over_time(tables: Tables, *, top: int = 6) -> Picture:
    """How many statements of each month are for and against the `top` targets on which most of them take a side.

    The title is the target of which the second half of the months says something else than the first, if there is one.

    >>> stances_over_time(Tables.from_rows({})).title
    'No dated article holds a statement for or against anything.'
    """
    months = tables.stances["doc_id"].map(groups(tables, "month"))
    sided = tables.stances.assign(month=months)[(tables.stances["stance"] != 0) & (months != UNDATED)]
    if sided.empty:
        return nothing("No dated article holds a statement for or against anything.")
    every = pd.period_range(sided["month"].min(), sided["month"].max(), freq="M").strftime("%Y-%m")
    if len(every) == 1:
        return nothing(f"Every dated statement is from {month_name(every[0])}: there is no change to show.")
    targets = sided["target"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:top]
    shown = sided[sided["target"].isin(targets)]
    support, oppose = (_by_month(shown[shown["label"] == label], targets, every) for label in ("support", "oppose"))
    figure, axes = canvas(len(targets) * 2 + 1)
    _draw(axes, support, oppose)
    head(figure, "Number of statements, by month")
    title, note = _turn(shown, every)
    rows = [f"{name}: {support.loc[name].sum()} for, {oppose.loc[name].sum()} against" for name in targets]
    caption = f"Above a line statements for, below it (hatched) those against, all to one scale, the highest numbered.{note}"
    data = summed(sided, ["target", "month"])
    return Picture(figure, title, caption, told(title, "Bars by month for each target", rows), data=data)


def _by_month(rows: pd.DataFrame, targets: pd.Index, months: pd.Index) -> pd.DataFrame:
    """The number of rows, targets × months."""
    counts = rows.groupby(["target", "month"]).size().unstack(fill_value=0)
    return counts.reindex(index=targets, columns=months, fill_value=0)


def _draw(axes: Axes, support: pd.DataFrame, oppose: pd.DataFrame) -> None:
    scale = _HEIGHT / max(support.to_numpy().max(), oppose.to_numpy().max())
    for label, counts, turn, fill in (("for", support, -1, FILLS[0]), ("against", oppose, 1, FILLS[1])):
        for row, (_, strip) in enumerate(counts.iterrows()):
            axes.bar(range(len(strip)), turn * strip * scale, bottom=row, width=0.72, label="" if row else label, **fill)
            if peak := int(strip.max()):
                place = (int(strip.argmax()), row + turn * peak * scale)
                axes.annotate(f"{peak:,}", place, ha="center", va="bottom" if turn < 0 else "top", fontsize="small")
    for row in range(len(support)):
        axes.axhline(row, color=GREY, linewidth=0.6)
    label_rows(axes, support.index)
    axes.set_ylim(len(support) - 0.35, -0.65)
    label_months(axes, list(support.columns))
    axes.tick_params(axis="x", pad=8)
    axes.spines["bottom"].set_visible(False)


def _turn(shown: pd.DataFrame, months: pd.Index) -> tuple[str, str]:
    """What differs most between the first half of the months and the second, in words, and what the caption adds to it."""
    second = months[len(months) // 2]
    then, now = (
        summed(part, ["target"]).set_index("target").loc[lambda rows: rows["statements"] >= TELLING]
        for part in (shown[shown["month"] < second], shown[shown["month"] >= second])
    )
    both = then.index.intersection(now.index)
    then, now = then.loc[both], now.loc[both]
    differ = (now["stance"] - then["stance"]).abs()
    if not differ.any():
        name = shown["target"].mode()[0]
        title = f"Most statements take a side on {shorten(name, 40)}: {counted(int((shown['target'] == name).sum()), 'statement')}"
        return title, " There are too few in either half of the months, or as many, to see a change."
    sure = (then["low"] > now["high"]) | (now["low"] > then["high"])
    target = str((differ[sure] if sure.any() else differ).idxmax())
    old, new = then.loc[target], now.loc[target]
    before, since = (f"{row['support']:.0f} for and {row['oppose']:.0f} against" for row in (old, new))
    title = f"{shorten(target, 40)}: {before} before {month_name(second)}, {since} since"
    apart = old["low"] > new["high"] or new["low"] > old["high"]
    return title, "" if apart else " The change that the title names is no larger than chance could make it."
