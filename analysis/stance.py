"""Who is for or against whom: stances from the words of stance and from what a speaker says of others.

A stance word (accuse, support, demand, "ready to") gives its holder by the grammar of its subject, its target by the place that
the lexicon names, its sign by the lexicon under the negations around it. Inside a quotation "I" is the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.cues import Cue
from analysis.language import sentence_start
from analysis.metonyms import acts
from analysis.resources import StanceEntry, cue_lexicon, roles, source_nouns, stance_lexicon
from analysis.sentiment import sentence_sentiment
from analysis.sources import People, identify
from analysis.speakers import Attributed
from analysis.subjects import noun_source, subject

_ACTORS = {"PERSON", "ORG", "GPE", "NORP"}
_ON_ITS_SUBJECT = {"accuse", "blame", "condemn", "criticize", "attack"}  # whose clause tells what its own subject did
_FIRST_PERSON = {"i", "we", "me", "us", "my", "our"}
_CONDITIONS, _DOUBTS = {"if", "whether", "unless"}, {"might", "may", "could"}
_MAX_CHAIN = 5
_VALENCE = 0.5  # of VADER's compound score: below it a statement counts as neutral
_CONFIDENCE = {"object": 0.75, "clause": 0.6, "words": 0.4, "omission": 0.55}
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
_PHRASE = {"compound", "amod", "nmod", "poss", "nummod", "quantmod"}


class Stand(NamedTuple):
    """One stance; target and evidence as token ranges, `quote` the number of the quotation that it stands in."""

    speaker: str
    target: str
    target_start: int
    target_end: int
    sign: float
    relation: str
    confidence: float
    quote: int | None
    start: int
    end: int


class _Holder(NamedTuple):
    name: str
    confidence: float
    head: int


def find_stances(doc: Doc, cues: Sequence[Cue], quotations: Sequence[Attributed], who: People) -> list[Stand]:
    """The stances of a Doc in the order of their evidence, the surest one for each speaker, target and sentence.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> from analysis.sources import people
    >>> doc = parse("Mara Quist did not support Tom Reyl.")
    >>> [(s.speaker, s.target, s.sign, s.relation) for s in find_stances(doc, [], [], people(doc, find_names(doc), [], {}))]
    [('Mara Quist', 'Tom Reyl', -1.0, 'support')]
    """
    inside = _quotation_of(doc, quotations)
    found = [*_from_words(doc, quotations, who, inside), *_from_speech(doc, quotations, who)]
    best: dict[tuple[str, str, int], Stand] = {}
    for stand in found:
        key = (stand.speaker, stand.target, sentence_start(doc, stand.target_start))
        if stand.speaker != stand.target and (key not in best or stand.confidence > best[key].confidence):
            best[key] = stand
    return sorted(best.values(), key=lambda s: (s.start, s.target_start, s.speaker))


def _quotation_of(doc: Doc, quotations: Sequence[Attributed]) -> list[int | None]:
    """For each token the number of the innermost quotation around it."""
    inside: list[int | None] = [None] * len(doc)
    for number, a in enumerate(quotations):
        inside[a.quotation.first : a.quotation.last] = [number] * (a.quotation.last - a.quotation.first)
    return inside


def _from_words(doc: Doc, quotations: Sequence[Attributed], who: People, inside: Sequence[int | None]) -> Iterator[Stand]:
    for token in doc:
        part = "VERB" if token.pos_ in {"VERB", "AUX"} else token.pos_
        entries = _entries(token.lemma_.lower(), part)
        holder = _holder(token, quotations, who, inside) if entries else None
        if holder is None:
            continue
        turn, certain = _polarity(token)
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
        name, actor = _target_name(head, start, end, who)
        base = entry.actor_sign if actor and not clause else entry.sign
        sign = base * factor if turn > 0 or base > 0 else 0
        sign *= turn if base > 0 else 1
        if not certain:
            sign = 0
        confidence = _CONFIDENCE["clause" if clause else "object"] * holder.confidence
        if name and head.i != holder.head and head.ent_type_ not in _NO_TARGET:
            first, last = min(token.i, start), max(token.i + 1, end)
            yield Stand(
                holder.name, name, start, end, float(sign), entry.relation, round(confidence, 3), inside[token.i], first, last
            )


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


def _polarity(token: Token) -> tuple[int, bool]:
    """(1 or -1, is it stated as a fact) of a stance word under the negations, refusals, questions and conditions around it."""
    sign, certain, verb = 1, True, token.head if token.pos_ in {"ADJ", "NOUN"} and token.head.pos_ in {"VERB", "AUX"} else token
    for _ in range(_MAX_CHAIN):
        if any(c.dep_ == "neg" or (c.lower_ == "longer" and any(n.dep_ == "neg" for n in c.children)) for c in verb.children):
            sign = -sign
        if any(c.lower_ in (_CONDITIONS if c.dep_ == "mark" else _DOUBTS if c.dep_ == "aux" else ()) for c in verb.children):
            certain = False
        if verb.dep_ not in {"xcomp", "ccomp"} or verb.head.i == verb.i:
            break
        entries = stance_lexicon().get((verb.head.lemma_.lower(), "VERB"), ())
        if any(e.place == "clause" and e.sign < 0 and e.relation in {"deny", "reject", "refuse", "oppose"} for e in entries):
            sign = -sign
        verb = verb.head
    if token.sent[-1].text == "?" or (len(token.sent) > 1 and token.sent[-2].text == "?"):
        certain = False
    return sign, certain


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


def _target_name(head: Token, start: int, end: int, who: People) -> tuple[str | None, bool]:
    """The canonical name of a target, None for a pronoun of nobody known, and whether it is a person, body or country."""
    name = who.names.get(head.i)
    if name:
        return name.entity, name.label in _ACTORS
    reference = who.references.get(head.i)
    if reference:
        return reference.entity, reference.label in _ACTORS
    if head.pos_ == "PRON" or head.tag_ in {"WP", "WDT", "DT"}:
        return None, False
    role = roles().get(head.lower_)
    return head.doc[start:end].text.lower(), role is not None and role.kind != "title"


def _from_speech(doc: Doc, quotations: Sequence[Attributed], who: People) -> Iterator[Stand]:
    """What speakers say of the people, bodies and countries in their quotations: what they left undone, and in which tone."""
    for number, a in enumerate(quotations):
        if a.source is None or a.source.entity is None or a.quotation.kind == "scare":
            continue
        for first, last in _sentences(doc, a.quotation.first, a.quotation.last):
            valence = sentence_sentiment([doc[first:last].text])[0]
            for i in range(first, last):
                stand = _about(doc[i], a, number, valence, (first, last), who)
                if stand:
                    yield stand


def _sentences(doc: Doc, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The parts of a token range that lie in one sentence each."""
    while first < last:
        end = min(doc[first].sent.end, last)
        yield first, end
        first = end


def _about(token: Token, a: Attributed, number: int, valence: float, span: tuple[int, int], who: People) -> Stand | None:
    name, source = who.names.get(token.i), a.source
    known = name if name and name.label in _ACTORS and token.i == name.end - 1 else who.references.get(token.i)
    if known is None or source is None or source.entity is None or known.label not in _ACTORS or known.entity == source.entity:
        return None
    if known.label == "GPE" and not acts(token):
        return None
    undone = token.dep_ in {"nsubj", "nsubjpass"} and _left_undone(token.head)
    if not undone and (abs(valence) < _VALENCE or token.dep_ in {"compound", "amod", "npadvmod"}):
        return None
    sign = -1.0 if undone or valence < 0 else 1.0
    sure = _CONFIDENCE["omission" if undone else "words"] * source.confidence
    return Stand(
        source.entity,
        known.entity,
        known.start,
        known.end,
        sign,
        "criticize" if sign < 0 else "praise",
        round(sure, 3),
        number,
        *span,
    )


def _left_undone(verb: Token) -> bool:
    """Does a verb say that something was not done: "did not answer", "failed to answer"."""
    negated = any(c.dep_ == "neg" for c in verb.children) and not any(
        c.dep_ == "aux" and c.lower_ in {"can", "could", "need"} for c in verb.children
    )
    return negated or (verb.lemma_ in {"fail", "refuse", "neglect", "decline"} and any(c.dep_ == "xcomp" for c in verb.children))
