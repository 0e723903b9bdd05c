"""Names as a person has corrected them: two that are one, and one that is two, in all articles, in one, or at one place."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analysis.answers import OK, Correction
from analysis.canonical import COLUMNS
from analysis.correction_problems import Contradiction, LostRow, UnknownName
from analysis.refound import span_of
from analysis.tables import Tables
from analysis.wording import shorten

Place = tuple[str, int, int]  # an article, and where a mention begins and ends
_MENTIONS = (  # where a name stands for words of the text: table, name, begin and end of the words
    ("entities", "entity", "start", "end"),
    ("quotes", "speaker", "speaker_start", "speaker_end"),
    ("stances", "target", "target_start", "target_end"),
)


class Names(NamedTuple):
    """What names become: at one place, in one article, everywhere."""

    at: dict[tuple[Place, str], str]
    inside: dict[tuple[str, str], str]
    everywhere: dict[str, str]

    def of(self, doc_id: str, name: str) -> str:
        """What a name of an article becomes."""
        name = self.inside.get((doc_id, name), name)
        while name in self.everywhere:
            name = self.everywhere[name]
        return name


def bind_name(found: Correction, tables: Tables, known: Collection[str], path: str) -> tuple[str, Place | None, str]:
    """The article ("" for all), the place and the name that a correction of a name means; `known` are the names that
    there are. A name that is only a form of one ("M. Quist") means that one. Raises UnknownName, LostRow and those of `span_of`.

    >>> rows = {"speakers": [("d0", "Mara Quist", "person", None, None, None, None, None, 1, 9)]}
    >>> row = Correction(2, "name", "Mara Quest", False, "", "Mara Quist", "", "", None, None)
    >>> bind_name(row, Tables.from_rows(rows), ["Mara Quist"], "c.csv")
    ('', None, 'Mara Quist')
    """
    chosen = tables.select([found.doc_id]) if found.doc_id else tables
    place = None
    if found.words:
        start, end = span_of(found, chosen.documents["text"].iloc[0], path)
        place = (found.doc_id, start, end)
        if not ((chosen.entities["start"] == start) & (chosen.entities["end"] == end)).any():
            raise LostRow(path, found.line, f"no name at {shorten(found.words, 60)!r}")
    if found.doc_id:
        known = all_names(chosen)
    if found.name in known:
        return found.doc_id, place, found.name
    forms = chosen.entities[(chosen.entities["form"] == "name") & (chosen.entities["text"] == found.name)]["entity"].unique()
    if len(forms) != 1:
        near = difflib.get_close_matches(found.name, known, 2)
        also = f" (near it: {', '.join(map(repr, near))})" if near else ""
        raise UnknownName(path, found.line, f"{shorten(found.name, 60)!r}{also}")
    return found.doc_id, place, str(forms[0])


def all_names(tables: Tables) -> set[str]:
    """Every canonical name in the tables.

    >>> all_names(Tables.from_rows({}))
    set()
    """
    return {name for table, column in COLUMNS for name in getattr(tables, table)[column].dropna().unique()}


def circles(everywhere: Mapping[str, tuple[str, Correction]], path: str) -> list[tuple[Contradiction, list[Correction]]]:
    """The corrections that lead from a name back to it, with what to say of them.

    >>> circles({}, "c.csv")
    []
    """
    found = []
    done: set[str] = set()
    for name in everywhere:
        way: list[str] = []
        while name in everywhere and name not in done:
            done.add(name)
            way.append(name)
            name = everywhere[name][0]
        if name in way:
            rows = [everywhere[one][1] for one in way[way.index(name) :]]
            lines = " and ".join(str(row.line) for row in rows)
            found.append((Contradiction(path, rows[0].line, f"names that become one another in lines {lines}"), rows))
    return found


def named_anew(names: Iterable[tuple[tuple[str, Place | None, str], str]]) -> Names:
    """Bound corrections of names with their answers as what names become.

    >>> named_anew([(("", None, "Quist"), "Mara Quist")]).of("d0", "Quist")
    'Mara Quist'
    """
    found = Names({}, {}, {})
    for (doc_id, place, name), answer in names:
        if answer in (OK, name):
            continue
        if place:
            found.at[place, name] = answer
        elif doc_id:
            found.inside[doc_id, name] = answer
        else:
            found.everywhere[name] = answer
    return found


def renamed(tables: Tables, names: Names) -> tuple[Tables, set[str]]:
    """The tables with the names as they are to be, and the articles whose speakers have to be counted anew.

    >>> renamed(Tables.from_rows({}), Names({}, {}, {}))[1]
    set()
    """
    if not any(names):
        return tables, set()
    tables, touched = _at_places(tables, names.at)
    changed = {*names.everywhere, *(name for _, name in names.inside)}
    frames: dict[str, pd.DataFrame] = {}
    for table, column in COLUMNS:
        data = frames.get(table, getattr(tables, table))
        some = data[data[column].isin(changed)]
        rows = [(i, name, names.of(doc_id, name)) for i, doc_id, name in zip(some.index, some["doc_id"], some[column], strict=True)]
        new = {i: now for i, name, now in rows if now != name}
        if new:
            frames[table] = _with(data, column, new)
            touched |= set(data.loc[list(new), "doc_id"]) if column == "speaker" and table != "stances" else set()
        if new and (table, column) == ("speakers", "speaker"):
            frames[table] = _with(frames[table], "kind", _kinds_of_new(new, all_names(tables)))
    if "stances" in frames:
        before, after = tables.stances, frames["stances"]
        oneself = (after["speaker"] == after["target"]) & (before["speaker"] != before["target"])
        frames["stances"] = after[~oneself].reset_index(drop=True)
    return replace(tables, **frames), touched


def _kinds_of_new(names: Mapping[int, str], known: Collection[str]) -> dict[int, str]:
    """The kind of each name that no article has, where its words show one; the others keep what they were taken for."""
    from analysis.name_kinds import kind_of  # it takes a second to import

    kinds = {i: kind_of(name) for i, name in names.items() if name not in known}
    return {i: kind for i, kind in kinds.items() if kind != "person"}


def _at_places(tables: Tables, at: Mapping[tuple[Place, str], str]) -> tuple[Tables, set[str]]:
    if not at:
        return tables, set()
    frames: dict[str, pd.DataFrame] = {}
    said: dict[tuple[str, int, str], str] = {}  # article, quotation and its speaker before, to the speaker now
    for table, column, start, end in _MENTIONS:
        data = getattr(tables, table)
        some = data[data["doc_id"].isin({doc_id for (doc_id, _, _), _ in at}) & data[start].notna()]
        keys = zip(some["doc_id"], some[start], some[end], some[column], strict=True)
        new = {i: at[(d, s, e), name] for i, (d, s, e, name) in zip(some.index, keys, strict=True) if ((d, s, e), name) in at}
        frames[table] = _with(data, column, new)
        if table == "quotes":
            said = {(data.at[i, "doc_id"], data.at[i, "quote"], data.at[i, "speaker"]): name for i, name in new.items()}
    stances = frames["stances"]
    follows = {
        i: said[key]
        for i, key in zip(stances.index, zip(stances["doc_id"], stances["quote"], stances["speaker"], strict=True), strict=True)
        if key in said
    }
    frames["stances"] = _with(stances, "speaker", follows)
    return replace(tables, **frames), {doc_id for doc_id, _, _ in said}


def _with(data: pd.DataFrame, column: str, new: Mapping[int, str]) -> pd.DataFrame:
    """The data with other values in some rows of a column."""
    if not new:
        return data
    values = data[column].copy()
    values.loc[list(new)] = list(new.values())
    return data.assign(**{column: values})
