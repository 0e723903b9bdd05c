"""How far a long run is: a bar on a terminal, elsewhere a line every half minute."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from tqdm import tqdm

QUIET = 30.0  # seconds between two lines where there is no terminal
_DELAY = 2.0  # seconds before a bar comes up


@contextmanager
def progress(what: str, unit: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """A function to call after each piece of work; `total`: how many there are, None if that is not known.

    >>> with progress("counting", "sheep", 2) as done:
    ...     done()
    """
    if sys.stderr.isatty():
        with tqdm(desc=what, unit=f" {unit}", total=total, delay=_DELAY) as bar:
            yield lambda: _count(bar)
        return
    yield _lines(what, unit, total)


def _count(bar: tqdm[NoReturn]) -> None:
    bar.update()


def _lines(what: str, unit: str, total: int | None) -> Callable[[], None]:
    begun = told = time.monotonic()
    count = 0

    def done() -> None:
        nonlocal count, told
        count += 1
        now = time.monotonic()
        if now - told >= QUIET:
            told = now
            rate = count / (now - begun)
            of = f" of {total:,}" if total and total >= count else ""  # more than there were to be: nobody knows how many
            left = f", {(total - count) / rate / 60:.0f} min left" if total and total > count else ""
            sys.stderr.write(f"{what}: {count:,}{of} {unit}, {rate:.1f} a second{left}\n")
            sys.stderr.flush()

    return done
