"""Which mentions cannot mean the same: the arguments of one verb ("The union thanked the league")."""

from __future__ import annotations

from spacy.tokens import Token

SUBJECTS = {"nsubj", "nsubjpass"}
_ARGUMENTS = {*SUBJECTS, "dobj", "dative", "pobj"}
PLACES = {*_ARGUMENTS, "conj", "appos"}  # where what is bound by an argument stands


def bound(token: Token, other: Token) -> bool:
    """Are two nouns or pronouns arguments of one verb, so that they mean different ones.

    >>> from analysis.language import parse
    >>> doc = parse("The union thanked the league. It was odd.")
    >>> bound(doc[4], doc[1]), bound(doc[6], doc[1])
    (True, False)
    """
    verb = verb_of(token)
    return verb is not None and other.i != token.i and other.dep_ in PLACES and verb_of(other) == verb


def verb_of(token: Token) -> int | None:
    """The verb that a token is an argument of, through prepositions and coordination.

    >>> from analysis.language import parse
    >>> verb_of(parse("The union spoke to the league.")[5])
    2
    """
    for head in token.ancestors:
        if head.pos_ in {"VERB", "AUX"}:
            return int(head.i)
        if head.dep_ not in {"prep", "agent", "conj", *_ARGUMENTS}:
            return None
    return None
