"""Notebooks run by papermill, several at a time, each in a kernel that is as good as new.

A kernel takes a second to start and another to import; `in_parallel` keeps one a thread, which is renewed between two notebooks
(renewal.py), and ended with the thread or when a notebook fails in it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, ClassVar, NamedTuple, TypeVar
from weakref import WeakSet

import nbformat
import papermill
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from analysis.notebooks import Notebook, NotebookFailed, environment

Task = TypeVar("Task")
_START = 60  # seconds that a kernel may take to start, and to be renewed
_TRIES = 3
_IMPORT = "import analysis.html, analysis.plots"  # what every notebook of the suite uses
_RENEW = "import analysis.renewal as _renewal; _renewal.renew(get_ipython())"
_QUIET = ["--log-level=ERROR"]  # a kernel warns that its connection, which never leaves the machine, is not encrypted
logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what it has to say, the exceptions below say
_thread = threading.local()  # `kernel`: the one that this thread keeps, None where it has none now; unset where none is kept


class _Client(AsyncKernelClient):
    """A client that speaks to its kernel for one notebook after another, and is made ready once."""

    ready = False

    def start_channels(self, *which: Any, **more: Any) -> None:
        if not self.ready:
            super().start_channels(*which, **more)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        if not self.ready:
            await super().wait_for_ready(timeout)
            self.ready = True


class _Kernel(AsyncKernelManager):
    """A kernel that finds this package wherever its notebook lies, and that another thread can end."""

    running: ClassVar[WeakSet[_Kernel]] = WeakSet()
    talk: Any = None

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        self.running.add(self)
        await super().start_kernel(env=environment() | {"PYTHONHASHSEED": "0"}, **options)

    def client(self, **options: Any) -> Any:
        self.talk = self.talk or super().client(**options)
        return self.talk

    def end(self) -> None:
        process = getattr(self.provisioner, "process", None)
        if process:
            process.kill()


class _Kept(NamedTuple):
    """A kernel that has started, and the client that speaks to it."""

    folder: Path
    manager: _Kernel
    client: Any


def run_notebook(notebook: Notebook, parameters: Mapping[str, Any]) -> Any:
    """The notebook with its outputs, a notebook node; it runs in its own folder. Raises NotebookFailed."""
    try:
        with _kernel(notebook) as kernel:
            return papermill.execute_notebook(
                _node(notebook),
                None,  # a path would be formatted with the parameters, and fail on a brace
                parameters=dict(parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                km=kernel.manager,
            )
    except PapermillExecutionError as error:
        raise _failure(notebook, error, injected=bool(parameters)) from None
    except DeadKernelError:
        raise NotebookFailed(
            notebook.name, None, "", "its process did not start or was ended from outside, perhaps for want of memory: try --jobs 1"
        ) from None


@contextmanager
def _kernel(notebook: Notebook) -> Iterator[_Kept]:
    """A kernel in the folder of a notebook, as good as new: the one that this thread keeps if it has one, else one for once."""
    folder, keeps = notebook.path.parent, hasattr(_thread, "kernel")
    kernel = _renewed(_thread.kernel, folder) if keeps and _thread.kernel else None
    if kernel is None:
        kernel = _started(folder)
        if keeps:  # so that it is known what is new, before a notebook changes it
            kernel = _renewed(kernel, folder, *[_IMPORT] * ("analysis" in notebook.text)) or _started(folder)
    if keeps:
        _thread.kernel = kernel
    try:
        yield kernel
    except BaseException:
        if keeps:
            _thread.kernel = None
        _ended(kernel)
        raise
    if not keeps:
        _ended(kernel)


@contextmanager
def _kernel_kept() -> Iterator[None]:
    """Let the notebooks of this thread share a kernel, and end it."""
    _thread.kernel = None
    try:
        yield
    finally:
        kernel = _thread.kernel
        del _thread.kernel
        if kernel:
            _ended(kernel)


@run_sync
async def _started(folder: Path) -> _Kept:
    """A kernel that answers. One that does not start is tried again: the ports it was given may have been taken meanwhile."""
    for _ in range(_TRIES):
        manager = _Kernel(kernel_name="python3", client_factory=_Client)
        await manager.start_kernel(extra_arguments=_QUIET, cwd=str(folder))
        client = manager.client()
        client.start_channels()
        kernel = _Kept(folder, manager, client)
        try:
            await client.wait_for_ready(timeout=_START)
        except RuntimeError:
            await _end(kernel)
        else:
            client.allow_stdin = False
            return kernel
    raise DeadKernelError("the kernel did not start")


@run_sync
async def _renewed(kernel: _Kept, folder: Path, *first: str) -> _Kept | None:
    """The kernel, renewed; None if it cannot be, or runs in another folder: then it is ended."""
    if kernel.folder == folder and await kernel.manager.is_alive():
        with suppress(TimeoutError, RuntimeError):
            reply = await kernel.client.execute("\n".join([*first, _RENEW]), silent=True, reply=True, timeout=_START)
            if reply["content"]["status"] == "ok":
                return kernel
    await _end(kernel)
    return None


async def _end(kernel: _Kept) -> None:
    kernel.client.stop_channels()
    await kernel.manager.shutdown_kernel(now=True)


_ended = run_sync(_end)


def _node(notebook: Notebook) -> Any:
    return nbformat.reads(notebook.text, as_version=4)  # type: ignore[no-untyped-call]


def _failure(notebook: Notebook, error: Any, *, injected: bool) -> NotebookFailed:
    cells = _node(notebook).cells
    above = any("parameters" in cell.metadata.get("tags", ()) for cell in cells[: error.cell_index])
    number = error.cell_index + 1 - (injected and above)  # papermill puts a cell of its own below the parameters
    line = next((line for line in error.source.splitlines() if line.strip()), "")
    cause = f"{error.ename}: {error.evalue}".strip().splitlines()[-1]
    return NotebookFailed(notebook.name, number, line, cause)


def in_parallel(work: Callable[[Task], None], tasks: Sequence[Task], jobs: int) -> Iterator[tuple[Task, NotebookFailed | None]]:
    """Each task as its work ends, with the failure if it failed; `jobs` at a time, with as many kernels at most.

    Interrupted, it ends the running kernels and starts no other.

    >>> list(in_parallel(print, ["one"], jobs=1))
    one
    [('one', None)]
    """
    waiting = deque(tasks)
    results: SimpleQueue[tuple[Task, BaseException | None]] = SimpleQueue()

    def worker() -> None:
        with _kernel_kept():
            while waiting:
                with suppress(IndexError):  # another took the last
                    task = waiting.popleft()
                    results.put((task, _raised(work, task)))

    with ThreadPoolExecutor(jobs) as pool:
        workers = [pool.submit(worker) for _ in range(min(jobs, len(tasks)))]
        try:
            for _ in tasks:
                task, failure = results.get()
                if failure is not None and not isinstance(failure, NotebookFailed):
                    raise failure
                yield task, failure
        except BaseException:
            waiting.clear()
            while not all(future.done() for future in workers):
                for kernel in list(_Kernel.running):
                    kernel.end()
                time.sleep(0.1)  # one that was just starting is ended in the next round
            raise


def _raised(work: Callable[[Task], None], task: Task) -> BaseException | None:
    try:
        work(task)
    except BaseException as error:
        return error
    return None
