"""Whom a pronoun may stand for: the candidates met so far, and what speaks for each; how much that counts: pronoun_weights.py."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.binding import PLACES, SUBJECTS, verb_of
from analysis.common_nouns import THING, THINGS, UNNAMED
from analysis.homelands import others
from analysis.memory import Context, Memory, Text
from analysis.mentions import Mention
from analysis.nominals import called_by_role, is_document
from analysis.pronouns import GENDER, NEUTER, PLURAL, POINTING
from analysis.thing_antecedents import Pronoun, compared, of_things, owns_people, pronoun

_TOLD_BEHIND = {"relcl", "acl", "prep"}  # "those who left", "that of Quist"
_MODIFIERS = {"poss", "compound", "nmod"}
FITTING = {
    "he": {"PERSON"},
    "she": {"PERSON"},
    "it": {"ORG", "GPE", "FAC", "LOC", "LAW", "EVENT", "WORK_OF_ART", "PRODUCT", THING},
    "they": {"ORG", "NORP", "GPE", "GROUP", THINGS},
}
_WINDOW = 10  # sentences that a pronoun may look back
_THING_WINDOW, _MOST_THINGS = 4, 60  # sentences, and mentions, that it may look back to what has no name
_NOUNS = {"thing", "described"}
_FAR = 6  # sentences beyond which distance says no more
_SWAY, _MOST = 1.5, 4.0  # what a pronoun that somebody was called by says of another, and what all of them say at most
_GOING_ON = {"add", "continue", "go", "conclude"}  # "he added" follows his own words


class Candidate(NamedTuple):
    """An entity or a thing that a pronoun may stand for, what speaks for it by name, and the head of its nearest mention."""

    entity: str
    label: str
    features: Mapping[str, float]
    head: int = -1


def kind(token: Token) -> str | None:
    """he, she, it or they; None if the token is no such pronoun. "This" and "that" are an "it", where they stand alone.

    >>> from analysis.language import parse
    >>> [kind(token) for token in parse("Her dog bit him.")]
    ['she', None, None, 'he', None]
    """
    word = token.lower_
    if word in POINTING:
        alone = token.tag_ == "DT" and token.dep_ not in {"det", "predet"}
        return POINTING[word] if alone and not any(c.dep_ in _TOLD_BEHIND for c in token.children) else None
    return GENDER.get(word) or ("they" if word in PLURAL else "it" if word in NEUTER else None)


def candidates(token: Token, memory: Memory, context: Context) -> list[Candidate]:
    """The entities and things that a pronoun may stand for, the one named nearest first.

    They fit by their label and the gender that the text states, are no other argument of the pronoun's own verb, and do not
    speak the words that it stands in. What the text speaks of most may be meant by "it" anywhere.
    """
    called = kind(token)
    if called is None:
        return []
    ruled_out = _named_below(token, context.said.get(token.i, ()), memory)
    near = _met(token, called, memory, context)
    possible = ((name, mentions) for name, mentions in near.items() if name not in ruled_out)
    fitting = [(name, mentions) for name, mentions in possible if _may_be(token, called, mentions, memory)]
    its = None if called in {"he", "she"} else pronoun(token)
    found = [
        Candidate(name, mentions[0].label, _features(token, called, mentions, rank, memory, context, its), mentions[0].head)
        for rank, (name, mentions) in enumerate(fitting)
    ]
    return _compared(found, _opener(token, memory, context)) if its is None else compared(found)


def _met(token: Token, called: str, memory: Memory, context: Context) -> dict[str, list[Mention]]:
    """The mentions that a pronoun may look to, by entity, the nearest first: those before it, and what it may mean from farther."""
    now = context.order[token.i]
    own = context.said.get(token.i, ())
    speaks = token.i in context.said  # what has no name and no office says nothing
    things = 0
    near: dict[str, list[Mention]] = defaultdict(list)
    for mention in reversed(memory.seen):
        if now - mention.sentence > _WINDOW:
            break
        if mention.label in UNNAMED:
            things += 1
            if speaks or things > _MOST_THINGS or now - mention.sentence > _THING_WINDOW:
                continue
        if not any(first <= mention.head < last for first, last in own):
            near[mention.entity].append(mention)
    for mention in () if speaks else memory.text.topics.most:
        if mention.entity not in near and mention.label in FITTING[called]:
            near[mention.entity].append(mention)
    for entity, mention in memory.text.people.items() if called in {"he", "she"} else ():
        if entity not in near and _is_called(entity, called, memory):
            near[entity].append(memory.latest.get(entity, mention))
    for mention in memory.text.ahead.get(now, ()):
        if mention.start > token.i and mention.entity not in near and _leads_into(token, mention):
            near[mention.entity].append(mention)
    return near


def _compared(found: Sequence[Candidate], opener: str | None) -> list[Candidate]:
    """The candidates with what speaks for one beside the others; a "chairman" may be she where nobody near is surely so."""
    if any("gender stated" in c.features and c.features.get("distance", 0.0) <= 1 for c in found):
        found = [c for c in found if "another gender stated" not in c.features]
    close = [c for c in found if c.features.get("distance", 0.0) <= 1]
    last = next((c for c in close if "subject" in c.features), None)
    stated = [c for c in close if "gender stated" in c.features]
    told = []
    for candidate in found:
        beside = {
            "another's gender is stated": bool(stated) and candidate not in stated,
            "last subject": candidate is last,
            "alone so near": close == [candidate],
            "first in the paragraph": candidate.entity == opener,
        }
        more = {name: 1.0 for name, is_so in beside.items() if is_so}
        told.append(candidate._replace(features={**candidate.features, **more}))
    return told


def _opener(token: Token, memory: Memory, context: Context) -> str | None:
    """The person whom the paragraph of a pronoun mentions first."""
    first = None
    for mention in reversed(memory.seen):
        if context.paragraph[mention.head] != context.paragraph[token.i]:
            break
        if mention.label == "PERSON":
            first = mention.entity
    return first


def _named_below(token: Token, own: Iterable[tuple[int, int]], memory: Memory) -> set[str]:
    """Who is named in the clause that a pronoun is the subject of, or in the words that it says: not whom it means; nor is it who
    speaks for a country that these words tell as another's.

    In "He said that Quist was late" he is not Quist, nor she in "Quist, her rival".
    """
    ranges = [range(first, last) for first, last in own]
    before = token.nbor(-1) if token.i > 0 else token
    if before.tag_ in {"WP", "WDT"}:  # in "Quist, whom she praised" she is not Quist
        ranges.append(range(next((a.head.i for a in token.ancestors if a.dep_ == "relcl"), before.i - 1), before.i))
    if token.dep_ in SUBJECTS:
        ranges.append(range(token.i + 1, token.head.right_edge.i + 1))
    if token.dep_ == "poss":  # "Quist, her rival"
        ranges += [range(t.i, t.i + 1) for t in _same_as(token.head)]
    foreign = others(token.doc, own, memory.text.named) if own and memory.text.homelands else set()
    speak_for_them = {name for name, countries in memory.text.homelands.items() if countries & foreign}
    return speak_for_them | {memory.text.named[i] for stretch in ranges for i in stretch if i in memory.text.named}


def _same_as(noun: Token) -> list[Token]:
    """The nouns that one is the apposition of, or has for its own."""
    above = [noun.head] if noun.dep_ == "appos" else []
    return above + [c for c in noun.children if c.dep_ == "appos"]


def _is_called(entity: str, called: str, memory: Memory) -> bool:
    """Does the text show somebody to be he or she, so that a pronoun may look back farther."""
    shown = memory.shown.get(entity, {})
    mine, other = shown.get(called, 0.0), shown.get("she" if called == "he" else "he", 0.0)
    return memory.text.stated.get(entity) == called or mine > 0.5 + 2 * other


def _leads_into(token: Token, mention: Mention) -> bool:
    """Does a pronoun stand before the subject that it means: "In his speech, Quist said"."""
    head = token.doc[mention.head]
    return head.dep_ in SUBJECTS and token.dep_ not in SUBJECTS and token.i < head.i < head.head.i + 1


def _may_be(token: Token, called: str, mentions: Sequence[Mention], memory: Memory) -> bool:
    entity, label = mentions[0].entity, mentions[0].label
    if called == "it" and mentions[0].form == "described" and is_document(token.doc[mentions[0].head]) and owns_people(token):
        return False
    if label not in FITTING[called] or entity in memory.speaker.get(token.i, ()) or memory.text.never.get(entity) == called:
        return False
    if called in {"it", "they"} and any(m.form in _NOUNS and token.doc[m.head].is_ancestor(token) for m in mentions):
        return False  # in "the plan that they opposed" they are not the plan
    loose = entity in memory.text.loosely and mentions[0].form != "described"
    if called in {"he", "she"} and not loose and _stated(mentions[0], token, memory) not in {None, called}:
        return False
    if _may_mean_its_own_subject(token):
        return True
    sentence = mentions[0].sentence
    return not any(_bound(token, m.head, memory.text) for m in mentions if m.sentence == sentence)


def _stated(mention: Mention, token: Token, memory: Memory) -> str | None:
    """he or she, as titles and roles say of a person, or the noun of a description itself."""
    return called_by_role(token.doc[mention.head]) if mention.form == "described" else memory.text.stated.get(mention.entity)


def _may_mean_its_own_subject(token: Token) -> bool:
    return token.dep_ == "poss" or token.lower_.endswith(("self", "selves"))


def _bound(token: Token, head: int, text: Text) -> bool:
    """Are a pronoun and a mention arguments of one verb, so that they cannot be the same."""
    if head == token.i or text.places[head] not in PLACES:
        return False
    verb = _verb_of(token.i, token.doc, text)
    return verb is not None and _verb_of(head, token.doc, text) == verb


def _verb_of(i: int, doc: Doc, text: Text) -> int | None:
    if i not in text.verbs:
        text.verbs[i] = verb_of(doc[i])
    return text.verbs[i]


def _features(
    token: Token, called: str, mentions: Sequence[Mention], rank: int, memory: Memory, context: Context, its: Pronoun | None
) -> dict[str, float]:
    near = mentions[0]
    entity, now, places = near.entity, context.order[token.i], memory.text.places
    distance = min(now - near.sentence, _FAR) if near.sentence <= now else _FAR
    same = [m.head for m in mentions if m.sentence == near.sentence]
    subject = any(places[head] in SUBJECTS for head in same)
    named = entity in memory.text.counts
    described = not named and near.label not in UNNAMED and all(m.form in {"described", "pronoun"} for m in mentions)
    within, here = context.within[near.head], context.within[token.i]
    last, speaks = memory.last.get(called), token.i in context.said
    spoke = memory.spoke[-1] if memory.spoke and memory.spoke[-1].entity == entity else None
    found = {
        "distance": distance,
        "in the same sentence": distance == 0,
        "in the sentence before": distance == 1,
        "nearest": rank == 0,
        "second nearest": rank == 1,
        "ahead": near.start > token.i and near.sentence == now,
        "not named yet": near.sentence > now,
        "far away": distance == _FAR,
        "subject": subject,
        "subject like the pronoun": subject and token.dep_ in SUBJECTS,
        "subject of the sentence before": subject and distance == 1,
        "spoke last": 1 / (1 + now - spoke.sentence) if spoke is not None and now >= spoke.sentence else 0.0,
        "goes on speaking": spoke is not None and token.head.lemma_ in _GOING_ON,
        "possessor or modifier": all(places[head] in _MODIFIERS for head in same),
        "possessive of the subject": subject and distance == 0 and token.dep_ == "poss",
        "often named": math.log1p(memory.text.counts[entity]),
        "often mentioned nearby": math.log1p(min(len(mentions), 6)),
        "in the same paragraph": context.paragraph[near.head] == context.paragraph[token.i],
        "meant by the last such pronoun": 1 / (1 + now - last[1]) if last and last[0] == entity else 0.0,
        "both speak": speaks and any(head in context.said for head in same),
        "only in quotation marks": within is not None and here is None,
        "only outside the quotation": within is None and here is not None,
        "not introduced": entity not in memory.text.introduced,
        "without a name": described,
        "without a name, not just before": described and distance > 1,
        "a name": near.form == "name",
        "speaks, a name": speaks and named and called in {"it", "they"},
    }
    if its is None:
        first = memory.text.people.get(entity)
        fresh = first is not None and first.sentence == near.sentence and distance <= 1
        found |= {
            "just introduced": fresh,
            "just introduced as the subject": fresh and subject,
            "both subjects of the sentence": subject and distance == 0 and token.dep_ in SUBJECTS,
            "speaks, subject so near": speaks and subject and distance <= 1,
            "often named, not so near": math.log1p(memory.text.counts[entity]) * (distance > 1),
            "mentioned in between": math.log1p(rank),
            "another gender stated": _stated(near, token, memory) not in {None, called},
        }
        found |= {"gender stated": _stated(near, token, memory) == called} if described else _agreement(entity, called, memory)
    else:
        found |= of_things(its, near, int(distance), memory.text, context)
    return {name: float(value) for name, value in found.items() if value}


def _agreement(entity: str, called: str, memory: Memory) -> dict[str, float]:
    """What titles and the other pronouns of the text say of the gender."""
    shown = memory.shown.get(entity, {})
    mine, other = shown.get(called, 0.0), shown.get("she" if called == "he" else "he", 0.0)
    return {
        "gender stated": float(memory.text.stated.get(entity) == called),
        "called so elsewhere": mine / (1 + mine + other),
        "hardly called so elsewhere": -math.log1p(math.exp(min(_SWAY * (other - mine), _MOST))),
    }
