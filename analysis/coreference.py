"""Pronouns and definite descriptions to the entities that they stand for.

A ranker over the people named so far: nearness, grammatical role, frequency, who spoke last. Gender is known only from what the
text shows: titles, roles, and pronouns that can mean one person only.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis import resources
from analysis.names import Name
from analysis.roles import RoleMention

GENDER = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she"}
PLURAL = {"they", "them", "their", "theirs", "themselves"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_WINDOW = 8  # sentences that a pronoun may look back
_AGREEMENT, _DISAGREEMENT = 0.3, 2.5  # what gender shown by earlier pronouns may count, for and against
_NEAR = 2  # sentences that an office without a known holder may look back
_OFFICES = {
    "prime",
    "foreign",
    "vice",
    "deputy",
    "chief",
    "first",
    "attorney",
    "auditor",
    "former",
    "defense",
    "defence",
    "interior",
    "finance",
}


class Reference(NamedTuple):
    """A pronoun or nominal mention (token range), the entity that it stands for, and how sure that is (0 to 1)."""

    start: int
    end: int
    form: str
    label: str
    entity: str
    confidence: float


class _Mention(NamedTuple):
    start: int
    head: int
    entity: str
    label: str


class _Memory(NamedTuple):
    """What was read so far: mentions, how often each entity is named at all, and by which pronouns each was called."""

    seen: list[_Mention]
    counts: Counter[str]
    called: dict[str, dict[str, float]]


class Context(NamedTuple):
    """What the resolver needs to know of a document beside its names.

    `order`: the sentence number of each token in reading order; `within`: the innermost stretch in quotation marks of each
    token; `said`: for each token that is the source of a cue the token ranges of its words.
    """

    order: Sequence[int]
    within: Sequence[int | None]
    said: Mapping[int, Sequence[tuple[int, int]]]


def resolve(doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]], context: Context) -> list[Reference]:
    """The pronouns and definite descriptions of a Doc that stand for a named entity.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> doc = parse("Mara Quist spoke. She was angry.")
    >>> context = Context([0, 0, 0, 0, 1, 1, 1, 1], [None] * 8, {})
    >>> [(doc[r.start].text, r.entity) for r in resolve(doc, find_names(doc), {}, context)]
    [('She', 'Mara Quist')]
    """
    genders = stated_genders(roles)
    first = _pass(doc, names, roles, context, genders)
    return _pass(doc, names, roles, context, _learn(genders, first, doc))


def stated_genders(roles: Mapping[str, Sequence[RoleMention]]) -> dict[str, str]:
    """Canonical name to he or she, where titles and roles say so and do not disagree.

    >>> stated_genders({"Mara Quist": [RoleMention(0, 1, "ms", "she")]})
    {'Mara Quist': 'she'}
    """
    found = {}
    for name, mentions in roles.items():
        said = {m.pronoun for m in mentions if m.pronoun}
        if len(said) == 1:
            found[name] = said.pop()
    return found


def _learn(genders: dict[str, str], references: Iterable[Reference], doc: Doc) -> dict[str, str]:
    """Genders together with those that confident pronouns give away."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for r in references:
        if r.form == "pronoun" and r.label == "PERSON" and r.confidence >= 0.6:
            votes[r.entity][GENDER.get(doc[r.start].lower_, "")] += r.confidence
    learned = dict(genders)
    for name, counted in votes.items():
        (best, most), *rest = sorted(counted.items(), key=lambda item: -item[1])
        if best and name not in learned and most > 2 * sum(n for _, n in rest):
            learned[name] = best
    return learned


def _pass(
    doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]], context: Context, genders: Mapping[str, str]
) -> list[Reference]:
    known = {i for n in names for i in range(n.start, n.end)}
    memory = _Memory([], Counter(n.entity for n in names), defaultdict(lambda: defaultdict(float)))
    seen = memory.seen
    found: list[Reference] = []
    starts = {n.start: n for n in names}
    for i in sorted(range(len(doc)), key=lambda i: (context.order[i], i)):
        token = doc[i]
        if i in starts:
            name = starts[i]
            seen.append(_Mention(i, doc[name.start : name.end].root.i, name.entity, name.label))
        elif i not in known:
            reference = _pronoun(token, memory, context, genders, names) or _nominal(token, seen, roles, context, genders)
            if reference:
                found.append(reference)
                if reference.form == "pronoun":
                    memory.called[reference.entity][GENDER.get(token.lower_, "")] += reference.confidence
                seen.append(_Mention(reference.start, i, reference.entity, reference.label))
    return found


def _pronoun(
    token: Token,
    memory: _Memory,
    context: Context,
    genders: Mapping[str, str],
    names: Sequence[Name],
) -> Reference | None:
    word = token.lower_
    if word not in GENDER and not (word in {*PLURAL, "it"} and token.i in context.said):
        return None
    scores: dict[str, float] = {}
    # who is named in somebody's words is not that somebody
    quoted = {n.entity for first, last in context.said.get(token.i, ()) for n in names if first <= n.start < last}
    for mention in reversed(memory.seen):
        distance = context.order[token.i] - context.order[mention.head]
        if distance > _WINDOW:
            break
        if mention.entity not in quoted and _may_be(token, mention, context, genders):
            score = _score(token, mention, distance, memory.counts, context) + _agreement(word, memory.called[mention.entity])
            scores[mention.entity] = max(score, scores.get(mention.entity, -math.inf)) + 0.1
    if not scores:
        scores = _ahead(token, context, genders, names)
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    margin = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 3.0
    label = "PERSON" if word in GENDER else next(m.label for m in reversed(memory.seen) if m.entity == ranked[0][0])
    return Reference(token.i, token.i + 1, "pronoun", label, ranked[0][0], round(1 / (1 + math.exp(-margin - 0.3)), 3))


def _agreement(word: str, called: Mapping[str, float]) -> float:
    """Against a person who was called by the other gender so far; to be called by this one says less, others may be too."""
    gender = GENDER.get(word)
    if gender is None:
        return 0.0
    other = "she" if gender == "he" else "he"
    return max(-_DISAGREEMENT, min(_AGREEMENT, called.get(gender, 0.0) - called.get(other, 0.0)))


def _may_be(token: Token, mention: _Mention, context: Context, genders: Mapping[str, str]) -> bool:
    gender = GENDER.get(token.lower_)
    if gender and (mention.label != "PERSON" or genders.get(mention.entity, gender) != gender):
        return False
    if not gender and mention.label not in ({"ORG", "GPE", "FAC"} if token.lower_ == "it" else {"ORG", "NORP", "GPE"}):
        return False
    if any(first <= token.i < last and context.within[token.i] is not None for first, last in context.said.get(mention.head, ())):
        return False  # nobody is "he" in his own words
    return not _bound(token, mention.head)


def _bound(token: Token, head: int) -> bool:
    """Are a pronoun and a mention arguments of one verb, so that they cannot be the same (himself apart)."""
    if token.lower_.endswith("self") or token.dep_ == "poss":
        return False
    other = token.doc[head]
    verb = _verb(token)
    return (
        verb is not None
        and other.i != token.i
        and _verb(other) == verb
        and other.dep_ in {*_SUBJECTS, "dobj", "dative", "pobj", "conj"}
    )


def _verb(token: Token) -> int | None:
    """The verb that a token is an argument of, through prepositions and coordination."""
    for head in token.ancestors:
        if head.pos_ in {"VERB", "AUX"}:
            return int(head.i)
        if head.dep_ not in {"prep", "agent", "conj", *_SUBJECTS, "dobj", "dative", "pobj"}:
            return None
    return None


def _score(token: Token, mention: _Mention, distance: int, counts: Counter[str], context: Context) -> float:
    doc = token.doc
    head = doc[mention.head]
    score = -0.9 * distance + 0.25 * min(counts[mention.entity], 5)
    if head.dep_ in _SUBJECTS:
        score += 1.2 if token.dep_ in _SUBJECTS else 0.8
    if head.dep_ in {"poss", "compound"}:
        score -= 0.5
    if token.i in context.said and mention.head in context.said:
        score += 1.5
    if context.within[mention.head] is not None and context.within[token.i] is None:
        score -= 2.0
    if token.dep_ == "poss" and distance == 0 and head.dep_ in _SUBJECTS:
        score += 0.8
    return score


def _ahead(token: Token, context: Context, genders: Mapping[str, str], names: Sequence[Name]) -> dict[str, float]:
    """People named later in the same sentence, for "In his speech, Quist said"."""
    gender = GENDER.get(token.lower_)
    options = [
        n
        for n in names
        if n.start > token.i
        and context.order[n.start] == context.order[token.i]
        and n.label == "PERSON"
        and genders.get(n.entity, gender) == gender
    ]
    return {options[0].entity: 0.0} if options and gender else {}


def _nominal(
    token: Token, seen: Sequence[_Mention], roles: Mapping[str, Sequence[RoleMention]], context: Context, genders: Mapping[str, str]
) -> Reference | None:
    """ "The minister", "the union": the person of that role, the body with that word in its name or role, nearest before it."""
    role = resources.roles().get(token.lower_)
    definite = any(c.dep_ in {"det", "poss"} and c.lower_ in {"the", "this", "that"} for c in token.children)
    if token.pos_ != "NOUN" or role is None or not definite or any(c.dep_ in {"appos", "prep", "relcl"} for c in token.children):
        return None
    held = {name: [m for m in mentions if _same_role(token, m)] for name, mentions in roles.items()}
    holders = [name for name, mentions in held.items() if mentions]
    found = next((_as_nominal(token, m, 0.85) for m in reversed(seen) if m.entity in holders or _in_name(token, m)), None)
    if found is None and len(holders) == 1 and seen:  # named with it only further on
        found = _as_nominal(token, _Mention(token.i, token.i, holders[0], "PERSON"), 0.7)
    if found is None and role.kind == "office" and token.tag_ == "NN":
        found = next(
            (_as_nominal(token, m, 0.55) for m in _subjects_near(token, seen, context) if _may_hold(role, m, roles, genders)), None
        )
    return found


def _as_nominal(token: Token, mention: _Mention, confidence: float) -> Reference:
    return Reference(token.left_edge.i, token.i + 1, "nominal", mention.label, mention.entity, confidence)


def _same_role(token: Token, role: RoleMention) -> bool:
    """Is a description that of a role: the same noun, and no modifier that says another ("prime", "water")."""
    words = {t.lower_ for t in token.doc[role.start : role.end]} | {role.noun}
    modifiers = {c.lower_ for c in token.children if c.dep_ == "compound" or c.lower_ in _OFFICES}
    return role.noun in {token.lower_, token.lemma_.lower()} and modifiers <= words


def _in_name(token: Token, mention: _Mention) -> bool:
    return mention.label in {"ORG", "FAC"} and token.lower_ in {word.lower() for word in mention.entity.split()}


def _subjects_near(token: Token, seen: Sequence[_Mention], context: Context) -> Iterable[_Mention]:
    """People who were the subject of one of the last two sentences, the nearest first."""
    for mention in reversed(seen):
        distance = context.order[token.i] - context.order[mention.head]
        if distance > _NEAR:
            return
        if distance and mention.label == "PERSON" and token.doc[mention.head].dep_ in _SUBJECTS:
            yield mention


def _may_hold(
    role: resources.Role, mention: _Mention, roles: Mapping[str, Sequence[RoleMention]], genders: Mapping[str, str]
) -> bool:
    """Can a person whose office the text does not say hold this one."""
    unknown = not any(m.end > m.start for m in roles.get(mention.entity, ()))
    return unknown and (role.gender is None or genders.get(mention.entity, "") in {"", {"m": "he", "f": "she"}[role.gender]})
