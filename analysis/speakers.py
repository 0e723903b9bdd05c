"""Quotations to who said them: the mention beside the cue, whom it stands for, and what the article says of that speaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from analysis.cues import Cue
from analysis.quotes import Quotation
from analysis.sources import People, Source, identify
from analysis.via import find_outlet

_FIRST_PERSON = {"i", "we", "me", "us"}
_LINK_CONFIDENCE = ((10.0, 0.95), (8.0, 0.9), (6.0, 0.8), (4.0, 0.6), (0.0, 0.45))
# how sure a speaker is who is carried over: from the quotation before in the paragraph, the one after it, the sentence before,
# the paragraph before
_SAME_PARAGRAPH, _NEXT_QUOTATION, _SENTENCE_BEFORE, _PARAGRAPH_BEFORE = 0.85, 0.75, 0.65, 0.45
_LEFT_OPEN = 0.9  # from the paragraph before, which ended without a closing mark


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
        if source is not None and source.entity is None and who.doc[source.start].lower_ in _FIRST_PERSON:
            source = _enclosing(i, quotations, result, source)
        result[i] = Attributed(q, source, _via(q, passed_on, source, who))
    for i in sequence:
        if result[i].source is None and quotations[i].kind in {"direct", "mixed"}:
            begun = continuations[i]
            whole = _continued(result[begun].source, _LEFT_OPEN, quotations[i], who) if begun is not None else None
            carried = whole or _carried(i, quotations, result, who, order, paragraph)
            if carried:
                result[i] = result[i]._replace(source=carried)
    for i in reversed(sequence):  # a first part without a closing mark, whose speaker comes with the next one
        begun, later = continuations[i], result[i].source
        if begun is not None and later is not None and result[begun].quotation.cue is None:
            result[begun] = result[begun]._replace(source=_continued(later, _LEFT_OPEN, quotations[begun], who))
    return [result[i] for i in range(len(quotations))]


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


def _carried(
    i: int,
    quotations: Sequence[Quotation],
    result: Mapping[int, Attributed],
    who: People,
    order: Sequence[int],
    paragraph: Sequence[int],
) -> Source | None:
    """The speaker of a quotation without a cue: of the quotation before or after it, the sentence or the paragraph before."""
    q = quotations[i]
    here = paragraph[q.first]
    beside = [
        k for k in range(len(quotations)) if k != i and paragraph[quotations[k].first] == here and quotations[k].inside == q.inside
    ]
    before = [k for k in beside if k < i and quotations[k].marked and quotations[k].kind in {"direct", "mixed"}]
    after = [k for k in beside if k > i and quotations[k].marked]
    for k, sure in [(k, _SAME_PARAGRAPH) for k in before[-1:]] + [(k, _NEXT_QUOTATION) for k in after[:1] if q.kind == "direct"]:
        found = _continued(result[k].source, sure, q, who)
        if found:
            return found
    if q.kind != "direct" or q.inside is not None:
        return None
    return _from_before(q, quotations, result, who, order, paragraph)


def _continued(source: Source | None, sure: float, q: Quotation, who: People) -> Source | None:
    if source is None or source.entity is None or source.entity in _mentioned(q, who):
        return None
    return source._replace(resolution="continued", confidence=round(min(sure, source.confidence), 3))


def _mentioned(q: Quotation, who: People) -> set[str]:
    return {who.names[k].entity for k in range(q.first, q.last) if k in who.names and who.names[k].label == "PERSON"}


def _from_before(
    q: Quotation,
    quotations: Sequence[Quotation],
    result: Mapping[int, Attributed],
    who: People,
    order: Sequence[int],
    paragraph: Sequence[int],
) -> Source | None:
    here, now = paragraph[q.first], order[q.first]
    earlier = [
        k for k in range(len(quotations)) if order[quotations[k].first] < now and result[k].source and quotations[k].inside is None
    ]
    earlier.sort(key=lambda k: (order[quotations[k].first], quotations[k].first))
    subjects = [
        t
        for t in who.doc
        if order[t.i] < now and t.dep_ == "nsubj" and order[t.i] >= now - 3 and (t.i in who.names or t.i in who.references)
    ]
    subjects.sort(key=lambda t: (order[t.i], t.i))
    same = [t for t in subjects if paragraph[t.i] == here]
    options: list[tuple[Source | None, float]] = [(identify(t, who), _SENTENCE_BEFORE) for t in reversed(same)]
    options += [(result[k].source, _PARAGRAPH_BEFORE) for k in reversed(earlier)][:3]
    options += [(identify(t, who), _PARAGRAPH_BEFORE) for t in reversed(subjects) if paragraph[t.i] != here]
    for source, sure in options:
        if source is not None and source.kind != "country" and (found := _continued(source, sure, q, who)):
            return found
    return None
