"""What "it" stands for where it is a thing: by grammar in "backed the plan and then opposed it" and "“It is a disgrace,” she said
of the plan", by a guess where somebody takes a side on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence

from spacy.tokens import Doc, Span, Token

from analysis.bare_nouns import Noun
from analysis.places import entries, objects
from analysis.resources import roles

_NEAR = 40  # nouns for things before a pronoun: more than two sentences hold
_NEAR_VERB = {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr"}
_OBJECTS = {"dobj", "pobj", "nsubjpass"}
_SAYING = {"say", "add", "write", "speak", "joke", "remark", "complain", "warn", "ask"}
_CLAUSES_OF_THEIR_OWN = {"relcl", "acl", "ccomp"}
_VERBS = {"VERB", "AUX"}


def objects_meant(doc: Doc, nouns: Sequence[Noun]) -> dict[int, int]:
    """For each "it" and "them" that somebody takes a stance toward the last noun for a law, a plan or an event before it, in its
    own sentence or the one before: a guess, for where nothing better is known.

    >>> from analysis.bare_nouns import thing_nouns
    >>> from analysis.language import parse
    >>> doc = parse("The truce drew fire. Quist denounced it.")
    >>> objects_meant(doc, thing_nouns(doc, {}))
    {7: 1}
    """
    found: dict[int, int] = {}
    places = [noun.token.i for noun in nouns]
    for token in doc:
        if token.lower_ in {"it", "them"} and token.dep_ in {"dobj", "pobj"} and _is_taken_side_on(token):
            end = bisect_left(places, token.i)
            near = [noun for noun in nouns[max(0, end - _NEAR) : end] if noun.many == (token.lower_ == "them")]
            for sentence in (token.sent, _sentence_before(token)):
                within = [n.token for n in near if sentence is not None and sentence.start <= n.token.i < sentence.end]
                within = [noun for noun in within if noun.dep_ in _NEAR_VERB and not noun.is_ancestor(token)]
                if within:
                    found[token.i] = within[-1].i
                    break
    return found


def _is_taken_side_on(token: Token) -> bool:
    word = token.head if token.dep_ == "dobj" else token.head.head
    place = "dobj" if token.dep_ == "dobj" else f"prep:{token.head.lower_}"
    lemma = word.lemma_.lower()
    return lemma != "deny" and any(entry.place == place and entry.sign for entry in entries(word, lemma, word.pos_))


def _sentence_before(token: Token) -> Span | None:
    """The sentence before that of a token, in the same paragraph."""
    start = token.sent.start
    return None if not start or "\n" in token.doc[start - 1].text else token.doc[start - 1].sent


def things_meant(doc: Doc, named: Container[int]) -> dict[int, int]:
    """For each "it" that stands for a thing the head of the noun phrase that names it; tokens by number, `named` those of names.

    >>> from analysis.language import parse
    >>> things_meant(parse("Quist backed the plan and then opposed it."), {0})
    {7: 3}
    """
    found: dict[int, int] = {}
    for token in doc:
        if token.lower_ == "it":
            thing = _spoken_of(token) or (_object_above(token) if token.dep_ in _OBJECTS else None)
            if thing is not None and _is_thing(thing, named):
                found[token.i] = thing.i
    return found


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
    verbs = []
    for verb in token.ancestors:
        if verb.pos_ in _VERBS:
            verbs.append(verb)
            if verb.dep_ in _CLAUSES_OF_THEIR_OWN:
                break
    for above in verbs[1:]:
        joined = [verb for verb in (above, *above.conjuncts) if verb.i < verbs[0].i]
        for verb in sorted(joined, key=lambda v: -v.i) or [above]:
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
