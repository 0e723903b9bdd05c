"""Many seeds to Tables: only what is new is annotated, in parallel, and kept in a store that may be deleted at any time."""

from __future__ import annotations

import time
import warnings
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from analysis import assembly
from analysis import store as stored
from analysis.batches import BATCH, Rows, annotated, annotated_in_turn, batches
from analysis.canonical import with_corpus_names
from analysis.corrections import corrected
from analysis.progress import progress
from analysis.schema import ROWS
from analysis.stories import with_stories
from analysis.tables import Tables
from analysis.undisturbed import no_search_for_cycles
from analysis.versions import fingerprint
from analysis.workers import spread

if TYPE_CHECKING:
    from analysis.seeds import Seed

_KEPT = 20.0  # seconds of work that a run that is killed may lose, and what it was at

_FINE = "nothing needs doing"
_DEADLY = "whichever process reads it is ended, perhaps for want of memory; split it, or leave it out"


class AnnotationFailed(UserWarning):
    """An article that could not be annotated; the others are."""


class NotEnglish(UserWarning):
    """An article in another language: it is kept and counted, but not analysed for speech and stance."""


def annotate(
    seeds: Iterable[Seed],
    *,
    store: str | Path | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    corrections: str | Path | None = None,
) -> Tables:
    """Everything that is said in the seeds, in the order of the seeds, under names that hold in all of them (canonical.py).

    `store`: a folder that keeps what was annotated, so that the next call does only what is new; `jobs`: processes, -1 for
    all cores; `cluster`: the address of a Dask scheduler, whose workers are used instead; `corrections`: a file that
    `python -m analysis review` wrote and a person filled in (corrections.py). An article that fails is left out with an
    AnnotationFailed warning that names it.

    >>> from analysis.seeds import Seed
    >>> tables = annotate([Seed("d0", "a.txt", "News", None, None, ('"No," said Mara Quist.',))])
    >>> tables.quotes[["speaker", "text"]].values.tolist()
    [['Mara Quist', 'No,']]
    """
    paths: dict[str, str] = {}
    if store is None:
        rows = {one["documents"][0].doc_id: one for one in _annotated(_new(seeds, (), paths), jobs, cluster, None)}
        tables = with_stories(with_corpus_names(_tables([rows[doc_id] for doc_id in paths if doc_id in rows])))
    else:
        with _filled(Path(store), seeds, paths, jobs, cluster, None) as shards:
            tables = assembly.collect(shards, {doc_id: path for doc_id, path in paths.items() if doc_id in shards})
    _tell_languages(zip(tables.documents["path"], tables.documents["language"], strict=True))
    return corrected(tables, corrections) if corrections else tables


def annotate_to(
    folder: Path,
    seeds: Iterable[Seed],
    *,
    store: Path,
    jobs: int = 1,
    cluster: str | None = None,
    total: int | None = None,
    csv: bool = False,
    corrected_by: str = "",
) -> int:
    """The same written to `folder` as Parquet, and as CSV on request, however many articles there are; returns how many.

    `total`: how many seeds there are, for the progress bar; `corrected_by`: stands for the corrections that are made in the files
    afterwards (made.py). Files that would be the same are left alone. Where there is no article, nothing is written.

    >>> from analysis.seeds import Seed
    >>> annotate_to(tmp / "out", [Seed("d0", "a.txt", "News", None, None, ("It rained.",))], store=tmp / "store")
    1
    """
    paths: dict[str, str] = {}
    with _filled(store, seeds, paths, jobs, cluster, total) as shards:
        wanted = {doc_id: path for doc_id, path in paths.items() if doc_id in shards}
        if wanted:
            assembly.write(shards, wanted, folder, fingerprint(), csv=csv, corrected_by=corrected_by)
            documents = pq.read_table(folder / "documents.parquet", columns=["path", "language"])
            _tell_languages(zip(*documents.to_pydict().values(), strict=True))
        return len(wanted)


def _tell_languages(documents: Iterable[tuple[str, str]]) -> None:
    for path, language in documents:
        if language != "en":
            why = f"{path}: its language is {language!r}, not English: counted, but not analysed for speech and stance; {_FINE}"
            warnings.warn(why, NotEnglish, stacklevel=3)


@contextmanager
def _filled(
    store: Path, seeds: Iterable[Seed], paths: dict[str, str], jobs: int, cluster: str | None, total: int | None
) -> Iterator[dict[str, Path]]:
    """The shard of each article by doc_id, once all seeds are in the store; what is finished is kept whatever happens."""
    shelf = store / fingerprint()
    stored.tidy(shelf)
    with stored.in_use(shelf):
        shards = stored.shards(shelf)
        left = max(total - len(shards), 0) if total else None
        with closing(_annotated(_new(seeds, shards.copy(), paths), jobs, cluster, left)) as results:
            _keep(results, shelf, shards)
        yield shards


def _keep(results: Iterable[Rows], shelf: Path, shards: dict[str, Path]) -> None:
    """Put what comes on the shelf, in full shards and one that is not; what waits for the next one as parts in the meantime."""
    waiting: list[Rows] = []
    parts: list[Path] = []
    safe, last = 0, time.monotonic()  # how many of those that wait are in parts
    try:
        for rows in results:
            waiting.append(rows)
            if len(waiting) >= stored.SHARD:
                _flush(waiting, parts, safe, shelf, shards)
                safe, last = 0, time.monotonic()
            elif time.monotonic() - last > _KEPT:
                parts.append(stored.keep(_tables(waiting[safe:]), shelf, stored.PART))
                safe, last = len(waiting), time.monotonic()
    finally:
        _flush(waiting, parts, safe, shelf, shards)


def _flush(waiting: list[Rows], parts: list[Path], safe: int, shelf: Path, shards: dict[str, Path]) -> None:
    """Make a shard of what waits, of which so many are `safe` in parts."""
    if waiting:
        articles = _tables(waiting)
        try:
            folder = stored.keep(articles, shelf)
        except OSError:
            with suppress(OSError):  # the disk may have room for the rest
                stored.keep(_tables(waiting[safe:]), shelf, stored.PART)
            waiting.clear()  # it is not tried a second time
            raise
        shards.update(dict.fromkeys(articles.documents["doc_id"], folder))
        stored.discard(parts)
        waiting.clear()
        parts.clear()


def _tables(rows: Sequence[Rows]) -> Tables:
    return Tables.from_rows({table: [row for one in rows for row in one[table]] for table in ROWS})


def _new(seeds: Iterable[Seed], known: Collection[str], paths: dict[str, str]) -> Iterator[Seed]:
    """The seeds that are not known yet; `paths` takes the path of every seed on the way."""
    for seed in seeds:
        first = seed.doc_id not in paths
        paths.setdefault(seed.doc_id, seed.path)
        if first and seed.doc_id not in known:
            yield seed


def _spread(some: Iterator[list[Seed]], jobs: int, cluster: str | None, total: int) -> Generator[Rows | str | Seed, None, None]:
    """What comes of the batches, here or in other processes."""
    if jobs == 1 and not cluster:
        return annotated_in_turn(some)
    return spread(annotated, some, jobs, cluster, ahead=-(-total // BATCH))


def _annotated(seeds: Iterator[Seed], jobs: int, cluster: str | None, total: int | None) -> Generator[Rows, None, None]:
    """The rows of each seed; `total` is how many there may be, None or 0 where it takes the first to know."""
    head = [] if total else list(islice(seeds, 1))
    if not head and not total:
        return
    with (
        no_search_for_cycles(),  # nor while articles are written, between two batches of them
        progress("annotating", "articles", total) as done,
        closing(_spread(batches(chain(head, seeds)), jobs, cluster, total or 0)) as results,
    ):
        for result in results:
            if isinstance(result, dict):
                yield result
            else:
                why = result if isinstance(result, str) else f"{result.path}: not annotated: {_DEADLY}"
                warnings.warn(why, AnnotationFailed, stacklevel=3)
            done()  # when it has been taken: what is shown as done is not lost, whenever the run is stopped
