"""The notebooks of the suite: found by name, with parameters that are checked before anything runs."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

GIVEN = ("seed", "seeds", "tables", "pages")  # the parameters that a report sets itself
FILES = ("gold",)  # the parameters that name a file: given by a user, it counts from where the command is given
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
_TYPES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    list: "a list",
    tuple: "a tuple",
    dict: "a dict",
}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Notebook(NamedTuple):
    """A notebook's file, its text, and its parameters with their defaults."""

    path: Path
    text: str
    parameters: Mapping[str, Any]

    def files(self, settings: Mapping[str, Any]) -> dict[str, Path]:
        """The files that it reads beside the tables, by parameter, with some settings; a default counts from its own folder."""
        named = {name: settings.get(name, value) for name, value in self.parameters.items() if name in FILES}
        return {name: self.path.parent / value for name, value in named.items()}

    @property
    def name(self) -> str:
        """The name it goes by: its file's, without the ending."""
        return self.path.stem


class NotebookError(Exception):
    """A notebook that cannot do what it was asked to."""


class UnknownNotebook(NotebookError):
    """No notebook goes by that `name`; `known` are those there are."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no notebook is called {name!r}: there are {', '.join(known)}")
        self.name = name
        self.known = known


class BrokenNotebook(NotebookError):
    """A file that is no notebook, or one whose cell of parameters is not Python."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}; mend it in JupyterLab, or put back the file as it came")
        self.path = path


class UnknownParameter(NotebookError):
    """None of the notebooks has a parameter of that `name` to set; `known` are those that they have, with their defaults."""

    def __init__(self, name: str, known: Mapping[str, Any]) -> None:
        why = "cannot be set here, since the report sets it" if name in GIVEN else "is not known"
        super().__init__(f"parameter {name!r} {why}: {_listed(known)}")
        self.name = name
        self.known = known


class WrongParameter(NotebookError):
    """The `value` given for the parameter `name` is not of the type of its `default`."""

    def __init__(self, name: str, value: str, default: Any, known: Mapping[str, Any]) -> None:
        super().__init__(f"parameter {name!r} is {_type(default)}, not {value!r}: {_listed(known)}")
        self.name = name
        self.value = value
        self.default = default


class NotebookFailed(NotebookError):
    """A cell that raised an exception.

    Attributes: `notebook`; `cell`, counted from 1, None where it is not known; `line`, the first of the cell; `cause`, the
    exception's last line.
    """

    def __init__(self, notebook: str, cell: int | None, line: str, cause: str) -> None:
        super().__init__(f"notebook {notebook}: {cause}" if cell is None else f"notebook {notebook}, cell {cell} ({line}): {cause}")
        self.notebook = notebook
        self.cell = cell
        self.line = line
        self.cause = cause


def find_notebook(name: str) -> Notebook:
    """The notebook that goes by a name. Raises UnknownNotebook, BrokenNotebook.

    >>> find_notebook("articel")
    Traceback (most recent call last):
    analysis.notebooks.UnknownNotebook: no notebook is called 'articel': there are article, ...
    """
    paths = {path.stem: path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    if name not in paths:
        raise UnknownNotebook(name, list(paths))
    text = paths[name].read_text(encoding="utf-8")
    return Notebook(paths[name], text, dict(_parameters(paths[name], text)))


def environment() -> dict[str, str]:
    """The variables with which a kernel finds this package, wherever its notebook lies.

    >>> str(NOTEBOOKS.parent) in environment()["PYTHONPATH"]
    True
    """
    places = [str(NOTEBOOKS.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(places)}


def check_parameters(notebooks: Iterable[Notebook], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values given as text, each in the type of its default in one of the notebooks; paths of files are made whole.

    Raises UnknownParameter, WrongParameter.

    >>> notebook = Notebook(Path("rivers.ipynb"), "", {"top": 10})
    >>> check_parameters([notebook], [("top", "5")])
    {'top': 5}
    >>> check_parameters([notebook], [("top", "five")])
    Traceback (most recent call last):
    analysis.notebooks.WrongParameter: parameter 'top' is a whole number, not 'five': there is top (a whole number, now 10)
    """
    known = {name: value for notebook in notebooks for name, value in notebook.parameters.items() if name not in GIVEN}
    checked = {}
    for name, value in given:
        if name not in known:
            raise UnknownParameter(name, known)
        try:
            checked[name] = str(Path(value).absolute()) if name in FILES else _converted(value, known[name])
        except (ValueError, KeyError, SyntaxError):
            raise WrongParameter(name, value, known[name], known) from None
    return checked


def _parameters(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    """The literals that the cells tagged "parameters" assign to names."""
    try:
        cells = json.loads(text)["cells"]
        sources = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        statements = [statement for source in sources for statement in ast.parse(source).body]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenNotebook(path, f"not a notebook: {error}") from None
    except SyntaxError as error:
        raise BrokenNotebook(path, f"the cell of parameters is not Python: {error}") from None
    for statement in statements:
        match statement:
            case ast.Assign([ast.Name(name)], value) | ast.AnnAssign(ast.Name(name), _, ast.expr() as value):
                yield name, _literal(path, name, value)


def _literal(path: Path, name: str, value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except ValueError:
        raise BrokenNotebook(path, f"parameter {name!r} is {ast.unparse(value)!r}, not a plain value") from None


def _converted(value: str, default: Any) -> Any:
    if isinstance(default, str):
        return value
    if isinstance(default, bool):
        return _TRUTH[value.lower()]
    if isinstance(default, int | float):
        return type(default)(value)
    parsed = ast.literal_eval(value)
    if default is not None and not isinstance(parsed, type(default)):
        raise ValueError
    return parsed


def _type(default: Any) -> str:
    return _TYPES.get(type(default), "a plain value")


def _listed(known: Mapping[str, Any]) -> str:
    listed = ", ".join(f"{name} ({_type(default)}, now {default!r})" for name, default in known.items())
    return f"there is {listed}" if listed else "there are none"
