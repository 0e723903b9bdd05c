"""What "it" stands for where the grammar leaves no doubt that it is a thing: "backed the plan and then opposed it", "“It is a
disgrace,” she said of the plan"."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Doc, Token

from analysis.places import objects
from analysis.resources import roles

_OBJECTS = {"dobj", "pobj", "nsubjpass"}
_SAYING = {"say", "add", "write", "speak", "joke", "remark", "complain", "warn", "ask"}
_VERBS = {"VERB", "AUX"}


def things_meant(doc: Doc, named: Container[int]) -> dict[int, int]:
    """For each "it" that stands for a thing the head of the noun phrase that names it; tokens by number, `named` those of names.

    >>> from analysis.language import parse
    >>> things_meant(parse("Quist backed the plan and then opposed it."), {0})
    {7: 3}
    """
    found: dict[int, int] = {}
    for token in doc:
        if token.lower_ == "it" or _stands_for_one(token):
            thing = _spoken_of(token) or (_object_above(token) if token.dep_ in _OBJECTS else None)
            if thing is not None and _is_thing(thing, named):
                found[token.i] = thing.i
    return found


def _stands_for_one(token: Token) -> bool:
    """Is a word the "one" of "rejected a vote and now wants one"."""
    return token.lower_ == "one" and token.dep_ == "dobj" and not any(True for _ in token.children)


def _spoken_of(token: Token) -> Token | None:
    """What a speaker is said to speak of: “It is a disgrace,” she said of the bridge."""
    for verb in token.ancestors:
        if verb.pos_ == "VERB" and verb.lemma_.lower() in _SAYING and verb.i > token.i and _quoted_before(token, verb):
            about = (c for c in verb.children if c.lower_ in {"of", "about"} and c.i > verb.i)
            return next((c for prep in about for c in prep.children if c.dep_ == "pobj"), None)
    return None


def _quoted_before(token: Token, verb: Token) -> bool:
    return any(t.is_quote for t in token.doc[token.i : verb.i])


def _object_above(token: Token) -> Token | None:
    """The object of the verb that the pronoun's own verb is joined to, or that it serves, in the same sentence."""
    verbs = [verb for verb in token.ancestors if verb.pos_ in _VERBS]
    for above in verbs[1:]:
        joined = sorted((v for v in above.conjuncts if v.i < verbs[0].i), key=lambda v: -v.i)
        for verb in (*joined, above):
            things = objects(verb) or _spoken_about(verb)
            before = [thing for thing in things if thing.i < token.i and thing.lower_ != "it" and token not in thing.subtree]
            if before:
                return before[-1]
    return None


def _spoken_about(verb: Token) -> list[Token]:
    """What a verb without an object is about: "has not moved on the dam"."""
    preps = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "about", "against", "over"})
    return [c for prep in preps for c in prep.children if c.dep_ == "pobj" and not c.ent_type_]


def _is_thing(token: Token, named: Container[int]) -> bool:
    if token.pos_ != "NOUN" or token.tag_ == "NNS" or token.i in named:
        return False
    role = roles().get(token.lower_)
    return role is None or role.kind == "org"
