import datetime as dt
import hashlib
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.seed_problems import (
    EmptySeed,
    InvalidDate,
    InvalidUrl,
    MissingDate,
    MissingTitle,
    MissingUrl,
    NoParagraphs,
)
from analysis.seeds import SeedWarning, check_seeds, load_seeds

TITLE = "Harbour strike in Port Ellery enters second week"
DATE = "20240517"
URL = "https://gazette.example/harbour-strike"
FIRST = "“We will not load a single crane,” said Ida Marlow, who leads the dockers’ union."
SECOND = "The port authority called the strike “needless”."


def read(folder, content, name="a.txt"):
    path = Path(folder, name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    problems = []
    return list(load_seeds(path, on_problem=problems.append)), problems


def article(*lines, end="\n"):
    return end.join(lines) + end


def test_every_field_of_a_good_article_is_read(tmp_path):
    content = article(TITLE, DATE, URL, FIRST, SECOND)
    (seed,), problems = read(tmp_path, content)
    assert (seed.title, seed.date, seed.url, seed.paragraphs) == (TITLE, dt.date(2024, 5, 17), URL, (FIRST, SECOND))
    assert seed.text == f"{FIRST}\n{SECOND}"
    assert seed.doc_id == hashlib.sha256(content.encode()).hexdigest()[:16]
    assert not problems


def test_a_relative_path_stays_relative_with_forward_slashes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    read(tmp_path / "seeds", article(TITLE, DATE, URL, FIRST))
    assert [seed.path for seed in load_seeds("./seeds/")] == ["seeds/a.txt"]


@pytest.mark.parametrize("line", ["20240517", "2024-05-17", "2024-05-17T23:30:00+02:00", "2024-05-17 23:30", " 20240517\t"])
def test_a_date_is_read_in_every_iso_notation(tmp_path, line):
    (seed,), problems = read(tmp_path, article(TITLE, line, URL, FIRST))
    assert (seed.date, seed.paragraphs, problems) == (dt.date(2024, 5, 17), (FIRST,), [])


@pytest.mark.parametrize(
    ("header", "found", "date", "url"),
    [
        ([URL, DATE], [], True, True),  # swapped
        ([URL], [(MissingDate, 2, URL)], False, True),
        ([DATE], [(MissingUrl, 3, FIRST[:20])], True, False),
        ([], [(MissingDate, 2, FIRST[:20]), (MissingUrl, 2, FIRST[:20])], False, False),
        (["20240231", URL], [(InvalidDate, 2, "20240231")], False, True),
        (["17 May 2024", URL], [(InvalidDate, 2, "17 May 2024")], False, True),
        (["Fri, 17 May 2024 09:30:00 GMT", URL], [(InvalidDate, 2, "17 May")], False, True),
        (["May 17th, 2024", URL], [(InvalidDate, 2, "May 17th")], False, True),
        (["Published: 20240517", URL], [(InvalidDate, 2, "Published")], False, True),
        ([URL, "17 May 2024"], [(InvalidDate, 3, "17 May 2024")], False, True),
        (["202405171200999", "javascript:alert(1)"], [(InvalidDate, 2, "2024"), (InvalidUrl, 3, "javascript")], False, False),
        ([DATE, "javascript:alert(1)"], [(InvalidUrl, 3, "javascript:alert(1)")], True, False),
        ([DATE, "ftp://gazette.example/a"], [(InvalidUrl, 3, "ftp://")], True, False),
        ([DATE, "www.gazette.example/a"], [(InvalidUrl, 3, "www.")], True, False),
        ([DATE, "gazette.example"], [(InvalidUrl, 3, "gazette.example")], True, False),
        ([DATE, "https://"], [(InvalidUrl, 3, "https://")], True, False),
        ([DATE, "http://[gazette.example"], [(InvalidUrl, 3, "http://[")], True, False),
        ([DATE, "http://gazette.example:port/"], [(InvalidUrl, 3, ":port")], True, False),
    ],
)
def test_a_missing_or_wrong_date_or_url_is_named_and_costs_only_its_own_field(tmp_path, header, found, date, url):
    (seed,), problems = read(tmp_path, article(TITLE, *header, FIRST, SECOND))
    assert [(type(problem), problem.line) for problem in problems] == [(kind, line) for kind, line, _ in found]
    assert all(part in problem.found for problem, (_, _, part) in zip(problems, found, strict=True))
    assert (seed.date is not None, seed.url is not None) == (date, url)
    assert seed.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize(
    "line",
    [
        "Police arrested 12.",
        "In 2024 the port lost 40 ships.",
        "12 people died in May 2024.",
        "By Ida Marlow",
        "Kyiv:",
        "“Stop.”",
        "U.S.",
        "{{config.items()}}",
        "<p>First.Second</p>",
        "https://gazette.example reported it first.",
    ],
)
def test_a_line_that_is_neither_date_nor_url_stays_in_the_text(tmp_path, line):
    (seed,), _ = read(tmp_path, article(TITLE, line, line, SECOND))
    assert seed.paragraphs == (line, line, SECOND)


def test_a_long_line_is_cut_where_a_problem_shows_it(tmp_path):
    _, (problem, _) = read(tmp_path, article(TITLE, "word " * 100))
    assert len(str(problem)) < 300
    assert "word…" in problem.found


def test_a_year_below_the_first_paragraph_is_text(tmp_path):
    (seed,), _ = read(tmp_path, article(TITLE, FIRST, "2024", SECOND))
    assert seed.paragraphs == (FIRST, "2024", SECOND)


@pytest.mark.parametrize("line", ["HTTPS://Gazette.Example/A?b=c#d", "http://localhost:8000/x", "https://zeitung.example/größe"])
def test_a_web_address_is_kept_as_it_is_written(tmp_path, line):
    (seed,), problems = read(tmp_path, article(TITLE, DATE, line, FIRST))
    assert (seed.url, problems) == (line, [])


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        ("", EmptySeed, None),
        ("\ufeff\r\n \u00a0\u200b\n\t\n", EmptySeed, None),
        (article("", DATE, URL, FIRST), MissingTitle, 2),
        (article("2024-02-31", URL, FIRST), MissingTitle, 1),
        (article(URL, FIRST), MissingTitle, 1),
        (TITLE, NoParagraphs, 1),
        (article(TITLE, DATE), NoParagraphs, 2),
        (article(TITLE, DATE, "", URL, " ", "\u00a0"), NoParagraphs, 4),
    ],
)
def test_a_file_without_title_or_text_is_refused(tmp_path, content, problem, line):
    seeds, problems = read(tmp_path, content)
    assert not seeds
    assert [(type(p), p.line, p.severity) for p in problems] == [(problem, line, "error")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\r\n \t\r\n", " \n"])
def test_line_ends_blank_lines_and_trailing_space_make_no_difference(tmp_path, end):
    (seed,), problems = read(tmp_path, article(TITLE, DATE, URL, FIRST, SECOND, end=end))
    assert (seed.title, seed.url, seed.paragraphs, problems) == (TITLE, URL, (FIRST, SECOND), [])


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\f", "\v"])
def test_a_rare_separator_inside_a_line_is_a_space(tmp_path, separator):
    (seed,), _ = read(tmp_path, article(TITLE, DATE, URL, f"One{separator}two."))
    assert seed.paragraphs == ("One two.",)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a_rare_separator_ends_the_lines_of_a_file_that_has_no_other_end(tmp_path, separator):
    (seed,), _ = read(tmp_path, article(TITLE, DATE, URL, FIRST, SECOND, end=separator))
    assert seed.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize("space", "\t\u00a0\u1680\u2002\u2009\u200a\u202f\u205f\u3000")
def test_every_space_becomes_one_plain_space(tmp_path, space):
    (seed,), _ = read(tmp_path, article(f"{space}Port{space}Ellery", DATE, URL, f"10{space}{space}cranes  stood.{space}"))
    assert (seed.title, seed.paragraphs) == ("Port Ellery", ("10  cranes  stood.",))


@pytest.mark.parametrize("dirt", "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\ufeff\x01\x1b\x7f\x83")
def test_what_cannot_be_seen_is_removed(tmp_path, dirt):
    lines = f"{dirt}Har{dirt}bour", f"2024{dirt}0517", URL + dirt, f"Marlow{dirt}’s {dirt}crane.", FIRST
    (seed,), problems = read(tmp_path, article(*lines))
    assert (seed.title, seed.date, seed.url, seed.paragraphs) == ("Harbour", dt.date(2024, 5, 17), URL, ("Marlow’s crane.", FIRST))
    assert not problems


@pytest.mark.parametrize("text", ["A 👩‍👩‍👧 came.", "A ❤️‍🔥 too.", "می‌خواهم", "क्‍ष"])
def test_a_joiner_that_spells_an_emoji_or_a_word_is_kept(tmp_path, text):
    (seed,), _ = read(tmp_path, article(TITLE, DATE, URL, text))
    assert seed.paragraphs == (text,)


def test_the_text_of_a_seed_is_data_and_comes_through_as_it_is(tmp_path):
    lines = ["<b>$x^2$</b> {{ title }}", "# [a](javascript:alert(1)) ../../x", "<!-- \\n %s {0} -->"]
    (seed,), _ = read(tmp_path, article("<script>alert(1)</script>", DATE, URL, *lines))
    assert (seed.title, seed.paragraphs) == ("<script>alert(1)</script>", tuple(lines))


def test_the_same_bytes_under_two_names_are_one_document_with_a_note(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(article(TITLE, DATE, URL, FIRST), encoding="utf-8")
    good, (problem,) = check_seeds(tmp_path)
    assert (good, type(problem).__name__, problem.severity) == (1, "DuplicateSeed", "note")
    assert problem.path.endswith("b.txt")
    assert "a.txt" in problem.found


def test_two_refused_files_with_the_same_bytes_are_both_named(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TITLE, encoding="utf-8")
    good, problems = check_seeds(tmp_path)
    assert (good, [type(problem) for problem in problems]) == (0, [NoParagraphs, NoParagraphs])


def test_the_good_seeds_are_read_past_the_bad_ones(tmp_path):
    for name, content in {
        "a": "",
        "b": article(TITLE, DATE, URL, FIRST),
        "c": DATE,
        "d": article(TITLE, DATE, URL, SECOND),
    }.items():
        (tmp_path / f"{name}.txt").write_text(content, encoding="utf-8")
    problems = []
    assert [seed.paragraphs for seed in load_seeds(tmp_path, on_problem=problems.append)] == [(FIRST,), (SECOND,)]
    assert [type(problem) for problem in problems] == [EmptySeed, MissingTitle]


def test_problems_are_warnings_at_the_place_of_the_call_where_nobody_asks_for_them(tmp_path):
    (tmp_path / "a.txt").write_text(article(TITLE, FIRST), encoding="utf-8")
    with pytest.warns(SeedWarning) as caught:
        assert len(list(load_seeds(tmp_path))) == 1
    assert [str(warning.message).split(": found")[0] for warning in caught] == [
        f"{tmp_path.as_posix()}/a.txt:2: warning: no {field}" for field in ("date", "URL")
    ]
    assert {warning.filename for warning in caught} == {__file__}


def test_many_articles_take_no_more_memory_than_one(tmp_path):
    def length(seed):
        return len(seed.text)

    def peak(*names):
        tracemalloc.start()
        lengths = list(map(length, load_seeds(*(tmp_path / name for name in names))))  # a loop's variable would keep a seed
        assert lengths == [500_000] * len(names)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    for name in "abcde":
        (tmp_path / name).write_text(article(TITLE, DATE, URL, name * 500_000), encoding="utf-8")
    assert peak(*"abcde") < 1.1 * peak("a")


PIECES = [b"\n", b"\r\n", b"\r", b" ", b"\0", b"\x9d", b"\xe9", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1b[0m", b"%PDF-"] + [
    piece.encode()
    for piece in ("“", "\u2028", "\u200b", "Title", "A paragraph.", DATE, "20240231", "17 May", URL, "http://[", "javascript:x")
]


@given(st.binary() | st.lists(st.sampled_from(PIECES)).map(b"".join))
def test_any_bytes_give_either_a_seed_or_one_named_error(content):
    with tempfile.TemporaryDirectory() as folder:
        seeds, problems = read(folder, content)
    assert len(seeds) + sum(problem.severity == "error" for problem in problems) == 1
    for problem in problems:
        assert str(problem).isprintable()
        assert f"a.txt{':' if problem.line else ''}{problem.line or ''}: {problem.severity}: " in str(problem)
    for seed in seeds:
        for line in (seed.title, *seed.paragraphs):
            assert line == line.strip() != ""
            assert line.isprintable() or not any(c.isspace() and c != " " for c in line)


PROSE = [FIRST, SECOND, "Kyiv:", "No."]
LINES = [*PROSE, DATE, URL, "20240231", "17 May 2024", "2024", "javascript:alert(1)", "gazette.example"]


@given(st.lists(st.sampled_from(LINES), min_size=2))
def test_no_line_is_lost_but_a_date_and_a_url_below_the_title(lines):
    with tempfile.TemporaryDirectory() as folder:
        seeds, problems = read(folder, article(TITLE, *lines))
    kept = list(seeds[0].paragraphs) if seeds else []
    header = [set(), *({place} for place in (0, 1) if lines[place] not in PROSE), {0, 1}]
    assert kept in [[line for place, line in enumerate(lines) if place not in taken] for taken in header]
    assert bool(kept) != any(isinstance(problem, NoParagraphs) for problem in problems)
