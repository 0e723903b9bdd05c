"""The store: what was annotated, as shards of Parquet files; it may be deleted at any time.

A store is a folder with a shelf for each fingerprint (versions.py) of what rows depend on. A shelf holds shards: folders with a
file a table and the checksums of these files, written whole or not at all. A shard's name comes from the articles in it. What a
run has finished of its next shard is kept as parts, which are no shards as long as the run goes on.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import secrets
import shutil
import tempfile
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.schema import ROWS
from analysis.tables import Tables

SHARD = 500  # articles
FEW = 8  # shards that are not full: from so many on they are put together
SUMS = "sums.json"
_NEW = ".new-"  # of what is written or removed
WHOLE, PART = "shard", "part"  # what the names of their folders begin with


class DamagedStore(UserWarning):
    """A part of the store that cannot be read; it is made again."""


def shards(shelf: Path) -> dict[str, Path]:
    """The shard of each article that the shelf holds, by doc_id.

    A shard that is not what was written is removed, with a DamagedStore warning; what is no shard is left alone.
    """
    found: dict[str, Path] = {}
    for folder in _folders(shelf):
        try:
            for doc_id in _articles(folder):
                found.setdefault(doc_id, folder)
        except FileNotFoundError as error:
            if not folder.exists():
                continue  # another run has put it together with others
            _remove(folder, f"{Path(error.filename).name} is missing")
        except (OSError, ValueError, pa.ArrowException) as error:
            _remove(folder, str(error))
    return found


def _folders(shelf: Path, kind: str = WHOLE) -> list[Path]:
    return sorted(path for path in shelf.glob(f"{kind}-{'[0-9a-f]' * 16}") if path.is_dir())


def _remove(folder: Path, why: str) -> None:
    warnings.warn(f"{folder}: damaged ({why}); nothing needs doing, its articles are annotated again", DamagedStore, stacklevel=3)
    shutil.rmtree(folder, ignore_errors=True)


def _articles(folder: Path) -> list[str]:
    """The articles of a shard; raises ValueError or OSError where a file is not as it was written."""
    sums = json.loads((folder / SUMS).read_text(encoding="utf-8"))
    if set(sums) != {f"{table}.parquet" for table in ROWS}:
        raise ValueError(f"{SUMS} names other files")
    for name, expected in sums.items():
        if _sum(folder / name) != expected:
            raise ValueError(f"{name} has changed")
    column: list[str] = pq.read_table(folder / "documents.parquet", columns=["doc_id"])["doc_id"].to_pylist()
    return column


def _name(articles: Iterable[str]) -> str:
    return hashlib.sha256("".join(articles).encode()).hexdigest()[:16]


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            total = zlib.crc32(part, total)
    return total


def keep(articles: Tables, shelf: Path, kind: str = WHOLE) -> Path:
    """Put articles on the shelf as one shard, or as a part of one; returns its folder.

    >>> keep(Tables.from_rows({}), tmp).name
    'shard-e3b0c44298fc1c14'
    """
    shelf.mkdir(parents=True, exist_ok=True)
    name = _name(articles.documents["doc_id"]) if kind == WHOLE else secrets.token_hex(8)  # another run keeps parts of its own
    kept = shelf / f"{kind}-{name}"
    folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=shelf))
    try:
        files = articles.write(folder)
        (folder / SUMS).write_text(json.dumps({path.name: _sum(path) for path in files}), encoding="utf-8")
        if not kept.exists():
            folder.rename(kept)
    except OSError:
        if not kept.exists():  # otherwise another run has kept the same articles in the meantime
            raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return kept


def discard(parts: Iterable[Path]) -> None:
    """Remove parts whose articles are kept as a shard; what cannot be removed the next run sees to.

    >>> discard([keep(Tables.from_rows({}), tmp, PART)])
    >>> list(tmp.iterdir())
    []
    """
    for part in parts:
        away = part.with_name(f"{_NEW}{part.name}")
        with suppress(OSError):
            part.rename(away)
        shutil.rmtree(away, ignore_errors=True)


def tidy(shelf: Path) -> None:
    """Make shards of the parts that a killed run has left, and put shards that are not full together where there are many of them,
    unless another run uses the shelf.

    >>> tidy(tmp)
    """
    if not _folders(shelf, PART) and not _has_many_small(shelf):
        return
    with in_use(shelf, alone=True) as alone:
        if alone:
            _adopt(shelf)
            if _has_many_small(shelf):
                _put_together(shelf)


def _has_many_small(shelf: Path) -> bool:
    return sum(_size(folder) < SHARD for folder in _folders(shelf)) >= FEW


def _adopt(shelf: Path) -> None:
    """Make shards of parts; those of which all articles are in shards are removed."""
    known = set(shards(shelf))
    for part in _folders(shelf, PART):
        try:
            articles = _articles(part)
        except (OSError, ValueError, pa.ArrowException) as error:
            _remove(part, str(error))
            continue
        if known.issuperset(articles):
            discard([part])
        else:
            part.rename(shelf / f"{WHOLE}-{_name(articles)}")
            known.update(articles)


def _put_together(shelf: Path) -> None:
    """Make few shards of many small ones."""
    of_article = shards(shelf)
    inside: dict[Path, list[str]] = {folder: [] for folder in _folders(shelf)}
    for doc_id, folder in of_article.items():
        inside[folder].append(doc_id)
    for folder in [folder for folder, articles in inside.items() if not articles]:
        shutil.rmtree(folder, ignore_errors=True)  # all of them are in others too: two runs did them at once
    sizes = {folder: len(articles) for folder, articles in inside.items()}
    small = [folder for folder, size in sorted(sizes.items()) if 0 < size < SHARD]
    for together in _full(small, sizes) if len(small) >= FEW else ():
        tables = [Tables.open(folder).select(inside[folder]) for folder in together]
        kept = keep(Tables(**{t: pd.concat([getattr(one, t) for one in tables], ignore_index=True) for t in ROWS}), shelf)
        for folder in together:
            if folder != kept:
                shutil.rmtree(folder)


def _size(folder: Path) -> int:
    """How many articles a shard says that it holds; as many as make it full where that cannot be read: `shards` sees to it."""
    try:
        rows: int = pq.read_metadata(folder / "documents.parquet").num_rows
    except (OSError, pa.ArrowException):
        return SHARD
    return rows


def _full(small: Sequence[Path], sizes: Mapping[Path, int]) -> Iterator[list[Path]]:
    """Shards by so many as make about a full one."""
    together: list[Path] = []
    for folder in small:
        together.append(folder)
        if sum(sizes[one] for one in together) >= SHARD:
            yield together
            together = []
    if len(together) > 1:
        yield together


def prune(store: Path, current: str) -> list[Path]:
    """Remove the shelves of other fingerprints than the current one, which are returned, and what a killed run was writing.

    A shelf that another run uses stays.

    >>> (tmp / ("0" * 16)).mkdir()
    >>> [path.name for path in prune(tmp, "f" * 16)]
    ['0000000000000000']
    """
    old = [path for path in sorted(store.glob("[0-9a-f]" * 16)) if path.is_dir() and path.name != current]
    removed = []
    for shelf in old:
        with in_use(shelf, alone=True) as alone:
            if alone:
                shutil.rmtree(shelf)
                removed.append(shelf)
    with in_use(store / current, alone=True) as alone:
        for path in sorted((store / current).glob(f"{_NEW}*")) if alone else []:
            shutil.rmtree(path)
    return removed


@contextmanager
def in_use(shelf: Path, *, alone: bool = False) -> Iterator[bool]:
    """Whether the shelf may be used: always, beside other runs; `alone`, only if no other run uses it, none of its own too.

    >>> with in_use(tmp) as beside, in_use(tmp, alone=True) as alone:
    ...     beside, alone
    (True, False)
    """
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
        except BlockingIOError:
            yield False
            return
        yield True
