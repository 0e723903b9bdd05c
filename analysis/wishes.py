"""What a speaker demands in a quotation, without a word of stance: "we must stop it", "he should resign", "let us have a vote"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.holders import Holder
from analysis.places import objects
from analysis.polarity import asked, negated
from analysis.scene import Scene, speaker
from analysis.stands import Frame, Stand, is_actor, stands
from analysis.wants import Wanted, clause, wanted

_DUTIES = {"should", "must", "ought"}
_OWN = {"i", "we"}
_CONDITIONS = {"if", "whether", "unless", "when", "why", "how"}
_THOUGHT = {"think", "believe", "feel", "suppose"}
_VERBS = {"VERB", "AUX"}


def find_wishes(token: Token, view: Scene) -> Iterator[Stand]:
    """The stances of a speaker toward what he says must be done, is needed, or will be done by himself.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read('"We must stop the merger," said Mara Quist.')
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> [(s.speaker, s.target, s.sign, s.relation) for s in find_wishes(reading.doc[3], view)]
    [('Mara Quist', 'merger', -1.0, 'demand')]
    """
    source = speaker(token, view)
    if source is None or token.pos_ not in _VERBS | {"NOUN", "ADJ"} or asked(token) or _conditional(token):
        return
    holder = Holder(str(source.entity), source.confidence, -1)
    relation, found = _wished(token)
    for wish in (w for w in found if w.known or not is_actor(w.head, view)):
        frame = Frame(token, holder, relation, "agent" if wish.agent else "demand")
        yield from stands(frame, wish.head, wish.sign, view)


def _wished(token: Token) -> tuple[str, list[Wanted]]:
    subject = next((c.lower_ for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    auxiliaries = {c.lower_ for c in token.children if c.dep_ == "aux"}
    lemma, sign = token.lemma_.lower(), _above(token)
    if auxiliaries & _DUTIES:
        return "demand", list(wanted(token, sign))
    if auxiliaries & {"will", "'ll", "’ll", "shall"} and subject in _OWN:
        return "promise", list(wanted(token, sign))
    if lemma == "need" and token.pos_ in _VERBS:
        return "demand", _needed(token, sign)
    if lemma == "have" and subject in _OWN and (inner := _infinitive(token)) is not None:
        return "demand", [] if negated(token) else list(wanted(inner, sign))  # who need not has not said that he will not
    if lemma == "let" and (inner := next((c for c in token.children if c.dep_ == "ccomp"), None)) is not None:
        return "demand", list(wanted(inner, -sign if negated(token) else sign))
    if lemma == "time" and (inner := clause(token)) is not None:
        return "demand", list(wanted(inner, -sign if negated(token.head) else sign))
    if _is_order(token):
        return "demand", list(wanted(token, sign))
    return "demand", []


def _needed(need: Token, sign: int) -> list[Wanted]:
    inner = _infinitive(need)
    if inner is not None:
        return list(wanted(inner, -sign if negated(need) else sign))
    sign = -sign if negated(need) else sign
    if need.dep_ == "csubj" and any(c.lower_ == "what" for c in need.children):  # "what we need is a bridge"
        return [Wanted(c, sign, agent=False) for c in need.head.children if c.dep_ == "attr"]
    passive = any(c.dep_ == "auxpass" for c in need.children)
    things = [c for c in objects(need) if c.pos_ in {"NOUN", "PROPN"}]
    return [Wanted(c, sign, agent=False) for c in things if passive or c.dep_ != "nsubjpass"]


def _infinitive(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "xcomp" and any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
            return child
    return None


def _is_order(verb: Token) -> bool:
    """Is a verb an imperative at the head of a sentence or of a quotation."""
    if verb.tag_ != "VB" or verb.dep_ not in {"ROOT", "ccomp"} or verb.i == 0:
        return False
    if any(c.dep_ in {"nsubj", "aux", "nsubjpass"} for c in verb.children):
        return False
    start = verb.left_edge.i + (1 if verb.left_edge.is_quote else 0)
    quoted = start > 0 and verb.doc[start - 1].is_quote
    return (start == verb.i or negated(verb)) and (quoted or bool(verb.doc[start].is_sent_start))


def _above(verb: Token) -> int:
    """-1 where the speaker does not think so: "I do not think we should build it"."""
    above = verb.head
    return -1 if verb.dep_ == "ccomp" and above.lemma_ in _THOUGHT and negated(above) else 1


def _conditional(token: Token) -> bool:
    return any(c.lower_ in _CONDITIONS and c.dep_ in {"mark", "advmod"} for c in token.children)
