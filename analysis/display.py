"""How Tables and a speaker's profile show themselves in a notebook: with the parts of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from analysis import html
from analysis.markup import render
from analysis.schema import ROWS
from analysis.summaries import overview
from analysis.wording import counted

if TYPE_CHECKING:
    from analysis.profile import SpeakerProfile
    from analysis.tables import Tables

_RANK = 3  # of a heading among those of a notebook, which has its own of the first
TOP = 5  # rows of a list that wants a glance, not a reading


def shown_tables(tables: Tables) -> str:
    """Tables in a notebook: what was found, by outlet, and how many rows each table has.

    >>> from analysis.tables import Tables
    >>> "No quotation was found" in shown_tables(Tables.from_rows({}))
    True
    """
    title = counted(len(tables.documents), "article")
    head = render("title.html", kicker="", title=title, summary=html.summary(tables), rank=_RANK)
    sizes = pd.DataFrame([{name: len(getattr(tables, name)) for name in ROWS}])
    parts = (
        html.table(overview(tables).head(TOP), caption="By outlet, the first of them"),
        html.speakers_table(tables, top=TOP),
        html.table(sizes, caption="Rows of each table: .documents, .quotes, …"),
    )
    return _joined(head, *parts)


def shown_profile(profile: SpeakerProfile, tables: Tables) -> str:
    """A speaker's profile in a notebook: how much they are quoted, for and against what, the words that show it, who agrees.

    >>> from analysis.profile import SpeakerProfile
    >>> from analysis.tables import Tables
    >>> "Quoted 0 times" in shown_profile(SpeakerProfile(Tables.from_rows({}), "Mara Quist"), Tables.from_rows({}))
    True
    """
    targets = profile.targets[["target", "support", "neutral", "oppose", "stance", "low", "high"]].head(TOP)
    surest = profile.stances.sort_values("confidence", ascending=False, kind="stable").head(TOP)
    agreeing = profile.agrees_with.head(TOP)
    return _joined(
        html.speaker_heading(tables, profile, rank=_RANK),
        html.table(targets, caption="What they are for and against: statements, the mean from −1 to 1, its 95 % interval"),
        html.stances_table(tables, surest),
        html.table(agreeing, caption="Who agrees with them, from 0 (never) to 1 (always), with the interval"),
    )


def _joined(*parts: Markup) -> str:
    return str(Markup("\n").join((html.style(), *parts)))
