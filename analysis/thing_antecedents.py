"""What speaks for a body or a thing as what "it", "they", "this" and "that" stand for, and for nothing that the text names."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from analysis.binding import SUBJECTS
from analysis.common_nouns import THING, THINGS
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


def of_things(token: Token, near: Mention, distance: int, text: Text, context: Context) -> dict[str, float]:
    """What speaks for a body, a country or a thing by name; `near`: its nearest mention, so many sentences before."""
    is_thing = near.label in {THING, THINGS}
    sort = "thing" if is_thing else "other"
    found = {sort: True, f"{_kind(near)}, {_place(token)}": True}
    for name, is_so in {**_by_grammar(token, near, distance), **_by_quotation(token, near, context)}.items():
        found[f"{sort}, {name}"] = is_so
    told = {name: float(is_so) for name, is_so in found.items()}
    return told | _of_noun(token, near, distance, text) if is_thing else told


def _kind(near: Mention) -> str:
    """A thing, an actor with a name, or what only may act: a place, a law, "the board"."""
    if near.label in {THING, THINGS}:
        return "thing"
    return "actor" if near.label in _ACTORS and near.form != "described" else "other"


def _by_grammar(token: Token, near: Mention, distance: int) -> dict[str, bool]:
    head, verb = token.doc[near.head], token.doc[near.head].head
    above = {t.i for t in token.ancestors}
    main = head.dep_ in SUBJECTS and verb.dep_ == "ROOT"
    objects = head.dep_ == "dobj" == token.dep_
    governed = verb.i in above or verb.head.i in above
    return {
        "main subject": main,
        "main subject, here": main and distance == 0,
        "main subject, sentence before": main and distance == 1,
        "both objects": objects,
        "both objects, near": objects and distance <= 1,
        "subject of the clause above": distance == 0 and head.dep_ in SUBJECTS and verb.i in above,
        "object of the clause above": distance == 0 and head.dep_ in {"dobj", "pobj"} and governed,
        "of a joined clause": distance == 0 and any(c.i in above for c in verb.conjuncts),
        "close": near.start < token.i and token.i - near.head <= _CLOSE,
        "last of the sentence before": distance == 1 and head.sent.end - head.i <= _LAST,
        "takes a side": _takes_side(token),
    }


def _by_quotation(token: Token, near: Mention, context: Context) -> dict[str, bool]:
    its, own = context.within[near.head], context.within[token.i]
    return {
        "in the same quotation": its is not None and its == own,
        "in another quotation": its is not None and own is not None and its != own,
        "outside the quotation": its is None and own is not None,
        "only in a quotation": its is not None and own is None,
    }


def _of_noun(token: Token, near: Mention, distance: int, text: Text) -> dict[str, float]:
    noun = token.doc[near.head]
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
        "thing, known kind, takes a side": lemma in thing_kinds() and _takes_side(token),
        "thing, empty": lemma in _EMPTY,
    }
    return {name: float(value) for name, value in found.items()}


def compared(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with what speaks for one beside the others: those just before, where the pronoun's own sentence has none."""
    here = any(c.features.get("distance", 0.0) == 0 and "ahead" not in c.features for c in found)
    told = []
    for candidate in found:
        sort = "thing" if candidate.label in {THING, THINGS} else "other"
        just = candidate.features.get("distance", 0.0) == 1 and not here
        more = {f"{sort}, in the sentence before, none in this": 1.0} if just else {}
        told.append(candidate._replace(features={**candidate.features, **more}))
    return told


def _place(token: Token) -> str:
    """What a pronoun is in its clause."""
    if token.dep_ == "poss":
        role = role_of(token.head)
        of_people = role is not None and role.kind not in {"org", "group"} and token.head.tag_ in {"NN", "NNS"}
        return "possessor of people" if of_people else "possessor"
    if token.dep_ not in SUBJECTS:
        return _ROLES.get(token.dep_, "behind a preposition")
    if token.dep_ == "nsubjpass":
        return "passive"
    if token.head.pos_ == "AUX":
        return "of a copula"
    return "of a cue" if (token.head.lemma_.lower(), "VERB") in cue_lexicon() else "subject"


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
