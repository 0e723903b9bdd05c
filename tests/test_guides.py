"""README, CONTRIBUTING and CHANGELOG: what they name is there, and what they show runs."""

import re
from pathlib import Path

import pandas as pd
import pytest
import typer

import analysis
from analysis.__main__ import app

ROOT = Path(__file__).parents[1]
GUIDES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
MADE = {"reports", ".store", ".venv", "seeds/*.txt", "/usr"}  # by the user, by a command, or by the system
COMMANDS = typer.main.get_command(app).commands
each_guide = pytest.mark.parametrize("guide", GUIDES)


def text(guide):
    return (ROOT / guide).read_text(encoding="utf-8")


def code(guide):
    """What stands between backticks, on a line or in a block."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text(guide), re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text(guide), flags=re.MULTILINE | re.DOTALL))
    return "\n".join(blocks + spans)


@each_guide
def test_every_file_it_names_is_there(guide):
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text(guide))
    paths = re.findall(r"(?<![\w./-])((?:[\w.-]+/)+[\w.*-]*|[\w-]+\.(?:py|in|tsv|md|cff|txt))(?![\w/])", code(guide))
    named = {path for path in [*links, *paths] if not any(path.startswith(made) for made in MADE)}
    homes = [ROOT, ROOT / "analysis", ROOT / "analysis" / "resources", ROOT / "tests" / "behaviour"]
    assert [path for path in sorted(named) if not any(list(home.glob(path)) for home in homes)] == []


@each_guide
def test_every_command_target_and_option_it_names_is_there(guide):
    shown = code(guide)
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    options = {option for command in COMMANDS.values() for one in command.params for option in one.opts}
    others = {"--require-hashes", "--check"}  # of pip and ruff
    assert set(re.findall(r"\bmake ([a-z]+)", shown)) <= set(targets)
    assert set(re.findall(r"-m analysis ([a-z]+)", shown)) <= COMMANDS.keys()
    assert set(re.findall(r"(?<!\w)(--[a-z][\w-]+)", shown)) - options - others == set()
    for name in set(re.findall(r"RAPPORTEUR_\w+", shown)):
        assert any(name in path.read_text(encoding="utf-8") for path in [*(ROOT / "analysis").glob("*.py"), ROOT / "conftest.py"])


def test_the_readme_is_short_and_lists_every_command_and_notebook():
    assert len(text("README.md").splitlines()) < 150
    assert set(re.findall(r"(?:-m analysis|make) ([a-z]+)", code("README.md"))) >= COMMANDS.keys()
    notebooks = [path.name for path in (ROOT / "notebooks").glob("*.ipynb")]
    assert [name for name in notebooks if f"\n| `{name}` | " not in text("README.md")] == []


def test_the_example_of_the_readme_runs_and_every_line_of_it_finds_something(monkeypatch):
    monkeypatch.chdir(ROOT)
    [example] = re.findall(r"^```python\n(.*?)^```", text("README.md"), re.MULTILINE | re.DOTALL)
    names = {}
    for line in example.splitlines():
        if re.match(r"import |\w+ = ", line) or not line:
            exec(line, names)
        else:
            found = eval(line, names)
            assert not (found.empty if isinstance(found, pd.DataFrame) else found.quotes.empty), line


def test_every_module_has_its_place_in_the_table_of_the_house():
    rows = re.findall(r"^\| [a-z ]+ \| ([\w\\ ]+) \|$", text("CONTRIBUTING.md"), re.MULTILINE)
    placed = " ".join(rows).replace("\\", "").split()
    modules = [path.stem for path in (ROOT / "analysis").glob("*.py") if path.stem != "__init__"]
    assert sorted(placed) == sorted(modules), "say in CONTRIBUTING.md where it belongs"


def test_the_version_is_the_newest_of_the_changelog_and_the_one_to_cite():
    [newest, *_] = re.findall(r"^## \[([^\]]+)\]", text("CHANGELOG.md"), re.MULTILINE)
    assert newest == analysis.__version__
    assert f"\nversion: {analysis.__version__}\n" in text("CITATION.cff")
