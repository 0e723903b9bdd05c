"""A file -> Seed: title, date, URL and paragraphs; every malformed file is a named problem, and the next one is read.

A seed is plain text: the title, the date (YYYYMMDD or ISO 8601) and the URL on a line each, then a line each paragraph.
Lines end with LF, CR LF or CR; the separators U+0085, U+2028 and U+2029 end a line only in a file that has no other line end.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from analysis.encoding import LINE_END, decode
from analysis.resources import rows
from analysis.seed_files import content, find_files, shown
from analysis.seed_problems import (
    DuplicateSeed,
    EmptySeed,
    InvalidDate,
    InvalidUrl,
    MissingDate,
    MissingTitle,
    MissingUrl,
    NoParagraphs,
    SeedProblem,
    SeedWarning,
)

__all__ = ["Seed", "SeedProblem", "SeedWarning", "check_seeds", "load_seeds"]

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile(r"[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_JOINED = r"[\u0600-\u1dff\u2100-\u2fff\u3001-\U0010ffff]"
# A joiner spells one picture out of several emoji, and words in Persian or Hindi; beside anything else it is dirt.
_LOOSE_JOINER = re.compile(f"(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})")
_RARE_LINE_END = re.compile(r"[\x85\u2028\u2029]")

_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d|\d{8})([T ][\d:.,Z+-]+)?", re.ASCII)
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*:\S+|//\S+|[\w.-]+\.[^\W\d_]{2,}([:/?#]\S*)?")


@dataclass(frozen=True)
class Seed:
    """One article as its file gives it; `doc_id` is the first 16 hex digits of the SHA-256 of the file's bytes.

    >>> Seed("0123456789abcdef", "a.txt", "Fair opens", None, None, ("It is open.", "All came.")).text
    'It is open.\\nAll came.'
    """

    doc_id: str
    path: str
    title: str
    date: dt.date | None
    url: str | None
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs in the file's order, a line each: what every offset counts in."""
        return "\n".join(self.paragraphs)


class _Line(NamedTuple):
    number: int
    text: str


def _warn(problem: SeedProblem) -> None:
    warnings.warn(str(problem), SeedWarning, stacklevel=3)


def load_seeds(*sources: str | PathLike[str], on_problem: Callable[[SeedProblem], None] = _warn) -> Iterator[Seed]:
    """The articles of some files, folders (their .txt files at any depth, hidden ones left out) and patterns, one by one.

    The sources keep their order, the paths in each are sorted; a file named twice is read once. `on_problem` is told of every
    file that cannot be read and every field that stays empty, and the reading goes on.

    >>> _ = (tmp / "fair.txt").write_text("Fair opens\\n20240517\\nhttps://gazette.example/fair\\nIt is open, the mayor said.\\n")
    >>> for seed in load_seeds(tmp):
    ...     print(seed.date, seed.title, seed.paragraphs)
    2024-05-17 Fair opens ('It is open, the mayor said.',)
    """
    documents: dict[str, str] = {}
    read: set[Path] = set()
    folder = lru_cache(maxsize=None)(Path.resolve)  # of many files in one folder it is asked once
    for source in sources:
        paths, problems = find_files(source)
        for problem in problems:
            on_problem(problem)
        for path in paths:
            place = folder(path.parent) / path.name
            if place in read:
                continue
            read.add(place)
            seed, problems = _read(path, documents)
            for problem in problems:
                on_problem(problem)
            if seed:
                yield seed
            del seed  # so that one text is in memory, not two, while the next file is read


def check_seeds(*sources: str | PathLike[str]) -> tuple[int, list[SeedProblem]]:
    """How many articles the sources hold that can be read, and everything that is wrong with the others and with these.

    >>> _ = (tmp / "empty.txt").write_text("")
    >>> good, problems = check_seeds(tmp / "empty.txt")
    >>> good, problems[0].wrong
    (0, 'the file is empty')
    """
    problems: list[SeedProblem] = []
    good = sum(1 for _ in load_seeds(*sources, on_problem=problems.append))
    return good, problems


def _read(path: Path, documents: dict[str, str]) -> tuple[Seed | None, list[SeedProblem]]:
    name = shown(path)
    try:
        data = content(path)
        doc_id = hashlib.sha256(data).hexdigest()[:16]
        if doc_id in documents:
            raise DuplicateSeed(name, None, f"the bytes of {documents[doc_id]}")
        seed, problems = parse_seed(data, name)
    except SeedProblem as problem:
        return None, [problem]
    documents[doc_id] = name
    return seed, problems


def parse_seed(data: bytes, path: str) -> tuple[Seed, list[SeedProblem]]:
    """The article that the bytes of a file give, and what is wrong with it; raises a SeedProblem where they give none.

    >>> seed, problems = parse_seed(b"Fair opens\\n20240517\\nhttps://gazette.example/fair\\nIt is open.\\n", "fair.txt")
    >>> seed.title, seed.paragraphs, problems
    ('Fair opens', ('It is open.',), [])
    """
    text, note = decode(data, path)
    seed, problems = _parse(text, path, hashlib.sha256(data).hexdigest()[:16])
    return seed, [note, *problems] if note else problems


def _parse(text: str, path: str, doc_id: str) -> tuple[Seed, list[SeedProblem]]:
    lines = _lines(text)
    if not lines:
        raise EmptySeed(path, None, "white space only")
    title, *rest = lines
    if _ISO_DATE.fullmatch(title.text) or is_web_address(title.text):
        raise MissingTitle(path, *_seen(title))
    day, address = _header(rest[:2])
    body = [line for line in rest if line is not day and line is not address]
    if not body:
        raise NoParagraphs(path, lines[-1].number, "the end of the file below this line")
    date = _date(day.text) if day else None
    url = address.text if address and is_web_address(address.text) else None
    problems: list[SeedProblem] = []
    if date is None:
        problems.append(InvalidDate(path, *_seen(day)) if day else MissingDate(path, *_seen(rest[0])))
    if url is None:
        problems.append(InvalidUrl(path, *_seen(address)) if address else MissingUrl(path, *_seen(body[0])))
    return Seed(doc_id, path, title.text, date, url, tuple(line.text for line in body)), problems


def _header(lines: list[_Line]) -> tuple[_Line | None, _Line | None]:
    # The date's line and the URL's, in either order. What is neither is text, and no word of that may be lost.
    addresses = [line for line in lines if _ADDRESS.fullmatch(line.text)]
    in_place = [line for line in lines if line is lines[0] or lines[0] in addresses]
    day = next((line for line in lines if _ISO_DATE.fullmatch(line.text) or (line in in_place and is_datelike(line.text))), None)
    return day, next((line for line in addresses if line is not day), None)


def _lines(text: str) -> list[_Line]:
    end = LINE_END if LINE_END.search(text) else _RARE_LINE_END
    lines = end.split(text)
    clean = str.strip if all(map(str.isprintable, lines)) else clean_line  # as clean_line does, at once for all
    return [_Line(number, seen) for number, line in enumerate(lines, start=1) if (seen := clean(line))]


def clean_line(line: str) -> str:
    """A line as a seed's reader sees it, without what is invisible in it.

    >>> clean_line("\\ufeff It is\\topen. ")
    'It is open.'
    """
    # One space for one, so that offsets count the characters that the file shows.
    if line.isprintable():  # nothing in it is invisible, and all of its white space is spaces
        return line.strip()
    visible = _INVISIBLE.sub("", _CONTROL.sub("", line))
    return _LOOSE_JOINER.sub("", re.sub(r"\s", " ", visible)).strip()


def _date(text: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(text).date() if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None


def is_datelike(text: str) -> bool:
    """Does a line hold a date and nothing else, in whatever notation?

    >>> is_datelike("Friday, 17 May 2024"), is_datelike("12 died in May")
    (True, False)
    """
    if len(text) > 40 or not any(map(str.isdecimal, text)):
        return False
    return _date_words().issuperset(re.findall(r"[^\W\d_]+", text.lower()))


@lru_cache(maxsize=1)
def _date_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("date_words.tsv"))


def is_web_address(text: str) -> bool:
    """Is it an address on the web, whole, with nothing beside it?

    >>> is_web_address("https://gazette.example/fair"), is_web_address("gazette.example")
    (True, False)
    """
    if not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(re.search(r"\w", parts.hostname or "")) and parts.port != 0
    except ValueError:  # half an IPv6 address, a port that is no number
        return False


def _seen(line: _Line) -> tuple[int, str]:
    return line.number, repr(line.text if len(line.text) <= 60 else line.text[:59] + "…")
