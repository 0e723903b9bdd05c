"""Through whom a quotation came: "told the Herald", "in an interview with Radio Marr", "..., the agency reported"."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.cues import Cue
from analysis.resources import cue_lexicon, source_nouns
from analysis.subjects import subject

_TO_AN_OUTLET = {"to", "in", "on", "with", "for", "by"}
_CITING = {"quote", "cite"}
_FIRST_WORDS = {"radio", "tv", "channel"}  # with which names of stations begin
_NAME_PARTS = {"compound", "nmod", "amod", "poss"}
_MAX_WORDS = 3  # of the word for an outlet: "wire service", "state news agency"


def find_outlet(cue: Cue, verb: Token) -> Token | None:
    """The head token of the outlet that a quotation with this cue came through, if the words around the cue name one.

    >>> from analysis.cues import find_cues
    >>> from analysis.language import parse
    >>> doc = parse("Mara Quist told the Talheim Post that it was over.")
    >>> find_outlet(find_cues(doc)[0], doc[2]).text
    'Post'
    """
    for candidate in (_told(verb), _in_an_interview(verb), _cited_by(verb), _reported_by(verb)):
        if candidate is not None and candidate.i != cue.source:
            return candidate
    return None


def is_outlet(token: Token) -> bool:
    """Is a noun or a name that of a newspaper, an agency, a station.

    >>> from analysis.language import parse
    >>> doc = parse("The Talheim Herald told the council.")
    >>> is_outlet(doc[2]), is_outlet(doc[5])
    (True, False)
    """
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    parts = [c for c in token.lefts if c.dep_ in _NAME_PARTS and not c.is_punct] + [token]
    words = [t.lower_ for t in parts]
    if words[0] in _FIRST_WORDS and len(words) > 1:
        return True
    lemmas = [*words[:-1], token.lemma_.lower()]
    return any("press" in source_nouns().get(" ".join(w[-n:]), ()) for w in (words, lemmas) for n in range(1, _MAX_WORDS + 1))


def _told(verb: Token) -> Token | None:
    """ "told the Herald", "said on Radio Marr", "wrote in the Post"."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative"} and is_outlet(child):
            return child
        if child.dep_ in {"prep", "dative", "agent"} and child.lower_ in _TO_AN_OUTLET:
            outlet = next((c for c in child.children if c.dep_ == "pobj" and is_outlet(c)), None)
            if outlet is not None:
                return outlet
    return None


def _in_an_interview(verb: Token) -> Token | None:
    """ "in an interview with the Herald", "in comments to Radio Marr", "in a Herald interview"."""
    media = (c for prep in verb.children if prep.dep_ == "prep" for c in prep.children if c.dep_ == "pobj")
    for medium in media:
        if "medium" not in source_nouns().get(medium.lemma_.lower(), ()) and "medium" not in source_nouns().get(medium.lower_, ()):
            continue
        inner = [c for prep in medium.children if prep.dep_ == "prep" and prep.lower_ in _TO_AN_OUTLET for c in prep.children]
        for candidate in [*inner, *(c for c in medium.children if c.dep_ in _NAME_PARTS)]:
            if is_outlet(candidate):
                return candidate
    return None


def _cited_by(verb: Token) -> Token | None:
    """ "was quoted by the Herald as saying", "the Herald quoted her as saying"."""
    for head in (verb, *list(verb.ancestors)[:2]):
        if head.lemma_ in _CITING:
            agents = [c for by in head.children if by.dep_ == "agent" for c in by.children]
            return next((c for c in [*agents, *(c for c in head.children if c.dep_ == "nsubj")] if is_outlet(c)), None)
    return None


def _reported_by(verb: Token) -> Token | None:
    """ "..., she said, the agency reported": whoever reports the saying, behind it."""
    head = verb.head
    entry = cue_lexicon().get((head.lemma_.lower(), "VERB"))
    if verb.dep_ not in {"ccomp", "parataxis"} or entry is None or not entry.frames & {"that", "quote"} or head.i < verb.i:
        return None
    reporter = subject(head)
    return reporter if reporter is not None and is_outlet(reporter) else None
