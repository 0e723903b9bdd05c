"""Canonical names over a whole corpus: one name for a person or body in all articles, and two people of one name kept two.

- A full name joins the same full name elsewhere, in any case and spelling, with or without a middle name and a title; not where
  middle initials differ, and not where the articles speak of two people (`namesakes.tell_apart`): then the one in fewer
  articles is named with the role, "John Harl (goalkeeper)", or, where no article gives another role, "John Harl (2)".
- "M. Quist" and a bare "Quist" join the one person they can mean (`namesakes.meant`); where two people are left they stay.
- An acronym joins the body that some article introduces with it; "the" and "Ltd" make no other name; a person joins no body.
- Countries get the usual name of the list in resources/places.tsv.
- What one article keeps apart is never merged. Descriptions ("a spokesman"), first names alone, parts of a body's name ("the
  agency") and acronyms that no article explains are joined with nothing: with their letters alone they would mostly be wrong.

The name that the most articles use, of those that spell the first name or the body out, is the name of all. The result
depends neither on the order of the articles nor on what was joined before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import pandas as pd

from analysis.joining import group_bodies, group_people
from analysis.name_evidence import Named, company, country_names, evidence
from analysis.name_keys import base_name, body_key, is_acronym, person_key
from analysis.namesakes import Person
from analysis.tables import Tables

COLUMNS = (
    ("entities", "entity"),
    ("quotes", "speaker"),
    ("quotes", "via"),
    ("speakers", "speaker"),
    ("speakers", "affiliation"),
    ("stances", "speaker"),
    ("stances", "target"),
)
_ROLE_WIDTH = 40  # of what stands in brackets behind a name


def with_corpus_names(tables: Tables) -> Tables:
    """The tables with the names of the whole corpus; rows and everything else stay as they are.

    >>> said = {"a": "Mara Quist", "b": "MARA QUIST"}
    >>> rows = {"documents": [(d, d, "A", None, None, None, text, 1, 2, "en", d) for d, text in said.items()],
    ...         "entities": [(d, 0, 0, 10, text, "PERSON", "name", text) for d, text in said.items()]}
    >>> with_corpus_names(Tables.from_rows(rows)).entities["entity"].tolist()
    ['Mara Quist', 'Mara Quist']
    """
    return renamed(tables, corpus_names(tables))


def renamed(tables: Tables, names: Mapping[tuple[str, str], str]) -> Tables:
    """The tables with other names, by article and name.

    >>> rows = {"entities": [("d0", 0, 0, 5, "Quist", "PERSON", "name", "Quist")]}
    >>> renamed(Tables.from_rows(rows), {("d0", "Quist"): "Mara Quist"}).entities["entity"].tolist()
    ['Mara Quist']
    """
    frames: dict[str, pd.DataFrame] = {}
    for table, column in COLUMNS if names else ():
        data = frames.get(table, getattr(tables, table))
        pairs = zip(data["doc_id"].tolist(), data[column].tolist(), strict=True)
        now = pd.Series([names.get(pair, pair[1]) for pair in pairs], index=data.index, dtype=data[column].dtype)
        frames[table] = data.assign(**{column: now})
    return replace(tables, **frames)


def corpus_names(tables: Tables) -> dict[tuple[str, str], str]:
    """(article, canonical name there) to the name in the corpus, where that is another.

    >>> corpus_names(Tables.from_rows({}))
    {}
    """
    return decided(evidence(tables), names_inside(tables))


def names_inside(tables: Tables) -> dict[str, set[str]]:
    """The canonical names of each article.

    >>> names_inside(Tables.from_rows({}))
    {}
    """
    inside: dict[str, set[str]] = defaultdict(set)
    for data, column in ((tables.entities, "entity"), (tables.speakers, "speaker")):
        for doc_id, name in zip(data["doc_id"].tolist(), data[column].tolist(), strict=True):
            inside[doc_id].add(name)
    return dict(inside)


def decided(found: Iterable[Named], inside: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """`corpus_names` of articles by what they say (`name_evidence.evidence`) and the names in each; both may come part by part.

    >>> decided([], {})
    {}
    """
    found = sorted(found)  # an article and a name in it come once
    countries, wanted, body_of = country_names(), {}, {}
    for n in found:
        if n.kind == "country":
            body_of[n.doc_id, n.name] = countries[n.name]
            if countries[n.name] != n.name:
                wanted[n.doc_id, n.name] = countries[n.name]
    beside = company(found)
    for body in group_bodies([n for n in found if n.kind == "body"], beside):
        name, key = _common(body), min({body_key(n.form or "") for n in body})
        for n in body:
            body_of[n.doc_id, n.name] = key
            if n.name != name:
                wanted[n.doc_id, n.name] = name
    people = [
        n._replace(affiliation=body_of.get((n.doc_id, n.affiliation)) or countries.get(n.affiliation)) if n.affiliation else n
        for n in found
        if n.kind == "person"
    ]
    for namesakes in group_people(people, _mostly_people(found), beside):
        for name, (p, less) in zip(_told_apart([p for p, _ in namesakes]), namesakes, strict=True):
            wanted.update({(n.doc_id, n.name): name for n in (*p.names, *less) if n.name != name})
    return _kept_apart(wanted, inside)


def _mostly_people(found: Iterable[Named]) -> set[str]:
    """The names that the corpus takes for people's more often than not."""
    people, others = (
        Counter(chain.from_iterable(n.keys for n in found if (n.kind == "person") == of_people)) for of_people in (True, False)
    )
    return {name for name, votes in people.items() if votes > others[name]}


def _common(names: Sequence[Named]) -> str:
    """Of the names of one person or body the one that the most articles use, one in full if there is any.

    Of two that are used alike the longer one, but initials make no name longer: "Mara Quist" rather than "Mara E. Quist".
    """
    used = Counter(base_name(n.name) for n in names)
    if len(used) == 1:
        return next(iter(used))
    rank = {name: (_is_full(name, names[0].kind), used[name], *_length(name), name) for name in used}
    return max(used, key=lambda name: rank[name])


def _length(name: str) -> tuple[int, int, int]:
    words = [word for word in name.split() if len(word.strip(".")) > 1]
    return sum(map(len, words)), sum(word[0].isupper() for word in words), -len(name)


def _is_full(name: str, kind: str) -> bool:
    if kind == "person":
        key = person_key(name)
        return key is not None and key.full
    return not is_acronym(name)


def _told_apart(people: Sequence[Person]) -> list[str]:
    """Their names, with what tells them apart behind a name that one before has."""
    given: list[str] = []
    for p in people:
        name = _common(p.names)
        if name in given:
            roles = Counter(n.role for n in p.names if n.role)
            role = min(roles, key=lambda r: (-roles[r], len(r), r), default="")
            labelled = f"{name} ({role if len(role) <= _ROLE_WIDTH else min(p.roles, default='')})"
            others = {n.role for other in people if other is not p for n in other.names}
            name = labelled if role and role not in others and labelled not in given else f"{name} ({len(given) + 1})"
        given.append(name)
    return given


def _kept_apart(wanted: Mapping[tuple[str, str], str], inside: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """What is wanted, save where two names of one article would become one."""
    kept = dict(wanted)
    touched = {doc_id for (doc_id, name), now in wanted.items() if now != name}
    for doc_id in touched & inside.keys():
        names, clash = inside[doc_id], True
        while clash:
            becomes: dict[str, list[str]] = defaultdict(list)
            for name in names:
                becomes[kept.get((doc_id, name), name)].append(name)
            clash = False
            for same in becomes.values():
                for one in same if len(same) > 1 else ():
                    clash = kept.pop((doc_id, one), one) != one or clash
    return kept
