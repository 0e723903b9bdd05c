"""Sources (files, folders, patterns) -> the paths of the seeds there, and the bytes of each."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatch
from os import PathLike
from pathlib import Path

from analysis.seed_problems import DanglingLink, EmptySeed, MissingSource, SeedProblem, SeedTooLarge, UnreadableSeed

LARGEST = 5_000_000


def find_files(source: str | PathLike[str], ending: str = ".txt") -> tuple[list[Path], list[SeedProblem]]:
    """The sorted paths of the seeds in a file, a folder or a pattern, and what stood in the way of finding them.

    A folder gives its files with the `ending` at any depth; hidden files and folders are left out, links are followed, each
    folder once.

    >>> _ = (tmp / "a.txt").write_text("")
    >>> paths, problems = find_files(tmp)
    >>> [path.name for path in paths], problems
    (['a.txt'], [])
    """
    if not os.fspath(source):  # as a variable that was never set; pathlib takes it for the current folder
        return [], [MissingSource("''", None, "an empty name")]
    path = Path(source)
    try:
        starts = _starts(path, ending)
    except OSError as error:
        return [], [UnreadableSeed(shown(path), None, _reason(error))]
    paths: set[Path] = set()
    problems: list[SeedProblem] = []
    for start in starts:
        if _is_folder(start):
            paths.update(_walk(start, problems, ending))
        else:
            paths.add(start)
    if not paths and not problems:
        problems.append(
            MissingSource(shown(path), None, f"no {ending} file".replace("  ", " ") if starts else "nothing of that name")
        )
    return sorted(paths, key=Path.as_posix), problems


def _starts(path: Path, ending: str) -> list[Path]:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return _matches(path, ending) if set("*?[") & set(str(path)) else []
    return [path]


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:  # `content` will say which
        return False


def _matches(pattern: Path, ending: str) -> list[Path]:
    if pattern.name == "**":  # means folders in Python 3.11 and 3.12, files as well from 3.13 on
        pattern = pattern.parent / "**" / f"*{ending}"
    root = Path(pattern.anchor)
    try:
        found = list(root.glob(str(pattern.relative_to(root))))
    except (NotImplementedError, ValueError):  # a pattern that is none, such as "a**"
        return []
    meant = [part for part in pattern.parts if part.startswith(".")]
    return [path for path in found if all(part[0] != "." or any(fnmatch(part, dotted) for dotted in meant) for part in path.parts)]


def _walk(folder: Path, problems: list[SeedProblem], ending: str) -> Iterator[Path]:
    def report(error: OSError) -> None:
        problems.append(UnreadableSeed(shown(Path(error.filename)), None, _reason(error)))

    entered: set[Path] = set()
    for here, folders, files in os.walk(folder, onerror=report, followlinks=True):
        real = Path(here).resolve()
        if real in entered:  # a link led back here
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in files if name.lower().endswith(ending) and not name.startswith("."))


def content(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of one file of at most `largest`; raises UnreadableSeed, DanglingLink, SeedTooLarge or EmptySeed.

    >>> _ = (tmp / "a.txt").write_text("Fair opens")
    >>> content(tmp / "a.txt")
    b'Fair opens'
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableSeed(shown(path), None, "a pipe, a device or a folder")
        if status.st_size > largest:
            raise SeedTooLarge(shown(path), None, f"{status.st_size:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP) and path.is_symlink():
            raise DanglingLink(shown(path), None, f"a link to {shown(path.readlink())}") from error
        raise UnreadableSeed(shown(path), None, _reason(error)) from error
    if not data:
        raise EmptySeed(shown(path), None, "no bytes")
    return data


def shown(path: Path) -> str:
    """A path as text that can be printed and stored whatever its bytes: forward slashes, escapes for what is not UTF-8.

    >>> shown(Path("seeds/caf\\udce9.txt"))
    'seeds/caf\\\\udce9.txt'
    """
    return path.as_posix().encode("utf-8", "backslashreplace").decode()


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
