"""The command line: `python -m analysis report`, `annotate`, `check`, `lab`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from analysis.versions import PipelineMissing

if TYPE_CHECKING:
    from analysis.seeds import SeedProblem
    from analysis.tables import Tables

FAILED, UNUSABLE, INTERRUPTED, TERMINATED = 1, 2, 130, 143
DEFAULT_NOTEBOOKS = ("article", "corpus", "speaker", "compare")

app = typer.Typer(
    name="python -m analysis", add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)
Seeds = Annotated[list[str], typer.Argument(help="files, folders or patterns such as 'seeds/*.txt'", metavar="SEEDS...")]
Jobs = Annotated[
    int, typer.Option(min=1, metavar="N", help="how many processes to use at a time", show_default="the number of cores")
]
CORES = os.cpu_count() or 1
Cluster = Annotated[
    str,
    typer.Option(metavar="ADDRESS", help="a Dask scheduler, whose workers annotate instead", show_default="this machine's cores"),
]
Prune = Annotated[bool, typer.Option("--prune", help="remove what earlier versions or settings have left in the store")]


class _WithPairs(TyperCommand):
    """A command whose option `parameters` takes two words, which Typer has no type for when it may be repeated."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for parameter in self.params:
            if parameter.name == "parameters":
                parameter.nargs = 2


@app.callback()
def main() -> None:
    """Who said what, about whom, and where do they stand? Reads news articles, one a file, and shows the evidence."""


@app.command(cls=_WithPairs)
def report(
    seeds: Seeds = ["seeds/"],  # noqa: B006
    out: Annotated[Path, typer.Option(help="the folder of the reports", metavar="FOLDER")] = Path("reports"),
    notebook: Annotated[
        list[str],
        typer.Option(help="run this notebook only; may be repeated", metavar="NAME", show_default="all with something to show"),
    ] = [],  # noqa: B006
    speaker: Annotated[str, typer.Option(help="whose page to write", metavar="NAME", show_default="whoever is quoted most")] = "",
    compare: Annotated[
        tuple[str, str],
        typer.Option(help="two outlets, speakers or periods (2024-03) to compare", metavar="A B", show_default="the two largest"),
    ] = ("", ""),
    parameters: Annotated[
        list[tuple],  # type: ignore[type-arg]
        typer.Option("-p", "--parameter", help="set a parameter of a notebook; may be repeated", metavar="NAME VALUE"),
    ] = [],  # noqa: B006
    jobs: Jobs = CORES,
    cluster: Cluster = "",
    prune: Prune = False,
) -> None:
    """Annotate the articles, run the notebooks, write FOLDER/index.html and what it links to.

    What did not change since the last time is not done again.
    Exit status: 0, also where some seeds are left out; 1 if a notebook failed or FOLDER cannot be written; 2 if no seed can
    be read, or there is no such notebook, parameter, speaker or side to compare.
    """
    from analysis.notebooks import NotebookError, check_parameters, find_notebook
    from analysis.report import worth_running, write_report

    asked = dict.fromkeys([*notebook, *["speaker"] * bool(speaker), *["compare"] * any(compare)])

    with _in_a_line(), _warnings_last() as problems:
        try:
            known = {name: find_notebook(name) for name in (asked if notebook else DEFAULT_NOTEBOOKS)}
            settings = check_parameters(known.values(), parameters)
        except NotebookError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(UNUSABLE) from None
        named = {"speaker": speaker, "first": compare[0], "second": compare[1]}
        settings |= {name: value for name, value in named.items() if value}
        _annotated(seeds, out / "tables", out / ".store", problems, jobs=jobs, cluster=cluster, prune=prune)
        tables = _tables(out / "tables")
        _check_names(tables, settings)
        names = asked if notebook else dict.fromkeys([*worth_running(tables), *asked])
        notebooks = [known[name] for name in names]
        done = write_report(tables, out, notebooks, settings, jobs=jobs, written=True)
        for failure in done.failures:
            typer.echo(f"error: {failure}", err=True)
    typer.echo(f"{done.home}: {done.written} written, {done.unchanged} unchanged")
    if done.failures:
        raise typer.Exit(FAILED)


@app.command()
def annotate(
    seeds: Seeds,
    out: Annotated[Path, typer.Option(help="the folder to write the tables to", metavar="FOLDER")],
    csv: Annotated[bool, typer.Option("--csv", help="write CSV files too")] = False,
    jobs: Jobs = CORES,
    cluster: Cluster = "",
    prune: Prune = False,
) -> None:
    """Write everything that is found in the articles to FOLDER, a Parquet file a table.

    Exit status: 0, also where some seeds are left out; 1 if FOLDER cannot be written; 2 if no seed can be read.
    """
    from analysis.tables import ROWS
    from analysis.wording import counted

    with _in_a_line(), _warnings_last() as problems:
        count = _annotated(seeds, out, out / ".store", problems, jobs=jobs, cluster=cluster, prune=prune, csv=csv)
    typer.echo(f"{out}: {counted(count, 'article')} in {len(ROWS) * (1 + csv)} files")


@app.command()
def check(seeds: Seeds) -> None:
    """Say what is wrong with the articles, a line a problem.

    Exit status: 0 if nothing is; 1 if there is an error or a warning; 2 if no seed can be read.
    """
    from analysis.seeds import check_seeds
    from analysis.wording import counted

    with _in_a_line():
        good, problems = check_seeds(*seeds)
    for problem in problems:
        typer.echo(str(problem))
    counts = Counter(problem.severity for problem in problems)
    found = ", ".join(counted(counts[severity], severity) for severity in ("error", "warning", "note"))
    typer.echo(f"{good} good, {found}")
    if not good:
        raise typer.Exit(UNUSABLE)
    if counts["error"] or counts["warning"]:
        raise typer.Exit(FAILED)


@app.command()
def lab() -> None:
    """Open JupyterLab on the notebook for exploring."""
    from analysis.notebooks import NOTEBOOKS, environment

    command = [sys.executable, "-m", "jupyterlab", str(NOTEBOOKS / "explore.ipynb")]
    with _in_a_line():
        done = subprocess.run(command, env=environment(), check=False)
    raise typer.Exit(done.returncode)


def _check_names(tables: Tables, settings: Mapping[str, Any]) -> None:
    """Tell of a speaker or a side that nobody has heard of before any page is made."""
    from analysis.speaker_search import UnknownSpeaker, find_speaker

    try:
        if settings.get("speaker"):
            find_speaker(tables, settings["speaker"])
        if settings.get("first") or settings.get("second"):
            from analysis.contrast import NotComparable, two_sides  # it takes a second to import

            try:
                two_sides(tables, settings.get("first", ""), settings.get("second", ""))
            except NotComparable as error:
                typer.echo(f"error: {error}", err=True)
                raise typer.Exit(UNUSABLE) from None
    except UnknownSpeaker as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(UNUSABLE) from None


def _annotated(
    seeds: list[str],
    folder: Path,
    store: Path,
    problems: list[str],
    *,
    jobs: int,
    cluster: str,
    prune: bool,
    csv: bool = False,
) -> int:
    """Write the tables of the articles to a folder; returns how many articles there are, at least one."""
    from analysis.corpus import annotate_to
    from analysis.seed_files import find_files
    from analysis.seeds import load_seeds
    from analysis.store import prune as prune_store
    from analysis.versions import fingerprint
    from analysis.workers import ClusterError

    def note(problem: SeedProblem) -> None:
        problems.append(str(problem))

    found = load_seeds(*seeds, on_problem=note)
    first = next(found, None)
    if first is not None:
        total = sum(len(find_files(source)[0]) for source in seeds)
        try:
            count = annotate_to(
                folder, chain([first], found), store=store, jobs=jobs, cluster=cluster or None, total=total, csv=csv
            )
        except ClusterError as error:
            problems.append(f"error: {error}")
            raise typer.Exit(FAILED) from None
        for shelf in prune_store(store, fingerprint()) if prune else ():
            problems.append(f"note: removed {shelf}, which another version or setting made")
        if count:
            return count
    problems.append("error: there is no article to read")
    raise typer.Exit(UNUSABLE)


def _tables(folder: Path) -> Tables:
    """What the pages need of the tables in a folder: the largest, the tokens, none of them shows."""
    from analysis.tables import ROWS, Tables

    return Tables.open(folder, only=[table for table in ROWS if table != "tokens"])


@contextmanager
def _warnings_last() -> Iterator[list[str]]:
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
def _in_a_line() -> Iterator[None]:
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
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        typer.echo(f"error: {error.filename or 'writing'}: {error.strerror}", err=True)
        raise typer.Exit(FAILED) from None


if __name__ == "__main__":
    app()
