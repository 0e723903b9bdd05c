"""Targets of stances: the words that name them and the canonical name they stand under."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.resources import roles
from analysis.sources import People

ACTORS = {"PERSON", "ORG", "GPE", "NORP"}
_PHRASE = {"compound", "amod", "nmod", "poss", "nummod", "quantmod"}


def phrase(head: Token) -> tuple[int, int]:
    """The token range of a target: a noun with its modifiers, or a verb with the adverb after it.

    >>> from analysis.language import parse
    >>> doc = parse("They want the humanitarian corridors now.")
    >>> doc[slice(*phrase(doc[4]))].text
    'humanitarian corridors'
    """
    start = end = head.i
    if head.pos_ in {"VERB", "AUX"}:
        adverb = head.i + 2 if head.i + 1 < len(head.doc) and head.doc[head.i + 1].dep_ == "advmod" else head.i + 1
        return head.i, adverb
    for child in reversed(list(head.lefts)):
        hyphen = child.text == "-"
        if not hyphen and (
            child.dep_ not in _PHRASE and child.right_edge.i + 1 < len(head.doc) and head.doc[child.right_edge.i + 1].text != "-"
        ):
            break
        if child.pos_ == "PRON" or child.right_edge.i != start - 1:
            break
        start = child.left_edge.i
    return start, end + 1


def target_name(head: Token, start: int, end: int, who: People) -> tuple[str | None, bool]:
    """The canonical name of a target, None for a pronoun of nobody known, and whether it is a person, body or country.

    >>> from analysis.language import parse
    >>> from analysis.sources import people
    >>> doc = parse("Voters want a new bridge.")
    >>> target_name(doc[4], 3, 5, people(doc, [], [], {}))
    ('new bridge', False)
    """
    name = who.names.get(head.i)
    if name:
        return name.entity, name.label in ACTORS
    reference = who.references.get(head.i)
    if reference:
        return reference.entity, reference.label in ACTORS
    if head.pos_ == "PRON" or head.tag_ in {"WP", "WDT", "DT"}:
        return None, False
    role = roles().get(head.lower_)
    return head.doc[start:end].text.lower(), role is not None and role.kind != "title"
