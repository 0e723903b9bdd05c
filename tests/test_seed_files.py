import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.seed_files import find_files
from analysis.seed_problems import DanglingLink, MissingSource, SeedTooLarge, UnreadableSeed
from analysis.seeds import check_seeds, load_seeds

NOBODY = 65534


def put(folder, *names):
    for name in names:
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Title of {str(name)!a}\n20240517\nhttps://gazette.example/a\nA paragraph.\n")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextmanager
def unprivileged():
    """Permissions hold back everybody but the superuser."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def public():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def paths(*sources):
    problems = []
    found = [seed.path for seed in load_seeds(*sources, on_problem=problems.append)]
    assert not problems
    return found


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["in/b.txt"], ["in/b.txt"]),
        (["in/notes.md"], ["in/notes.md"]),  # named, so meant
        (["in/.hidden.txt"], ["in/.hidden.txt"]),
        (["in"], ["in/UPPER.TXT", "in/a.txt", "in/b.txt", "in/c.txt/d.txt", "in/sub/deep/e.txt"]),
        (["./in/c.txt/../sub//"], ["in/c.txt/../sub/deep/e.txt"]),
        (["in/[ab].txt"], ["in/a.txt", "in/b.txt"]),
        (["in/*.txt"], ["in/a.txt", "in/b.txt", "in/c.txt/d.txt"]),
        (["in/**/*.txt"], ["in/a.txt", "in/b.txt", "in/c.txt/d.txt", "in/sub/deep/e.txt"]),
        (["in/**"], ["in/a.txt", "in/b.txt", "in/c.txt/d.txt", "in/sub/deep/e.txt"]),
        (["in/s?b/"], ["in/sub/deep/e.txt"]),
        (["in/.h*.txt"], ["in/.hidden.txt"]),
        (["in/[1].txt"], ["in/[1].txt"]),
        (["in/sub", "in/b.txt", "in/a.txt"], ["in/sub/deep/e.txt", "in/b.txt", "in/a.txt"]),
        (["in/a.txt", "in/../in/a.txt", "in/a.*"], ["in/a.txt"]),
    ],
)  # fmt: skip
def test_files_folders_and_patterns_give_their_seeds_in_order_and_once(here, sources, expected):
    put(here / "in", "b.txt", "a.txt", "notes.md", ".hidden.txt", ".git/f.txt", "c.txt/d.txt", "sub/deep/e.txt", "UPPER.TXT")
    if sources == ["in/[1].txt"]:
        put(here / "in", "[1].txt")
    assert paths(*sources) == expected


def test_a_pattern_of_folders_gives_the_files_of_the_ending_that_is_asked_for(here):
    put(here / "in", "a.html", "a.txt", "sub/b.html")
    found, problems = find_files("in/**", ".html")
    assert ([path.as_posix() for path in found], problems) == (["in/a.html", "in/sub/b.html"], [])


def test_an_absolute_pattern_and_a_path_object_are_sources_too(tmp_path):
    put(tmp_path, "a.txt", "b.txt")
    assert paths(f"{tmp_path}/*.txt") == paths(tmp_path) == [(tmp_path / name).as_posix() for name in ("a.txt", "b.txt")]


@pytest.mark.parametrize(
    ("source", "found"),
    [("empty", "no .txt file"), ("", "an empty name")]
    + [(name, "nothing of that name") for name in ("gone.txt", "empty/*.txt", "empty/**x", "a.txt/b.txt", "nul\0.txt", "nul\0*")],
)
def test_a_source_without_seeds_is_named_and_the_next_one_read(here, source, found):
    put(here, "a.txt")
    (here / "empty").mkdir()
    problems = []
    assert [seed.path for seed in load_seeds(source, "a.txt", on_problem=problems.append)] == ["a.txt"]
    assert [(type(problem), problem.found) for problem in problems] == [(MissingSource, found)]


def test_links_are_followed_and_a_loop_of_them_is_walked_once(here):
    put(here, "in/a.txt", "archive/old.txt")
    (here / "in" / "archive").symlink_to(here / "archive")
    for name in ("loop", "turn", "ring"):  # so many ways round that a walk without end would not end
        (here / "in" / name).symlink_to(here / "in")
    (here / "in" / "self").symlink_to("self")
    assert paths("in") == ["in/a.txt", "in/archive/old.txt"]
    assert paths("in/**/*.txt") == ["in/a.txt"]


@pytest.mark.parametrize("target", ["gone.txt", "link.txt"])
@pytest.mark.parametrize("source", ["in", "in/link.txt", "in/*.txt"])
def test_a_link_that_leads_nowhere_is_named_with_its_target(here, source, target):
    (here / "in").mkdir()
    (here / "in" / "link.txt").symlink_to(target)
    good, (problem,) = check_seeds(source)
    assert (good, type(problem), problem.path, problem.found) == (0, DanglingLink, "in/link.txt", f"a link to {target}")


def test_a_second_name_of_a_file_is_the_same_document(here):
    put(here, "a.txt")
    (here / "b.txt").symlink_to("a.txt")
    good, (problem,) = check_seeds(here)
    assert (good, problem.severity, Path(problem.path).name) == (1, "note", "b.txt")


def test_a_file_that_vanishes_after_it_was_listed_is_unreadable(here):
    put(here, "a.txt", "b.txt", "c.txt")
    problems = []
    seeds = load_seeds(here, on_problem=problems.append)
    first = next(seeds)
    (here / "b.txt").unlink()
    assert [Path(seed.path).name for seed in [first, *seeds]] == ["a.txt", "c.txt"]
    assert [(type(problem), problem.found) for problem in problems] == [(UnreadableSeed, "No such file or directory")]


def test_what_permissions_forbid_is_unreadable_and_the_rest_is_read(public):
    put(public, "a.txt", "closed.txt", "locked/b.txt", "open/c.txt")
    (public / "closed.txt").chmod(0)
    (public / "locked").chmod(0)
    with unprivileged():
        good, problems = check_seeds(public)
        named, (inside,) = check_seeds(public / "locked" / "b.txt")
    (public / "locked").chmod(0o755)
    assert (good, {(type(p), Path(p.path).name, p.found) for p in problems}) == (
        2, {(UnreadableSeed, "closed.txt", "Permission denied"), (UnreadableSeed, "locked", "Permission denied")},
    )  # fmt: skip
    assert (named, type(inside), inside.found) == (0, UnreadableSeed, "Permission denied")


def test_a_pipe_is_refused_and_not_waited_for(here):
    os.mkfifo(here / "a.txt")
    good, (problem,) = check_seeds(here)
    assert (good, type(problem)) == (0, UnreadableSeed)


@pytest.mark.parametrize(("size", "good"), [(5_000_000, 1), (5_000_001, 0)])
def test_five_megabytes_are_read_and_not_a_byte_more(here, size, good):
    start = b"Title\n20240517\nhttps://gazette.example/a\n"
    (here / "a.txt").write_bytes(start + b"x" * (size - len(start)))
    read, problems = check_seeds(here)
    assert read == good
    assert [(type(problem), problem.found) for problem in problems] == ([] if good else [(SeedTooLarge, "5,000,001 bytes")])


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"two\nlines.txt", b"\x1b[31mred.txt", "größe 👩‍👧.txt".encode()])
def test_a_file_with_an_odd_name_is_read_and_its_problems_printed_on_one_line(here, name):
    path = Path(os.fsdecode(name))
    put(here, path)
    (seed,) = load_seeds(here)
    assert seed.path.encode()
    path.write_text("")
    _, (problem,) = check_seeds(here)
    assert str(problem).isprintable()
    assert str(problem).encode()
