"""Name mentions and their canonical names: one for a person, an organisation, a country.

The canonical name is the fullest form that the article uses. A label of the parser is one vote among the mentions of a name:
"Lavrov" is what "Sergei Lavrov" is, whatever single mentions of it were taken for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.metonyms import Geography, is_people, is_place
from analysis.resources import roles

LABELS = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
_FORMAL = {"professor", "prof.", "dr", "dr.", "doctor", "judge", "ms", "mrs", "miss", "sir", "lady"}  # of one who is not "Mr"
_TIED = {"PERSON": 3, "ORG": 2, "GPE": 1}  # which label wins when the votes are equal
_NO_NAME = {"the", "a", "an", "this", "that"}
_POSSESSIVE = {"'s", "’s", "'", "’", "s"}
_PARTICLES = {
    "de",
    "del",
    "della",
    "di",
    "da",
    "dos",
    "du",
    "van",
    "von",
    "der",
    "den",
    "ter",
    "bin",
    "ibn",
    "al",
    "el",
    "la",
    "le",
    "y",
    "e",
    "bint",
    "ben",
    "st",
}
_SUFFIX = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}


class Name(NamedTuple):
    """A name mention: token range, label and canonical name."""

    start: int
    end: int
    label: str
    entity: str


class _Form(NamedTuple):
    start: int
    end: int
    label: str
    words: tuple[str, ...]


def find_names(doc: Doc) -> list[Name]:
    """The name mentions of a Doc in order, each with the canonical name of its entity.

    >>> from analysis.language import parse
    >>> doc = parse("Mayor Mara Quist spoke. Quist left Moscow.")
    >>> [(doc[n.start:n.end].text, n.entity) for n in find_names(doc)]
    [('Mara Quist', 'Mara Quist'), ('Quist', 'Mara Quist'), ('Moscow', 'Moscow')]
    """
    forms = _forms(doc)
    geography = Geography(doc, [f.words for f in forms])
    people = _people(doc, forms, geography)
    bodies = _bodies(doc, forms, geography, people)
    labels = _labels(doc, forms, people)
    called = _called(doc, forms, people)
    found: list[Name] = []
    for form in forms:
        place = geography.actor_or_place(form.words, doc[form.end - 1])
        if form.words in people:
            found.append(Name(form.start, form.end, "PERSON", _which(doc, form, people[form.words], called, found)))
        elif place:
            found.append(Name(form.start, form.end, place.label, place.name))
        else:
            found.append(Name(form.start, form.end, labels[form.words], bodies.get(form.words, " ".join(form.words))))
    return found


def _forms(doc: Doc) -> list[_Form]:
    taken: set[int] = set()
    forms = []
    for ent in doc.ents:
        if ent.label_ in LABELS and (form := _form(doc, ent.start, ent.end, ent.label_)):
            forms.append(form)
        if ent.label_ in LABELS or ent.label_ in {"DATE", "TIME"}:
            taken.update(range(ent.start, ent.end))
    for start, end in _proper_runs(doc, taken):
        if form := _form(doc, start, end, ""):
            forms.append(form)
    return sorted(forms)


def _proper_runs(doc: Doc, taken: set[int]) -> Iterable[tuple[int, int]]:
    """Runs of proper nouns that the entity recogniser left out."""
    start = None
    for token in doc:
        proper = token.pos_ == "PROPN" and token.i not in taken and token.text[0].isupper() and token.is_alpha
        if proper and start is None:
            start = token.i
        elif not proper and start is not None:
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(doc)


def _form(doc: Doc, start: int, end: int, label: str) -> _Form | None:
    """A mention without article, title, possessive and stray punctuation at its edges; None if no name is left."""
    while end > start and (doc[end - 1].text in _POSSESSIVE or not any(c.isalnum() for c in doc[end - 1].text)):
        end -= 1
    for i in range(start, end):
        if doc[i].is_space or doc[i].text in {"“", "”", '"', ",", ";", ":"}:
            end = i
            break
    while start < end and (doc[start].lower_ in _NO_NAME or not any(c.isalnum() for c in doc[start].text)):
        start += 1
    if label in {"PERSON", ""}:
        start = _after_titles(doc, _with_first_name(doc, start, end), end)
        if end - start > 1 and label == "PERSON" and is_people(doc[end - 1].text):  # "Top Ukrainian"
            start, label = end - 1, "NORP"
    words = tuple(doc[i].text for i in range(start, end))
    if not words or not any(w[0].isupper() for w in words) or (label == "" and is_role(doc[end - 1])):
        return None
    return _Form(start, end, label, words)


def _with_first_name(doc: Doc, start: int, end: int) -> int:
    """The start of a name together with a first name that the recogniser left out."""
    while start > 0 and start < end:
        before = doc[start - 1]
        mine = before.dep_ == "compound" and start <= before.head.i < end and not before.ent_type_
        if not mine or not before.text.istitle() or is_role(before) or is_place(before.text):
            break
        start -= 1
    return start


def _after_titles(doc: Doc, start: int, end: int) -> int:
    """Where the name itself begins after what belongs to a role: "Ambassador to Tolm Mara Quist"."""
    at = start
    for i in range(start, end - 1):
        word, role = doc[i], roles().get(doc[i].lower_)
        left = end - 1 - i
        titled = role is not None and role.titled and word.text[0].isupper()
        joint = word.text.islower() and word.lower_ not in _PARTICLES
        if titled or joint or (left >= 2 and i == at and (role is not None or is_place(word.text))):
            at = i + 1
    return at


def is_role(token: Token) -> bool:
    """Is a token a noun for a role, alone no name ("President", "Police").

    >>> from analysis.language import parse
    >>> is_role(parse("the Minister")[1])
    True
    """
    return token.lower_ in roles()


def _people(doc: Doc, forms: list[_Form], geography: Geography) -> dict[tuple[str, ...], list[tuple[int, str]]]:
    """For each form that names a person the canonical names that it may stand for, each with the place of its first mention."""
    full: dict[tuple[str, ...], int] = {}
    votes = _votes(doc, forms)
    for form in forms:
        if len(form.words) > 1 and _is_person(doc, form, votes) and not geography.knows(form.words):
            full.setdefault(form.words, form.start)
    canonical = _same_person(full)
    by_last: dict[str, dict[str, int]] = defaultdict(dict)
    by_first: dict[str, dict[str, int]] = defaultdict(dict)
    for words, at in full.items():
        by_last[_last(words)].setdefault(canonical[words], at)
        by_first[words[0]].setdefault(canonical[words], at)
    people: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for form in forms:
        if form.words in full:
            people[form.words] = [(full[form.words], canonical[form.words])]
        elif len(form.words) == 1 and form.words not in people:
            word = form.words[0]
            options = by_last.get(word) or (by_first.get(word) if votes[form.words].most_common(1)[0][0] == "PERSON" else None)
            if options and not geography.knows(form.words):
                people[form.words] = sorted((at, name) for name, at in options.items())
            elif _is_person(doc, form, votes) and not geography.knows(form.words):
                people[form.words] = [(form.start, word)]
    return people


def _votes(doc: Doc, forms: list[_Form]) -> dict[tuple[str, ...], Counter[str]]:
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for form in forms:
        votes[form.words][_label(doc, form)] += 1
    return votes


def _label(doc: Doc, form: _Form) -> str:
    """The recogniser's label, but for a lone word that grammar shows to be no person: "the Marr", "the Hollin dam"."""
    if form.label != "PERSON" or len(form.words) > 1:
        return form.label
    head = doc[form.end - 1]
    if head.dep_ == "compound" and head.head.pos_ == "NOUN" and head.head.lower_ not in roles():
        return ""
    return "LOC" if form.start > 0 and doc[form.start - 1].lower_ == "the" else form.label


def _is_person(doc: Doc, form: _Form, votes: dict[tuple[str, ...], Counter[str]]) -> bool:
    if form.start > 0 and doc[form.start - 1].text[0].isupper():
        role = roles().get(doc[form.start - 1].lower_)
        if role and role.titled and role.kind in {"title", "office"}:
            return True
    if _with_role(doc[form.start : form.end].root):
        return True
    counted = votes[form.words]
    return counted["PERSON"] > 0 and counted["PERSON"] * 2 >= counted.total() - counted[""]


def _with_role(root: Token) -> bool:
    """Does an apposition give the name a person's role: "a spokesman, Ivo Marsh", "Ivo Marsh, a spokesman"."""
    others = [c for c in root.children if c.dep_ == "appos"] + ([root.head] if root.dep_ == "appos" else [])
    return any(role.kind not in {"org", "group"} for t in others if t.pos_ == "NOUN" and (role := roles().get(t.lower_)))


def _last(words: tuple[str, ...]) -> str:
    return words[-2] if len(words) > 2 and words[-1].lower() in _SUFFIX else words[-1]


def _same_person(full: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], str]:
    """Full names to the fullest form of the same person: one surname, first names that agree ("J. Quist", "Jo Ann Quist")."""
    canonical: dict[tuple[str, ...], str] = {}
    chosen: list[tuple[str, ...]] = []
    for words in sorted(full, key=lambda w: (-len(w), -len(" ".join(w)), full[w])):
        match = next((c for c in chosen if _agree(words, c)), None)
        if match is None:
            chosen.append(words)
        canonical[words] = " ".join(match or words)
    return canonical


def _agree(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if _last(short) != _last(long):
        return False
    a, b = short[0].rstrip("."), long[0].rstrip(".")
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or (a in long[1:-1] and len(long) > 2)


def _called(doc: Doc, forms: list[_Form], people: dict[tuple[str, ...], list[tuple[int, str]]]) -> dict[str, set[str]]:
    """Canonical name of a person to the role words around the full name, before it and in the apposition after it."""
    called: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        if len(form.words) > 1 and form.words in people:
            name = people[form.words][0][1]
            near = [*doc[max(0, form.start - 4) : form.start], *doc[form.end : form.end + 8]]
            called[name].update(t.lower_ for t in near if t.lower_ in roles())
    return called


def _which(doc: Doc, form: _Form, options: list[tuple[int, str]], called: dict[str, set[str]], before: list[Name]) -> str:
    """Of the people of one surname the one whom the title fits, else the one named last before a mention, else the first of all."""
    names = [name for _, name in options]
    if len(names) > 1 and form.start > 0:
        title = doc[form.start - 1].lower_
        fitting = [name for name in names if title in called[name]]
        others = [name for name in names if title in roles() and not called[name] & _FORMAL]
        if len(fitting) == 1 or len(others) == 1:
            return (fitting or others)[0]
    last = next((n.entity for n in reversed(before) if n.entity in names), None)
    return last or next((name for start, name in reversed(options) if start <= form.start), names[0])


def _bodies(
    doc: Doc, forms: list[_Form], geography: Geography, people: dict[tuple[str, ...], list[tuple[int, str]]]
) -> dict[tuple[str, ...], str]:
    """Forms of organisations and the like to their canonical names: acronyms and short forms to the full one."""
    kept = [f for f in forms if f.words not in people and not geography.knows(f.words)]
    by_words = dict.fromkeys(sorted((f.words for f in kept), key=lambda w: (-len(w), w)))
    explained = {words: full for f in kept if (words := _explained_acronym(doc, f)) and (full := f.words)}
    canonical: dict[tuple[str, ...], str] = {}
    for words in by_words:
        fuller = explained.get(words) or next((w for w in by_words if len(w) > len(words) and _short_for(words, w)), None)
        canonical[words] = canonical.get(fuller, " ".join(fuller)) if fuller and fuller != words else " ".join(words)
    return canonical


def _explained_acronym(doc: Doc, form: _Form) -> tuple[str, ...] | None:
    """The acronym in brackets right after a full name, if there is one."""
    rest = doc[form.end : form.end + 3]
    if len(form.words) > 1 and len(rest) == 3 and rest[0].text == "(" and rest[2].text == ")" and rest[1].text.isupper():
        return (rest[1].text,)
    return None


def _short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(short) == 1 and re.fullmatch(r"(?:[A-Z]\.?){2,}", short[0]):
        letters = short[0].replace(".", "")
        capitals = "".join(w[0] for w in full if w[0].isupper())
        every = "".join(w[0] for w in full if w.isalpha()).upper()
        return letters in {capitals, every}
    return full[-len(short) :] == short or (len(short) > 1 and full[: len(short)] == short)


def _labels(doc: Doc, forms: list[_Form], people: dict[tuple[str, ...], list[tuple[int, str]]]) -> dict[tuple[str, ...], str]:
    votes = _votes(doc, forms)
    return {
        words: max((label for label in counted if label), key=lambda lab: (counted[lab], _TIED.get(lab, 0), lab), default="ORG")
        for words, counted in votes.items()
    }
