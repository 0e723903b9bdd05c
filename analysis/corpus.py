"""Many seeds to Tables: only what is new is annotated, in parallel, and kept in a store that may be deleted at any time."""

from __future__ import annotations

import time
import warnings
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from analysis import assembly
from analysis import store as stored
from analysis.canonical import with_corpus_names
from analysis.corrections import corrected
from analysis.progress import progress
from analysis.schema import ROWS
from analysis.stories import with_stories
from analysis.tables import Tables
from analysis.undisturbed import no_search_for_cycles, one_thread
from analysis.versions import fingerprint
from analysis.workers import spread

if TYPE_CHECKING:
    from analysis.seeds import Seed

BATCH = 4  # articles that are read together at most: more take no less time, and leave a process idle at the end
_BATCH_CHARACTERS = 20_000
_KEPT = 20.0  # seconds of work that a run that is killed may lose, and what it was at

_FINE = "nothing needs doing"
_DEADLY = "whichever process reads it is ended, perhaps for want of memory; split it, or leave it out"
_FAULT = "a fault of Rapporteur: report it with the file, and leave the file out meanwhile"
LONGEST = 150_000  # characters of an article, some 25,000 words: in one paragraph they take half a minute and 0.9 GB

Rows = dict[str, list[Any]]


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


def _annotated(seeds: Iterator[Seed], jobs: int, cluster: str | None, total: int | None) -> Generator[Rows, None, None]:
    """The rows of each seed; `total` is how many there may be, None or 0 where it takes the first to know."""
    head = [] if total else list(islice(seeds, 1))
    if not head and not total:
        return
    with (
        no_search_for_cycles(),  # nor while articles are written, between two batches of them
        progress("annotating", "articles", total) as done,
        closing(spread(_attempt, _together(chain(head, seeds)), jobs, cluster, ahead=-(-(total or 0) // BATCH))) as results,
    ):
        for result in results:
            if isinstance(result, dict):
                yield result
            else:
                why = result if isinstance(result, str) else f"{result.path}: not annotated: {_DEADLY}"
                warnings.warn(why, AnnotationFailed, stacklevel=3)
            done()  # when it has been taken: what is shown as done is not lost, whenever the run is stopped


def _together(seeds: Iterable[Seed]) -> Iterator[list[Seed]]:
    """The seeds by a few that are read together, long ones by fewer."""
    few: list[Seed] = []
    for seed in seeds:
        few.append(seed)
        if len(few) == BATCH or sum(len(one.text) for one in few) >= _BATCH_CHARACTERS:
            yield few
            few = []
    if few:
        yield few


def _attempt(seeds: Sequence[Seed]) -> Iterator[Rows | str]:
    """The rows of each seed, or what to say of one that fails: one article must not cost the others. Of no seed nothing, but what
    the first one would wait for is then loaded."""
    from analysis.pipeline import annotate_seeds, get_ready

    if not seeds:
        get_ready()
        return
    for seed in (seed for seed in seeds if len(seed.text) > LONGEST):
        size = f"{len(seed.text):,} characters, expected at most {LONGEST:,}"
        yield f"{seed.path}: not annotated: {size}; split it, one article a file"
    seeds = [seed for seed in seeds if len(seed.text) <= LONGEST]
    try:
        with one_thread(), no_search_for_cycles():
            rows = annotate_seeds(seeds)
    except Exception as error:
        if len(seeds) == 1:
            yield f"{seeds[0].path}: not annotated: {type(error).__name__}: {error}; {_FAULT}"
        else:  # one of them is at fault: it alone fails
            for seed in seeds:
                yield from _attempt([seed])
    else:
        yield from rows
