"""The tables: one row type each, checked when written; Parquet in and out.

Offsets (`start`, `end`) count characters of ``documents.text``, which is a seed's paragraphs in the file's order joined by
a newline: ``text[start:end]`` is the span, whatever reading order was found.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.files import replaced


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
    resolution: str  # named, pronoun, continued, metonym, unresolved
    confidence: float  # 0 to 1: that the row is speech and the speaker is right
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
    relation: str  # accuse, deny, demand, reject, support, praise, promise, …
    confidence: float  # 0 to 1: that the speaker takes this side
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
    ("quotes", "resolution"): {"named", "pronoun", "continued", "metonym", "unresolved"},
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


class TableError(ValueError):
    """A table breaks its schema.

    Attributes: `table`, its name; `problem`, what is wrong and where.
    """

    def __init__(self, table: str, problem: str) -> None:
        super().__init__(f"table {table!r}: {problem}")
        self.table = table
        self.problem = problem


def _field(name: str, hint: Any) -> pa.Field:
    optional = isinstance(hint, types.UnionType)
    kind = next(part for part in get_args(hint) if part is not type(None)) if optional else hint
    return pa.field(name, _ARROW[kind], nullable=optional)


SCHEMAS = {table: pa.schema([_field(*item) for item in get_type_hints(row).items()]) for table, row in ROWS.items()}


def _pandas_type(field: pa.Field) -> Any:
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
        {field.name: pd.Series(list(values), dtype=_pandas_type(field)) for field, values in zip(schema, columns, strict=True)}
    )


@dataclass(frozen=True)
class Tables:
    """Everything that is known of a set of articles, a DataFrame each; the columns are those of the row types above."""

    documents: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    entities: pd.DataFrame
    quotes: pd.DataFrame
    speakers: pd.DataFrame
    stances: pd.DataFrame

    @classmethod
    def from_rows(cls, rows: Mapping[str, Iterable[Sequence[Any]]]) -> Tables:
        """Tables from rows by table name; a table that is not named is empty.

        >>> len(Tables.from_rows({}).quotes)
        0
        """
        return cls(**{table: frame(table, rows.get(table, ())) for table in ROWS})

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        only: Iterable[str] | Mapping[str, Sequence[str]] | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        outlets: Iterable[str] | None = None,
        speakers: Iterable[str] | None = None,
    ) -> Tables:
        """Tables from the Parquet files that `write` or `python -m analysis annotate` made in `folder`.

        `only`: the tables to read, or the columns to read of each, the others are empty; `since`, `until`: the first and the last
        day of the articles to read; `outlets`: theirs; `speakers`: only articles that quote one of them (canonical names).
        Raises FileNotFoundError naming the folder and the command that fills it, KeyError for a table or column that there is not.

        >>> _ = Tables.from_rows({}).write(tmp)
        >>> Tables.open(tmp, only={"quotes": ["doc_id", "speaker"]}).quotes.columns.tolist()
        ['doc_id', 'speaker']
        """
        folder = Path(folder)
        columns = _chosen(list(ROWS) if only is None else only)
        missing = [table for table in ROWS if not (folder / f"{table}.parquet").is_file()]
        if missing:
            raise FileNotFoundError(
                f"{folder} lacks {', '.join(f'{table}.parquet' for table in missing)}: "
                f"make it with 'python -m analysis annotate SEEDS --out {folder}'"
            )
        asked = [_dated(since, until), None if outlets is None else _among("outlet", outlets)]
        kept = _articles(folder, [one for one in asked if one is not None], speakers)
        read = {table: pq.read_table(folder / f"{table}.parquet", columns=names, filters=kept) for table, names in columns.items()}
        return cls(**{table: typed(read[table], table) if table in read else frame(table) for table in ROWS})

    def write(self, folder: str | Path, *, csv: bool = False) -> list[Path]:
        """Check every table and write it to `folder` as Parquet, and as CSV on request; returns the paths.

        Each file is replaced whole or not at all. Raises TableError before anything is written.
        """
        self.check()
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for table in ROWS:
            data = getattr(self, table)
            with replaced(folder / f"{table}.parquet") as path:
                pq.write_table(pa.Table.from_pandas(data, schema=SCHEMAS[table], preserve_index=False), path)
            written.append(folder / f"{table}.parquet")
            if csv:
                with replaced(folder / f"{table}.csv") as path:
                    data.to_csv(path, index=False, date_format="%Y-%m-%d")
                written.append(folder / f"{table}.csv")
        return written

    def check(self) -> None:
        """Raise TableError where a table breaks its schema, its keys, its ranges or the rule that spans reproduce the text.

        >>> Tables.from_rows({}).check()
        """
        for table in ROWS:
            columns = list(getattr(self, table).columns)
            if columns != SCHEMAS[table].names:
                raise TableError(table, f"columns are {columns}, expected {SCHEMAS[table].names}")
        texts = dict(zip(self.documents["doc_id"], self.documents["text"], strict=True))
        for table in ROWS:
            _check(table, getattr(self, table), texts)
        for table, column in (("quotes", "inside"), ("quotes", "utterance"), ("stances", "quote")):
            data = getattr(self, table)
            named = data[data[column].notna()]
            quotes = set(zip(self.quotes["doc_id"], self.quotes["quote"], strict=True))
            if not quotes.issuperset(zip(named["doc_id"], named[column], strict=True)):
                raise TableError(table, f"{column!r} names a quotation that does not exist")

    def select(self, doc_ids: Iterable[str]) -> Tables:
        """The rows of some documents only.

        >>> Tables.from_rows({}).select(["d0"]).documents.empty
        True
        """
        wanted = set(doc_ids)
        parts = {f.name: getattr(self, f.name) for f in fields(self)}
        return Tables(**{name: data[data["doc_id"].isin(wanted)].reset_index(drop=True) for name, data in parts.items()})


def _chosen(only: Iterable[str] | Mapping[str, Sequence[str]]) -> dict[str, list[str] | None]:
    """The columns to read of each table to read, None for all of them."""
    chosen: dict[str, list[str] | None] = dict.fromkeys(only)
    if isinstance(only, Mapping):
        chosen |= {table: list(columns) for table, columns in only.items()}
    _known("table", chosen, list(ROWS))
    for table, columns in chosen.items():
        _known(f"column of {table}", columns or (), SCHEMAS[table].names)
    return chosen


def _known(what: str, names: Iterable[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise KeyError(f"there is no {what} {name!r}, but {', '.join(known)}")


def _dated(since: dt.date | None, until: dt.date | None) -> pc.Expression | None:
    bounds = [pc.field("date") >= pa.scalar(dt.datetime.combine(since, dt.time()), pa.timestamp("us"))] if since else []
    bounds += [pc.field("date") <= pa.scalar(dt.datetime.combine(until, dt.time()), pa.timestamp("us"))] if until else []
    return reduce(and_, bounds) if bounds else None


def _among(column: str, values: Iterable[str]) -> pc.Expression:
    return pc.field(column).isin(pa.array(list(values), pa.string()))


def _articles(folder: Path, asked: list[pc.Expression], speakers: Iterable[str] | None) -> pc.Expression | None:
    """The condition that a row belongs to an article that is asked for, None if all are."""
    conditions = []
    if asked:
        found = pq.read_table(folder / "documents.parquet", columns=["doc_id"], filters=reduce(and_, asked))
        conditions.append(pc.field("doc_id").isin(found["doc_id"]))
    if speakers is not None:
        quoted = pq.read_table(folder / "quotes.parquet", columns=["doc_id"], filters=_among("speaker", speakers))
        conditions.append(pc.field("doc_id").isin(quoted["doc_id"].unique()))
    return reduce(and_, conditions) if conditions else None


def typed(table: pa.Table, name: str) -> pd.DataFrame:
    """An Arrow table of that name as a DataFrame with the schema's types.

    >>> typed(SCHEMAS["quotes"].empty_table(), "quotes").dtypes["inside"].name
    'Int64'
    """
    data: pd.DataFrame = table.to_pandas()
    return data.astype({field.name: _pandas_type(field) for field in SCHEMAS[name] if field.name in data})


def _check(table: str, data: pd.DataFrame, texts: Mapping[str, str]) -> None:
    schema = SCHEMAS[table]
    for field in schema:
        if not field.nullable and data[field.name].isna().any():
            raise TableError(table, f"column {field.name!r} has missing values")
    for field in schema:
        try:
            data[field.name].astype(_pandas_type(field))
        except (TypeError, ValueError) as error:
            raise TableError(table, f"column {field.name!r} is not {_pandas_type(field)}: {error}") from error
    if table in KEYS and data.duplicated(KEYS[table]).any():
        raise TableError(table, f"two rows have the same {' and '.join(KEYS[table])}")
    if not data["doc_id"].isin(texts.keys()).all():
        raise TableError(table, "a row belongs to no document")
    for (name, column), allowed in VALUES.items():
        if name == table and not data[column].dropna().isin(allowed).all():
            raise TableError(table, f"{column!r} holds {sorted(set(data[column].dropna()) - allowed)}, expected {sorted(allowed)}")
    for (name, column), (low, high) in RANGES.items():
        if name == table and not data[column].between(low, high).all():
            raise TableError(table, f"{column!r} leaves the range {low} to {high}")
    for start, end, text in SPANS.get(table, []):
        _check_spans(table, data, (start, end, text), texts)


def _check_spans(table: str, data: pd.DataFrame, columns: tuple[str, str, str], texts: Mapping[str, str]) -> None:
    start, end, text = columns
    known = data[data[start].notna()]
    for column in columns:
        if (data[column].isna() != data[start].isna()).any():
            raise TableError(table, f"{start!r}, {end!r} and {text!r} are not all there or all missing")
    for doc_id, s, e, said in zip(known["doc_id"], known[start], known[end], known[text], strict=True):
        if s < 0 or texts[doc_id][int(s) : int(e)] != said:
            raise TableError(table, f"{doc_id}: {start}={s}, {end}={e} give {texts[doc_id][int(s) : int(e)]!r}, not {said!r}")
