"""Shards to tables: the rows of the wanted articles in the order of the seeds, under names that hold in all of them.

However many articles there are, those of a few shards are held at a time. The bytes of the files depend on the articles alone:
on neither the shards nor the number of processes that made them.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import derived
from analysis.canonical import COLUMNS, decided
from analysis.files import replaced
from analysis.made import is_made, note, unchanged
from analysis.name_evidence import Named
from analysis.schema import ROWS, SCHEMAS, frame, typed
from analysis.spreadsheets import csv_text
from analysis.stories import stories
from analysis.tables import Tables
from analysis.undisturbed import no_search_for_cycles

GROUP = 500  # articles in a row group
_NAMED = tuple(dict.fromkeys(table for table, _ in COLUMNS))  # the tables with names, which depend on all articles together
_HELD = 4  # shards of a table
_AT_ONCE = 2  # tables that are written


def collect(shards: Mapping[str, Path], wanted: Mapping[str, str]) -> Tables:
    """The tables of the wanted articles; `shards` by doc_id, `wanted` the path of each article by doc_id, in order."""
    names, told = _names(shards, wanted), _stories(shards, wanted)
    whole = {
        table: pa.concat_tables([SCHEMAS[table].empty_table(), *_finished(table, shards, wanted, names, told)]) for table in ROWS
    }
    return Tables(**{table: typed(data, table) for table, data in whole.items()})


def write(
    shards: Mapping[str, Path],
    wanted: Mapping[str, str],
    folder: Path,
    made_from: str,
    *,
    csv: bool = False,
    corrected_by: str = "",
) -> bool:
    """Write the tables of the wanted articles to `folder` as Parquet, and as CSV on request, all of them or none.

    `made_from` stands for what rows depend on. Where the files are still those that the same call wrote, perhaps with the
    corrections since that `corrected_by` stands for, nothing is done; returns whether they were written.
    """
    key = hashlib.sha256(json.dumps([made_from, list(wanted.items())]).encode()).hexdigest()
    files = [f"{table}.{ending}" for table in ROWS for ending in (["parquet", "csv"] if csv else ["parquet"])]
    if is_made(folder, key, files, corrected_by):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    with _only_writer(folder), ExitStack() as stack:
        before = unchanged(folder)
        new = {name: stack.enter_context(replaced(folder / name)) for name in files}
        pool = stack.enter_context(ThreadPoolExecutor(_AT_ONCE))
        # what needs neither names nor stories is written while they are found
        others = [table for table in ROWS if table not in (*_NAMED, "documents")]
        written = [pool.submit(_write, table, shards, wanted, new, {}, {}) for table in others]
        told = pool.submit(_stories, shards, wanted)
        names = _names(shards, wanted)
        written += [pool.submit(_write, table, shards, wanted, new, names, {}) for table in _NAMED]
        _write("documents", shards, wanted, new, {}, told.result())
        for one in written:
            one.result()
        stack.close()  # the files take their places, one right after the other
        for old in before - set(files):  # CSV files that were asked for before, and would now tell of other articles
            (folder / old).unlink(missing_ok=True)
        note(folder, key, files)
    return True


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Two runs that write to one folder do so one after the other, so that its files are all of one of them."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def _names(shards: Mapping[str, Path], wanted: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """The names that hold in all articles, by article and name there, where the article has another one."""
    found: list[Named] = []
    inside: dict[str, list[str]] = {}
    with no_search_for_cycles():
        for folder, articles in _by_shard(shards, wanted).items():
            here, named = derived.names(folder)
            found += here if named.keys() <= articles else [n for n in here if n.doc_id in articles]
            inside |= named
        return decided(found, inside)


def _stories(shards: Mapping[str, Path], wanted: Mapping[str, str]) -> dict[str, str]:
    """The story that each article tells, from the texts of all."""
    parts = []
    for folder, articles in _by_shard(shards, wanted).items():
        part = derived.runs(folder)
        parts.append(part.filter(pc.is_in(part["doc_id"], pa.array(articles, pa.string()))))
    return stories(pa.concat_tables(parts)) if parts else {}


def _by_shard(shards: Mapping[str, Path], wanted: Mapping[str, str]) -> dict[Path, set[str]]:
    """The wanted articles of each shard."""
    found: dict[Path, set[str]] = defaultdict(set)
    for doc_id in wanted:
        found[shards[doc_id]].add(doc_id)
    return found


def _write(
    table: str,
    shards: Mapping[str, Path],
    wanted: Mapping[str, str],
    new: Mapping[str, Path],
    names: Mapping[tuple[str, str], str],
    told: Mapping[str, str],
) -> None:
    """Write a table to the files that are new, under these names and with these stories."""
    csv = new.get(f"{table}.csv")
    if csv:
        csv.write_text(csv_text(frame(table)), encoding="utf-8", newline="")  # the head
    # the articles of a row group have any doc_id, so that statistics would spare nobody to read it, and they take long to find
    with pq.ParquetWriter(new[f"{table}.parquet"], SCHEMAS[table], write_statistics=False) as writer:
        for piece in _finished(table, shards, wanted, names, told):
            writer.write_table(piece, row_group_size=max(len(piece), 1))
            if csv:
                with csv.open("a", encoding="utf-8", newline="") as file:
                    file.write(csv_text(typed(piece, table), header=False))


def _finished(
    table: str,
    shards: Mapping[str, Path],
    wanted: Mapping[str, str],
    names: Mapping[tuple[str, str], str],
    told: Mapping[str, str],
) -> Iterator[pa.Table]:
    """The rows of the wanted articles, by GROUP articles, under these names and with these stories."""
    changed = pa.array(sorted({name for _, name in names}), pa.string())
    for piece in _pieces(table, shards, wanted):
        for column in [column for of, column in COLUMNS if of == table]:
            piece = _renamed(piece, column, names, changed)
        yield _set(piece, "story", [told[d] for d in piece["doc_id"].to_pylist()]) if table == "documents" else piece


def _renamed(piece: pa.Table, column: str, names: Mapping[tuple[str, str], str], changed: pa.Array) -> pa.Table:
    """The rows with other names in a column; `changed`, all that become another one somewhere, tells which rows to look at."""
    where = pc.is_in(piece[column], changed).combine_chunks()
    pairs = zip(piece["doc_id"].filter(where).to_pylist(), piece[column].filter(where).to_pylist(), strict=True)
    values = pa.array([names.get(pair, pair[1]) for pair in pairs], pa.string())
    return _set(piece, column, pc.replace_with_mask(piece[column].combine_chunks(), where, values))


def _set(piece: pa.Table, column: str, values: Sequence[str | None] | pa.Array) -> pa.Table:
    at = piece.schema.get_field_index(column)
    return piece.set_column(at, piece.schema.field(at), pa.array(values, pa.string()))


def _pieces(table: str, shards: Mapping[str, Path], wanted: Mapping[str, str]) -> Iterator[pa.Table]:
    """The rows of the wanted articles, by GROUP articles."""

    @lru_cache(maxsize=_HELD)
    def shard(folder: Path) -> tuple[pa.Table, dict[str, tuple[int, int]]]:
        data = pq.read_table(folder / f"{table}.parquet", schema=SCHEMAS[table], use_threads=False)  # other tables are read beside
        return data, _places(data["doc_id"])

    articles = list(wanted)
    for first in range(0, len(articles), GROUP):
        few = articles[first : first + GROUP]
        parts = []
        for folder, together in groupby(few, key=shards.__getitem__):
            data, places = shard(folder)
            parts += [data.slice(start, length) for start, length in _runs(places[d] for d in together if d in places)]
        piece = pa.concat_tables([SCHEMAS[table].empty_table(), *parts]).combine_chunks()
        if table == "documents":
            piece = _set(piece, "path", [wanted[d] for d in few])
        yield piece


def _places(column: pa.ChunkedArray) -> dict[str, tuple[int, int]]:
    """Where the rows of each article stand: the first, and how many."""
    encoded = pc.run_end_encode(column.combine_chunks()) if len(column) else None
    if encoded is None:
        return {}
    ends, places, start = encoded.run_ends.to_pylist(), {}, 0
    for doc_id, end in zip(encoded.values.to_pylist(), ends, strict=True):
        places[doc_id] = (start, end - start)
        start = end
    return places


def _runs(places: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of rows that follow on one another, as one."""
    begun: tuple[int, int] | None = None
    for start, length in places:
        if begun and begun[0] + begun[1] == start:
            begun = (begun[0], begun[1] + length)
            continue
        if begun:
            yield begun
        begun = (start, length)
    if begun:
        yield begun
