"""An article's text as HTML: in its reading order, every quotation marked, its speaker beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from analysis.corpus import annotate
from analysis.highlight import Span, highlighted
from analysis.markup import BY_HAND, Fragment, certainty, isolated, render
from analysis.mending import CORRECTED
from analysis.schema import Paragraph, Quote, Sentence
from analysis.seeds import SeedProblem, load_seeds
from analysis.summaries import UNSURE
from analysis.tables import Tables
from analysis.voices import NOT_FOUND, looks, places, voices, words_of

_RESOLUTIONS = {
    "named": "named beside it",
    "pronoun": "found from a pronoun",
    "continued": "continues the quotation before it",
    "metonym": "a place or house that stands for it",
    "unresolved": NOT_FOUND,
    "corrected": "corrected by a person",
}
_MARKS_BEFORE = re.compile(r"(``|''|[“”„‟‘’‚‛\"'«»‹›`])\Z")
_MARKS_AFTER = re.compile(r"``|''|[“”„‟‘’‚‛\"'«»‹›`]")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


class NotAnnotated(LookupError):
    """The tables hold no article of that path; `seed` is the path, `tables` the folder."""

    def __init__(self, seed: str, tables: str) -> None:
        super().__init__(f"{tables} holds no article from {seed}: annotate it, or leave `tables` empty to do it here")
        self.seed = seed
        self.tables = tables


def open_article(seed: str, tables: str = "") -> Tables:
    """The tables of one article, by the path of its seed: from a folder of annotated tables, or, without one, annotated now.

    Raises NotAnnotated, and what `Tables.open` raises; a seed that cannot be read is its SeedProblem.

    >>> _ = (tmp / "fair.txt").write_text("Fair opens\\n2024-05-17\\nhttps://gazette.example\\nIt is open.")
    >>> open_article(str(tmp / "fair.txt")).documents["title"][0]
    'Fair opens'
    """
    if tables:
        found = Tables.open(tables, paths=[seed])
        if found.documents.empty:
            raise NotAnnotated(seed, tables)
        return found
    problems: list[SeedProblem] = []
    seeds = list(load_seeds(seed, on_problem=problems.append))
    if not seeds:
        raise problems[0]
    return annotate(seeds[:1])


def article_text(tables: Tables, doc_id: str) -> Fragment:
    """The text of one article, for reading and for checking, with its speakers beside it.

    Sentence N has the id `s-N`, quotation N the id `q-N`; the words of a speaker and those that show a stance light up where an
    address ends in their `voices.words_id`. Quotations that the analysis is unsure of, and paragraphs that stand elsewhere in
    the file, say so.
    """
    one = tables.select([doc_id])
    text = one.documents["text"].iloc[0]
    ordered = [Paragraph(*row) for row in one.paragraphs.sort_values("reading_order").itertuples(index=False)]
    spans = [_sentence(Sentence(*row)) for row in one.sentences.itertuples(index=False)]
    quotes = sorted(map(Quote._make, one.quotes.itertuples(index=False)), key=lambda row: (row.start, -row.end))
    look = looks(one)
    spans += [_quote(row, quotes[:n], text, look) for n, row in enumerate(quotes)]
    spans += _lights(one, ordered)
    beside = voices(one)
    paragraphs = [
        {
            "number": row.paragraph,
            "moved": _place(row.paragraph) if row.moved else "",
            "html": highlighted(text, row.start, row.end, spans),
        }
        for row in ordered
    ]
    moved = any(row.moved for row in ordered)
    by_hand = BY_HAND if (one.quotes["resolution"] == CORRECTED).any() else ""
    return render("article_text.html", paragraphs=paragraphs, moved=moved, by_hand=by_hand, voices=beside, places=places(beside))


def _sentence(row: Sentence) -> Span:
    return Span(row.start, row.end, 0, "span", f"s-{row.sentence}", (("class", "rp-sentence"),))


def _lights(one: Tables, ordered: Sequence[Paragraph]) -> Iterator[Span]:
    """What lights up: spans around the words of each place, the first of them, as the article is read, with the place's id."""
    read = sorted(words_of(one), key=lambda words: (_turn(words[0], ordered), words[0], -words[1]))
    reached: set[str] = set()
    for start, end, place in dict.fromkeys(read):
        yield Span(start, end, 2, "span", "" if place in reached else place, (("class", place),))
        reached.add(place)


def _turn(start: int, ordered: Sequence[Paragraph]) -> int:
    return next((row.reading_order for row in ordered if row.start <= start < row.end), 0)


def _quote(row: Quote, earlier: Sequence[Quote], text: str, look: Mapping[str, int]) -> Span:
    """A mark with the speaker twice: in the margin of a wide page, behind the words (drawn by the style) on a narrow one."""
    start, end = (row.start, row.end) if row.kind == "indirect" else _with_marks(text, row.start, row.end)
    nobody = row.kind == "scare" and pd.isna(row.speaker)  # which is no failure to find somebody
    unsure = row.confidence < UNSURE and not nobody
    line = f"rp-v{look.get(row.speaker, 0)}" if pd.notna(row.speaker) else "rp-v0"
    classes = " ".join(("rp-q", f"rp-{row.kind}", line, *["rp-unsure"] * unsure))
    mark = Span(start, end, 1, "mark", f"q-{row.quote}", (("class", classes), ("title", _explained(row))))
    if nobody or any(other.end > row.start and other.speaker == row.speaker for other in earlier):
        return mark  # the second is named beside the quotation that it is part of
    if pd.isna(row.speaker):
        return _named(mark, NOT_FOUND, "rp-note rp-none")
    sure = "?" if unsure else f"\u00a0{BY_HAND}" if row.resolution == CORRECTED else ""
    return _named(mark, row.speaker + sure, f"rp-note {line}{' rp-doubt' if unsure else ''}")


def _named(mark: Span, name: str, classes: str) -> Span:
    note = Markup('<span class="{}">{}<i>: </i></span>').format(classes, isolated(name))
    return mark._replace(before=note, after=Markup('<span class="rp-by" data-by="{}"></span>').format(name))


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of a quotation together with the quotation marks that stand around it."""
    opening = _MARKS_BEFORE.search(text, max(start - 2, 0), start)
    closing = _MARKS_AFTER.match(text, end)
    return opening.start() if opening else start, closing.end() if closing else end


def _explained(row: Quote) -> str:
    cue = f"cue: {row.cue}" if pd.notna(row.cue) else ""
    via = f"quoted from {row.via}" if pd.notna(row.via) else ""
    return "; ".join(filter(None, (row.kind, cue, _RESOLUTIONS[row.resolution], via, certainty(row.confidence))))


def _place(paragraph: int) -> str:
    place = paragraph + 1
    ending = "th" if place % 100 in (11, 12, 13) else _ORDINALS.get(place % 10, "th")
    return f"{place}{ending} in the file"
