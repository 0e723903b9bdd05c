"""The command line: `python -m analysis report`, `annotate`, `review`, `check`, `ingest`, `lab`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from analysis import runs
from analysis.console import FAILED, UNUSABLE, in_a_line, warnings_last

if TYPE_CHECKING:
    from analysis.seed_problems import SeedProblem

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
    """Who said what, about whom, and where do they stand? Reads news articles, one a file, and shows the evidence.

    Exit status of every command: 0 if it is done; 1 if something failed on the way, or a folder, a cluster or the spaCy pipeline
    is not to be had; 2 if what it was given cannot be used; 130 or 143 if it was stopped.
    """


@app.command(cls=_WithPairs)
def report(
    seeds: Seeds = ["seeds/"],  # noqa: B006
    out: Annotated[Path, typer.Option(help="the folder of the reports", metavar="FOLDER")] = Path("reports"),
    notebook: Annotated[
        list[str],
        typer.Option(
            help="run this notebook only, and those of --speaker and --compare; may be repeated",
            metavar="NAME",
            show_default="all with something to show",
        ),
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
    be read, the corrections or the gold cannot, or there is no such notebook, parameter, speaker or side to compare.
    """
    from analysis.notebooks import NotebookError, check_parameters, find_notebook
    from analysis.report import worth_running, write_report

    asked = dict.fromkeys([*notebook, *["speaker"] * bool(speaker), *["compare"] * any(compare)])

    with in_a_line(), warnings_last() as problems:
        try:
            known = {name: find_notebook(name) for name in (asked if notebook else DEFAULT_NOTEBOOKS)}
            settings = check_parameters(known.values(), parameters)
        except NotebookError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(UNUSABLE) from None
        named = {"speaker": speaker, "first": compare[0], "second": compare[1]}
        settings |= {name: value for name, value in named.items() if value}
        fixes = runs.corrections_asked(corrections, seeds)
        runs.annotated_to(
            seeds, out / "tables", out / ".store", problems, jobs=jobs, cluster=cluster, prune=prune, corrections=fixes
        )
        tables = runs.corrected(out / "tables", fixes, problems)
        runs.check_names(tables, settings)
        names = asked if notebook else dict.fromkeys([*worth_running(tables), *asked])
        notebooks = [known[name] for name in names]
        runs.check_gold(tables, notebooks, settings)
        done = write_report(tables, out, notebooks, settings, jobs=jobs, written=True)
        for failure in done.failures:
            typer.echo(f"error: {failure}", err=True)
        if done.failures:
            typer.echo("their pages stay as they were; 'python -m analysis lab' runs a notebook cell by cell", err=True)
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

    Exit status: 0, also where some seeds are left out; 1 if FOLDER cannot be written; 2 if no seed can be read, or the
    corrections cannot.
    """
    from analysis.schema import ROWS
    from analysis.wording import counted

    with in_a_line(), warnings_last() as problems:
        fixes = runs.corrections_asked(corrections, seeds)
        count = runs.annotated_to(
            seeds, out, out / ".store", problems, jobs=jobs, cluster=cluster, prune=prune, csv=csv, corrections=fixes
        )
        if fixes is not None:
            runs.corrected(out, fixes, problems, csv=csv)
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

    with in_a_line(), warnings_last() as problems:
        path = out or usual_file(seeds) or Path(NAME)
        known = runs.corrections_asked(str(path), seeds) if path.exists() else None
        tables = runs.annotated(seeds, Path("reports") / ".store", jobs, problems)
        if known:
            tables, _ = runs.applied(tables, known, problems)
        asked, kept = write_review(tables, path, top)
    typer.echo(f"{path}: {counted(asked, 'row')} to answer, {kept} kept")


@app.command()
def check(seeds: Seeds) -> None:
    """Say what is wrong with the articles, a line a problem.

    Exit status: 0 if nothing is; 1 if there is an error or a warning; 2 if no seed can be read.
    """
    from analysis.seeds import check_seeds
    from analysis.wording import counted

    with in_a_line():
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
    with in_a_line():
        try:
            columns = dict(_pair(one) for one in column)
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


def _pair(column: str) -> tuple[str, str]:
    field, _, name = column.partition("=")
    if not name:
        raise typer.BadParameter(f"{column!r} names no column: write FIELD=NAME, as in title=headline", param_hint="--column")
    return field, name


@app.command()
def lab() -> None:
    """Open JupyterLab on the notebook for exploring."""
    from analysis.notebooks import NOTEBOOKS, environment

    command = [sys.executable, "-m", "jupyterlab", str(NOTEBOOKS / "explore.ipynb")]
    with in_a_line():
        done = subprocess.run(command, env=environment(), check=False)
    raise typer.Exit(done.returncode)


if __name__ == "__main__":
    app()
