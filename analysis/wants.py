"""What is wanted where an act is demanded, promised or needed: "to end the strike" is against it, "to build a bridge" for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from analysis.places import entries, heads, objects
from analysis.polarity import negated
from analysis.resources import StanceEntry, operators

_CLAUSES = {"ccomp", "xcomp", "acl", "relcl", "advcl"}
_THROUGH = {"continue", "keep", "begin", "start", "help", "agree", "let", "allow", "make", "work", "move", "go", "come", "consider"}
_THROUGH |= {"ensure", "try", "seek", "commit", "proceed", "get", "do", "have", "need", "vote", "act", "use"}
_BARE = {"go", "stop"}  # that ask somebody to give way only where nothing follows: "he should go"
_ASIDE = {"down", "aside"}
_NO_EVENT = {"be", "have", "do", "make", "get", "go", "come", "take", "say", "see", "know", "think", "give", "tell", "look"}
_BALLOTS = {"mediation", "arbitration", "vote", "referendum", "plebiscite", "ballot", "test", "debate"}
_COURTS = {"justice", "account", "trial", "court", "task"}
_VERBS = {"VERB", "AUX"}


class Wanted(NamedTuple):
    """What a wanted act is for or against: the head of the target, the sign, and whether it is an actor who is to act, and
    whether the lexicon knows the act (to do something unknown to somebody is neither for nor against him)."""

    head: Token
    sign: int
    agent: bool
    known: bool = True


def clause(token: Token) -> Token | None:
    """The clause that a word of demand or promise reports.

    >>> from analysis.language import parse
    >>> clause(parse("They want the council to act.")[1]).text
    'act'
    """
    for child in token.children:
        if child.dep_ in _CLAUSES and child.i > token.i and child.pos_ in _VERBS:
            if child.dep_ == "advcl" and not any(c.lower_ in {"to", "that"} for c in child.lefts):
                continue
            if child.dep_ == "relcl" and not any(c.lower_ in {"to", "that"} and c.dep_ in {"aux", "mark"} for c in child.lefts):
                continue
            return child
    return None


def wanted(verb: Token, sign: int = 1, depth: int = 0) -> Iterator[Wanted]:
    """What the act of a verb is for or against, if somebody wants it done.

    >>> from analysis.language import parse
    >>> doc = parse("They want the council to end the strike.")
    >>> [(w.head.text, w.sign) for w in wanted(doc[5])]
    [('strike', -1)]
    """
    joined = [c for c in verb.conjuncts if c.i > verb.i and c.pos_ in _VERBS and not any(n.dep_ == "nsubj" for n in c.children)]
    each_one = (verb, *joined)
    over_all = negated(verb) and any(c.lower_ in {"or", "nor"} for each in each_one for c in each.children)  # "not sell or burn"
    plain = sign
    for each in each_one:
        sign = -plain if negated(each) or over_all else plain
        inner = next((c for c in each.children if c.dep_ in {"xcomp", "ccomp"} and c.i > each.i and c.pos_ in _VERBS), None)
        effect = operators().get((each.lemma_.lower(), "VERB"))
        if inner is not None and depth < 3 and (effect == "turn" or each.lemma_.lower() in _THROUGH):
            yield from wanted(inner, -sign if effect == "turn" else sign, depth + 1)
        else:
            yield from _act(each, sign)


def _act(verb: Token, sign: int) -> Iterator[Wanted]:
    if verb.lemma_ == "put" and (ballots := [head for head in heads(verb, "prep:to") if head.lemma_.lower() in _BALLOTS]):
        yield from (Wanted(head, sign, agent=False) for head in ballots)  # "that the plan be put to a vote"
        return
    said = entries(verb, verb.lemma_.lower(), "VERB")
    agent = next((e for e in said if e.place == "subject"), None)
    if agent is not None and _gives_way(verb):
        doer = _doer(verb)
        if doer is not None:
            yield Wanted(doer, sign * agent.sign, agent=True)
            return
    known = [(e, h) for e in _own_first(said) if e.place != "clause" for h in heads(verb, e.place) if e.place != "subject"]
    if known:
        for entry, head in known:
            both = entry.sign or entry.actor_sign
            if both:
                yield Wanted(head, sign * both, agent=False)
        return
    things = [] if any(c.dep_ == "ccomp" for c in verb.children) else objects(verb)
    if any(
        c.dep_ == "pobj" and c.lemma_.lower() in _COURTS for prep in verb.children if prep.dep_ == "prep" for c in prep.children
    ):
        sign = -sign  # "brought to justice"
    for head in things:
        yield Wanted(head, sign, agent=False, known=False)
    if not things and verb.lemma_ not in _NO_EVENT:
        yield Wanted(verb, sign, agent=False)


def _own_first(entries: tuple[StanceEntry, ...]) -> list[StanceEntry]:
    """The entries that count for an act that is wanted: what is said for that case stands before what is said of the object."""
    special = any(e.place == "wanted" for e in entries)
    return [e for e in entries if not (special and e.place == "dobj")]


def _gives_way(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    if lemma == "step":
        return any(c.lower_ in _ASIDE for c in verb.children)
    return lemma not in _BARE or not any(c.dep_ in {"dobj", "xcomp", "prep", "ccomp", "acomp", "advmod"} for c in verb.children)


def _doer(verb: Token) -> Token | None:
    """Who is to do it: the subject of the clause, or whom the verb above asks."""
    own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if own is not None:
        return own
    above = verb.head
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and above.pos_ in _VERBS:
        whom = [c for c in above.children if c.dep_ in {"dobj", "nsubjpass"} and c.i < verb.i]
        whom += [
            c
            for p in above.children
            if p.dep_ in {"prep", "dative"} and p.lower_ in {"on", "upon", "to", "with", "for"}
            for c in p.children
        ]
        return next((c for c in whom if c.i < verb.i), None)
    return None
