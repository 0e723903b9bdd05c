"""Names that may be one though they were kept apart, and one name that may be two people: what a person should look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple

from analysis.name_keys import base_name, folded
from analysis.tables import Tables

_CASE, _PART, _SPELLING, _ROLES = 0.8, 0.5, 0.3, 0.3  # how much such names are worth a look
_ALIKE = 0.85
_COMMON = 40  # names with one word in common: it tells nothing
_LETTERS = 3  # that a word needs to tell anything


class Doubt(NamedTuple):
    """A name that may be another (`other`), or, in one article, another's (`other` is empty, `roles` differ)."""

    name: str
    other: str
    doc_id: str
    roles: tuple[str, str]
    doubt: float


def one_or_two(names: Iterable[str], weight: Counter[str]) -> Iterator[Doubt]:
    """Pairs of names that may be one: of the same words in another case, one with the words of the other, or spelled alike.

    The one that `weight` has less of comes first.

    >>> [(d.name, d.other) for d in one_or_two(["Mara Quist", "Quist", "Tom Reyl"], Counter({"Mara Quist": 3}))]
    [('Quist', 'Mara Quist')]
    """
    words = {name: folded(base_name(name)).split() for name in sorted(set(names))}
    sharing: dict[str, list[str]] = defaultdict(list)
    for name, mine in words.items():
        for key in {word[:_LETTERS] for word in mine if len(word) >= _LETTERS}:
            sharing[key].append(name)
    pairs = {pair for alike in sharing.values() if len(alike) <= _COMMON for pair in combinations(alike, 2)}
    for one, other in sorted(pairs):
        doubt = _doubt(words[one], words[other])
        if doubt:
            less, more = sorted((one, other), key=lambda name: (weight[name], len(name), name))
            yield Doubt(less, more, "", ("", ""), doubt)


def _doubt(one: Sequence[str], other: Sequence[str]) -> float:
    if one == other:
        return _CASE
    if set(one) < set(other) or set(other) < set(one):
        return _PART
    alike = SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False)
    return _SPELLING if alike.real_quick_ratio() >= _ALIKE and alike.ratio() >= _ALIKE else 0.0


def two_in_one(tables: Tables) -> Iterator[Doubt]:
    """Names of people whose roles in two articles have no word in common, for the article with the rarer role.

    >>> list(two_in_one(Tables.from_rows({})))
    []
    """
    people = tables.speakers[(tables.speakers["kind"] == "person") & tables.speakers["role"].notna()]
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, doc_id, role in zip(people["speaker"], people["doc_id"], people["role"], strict=True):
        found[name].append((doc_id, role))
    for name, roles in sorted(found.items()):
        if len({role for _, role in roles}) < 2:
            continue
        used = Counter(word for _, role in roles for word in set(folded(role).split()) if len(word) >= _LETTERS)
        usual = max(roles, key=lambda pair: max((used[word] for word in folded(pair[1]).split()), default=0))[1]
        for doc_id, role in roles:
            if not set(folded(role).split()) & set(folded(usual).split()):
                yield Doubt(name, "", doc_id, (role, usual), _ROLES)
