"""Names of many articles into groups, each the names of one person or of one body; who is who among namesakes: namesakes.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.name_evidence import Named
from analysis.name_keys import PersonKey, body_key, is_acronym, long_form, person_key
from analysis.namesakes import Company, Person, connected, meant, person, tell_apart

Members = tuple[Person, list[Named]]  # a person by the full names, and the names that say less


class _Known(NamedTuple):
    """A person, by what a name that says less must fit."""

    firsts: frozenset[str]
    suffixes: frozenset[str]
    place: tuple[int, int]  # in the result
    person: Person


def group_bodies(names: Sequence[Named], company: Company) -> list[list[Named]]:
    """Organisations, places and the like: one name in any spelling, and the acronyms that an article introduces with it.

    >>> group_bodies([], {})
    []
    """
    groups: dict[str, list[Named]] = defaultdict(list)
    for n in names:
        if n.form and (key := body_key(n.form)):
            groups[key].append(n)
    groups = {key: _one_an_article(group) for key, group in groups.items()}
    introduced: dict[str, set[str]] = defaultdict(set)
    for key, group in groups.items():
        for n in group:
            for short in n.forms:
                if is_acronym(short) and not is_acronym(n.form or ""):
                    introduced[body_key(short)].add(key)
    joined: dict[str, list[Named]] = defaultdict(list)
    for acronym in introduced.keys() & groups.keys():
        options = {key: person(groups[key]) for key in sorted(introduced[acronym] - {acronym})}
        for n in groups[acronym]:
            found = meant(n, list(options.values()), company, strict=False) if is_acronym(n.form or "") else None
            if found:
                joined[next(key for key, body in options.items() if body is found)].append(n)
    moved = {(n.doc_id, n.name) for group in joined.values() for n in group}
    kept = [
        _one_an_article([*(n for n in group if (n.doc_id, n.name) not in moved), *joined[key]])
        for key, group in sorted(groups.items())
    ]
    return [group for group in kept if group]


def group_people(names: Sequence[Named], mostly_people: Collection[str], company: Company) -> list[list[Members]]:
    """Lists of people of one full name, each with his or her names; `mostly_people` are the names that may be bare surnames.

    >>> group_people([], set(), {})
    []
    """
    keyed = [(n, key) for n in names if n.form and (key := person_key(n.form))]
    result: list[list[Members]] = []
    vague: list[tuple[Named, PersonKey]] = []
    for group in _full_names([(n, key) for n, key in keyed if key.full]):
        for variant in _by_middle_initial(group, vague):
            result.append([(p, []) for p in tell_apart(_one_an_article(variant), company)])
    initials = [(n, key) for n, key in keyed if len(key.first) == 1]
    _match([*vague, *initials], result, company)
    matched = {(n.doc_id, n.name) for people in result for _, less in people for n in less}
    left: dict[PersonKey, list[Named]] = defaultdict(list)
    for n, key in initials:
        if (n.doc_id, n.name) not in matched:
            left[key._replace(middle=())].append(n)
    result += [[(person(_one_an_article(group)), [])] for _, group in sorted(left.items())]
    _match([(n, key) for n, key in keyed if not key.first and body_key(n.form or "") in mostly_people], result, company)
    return [[(p, _one_an_article(less)) for p, less in people] for people in result]


def _one_an_article(names: Iterable[Named]) -> list[Named]:
    """Of the names that one article keeps apart only the one that it uses most."""
    most: dict[str, Named] = {}
    for n in names:
        other = most.setdefault(n.doc_id, n)
        if other is not n and _use(n) < _use(other):
            most[n.doc_id] = n
    return list(most.values())


def _use(n: Named) -> tuple[int, str | None, list[str]]:
    return -n.mentions, n.form, sorted(n.forms)


def _full_names(keyed: Sequence[tuple[Named, PersonKey]]) -> Iterable[list[tuple[Named, PersonKey]]]:
    """Names with one first and last name, in any spelling, or that an article itself joins."""
    for group in connected([_marks(n.forms, key.suffix) for n, key in keyed]):
        yield [keyed[i] for i in group]


@lru_cache(maxsize=1 << 16)
def _marks(forms: frozenset[str], suffix: str) -> frozenset[Hashable]:
    full = [key for form in forms if (key := person_key(form)) and key.full and key.suffix == suffix]
    return frozenset(mark for key in full for mark in ((long_form(key.first), key.last, key.suffix), key.letters))


def _by_middle_initial(group: list[tuple[Named, PersonKey]], vague: list[tuple[Named, PersonKey]]) -> Iterable[list[Named]]:
    """The names by middle initial where there are several; those without one are then vague."""
    initials = [key.middle[0] if key.middle and len(key.middle[0]) == 1 else "" for _, key in group]
    given = sorted(set(initials) - {""})
    if len(given) < 2:
        yield [n for n, _ in group]
        return
    vague.extend(named for named, initial in zip(group, initials, strict=True) if not initial)
    for one in given:
        yield [n for (n, _), initial in zip(group, initials, strict=True) if initial == one]


def _match(names: Iterable[tuple[Named, PersonKey]], people: list[list[Members]], company: Company) -> None:
    """Add each name to those of the one person that it can mean."""
    by_last: dict[str, list[_Known]] = defaultdict(list)
    for i, namesakes in enumerate(people):
        for j, (p, _) in enumerate(namesakes):
            keys = [key for form in {n.form for n in p.names} if (key := person_key(form or ""))]
            known = _Known(frozenset(k.first for k in keys), frozenset(k.suffix for k in keys), (i, j), p)
            for last in {k.last for k in keys}:
                by_last[last].append(known)
    for n, key in names:
        fitting = [k for k in by_last[key.last] if _fits(key, k)]
        found = meant(n, [k.person for k in fitting], company)
        if found:
            i, j = next(k.place for k in fitting if k.person is found)
            people[i][j][1].append(n)


def _fits(key: PersonKey, known: _Known) -> bool:
    first = not key.first or any(f == key.first or (len(key.first) == 1 and f[:1] == key.first) for f in known.firsts)
    return first and (not key.suffix or key.suffix in known.suffixes)
