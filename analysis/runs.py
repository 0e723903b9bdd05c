"""What several commands do alike: read the seeds and annotate them, apply a person's corrections, refuse what does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from analysis.console import FAILED, UNUSABLE
from analysis.files import file_digest

if TYPE_CHECKING:
    from analysis.notebooks import Notebook
    from analysis.seed_problems import SeedProblem
    from analysis.tables import Tables

_NOTHING = "error: there is no article to read: do what the other lines say, or name another file or folder"
_UNANSWERED = "no row is answered yet, so nothing is corrected: write into the column 'right', save it as CSV, and run this again"


def check_names(tables: Tables, settings: Mapping[str, Any]) -> None:
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


def check_gold(tables: Tables, notebooks: Iterable[Notebook], settings: Mapping[str, Any]) -> None:
    """Raise GoldProblem for a file of gold that does not fit the articles, before any page is made."""
    for gold in {notebook.files(settings)["gold"] for notebook in notebooks if "gold" in notebook.parameters}:
        from analysis.gold_places import gold_of

        gold_of(tables, gold)


def corrections_asked(named: str, seeds: list[str]) -> Path | None:
    """The file of corrections to apply; one that is none is told of before the work, not after it."""
    from analysis.correction_file import read_sheet, usual_file
    from analysis.correction_problems import NoCorrections
    from analysis.seed_files import shown

    path = usual_file(seeds) if not named else None if named.lower() == "none" else Path(named)
    if path is not None and not path.exists():
        raise NoCorrections(shown(path), None, "nothing of that name")
    if path is not None:
        read_sheet(path)
    return path


def annotated_to(
    seeds: list[str],
    folder: Path,
    store: Path,
    problems: list[str],
    *,
    jobs: int,
    cluster: str,
    prune: bool,
    csv: bool = False,
    corrections: Path | None = None,
) -> int:
    """Write the tables of the articles to a folder, unless they are there, with the corrections that are to be applied or without;
    returns how many articles there are, at least one."""
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
                folder,
                chain([first], found),
                store=store,
                jobs=jobs,
                cluster=cluster or None,
                total=total,
                csv=csv,
                corrected_by=_identity(corrections) if corrections else "",
            )
        except ClusterError as error:
            problems.append(f"error: {error}")
            raise typer.Exit(FAILED) from None
        for shelf in prune_store(store, fingerprint()) if prune else ():
            problems.append(f"note: removed {shelf}, which another version or setting made")
        if count:
            return count
    problems.append(_NOTHING)
    raise typer.Exit(UNUSABLE)


def annotated(seeds: list[str], store: Path, jobs: int, problems: list[str]) -> Tables:
    """The tables of the articles, at least one."""
    from analysis.corpus import annotate as annotate_seeds
    from analysis.seeds import load_seeds

    found = load_seeds(*seeds, on_problem=lambda problem: problems.append(str(problem)))
    tables = annotate_seeds(found, store=store, jobs=jobs)
    if tables.documents.empty:
        problems.append(_NOTHING)
        raise typer.Exit(UNUSABLE)
    return tables


def corrected(folder: Path, corrections: Path | None, problems: list[str], *, csv: bool = False) -> Tables:
    """The tables in a folder, with a person's corrections, which are written to it too; without the tokens, which no page shows."""
    from analysis.made import corrections_told, note_corrections
    from analysis.schema import ROWS
    from analysis.tables import Tables

    shown = [table for table in ROWS if table != "tokens"]
    tables = Tables.open(folder, only=shown)
    if corrections is None:
        return tables
    by = _identity(corrections)
    told = corrections_told(folder, by)
    if told is None:
        tables, count, told = _applied(tables, corrections)
        if count:
            tables.write(folder, csv=csv, only=shown)
        note_corrections(folder, by, told)
    _tell(told, problems)
    return tables


def applied(tables: Tables, corrections: Path, problems: list[str]) -> tuple[Tables, int]:
    """The tables with a person's corrections, and how many there are."""
    tables, count, told = _applied(tables, corrections)
    _tell(told, problems)
    return tables, count


def _applied(tables: Tables, corrections: Path) -> tuple[Tables, int, list[str]]:
    """The tables with a person's corrections, how many there are, and what to tell: how many first, then each problem."""
    from analysis.corrections import apply
    from analysis.wording import counted

    done = apply(tables, corrections)
    missed = f", {len(done.problems)} not" if done.problems else ""
    told = f"{counted(len(done.applied), 'correction')} applied{missed}" if done.applied or done.problems else _UNANSWERED
    return done.tables, len(done.applied), [f"{corrections}: {told}", *(f"warning: {problem}" for problem in done.problems)]


def _tell(told: list[str], problems: list[str]) -> None:
    typer.echo(told[0])
    problems += told[1:]


def _identity(corrections: Path) -> str:
    """What stands for a file of corrections: its name, by which it is told of, and what is in it."""
    return f"{corrections} {file_digest(corrections)}"
