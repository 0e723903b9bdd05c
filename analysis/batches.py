"""Articles annotated a few at a time: in a process of several, or in this one, with the model in a thread beside."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from analysis.undisturbed import no_search_for_cycles, one_thread

if TYPE_CHECKING:
    from analysis.pipeline import Begun
    from analysis.seeds import Seed

BATCH = 4  # articles that are read together at most: more take no less time, and leave a process idle at the end
_CHARACTERS = 20_000  # of a batch, from which nothing is added to it
_FAULT = "a fault of Rapporteur: report it with the file, and leave the file out meanwhile"
LONGEST = 150_000  # characters of an article, some 25,000 words: in one paragraph they take half a minute and 0.9 GB

Rows = dict[str, list[Any]]


def batches(seeds: Iterable[Seed]) -> Iterator[list[Seed]]:
    """The seeds by a few that are read together, long ones by fewer.

    >>> list(batches([]))
    []
    """
    few: list[Seed] = []
    for seed in seeds:
        few.append(seed)
        if len(few) == BATCH or sum(len(one.text) for one in few) >= _CHARACTERS:
            yield few
            few = []
    if few:
        yield few


def annotated(seeds: Sequence[Seed]) -> Iterator[Rows | str]:
    """The rows of each seed, or what to say of one that fails: one article must not cost the others. Of no seed nothing, but what
    the first one would wait for is then loaded.

    >>> list(annotated([]))
    []
    """
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
                yield from annotated([seed])
    else:
        yield from rows


def annotated_in_turn(some: Iterable[Sequence[Seed]]) -> Generator[Rows | str, None, None]:
    """What `annotated` gives for each batch: while the model reads one in a thread of its own, the next is parsed.

    >>> list(annotated_in_turn([]))
    []
    """
    last: tuple[Sequence[Seed], Begun | None] | None = None
    beside = ThreadPoolExecutor(1, "model")
    try:
        for batch in some:
            following = batch, _begun(batch, beside)
            if last:
                yield from _ended(*last)
            last = following
        if last:
            yield from _ended(*last)
    finally:
        beside.shutdown(cancel_futures=True)  # a run that is stopped waits for what the model is at, and for nothing more


def _begun(seeds: Sequence[Seed], beside: Executor) -> Begun | None:
    """The seeds as they are begun with; None where one fails, or where it would be long until the thread could be stopped."""
    from analysis.pipeline import begin

    if sum(len(seed.text) for seed in seeds) > 2 * _CHARACTERS:
        return None
    try:
        with one_thread(), no_search_for_cycles():
            return begin(seeds, beside)
    except Exception:
        return None  # and `annotated` finds out which it is


def _ended(seeds: Sequence[Seed], begun: Begun | None) -> Iterator[Rows | str]:
    from analysis.pipeline import finish

    try:
        rows = finish(begun) if begun else None
    except Exception:
        rows = None  # as above
    yield from annotated(seeds) if rows is None else rows
