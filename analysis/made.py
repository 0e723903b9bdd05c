"""What a folder of tables was made from, so that what would be the same is not made again: kept in a file beside the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from analysis.files import replaced

MADE = ".made"


def is_made(folder: Path, key: str, names: Iterable[str], corrected_by: str = "") -> bool:
    """Are the files of these names still those that `note` took down for the key, corrected since then by the same file, or none.

    >>> _ = (tmp / "a").write_text("x")
    >>> note(tmp, "k", ["a"])
    >>> is_made(tmp, "k", ["a"]), is_made(tmp, "other", ["a"]), is_made(tmp, "k", ["a", "b"])
    (True, False, False)
    """
    made = _noted(folder)
    try:
        same = made["key"] == key and made["corrected"].get("by", "") == corrected_by
        return bool(same) and all(made["files"][name] == _state(folder / name) for name in names)
    except (OSError, KeyError, TypeError, AttributeError):
        return False


def note(folder: Path, key: str, names: Iterable[str]) -> None:
    """Take down the files of these names, which have just been written, and the key that stands for what they were made from."""
    _write(folder, {"key": key, "files": {name: _state(folder / name) for name in names}, "corrected": {}})


def unchanged(folder: Path) -> set[str]:
    """The files that were noted last and are still as they were.

    >>> unchanged(tmp)
    set()
    """
    noted = _noted(folder).get("files", {})
    here = {name: state for name, state in noted.items() if Path(name).name == name and (folder / name).is_file()}
    return {name for name, state in here.items() if _state(folder / name) == state}


def note_corrections(folder: Path, by: str, told: Sequence[str]) -> None:
    """Take down that the files of a folder have been corrected by a file since, and what there was to tell of it.

    >>> note_corrections(tmp, "c", ["1 correction applied"])  # of which nobody knows how it was made
    >>> corrections_told(tmp, "c") is None
    True
    """
    made = _noted(folder)
    if made:
        files = {name: _state(folder / name) for name in made["files"]}
        _write(folder, made | {"files": files, "corrected": {"by": by, "told": list(told)}})


def corrections_told(folder: Path, by: str) -> list[str] | None:
    """What there was to tell of the corrections of a file; None if the tables are not corrected by it."""
    corrected = _noted(folder).get("corrected", {})
    return corrected["told"] if corrected.get("by") == by else None


def _noted(folder: Path) -> dict[str, Any]:
    try:
        made = json.loads((folder / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(made, dict) and isinstance(made.get("files"), dict) and isinstance(made.get("corrected"), dict)
    return made if whole and ("by" in made["corrected"]) == ("told" in made["corrected"]) else {}


def _write(folder: Path, made: dict[str, Any]) -> None:
    with replaced(folder / MADE) as path:
        path.write_text(json.dumps(made), encoding="utf-8")


def _state(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]
