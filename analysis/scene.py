"""One article as the rules of stance see it: its words, who is who, and which quotation each word stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.authors import author
from analysis.quotes import Quotation
from analysis.sources import People, Source, identify
from analysis.speakers import Attributed


class Scene(NamedTuple):
    """A document with its people, its quotations, and for each token the number of the innermost quotation around it."""

    doc: Doc
    who: People
    quotations: Sequence[Attributed]
    inside: Sequence[int | None]


def scene(doc: Doc, quotations: Sequence[Attributed], who: People) -> Scene:
    """What the rules need to know of an article; where a letter or a report speaks of which it tells the writer, he does.

    >>> from analysis.pipeline import read
    >>> reading = read('"No," said Mara Quist.')
    >>> scene(reading.doc, reading.quotations, reading.who).inside[:3]
    [None, 0, 0]
    """
    inside: list[int | None] = [None] * len(doc)
    for number, a in enumerate(quotations):
        inside[a.quotation.first : a.quotation.last] = [number] * (a.quotation.last - a.quotation.first)
    return Scene(doc, who, [a._replace(source=_written_by(a.source, doc, who)) for a in quotations], inside)


def _written_by(source: Source | None, doc: Doc, who: People) -> Source | None:
    noun = doc[source.start : source.end].root if source is not None else None
    if source is None or noun is None or noun.i in who.names or noun.i in who.references:
        return source
    writer = author(noun, who)
    known = identify(writer, who) if writer is not None else None
    if known is None or known.entity is None:
        return source
    return source._replace(entity=known.entity, kind=known.kind, confidence=min(source.confidence, known.confidence))


def speaker(token: Token, view: Scene) -> Source | None:
    """Who speaks the quotation that a token stands in; None outside of speech, and where nobody is known to speak.

    >>> from analysis.pipeline import read
    >>> reading = read('"No," said Mara Quist.')
    >>> speaker(reading.doc[1], scene(reading.doc, reading.quotations, reading.who)).entity
    'Mara Quist'
    """
    number = view.inside[token.i]
    if number is None or view.quotations[number].quotation.kind == "scare":
        return None
    source = view.quotations[number].source
    return source if source is not None and source.entity else None


def is_denied(quotation: Quotation) -> bool:
    """Are the words those that their speaker denies, in the narrator's wording: "denied the claims made by Dorn".

    >>> from analysis.pipeline import read
    >>> [is_denied(a.quotation) for a in read("Mara Quist denied that Tom Reyl had lied.").quotations]
    [True]
    """
    return quotation.kind == "indirect" and quotation.cue is not None and quotation.cue.entry.category == "deny"
