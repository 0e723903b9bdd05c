"""The command line: `python -m analysis report`, `annotate`, `review`, `check`, `ingest`, `lab`."""

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

from analysis.seed_problems import SeedProblem
from analysis.versions import PipelineMissing

if TYPE_CHECKING:
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
Corrections = Annotated[
    str,
    typer.Option(
        help="a file that `review` wrote and you filled in; 'none' for none",
        metavar="FILE",
        show_default="corrections.csv beside the folder of the seeds, or else here, if it is there",
    ),
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
    corrections: Corrections = "",
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
        fixes = _corrections(corrections, seeds)
        _annotated(seeds, out / "tables", out / ".store", problems, jobs=jobs, cluster=cluster, prune=prune)
        tables = _corrected(out / "tables", fixes, problems)
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
    corrections: Corrections = "",
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
        fixes = _corrections(corrections, seeds)
        count = _annotated(seeds, out, out / ".store", problems, jobs=jobs, cluster=cluster, prune=prune, csv=csv)
        _corrected(out, fixes, problems, csv=csv)
    typer.echo(f"{out}: {counted(count, 'article')} in {len(ROWS) * (1 + csv)} files")


@app.command()
def review(
    seeds: Seeds,
    out: Annotated[
        Path | None,
        typer.Option(
            help="the file to write or to add to",
            metavar="FILE",
            show_default="corrections.csv beside the folder of the seeds if it is there, else here",
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=0, metavar="N", help="how many rows to ask about")] = 50,
    jobs: Jobs = CORES,
) -> None:
    """Write the findings most worth a look to a CSV file; `report` and `annotate` apply what you fill in.

    Open FILE in a spreadsheet, answer the "question" of a row in its column "right", and save it as CSV. It asks who says
    something, or whether it is a quotation at all; for or against; whether two names are one, or one name two; in which order
    the paragraphs are read. To make two names one everywhere add a row with "name" in the column "what", the wrong name in
    "name" and the right one in "right". A later review keeps every row that you have written into, and asks anew for the rest.
    What was read for a report in reports/ is not read again.
    Exit status: 0, also where some seeds are left out; 1 if FILE cannot be written; 2 if no seed can be read, or FILE is there
    and is no file of corrections.
    """
    from analysis.correction_file import NAME, usual_file
    from analysis.review import review as write_review
    from analysis.wording import counted

    with _in_a_line(), _warnings_last() as problems:
        path = out or usual_file(seeds) or Path(NAME)
        known = _corrections(str(path), seeds) if path.exists() else None
        tables = _read(seeds, Path("reports") / ".store", jobs, problems)
        if known:
            tables, _ = _applied(tables, known, problems)
        asked, kept = write_review(tables, path, top)
    typer.echo(f"{path}: {counted(asked, 'row')} to answer, {kept} kept")


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
def ingest(
    sources: Annotated[
        list[str], typer.Argument(help="saved web pages, .jsonl, .json, .csv, plain text, or folders of them", metavar="SOURCES...")
    ],
    out: Annotated[Path, typer.Option(help="the folder of the seeds", metavar="FOLDER")] = Path("seeds"),
    column: Annotated[
        list[str],
        typer.Option(help="which column holds the title, date, url or text; may be repeated", metavar="FIELD=NAME"),
    ] = [],  # noqa: B006
) -> None:
    """Make seeds of articles that are saved in other forms; nothing is fetched, nothing replaced, and no article taken twice.

    Exit status: 0, also where some articles are not taken; 1 if FOLDER cannot be written; 2 if no article is found or a
    FIELD is none.
    """
    from analysis.ingest import UnknownField, told
    from analysis.ingest import ingest as take
    from analysis.wording import counted

    problems: list[SeedProblem] = []
    with _in_a_line():
        try:
            columns = {field: name for field, _, name in (pair.partition("=") for pair in column)}
            taken = take(sources, out, columns=columns, on_problem=problems.append)
        except UnknownField as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(UNUSABLE) from None
    for line in told(taken, problems):
        typer.echo(line)
    added, known, refused = (
        sum(counts) for counts in ([len(t.seeds) for t in taken], [t.known for t in taken], [t.refused for t in taken])
    )
    typer.echo(f"{out}: {counted(added, 'article')} taken, {known:,} there already, {refused:,} not taken")
    if not added + known:
        raise typer.Exit(UNUSABLE)


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


def _corrections(named: str, seeds: list[str]) -> Path | None:
    """The file of corrections to apply; one that is none is told of before the work, not after it."""
    from analysis.correction_file import read_sheet, usual_file

    path = usual_file(seeds) if not named else None if named.lower() == "none" else Path(named)
    if path is not None:
        read_sheet(path)
    return path


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


def _read(seeds: list[str], store: Path, jobs: int, problems: list[str]) -> Tables:
    """The tables of the articles, at least one."""
    from analysis.corpus import annotate as annotate_seeds
    from analysis.seeds import load_seeds

    found = load_seeds(*seeds, on_problem=lambda problem: problems.append(str(problem)))
    tables = annotate_seeds(found, store=store, jobs=jobs)
    if tables.documents.empty:
        problems.append("error: there is no article to read")
        raise typer.Exit(UNUSABLE)
    return tables


def _corrected(folder: Path, corrections: Path | None, problems: list[str], *, csv: bool = False) -> Tables:
    """The tables in a folder, with a person's corrections, which are written to it too; without the tokens, which no page shows."""
    from analysis.tables import ROWS, Tables

    shown = [table for table in ROWS if table != "tokens"]
    tables = Tables.open(folder, only=shown)
    if corrections is None:
        return tables
    tables, count = _applied(tables, corrections, problems)
    if count:
        tables.write(folder, csv=csv, only=shown)
    return tables


def _applied(tables: Tables, corrections: Path, problems: list[str]) -> tuple[Tables, int]:
    """The tables with a person's corrections, and how many there are."""
    from analysis.corrections import apply
    from analysis.wording import counted

    done = apply(tables, corrections)
    problems += [f"warning: {problem}" for problem in done.problems]
    missed = f", {len(done.problems)} not" if done.problems else ""
    typer.echo(f"{corrections}: {counted(len(done.applied), 'correction')} applied{missed}")
    return done.tables, len(done.applied)


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
    except SeedProblem as error:  # of a file of corrections
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(UNUSABLE) from None
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        typer.echo(f"error: {error.filename or 'writing'}: {error.strerror}", err=True)
        raise typer.Exit(FAILED) from None


if __name__ == "__main__":
    app()
