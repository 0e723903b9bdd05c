"""The schema of the tables: a row type each, the types of their columns, and what their values may be.

Offsets (`start`, `end`) count characters of ``documents.text``, which is a seed's paragraphs in the file's order joined by
a newline: ``text[start:end]`` is the span, whatever reading order was found.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, get_args, get_type_hints

import pandas as pd
import pyarrow as pa


class Document(NamedTuple):
    """One article."""

    doc_id: str  # 16 hex digits of the SHA-256 of the seed's bytes
    path: str  # the seed file
    title: str  # its first line
    date: dt.date | None  # its second line
    url: str | None  # its third line
    outlet: str | None  # the registered domain of the URL
    text: str  # the seed's paragraphs in the file's order, joined by a newline
    paragraphs: int  # how many
    words: int  # how many
    language: str  # ISO 639-1
    story: str  # the doc_id of the first article that tells it in mostly the same words (stories.py); its own where none does


class Paragraph(NamedTuple):
    """One paragraph, numbered in the file's order."""

    doc_id: str  # of the document
    paragraph: int  # its number in the file's order, from 0
    start: int  # where it begins
    end: int  # behind its last character
    reading_order: int  # 0 is read first
    moved: bool  # does it stand elsewhere in the file than in the reading order


class Sentence(NamedTuple):
    """One sentence."""

    doc_id: str  # of the document
    sentence: int  # its number within the document
    paragraph: int  # the paragraph that it stands in
    start: int  # where it begins
    end: int  # behind its last character
    text: str  # the words
    sentiment: float  # VADER's compound score, -1 to 1


class Token(NamedTuple):
    """One token."""

    doc_id: str  # of the document
    sentence: int  # the sentence that it stands in
    token: int  # its number within the document
    start: int  # where it begins
    end: int  # behind its last character
    text: str  # as it is written
    lemma: str  # as a dictionary has it
    pos: str  # its universal part of speech
    stop: bool  # is it one of the most common words


class Entity(NamedTuple):
    """One mention of an entity."""

    doc_id: str  # of the document
    sentence: int  # the sentence that it stands in
    start: int  # where it begins
    end: int  # behind its last character
    text: str  # the mention
    label: str  # what the pipeline takes it for: PERSON, ORG, GPE, …
    form: str  # name, nominal, pronoun
    entity: str  # canonical name


class Quote(NamedTuple):
    """One quotation."""

    doc_id: str  # of the document
    quote: int  # its number within the document
    sentence: int  # the sentence in which it begins
    start: int  # where its words begin, within the marks
    end: int  # behind their last character
    text: str  # the words
    kind: str  # direct, mixed, indirect, scare
    cue: str | None  # the word of saying: "said", "according to"
    cue_start: int | None  # where the cue begins
    cue_end: int | None  # behind its last character
    speaker: str | None  # canonical name; null if unresolved
    speaker_text: str | None  # the mention beside the cue
    speaker_start: int | None  # where the mention begins
    speaker_end: int | None  # behind its last character
    resolution: str  # named, pronoun, continued, metonym, unresolved, corrected (by a person)
    confidence: float  # 0 to 1: that the row is speech and the speaker is right; 1 only where a person said so
    via: str | None  # the outlet or person that it is quoted from
    inside: int | None  # the quote that it is nested in
    utterance: int  # the quote that begins the utterance of which this is a part; its own number where it is whole


class Speaker(NamedTuple):
    """One speaker in one article."""

    doc_id: str  # of the document
    speaker: str  # canonical name
    kind: str  # person, organization, country, group, anonymous
    role: str | None  # as the article words it
    role_start: int | None  # where the role begins
    role_end: int | None  # behind its last character
    affiliation: str | None  # canonical name of the body, party or country that they belong to
    pronoun: str | None  # he, she, they, as the article uses it
    quotes: int  # how many
    words: int  # how many of theirs are quoted


class Stance(NamedTuple):
    """One stance of a speaker toward a target, with the words that show it (`start`, `end`, `text`)."""

    doc_id: str  # of the document
    stance_id: int  # its number within the document
    speaker: str  # canonical name of whose stance it is
    target: str  # canonical name of what it is about
    target_text: str  # the words that name the target there
    target_start: int  # where they begin
    target_end: int  # behind their last character
    stance: float  # -1 (against) to 1 (for)
    label: str  # oppose, neutral, support
    relation: str  # accuse, deny, demand, reject, support, praise, promise, …; corrected where a person gave the side
    confidence: float  # 0 to 1: that the speaker takes this side; 1 only where a person said so
    quote: int | None  # the quotation that shows it, empty for an act
    start: int  # where the evidence begins
    end: int  # behind its last character
    text: str  # the evidence


ROWS: dict[str, type[tuple[Any, ...]]] = {
    "documents": Document,
    "paragraphs": Paragraph,
    "sentences": Sentence,
    "tokens": Token,
    "entities": Entity,
    "quotes": Quote,
    "speakers": Speaker,
    "stances": Stance,
}
KEYS = {
    "documents": ["doc_id"],
    "paragraphs": ["doc_id", "paragraph"],
    "sentences": ["doc_id", "sentence"],
    "tokens": ["doc_id", "token"],
    "quotes": ["doc_id", "quote"],
    "speakers": ["doc_id", "speaker"],
    "stances": ["doc_id", "stance_id"],
}
SPANS = {
    "sentences": [("start", "end", "text")],
    "tokens": [("start", "end", "text")],
    "entities": [("start", "end", "text")],
    "quotes": [("start", "end", "text"), ("cue_start", "cue_end", "cue"), ("speaker_start", "speaker_end", "speaker_text")],
    "speakers": [("role_start", "role_end", "role")],
    "stances": [("start", "end", "text"), ("target_start", "target_end", "target_text")],
}
VALUES = {
    ("entities", "form"): {"name", "nominal", "pronoun"},
    ("quotes", "kind"): {"direct", "mixed", "indirect", "scare"},
    ("quotes", "resolution"): {"named", "pronoun", "continued", "metonym", "unresolved", "corrected"},
    ("speakers", "kind"): {"person", "organization", "country", "group", "anonymous"},
    ("speakers", "pronoun"): {"he", "she", "they"},
    ("stances", "label"): {"oppose", "neutral", "support"},
}
RANGES = {
    ("sentences", "sentiment"): (-1, 1),
    ("quotes", "confidence"): (0, 1),
    ("stances", "stance"): (-1, 1),
    ("stances", "confidence"): (0, 1),
}

_ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.timestamp("us")}


def _field(name: str, hint: Any) -> pa.Field:
    optional = isinstance(hint, types.UnionType)
    kind = next(part for part in get_args(hint) if part is not type(None)) if optional else hint
    return pa.field(name, _ARROW[kind], nullable=optional)


SCHEMAS = {table: pa.schema([_field(*item) for item in get_type_hints(row).items()]) for table, row in ROWS.items()}


def pandas_type(field: pa.Field) -> Any:
    """The pandas type of a column.

    >>> pandas_type(SCHEMAS["quotes"].field("inside"))
    'Int64'
    """
    if field.type == pa.int64():
        return "Int64" if field.nullable else "int64"
    if field.type == pa.string():
        return "str"
    return {pa.float64(): "float64", pa.bool_(): "bool"}.get(field.type, "datetime64[us]")


def frame(table: str, rows: Iterable[Sequence[Any]] = ()) -> pd.DataFrame:
    """Rows in the schema's column order as a DataFrame with the schema's types.

    >>> frame("paragraphs", [("d0", 0, 0, 5, 0, False)]).dtypes["moved"].name
    'bool'
    """
    schema = SCHEMAS[table]
    columns: Iterable[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pd.DataFrame(
        {field.name: pd.Series(list(values), dtype=pandas_type(field)) for field, values in zip(schema, columns, strict=True)}
    )


def typed(table: pa.Table, name: str) -> pd.DataFrame:
    """An Arrow table of that name as a DataFrame with the schema's types.

    >>> typed(SCHEMAS["quotes"].empty_table(), "quotes").dtypes["inside"].name
    'Int64'
    """
    data: pd.DataFrame = table.to_pandas()
    return data.astype({field.name: pandas_type(field) for field in SCHEMAS[name] if field.name in data})
