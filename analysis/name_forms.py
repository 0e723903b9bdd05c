"""Where names stand in a text: the recogniser's mentions without titles and stray marks, and the proper nouns that it left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.metonyms import is_people, is_place
from analysis.resources import roles

LABELS = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
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


class Form(NamedTuple):
    """A name as it stands in the text: token range, the recogniser's label ("" where it has none), the words."""

    start: int
    end: int
    label: str
    words: tuple[str, ...]


def find_forms(doc: Doc) -> list[Form]:
    """The name mentions of a Doc in order, without titles, articles and possessives.

    >>> from analysis.language import parse
    >>> [form.words for form in find_forms(parse("Mayor Mara Quist's sister met the Talheim Bank."))]
    [('Mara', 'Quist'), ('Talheim', 'Bank')]
    """
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


def _form(doc: Doc, start: int, end: int, label: str) -> Form | None:
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
        while end - start > 1 and doc[end - 1].text.islower():
            end -= 1
        if end - start > 1 and label == "PERSON" and is_people(doc[end - 1].text):  # "Top Ukrainian"
            start, label = end - 1, "NORP"
    words = tuple(doc[i].text for i in range(start, end))
    if not words or not any(w[0].isupper() for w in words) or (label == "" and is_role(doc[end - 1])):
        return None
    return Form(start, end, label, words)


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
