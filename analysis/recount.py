"""The speakers of an article counted anew after somebody corrected its quotations or names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.schema import Quote, Speaker, frame
from analysis.tables import Tables


def recounted(tables: Tables, doc_ids: Iterable[str]) -> Tables:
    """The tables with the speakers of some articles counted from their quotations; those of the others stay as they are.

    What the article says of a speaker stays with the name; of a new one nothing is known but the kind,
    and that by its words where no article has the name.

    >>> recounted(Tables.from_rows({}), []).speakers.empty
    True
    """
    touched = set(doc_ids)
    if not touched:
        return tables
    quotes, known = _by_article(tables.quotes, touched), _by_article(tables.speakers, touched)
    kinds = _kinds(tables)
    rows: list[Speaker] = []
    for doc_id in tables.documents["doc_id"]:
        if doc_id in touched:
            said = [Quote(*row) for row in quotes[doc_id]]
            rows += _speakers(doc_id, said, [Speaker(*row) for row in known[doc_id]], kinds)
    kept = tables.speakers[~tables.speakers["doc_id"].isin(touched)]
    data = pd.concat([kept, frame("speakers", rows)], ignore_index=True)
    rank = {doc_id: n for n, doc_id in enumerate(tables.documents["doc_id"])}
    data = data.iloc[data["doc_id"].map(rank).argsort(kind="stable")].reset_index(drop=True)
    return replace(tables, speakers=data)


def _by_article(data: pd.DataFrame, touched: set[str]) -> dict[str, list[tuple[Any, ...]]]:
    some = data[data["doc_id"].isin(touched)]
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in some.astype(object).where(some.notna(), None).itertuples(index=False, name=None):
        found[row[0]].append(row)
    return found


def _speakers(doc_id: str, quotes: Sequence[Quote], known: Sequence[Speaker], kinds: dict[str, str]) -> list[Speaker]:
    from analysis.name_kinds import kind_of  # it takes a second to import

    counts = _counts(quotes)
    merged: dict[str, Speaker] = {}
    for row in known:
        if row.speaker in counts:
            merged[row.speaker] = _joined(merged[row.speaker], row) if row.speaker in merged else row
    for name in counts:
        if name not in merged:
            merged[name] = Speaker(doc_id, name, kinds.get(name) or kind_of(name), None, None, None, None, None, 0, 0)
    return [row._replace(quotes=counts[name][0], words=counts[name][1]) for name, row in merged.items()]


def _joined(one: Speaker, other: Speaker) -> Speaker:
    """Two rows of what is one speaker: what either says, the kind of whoever is quoted more."""
    role = one if one.role is not None else other
    return one._replace(
        kind=max(one, other, key=lambda row: row.quotes).kind,
        role=role.role,
        role_start=role.role_start,
        role_end=role.role_end,
        affiliation=one.affiliation or other.affiliation,
        pronoun=one.pronoun or other.pronoun,
        quotes=one.quotes + other.quotes,
    )


def _counts(quotes: Sequence[Quote]) -> dict[str, tuple[int, int]]:
    """How many quotations and words each speaker has, in the order of the article; one within another of the same speaker is part
    of that one, as in rows.py."""
    numbered = {q.quote: q for q in quotes}
    found: dict[str, tuple[int, int]] = {}
    for q in quotes:
        if q.speaker is None or q.kind == "scare":
            continue
        number, words = found.get(q.speaker, (0, 0))
        counts = not _within_own(q, numbered)
        found[q.speaker] = number + counts, words + counts * len(q.text.split())
    return found


def _within_own(q: Quote, numbered: dict[int, Quote]) -> bool:
    inside = q.inside
    while inside is not None and inside in numbered:
        if numbered[inside].speaker == q.speaker:
            return True
        inside = numbered[inside].inside
    return False


def _kinds(tables: Tables) -> dict[str, str]:
    """What a name is elsewhere: as a speaker, else as most of its mentions have it."""
    from analysis.sources import KINDS  # it takes two seconds to import

    mentions = tables.entities[tables.entities["form"] == "name"]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, label in zip(mentions["entity"], mentions["label"], strict=True):
        votes[name][KINDS.get(label, "group")] += 1
    found = {name: vote.most_common(1)[0][0] for name, vote in votes.items()}
    return found | dict(zip(tables.speakers["speaker"], tables.speakers["kind"], strict=True))
