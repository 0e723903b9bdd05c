"""Blame and praise by telling what somebody did: "said that the ministry had ignored them", "“He did not respond,” she said"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.holders import Holder
from analysis.polarity import asked, negated
from analysis.quotes import Quotation
from analysis.resources import deeds
from analysis.scene import Scene, is_denied, speaker
from analysis.stands import Frame, Stand, is_actor, stands

_MAY = {"may", "might", "could", "should", "can", "would", "must", "ought", "will", "shall", "'ll", "’ll"}
_OPEN = {"if", "unless", "whether"}


def find_deeds(verb: Token, view: Scene) -> Iterator[Stand]:
    """The stance of a speaker toward a person, a body or a country that is said to have done something bad or good, or to have left
    undone what was due.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read('"Tom Reyl has betrayed this town," said Mara Quist.')
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> [(s.speaker, s.target, s.sign) for s in find_deeds(reading.doc[4], view)]
    [('Mara Quist', 'Tom Reyl', -1.0)]
    """
    known = _known(verb) if verb.pos_ == "VERB" else None
    source = speaker(verb, view) if known else None
    number = view.inside[verb.i]
    if known is None or source is None or number is None or is_denied(view.quotations[number].quotation):
        return
    if asked(verb) or _open(verb) or _is_embedded(verb, view.quotations[number].quotation, view):
        return
    sign = known[1] if negated(verb) else known[0]
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    doers += [c for by in verb.children if by.dep_ == "agent" for c in by.children if c.dep_ == "pobj"]
    if not sign or not doers or not is_actor(doers[0], view):
        return
    holder = Holder(str(source.entity), source.confidence, -1)
    yield from stands(Frame(verb, holder, "criticize" if sign < 0 else "praise", "deed"), doers[0], sign, view)


def _known(verb: Token) -> tuple[int, int] | None:
    lemma = verb.lemma_.lower()
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
    return deeds().get(f"{lemma} {particle}" if particle else lemma)


def _is_embedded(verb: Token, said: Quotation, view: Scene) -> bool:
    """Does a deed stand in a clause under another of the same words ("nobody says that he lied"), or under a denied report."""
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.head.i != verb.i and said.first <= verb.head.i < said.last:
        return True
    return said.cue is not None and negated(view.doc[said.cue.token])


def _open(verb: Token) -> bool:
    """Is it only told what may be, would be or is to be."""
    return any(
        (c.dep_ == "aux" and c.lower_ in _MAY) or (c.dep_ in {"mark", "advmod"} and c.lower_ in _OPEN) for c in verb.children
    )
