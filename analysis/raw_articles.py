"""An article as a source gives it -> the bytes of its seed; every article that gives none is a named problem."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.addresses import slug
from analysis.days import day_of
from analysis.ingest_problems import AmbiguousStart, NoAddress, NoDay, NoText, NoTitle
from analysis.seed_files import LARGEST
from analysis.seed_problems import SeedProblem, SeedTooLarge
from analysis.seeds import Seed, clean_line, is_datelike, is_web_address, parse_seed

_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_BLANK = re.compile(r"\n\s*\n")
_WRAPPED = 100  # characters: where no line of a text is longer and blank lines part its blocks, a block is a paragraph


class RawArticle(NamedTuple):
    """What a source says of an article, as it says it: where it stands (`path`, `line`), and its fields, empty where unknown."""

    path: str
    line: int | None
    title: str
    date: str
    url: str
    paragraphs: tuple[str, ...]


class NewSeed(NamedTuple):
    """A seed as it will be read, its bytes, the name of its file, and what it lacks."""

    seed: Seed
    data: bytes
    name: str
    problems: list[SeedProblem]


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of plain text: its lines, or, where they are broken to a width, its blocks between blank lines.

    >>> paragraphs_of("It is open.\\nAll came."), paragraphs_of("It is\\nopen.\\n\\nAll came.")
    (('It is open.', 'All came.'), ('It is open.', 'All came.'))
    """
    lines = _LINE_END.sub("\n", text)
    blocks = _BLANK.split(lines.strip("\n"))
    if len(blocks) > 1 and max(map(len, lines.split("\n"))) <= _WRAPPED:
        return tuple(" ".join(block.split("\n")) for block in blocks)
    return tuple(lines.split("\n"))


def new_seed(raw: RawArticle) -> NewSeed:
    """The seed of an article; a date or an address that stands above its text is taken for its own where it has none.

    Raises the SeedProblem for which it can be none: no title, no text, a text that a seed could not give back.

    >>> new = new_seed(RawArticle("a.csv", 2, "Fair opens", "17 May 2024", "https://gazette.example/fair", ("It is open.",)))
    >>> new.data, new.name
    (b'Fair opens\\n2024-05-17\\nhttps://gazette.example/fair\\nIt is open.\\n', '2024-05-17-fair-opens-afc0db4b.txt')
    """
    title = clean_line(_LINE_END.sub(" ", raw.title))
    if not title or is_datelike(title) or is_web_address(title):
        raise NoTitle(raw.path, raw.line, repr(title))
    found = [clean_line(line) for paragraph in raw.paragraphs for line in _LINE_END.split(paragraph)]
    date, url, paragraphs = _header(clean_line(raw.date), clean_line(raw.url), [line for line in found if line])
    if not paragraphs:
        raise NoText(raw.path, raw.line, repr(title[:60]))
    day = day_of(date)
    address = url if is_web_address(url) else ""
    header = [title, *([day.isoformat()] if day else []), *([address] if address else [])]
    data = "\n".join([*header, *paragraphs, ""]).encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise SeedTooLarge(raw.path, raw.line, f"{len(data):,} bytes")
    try:
        seed, _ = parse_seed(data, raw.path)
    except SeedProblem as problem:
        raise type(problem)(raw.path, raw.line, problem.found) from None
    if (seed.date, seed.url or "", list(seed.paragraphs)) != (day, address, paragraphs):
        raise AmbiguousStart(raw.path, raw.line, repr(paragraphs[0][:60]))
    wanting = [] if day else [NoDay(raw.path, raw.line, repr(date) if date else "none")]
    return _named(seed, data, [*wanting, *([] if address else [NoAddress(raw.path, raw.line, repr(url) if url else "none")])])


def kept_seed(data: bytes, path: str) -> NewSeed | None:
    """The bytes of a file as they are, if it is a seed with a date or a URL of its own.

    >>> kept_seed(b"Fair opens\\n20240517\\nIt is open.\\n", "fair.txt").name
    '2024-05-17-fair-opens-bfd7d29f.txt'
    """
    try:
        seed, problems = parse_seed(data, path)
    except SeedProblem:
        return None
    return _named(seed, data, problems) if seed.date or seed.url else None


def text_key(seed: Seed) -> str:
    """16 hex digits that are the same for the same title and paragraphs, in whatever order these stand.

    >>> one, other = (Seed("d0", "a.txt", "Fair", None, None, text) for text in (("A", "B"), ("B", "A")))
    >>> text_key(one) == text_key(other)
    True
    """
    return _digest([seed.title, *sorted(seed.paragraphs)])


def same_article(one: Seed, other: Seed) -> bool:
    """Are two seeds of one text the same article: of one address, or, where one lacks that, of days that do not differ?

    >>> of_a, of_b = (Seed("d0", "a.txt", "Fair", None, f"https://{outlet}.example/fair", ("A",)) for outlet in "ab")
    >>> same_article(of_a, of_b), same_article(of_a, Seed("d1", "b.txt", "Fair", None, None, ("A",)))
    (False, True)
    """
    if one.url and other.url:
        return one.url == other.url
    return one.date == other.date or not one.date or not other.date


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _header(date: str, url: str, paragraphs: list[str]) -> tuple[str, str, list[str]]:
    """The fields, with those that are missing from the first lines of the text, in either order."""
    for _ in range(2):
        if not date and paragraphs and day_of(paragraphs[0]) and is_datelike(paragraphs[0]):
            date, *paragraphs = paragraphs
        if not url and paragraphs and is_web_address(paragraphs[0]):
            url, *paragraphs = paragraphs
    return date, url, paragraphs


def _named(seed: Seed, data: bytes, problems: Iterable[SeedProblem]) -> NewSeed:
    digest = _digest([seed.title, str(seed.date), str(seed.url), *seed.paragraphs])
    return NewSeed(seed, data, f"{seed.date or 'undated'}-{slug(seed.title)}-{digest[:8]}.txt", list(problems))
