"""Articles spread over processes: those of this machine, or the workers of a Dask cluster, through the same call of joblib.

A worker that dies takes nothing with it: what it was at is done again, an article at a time, so that one that kills its worker
every time is found out and named.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.versions import fingerprint

if TYPE_CHECKING:
    from analysis.seeds import Seed

Result = TypeVar("Result")
Work = Callable[[Sequence["Seed"]], Iterable[Result]]
_LIVES = 3  # workers that an article may kill, with no other article beside it, before it is given up
_SAME = "install on every worker what is installed here, and start them again"
_PATIENCE = 10  # seconds that a scheduler has to answer


class ClusterError(RuntimeError):
    """The Dask cluster cannot be used; `address` is its scheduler's."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"the cluster at {address} cannot be used: {why}")
        self.address = address


def spread(
    work: Work[Result], batches: Iterable[Sequence[Seed]], jobs: int, cluster: str | None, *, ahead: int = 0
) -> Generator[Result | Seed, None, None]:
    """What the work gives for each batch, as it comes, in any order; an article that kills every worker is given itself.

    `jobs`: processes of this machine, -1 for all cores; `cluster`: the address of a Dask scheduler, whose workers do it instead;
    `ahead`: so many batches are expected, and it may take long to draw the first: so many processes, two at least, begin with the
    work on no article, and are ready when it comes.

    >>> list(spread(list, [], 2, None))
    []
    """
    source = _Source(batches)
    with _processes() if not cluster else _cluster(cluster):
        while (suspects := (yield from _round(work, source, jobs, cluster, 0 if cluster else ahead))) is not None:
            ahead = 0
            for seed in suspects:
                yield from _alone(work, seed, jobs, cluster)


class _Source:
    """Batches that joblib's threads draw; nothing is drawn unseen once the round is over in which they do it."""

    def __init__(self, batches: Iterable[Sequence[Seed]]) -> None:
        self._rest = iter(batches)
        self._lock = Lock()
        self._given: dict[int, Sequence[Seed]] | None = None
        self._drained = False

    def begin(self) -> None:
        self._given = {}

    def draw(self, number: int) -> Sequence[Seed] | None:
        with self._lock:
            if self._given is None:
                return None
            batch = next(self._rest, None)
            if batch is None:
                self._drained = True
            else:
                self._given[number] = batch
            return batch

    def back(self, number: int) -> None:
        if self._given is not None:
            self._given.pop(number, None)

    def is_done(self) -> bool:
        """Has every batch been drawn and come back."""
        return self._drained and not self._given

    def end(self) -> list[Seed]:
        """The articles that have been drawn and have not come back."""
        with self._lock:
            left, self._given = self._given or {}, None
        return list(chain.from_iterable(left.values()))


def _round(
    work: Work[Result], source: _Source, jobs: int, cluster: str | None, ahead: int = 0
) -> Generator[Result, None, list[Seed] | None]:
    """One go until a worker dies: returns the articles that were with the workers then, or None where all is done."""
    import joblib  # not where there is nothing to annotate

    source.begin()
    version = fingerprint() if cluster else None

    def tasks() -> Iterator[Any]:
        if ahead:  # another process of two would get the first batch, which then waits until it is ready; of many few are needed
            processes = joblib.effective_n_jobs(jobs)
            ready = [work] * min(processes, max(ahead, 2))
            yield from (joblib.delayed(_numbered)(each, -1, (), None) for each in [*ready, *[list] * (processes - len(ready))])
        number = 0
        while (batch := source.draw(number)) is not None:
            yield joblib.delayed(_numbered)(work, number, batch, version)
            number += 1

    try:
        parallel = joblib.Parallel(n_jobs=-1 if cluster else jobs, return_as="generator_unordered", batch_size=1)
        drawn = parallel(tasks())
        for number, results in drawn:
            source.back(number)
            if isinstance(results, str):
                raise ClusterError(
                    cluster or "", f"a worker has other code, pipeline or version ({results}, not {version}); {_SAME}"
                )
            yield from results
            if ahead and source.is_done():  # a process that has got ready for nothing is not waited for
                with warnings.catch_warnings():
                    warnings.filterwarnings("ignore", r"\d+ tasks ", UserWarning)
                    drawn.close()
    except Exception as error:
        left = source.end()
        if not _died(error):
            raise
        return left
    return None


def _alone(work: Work[Result], seed: Seed, jobs: int, cluster: str | None) -> Generator[Result | Seed, None, None]:
    """One article with no other beside it, so that it is known what killed the worker."""
    for _ in range(1 if cluster else _LIVES):  # Dask has tried it on several workers before it gives up
        if (yield from _round(work, _Source([[seed]]), jobs, cluster)) is None:
            return
    yield seed


def _numbered(work: Work[Result], number: int, batch: Sequence[Seed], version: str | None) -> tuple[int, list[Result] | str]:
    """The results with the number of the batch; the worker's version instead of them where it is not the one asked for."""
    if version is not None and fingerprint() != version:
        return number, fingerprint()
    return number, list(work(batch))


def _died(error: Exception) -> bool:
    from joblib.externals.loky.process_executor import BrokenProcessPool

    if isinstance(error, BrokenProcessPool):
        return True
    return type(error).__name__ == "KilledWorker"  # Dask's, which is not imported without a cluster


@contextmanager
def _processes() -> Iterator[None]:
    """Processes of this machine, which are ended at once: they hold much memory, and the end of the run would wait for theirs."""
    try:
        yield
    finally:
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor(reuse=True).shutdown(wait=False, kill_workers=True)


@contextmanager
def _cluster(address: str) -> Iterator[None]:
    """The workers of a Dask cluster."""
    import joblib
    from distributed import Client

    with ExitStack() as stack:
        try:
            stack.enter_context(Client(address, timeout=_PATIENCE))  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ClusterError(address, f"{error} (start it with 'dask scheduler', and its workers with 'dask worker')") from error
        stack.enter_context(joblib.parallel_config(backend="dask"))
        yield
