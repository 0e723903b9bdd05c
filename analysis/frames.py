"""Stances by the words of stance: a verb, noun or adjective, its holder, its target, its sign by the lexicon.

A stance word (accuse, support, demand, "ready to") gives its holder by the grammar of its subject, its target by the place that
the lexicon names, its sign by the lexicon under the negations around it. Inside a quotation "I" is the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.polarity import polarity
from analysis.resources import StanceEntry, cue_lexicon, roles, source_nouns, stance_lexicon
from analysis.sources import People, identify
from analysis.speakers import Attributed
from analysis.stands import Stand
from analysis.subjects import noun_source, subject
from analysis.targets import phrase, target_name

_ON_ITS_SUBJECT = {"accuse", "blame", "condemn", "criticize", "attack"}  # whose clause tells what its own subject did
_FIRST_PERSON = {"i", "we", "me", "us", "my", "our"}
_CONFIDENCE = {"object": 0.75, "clause": 0.6}
_CLAUSES = {"ccomp", "xcomp", "acl", "relcl"}
# the stance that a class of cues takes toward what its clause says, where the lexicon of stance words has no clause for it
_BY_CLASS = {
    "demand": 1,
    "urge": 1,
    "promise": 1,
    "support": 1,
    "agree": 1,
    "accuse": -1,
    "blame": -1,
    "deny": -1,
    "reject": -1,
    "oppose": -1,
}
_NO_TARGET = {"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"}


class _Holder(NamedTuple):
    name: str
    confidence: float
    head: int


def find_frames(doc: Doc, quotations: Sequence[Attributed], who: People) -> Iterator[Stand]:
    """The stances that words of stance show, in the narrator's words and in quotations.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> from analysis.sources import people
    >>> doc = parse("Mara Quist did not support Tom Reyl.")
    >>> [(s.speaker, s.target, s.sign, s.ground) for s in find_frames(doc, [], people(doc, find_names(doc), [], {}))]
    [('Mara Quist', 'Tom Reyl', -1.0, 'object')]
    """
    inside = _quotation_of(doc, quotations)
    for token in doc:
        part = "VERB" if token.pos_ in {"VERB", "AUX"} else token.pos_
        entries = _entries(token.lemma_.lower(), part)
        holder = _holder(token, quotations, who, inside) if entries else None
        if holder is None:
            continue
        turn, certain = polarity(token)
        for entry in entries:
            yield from _stands(token, entry, holder, turn, certain, who, inside)


def _entries(lemma: str, part: str) -> tuple[StanceEntry, ...]:
    """What the lexicon of stance words says of a word, and what the class of a reporting word says of its clause."""
    entries = stance_lexicon().get((lemma, part), ())
    cue = cue_lexicon().get((lemma, part))
    if cue and cue.category in _BY_CLASS and not any(e.place == "clause" for e in entries):
        sign = _BY_CLASS[cue.category]
        entries = (*entries, StanceEntry(cue.category, "clause", sign, sign))
        if part == "NOUN" and cue.category == "promise":
            entries = (*entries, *(StanceEntry(cue.category, f"prep:{prep}", 1, 1) for prep in ("on", "of", "for")))
    return entries


def _stands(
    token: Token, entry: StanceEntry, holder: _Holder, turn: int, certain: bool, who: People, inside: Sequence[int | None]
) -> Iterator[Stand]:
    clause = entry.place == "clause"
    for head, factor in _targets(token, entry):
        start, end = phrase(head)
        name, actor = target_name(head, start, end, who)
        base = entry.actor_sign if actor and not clause else entry.sign
        sign = base * factor if turn > 0 or base > 0 else 0
        sign *= turn if base > 0 else 1
        if not certain:
            sign = 0
        ground = "clause" if clause else "object"
        confidence = _CONFIDENCE[ground] * holder.confidence
        if name and head.i != holder.head and head.ent_type_ not in _NO_TARGET:
            first, last = min(token.i, start), max(token.i + 1, end)
            sure = round(confidence, 3)
            yield Stand(holder.name, name, start, end, float(sign), entry.relation, sure, inside[token.i], first, last, ground)


def _holder(token: Token, quotations: Sequence[Attributed], who: People, inside: Sequence[int | None]) -> _Holder | None:
    """Who takes the stance: the subject of the verb, the owner of the noun; "I" in a quotation is who speaks it."""
    owner = noun_source(token) if token.pos_ == "NOUN" else subject(token.head if token.pos_ == "ADJ" else token)
    if owner is not None and owner.lower_ in _FIRST_PERSON:
        number = inside[token.i]
        source = quotations[number].source if number is not None else None
        return _Holder(source.entity, source.confidence, owner.i) if source and source.entity else None
    if owner is None or not (owner.i in who.names or owner.i in who.references or _can_hold(owner)):
        return None
    source = identify(owner, who)
    return _Holder(source.entity, source.confidence, owner.i) if source.entity else None


def _can_hold(token: Token) -> bool:
    word, lemma = token.lower_, token.lemma_.lower()
    return word in roles() or lemma in roles() or "anonymous" in source_nouns().get(lemma, ()) or token.ent_type_ == "NORP"


def _targets(token: Token, entry: StanceEntry) -> Iterator[tuple[Token, int]]:
    """Heads of the targets of a stance word with the factor that their place gives the sign."""
    if entry.place == "dobj":
        passive = [c for c in token.children if c.dep_ == "nsubjpass"]
        heads = passive or [c for c in token.children if c.dep_ == "dobj"]
    elif entry.place.startswith("prep:"):
        word = entry.place.removeprefix("prep:")
        preps = [c for c in token.children if c.dep_ in {"prep", "agent", "dative"} and c.lower_ == word]
        heads = [c for prep in preps for c in prep.children if c.dep_ == "pobj"]
        heads += [g for prep in preps for c in prep.children if c.dep_ == "pcomp" for g in c.children if g.dep_ == "dobj"]
    else:
        clause = next((c for c in token.children if c.dep_ in _CLAUSES and c.i > token.i), None)
        yield from _clause_targets(clause, entry) if clause is not None else ()
        return
    for head in heads:
        yield head, 1
        yield from ((c, 1) for c in head.conjuncts if c.i > head.i)


def _clause_targets(clause: Token, entry: StanceEntry) -> Iterator[tuple[Token, int]]:
    """What a clause is about: for an accusation who did it, else what is to be done or had, else the act itself."""
    if entry.relation in _ON_ITS_SUBJECT:
        yield from ((c, 1) for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"})
        return
    for verb in (clause, *(c for c in clause.conjuncts if c.pos_ in {"VERB", "AUX"})):
        things = [c for c in verb.children if c.dep_ in {"dobj", "attr"}]
        own = next((e for e in stance_lexicon().get((verb.lemma_.lower(), "VERB"), ()) if e.place == "dobj"), None)
        factor = own.sign if own and own.sign else 1
        yield from ((c, factor) for c in things)
        if not things:
            yield verb, 1


def _quotation_of(doc: Doc, quotations: Sequence[Attributed]) -> list[int | None]:
    """For each token the number of the innermost quotation around it."""
    inside: list[int | None] = [None] * len(doc)
    for number, a in enumerate(quotations):
        inside[a.quotation.first : a.quotation.last] = [number] * (a.quotation.last - a.quotation.first)
    return inside
