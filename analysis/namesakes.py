"""Is it one person: people of one full name told apart, and a name that says less matched with the one person it can mean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from analysis.name_evidence import Named

Company = Mapping[str, frozenset[str]]  # article to the names in it that tell

_STORY, _MONTH = 3, 30  # days that articles of one story, of one time may lie apart
_KNOWN = 10  # articles, or times as many as of another, make somebody the one whom a surname means
_TELLING = 2  # names in common show that two articles are about the same things
_HEARD = 3  # pronouns that a gender needs, with not one in ten against it


class Person(NamedTuple):
    """The names in several articles that mean one person, with what the articles say of them together."""

    names: list[Named]
    articles: frozenset[str]
    days: list[int]  # sorted
    outlets: Counter[str]
    gender: str | None
    roles: frozenset[str]
    affiliations: frozenset[str]


def person(names: Iterable[Named]) -> Person:
    """What the articles say together of those who are one person.

    >>> person([]).gender is None
    True
    """
    names = sorted(names)
    return Person(
        names,
        frozenset(n.doc_id for n in names),
        sorted(n.day for n in names if n.day is not None),
        Counter(n.outlet for n in names if n.outlet),
        _gender(names),
        frozenset(role for n in names for role in n.roles),
        frozenset(n.affiliation for n in names if n.affiliation),
    )


def _keys(names: Iterable[Named]) -> set[str]:
    return set(chain.from_iterable(n.keys for n in names))


def _gender(names: Sequence[Named]) -> str | None:
    """He or she; None where pronouns are few or disagree, since one in several is taken for the wrong person's."""
    he, she = sum(n.he for n in names), sum(n.she for n in names)
    if max(he, she) < _HEARD or max(he, she) < _KNOWN * min(he, she):
        return None
    return "he" if he > she else "she"


def tell_apart(names: Sequence[Named], company: Company) -> list[Person]:
    """The people who share a full name, the one in the most articles first.

    They are one unless much speaks against it. Articles that give the same role or affiliation, or have a telling name in
    common, mean the same person. Those that have none of it in common mean two people if each says what he or she is, and
    it is another gender, or of another body: a mayor of Talheim who is "he", and a nurse who is "she".

    >>> tell_apart([], {})
    []
    """
    if not _may_be_two(names):
        return [person(names)] if names else []
    own = _keys(names)
    marks: list[set[Hashable]] = [
        {("role", role) for role in n.roles} | {("of", n.affiliation)} - {("of", None)} | (company[n.doc_id] - own) for n in names
    ]
    parts = [person([names[i] for i in part]) for part in connected(marks)]
    parts.sort(key=lambda p: (-len(p.articles), p.names[0].doc_id))
    people: list[Person] = []
    for part in parts:
        same = next((i for i, known in enumerate(people) if not _are_two(part, known)), None)
        if same is None:
            people.append(part)
        else:
            people[same] = person([*people[same].names, *part.names])
    return people


def _may_be_two(names: Sequence[Named]) -> bool:
    """Do the articles say enough that two of them may mean two people: what `_are_two` asks for, in any two of them."""
    if sum(bool(n.roles) for n in names) < 2:
        return False
    return sum(n.affiliation is not None for n in names) > 1 or (any(n.he for n in names) and any(n.she for n in names))


def _are_two(one: Person, other: Person) -> bool:
    if not (one.roles and other.roles):
        return False
    genders = {one.gender, other.gender}
    return (None not in genders and len(genders) == 2) or bool(one.affiliations and other.affiliations)


def meant(name: Named, people: Sequence[Person], company: Company, *, strict: bool = True) -> Person | None:
    """Which of the people whose name it fits a name in an article means; None if that is not clear.

    Those count first who are named in full within days, then within a month, then by the same outlet, then anywhere: the only
    one, or one in ten times as many articles as any other. If `strict`, more must agree: the role, two telling names beside
    it, or the outlet within days; or the person must be one whom many articles name.

    >>> meant(None, [], {}) is None
    True
    """
    if not people or any(name.doc_id in p.articles for p in people):
        return None  # the article keeps them apart
    gender = _gender([name])
    fitting = [p for p in people if not (gender and p.gender) or gender == p.gender]
    found = _best_known(name, fitting) or _by_role(name, fitting)
    if found is None or any(len(p.articles) > len(found.articles) for p in people if p not in fitting):
        return None  # pronouns are taken for the wrong person's too often to outweigh that
    return found if not strict or _linked(name, found, company) else None


def _best_known(name: Named, people: Sequence[Person]) -> Person | None:
    most = max((len(p.articles) for p in people), default=0)
    for near in _NEARNESS:
        counts = sorted(((near(name, p), -i) for i, p in enumerate(people)), reverse=True)
        (best, i), (second, _) = (*counts, (0, 0))[:2] if counts else ((0, 0), (0, 0))
        if best and best >= _KNOWN * second:
            return people[-i] if len(people[-i].articles) * _KNOWN > most else None
    return None


def _near(name: Named, p: Person, days: int) -> int:
    return 0 if name.day is None else bisect_right(p.days, name.day + days) - bisect_left(p.days, name.day - days)


_NEARNESS: tuple[Callable[[Named, Person], int], ...] = (
    lambda name, p: _near(name, p, _STORY),
    lambda name, p: _near(name, p, _MONTH),
    lambda name, p: p.outlets[name.outlet] if name.outlet else 0,
    lambda name, p: len(p.articles),
)


def _linked(name: Named, p: Person, company: Company) -> bool:
    if len(p.articles) >= _KNOWN or not name.roles.isdisjoint(p.roles):
        return True
    beside = company[name.doc_id] - name.keys - _keys(p.names)
    if len(beside.intersection(chain.from_iterable(company[doc_id] for doc_id in p.articles))) >= _TELLING:
        return True
    return any(n.outlet and n.outlet == name.outlet and _same_days(n, name) for n in p.names)


def _same_days(one: Named, other: Named) -> bool:
    """Are the articles of two names of the same few days; of one without a date nobody knows."""
    return one.day is not None and other.day is not None and abs(one.day - other.day) <= _STORY


def _by_role(name: Named, people: Sequence[Person]) -> Person | None:
    found = [p for p in people if name.roles & p.roles]
    return found[0] if len(found) == 1 else None


def connected(marks: Sequence[Iterable[Hashable]]) -> list[list[int]]:
    """The positions of `marks` in groups: two are in one group if they share a mark, or each shares one with a third.

    >>> connected([{"a"}, {"b"}, {"a", "c"}, {"c"}])
    [[0, 2, 3], [1]]
    """
    parent = list(range(len(marks)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[Hashable, int] = {}
    for i, own in enumerate(marks):
        for mark in own:
            known = first.setdefault(mark, i)
            if parent[known] != parent[i]:
                one, other = sorted((root(i), root(known)))
                parent[other] = one
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(marks)):
        groups[root(i)].append(i)
    return list(groups.values())
