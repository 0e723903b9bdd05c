"""Stances by expressions whose single words show none: "gave the plan her blessing", "had harsh words for the board"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.holders import holders
from analysis.judgements import worth
from analysis.places import heads, objects
from analysis.polarity import polarity
from analysis.resources import stance_phrases
from analysis.scene import Scene
from analysis.stands import Frame, Stand, stands

BEHIND_VERBS = {"dobj", "pobj", "advmod"}  # an adverb, as the parser takes "turned her back"
_WORDS = {"word", "view", "opinion"}
_HAVING = {"have", "find", "reserve", "save", "offer", "take", "hold", "express"}
_ON = ("for", "of", "about", "on")
_SIDING = {"take", "come", "be", "stand", "rally", "line"}


def find_idioms(noun: Token, view: Scene) -> Iterator[Stand]:
    """The stances that a noun shows together with its verb: blessings given, backs turned, harsh words, sides taken.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist turned her back on the plan.")
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> [(s.speaker, s.target, s.sign) for token in reading.doc for s in find_idioms(token, view)]
    [('Mara Quist', 'plan', -1.0)]
    """
    verb = _verb(noun)
    if verb is None:
        return
    turn, certain = polarity(verb)
    if not certain or turn < 0:
        return
    for sign, whose, found in (*_by_phrase(noun, verb), *_by_words(noun, verb), *_by_side(noun, verb)):
        for holder in holders(whose, view) if found else ():
            frame = Frame(noun, holder, "support" if sign > 0 else "oppose", "nominal")
            for head in found:
                yield from stands(frame, head, sign, view)


def _verb(noun: Token) -> Token | None:
    """The verb that a noun, or a word that the parser takes for no noun ("her back"), stands behind."""
    if noun.dep_ in {"dobj", "advmod"}:
        return noun.head if noun.head.pos_ == "VERB" and noun.i > noun.head.i else None
    if noun.dep_ == "pobj" and noun.head.head.pos_ in {"VERB", "AUX"}:
        return noun.head.head
    return None


def _by_phrase(noun: Token, verb: Token) -> Iterator[tuple[int, Token, list[Token]]]:
    for phrase in stance_phrases().get((verb.lemma_.lower(), noun.lemma_.lower()), ()):
        before = noun.head.lower_ if noun.dep_ == "pobj" else ""
        where, _, word = phrase.place.partition(":")
        if where == "dative" and not before:
            yield phrase.sign, verb, [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
        elif where == "prep" and not before:
            yield phrase.sign, verb, heads(noun, phrase.place) or heads(verb, phrase.place)
        elif where == "whose" and before == word:
            yield phrase.sign, verb, heads(noun, "prep:of") or [c for c in noun.children if c.dep_ == "poss"]
        elif where == "object" and before == word:
            yield phrase.sign, verb, objects(verb)


def _by_words(noun: Token, verb: Token) -> Iterator[tuple[int, Token, list[Token]]]:
    """ "had harsh words for the board" """
    if noun.lemma_.lower() in _WORDS and noun.dep_ == "dobj" and verb.lemma_.lower() in _HAVING and (sign := worth(noun)):
        yield sign, verb, [head for word in _ON for head in heads(noun, f"prep:{word}")][:1]


def _by_side(noun: Token, verb: Token) -> Iterator[tuple[int, Token, list[Token]]]:
    """ "came out on Kessel's side" """
    placed = noun.dep_ == "dobj" or noun.head.lower_ == "on"
    if noun.lemma_.lower() == "side" and placed and verb.lemma_.lower() in _SIDING:
        yield 1, verb, [c for c in noun.children if c.dep_ == "poss"]
