"""Saved web pages, tables of articles and plain text -> seeds: every article once, no file ever replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from analysis.encoding import LINE_END, decode
from analysis.files import replaced
from analysis.ingest_problems import NoSource, OtherFiles, OtherKind
from analysis.progress import progress
from analysis.raw_articles import NewSeed, RawArticle, kept_seed, new_seed, paragraphs_of, same_article, text_key
from analysis.records import ENDINGS as RECORDS
from analysis.records import FIELDS, read_records
from analysis.seed_files import content, find_files, shown
from analysis.seed_problems import MissingSource, SeedProblem, UnreadableSeed
from analysis.seeds import Seed, load_seeds
from analysis.web_pages import ENDINGS as PAGES
from analysis.web_pages import read_page

_TEXTS = (".txt", ".text")


class UnknownField(ValueError):
    """A column was given for a field that seeds do not have."""

    def __init__(self, field: str) -> None:
        super().__init__(f"a seed has no field {field!r}: it has {', '.join(FIELDS)}, as in --column title=headline")
        self.field = field


class Taken(NamedTuple):
    """What became of a file: the seeds that were made from it, how many of its articles were there already or were not taken."""

    path: str
    seeds: list[Path]
    known: int
    refused: int


def ingest(
    sources: Iterable[str | PathLike[str]],
    out: str | PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    on_problem: Callable[[SeedProblem], None] = lambda problem: None,
) -> list[Taken]:
    """Make seeds in the folder `out` from files, folders and patterns; returns what became of each file that was read.

    Web pages (.html, .mhtml), tables (.jsonl, .json, .csv, .tsv; `columns` maps title, date, url and text to their columns where
    these have not the usual names) and plain text (.txt; a seed is taken as it is). The name of a seed is its date, its title
    and a hash of its content. What is there already under any name is not added again, and no file is replaced. `on_problem` is
    told of everything that was not taken, and why. Raises UnknownField.

    >>> _ = (tmp / "a.csv").write_text("title,text,date,url\\nFair opens,It is open.,2024-05-17,https://gazette.example/fair\\n")
    >>> [[path.name for path in taken.seeds] for taken in ingest([tmp / "a.csv"], tmp / "seeds")]
    [['2024-05-17-fair-opens-afc0db4b.txt']]
    >>> ingest([tmp / "a.csv"], tmp / "seeds")[0].known
    1
    """
    columns = columns or {}
    for field in columns:
        if field not in FIELDS:
            raise UnknownField(field)
    out = Path(out)
    known = _Known(load_seeds(out, on_problem=lambda problem: None) if out.is_dir() else ())
    with progress("ingesting", "articles") as done:
        return [_take(path, out, known, columns, on_problem, done) for path in _files(sources, out, on_problem)]


def told(taken: Iterable[Taken], problems: Iterable[SeedProblem], *, examples: int = 3) -> Iterator[str]:
    """A line for each file and each problem; of problems of one kind in one file the first few, and how many more there are.

    >>> list(told([Taken("a.csv", [Path("seeds/b.txt")], 1, 0)], []))
    ['a.csv: 1 taken, 1 there already, 0 not taken']
    """
    for one in taken:
        if len(one.seeds) == 1 and not one.known + one.refused:
            yield f"{one.path}: taken as {shown(one.seeds[0])}"
        elif one.known == 1 and not one.seeds and not one.refused:
            yield f"{one.path}: there already"
        elif one.known + one.refused + len(one.seeds) > 1:
            yield f"{one.path}: {len(one.seeds):,} taken, {one.known:,} there already, {one.refused:,} not taken"
    kinds: dict[tuple[str, type[SeedProblem]], list[SeedProblem]] = {}
    for problem in problems:
        kinds.setdefault((problem.path, type(problem)), []).append(problem)
    for (path, _), alike in kinds.items():
        yield from map(str, alike[:examples])
        if len(alike) > examples:
            yield f"{path}: {alike[0].severity}: {alike[0].wrong}: {len(alike) - examples:,} more like this"


class _Known:
    """The articles that are seeds already."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        self.of_text: dict[str, list[Seed]] = {}
        for seed in seeds:
            self.add(seed)

    def add(self, seed: Seed) -> None:
        self.of_text.setdefault(text_key(seed), []).append(replace(seed, paragraphs=()))  # a corpus need not fit in memory

    def __contains__(self, seed: Seed) -> bool:
        return any(same_article(seed, other) for other in self.of_text.get(text_key(seed), ()))


def _files(sources: Iterable[str | PathLike[str]], out: Path, on_problem: Callable[[SeedProblem], None]) -> list[Path]:
    """The files of the sources that may hold articles, each once; what lies in the folder of the seeds is there already."""
    found: dict[Path, Path] = {}
    for source in sources:
        paths, problems = find_files(source, "")
        for problem in problems:
            missing = isinstance(problem, MissingSource)
            on_problem(NoSource(problem.path, None, problem.found) if missing else problem)
        others: set[str] = set()
        for path in paths:
            if out.resolve() in path.resolve().parents:
                continue
            if path.suffix.lower() in PAGES + RECORDS + _TEXTS:
                if not _belongs_to_a_page(path):
                    found.setdefault(path.parent.resolve() / path.name, path)
            elif path == Path(source):
                on_problem(OtherKind(shown(path), None, f"a file ending in {path.suffix!r}" if path.suffix else "no ending"))
            else:
                others.add(path.suffix or path.name)
        if others:
            on_problem(OtherFiles(shown(Path(source)), None, ", ".join(sorted(others)[:12])))
    return list(found.values())


def _belongs_to_a_page(path: Path) -> bool:
    """Is it one of the frames and pictures that browsers put into "NAME_files" beside NAME.html?"""
    return any(
        folder.name.endswith("_files") and any((folder.parent / (folder.name[:-6] + end)).exists() for end in PAGES)
        for folder in path.parents
    )


def _take(
    path: Path,
    out: Path,
    known: _Known,
    columns: Mapping[str, str],
    on_problem: Callable[[SeedProblem], None],
    done: Callable[[], None],
) -> Taken:
    made: list[Path] = []
    refused: list[SeedProblem] = []
    there = 0

    def refuse(problem: SeedProblem) -> None:
        refused.extend([problem] if problem.severity == "error" else [])
        on_problem(problem)

    for new in _new_seeds(path, columns, refuse):
        done()
        if new.seed in known:
            there += 1
            continue
        for problem in new.problems:
            on_problem(problem)
        made.append(_written(new, out))
        known.add(new.seed)
    return Taken(shown(path), made, there, len(refused))


def _new_seeds(path: Path, columns: Mapping[str, str], refuse: Callable[[SeedProblem], None]) -> Iterator[NewSeed]:
    """The seeds of a file's articles; `refuse` is told of those that give none."""
    try:
        if path.suffix.lower() in RECORDS:
            for raw in read_records(path, columns, refuse):
                try:
                    yield new_seed(raw)
                except SeedProblem as problem:
                    refuse(problem)
        else:
            yield new_seed(read_page(path)) if path.suffix.lower() in PAGES else _text(path)
    except SeedProblem as problem:
        refuse(problem)
    except OSError as error:
        if error.filename is None or Path(error.filename) != path:  # what is wrong is not this file
            raise
        refuse(UnreadableSeed(shown(path), None, error.strerror or str(error)))


def _text(path: Path) -> NewSeed:
    """A seed as it is; of other plain text the first line is the title."""
    data = content(path)
    if seed := kept_seed(data, shown(path)):
        return seed
    text, note = decode(data, shown(path))
    title, *rest = LINE_END.split(text.lstrip("\ufeff \t\r\n"), maxsplit=1)
    new = new_seed(RawArticle(shown(path), None, title, "", "", paragraphs_of("".join(rest))))
    return new._replace(problems=[note, *new.problems]) if note else new


def _written(new: NewSeed, out: Path) -> Path:
    """The new file; where one of that name is there that is no such seed, it has a number behind its name."""
    out.mkdir(parents=True, exist_ok=True)
    stem, number = new.name.removesuffix(".txt"), 1
    path = out / new.name
    while path.exists() or path.is_symlink():
        number += 1
        path = out / f"{stem}-{number}.txt"
    with replaced(path) as place:
        place.write_bytes(new.data)
    return path
