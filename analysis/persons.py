"""Which names are people, and whom a surname stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc

from analysis.metonyms import Geography
from analysis.name_forms import Form, core
from analysis.name_keys import folded
from analysis.name_things import is_of_body, names_a_thing
from analysis.person_signs import shown, titled, with_role
from analysis.resources import roles

THING = "thing"  # a vote that grammar casts against a person
_SUFFIX = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
_SPELLING = 6  # letters that a first name needs for one of them to be a slip

Words = tuple[str, ...]
People = Mapping[Words, Sequence[tuple[int, str]]]


def find_people(
    doc: Doc, forms: Sequence[Form], geography: Geography, votes: Mapping[Words, Counter[str]]
) -> dict[Words, list[tuple[int, str]]]:
    """For each form that names a person the canonical names that it may stand for, each with the place of its first mention."""
    known = {f.words for f in forms if titled(doc, f) or shown(doc, f)}
    known |= {f.words for f in forms if len(f.words) == 1 and f.label == "PERSON" and with_role(doc[f.end - 1], True)}
    full: dict[Words, int] = {}
    for form in forms:
        if len(core(form.words)) > 1 and _is_person(doc, form, known, votes) and not geography.knows(form.words):
            full.setdefault(form.words, form.start)
    canonical = _same_person(full)
    by_last: dict[str, dict[str, int]] = defaultdict(dict)
    by_first: dict[str, dict[str, int]] = defaultdict(dict)
    for words, at in full.items():
        by_last[fold(_last(words))].setdefault(canonical[words], at)
        by_first[fold(words[0])].setdefault(canonical[words], at)
    people: dict[Words, list[tuple[int, str]]] = {}
    for form in forms:
        if form.words in full:
            people[form.words] = [(full[form.words], canonical[form.words])]
        elif len(core(form.words)) == 1 and form.words not in people and not geography.knows(form.words):
            word = fold(_last(form.words))
            personal = votes[form.words].most_common(1)[0][0] == "PERSON"
            options = by_last.get(word) or (by_first.get(word) if personal else None)
            if options:
                people[form.words] = sorted((at, name) for name, at in options.items())
            elif _is_person(doc, form, known, votes):
                people[form.words] = [(form.start, " ".join(form.words))]
    return people


def fold(word: str) -> str:
    """A word without accents, case and an article that it begins with, to compare spellings.

    >>> fold("Wałęsa"), fold("al-Tolm")
    ('walesa', 'tolm')
    """
    return folded(word).removeprefix("al-").removeprefix("el-")


def votes_on(doc: Doc, forms: Iterable[Form]) -> dict[Words, Counter[str]]:
    """For the words of each form the labels of its mentions; THING where grammar speaks against a person.

    >>> from analysis.language import parse
    >>> from analysis.name_forms import find_forms
    >>> doc = parse("Mara Quist lives in Talheim.")
    >>> votes_on(doc, find_forms(doc))["Mara", "Quist"].most_common(1)
    [('PERSON', 1)]
    """
    kept = list(forms)
    votes: dict[Words, Counter[str]] = defaultdict(Counter)
    for form in kept:
        votes[form.words][_label(doc, form)] += 1
    alone = {words[0] for words, counted in votes.items() if len(words) == 1 and counted["PERSON"]}
    surnames = {w[-1] for w in votes if len(w) > 1 and votes[w]["PERSON"]} & alone
    for words, counted in votes.items():
        if len(words) > 1 and words[0] in surnames and words[-1] not in alone:  # "Quist Foundation", of Mara Quist
            counted[THING] += counted.total() + 1
        elif words[0] in alone - surnames and is_of_body(words, votes):
            counted[THING] += 1
    return votes


def _label(doc: Doc, form: Form) -> str:
    """The recogniser's label, or that of a thing where grammar shows no person: "in Marr", "the Hollin dam", "the ferry Marr"."""
    head = doc[form.end - 1]
    if names_a_thing(doc, form):
        return THING
    if form.label != "PERSON" or len(core(form.words)) > 1:
        return form.label
    if head.dep_ == "compound" and head.head.pos_ == "NOUN" and head.head.lower_ not in roles():
        return ""
    return "LOC" if form.start > 0 and doc[form.start - 1].lower_ == "the" else form.label


def _is_person(doc: Doc, form: Form, known: set[Words], votes: Mapping[Words, Counter[str]]) -> bool:
    if form.words in known:
        return True
    counted = votes[form.words]
    lone = len(core(form.words)) == 1
    article = form.start > 0 and doc[form.start - 1].lower_ == "the"
    if (
        not lone
        and not article
        and (with_role(doc[form.start : form.end].root, lone) or (form.words[-1:] in known and not counted[THING]))
    ):
        return True
    if counted[THING] and (lone or counted[THING] * 2 > counted.total() or not counted["PERSON"]):
        return False
    if lone and with_role(doc[form.start : form.end].root, lone, related=counted["GPE"] > 0):
        return True
    return counted["PERSON"] > 0 and counted["PERSON"] * 2 >= counted.total() - counted[""]


def _last(words: Words) -> str:
    return words[-2] if len(words) > 2 and words[-1].lower() in _SUFFIX else words[-1]


def _same_person(full: Mapping[Words, int]) -> dict[Words, str]:
    """Full names to the fullest form of the same person: one surname, first names that agree ("J. Quist", "Jo Ann Quist")."""
    canonical: dict[Words, str] = {}
    chosen: dict[str, list[Words]] = defaultdict(list)
    for words in sorted(full, key=lambda w: (-len(w), -len(" ".join(w)), full[w])):
        same = chosen[fold(_last(words))]
        match = next((c for c in same if _agree(words, c)), None)
        if match is None:
            same.append(words)
        canonical[words] = " ".join(match or words)
    return canonical


def _agree(short: Words, long: Words) -> bool:
    a, b = fold(short[0]).rstrip("."), fold(long[0]).rstrip(".")
    initial = min(len(a), len(b)) == 1 and a[:1] == b[:1]
    return a == b or initial or _misspelt(a, b) or (len(long) > 2 and a in {fold(word) for word in long[1:-1]})


def _misspelt(a: str, b: str) -> bool:
    """Are two long first names one but for a letter inside: "Kristen" and "Kristin", not "Maria" and "Mario"."""
    if len(a) != len(b) or len(a) < _SPELLING or a[-1] != b[-1]:
        return False
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1
