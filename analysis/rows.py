"""What was found in one article to its rows in every table."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from spacy.attrs import IS_ALPHA, LIKE_NUM
from spacy.tokens import Span

from analysis import language, schema
from analysis.confidence import calibrated, signs
from analysis.nesting import described_bodies, extents, inner_names
from analysis.outlets import outlet
from analysis.seeds import Seed
from analysis.sentiment import sentence_sentiment
from analysis.sources import affiliation, pronouns
from analysis.speakers import Attributed

if TYPE_CHECKING:
    from analysis.pipeline import Reading

Rows = dict[str, list[Any]]


def rows_of(seed: Seed, reading: Reading) -> Rows:
    """The rows of an article by table name.

    >>> from analysis.pipeline import read
    >>> seed = Seed("d0", "a.txt", "News", None, None, ('"No," said Mara Quist.',))
    >>> [row.speaker for row in rows_of(seed, read(seed.text))["speakers"]]
    ['Mara Quist']
    """
    numbers = {t.i: n for n, s in enumerate(reading.sentences) for t in s}
    return {
        "documents": [_document(seed, reading)],
        "paragraphs": _paragraphs(seed, reading),
        "sentences": _sentences(seed, reading),
        "tokens": _tokens(seed, reading, numbers),
        "entities": _entities(seed, reading, numbers),
        "quotes": _quotes(seed, reading, numbers),
        "speakers": _speakers(seed, reading),
        "stances": _stances(seed, reading),
    }


def _document(seed: Seed, reading: Reading) -> schema.Document:
    words = int(reading.doc.to_array([IS_ALPHA, LIKE_NUM]).any(axis=1).sum()) if len(reading.doc) else 0
    tongue = language.language(seed.text)
    said_by, size = outlet(seed.url), len(reading.paragraphs)
    story = seed.doc_id  # until it is seen beside others
    return schema.Document(seed.doc_id, seed.path, seed.title, seed.date, seed.url, said_by, seed.text, size, words, tongue, story)


def _paragraphs(seed: Seed, reading: Reading) -> list[schema.Paragraph]:
    rank = {paragraph: n for n, paragraph in enumerate(reading.order)}
    return [
        schema.Paragraph(seed.doc_id, n, start, end, rank[n], rank[n] != n) for n, (start, end) in enumerate(reading.paragraphs)
    ]


def _sentences(seed: Seed, reading: Reading) -> list[schema.Sentence]:
    scores = sentence_sentiment(s.text for s in reading.sentences)
    starts = [start for start, _ in reading.paragraphs]
    found = []
    paragraph = 0
    for n, (sent, score) in enumerate(zip(reading.sentences, scores, strict=True)):
        while paragraph + 1 < len(starts) and starts[paragraph + 1] <= sent.start_char:
            paragraph += 1
        found.append(schema.Sentence(seed.doc_id, n, paragraph, sent.start_char, sent.end_char, sent.text, score))
    return found


def _tokens(seed: Seed, reading: Reading, numbers: Mapping[int, int]) -> list[schema.Token]:
    words = [t for t in reading.doc if not t.is_space]
    return [
        schema.Token(seed.doc_id, numbers[t.i], n, t.idx, t.idx + len(t), t.text, t.lemma_, t.pos_, t.is_stop)
        for n, t in enumerate(words)
    ]


def _entities(seed: Seed, reading: Reading, numbers: Mapping[int, int]) -> list[schema.Entity]:
    found = []
    whole = extents(reading.doc, reading.names)
    mentions = [(start, end, n.label, "name", n.entity) for n, (start, end) in zip(reading.names, whole, strict=True)]
    mentions += [(n.start, n.end, n.label, "name", n.entity) for n in inner_names(reading.doc, reading.names)]
    mentions += [(n.start, n.end, n.label, "name", n.entity) for n in described_bodies(reading.doc, reading.names)]
    named = {n.entity for n in reading.names}
    mentions += [(r.start, r.end, r.label, r.form, r.entity) for r in reading.references if r.entity in named]
    for start, end, label, form, entity in sorted(mentions):
        span = reading.doc[start:end]
        found.append(schema.Entity(seed.doc_id, numbers[start], span.start_char, span.end_char, span.text, label, form, entity))
    return found


def _quotes(seed: Seed, reading: Reading, numbers: Mapping[int, int]) -> list[schema.Quote]:
    doc, found = reading.doc, []
    for n, (q, source, via) in enumerate(reading.quotations):
        row = schema.Quote(
            doc_id=seed.doc_id,
            quote=n,
            sentence=next((numbers[i] for i in range(q.first, q.last) if i in numbers), 0),
            start=q.start,
            end=q.end,
            text=seed.text[q.start : q.end],
            kind=q.kind,
            cue=None,
            cue_start=None,
            cue_end=None,
            speaker=source.entity if source else None,
            speaker_text=None,
            speaker_start=None,
            speaker_end=None,
            resolution=source.resolution if source else "unresolved",
            confidence=calibrated(signs_of(reading, n)) if source and source.entity else 0.0,
            via=via,
            inside=q.inside,
            utterance=reading.utterances[n],
        )
        if q.cue:
            row = row._replace(**_span("cue", doc[q.cue.start : q.cue.end]))
        if source:
            row = row._replace(**_span("speaker", doc[source.start : source.end], "speaker_text"))
        found.append(row)
    return found


def signs_of(reading: Reading, number: int) -> dict[str, float]:
    """What tells how sure the speaker of a quotation is (confidence.py).

    >>> from analysis.pipeline import read
    >>> signs_of(read('"No," said Mara Quist.'), 0)["constant"]
    1.0
    """
    attributed = reading.quotations[number]
    who = attributed.source.entity if attributed.source else None
    paragraph = max(bisect_right(reading.opens, attributed.quotation.first) - 1, 0)
    return signs(attributed, reading.named.get(who or "", ()), reading.opens[paragraph], reading.follows[paragraph])


def _span(name: str, span: Span, text: str | None = None) -> dict[str, Any]:
    """The three columns that hold a span."""
    return {text or name: span.text, f"{name}_start": span.start_char, f"{name}_end": span.end_char}


def _speakers(seed: Seed, reading: Reading) -> list[schema.Speaker]:
    said: dict[str, list[Attributed]] = defaultdict(list)
    for a in reading.quotations:
        if a.source and a.source.entity and a.quotation.kind != "scare":
            said[a.source.entity].append(a)
    used = pronouns(reading.who)
    found = []
    for name, quotations in said.items():
        outer = [a for a in quotations if not _within_own(a, name, reading.quotations)]
        words = sum(len(seed.text[a.quotation.start : a.quotation.end].split()) for a in outer)
        worded = [r for r in reading.roles.get(name, ()) if r.end > r.start]
        role = max(worded, key=lambda r: (r.end - r.start, -r.start), default=None)
        kinds = [a.source.kind for a in quotations if a.source]
        row = schema.Speaker(
            doc_id=seed.doc_id,
            speaker=name,
            kind=max(kinds, key=kinds.count),
            role=None,
            role_start=None,
            role_end=None,
            affiliation=affiliation(role, reading.who) if role else None,
            pronoun=used.get(name),
            quotes=len(outer),
            words=words,
        )
        found.append(row._replace(**_span("role", reading.doc[role.start : role.end])) if role else row)
    return found


def _within_own(a: Attributed, name: str, quotations: Sequence[Attributed]) -> bool:
    """Does a quotation lie in another one of the same speaker, so that its words would count twice."""
    inside = a.quotation.inside
    while inside is not None:
        outer = quotations[inside]
        if outer.source and outer.source.entity == name:
            return True
        inside = outer.quotation.inside
    return False


def _stances(seed: Seed, reading: Reading) -> list[schema.Stance]:
    doc, found = reading.doc, []
    for n, s in enumerate(reading.stances):
        target, evidence = doc[s.target_start : s.target_end], doc[s.start : s.end]
        label = "support" if s.sign > 0 else "oppose" if s.sign < 0 else "neutral"
        found.append(
            schema.Stance(
                seed.doc_id, n, s.speaker, s.target, target.text, target.start_char, target.end_char, s.sign, label, s.relation,
                s.confidence, s.quote, evidence.start_char, evidence.end_char, evidence.text,
            )
        )  # fmt: skip
    return found
