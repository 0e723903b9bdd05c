"""A speaker behind the verb, where the parser takes him for its object: "It would fail, warned Mara Quist"."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.resources import cue_lexicon, roles

_SPEAKERS = {"PERSON", "ORG", "GPE", "NORP"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
_OWN = {"nsubj", "ccomp", "xcomp", "conj", "cc"}  # what a verb with a speaker behind it has not


def speaker_behind(verb: Token) -> Token | None:
    """The noun right behind a verb of saying that the parser takes for its object, or beside which it sees another subject.

    >>> from analysis.language import parse
    >>> speaker_behind(parse("The ban will cost 90 jobs, warned Tom Reyl, its secretary.")[7]).text
    'Reyl'
    >>> speaker_behind(parse("The dam, said the mayor, would drown the valley.")[3]).text
    'mayor'
    """
    if (inserted := speaker_of_inserted(verb)) is not None:
        return inserted
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
    return noun if noun is not None and _speaks(noun) else None


def speaker_of_inserted(verb: Token) -> Token | None:
    """The noun behind a verb of saying that stands with it between a subject and its predicate.

    >>> from analysis.language import parse
    >>> speaker_of_inserted(parse("The dam, said the mayor, would drown the valley.")[3]).text
    'mayor'
    """
    entry = cue_lexicon().get((verb.lemma_.lower(), "VERB"))
    if entry is None or not entry.frames & {"that", "quote"} or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    doc, sentence = verb.doc, verb.sent
    if verb.i < sentence.start + 2 or verb.nbor(-1).text != ",":
        return None
    comma = next((t.i for t in doc[verb.i + 1 : sentence.end - 1] if t.text == ","), verb.i + 1)
    behind = next((t for t in doc[comma + 1 : sentence.end] if not t.is_quote), verb)
    if comma == verb.i + 1 or behind.tag_ not in FINITE:
        return None
    around = (*doc[sentence.start : verb.i], *doc[verb.i + 1 : comma])
    if any(t.tag_ in FINITE or t.is_quote for t in around):
        return None
    noun = doc[verb.i + 1 : comma].root
    return noun if _speaks(noun) and noun.ent_type_ not in {"DATE", "TIME"} else None


def _speaks(noun: Token) -> bool:
    return noun.ent_type_ in _SPEAKERS or noun.pos_ == "PROPN" or noun.lower_ in roles()
