import json
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis import manual
from analysis.schema import ROWS


def test_the_pages_in_docs_are_what_the_code_says():
    assert list(manual.stale()) == [], "run 'make docs'"


@pytest.mark.parametrize("table", ROWS)
def test_every_column_is_on_the_page_of_the_tables(table):
    part = manual.tables_page().split(f"## {table}\n")[1].split("\n## ")[0]
    assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == list(ROWS[table]._fields)


def test_every_command_has_its_part_and_says_how_it_ends():
    page = manual.commands_page()
    for command in ("report", "annotate", "review", "check", "ingest", "lab"):
        assert f"## {command}\n" in page
    assert page.count("Exit status") >= 3


def test_every_notebook_parameter_is_on_the_page_of_the_notebooks():
    page = manual.notebooks_page()
    for path in Path("notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        [parameters] = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
        part = page.split(f"## {path.stem}\n")[1].split("\n## ")[0]
        for line in "".join(parameters["source"]).splitlines():
            assert f"| `{line.partition(' =')[0]}` |" in part


def test_what_is_not_documented_is_named_with_the_remedy(monkeypatch):
    class Ferry(NamedTuple):
        """A ferry."""

        name: str  # as painted on it
        berth: int

    monkeypatch.setitem(ROWS, "ferries", Ferry)
    with pytest.raises(manual.Undocumented, match=r"ferries\.berth is not documented: say what it is"):
        manual.tables_page()
