"""A Doc to its quotations: direct, mixed, indirect and scare, each with its cue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from analysis.attribution import Attribution, Layout, attribute
from analysis.cues import Cue
from analysis.marks import Marked
from analysis.resources import title_words

_SPEECH_WORDS = 6  # a stretch with as many words is speech though nothing beside it says so
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_OWN_VOICE = {"i", "we", "you"}
_NAMING_REACH = 6  # words before a stretch in which "known as" is looked for
_MAX_TITLE = 8  # words
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
    >>> from analysis.attribution import layout
    >>> doc = parse('"No," said Mara Quist. She denied that she had called the plan "mad".')
    >>> spans = paragraphs(doc.text)
    >>> stretches = marked(doc.text, spans)
    >>> [(q.kind, doc.text[q.start:q.end]) for q in find_quotations(doc, stretches, find_cues(doc), layout(doc, stretches, spans))]
    [('direct', 'No,'), ('indirect', 'she had called the plan "mad'), ('mixed', 'mad')]
    """
    found = [_from_stretch(doc, index, stretch, cues, place) for index, stretch in enumerate(stretches)]
    quotations = [q for q in found if q.last > q.first]
    quotations += _from_clauses(doc, cues, place, quotations)
    return _nested(quotations)


def _from_stretch(doc: Doc, index: int, stretch: Marked, cues: Sequence[Cue], place: Layout) -> Quotation:
    attribution = attribute(index, stretch.inside, cues, place)
    first, last = place.stretches[index]
    kind = _kind(doc, stretch, doc[first:last], attribution)
    cue, score = attribution if attribution and kind != "scare" else (None, 0.0)
    if kind == "scare" and attribution and attribution.cue.content and not _is_title(doc, doc[first:last]):
        cue, score = attribution
    return Quotation(stretch.start, stretch.end, first, last, kind, cue, score, None, True)


def _kind(doc: Doc, stretch: Marked, span: Span, attribution: Attribution | None) -> str:
    if _is_title(doc, span):
        return "scare"
    words = [t for t in span if not t.is_punct and not t.is_space]
    finite = any(t.tag_ in _FINITE for t in words)
    begins = bool(words) and words[0].text[0].isupper()
    before = doc.text[max(0, stretch.start - 4) : stretch.start].rstrip(" \"'`“”‘’„‚«»‹›")[-1:]
    stands_alone = before in {"", "\n", ",", ":", ".", "?", "!", "”", '"', "—", "–", ";"}
    if (begins and stands_alone and (finite or attribution or len(words) >= _SPEECH_WORDS)) or (
        stands_alone and finite and len(words) > 3
    ):
        return "direct"
    if attribution and (attribution.cue.content is None or "quote" in attribution.cue.entry.frames or len(words) > 3):
        return "mixed"
    if attribution and attribution.cue.content:
        return "mixed"
    return "direct" if finite and len(words) >= _SPEECH_WORDS else "mixed" if len(words) >= _SPEECH_WORDS else "scare"


def _is_title(doc: Doc, span: Span) -> bool:
    """Is a stretch the name of a work or of a thing: one in capitals, "the novel "...""," known as "..."."""
    words = title_words()
    before = [t for t in doc[max(span.sent.start, span.start - _NAMING_REACH) : span.start] if not t.is_quote and not t.is_punct]
    after = [t for t in doc[span.end : span.end + 2] if not t.is_quote and not t.is_punct]
    text = [t for t in span if t.is_alpha]
    content = [t for t in text if not t.is_stop or t.i == span.start]
    titled = bool(content) and all(t.text[0].isupper() for t in content) and len(text) <= _MAX_TITLE
    lead = [t.lower_ for t in before]
    named = any(words.get(" ".join(lead[-n:])) == "naming" for n in (1, 2, 3)) or _known_as(lead)
    work = any(words.get(t.lemma_.lower()) == "work" for t in before[-1:] + after[:1])
    capitals = titled and len(content) > 1 and span[-1].text[-1] not in ".?!"
    return (titled and work) or capitals or (named and len(text) <= _MAX_TITLE and not any(t.tag_ in _FINITE for t in span))


def _known_as(lead: list[str]) -> bool:
    """ "known to everybody as"."""
    return bool(lead) and lead[-1] == "as" and "known" in lead


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
        if _covered(first, last, quoted) >= _MOSTLY or any(q.start == doc[first].idx and q.last == last for q in found):
            continue
        end = doc[last - 1].idx + len(doc[last - 1])
        found.append(Quotation(doc[first].idx, end, first, last, "indirect", cue, 8.0, None, False))
    return found


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
