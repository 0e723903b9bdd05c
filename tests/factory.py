"""Small made-up corpora for the tests of what reads Tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from analysis.tables import Tables


@dataclass
class Article:
    """An article as a test words it; the offsets of what is said and mentioned are looked up in its paragraphs."""

    paragraphs: list[str]
    date: str | None = "2031-05-02"
    outlet: str | None = "harbourpost.example"
    title: str = "A town meets"
    said: list[tuple[str | None, str, str]] = field(default_factory=list)  # speaker, words, kind
    stances: list[tuple[str, str, float]] = field(default_factory=list)  # speaker, target, stance
    mentions: list[tuple[str, str, str]] = field(default_factory=list)  # entity, form, words
    sentiment: list[float] = field(default_factory=list)  # of each paragraph
    order: list[int] = field(default_factory=list)  # place of each paragraph in the reading order


Rows = dict[str, list[tuple[object, ...]]]


def corpus(*articles: Article) -> Tables:
    """Tables that pass their own check; article n has the doc_id "d<n>", a paragraph is a sentence."""
    return assembled(_add, articles)


def assembled(add: Callable[[Rows, str, Any], None], articles: Iterable[Any]) -> Tables:
    """The checked tables of some articles, each added to the rows under its doc_id."""
    rows: Rows = {name: [] for name in Tables.__dataclass_fields__}
    for n, article in enumerate(articles):
        add(rows, f"d{n}", article)
    tables = Tables.from_rows(rows)
    tables.check()
    return tables


def document(
    doc_id: str, path: str, title: str, date: dt.date | None, outlet: str | None, text: str, size: int
) -> tuple[object, ...]:
    """The row of a document; `size` is its number of paragraphs."""
    url = f"https://{outlet}/{doc_id}" if outlet else None
    return (doc_id, path, title, date, url, outlet, text, size, len(text.split()), "en", doc_id)


def _add(rows: Rows, doc_id: str, a: Article) -> None:
    text = "\n".join(a.paragraphs)
    date = dt.date.fromisoformat(a.date) if a.date else None
    rows["documents"].append(document(doc_id, f"{doc_id}.txt", a.title, date, a.outlet, text, len(a.paragraphs)))
    _add_paragraphs(rows, doc_id, a, text)
    _add_quotes(rows, doc_id, a, text)
    for n, (speaker, target, stance) in enumerate(a.stances):
        start = text.index(target)
        label = "support" if stance > 0 else "oppose" if stance < 0 else "neutral"
        span = (start, start + len(target), text[start : start + len(target)])
        rows["stances"].append((doc_id, n, speaker, target, target, *span[:2], stance, label, "reject", 0.8, None, *span))
    for entity, form, words in a.mentions:
        start = text.index(words)
        rows["entities"].append((doc_id, 0, start, start + len(words), words, "PERSON", form, entity))


def _add_paragraphs(rows: Rows, doc_id: str, a: Article, text: str) -> None:
    at = token = 0
    for n, words in enumerate(a.paragraphs):
        end = at + len(words)
        rows["paragraphs"].append((doc_id, n, at, end, a.order[n] if a.order else n, bool(a.order) and a.order[n] != n))
        rows["sentences"].append((doc_id, n, n, at, end, words, a.sentiment[n] if a.sentiment else 0.0))
        at_first = at
        for word in words.split():
            start = text.index(word, at)
            bare = word.strip(".,“”")
            begin = start + word.index(bare)
            name = bare.istitle() and begin > at_first
            pos = "PROPN" if name else "NOUN" if len(bare) > 3 else "ADP"
            lemma = bare if name else bare.lower()
            rows["tokens"].append((doc_id, n, token, begin, begin + len(bare), bare, lemma, pos, pos == "ADP"))
            at, token = start + len(word), token + 1
        at, token = end + 1, token + 1  # the full stop is a token too


def _add_quotes(rows: Rows, doc_id: str, a: Article, text: str) -> None:
    spans: dict[int, tuple[int, int]] = {}
    none = (None,) * 3
    for n, (speaker, words, kind) in enumerate(a.said):
        start = text.index(words)
        end = start + len(words)
        inside = next((q for q, (s, e) in spans.items() if s <= start and end <= e), None)
        spans[n] = (start, end)
        how = ("named", 0.9) if speaker else ("unresolved", 0.3)
        rows["quotes"].append((doc_id, n, 0, start, end, words, kind, *none, speaker, *none, *how, None, inside, n))
    for speaker in dict.fromkeys(s for s, _, _ in a.said if s):
        mine = [w for s, w, _ in a.said if s == speaker]
        said = (len(mine), sum(len(w.split()) for w in mine))
        rows["speakers"].append((doc_id, speaker, "person", None, None, None, None, None, *said))
