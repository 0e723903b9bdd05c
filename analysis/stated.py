"""What speakers say of the people, bodies and countries in their quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from analysis.metonyms import acts
from analysis.sentiment import sentence_sentiment
from analysis.sources import People
from analysis.speakers import Attributed
from analysis.stands import Stand
from analysis.targets import ACTORS

_VALENCE = 0.5  # of VADER's compound score: below it a statement counts as neutral
_CONFIDENCE = {"words": 0.4, "omission": 0.55}


def find_stated(doc: Doc, quotations: Sequence[Attributed], who: People) -> Iterator[Stand]:
    """What speakers say of the people, bodies and countries in their quotations: what they left undone, and in which tone.

    >>> from analysis.pipeline import read
    >>> reading = read('"Tom Reyl has failed us," said Mara Quist.')
    >>> [(s.speaker, s.target, s.sign) for s in find_stated(reading.doc, reading.quotations, reading.who)]
    [('Mara Quist', 'Tom Reyl', -1.0)]
    """
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
    known = name if name and name.label in ACTORS and token.i == name.end - 1 else who.references.get(token.i)
    if known is None or source is None or source.entity is None or known.label not in ACTORS or known.entity == source.entity:
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
        "omission" if undone else "words",
    )


def _left_undone(verb: Token) -> bool:
    """Does a verb say that something was not done: "did not answer", "failed to answer"."""
    negated = any(c.dep_ == "neg" for c in verb.children) and not any(
        c.dep_ == "aux" and c.lower_ in {"can", "could", "need"} for c in verb.children
    )
    return negated or (verb.lemma_ in {"fail", "refuse", "neglect", "decline"} and any(c.dep_ == "xcomp" for c in verb.children))
