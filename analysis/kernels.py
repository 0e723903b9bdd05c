"""Notebooks run by papermill, each in a kernel of its own, several at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Any, ClassVar, TypeVar
from weakref import WeakSet

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from analysis.notebooks import Notebook, NotebookFailed, environment

Task = TypeVar("Task")
_QUIET = ["--log-level=ERROR"]  # a kernel warns that its connection, which never leaves the machine, is not encrypted
logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what it has to say, the exceptions below say


class _Kernel(AsyncKernelManager):
    """A kernel that finds this package wherever its notebook lies, and that another thread can end."""

    running: ClassVar[WeakSet[_Kernel]] = WeakSet()

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        self.running.add(self)
        await super().start_kernel(env=environment() | {"PYTHONHASHSEED": "0"}, **options)

    def end(self) -> None:
        process = getattr(self.provisioner, "process", None)
        if process:
            process.kill()


def run_notebook(notebook: Notebook, parameters: Mapping[str, Any]) -> Any:
    """The notebook with its outputs, a notebook node; it runs in its own folder. Raises NotebookFailed."""
    try:
        return papermill.execute_notebook(
            _node(notebook),
            None,  # a path would be formatted with the parameters, and fail on a brace
            parameters=dict(parameters),
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel_manager_class=_Kernel,
            extra_arguments=list(_QUIET),
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(notebook.path.parent)}},  # papermill's own `cwd` moves every thread
        )
    except PapermillExecutionError as error:
        raise _failure(notebook, error, injected=bool(parameters)) from None
    except DeadKernelError:
        raise NotebookFailed(notebook.name, None, "", "its process was ended from outside, perhaps for want of memory") from None


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
    """Each task as its work ends, with the failure if it failed; `jobs` at a time.

    Interrupted, it ends the running kernels and starts no other.

    >>> list(in_parallel(print, ["one"], jobs=1))
    one
    [('one', None)]
    """
    with ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(work, task): task for task in tasks}
        try:
            for future in as_completed(futures):
                yield futures[future], _failed(future)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in futures):
                for kernel in list(_Kernel.running):
                    kernel.end()
                time.sleep(0.1)  # one that was just starting is ended in the next round
            raise


def _failed(future: Future[None]) -> NotebookFailed | None:
    try:
        future.result()
    except NotebookFailed as failure:
        return failure
    return None
