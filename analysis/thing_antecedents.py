"""What speaks for a body or a thing as what "it", "they", "this" and "that" stand for, and for nothing that the text names."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Token

from analysis.binding import SUBJECTS
from analysis.common_nouns import UNNAMED
from analysis.mentions import Mention
from analysis.nominals import role_of
from analysis.places import entries
from analysis.pronouns import GENDER
from analysis.resources import cue_lexicon, thing_kinds

if TYPE_CHECKING:
    from analysis.antecedents import Candidate
    from analysis.memory import Context, Text

_ACTORS = {"ORG", "NORP", "GROUP"}
_CLOSE, _LAST = 4, 3  # tokens between a noun and the pronoun, and between a noun and the end of its sentence
_ROLES = {"poss": "possessor", "pobj": "behind a preposition", "dobj": "object", "dative": "object"}
_CLAUSES = {"ccomp", "csubj", "xcomp", "advcl", "acl"}
_SEEMING = {"seem", "appear", "take", "cost", "happen", "matter", "rain", "snow", "remain", "turn"}
_EMPTY = {
    "thing", "way", "time", "place", "day", "part", "lot", "number", "one", "fact", "case", "point", "kind", "sort", "word",
    "reason", "question", "hand", "end", "year", "week", "month", "man", "woman", "person",
}  # fmt: skip


class Pronoun(NamedTuple):
    """A pronoun for a body or a thing: what stands above it, what it is in its clause, does somebody take a stance toward it."""

    token: Token
    above: frozenset[int]
    place: str
    side: bool


def pronoun(token: Token) -> Pronoun:
    """What is asked of a pronoun for each of its candidates.

    >>> from analysis.language import parse
    >>> pronoun(parse("Mara Quist opposes it.")[3])[2:]
    ('object', True)
    """
    return Pronoun(token, frozenset(t.i for t in token.ancestors), _place(token), _takes_side(token))


def of_things(its: Pronoun, near: Mention, distance: int, text: Text, context: Context) -> dict[str, float]:
    """What speaks for a body, a country or a thing by name; `near`: its nearest mention, so many sentences before."""
    is_thing = near.label in UNNAMED
    sort = "thing" if is_thing else "other"
    told = {sort: 1.0, f"{_kind(near)}, {its.place}": 1.0}
    told |= {f"{sort}, {name}": 1.0 for name in (*_by_grammar(its, near, distance), *_by_quotation(its, near, context))}
    return told | _of_noun(its, near, distance, text) if is_thing else told


def _kind(near: Mention) -> str:
    """A thing, an actor with a name, or what only may act: a place, a law, "the board"."""
    if near.label in UNNAMED:
        return "thing"
    return "actor" if near.label in _ACTORS and near.form != "described" else "other"


def _by_grammar(its: Pronoun, near: Mention, distance: int) -> Iterator[str]:
    token, head = its.token, its.token.doc[near.head]
    verb, place = head.head, head.dep_
    if place in SUBJECTS and verb.dep_ == "ROOT":
        yield "main subject"
        yield from ("main subject, here", "main subject, sentence before")[distance : distance + 1]
    if place == "dobj" == token.dep_:
        yield "both objects"
        if distance <= 1:
            yield "both objects, near"
    if distance == 0:
        if place in SUBJECTS and verb.i in its.above:
            yield "subject of the clause above"
        if place in {"dobj", "pobj"} and (verb.i in its.above or verb.head.i in its.above):
            yield "object of the clause above"
        if any(c.i in its.above for c in verb.conjuncts):
            yield "of a joined clause"
    elif distance == 1 and head.sent.end - head.i <= _LAST:
        yield "last of the sentence before"
    if near.start < token.i and token.i - near.head <= _CLOSE:
        yield "close"
    if its.side:
        yield "takes a side"


def _by_quotation(its: Pronoun, near: Mention, context: Context) -> Iterator[str]:
    other, own = context.within[near.head], context.within[its.token.i]
    if own is not None:
        yield "outside the quotation" if other is None else "in the same quotation" if other == own else "in another quotation"
    elif other is not None:
        yield "only in a quotation"


def _of_noun(its: Pronoun, near: Mention, distance: int, text: Text) -> dict[str, float]:
    noun = its.token.doc[near.head]
    lemma = noun.lemma_.lower()
    rank = next((n for n, mention in enumerate(text.topics.most) if mention.entity == near.entity), None)
    found = {
        "thing, spoken of": math.log1p(text.topics.spoken[near.entity]),
        "thing, spoken of most": rank == 0,
        "thing, spoken of second": rank == 1,
        "thing, in the title": lemma in text.topics.title,
        "thing, distance": distance,
        "thing, people": role_of(noun) is not None,
        "thing, known kind": lemma in thing_kinds(),
        "thing, known kind, takes a side": its.side and lemma in thing_kinds(),
        "thing, empty": lemma in _EMPTY,
    }
    return {name: float(value) for name, value in found.items()}


def compared(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with what speaks for one beside the others: those just before, where the pronoun's own sentence has none."""
    here = any(c.features.get("distance", 0.0) == 0 and "ahead" not in c.features for c in found)
    told = []
    for candidate in found:
        sort = "thing" if candidate.label in UNNAMED else "other"
        just = candidate.features.get("distance", 0.0) == 1 and not here
        more = {f"{sort}, in the sentence before, none in this": 1.0} if just else {}
        told.append(candidate._replace(features={**candidate.features, **more}))
    return told


def _place(token: Token) -> str:
    """What a pronoun is in its clause."""
    if token.dep_ == "poss":
        return "possessor of people" if owns_people(token) else "possessor"
    if token.dep_ not in SUBJECTS:
        return _ROLES.get(token.dep_, "behind a preposition")
    if token.dep_ == "nsubjpass":
        return "passive"
    if token.head.pos_ == "AUX":
        return "of a copula"
    return "of a cue" if (token.head.lemma_.lower(), "VERB") in cue_lexicon() else "subject"


def owns_people(token: Token) -> bool:
    """Does a pronoun own somebody, as a body does and no thing: "its leader".

    >>> from analysis.language import parse
    >>> [owns_people(parse(f"Its {noun} left.")[0]) for noun in ("leader", "roof")]
    [True, False]
    """
    role = role_of(token.head) if token.dep_ == "poss" else None
    return role is not None and role.kind not in {"org", "group"} and token.head.tag_ in {"NN", "NNS"}


def _takes_side(token: Token) -> bool:
    """Does somebody take a stance toward what a pronoun stands for."""
    if token.dep_ not in {"dobj", "pobj"}:
        return False
    word = token.head if token.dep_ == "dobj" else token.head.head
    place = "dobj" if token.dep_ == "dobj" else f"prep:{token.head.lower_}"
    return any(entry.place == place and entry.sign for entry in entries(word, word.lemma_.lower(), word.pos_))


def nothing(token: Token, speaks: Container[int]) -> dict[str, float]:
    """What speaks for a pronoun that stands for nothing that the text names: an "it" that only fills a place, a whole statement.

    He and she are somebody, and so is who speaks; `speaks`: the tokens of those.

    >>> from analysis.language import parse
    >>> sorted(nothing(parse("It is clear that they lost.")[0], ()))
    ['nobody, clause behind', 'nobody, is so', 'nobody, it', 'nobody, subject']
    """
    word, verb = token.lower_, token.head
    if word in GENDER or token.i in speaks:
        return {}
    told = {word, _ROLES.get(token.dep_, "subject")}
    if word == "it" and token.dep_ in {"nsubj", "nsubjpass"}:
        said = [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}]
        clauses = [c for top in (verb, *said) for c in top.children if c.dep_ in _CLAUSES and c.i > verb.i]
        told |= {"is so"} if verb.pos_ == "AUX" and any(c.pos_ == "ADJ" for c in said) else set()
        told |= {"is a thing"} if any(c.dep_ == "attr" for c in said) else set()
        told |= {"is a thing which"} if any(c.dep_ == "relcl" for one in said for c in one.children) else set()
        told |= {"clause behind"} if any(c.left_edge.lower_ in {"to", "that"} for c in clauses) else set()
        told |= {"seems"} if verb.lemma_ in _SEEMING else set()
        told |= {"of a clause"} if verb.dep_ == "ccomp" else set()
    return {f"nobody, {one}": 1.0 for one in told}
