"""Whether tables keep their schema (schema.py): columns, types, keys, values, ranges, and that spans reproduce the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis.schema import KEYS, RANGES, ROWS, SCHEMAS, SPANS, VALUES, pandas_type

if TYPE_CHECKING:
    from analysis.tables import Tables


class TableError(ValueError):
    """A table breaks its schema.

    Attributes: `table`, its name; `problem`, what is wrong and where.
    """

    def __init__(self, table: str, problem: str) -> None:
        super().__init__(f"table {table!r}: {problem}; docs/tables.md says what each column holds")
        self.table = table
        self.problem = problem


def check(tables: Tables) -> None:
    """Raise TableError where a table breaks its schema.

    >>> from analysis.tables import Tables
    >>> check(Tables.from_rows({}))
    """
    for table in ROWS:
        columns = list(getattr(tables, table).columns)
        if columns != SCHEMAS[table].names:
            raise TableError(table, f"columns are {columns}, expected {SCHEMAS[table].names}")
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    for table in ROWS:
        _check(table, getattr(tables, table), texts)
    for table, column in (("quotes", "inside"), ("quotes", "utterance"), ("stances", "quote")):
        data = getattr(tables, table)
        named = data[data[column].notna()]
        quotes = set(zip(tables.quotes["doc_id"], tables.quotes["quote"], strict=True))
        if not quotes.issuperset(zip(named["doc_id"], named[column], strict=True)):
            raise TableError(table, f"{column!r} names a quotation that does not exist")


def _check(table: str, data: pd.DataFrame, texts: Mapping[str, str]) -> None:
    schema = SCHEMAS[table]
    missing = data.isna().any().to_dict()
    for field in schema:
        if not field.nullable and missing[field.name]:
            raise TableError(table, f"column {field.name!r} has missing values")
    for field in schema:
        if data[field.name].dtype == pandas_type(field):
            continue
        try:
            data[field.name].astype(pandas_type(field))
        except (TypeError, ValueError) as error:
            raise TableError(table, f"column {field.name!r} is not {pandas_type(field)}: {error}") from error
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
    there = data[list(columns)].notna().to_numpy()
    if (there.any(axis=1) != there.all(axis=1)).any():
        raise TableError(table, f"{start!r}, {end!r} and {text!r} are not all there or all missing")
    known = data[there[:, 0]]
    for doc_id, s, e, said in zip(*(known[column].tolist() for column in ("doc_id", *columns)), strict=True):
        if s < 0 or texts[doc_id][int(s) : int(e)] != said:
            raise TableError(table, f"{doc_id}: {start}={s}, {end}={e} give {texts[doc_id][int(s) : int(e)]!r}, not {said!r}")
