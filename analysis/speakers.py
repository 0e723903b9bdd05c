"""Quotations to who said them: the mention beside the cue, whom it stands for, and what the article says of that speaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from analysis.continuation import Course, carried, course, over_paragraphs
from analysis.cues import Cue
from analysis.quotes import Quotation
from analysis.sources import People, Source, identify
from analysis.via import find_outlet

_SPOKEN = {"direct", "mixed"}
_SURE = 0.7  # of a speaker who is carried over: then the rest of the utterance is not asked
_FIRST_PERSON = {"i", "we", "me", "us"}
_LINK_CONFIDENCE = ((10.0, 0.95), (8.0, 0.9), (6.0, 0.8), (4.0, 0.6), (0.0, 0.45))


class Attributed(NamedTuple):
    """A quotation with its speaker; `source` is None where nobody can be named, `via` whom it is quoted from."""

    quotation: Quotation
    source: Source | None
    via: str | None


def attribute_all(
    quotations: Sequence[Quotation],
    relays: Sequence[Cue],
    who: People,
    order: Sequence[int],
    paragraph: Sequence[int],
    continuations: Sequence[int | None],
) -> list[Attributed]:
    """Each quotation with its speaker; `relays` are the cues that only pass on what another says (relays.py), `order` gives each
    token's sentence in reading order, `paragraph` its paragraph, `continuations` what a quotation goes on with (utterances.py).

    Those with a cue come first; then, in reading order, those that go on without one.
    """
    passed_on = _passed_on(relays, who)
    result: dict[int, Attributed] = {}
    sequence = sorted(range(len(quotations)), key=lambda i: (order[quotations[i].first], quotations[i].first))
    for i in sequence:
        q = quotations[i]
        source = _from_cue(q, who) if q.cue else None
        result[i] = Attributed(q, source, _via(q, passed_on, source, who))
    _carry_on(sequence, result, continuations, course(who, quotations, order, paragraph))
    for i in sequence:  # whoever speaks the words around has to be known first
        source = result[i].source
        if source is not None and source.entity is None and who.doc[source.start].lower_ in _FIRST_PERSON:
            result[i] = result[i]._replace(source=_enclosing(i, quotations, result, source))
    return [result[i] for i in range(len(quotations))]


def _carry_on(sequence: Sequence[int], result: dict[int, Attributed], continuations: Sequence[int | None], as_read: Course) -> None:
    """Give those without a cue the speaker who goes on; `sequence` has the quotations in reading order."""
    quotations, who = as_read.quotations, as_read.who
    found = {i: a.source for i, a in result.items()}
    spoken = [i for i in sequence if quotations[i].inside is None]
    for i in sequence:
        if found[i] is None and quotations[i].kind in _SPOKEN:
            begun = continuations[i]
            whole = over_paragraphs(found[begun], quotations[i], who) if begun is not None else None
            found[i] = whole or carried(i, found, spoken, as_read)
    for i in reversed(sequence):  # a first part without a closing mark, whose speaker comes with the next one
        begun = continuations[i]
        if begun is not None and quotations[begun].cue is None and _is_unsure(found[begun]):
            found[begun] = over_paragraphs(found[i], quotations[begun], who) or found[begun]
    for i, source in found.items():
        result[i] = result[i]._replace(source=source)


def _is_unsure(source: Source | None) -> bool:
    return source is None or source.confidence < _SURE


def _from_cue(q: Quotation, who: People) -> Source | None:
    if q.cue is None or q.cue.source is None:
        return None
    source = identify(who.doc[q.cue.source], who)
    link = next(p for limit, p in _LINK_CONFIDENCE if q.score >= limit)
    return source._replace(confidence=round(link * source.confidence, 3))


def _enclosing(i: int, quotations: Sequence[Quotation], result: Mapping[int, Attributed], source: Source) -> Source:
    """ "I" inside a quotation is whoever speaks it."""
    around = quotations[i].inside
    outer = result[around].source if around is not None and around in result else None
    if outer is None:
        return source
    return source._replace(entity=outer.entity, kind=outer.kind, resolution="pronoun", confidence=outer.confidence)


def _passed_on(relays: Iterable[Cue], who: People) -> list[tuple[tuple[int, int], str]]:
    """Clauses that somebody passes on, with that somebody: "..., Reuters noted" around another cue."""
    found = []
    for cue in relays:
        entity = identify(who.doc[cue.source], who).entity if cue.source is not None else None
        if cue.content and entity:
            found.append((cue.content, entity))
    return found


def _via(q: Quotation, relays: Iterable[tuple[tuple[int, int], str]], source: Source | None, who: People) -> str | None:
    around = [(last - first, name) for (first, last), name in relays if first <= q.first and q.last <= last + 1]
    relay = next((name for _, name in sorted(around) if source is None or name != source.entity), None)
    if relay is not None or q.cue is None:
        return relay
    outlet = find_outlet(q.cue, who.doc[q.cue.token])
    return identify(outlet, who).entity if outlet is not None else None
