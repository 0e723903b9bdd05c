"""Name mentions and their canonical names: one for a person, an organisation, a country.

The canonical name is the fullest form that the article uses. A label of the parser is one vote among the mentions of a name:
"Lavrov" is what "Sergei Lavrov" is, whatever single mentions of it were taken for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from analysis.bodies import find_bodies
from analysis.metonyms import Geography
from analysis.name_forms import Form, find_forms
from analysis.name_things import names_a_body, names_a_place
from analysis.parties import parties_meant
from analysis.persons import THING, find_people, votes_on
from analysis.surnames import Namesakes

_DOUBTED = {"", "PERSON", "ORG"}  # labels that the recogniser gives to places that it does not know
_DASHES = {"-", "--", "–", "—", "―"}
_SMALL = {"of", "the", "and", "on", "in", "de", "do", "da", "del", "la", "le", "sur", "upon", "am"}  # in names of places
_ACRONYM = 3  # letters; a place of as many in capitals may be an acronym
_TIED = {"PERSON": 3, "ORG": 2, "GPE": 1}  # which label wins when the votes are equal


class Name(NamedTuple):
    """A name mention: token range, label and canonical name."""

    start: int
    end: int
    label: str
    entity: str


def find_names(doc: Doc) -> list[Name]:
    """The name mentions of a Doc in order, each with the canonical name of its entity; no two share a token.

    >>> from analysis.language import parse
    >>> doc = parse("Mayor Mara Quist spoke. Quist left Moscow.")
    >>> [(doc[n.start:n.end].text, n.entity) for n in find_names(doc)]
    [('Mara Quist', 'Mara Quist'), ('Quist', 'Mara Quist'), ('Moscow', 'Moscow')]
    """
    forms = _of_one_case(find_forms(doc))
    lines = _of_datelines(doc, forms)
    named = {f.words for f in forms if len(f.words) > 1 and f.label == "PERSON"}
    lines = {f for f in lines if f.words not in named}  # not in "MARA QUIST — The mayor wants the bridge"
    heads = {f.words for f in lines} - {words[-1:] for words in named}
    geography = Geography(doc, [f.words for f in forms])
    votes = votes_on(doc, forms)
    taken_for: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for form in forms:
        placed = form.words in heads or (form.label in _DOUBTED and names_a_place(doc, form))
        told = "ORG" if names_a_body(doc, form) else "GPE" if placed else form.label
        taken_for[form.words][told] += 1
    others = [f for f in forms if f.words not in heads and f not in lines]
    people = find_people(doc, others, geography, votes)
    bodies = find_bodies(doc, [f for f in forms if f.words not in people and not geography.knows(f.words)])
    parties = parties_meant((f.words for f in forms if f.words not in people), geography)
    namesakes = Namesakes(doc, forms, people)
    found: list[Name] = []
    for form in forms:
        place = geography.actor_or_place(form.words, doc[form.end - 1])
        if form.words in people and form not in lines:
            found.append(Name(form.start, form.end, "PERSON", namesakes.which(form)))
        elif form.words in parties:
            own = bodies.get(form.words, " ".join(form.words))  # what the article itself says that "SPD" stands for
            found.append(Name(form.start, form.end, "ORG", own if own != " ".join(form.words) else parties[form.words]))
        elif place:
            found.append(Name(form.start, form.end, place.label, place.name))
        else:
            label = "GPE" if form in lines else _label(taken_for[form.words]) or _label(votes[form.words]) or "ORG"
            found.append(Name(form.start, form.end, label, bodies.get(form.words, " ".join(form.words))))
    return found


def _of_one_case(forms: Sequence[Form]) -> list[Form]:
    """Names in capitals as the article writes them elsewhere, and places so where it does not: "TALHEIM" is Talheim."""
    usual = {tuple(w.upper() for w in f.words): f.words for f in forms if not _in_capitals(f)}
    return [
        f._replace(words=usual.get(f.words) or tuple(map(_titled, f.words)))
        if _in_capitals(f) and (f.words in usual or f.label == "GPE")
        else f
        for f in forms
    ]


def _titled(word: str) -> str:
    return word.lower() if word.lower() in _SMALL else word.title()


def _in_capitals(form: Form) -> bool:
    return all(word.isupper() for word in form.words) and any(len(word) > _ACRONYM and "." not in word for word in form.words)


def _of_datelines(doc: Doc, forms: Sequence[Form]) -> set[Form]:
    """The names that a dateline begins with: the place that it is of (language.py makes a sentence of a dateline)."""
    firsts = [f for f in forms if f.label == "GPE" and doc[f.start].is_sent_start]
    return {f for f in firsts if doc[f.start].sent[-1].text in _DASHES}


def _label(counted: dict[str, int]) -> str | None:
    """The label of most mentions, of those that are no person's."""
    named = [label for label in counted if label not in {"", THING, "PERSON"}]
    return max(named, key=lambda label: (counted[label], _TIED.get(label, 0), label), default=None)
