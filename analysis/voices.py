"""The speakers of one article, for beside its text: how much each says, where each stands, linked to the words that show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from analysis.addresses import evidence_id
from analysis.markup import known
from analysis.profile import most_quoted
from analysis.stance_summaries import WORDS, sign, summed
from analysis.summaries import UNSURE, quoted
from analysis.tables import Tables
from analysis.wording import counted, percent

NOT_FOUND = "speaker not found"
LOOKS = 8  # as many kinds of line as the style sheet can tell apart without colour
_SHOWN = 4  # stances of a speaker that need no unfolding
_OPEN = "○±"  # signs of no side


class Stand(NamedTuple):
    """Where a speaker stands toward a target: the name of the place of the words, a sign and its meaning, how many statements."""

    place: str
    sign: str
    word: str
    target: str
    statements: int
    unsure: bool


class Voice(NamedTuple):
    """One who speaks or takes a side; `place` names the words that they say, if they say any, `look` is their kind of line."""

    name: str
    look: int
    role: str
    place: str
    said: str
    stands: list[Stand]
    more: list[Stand]


def words_id(speaker: str | None, target: str = "") -> str:
    """The name of the place of the words of a speaker (None: not found), or of those on a target: the same in every run.

    >>> words_id("Mara Quist", "bridge")
    'w-1e5d9e267e'
    """
    return f"w{evidence_id(speaker or '', target).removeprefix('e')}"


def looks(tables: Tables) -> dict[str, int]:
    """The kind of line of each speaker, from 1 for whoever says most; those beyond the last kind share 0, which is nobody's own.

    >>> looks(Tables.from_rows({}))
    {}
    """
    return {speaker: n if n <= LOOKS else 0 for n, speaker in enumerate(most_quoted(tables), start=1)}


def voices(tables: Tables) -> list[Voice]:
    """Who speaks in an article, most words first, then who takes a side without being quoted, then the words of nobody known.

    >>> voices(Tables.from_rows({}))
    []
    """
    look = looks(tables)
    said = quoted(tables)
    roles = tables.speakers.drop_duplicates("speaker").set_index("speaker")
    summary = summed(tables.stances, ["speaker", "target"])
    stands = {str(name): list(_stands(rows)) for name, rows in summary.groupby("speaker")}
    sure = tables.stances.groupby(["speaker", "target"])["confidence"].max()
    found = []
    for name in [*look, *sorted(stands.keys() - look.keys())]:
        own = [stand._replace(unsure=sure[name, stand.target] < UNSURE) for stand in stands.get(name, [])]
        own.sort(key=lambda stand: (stand.sign in _OPEN, -stand.statements, stand.unsure))
        role = known(roles["role"].get(name)) or known(roles["kind"].get(name)) or ""
        found.append(_voice(name, look.get(name, 0), role, said[said["speaker"] == name], own))
    nameless = said[said["speaker"].isna()]
    return found if nameless.empty else [*found, _voice(None, 0, "", nameless, [])]


def _voice(name: str | None, look: int, role: str, said: pd.DataFrame, stands: list[Stand]) -> Voice:
    numbers = [counted(said["quotations"].sum(), "quotation"), counted(said["words"].sum(), "word"), percent(said["share"].sum())]
    place, how_much = ("", "not quoted") if said.empty else (words_id(name), " · ".join(numbers))
    shown = len(stands) if len(stands) == _SHOWN + 1 else _SHOWN  # nobody unfolds a list to see one more
    return Voice(name or NOT_FOUND, look, role, place, how_much, stands[:shown], stands[shown:])


def _stands(rows: pd.DataFrame) -> Iterator[Stand]:
    """The stances of a speaker, by the name of the target."""
    signs = [sign(*row) for row in zip(rows["stance"], rows["support"], rows["oppose"], strict=True)]
    for row in rows.assign(sign=signs).sort_values("target").to_dict("records"):
        place = words_id(str(row["speaker"]), str(row["target"]))
        yield Stand(place, row["sign"], WORDS[row["sign"]], str(row["target"]), int(row["statements"]), unsure=False)


def places(found: list[Voice]) -> list[str]:
    """The names of all places that the speakers' links lead to.

    >>> places([Voice("Orr", 1, "", "w-0", "", [Stand("w-1", "+", "for", "port", 1, False)], [])])
    ['w-0', 'w-1']
    """
    return [place for voice in found for place in (voice.place, *(s.place for s in (*voice.stands, *voice.more))) if place]


def words_of(tables: Tables) -> Iterator[tuple[int, int, str]]:
    """Where each place's words stand: start, end, place; those of a speaker and those that show a stance.

    >>> list(words_of(Tables.from_rows({})))
    []
    """
    spoken: Any = tables.quotes[tables.quotes["kind"] != "scare"]
    for start, end, speaker in zip(spoken["start"], spoken["end"], spoken["speaker"], strict=True):
        yield int(start), int(end), words_id(known(speaker))
    shown = tables.stances
    for start, end, speaker, target in zip(shown["start"], shown["end"], shown["speaker"], shown["target"], strict=True):
        yield int(start), int(end), words_id(speaker, target)
