"""Stances by expressions whose single words show none: "had harsh words for the board", "came out on Kessel's side"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.holders import holders
from analysis.judgements import worth
from analysis.places import heads
from analysis.polarity import polarity
from analysis.scene import Scene
from analysis.stands import Frame, Stand, stands

_WORDS = {"word", "view", "opinion"}
_HAVING = {"have", "find", "reserve", "save", "offer", "take", "hold", "express"}
_ON = {"for", "of", "about", "on"}
_SIDING = {"take", "come", "be", "stand", "rally", "line"}


def find_idioms(noun: Token, view: Scene) -> Iterator[Stand]:
    """The stances of those who have good or bad words for somebody, or who are on somebody's side.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist had harsh words for Tom Reyl.")
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> [(s.speaker, s.target, s.sign) for s in find_idioms(reading.doc[4], view)]
    [('Mara Quist', 'Tom Reyl', -1.0)]
    """
    lemma = noun.lemma_.lower()
    if lemma in _WORDS and noun.dep_ == "dobj" and noun.head.lemma_.lower() in _HAVING:
        sign, found = worth(noun), [head for word in sorted(_ON) for head in heads(noun, f"prep:{word}")]
    elif lemma == "side":
        verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "on" else noun.head
        taken = noun.dep_ in {"pobj", "dobj"} and verb.lemma_.lower() in _SIDING
        sign, found = 1, [c for c in noun.children if c.dep_ == "poss" and taken]
    else:
        return
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    turn, certain = polarity(verb)
    if not sign or not certain or turn < 0:
        return
    for holder in holders(verb, view) if found else ():
        frame = Frame(noun, holder, "praise" if sign > 0 else "criticize", "nominal")
        for head in found[:1]:
            yield from stands(frame, head, sign, view)
