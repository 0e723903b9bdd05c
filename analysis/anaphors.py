"""What "it" stands for by grammar alone: “It is a disgrace,” she said of the plan."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Doc, Token

from analysis.resources import roles

_SAYING = {"say", "add", "write", "speak", "joke", "remark", "complain", "warn", "ask"}


def spoken_of(doc: Doc, named: Container[int]) -> dict[int, int]:
    """For each "it" of a speaker who is said to speak of a thing the head of the noun phrase that names it; tokens by number,
    `named` those of names.

    >>> from analysis.language import parse
    >>> spoken_of(parse("“It is a disgrace,” she said of the plan."), set())
    {1: 11}
    """
    found = {}
    for token in doc:
        if token.lower_ == "it" and (thing := _thing(token)) is not None and _is_thing(thing, named):
            found[token.i] = thing.i
    return found


def _thing(token: Token) -> Token | None:
    for verb in token.ancestors:
        if verb.pos_ == "VERB" and verb.lemma_.lower() in _SAYING and verb.i > token.i and _quoted_before(token, verb):
            about = (c for c in verb.children if c.lower_ in {"of", "about"} and c.i > verb.i)
            return next((c for prep in about for c in prep.children if c.dep_ == "pobj"), None)
    return None


def _quoted_before(token: Token, verb: Token) -> bool:
    return any(t.is_quote for t in token.doc[token.i : verb.i])


def _is_thing(token: Token, named: Container[int]) -> bool:
    if token.pos_ != "NOUN" or token.tag_ == "NNS" or token.i in named:
        return False
    role = roles().get(token.lower_)
    return role is None or role.kind == "org"
