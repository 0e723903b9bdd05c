"""Articles spread over processes: those of this machine, or the workers of a Dask cluster, through the same call of joblib.

A worker that dies takes nothing with it: what it was at is done again, an article at a time, so that one that kills its worker
every time is found out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import joblib
from joblib.externals.loky import get_reusable_executor
from joblib.externals.loky.process_executor import BrokenProcessPool

if TYPE_CHECKING:
    from analysis.seeds import Seed

Result = TypeVar("Result")
Work = Callable[[Sequence["Seed"]], Iterable[Result]]
_LIVES = 2  # workers that one article may kill


def spread(
    work: Work[Result], batches: Iterable[Sequence[Seed]], jobs: int, cluster: str | None
) -> Generator[Result | Seed, None, None]:
    """What the work gives for each batch, as it comes, in any order; an article that kills every worker is given itself.

    `jobs`: processes of this machine, -1 for all cores; `cluster`: the address of a Dask scheduler, whose workers do it instead.

    >>> list(spread(list, [], 1, None))
    []
    """
    if jobs == 1 and not cluster:
        for batch in batches:
            yield from work(batch)
        return
    rest: Iterator[Sequence[Seed]] = iter(batches)
    lives: dict[str, int] = {}
    with _backend(cluster):
        while True:
            pending: dict[int, Sequence[Seed]] = {}
            try:
                yield from _round(work, rest, jobs, cluster, pending)
                return
            except Exception as error:
                if not _died(error):
                    raise
            again: list[Sequence[Seed]] = []
            for seed in chain.from_iterable(pending.values()):
                lives[seed.doc_id] = lives.get(seed.doc_id, 0) + (len(pending) == 1 or _alone(pending))
                if lives[seed.doc_id] > _LIVES:
                    yield seed
                else:
                    again.append([seed])
            rest = chain(again, rest)


def _alone(pending: dict[int, Sequence[Seed]]) -> bool:
    """Is every batch one article, so that a dead worker says something of it."""
    return all(len(batch) == 1 for batch in pending.values())


def _round(
    work: Work[Result], rest: Iterator[Sequence[Seed]], jobs: int, cluster: str | None, pending: dict[int, Sequence[Seed]]
) -> Iterator[Result]:
    """One go with living workers; `pending` holds the batches that have been given out and not come back."""

    def given() -> Iterator[Any]:
        for number, batch in enumerate(rest):
            pending[number] = batch
            yield joblib.delayed(_numbered)(work, number, batch)

    found = joblib.Parallel(n_jobs=-1 if cluster else jobs, return_as="generator_unordered", batch_size=1)(given())
    try:
        for number, results in found:
            del pending[number]
            yield from results
    except (KeyboardInterrupt, GeneratorExit):
        if not cluster:
            get_reusable_executor().shutdown(wait=False, kill_workers=True)
        raise


def _numbered(work: Work[Result], number: int, batch: Sequence[Seed]) -> tuple[int, list[Result]]:
    return number, list(work(batch))


def _died(error: Exception) -> bool:
    if isinstance(error, BrokenProcessPool):
        return True
    return type(error).__name__ == "KilledWorker"  # Dask's, after some tries of its own


def _backend(cluster: str | None) -> AbstractContextManager[Any]:
    if not cluster:
        return nullcontext()
    from distributed import Client

    stack = ExitStack()
    stack.enter_context(Client(cluster))  # type: ignore[no-untyped-call]
    stack.enter_context(joblib.parallel_config(backend="dask"))
    return stack
