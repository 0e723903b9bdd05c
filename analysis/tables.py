"""The tables of a set of articles, as DataFrames: made of rows, written to Parquet and CSV, and read again, all or a part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.files import replaced
from analysis.schema import ROWS, SCHEMAS, frame, typed
from analysis.spreadsheets import csv_text
from analysis.table_checks import check


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
        paths: Iterable[str] | None = None,
    ) -> Tables:
        """Tables from the Parquet files that `write` or `python -m analysis annotate` made in `folder`.

        `only`: the tables to read, or the columns to read of each, the others are empty; `since`, `until`: the first and the last
        day of the articles to read; `outlets`: theirs; `speakers`: only articles that quote one of them (canonical names);
        `paths`: of the seeds of the articles to read.
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
        among = [_among(column, values) for column, values in (("outlet", outlets), ("path", paths)) if values is not None]
        asked = [_dated(since, until), *among]
        kept = _articles(folder, [one for one in asked if one is not None], speakers)
        read = {table: pq.read_table(folder / f"{table}.parquet", columns=names, filters=kept) for table, names in columns.items()}
        return cls(**{table: typed(read[table], table) if table in read else frame(table) for table in ROWS})

    def write(self, folder: str | Path, *, csv: bool = False, only: Iterable[str] | None = None) -> list[Path]:
        """Check every table and write it to `folder` as Parquet, and as CSV on request; returns the paths.

        `only`: the tables to write. Each file is replaced whole or not at all. Raises TableError before anything is written.
        """
        self.check()
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for table in ROWS if only is None else only:
            data = getattr(self, table)
            with replaced(folder / f"{table}.parquet") as path:
                pq.write_table(pa.Table.from_pandas(data, schema=SCHEMAS[table], preserve_index=False), path)
            written.append(folder / f"{table}.parquet")
            if csv:
                with replaced(folder / f"{table}.csv") as path:
                    path.write_text(csv_text(data), encoding="utf-8", newline="")
                written.append(folder / f"{table}.csv")
        return written

    def check(self) -> None:
        """Raise TableError where a table breaks its schema, its keys, its ranges or the rule that spans reproduce the text.

        >>> Tables.from_rows({}).check()
        """
        check(self)

    def _repr_html_(self) -> str:
        """What a notebook shows: the articles, who is quoted most, the rows of each table."""
        from analysis.display import shown_tables

        return shown_tables(self)

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
        conditions.append(_among("doc_id", found["doc_id"].to_pylist()))
    if speakers is not None:
        quoted = pq.read_table(folder / "quotes.parquet", columns=["doc_id"], filters=_among("speaker", speakers))
        conditions.append(_among("doc_id", quoted["doc_id"].unique().to_pylist()))
    return reduce(and_, conditions) if conditions else None
