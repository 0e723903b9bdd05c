"""What the article calls a person: roles before and after the name, and the gender that titles and roles state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis import resources
from analysis.names import Name

_TITLE_GENDER = {
    "mr": "he",
    "mr.": "he",
    "sir": "he",
    "lord": "he",
    "mrs": "she",
    "mrs.": "she",
    "ms": "she",
    "ms.": "she",
    "miss": "she",
    "dame": "she",
    "lady": "she",
    "mme": "she",
    "madame": "she",
    "mlle": "she",
    "frau": "she",
    "signora": "she",
    "herr": "he",
    "monsieur": "he",
    "signor": "he",
}
_PRONOUN = {"m": "he", "f": "she"}
_NO_ROLE = frozenset(_TITLE_GENDER) | {"dr", "dr.", "prof", "prof.", "cde", "comrade"}
_DETERMINERS = {"the", "a", "an", "its", "his", "her", "their", "our", "my"}
_MAX_WORDS = 12


class RoleMention(NamedTuple):
    """A role as the article words it: token range, the noun that it turns on (lower case), and what it says of gender."""

    start: int
    end: int
    noun: str
    pronoun: str | None


def find_roles(doc: Doc, names: Sequence[Name]) -> dict[str, list[RoleMention]]:
    """Canonical name of a person to the roles that the text gives them, in order; a bare "Mr" counts for the gender only.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> doc = parse("Foreign Minister Mara Quist, the chairwoman of the party, spoke.")
    >>> [doc[r.start:r.end].text for r in find_roles(doc, find_names(doc))["Mara Quist"]]
    ['Foreign Minister', 'chairwoman of the party']
    """
    found: dict[str, list[RoleMention]] = defaultdict(list)
    for name in names:
        root = doc[name.start : name.end].root
        if name.label == "ORG":
            found[name.entity].extend(m for m in _appositions(root, name) if m is not None)
        if name.label != "PERSON":
            continue
        mentions = [_before(doc, name, root), *_appositions(root, name), _after_be(root)]
        found[name.entity].extend(m for m in mentions if m is not None)
    return dict(found)


def _before(doc: Doc, name: Name, root: Token) -> RoleMention | None:
    """Words before the name in its own phrase: "Karsovian Foreign Minister", "Ms"."""
    start = max(root.left_edge.i, name.start - _MAX_WORDS)
    cut = max(
        (
            i + 1
            for i in range(start, name.start)
            if doc[i].is_punct or doc[i].dep_ in {"cc", "case"} or doc[i].pos_ in {"VERB", "ADP"}
        ),
        default=start,
    )
    return _role(doc, cut, name.start) or _relation(doc, name)


def _relation(doc: Doc, name: Name) -> RoleMention | None:
    """A noun of kinship right before a name, wherever the parser has it: "whose brother Ivo was late"."""
    before = doc[name.start - 1] if name.start > 0 else None
    role = resources.roles().get(before.lower_) if before is not None and before.tag_ == "NN" else None
    if before is None or role is None or role.kind != "relation" or role.gender is None:
        return None
    return RoleMention(before.i, name.start, before.lower_, _PRONOUN.get(role.gender))


def _role(doc: Doc, start: int, end: int) -> RoleMention | None:
    """The role that a token range states, if one of its nouns is one; the last such noun before a preposition counts."""
    while start < end and doc[start].lower_ in _DETERMINERS:
        start += 1
    stop = next((i for i in range(start, end) if doc[i].pos_ == "ADP"), end)
    for i in range(stop - 1, start - 1, -1):
        word = doc[i].lower_
        if word in _TITLE_GENDER:
            return RoleMention(end, end, word, _TITLE_GENDER[word])
        role = resources.roles().get(word) or resources.roles().get(doc[i].lemma_.lower())
        if role and role.kind in {"org", "group"}:  # "the minister's office"
            return None
        if role and word in _NO_ROLE:
            return RoleMention(end, end, word, None)
        if role:
            return RoleMention(start, end, word, _PRONOUN.get(role.gender or ""))
    return None


def _appositions(root: Token, name: Name) -> list[RoleMention | None]:
    """ "Quist, the mayor of Tolm" and "the mayor of Tolm, Mara Quist"."""
    after = [
        _phrase(child, child.left_edge.i, child.right_edge.i + 1)
        for child in root.children
        if child.dep_ == "appos" and child.i >= name.end
    ]
    if root.dep_ == "appos" and root.head.pos_ in {"NOUN", "PROPN"} and root.head.i < name.start:
        head = root.head
        return [*after, _phrase(head, head.left_edge.i, min(name.start, root.left_edge.i))]
    return list(after)


def _phrase(head: Token, start: int, end: int) -> RoleMention | None:
    doc = head.doc
    end = next((i for i in range(head.i + 1, end) if doc[i].text in {",", ";", "–", "—", "(", ":"} or doc[i].dep_ == "relcl"), end)
    end = next((i for i in range(head.i + 1, end) if doc[i].lower_ in {"who", "which", "that"}), end)
    while end > head.i + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    if end - start > _MAX_WORDS:
        end = head.i + 1
    return _role(doc, start, end) if head.lemma_.lower() in resources.roles() or head.lower_ in resources.roles() else None


def _after_be(root: Token) -> RoleMention | None:
    """ "Quist is the mayor of Tolm"."""
    if root.dep_ != "nsubj" or root.head.lemma_ != "be":
        return None
    attr = next((child for child in root.head.children if child.dep_ == "attr"), None)
    return _phrase(attr, attr.left_edge.i, attr.right_edge.i + 1) if attr is not None else None
