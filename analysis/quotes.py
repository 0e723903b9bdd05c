"""A Doc to its quotations: direct, mixed, indirect and scare, each with its cue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from analysis.attribution import OWNED, attribute
from analysis.cues import Attribution, Cue
from analysis.labels import find_turns
from analysis.layout import Layout
from analysis.marks import Marked
from analysis.resources import title_words
from analysis.unspoken import FINITE, in_lists, is_owned_term, is_titled, is_unspoken

_FRAGMENT = 5  # fewer words that make no clause are speech only by a cue of the lexicon
_SPEECH_WORDS = 6  # a stretch with as many words is speech though nothing beside it says so
_SENTENCE_ENDS = {".", "?", "!", "”", '"'}
_OWN_VOICE = {"i", "we", "you"}
_MOSTLY = 0.7  # of a reported clause: then the stretch in marks is the quotation, and the clause no second one


class Quotation(NamedTuple):
    """A quotation in characters of the text (`start`, `end`) and tokens (`first`, `last`).

    `kind` is direct, mixed, indirect or scare; `cue` may be missing; `score` is that of the attribution (attribution.py);
    `inside` the number of the quotation around it; `marked` says whether it stands in quotation marks.
    """

    start: int
    end: int
    first: int
    last: int
    kind: str
    cue: Cue | None
    score: float
    inside: int | None
    marked: bool


def find_quotations(doc: Doc, stretches: Sequence[Marked], cues: Sequence[Cue], place: Layout) -> list[Quotation]:
    """The quotations of a Doc by start, outer before inner.

    >>> from analysis.language import parse, paragraphs
    >>> from analysis.cues import find_cues
    >>> from analysis.marks import marked
    >>> from analysis.layout import layout
    >>> doc = parse('"No," said Mara Quist. She denied that the plan was "mad".')
    >>> spans = paragraphs(doc.text)
    >>> stretches = marked(doc.text, spans)
    >>> [(q.kind, doc.text[q.start:q.end]) for q in find_quotations(doc, stretches, find_cues(doc), layout(doc, stretches, spans))]
    [('direct', 'No,'), ('indirect', 'the plan was "mad"'), ('mixed', 'mad')]
    """
    found = [_from_stretch(doc, index, stretch, cues, place) for index, stretch in enumerate(stretches)]
    for listed in in_lists(doc, place.stretches):
        _agree(doc, found, listed)
    quotations = [q for q in found if q.last > q.first]
    quotations += _from_turns(doc, place)
    quotations += _from_clauses(doc, cues, place, quotations)
    return _nested(quotations)


def _from_stretch(doc: Doc, index: int, stretch: Marked, cues: Sequence[Cue], place: Layout) -> Quotation:
    attribution = attribute(index, stretch.inside, cues, place)
    first, last = place.stretches[index]
    kind = _kind(place.text, stretch, doc[first:last], attribution)
    cue, score = attribution if attribution and kind != "scare" else (None, 0.0)
    owned_term = attribution is not None and attribution.cue.entry == OWNED and is_owned_term(doc[first:last])
    if kind == "scare" and attribution and _is_worded(attribution.cue) and (owned_term or not is_unspoken(doc[first:last])):
        cue, score = attribution
    return Quotation(stretch.start, stretch.end, first, last, kind, cue, score, None, True)


def _takes_words(cue: Cue) -> bool:
    """Can a cue have a few words as its own: one of the lexicon that quotes, or one with a report around them."""
    return cue.content is not None or "quote" in cue.entry.frames


def _is_worded(cue: Cue) -> bool:
    """Do the words of a stretch that is no speech still belong to somebody: within a report, or behind a possessive."""
    return cue.content is not None or cue.entry == OWNED


def _agree(doc: Doc, found: list[Quotation], listed: list[int]) -> None:
    """What stands in one list is of one kind: titles among titles; and one cue serves them all."""
    if len(listed) < 2:
        return
    spans = [doc[found[n].first : found[n].last] for n in listed]
    if any(is_unspoken(span) for span in spans) and all(is_titled(span) for span in spans):
        for n in listed:
            found[n] = found[n]._replace(kind="scare", cue=None, score=0.0)
        return
    said = next((found[n] for n in listed if found[n].cue and found[n].kind != "scare"), None)
    for n in listed:
        if said and found[n].kind == "scare" and not is_unspoken(doc[found[n].first : found[n].last]):
            found[n] = found[n]._replace(kind=said.kind, cue=said.cue, score=said.score)


def _kind(text: str, stretch: Marked, span: Span, attribution: Attribution | None) -> str:
    if is_unspoken(span):
        return "scare"
    words = [t for t in span if not t.is_punct and not t.is_space]
    finite = any(t.tag_ in FINITE for t in words)
    begins = bool(words) and words[0].text[0].isupper()
    before = text[max(0, stretch.start - 4) : stretch.start].rstrip(" \"'`“”‘’„‚«»‹›")[-1:]
    stands_alone = before in {"", "\n", ",", ":", ".", "?", "!", "”", '"', "—", "–", ";"}
    utters = finite or attribution or len(words) >= _SPEECH_WORDS or (before in _SENTENCE_ENDS and span[-1].text in _SENTENCE_ENDS)
    if (begins and stands_alone and utters) or (stands_alone and finite and len(words) > 3):
        return "direct"
    if attribution and not finite and len(words) < _FRAGMENT and not _takes_words(attribution.cue):
        return "scare"
    if attribution and attribution.cue.entry == OWNED:
        return "mixed" if finite or len(words) >= _SPEECH_WORDS else "scare"
    if attribution:
        return "mixed"
    return "scare" if len(words) < _SPEECH_WORDS else "direct" if finite else "mixed"


def _from_turns(doc: Doc, place: Layout) -> list[Quotation]:
    """What a transcript gives to a speaker without any marks."""
    found = []
    for attribution, first, last in find_turns(place):
        end = doc[last - 1].idx + len(doc[last - 1])
        found.append(Quotation(doc[first].idx, end, first, last, "direct", *attribution, None, False))
    return found


def _from_clauses(doc: Doc, cues: Sequence[Cue], place: Layout, quoted: Sequence[Quotation]) -> list[Quotation]:
    """Indirect quotations: the reported clauses, those apart that stand in marks as a whole and are direct already."""
    found: list[Quotation] = []
    for cue in cues:
        if cue.content is None or (
            cue.source is not None and place.within[cue.token] is not None and doc[cue.source].lower_ in _OWN_VOICE
        ):
            continue
        first, last = cue.content
        if place.within[first] != place.within[cue.token] and place.within[last - 1] != place.within[cue.token]:
            continue
        if _is_title(doc, first, last, quoted):
            continue
        if _covered(first, last, quoted) >= _MOSTLY or any(q.start == doc[first].idx and q.last == last for q in found):
            continue
        last = _with_closing_mark(doc, first, last, quoted)
        end = doc[last - 1].idx + len(doc[last - 1])
        found.append(Quotation(doc[first].idx, end, first, last, "indirect", cue, 8.0, None, False))
    return found


def _is_title(doc: Doc, first: int, last: int, quoted: Sequence[Quotation]) -> bool:
    """Is a reported thing in truth the name of something, in marks: "sang "A Song of Rain" at the fair"."""
    root = doc[first:last].root
    titles = [q for q in quoted if q.kind == "scare" and first <= q.first and q.last <= last]
    work = title_words().get(root.lemma_.lower()) == "work"
    return root.dep_ == "dobj" and any(work or q.first <= root.i < q.last for q in titles)


def _with_closing_mark(doc: Doc, first: int, last: int, quoted: Sequence[Quotation]) -> int:
    """The end of a clause, with the full stop and the mark behind its last words where these stand in marks."""
    inner = max((q.last for q in quoted if first < q.first < last <= q.last <= last + 2), default=None)
    if inner is None:
        return last
    return inner + 1 if inner < len(doc) and doc[inner].is_quote else inner


def _covered(first: int, last: int, quoted: Sequence[Quotation]) -> float:
    inside = {i for q in quoted for i in range(max(first, q.first), min(last, q.last))}
    return len(inside) / (last - first)


def _nested(quotations: list[Quotation]) -> list[Quotation]:
    """The quotations in order, each with the number of the smallest one around it."""
    ordered = sorted(quotations, key=lambda q: (q.start, -q.end, q.marked))
    result: list[Quotation] = []
    around: list[int] = []
    for number, q in enumerate(ordered):
        while around and ordered[around[-1]].end < q.end:
            around.pop()
        while around and ordered[around[-1]].end <= q.start:
            around.pop()
        result.append(q._replace(inside=around[-1] if around else None))
        around.append(number)
    return result
