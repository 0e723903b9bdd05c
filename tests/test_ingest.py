import csv
import datetime as dt
import json
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.days import day_of
from analysis.ingest import UnknownField, ingest
from analysis.ingest_problems import DamagedRecords, NoAddress, NoArticle, NoColumn, NoDay, NoSource, NoText, NoTitle, OtherKind
from analysis.seed_problems import BinarySeed, GuessedEncoding, SeedTooLarge
from analysis.seeds import check_seeds, clean_line, load_seeds

TITLE = "Bridge at Talheim to close"
URL = "https://www.tolmpost.example/news/bridge"
PARAGRAPHS = (
    "The bridge at Talheim will close, the council said on Friday, and no day was given for its opening again to traffic.",
    "“We have no choice,” said Mara Quist, who leads the council of the town. “The piers are rotten, and have been for years.”",
    "Tom Reyl, a baker, was angry. “Nobody asked us what we think of it,” he said, as he was standing beside his shop.",
)
HEAD = (
    '<meta charset="{charset}"><meta property="og:title" content="{title}">'
    '<meta property="article:published_time" content="2024-05-17T08:00:00+02:00"><link rel="canonical" href="{url}">'
)
BODY = '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>{title}</h1>{text}</article><footer>© Post</footer>'


def page(*, title=TITLE, url=URL, head=HEAD, charset="utf-8", paragraphs=PARAGRAPHS):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = head.format(charset=charset, title=title, url=url)
    body = BODY.format(title=title, text=text)
    return f"<!DOCTYPE html><html><head>{head}<title>{title} | Tolm Post</title></head><body>{body}</body></html>"


def record(**changed):
    return {"title": TITLE, "date": "2024-05-17", "url": URL, "text": "\n".join(PARAGRAPHS)} | changed


def write(path, content):
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def write_csv(path, rows, **options):
    with path.open("w", newline="", encoding=options.pop("encoding", "utf-8")) as file:
        writer = csv.DictWriter(file, list(rows[0]), **options)
        writer.writeheader()
        writer.writerows(rows)
    return path


def taken(*sources, out, **options):
    """The seeds that come of the sources, as their reader sees them, and what was told."""
    problems = []
    ingest(sources, out, on_problem=problems.append, **options)
    seeds = list(load_seeds(out, on_problem=lambda problem: None)) if out.exists() else []
    return [(seed.title, seed.date, seed.url, seed.paragraphs) for seed in seeds], problems


WHOLE = (TITLE, dt.date(2024, 5, 17), URL, PARAGRAPHS)


def test_a_saved_page_gives_its_article_with_title_date_and_address(tmp_path):
    seeds, problems = taken(write(tmp_path / "saved" / "a.html", page()), out=tmp_path / "seeds")
    assert (seeds, problems) == ([WHOLE], [])
    assert check_seeds(tmp_path / "seeds") == (1, [])
    [path] = (tmp_path / "seeds").iterdir()
    assert re.fullmatch(r"2024-05-17-bridge-at-talheim-to-close-[0-9a-f]{8}\.txt", path.name)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Macintosh"])
def test_the_first_line_of_plain_text_is_its_title_whatever_ends_it(tmp_path, end):
    seeds, _ = taken(write(tmp_path / "a.txt", end.join([TITLE, *PARAGRAPHS]).encode()), out=tmp_path / "seeds")
    assert [(title, paragraphs) for title, _, _, paragraphs in seeds] == [(TITLE, PARAGRAPHS)]


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-15", "koi8-r", "utf-16"])
def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path, charset):
    words = {"koi8-r": "Талхайм"}.get(charset, "Tälheim")
    saved = page(
        charset=charset,
        title=f"Bridge at {words} to close",
        paragraphs=[p.translate({0x201C: '"', 0x201D: '"'}) for p in PARAGRAPHS],
    )
    seeds, _ = taken(write(tmp_path / "a.html", saved.encode(charset)), out=tmp_path / "seeds")
    assert [title for title, *_ in seeds] == [f"Bridge at {words} to close"]


def test_a_page_without_an_address_of_its_own_has_that_from_which_a_browser_saved_it(tmp_path):
    saved = page(head='<meta property="article:published_time" content="2024-05-17">')
    comment = f"<!-- saved from url=({len(URL):04}){URL} -->\n"
    seeds, problems = taken(write(tmp_path / "a.html", comment + saved), out=tmp_path / "seeds")
    assert (seeds, problems) == ([WHOLE], [])


def test_an_archive_of_a_browser_is_a_page(tmp_path):
    mail = f'MIME-Version: 1.0\r\nSnapshot-Content-Location: {URL}\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    part = "Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    archive = mail + part + page(head='<meta property="article:published_time" content="2024-05-17">') + "\r\n--x--\r\n"
    seeds, problems = taken(write(tmp_path / "a.mhtml", archive), out=tmp_path / "seeds")
    assert (seeds, problems) == ([WHOLE], [])


def test_a_page_without_a_date_or_an_address_is_taken_and_both_are_missed(tmp_path):
    seeds, problems = taken(write(tmp_path / "a.html", page(head="")), out=tmp_path / "seeds")
    assert seeds == [(TITLE, None, None, PARAGRAPHS)]
    assert [type(problem) for problem in problems] == [NoDay, NoAddress]
    good, missed = check_seeds(tmp_path / "seeds")
    assert (good, {problem.severity for problem in missed}) == (1, {"warning"})


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.html", "<html><body><p>Log in</p></body></html>", NoArticle),
        ("a.html", b"%PDF-1.7 and more", BinarySeed),
        ("a.html", b"\x89PNG\r\n" + bytes(range(256)), BinarySeed),
        ("a.mhtml", "From: nobody\r\n\r\nno page", NoArticle),
        ("a.pdf", b"%PDF-1.7", OtherKind),
        ("a.jsonl", "{bad\n", DamagedRecords),
        ("a.jsonl", "[1, 2]\n", DamagedRecords),
        ("a.json", '{"a": ', DamagedRecords),
        ("a.json", "[" * 100_000, DamagedRecords),
        ("a.jsonl", "[" * 100_000, DamagedRecords),
        ("a.jsonl", '{"a": "b"}\n', NoColumn),
        ("a.jsonl", json.dumps(record(text="")), NoText),
        ("a.jsonl", json.dumps(record(title=" ")), NoTitle),
        ("a.jsonl", json.dumps(record(title="2024-05-17")), NoTitle),
        ("a.jsonl", json.dumps(record(text="words " * 1_000_000)), SeedTooLarge),
        ("a.csv", "title,text\nFair,It is,open\n", DamagedRecords),
        ("a.csv", b"PK\x03\x04" + bytes(100), BinarySeed),
        ("a.txt", "only a title\n", NoText),
    ],
)
def test_what_gives_no_article_is_named_and_stops_nothing(tmp_path, name, content, problem):
    bad, good = write(tmp_path / name, content), write(tmp_path / "z.html", page())
    seeds, problems = taken(bad, good, out=tmp_path / "seeds")
    assert seeds == [WHOLE]
    assert [type(p) for p in problems] == [problem]
    assert problems[0].path.endswith(name)


def test_json_lines_give_a_seed_a_line(tmp_path):
    lines = [json.dumps(record(title=f"Number {n}")) for n in range(3)]
    seeds, problems = taken(write(tmp_path / "a.jsonl", "\n".join([*lines, ""])), out=tmp_path / "seeds")
    assert ([title for title, *_ in seeds], problems) == (["Number 0", "Number 1", "Number 2"], [])
    assert seeds[0][1:] == WHOLE[1:]


@pytest.mark.parametrize(
    "names",
    [
        ("headline", "published_at", "link", "body"),
        ("Headline", "pubDate", "webUrl", "content"),
        ("TITLE", "Date Published", "URL", "Full text"),
    ],
)
def test_usual_names_of_columns_are_known(tmp_path, names):
    row = dict(zip(names, record().values(), strict=True))
    assert taken(write_csv(tmp_path / "a.csv", [row]), out=tmp_path / "seeds") == ([WHOLE], [])


def test_other_names_of_columns_can_be_told_and_lead_into_records(tmp_path):
    row = {"id": 7, "meta": {"kop": TITLE, "dag": "2024-05-17"}, "adres": URL, "tekst": list(PARAGRAPHS)}
    source = write(tmp_path / "a.jsonl", json.dumps(row))
    columns = {"title": "meta.kop", "date": "meta.dag", "url": "adres", "text": "tekst"}
    assert taken(source, out=tmp_path / "seeds", columns=columns) == ([WHOLE], [])


def test_a_field_that_seeds_do_not_have_is_an_error(tmp_path):
    with pytest.raises(UnknownField, match="'author': it has title, date, url, text"):
        ingest([tmp_path], tmp_path / "seeds", columns={"author": "by"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_in_its_encoding_and_with_its_separator(tmp_path, encoding, delimiter):
    source = write_csv(tmp_path / "a.csv", [record()], encoding=encoding, delimiter=delimiter)
    seeds, problems = taken(source, out=tmp_path / "seeds")
    assert seeds == [WHOLE]
    assert [type(problem) for problem in problems] == [GuessedEncoding] * (encoding == "windows-1252")


def test_json_may_be_one_list_and_a_text_may_be_html(tmp_path):
    html = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    for content in ([record(text=html)], {"total": 1, "articles": [record(text=html)]}):
        source = write(tmp_path / "a.json", json.dumps(content))
        assert taken(source, out=tmp_path / "seeds") == ([WHOLE], [])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_that_is_a_seed_already_is_taken_byte_for_byte(tmp_path, end):
    content = end.join([TITLE, "20240517", URL, *PARAGRAPHS, "", ""]).encode()
    assert taken(write(tmp_path / "a.txt", content), out=tmp_path / "seeds") == ([WHOLE], [])
    [path] = (tmp_path / "seeds").iterdir()
    assert path.read_bytes() == content


def test_of_other_plain_text_the_first_line_is_the_title_and_blocks_are_paragraphs(tmp_path):
    content = f"{TITLE}\n\n17 May 2024\n\nThe bridge at Talheim\nwill close.\n\nAll came.\n".encode("windows-1252")
    seeds, problems = taken(write(tmp_path / "a.txt", content), out=tmp_path / "seeds")
    assert seeds == [(TITLE, dt.date(2024, 5, 17), None, ("The bridge at Talheim will close.", "All came."))]
    assert [type(problem) for problem in problems] == [NoAddress]


def test_the_same_article_is_taken_once_in_whatever_form_and_copies_in_two_outlets_are_two(tmp_path):
    shuffled = "\n".join([TITLE, "20240517", URL, *reversed(PARAGRAPHS)])
    sources = [
        write(tmp_path / "a.html", page()),
        write(tmp_path / "b.txt", shuffled),
        write(tmp_path / "c.jsonl", json.dumps(record(date="", url=""))),
        write(tmp_path / "d.jsonl", json.dumps(record(url="https://voice.example/bridge"))),
    ]
    seeds, _ = taken(*sources, out=tmp_path / "seeds")
    assert sorted(url for _, _, url, _ in seeds) == ["https://voice.example/bridge", URL]


def test_a_second_time_adds_nothing_not_even_when_a_seed_was_renamed_and_given_its_date(tmp_path):
    source = write(tmp_path / "a.jsonl", json.dumps(record(date="")))
    taken(source, out=tmp_path / "seeds")
    [path] = (tmp_path / "seeds").iterdir()
    lines = path.read_text().split("\n")
    path.rename(tmp_path / "seeds" / "mine.txt").write_text("\n".join([lines[0], "2024-05-17", *lines[1:]]))
    assert taken(source, out=tmp_path / "seeds")[0] == [WHOLE]
    assert [path.name for path in (tmp_path / "seeds").iterdir()] == ["mine.txt"]


def test_a_file_that_has_the_name_of_a_seed_is_not_replaced(tmp_path):
    source = write(tmp_path / "a.html", page())
    ingest([source], tmp_path / "seeds")
    [path] = (tmp_path / "seeds").iterdir()
    path.write_text("mine")
    assert WHOLE in taken(source, out=tmp_path / "seeds")[0]
    assert path.read_text() == "mine"
    assert len(list((tmp_path / "seeds").iterdir())) == 2


def test_a_folder_is_read_at_any_depth_but_not_what_a_browser_put_beside_a_page_nor_what_is_hidden(tmp_path):
    write(tmp_path / "in" / "deep" / "a.html", page())
    for name in ("deep/a_files/frame.html", ".hidden/b.html", "deep/.c.html"):
        write(tmp_path / "in" / name, page(title="Not this one"))
    write(tmp_path / "in" / "style.css", "p {}")
    seeds, problems = taken(tmp_path / "in", out=tmp_path / "seeds")
    assert seeds == [WHOLE]
    assert [(problem.severity, problem.found) for problem in problems] == [("note", ".css")]


def test_a_source_with_nothing_in_it_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    _, problems = taken(tmp_path / "empty", tmp_path / "nowhere", "", out=tmp_path / "seeds")
    assert [type(problem) for problem in problems] == [NoSource] * 3
    assert not (tmp_path / "seeds").exists()


LINE = st.text(st.characters(codec="utf-8"), max_size=80)
WORDS = st.from_regex(r"[A-Za-zé“”,' ]{0,30}[a-zé]{3}\.?", fullmatch=True).filter(lambda text: clean_line(text) == text)


@settings(max_examples=60)
@given(WORDS, st.dates(), st.booleans(), st.booleans(), st.lists(WORDS, min_size=1, max_size=4))
def test_a_seed_gives_back_the_title_the_date_the_address_and_the_paragraphs(title, day, dated, linked, paragraphs):
    date, url = day if dated else None, URL if linked else None
    row = record(title=title, date=str(date or ""), url=url or "", text=paragraphs)
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "a.jsonl", json.dumps(row))
        seeds, problems = taken(source, out=Path(folder) / "seeds")
    if not any(problem.severity == "error" for problem in problems):
        assert seeds == [(title, date, url, tuple(paragraphs))]
    else:  # a title such as "may", a text that begins with nothing but a month: told, not taken for something else
        assert not seeds


@settings(max_examples=60)
@given(LINE, LINE, LINE, st.lists(LINE, max_size=3))
def test_any_record_is_taken_as_it_is_or_refused_by_name_and_its_file_stays_in_the_folder(title, date, url, paragraphs):
    row = record(title=title, date=date, url=url, text=paragraphs)
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "a.jsonl", json.dumps(row))
        seeds, problems = taken(source, out=Path(folder) / "seeds")
        written = [path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path != source and path.is_file()]
    assert len(seeds) == len(written) == (not any(problem.severity == "error" for problem in problems))
    assert all(
        re.fullmatch(r"seeds/(\d{4}-\d\d-\d\d|undated)-[a-z0-9]([a-z0-9-]*[a-z0-9])?-[0-9a-f]{8}\.txt", name) for name in written
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-17", "2024-05-17"),
        ("20240517", "2024-05-17"),
        ("2024/05/17 08:00", "2024-05-17"),
        ("2024-05-17T23:30:00+02:00", "2024-05-17"),
        ("Fri, 17 May 2024 09:30:00 +0200", "2024-05-17"),
        ("May 17, 2024 at 9.30 pm", "2024-05-17"),
        ("Published: Friday 17th May 2024", "2024-05-17"),
        ("17.05.2024", "2024-05-17"),
        ("05/17/2024", "2024-05-17"),
        ("05/05/2024", "2024-05-05"),
        ("1715930000", "2024-05-17"),
        ("1715930000123", "2024-05-17"),
        ("05/06/2024", None),
        ("31 February 2024", None),
        ("2024-13-40", None),
        ("May 2024", None),
        ("12 May or 13 May 2024", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_the_one_day_that_it_can_be_or_none(text, day):
    assert str(day_of(text)) == str(day)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["ingest", *words])


def test_the_command_tells_of_every_file_and_every_problem_and_counts(run, tmp_path):
    write(tmp_path / "in" / "a.html", page())
    rows = [record(title="Ferry stops"), *[record(text="")] * 5, record(title="Fair opens", date="05/06/2024")]
    write(tmp_path / "in" / "b.jsonl", "\n".join(map(json.dumps, rows)))
    done = run("in", "--out", "seeds")
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert lines[0].startswith("in/a.html: taken as seeds/2024-05-17-bridge-at-talheim-to-close-")
    assert lines[1] == "in/b.jsonl: 2 taken, 0 there already, 5 not taken"
    assert [line.split(": ")[:3] for line in lines[2:-1]] == [
        ["in/b.jsonl:2", "error", "no text"],
        ["in/b.jsonl:3", "error", "no text"],
        ["in/b.jsonl:4", "error", "no text"],
        ["in/b.jsonl", "error", "no text"],
        ["in/b.jsonl:7", "warning", "no date"],
    ]
    assert "2 more like this" in lines[5]
    assert lines[-1] == "seeds: 3 articles taken, 0 there already, 5 not taken"
    before = {path: path.read_bytes() for path in (tmp_path / "seeds").iterdir()}
    assert run("in").stdout.splitlines()[-1] == "seeds: 0 articles taken, 3 there already, 5 not taken"
    assert {path: path.read_bytes() for path in (tmp_path / "seeds").iterdir()} == before


def test_the_command_takes_columns_and_explains_a_field_that_there_is_not(run, tmp_path):
    write_csv(tmp_path / "a.csv", [{"kop": TITLE, "tekst": PARAGRAPHS[0]}])
    assert run("a.csv").exit_code == 2
    assert run("a.csv", "--column", "title=kop", "--column", "text=tekst").exit_code == 0
    done = run("a.csv", "--column", "author=kop")
    assert (done.exit_code, done.stderr) == (
        2,
        "error: a seed has no field 'author': it has title, date, url, text, as in --column title=headline\n",
    )
    done = run("a.csv", "--column", "title")
    assert (done.exit_code, "'title' names no column: write FIELD=NAME" in done.stderr) == (2, True)


def test_a_folder_that_cannot_be_written_is_named_with_the_status_1(run, tmp_path):
    write(tmp_path / "a.html", page())
    write(tmp_path / "taken", "a file")
    done = run("a.html", "--out", "taken")
    assert (done.exit_code, done.stderr) == (1, "error: taken: File exists; check that place, or choose another\n")


def test_interrupted_it_leaves_whole_seeds_only_and_goes_on_the_next_time(tmp_path):
    rows = (json.dumps(record(title=f"Number {n}", url=f"{URL}/{n}")) for n in range(20_000))
    source, out = write(tmp_path / "a.jsonl", "\n".join(rows)), tmp_path / "seeds"
    command = [sys.executable, "-m", "analysis", "ingest", str(source), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while (not out.exists() or len(list(out.iterdir())) < 10) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (
        130,
        "interrupted: what was finished is kept, nothing is half written; the same command goes on from there\n",
    )
    names = [path.name for path in out.iterdir()]
    assert 10 <= len(names) < 20_000
    assert all(name.endswith(".txt") for name in names)
    assert check_seeds(out) == (len(names), [])
