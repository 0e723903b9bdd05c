"""Many seeds to Tables: only what is new is annotated, in parallel, and kept in a store that may be deleted at any time.

The store holds shards, folders of Parquet tables, under the fingerprint of what the rows depend on (versions.py).
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import joblib
import pandas as pd
import pyarrow as pa
from threadpoolctl import ThreadpoolController
from tqdm import tqdm

from analysis.canonical import with_corpus_names
from analysis.corrections import corrected
from analysis.tables import ROWS, Tables
from analysis.versions import fingerprint

if TYPE_CHECKING:
    from analysis.seeds import Seed

BATCH = 16  # articles that are parsed together at most
_BATCH_CHARACTERS = 200_000
SHARD = 500  # documents that an interrupted run may lose at most


class DamagedStore(UserWarning):
    """A part of the store that cannot be read; it is made again."""


class AnnotationFailed(UserWarning):
    """An article that could not be annotated; the others are."""


def annotate(
    seeds: Iterable[Seed], *, store: str | Path | None = None, jobs: int = 1, corrections: str | Path | None = None
) -> Tables:
    """Everything that is said in the seeds, in the order of the seeds, under names that hold in all of them (canonical.py).

    `store`: a folder that keeps what was annotated, so that the next call does only what is new; `jobs`: processes, -1 for
    all cores; `corrections`: a file that `python -m analysis review` wrote and a person filled in (corrections.py). An article
    that fails is left out with an AnnotationFailed warning that names it.

    >>> from analysis.seeds import Seed
    >>> tables = annotate([Seed("d0", "a.txt", "News", None, None, ('"No," said Mara Quist.',))])
    >>> tables.quotes[["speaker", "text"]].values.tolist()
    [['Mara Quist', 'No,']]
    """
    shelf = Path(store) / fingerprint() if store else None
    parts = list(_shards(shelf)) if shelf else []
    known = {doc_id for part in parts for doc_id in part.documents["doc_id"]}
    paths: dict[str, str] = {}
    new = _new(seeds, known, paths)
    for rows in _batches(_annotated(new, jobs)):
        part = Tables.from_rows(rows)
        parts.append(part)
        if shelf:
            _keep(part, shelf)
    tables = with_corpus_names(_in_order(parts, paths))  # after the store, which keeps the names of each article
    return corrected(tables, corrections) if corrections else tables


def _new(seeds: Iterable[Seed], known: set[str], paths: dict[str, str]) -> Iterator[Seed]:
    """The seeds that are not known yet; `paths` takes the path of every seed on the way."""
    for seed in seeds:
        first = seed.doc_id not in paths
        paths.setdefault(seed.doc_id, seed.path)
        if first and seed.doc_id not in known:
            yield seed


def _annotated(seeds: Iterator[Seed], jobs: int) -> Iterator[dict[str, list[Any]]]:
    head = list(islice(seeds, 1))
    if not head:
        return
    together = _together(chain(head, seeds))
    progress = tqdm(desc="annotating", unit=" articles", delay=2, disable=not sys.stderr.isatty())
    if jobs == 1:
        results: Iterable[Iterable[dict[str, list[Any]] | str]] = map(_attempt, together)
    else:
        results = joblib.Parallel(n_jobs=jobs, return_as="generator")(joblib.delayed(_attempted)(few) for few in together)
    with progress:
        for result in chain.from_iterable(results):
            progress.update()
            if isinstance(result, str):
                warnings.warn(result, AnnotationFailed, stacklevel=3)
            else:
                yield result


def _together(seeds: Iterable[Seed]) -> Iterator[list[Seed]]:
    """The seeds by a few that are parsed together, long ones by fewer."""
    few: list[Seed] = []
    for seed in seeds:
        few.append(seed)
        if len(few) == BATCH or sum(len(one.text) for one in few) >= _BATCH_CHARACTERS:
            yield few
            few = []
    if few:
        yield few


def _attempted(seeds: list[Seed]) -> list[dict[str, list[Any]] | str]:
    """The same as a list, which can be sent from one process to another."""
    return list(_attempt(seeds))


def _attempt(seeds: list[Seed]) -> Iterator[dict[str, list[Any]] | str]:
    """The rows of each seed, or what to say of one that fails: one article must not cost the others."""
    from analysis.language import parse_all
    from analysis.pipeline import annotate_seed

    try:
        docs: list[Any] = list(parse_all(seed.text for seed in seeds))
    except Exception:  # one of them is at fault: each is parsed by itself, and it alone fails
        docs = [None] * len(seeds)
    for seed, doc in zip(seeds, docs, strict=True):
        try:
            with _one_thread():
                rows = annotate_seed(seed, doc)
        except Exception as error:
            yield f"{seed.path}: not annotated: {type(error).__name__}: {error}"
        else:
            yield rows


def _one_thread() -> Any:
    """A context in which numpy keeps to one thread: its matrices are small here, and cores go to processes."""
    return _threads().limit(limits=1, user_api="blas")


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _batches(rows: Iterable[dict[str, list[Any]]]) -> Iterator[dict[str, list[Any]]]:
    rest = iter(rows)
    while batch := list(islice(rest, SHARD)):
        yield {table: [row for one in batch for row in one[table]] for table in ROWS}


def _shards(shelf: Path) -> Iterator[Tables]:
    for folder in sorted(shelf.glob("shard-*")):
        try:
            yield Tables.open(folder)
        except (OSError, pa.ArrowException, ValueError) as error:
            warnings.warn(f"{folder}: damaged, its articles are annotated again: {error}", DamagedStore, stacklevel=2)
            shutil.rmtree(folder, ignore_errors=True)


def _keep(part: Tables, shelf: Path) -> None:
    """Write a shard whole or not at all."""
    shelf.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256("".join(part.documents["doc_id"]).encode()).hexdigest()[:16]
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=shelf))
    try:
        part.write(folder)
        if not (shelf / f"shard-{name}").exists():
            folder.rename(shelf / f"shard-{name}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_order(parts: list[Tables], paths: dict[str, str]) -> Tables:
    """The rows of the wanted documents, sorted by the seeds' order, with the paths that the seeds have now."""
    if not parts:
        return Tables.from_rows({})
    rank = {doc_id: n for n, doc_id in enumerate(paths)}
    tables = {}
    for table in ROWS:
        data = pd.concat([getattr(part, table) for part in parts], ignore_index=True)
        data = data[data["doc_id"].isin(rank.keys())]
        data = data.iloc[data["doc_id"].map(rank).argsort(kind="stable")].reset_index(drop=True)
        tables[table] = data
    tables["documents"]["path"] = tables["documents"]["doc_id"].map(paths).astype("str")
    return Tables(**tables)
