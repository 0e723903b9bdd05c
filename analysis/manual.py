"""The pages of docs/, written from the code: what each column, command, option and notebook parameter is.

`python -m analysis.manual` writes them (`make docs`); a test fails when they are not what the code says.
"""

from __future__ import annotations

import inspect
import io
import json
import re
import sys
import tokenize
import types
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer

from analysis.files import replaced
from analysis.notebooks import NOTEBOOKS, find_notebook
from analysis.schema import ROWS

DOCS = Path(__file__).parent.parent / "docs"
_NOTE = "<!-- Written by `make docs` from the code: change it there. -->"


class Undocumented(ValueError):
    """A column, an option or a parameter of which the code does not say what it is; the message says which and where to say it."""


def pages() -> dict[str, str]:
    """The text of each page by file name.

    >>> sorted(pages())
    ['cli.md', 'notebooks.md', 'tables.md']
    """
    return {"tables.md": tables_page(), "cli.md": commands_page(), "notebooks.md": notebooks_page()}


def tables_page() -> str:
    """The tables with their columns, from the row types of tables.py and the comments in them. Raises Undocumented."""
    text = [
        "# The tables",
        _NOTE,
        "`analysis.annotate` gives them as pandas DataFrames; `python -m analysis annotate SEEDS --out DIR` writes each to"
        " `DIR/<table>.parquet`. Offsets count characters of `documents.text`, so `text[start:end]` is always the span. A column"
        " marked with ? may be empty.",
    ]
    for name, row in ROWS.items():
        about, notes, kinds = inspect.cleandoc(row.__doc__ or ""), _comments(row), get_type_hints(row)
        lines = [(f"`{column}`", _kind(kind), _needed(notes.get(column), f"{name}.{column}")) for column, kind in kinds.items()]
        text += [f"## {name}", about, _table(("column", "type", "what it is"), lines)]
    return "\n\n".join(text) + "\n"


def commands_page() -> str:
    """The commands with their arguments and options, from the command line itself. Raises Undocumented."""
    from analysis.__main__ import app

    group: Any = typer.main.get_command(app)
    text = ["# The command line", _NOTE, inspect.cleandoc(group.help or "")]
    for name, command in group.commands.items():
        context = typer.Context(command, info_name=f"python -m analysis {name}")
        usage = " ".join(["python -m analysis", name, *command.collect_usage_pieces(context)]).replace("...]...", "...]")
        text += [f"## {name}", f"```\n{usage}\n```", _prose(command.help or "")]
        lines = [_option(one, context, name) for one in command.params if one.name != "help"]
        text += [_table(("option", "what it does"), lines)] if lines else []
    return "\n\n".join(text) + "\n"


def notebooks_page() -> str:
    """The notebooks with their parameters, from their first cells. Raises Undocumented."""
    text = [
        "# The notebooks",
        _NOTE,
        "`python -m analysis report SEEDS --notebook NAME -p PARAMETER VALUE` runs one with another setting.",
    ]
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        title, _, about = "".join(cells[0]["source"]).lstrip("# ").partition("\n")
        source = next("".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", ()))
        notes, defaults = _trailing(source), find_notebook(path.stem).parameters
        lines = [
            (f"`{name}`", f"`{value!r}`", _needed(notes.get(name), f"the parameter {name!r} of notebooks/{path.name}"))
            for name, value in defaults.items()
        ]
        text += [f"## {path.stem}", f"**{title}**", about.strip(), _table(("parameter", "unless set", "what it is"), lines)]
    return "\n\n".join(text) + "\n"


def _needed(text: str | None, what: str) -> str:
    if not text:
        raise Undocumented(f"{what} is not documented: say what it is where it is defined, in a comment or as its help")
    return text


def _comments(row: type) -> dict[str, str]:
    """What stands behind the fields of a row type."""
    return _trailing(inspect.cleandoc(inspect.getsource(row)))


def _trailing(source: str) -> dict[str, str]:
    """The comments at the end of lines, by the first word of the line; a comment on lines of its own goes on the one before."""
    found: dict[str, str] = {}
    name = ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            begun = re.match(r"\s*(\w+)\s*[:=]", token.line)
            name = begun[1] if begun else name
            found[name] = f"{found.get(name, '')} {token.string.lstrip('# ')}".strip()
    return found


def _kind(hint: Any) -> str:
    if isinstance(hint, types.UnionType):
        return f"{_kind(next(one for one in get_args(hint) if one is not type(None)))}?"
    return str(hint.__name__)


def _option(one: Any, context: Any, command: str) -> tuple[str, str]:
    """An option, or an argument, as --help prints it, with its default."""
    spelled, about = one.get_help_record(context)
    return f"`{spelled.partition(' <')[0]}`", _needed(one.help and about, f"the option {one.name!r} of {command!r}")


def _prose(text: str) -> str:
    return re.sub(r"(?<=\S)\n(?=\S)", " ", inspect.cleandoc(text))


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *([cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def stale(folder: Path = DOCS) -> Iterator[str]:
    """The names of the pages in a folder that are not what the code says.

    >>> sorted(stale(tmp))
    ['cli.md', 'notebooks.md', 'tables.md']
    """
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield name


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        with replaced(DOCS / name) as new:
            new.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{DOCS}: {', '.join(pages())}\n")


if __name__ == "__main__":
    main()
