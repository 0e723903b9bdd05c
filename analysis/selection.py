"""A choice of articles to files: as CSV, or as a report."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.speaker_search import find_speaker
from analysis.tables import Tables
from analysis.wording import counted


class NothingToSave(ValueError):
    """No article is chosen, or no folder is named."""


def save_csv(tables: Tables, folder: Path) -> str:
    """Write the tables to a folder as CSV and Parquet; what was written, in words. Raises NothingToSave, OSError.

    >>> save_csv(Tables.from_rows({}), tmp)
    Traceback (most recent call last):
    analysis.selection.NothingToSave: no article is chosen
    """
    _something(tables, folder)
    written = tables.write(folder, csv=True)
    return f"{folder}: {counted(len(tables.documents), 'article')} in {len(written)} files"


def save_report(tables: Tables, folder: Path, *, speaker: str = "") -> str:
    """Write the pages of the articles, all that have something to show, as `report` does; what was written, in words.

    `speaker`: whose page to write, the one quoted most unless given. Raises NothingToSave, OSError.
    """
    from analysis.notebooks import find_notebook
    from analysis.report import worth_running, write_report

    _something(tables, folder)
    notebooks = [find_notebook(name) for name in worth_running(tables)]
    settings = {"speaker": find_speaker(tables, speaker)} if speaker else {}
    done = write_report(tables, folder, notebooks, settings, jobs=os.cpu_count() or 1)
    failed = "".join(f"; {failure}" for failure in done.failures)
    return f"{done.home}: {counted(done.written, 'page')} written, {done.unchanged} unchanged{failed}"


def _something(tables: Tables, folder: Path) -> None:
    if tables.documents.empty:
        raise NothingToSave("no article is chosen")
    if folder == Path():
        raise NothingToSave("no folder is named")
