"""A speaker behind the verb, where the parser takes him for the verb's object: "It would fail, warned Mara Quist"."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.resources import cue_lexicon, roles

_SPEAKERS = {"PERSON", "ORG", "GPE", "NORP"}
_OWN = {"nsubj", "ccomp", "xcomp", "conj", "cc"}  # what a verb with a speaker behind it has not


def speaker_behind(verb: Token) -> Token | None:
    """The noun right behind a verb of saying that the parser takes for its object.

    >>> from analysis.language import parse
    >>> speaker_behind(parse("The ban will cost 90 jobs, warned Tom Reyl, its secretary.")[7]).text
    'Reyl'
    """
    entry = cue_lexicon().get((verb.lemma_.lower(), "VERB"))
    if entry is None or not entry.frames & {"that", "quote"} or verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    if (
        verb.i == 0
        or verb.nbor(-1).text != ","
        or any(c.dep_ in _OWN for c in verb.children)
        or any(c.i > verb.i for c in verb.conjuncts)
    ):
        return None
    noun = next((c for c in verb.children if c.dep_ == "dobj" and c.left_edge.i == verb.i + 1), None)
    speaks = noun is not None and (noun.ent_type_ in _SPEAKERS or noun.pos_ == "PROPN" or noun.lower_ in roles())
    return noun if speaks else None
