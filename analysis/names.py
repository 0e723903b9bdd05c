"""Name mentions and their canonical names: one for a person, an organisation, a country.

The canonical name is the fullest form that the article uses. A label of the parser is one vote among the mentions of a name:
"Lavrov" is what "Sergei Lavrov" is, whatever single mentions of it were taken for.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.tokens import Doc

from analysis.metonyms import Geography
from analysis.name_forms import Form, find_forms
from analysis.persons import THING, find_people, role_words, votes_on, which_person

_TIED = {"PERSON": 3, "ORG": 2, "GPE": 1}  # which label wins when the votes are equal


class Name(NamedTuple):
    """A name mention: token range, label and canonical name."""

    start: int
    end: int
    label: str
    entity: str


def find_names(doc: Doc) -> list[Name]:
    """The name mentions of a Doc in order, each with the canonical name of its entity.

    >>> from analysis.language import parse
    >>> doc = parse("Mayor Mara Quist spoke. Quist left Moscow.")
    >>> [(doc[n.start:n.end].text, n.entity) for n in find_names(doc)]
    [('Mara Quist', 'Mara Quist'), ('Quist', 'Mara Quist'), ('Moscow', 'Moscow')]
    """
    forms = find_forms(doc)
    geography = Geography(doc, [f.words for f in forms])
    people = find_people(doc, forms, geography)
    bodies = _bodies(doc, forms, geography, people)
    labels = _labels(doc, forms, people)
    called = role_words(doc, forms, people)
    found: list[Name] = []
    named: list[str] = []
    for form in forms:
        place = geography.actor_or_place(form.words, doc[form.end - 1])
        if form.words in people:
            named.append(which_person(doc, form, people[form.words], called, named))
            found.append(Name(form.start, form.end, "PERSON", named[-1]))
        elif place:
            found.append(Name(form.start, form.end, place.label, place.name))
        else:
            found.append(Name(form.start, form.end, labels[form.words], bodies.get(form.words, " ".join(form.words))))
    return found


def _bodies(
    doc: Doc, forms: list[Form], geography: Geography, people: dict[tuple[str, ...], list[tuple[int, str]]]
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


def _explained_acronym(doc: Doc, form: Form) -> tuple[str, ...] | None:
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


def _labels(doc: Doc, forms: list[Form], people: dict[tuple[str, ...], list[tuple[int, str]]]) -> dict[tuple[str, ...], str]:
    votes = votes_on(doc, forms)
    return {
        words: max(
            (label for label in counted if label not in {"", THING}),
            key=lambda lab: (counted[lab], _TIED.get(lab, 0), lab),
            default="ORG",
        )
        for words, counted in votes.items()
    }
