"""What is wrong with the tables by the gold, and why: each error with its cause, computed from the text and the rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from analysis.gold import Gold
from analysis.gold_attributions import attributions_against_gold, attributions_given, overlap
from analysis.gold_places import Annotated, by_name, place_of
from analysis.quality import against_gold, false_speech, fits, stances_against_gold, toward
from analysis.tables import Tables
from analysis.wording import counted

COLUMNS = ["cause", "words", "expected", "given", "doc_id", "start", "text"]
NOT_FOUND, BOUNDS, NOBODY = "quotation not found", "other boundaries", "no speaker given"
PRONOUN, CONTINUED = "pronoun: another person", "continued: another"
ANOTHER, STRANGER, MENTION = "another of the article", "name unknown to gold", "another mention"
NOT_SPEECH, TOO_MUCH = "speech of nobody", "not an attribution"
UNSEEN, NEUTRAL, SIGN = "stance not found", "stance: only neutral", "stance: wrong sign"
OTHER_SPEAKER, OTHER_TARGET = "stance: other speaker", "stance: other target"
CAUSES = {
    NOT_FOUND: "no row of quotes touches these words",
    BOUNDS: "a row touches these words, but begins or ends elsewhere",
    NOBODY: "the words are found, and no speaker is named",
    PRONOUN: "the pronoun beside the words was taken for somebody else",
    CONTINUED: "the words were taken for the speech of whoever spoke before",
    ANOTHER: "the words are given to another speaker whom gold knows in this article",
    STRANGER: "the words are given to somebody whom gold does not know in this article",
    MENTION: "the words are found, beside a mention that is not in the source",
    NOT_SPEECH: "the words stand in marks, nobody says them, and they are given to somebody",
    TOO_MUCH: "a row with a speaker of which gold has no attribution",
    UNSEEN: "no stance of this speaker toward this target is found",
    NEUTRAL: "it is found, and taken for neutral",
    SIGN: "it is found with the other sign, or as much for as against",
    OTHER_SPEAKER: "the words that show it are found, as the stance of somebody else toward this target",
    OTHER_TARGET: "the words that show it are found, as the stance of this speaker toward something else",
}
_RESOLVED = {"pronoun": PRONOUN, "continued": CONTINUED}
_SIDES = {-1: "against", 1: "for"}


class _Mistake(NamedTuple):
    article: str
    cause: str
    words: str
    expected: str
    given: str | None
    start: int


def mistakes(tables: Tables, gold: Gold) -> pd.DataFrame:
    """A row for each error, the commonest cause first, within a cause by article and place.

    `gold` is bound to the tables (gold_places.bound). Columns: cause (a key of CAUSES), words (of the gold, or for what is too much
    of the table), expected (a name; for or against), given (missing where nothing is), doc_id, start (offset of the words; of a
    stance without evidence, where its target is named), text (the sentence there). Of attributions each counts once, whole, and not
    its stretches in quotation marks again.

    >>> mistakes(Tables.from_rows({}), {}).columns.tolist() == COLUMNS
    True
    """
    here = by_name(tables)
    found = [
        *_of_quotes(tables, gold, here),
        *_of_nobody(tables, gold, here),
        *_of_stances(tables, gold, here),
        *_of_attributions(tables, gold, here),
    ]
    sentences = _sentences(tables)
    rows = [
        (m.cause, m.words, m.expected, m.given, doc_id, m.start, _sentence_at(sentences[doc_id], m.start))
        for m in found
        for doc_id in [here[m.article].doc_id]
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    order = {cause: place for place, cause in enumerate(by_cause(table).index)}
    places = table["doc_id"].map({doc: n for n, doc in enumerate(tables.documents["doc_id"])})
    ordered = table.assign(cause_place=table["cause"].map(order), article_place=places)
    return ordered.sort_values(["cause_place", "article_place", "start"], kind="stable", ignore_index=True)[COLUMNS]


def by_cause(found: pd.DataFrame) -> pd.Series:
    """How many errors each cause has, the commonest first, of equals in the order of CAUSES.

    >>> by_cause(pd.DataFrame({"cause": [NOBODY, BOUNDS, NOBODY]})).to_dict()
    {'no speaker given': 2, 'other boundaries': 1}
    """
    counts = found["cause"].value_counts()
    return counts[[cause for cause in CAUSES if cause in counts]].sort_values(ascending=False, kind="stable")


def told(cause: str, number: int, top: int) -> str:
    """What stands above the first `top` errors of a cause.

    >>> told("stance not found", 12, 10)
    '“Stance not found”: no stance of this speaker toward this target is found. 12 errors, the first 10 of them'
    """
    some = f", the first {top} of them" if number > top else ""
    return f"“{cause[:1].upper()}{cause[1:]}”: {CAUSES[cause]}. {counted(number, 'error')}{some}"


def _sentences(tables: Tables) -> dict[str, list[tuple[int, str]]]:
    """The start and the text of each sentence of a document, in their order."""
    ordered = tables.sentences.sort_values(["doc_id", "start"])
    found: dict[str, list[tuple[int, str]]] = {}
    for doc_id, start, text in ordered[["doc_id", "start", "text"]].itertuples(index=False, name=None):
        found.setdefault(doc_id, []).append((start, text))
    return found


def _sentence_at(sentences: list[tuple[int, str]], start: int) -> str:
    return sentences[max(bisect_right(sentences, start, key=itemgetter(0)) - 1, 0)][1]


def _of_quotes(tables: Tables, gold: Gold, here: Mapping[str, Annotated]) -> Iterator[_Mistake]:
    compared = against_gold(tables, gold)
    known = {article: [name for names in rows for name in names] for article, rows in compared.groupby("article")["accepted"]}
    for one in _rows(compared[~compared["right"].astype(bool)]):
        article = here[one.article]
        row = next((row for row in article.quotes if one.found and row.quote == one.quote), None)
        if row is not None:
            yield _Mistake(one.article, _why_wrong(row, known[one.article]), one.words, one.accepted[0], row.speaker, row.start)
            continue
        start, end = place_of(one.words, article.text) or (0, 0)
        touched = any(overlap((row.start, row.end), (start, end)) for row in article.quotes)
        yield _Mistake(one.article, BOUNDS if touched else NOT_FOUND, one.words, one.accepted[0], None, start)


def _why_wrong(row: Any, known: Iterable[str]) -> str:
    """Why a quotation that is found has the wrong speaker."""
    if not isinstance(row.speaker, str):
        return NOBODY
    if row.resolution in _RESOLVED:
        return _RESOLVED[row.resolution]
    return ANOTHER if any(fits(row.speaker, [name]) for name in known) else STRANGER


def _of_nobody(tables: Tables, gold: Gold, here: Mapping[str, Annotated]) -> Iterator[_Mistake]:
    spoken = false_speech(tables, gold)
    for one in _rows(spoken[spoken["given"].astype(bool)]):
        start, _ = place_of(one.words, here[one.article].text) or (0, 0)
        yield _Mistake(one.article, NOT_SPEECH, one.words, "nobody", one.speaker, start)


def _of_stances(tables: Tables, gold: Gold, here: Mapping[str, Annotated]) -> Iterator[_Mistake]:
    compared = stances_against_gold(tables, gold)
    for one in _rows(compared[~compared["right"].astype(bool)]):
        article = here[one.article]
        shown = place_of(one.evidence, article.text)
        start, _ = shown or place_of(one.target, article.text) or (0, 0)
        what = _why_unseen(one, article, shown) if pd.isna(one.given) else _why_turned(one)
        yield _Mistake(one.article, what[0], f"{one.speaker} on {one.target}", what[1], what[2], start)


def _why_turned(one: Any) -> tuple[str, str, str]:
    """The cause, what was expected and what is given where a stance of the speaker toward the target is found."""
    if not one.found:
        return NEUTRAL, _SIDES[one.stance], "neutral"
    return SIGN, _SIDES[one.stance], "for" if one.given > 0 else "against" if one.given < 0 else "divided"


def _why_unseen(one: Any, article: Annotated, shown: tuple[int, int] | None) -> tuple[str, str, str | None]:
    """The same where none is found: what the words that show it were taken for instead."""
    for row in article.stances if shown else ():
        if overlap((row.start, row.end), shown or ()):
            if toward(row, one.target):
                return OTHER_SPEAKER, one.speaker, row.speaker
            if fits(row.speaker, [one.speaker]):
                return OTHER_TARGET, one.target, row.target
    return UNSEEN, _SIDES[one.stance], None


def _of_attributions(tables: Tables, gold: Gold, here: Mapping[str, Annotated]) -> Iterator[_Mistake]:
    wanted = attributions_against_gold(tables, gold)
    for one in _rows(wanted[~(wanted["direct"] | wanted["right"]).astype(bool)]):
        article = here[one.article]
        source = " … ".join(article.text[start:end] for start, end in one.sources)
        yield _Mistake(one.article, _why_lost(one, article), article.text[one.start : one.end], source, one.speaker, one.start)
    given = attributions_given(tables, gold)
    for one in _rows(given[given["spoken"].astype(bool) & ~given["same"].astype(bool)]):
        row = next(row for row in here[one.article].quotes if row.quote == one.quote)
        yield _Mistake(one.article, TOO_MUCH, row.text, "nobody", row.speaker_text, row.start)


def _why_lost(one: Any, article: Annotated) -> str:
    if one.found:
        return MENTION if isinstance(one.speaker, str) else NOBODY
    return BOUNDS if any(overlap((row.start, row.end), (one.start, one.end)) for row in article.quotes) else NOT_FOUND


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())
