"""Work without what would only slow it: threads of numpy for small matrices, searches for cycles where there are none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from typing import Any

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[Any]:
    """A context in which numpy multiplies matrices in one thread: they are small here, and cores go to processes.

    >>> with one_thread():
    ...     pass
    """
    limit: AbstractContextManager[Any] = _pools().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """A context without searches for cycles: objects are made by the hundred thousand, hardly any of them in a cycle, and a search
    goes through all that there are, those of the libraries too. At its end only the newest are searched.

    >>> with no_search_for_cycles():
    ...     gc.isenabled()
    False
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if searched:
            gc.enable()
