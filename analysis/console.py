"""How a command ends: what it says of what went wrong, in a line each, and with which exit status."""

from __future__ import annotations

import errno
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from analysis.seed_problems import SeedProblem
from analysis.versions import PipelineMissing

FAILED, UNUSABLE, INTERRUPTED, TERMINATED = 1, 2, 130, 143
_FULL = "make room there and run the same command again, it goes on from where it was"
_CLOSED = "choose another place with --out, or see to it that you may write there"
_REMEDIES = {errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EACCES: _CLOSED, errno.EPERM: _CLOSED, errno.EROFS: _CLOSED}


@contextmanager
def warnings_last() -> Iterator[list[str]]:
    """A list for what is wrong and stops nothing; it and this package's warnings are told at the end, where nobody misses them."""
    problems: list[str] = []
    try:
        with warnings.catch_warnings(record=True) as caught:
            yield problems
    finally:
        problems += [f"warning: {w.message}" for w in caught if w.category.__module__.startswith("analysis.")]
        for line in problems:
            typer.echo(line, err=True)


class _Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM): what a Ctrl-C does, with another exit status."""


def _terminate(*_: object) -> None:
    raise _Terminated


@contextmanager
def in_a_line() -> Iterator[None]:
    """What the user can do something about, or has done, is told in one line."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KeyboardInterrupt as stop:
        typer.echo("interrupted: what was finished is kept, nothing is half written; the same command goes on from there", err=True)
        raise typer.Exit(TERMINATED if isinstance(stop, _Terminated) else INTERRUPTED) from None
    except PipelineMissing as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from None
    except SeedProblem as error:  # of a file of corrections
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(UNUSABLE) from None
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        remedy = _REMEDIES.get(error.errno or 0, "check that place, or choose another")
        typer.echo(f"error: {error.filename or 'writing'}: {error.strerror}; {remedy}", err=True)
        raise typer.Exit(FAILED) from None
