"""What each article says of each name in it: the evidence by which names of different articles are joined or held apart.

It is what the articles write rather than the canonical names, so that it is the same before and after names are joined.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from analysis.name_keys import body_key, is_acronym, person_key
from analysis.pronouns import GENDER
from analysis.resources import places, roles
from analysis.tables import Tables

_TITLED = 2  # votes of the pronoun that the speakers table gives, which titles and roles ("Ms", "spokesman") have decided


class Named(NamedTuple):
    """A name in one article: its canonical name there, how it is written, and what goes with it."""

    doc_id: str
    name: str
    kind: str  # person, body, country, people
    form: str | None  # the fullest as written; None where a body is not named so ("Karsovia" only by its capital)
    forms: frozenset[str]
    keys: frozenset[str]  # the forms without what is only their spelling (name_keys.body_key)
    mentions: int
    day: int | None  # of publication, counted from any day
    outlet: str | None
    he: int  # how often the article calls it so
    she: int
    roles: frozenset[str]  # the nouns of the role: minister, chairwoman
    role: str | None
    affiliation: str | None  # canonical in the article


_SETS = ("forms", "keys", "roles")


def evidence(tables: Tables) -> list[Named]:
    """Every person and body that an article names, with what it says of them, sorted.

    >>> rows = {"documents": [("d0", "a", "A", None, None, None, "Quist. She", 1, 2, "en", "d0")],
    ...         "entities": [("d0", 0, 0, 5, "Quist", "PERSON", "name", "Quist"),
    ...                      ("d0", 1, 7, 10, "She", "PERSON", "pronoun", "Quist")]}
    >>> [(n.form, n.kind, n.she) for n in evidence(Tables.from_rows(rows))]
    [('Quist', 'person', 1)]
    """
    mentions, called, said_of, published = _mentions(tables), _called(tables), _said_of(tables), _published(tables)
    found = []
    for (doc_id, name), texts in sorted(mentions.items()):
        kind = _kind(texts, name)
        counts = Counter[str]()
        for (text, _), n in texts.items():
            counts[text] += n
        role, affiliation, pronoun = said_of.get((doc_id, name), (None, None, None))
        found.append(
            Named(
                doc_id=doc_id,
                name=name,
                kind=kind,
                form=_fullest(counts) if kind == "person" else _as_named(counts, name),
                forms=frozenset(counts),
                keys=frozenset(map(body_key, counts)),
                mentions=counts.total(),
                day=published[doc_id][0],
                outlet=published[doc_id][1],
                he=called[doc_id, name, "he"] + _TITLED * (pronoun == "he"),
                she=called[doc_id, name, "she"] + _TITLED * (pronoun == "she"),
                roles=frozenset(word for word in (role or "").lower().split() if word in roles()),
                role=role,
                affiliation=affiliation,
            )
        )
    return found


def packed(found: list[Named]) -> list[list[list[Any]]]:
    """Evidence as JSON has it: the values of each column, each once, and which of them each name has.

    >>> packed([])
    []
    """
    columns: list[list[list[Any]]] = []
    for column in zip(*found, strict=True):
        number = {value: n for n, value in enumerate(dict.fromkeys(column))}
        values = [sorted(value) if isinstance(value, frozenset) else value for value in number]
        columns.append([values, [number[value] for value in column]])
    return columns


def unpacked(columns: list[list[list[Any]]]) -> list[Named]:
    """The evidence that `packed` was given; what is the same is one object, which is found faster than its like.

    >>> quist = frozenset({"Quist"}), frozenset({"quist"})
    >>> n = Named("d0", "Quist", "person", "Quist", *quist, 1, None, None, 0, 1, frozenset(), None, None)
    >>> unpacked(packed([n])) == [n]
    True
    """
    whole = []
    for name, (values, numbers) in zip(Named._fields, columns, strict=False):
        known = list(map(frozenset, values)) if name in _SETS else values
        whole.append(map(known.__getitem__, numbers))
    return list(map(Named._make, zip(*whole, strict=True)))


def company(found: list[Named], *, share: float = 0.05, least: int = 5) -> dict[str, frozenset[str]]:
    """For each article the names in it that tell: those that no more than `share` of the articles hold, or `least` of them.

    Two articles with such a name in common are about the same things; that both name the capital says nothing.

    >>> company([])
    {}
    """
    inside: dict[str, set[str]] = defaultdict(set)
    for n in found:
        inside[n.doc_id] |= n.keys
    articles = Counter(chain.from_iterable(inside.values()))
    most = max(least, share * len(inside))
    telling = {key for key, count in articles.items() if count <= most}
    return {doc_id: frozenset(keys & telling) for doc_id, keys in inside.items()}


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Every name of a country to its usual one.

    >>> country_names()["Britain"]
    'United Kingdom'
    """
    return {name: place.name for place in places() for name in (place.name, *place.aliases)}


def _mentions(tables: Tables) -> dict[tuple[str, str], Counter[tuple[str, str]]]:
    """Article and canonical name to (form, label) of its name mentions."""
    named = tables.entities[tables.entities["form"] == "name"]
    found: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for doc_id, entity, text, label in zip(*(named[c].tolist() for c in ("doc_id", "entity", "text", "label")), strict=True):
        found[doc_id, entity][" ".join(text.split()), label] += 1
    return found


def _fullest(counts: Counter[str]) -> str:
    full = {text: (key := person_key(text)) is not None and key.full for text in counts}
    return max(counts, key=lambda text: (full[text], len(text.split()), counts[text], text))


def _as_named(counts: Counter[str], name: str) -> str | None:
    acronyms = all(map(is_acronym, counts))  # even where they were joined with the full name already
    same = [text for text in counts if acronyms or body_key(text) == body_key(name)]
    return max(same, key=lambda text: (counts[text], text), default=None)


def _kind(texts: Counter[tuple[str, str]], name: str) -> str:
    labels = Counter[str]()
    for (_, label), n in texts.items():
        labels[label] += n
    label = max(labels, key=lambda one: (labels[one], one == "PERSON", one))
    if label != "PERSON" and name in country_names():
        return "country"
    return {"PERSON": "person", "NORP": "people"}.get(label, "body")


def _called(tables: Tables) -> Counter[tuple[str, str, str]]:
    """(article, canonical name, he or she) to how many pronouns stand for it."""
    rows = tables.entities[tables.entities["form"] == "pronoun"]
    used = rows["text"].str.lower().map(GENDER)
    return Counter(
        row for row in zip(rows["doc_id"].tolist(), rows["entity"].tolist(), used.tolist(), strict=True) if not pd.isna(row[2])
    )


def _said_of(tables: Tables) -> dict[tuple[str, str], tuple[str | None, str | None, str | None]]:
    """Article and speaker to role, affiliation and pronoun."""
    rows = tables.speakers
    columns = [rows[column].astype(object).where(rows[column].notna(), None) for column in ("role", "affiliation", "pronoun")]
    return dict(zip(zip(rows["doc_id"], rows["speaker"], strict=True), zip(*columns, strict=True), strict=True))


def _published(tables: Tables) -> dict[str, tuple[int | None, str | None]]:
    """Article to its day, counted from any day, and its outlet."""
    rows = tables.documents
    days = [None if pd.isna(date) else date.toordinal() for date in rows["date"]]
    outlets = rows["outlet"].astype(object).where(rows["outlet"].notna(), None)
    return dict(zip(rows["doc_id"], zip(days, outlets, strict=True), strict=True))
