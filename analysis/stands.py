"""A stance as it is found: who, toward whom or what, for or against, by which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from analysis.holders import Holder
from analysis.places import heads
from analysis.resources import stance_lexicon
from analysis.scene import Scene
from analysis.targets import belongs_to, target

# which words of stance are shown first, where several show one; how sure the stance is weighing.py says
CONFIDENCE = {
    "object": 0.75,
    "nominal": 0.65,
    "bearer": 0.65,
    "adjective": 0.7,
    "against": 0.6,
    "agent": 0.65,
    "clause": 0.6,
    "demand": 0.6,
    "judgement": 0.6,
    "comparison": 0.55,
    "deed": 0.5,
    "owner": 0.5,
    "nested": 0.5,
}


_SUBORDINATE = {"relcl", "acl", "advcl"}
_WANTING = {"demand", "call_for", "urge", "promise", "hope", "propose", "vote_for"}


class Stand(NamedTuple):
    """One stance; target and evidence as token ranges, `quote` the number of the quotation that it stands in, `ground`
    what gave it: the place of the target beside a stance word, or what the quotation says; `below` how many clauses stand above
    the stance word's own in its sentence."""

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
    ground: str
    below: int = 0


class Frame(NamedTuple):
    """What a stance word says of its targets: the word, who holds it, the relation, and what gave it."""

    word: Token
    holder: Holder
    relation: str
    ground: str


def stands(frame: Frame, head: Token, sign: float, view: Scene) -> Iterator[Stand]:
    """The stance toward a target, and with it toward whose it is and toward what a ban or an end is of.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist mocked Tom Reyl's remarks.")
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> frame = Frame(reading.doc[2], Holder("Mara Quist", 1.0, 1), "criticize", "object")
    >>> [(s.target, s.sign, s.ground) for s in stands(frame, reading.doc[6], -1, view)]
    [("Tom Reyl's remarks", -1.0, 'object'), ('Tom Reyl', -1.0, 'owner')]
    """
    if _left_out(head):
        sign = -sign
    yield from _one(frame, head, sign, view)
    if not sign:
        return
    for entry in stance_lexicon().get((head.lemma_.lower(), "NOUN"), ()):
        if entry.place.startswith("wanted:"):
            for inner in heads(head, entry.place):
                if inner.i < head.i and frame.relation not in _WANTING:  # whose resignation it is that is accepted or regretted
                    continue
                both = sign * (entry.sign or entry.actor_sign)
                yield from _one(frame._replace(ground="nested"), inner, both, view)
            return
    for owner in belongs_to(head, view.who):
        if frame.relation in _WANTING and owner.pos_ == "PRON":  # "he should hand back his pay"
            continue
        yield from _one(frame._replace(ground="owner"), owner, sign, view)


def _left_out(head: Token) -> bool:
    """Is a joined target the one that is not meant: "the fund, but not the dam"."""
    return head.dep_ == "conj" and head.left_edge.i > 0 and "not" in {head.doc[head.left_edge.i - 1].lower_, head.left_edge.lower_}


def _one(frame: Frame, head: Token, sign: float, view: Scene) -> Iterator[Stand]:
    found = target(head, view.who)
    if found is None or found.name == frame.holder.name or found.start <= frame.holder.head < found.end:
        return
    word = frame.word
    first, last = min(word.i, found.start), max(word.i + 1, found.end)
    sure = round(CONFIDENCE[frame.ground] * frame.holder.confidence, 3)
    yield Stand(
        frame.holder.name, found.name, found.start, found.end, float(sign), frame.relation, sure, view.inside[word.i], first, last,
        frame.ground, sum(above.dep_ in _SUBORDINATE for above in (word, *word.ancestors)),
    )  # fmt: skip


def is_actor(head: Token, view: Scene) -> bool:
    """Is a target a person, a body or a country.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist met Tom Reyl.")
    >>> is_actor(reading.doc[4], scene(reading.doc, reading.quotations, reading.who))
    True
    """
    found = target(head, view.who)
    return found is not None and found.actor
