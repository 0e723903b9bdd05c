"""Behaviour, phenomenon by phenomenon (CheckList): minimum function, invariance, direction.

The cases are tables in tests/behaviour/, written from English, not from what the package does. In a cell " ¶ " parts the
paragraphs, " / " answers that are equally right, and "*" is not looked at; "nobody" is a speaker whom the text does not tell, the
kind "none" stands for words that are no speech. The last column, `known`, names what fails today: "fails" is the case itself,
"straight", "padded", "shuffled" or a surname that variation of it. Whoever mends a case takes its word away.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis import load_seeds
from analysis.pipeline import annotate_seed
from analysis.seeds import Seed

FOLDER = Path(__file__).parent / "behaviour"
APART = {"direction", "table_speakers"}  # tables with columns of their own
NAMES = [("Liv", "Brandt-Osei"), ("Niamh", "O’Dell"), ("Adaora", "Nwekesi"), ("Šárka", "Vlk"), ("Tomiko", "Harada")]
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
WEATHER = "It rained in the valley for most of the week."
TITLE = "News from Talheim"


class Case(NamedTuple):
    """A row of a table of quotations."""

    phenomenon: str
    paragraphs: str
    words: str
    kind: str
    speaker: str
    source: str = "*"
    via: str = ""
    known: str = ""


def rows(name):
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def parameter(table, case, known, *more, variation="fails"):
    """A case as a parameter of a test; `known` are the variations of it that fail."""
    failing = (pytest.mark.xfail(strict=True, reason="known"),) if variation in known.split() else ()
    return pytest.param(case, *more, marks=failing, id=" ".join((f"{table}: {case[0]}", *(m[1] for m in more))))


CASES = [(path.stem, Case(*row)) for path in sorted(FOLDER.glob("*.tsv")) if path.stem not in APART for row in rows(path.stem)]
SOUND = [(table, case) for table, case in CASES if "fails" not in case.known.split()]
RENAMED = [
    parameter(table, case, case.known, NAMES[at % len(NAMES)], variation=NAMES[at % len(NAMES)][1])
    for table, case in SOUND
    if "Mara Quist" in case.paragraphs
    for at in (len(case.paragraphs), len(case.paragraphs) + 2)  # two of the names, the same whatever rows are added
]
ARTICLES = json.loads((FOLDER / "articles.json").read_text(encoding="utf-8"))


@cache
def annotated(paragraphs, title=TITLE):
    return annotate_seed(Seed("d0", "a.txt", title, None, None, tuple(paragraphs)))


def fitting(words, text, title=TITLE):
    """The rows of `quotes` that hold the words, the shortest first."""
    holding = [row for row in annotated(tuple(text.split(" ¶ ")), title)["quotes"] if words.removeprefix("=") in row.text]
    return sorted(holding, key=lambda row: len(row.text))


def name(text):
    """A name as it is compared: without article, case of its first letter and full stop."""
    bare = re.sub(r"^(?:the|a|an) ", "", text or "nobody", flags=re.IGNORECASE).rstrip(".")
    return bare[:1].lower() + bare[1:]


def is_one_of(found, answers, key=name):
    return answers == "*" or key(found) in {key(answer) for answer in answers.split(" / ")}


def clause(text):
    """A clause as it is compared: without what opens it and the full stop."""
    return re.sub(r"^(?:that|to) ", "", text.rstrip(".,"))


def check(case):
    """Is there such a quotation, of this kind, speaker, kind of speaker and via."""
    found = fitting(case.words, case.paragraphs)
    kinds = case.kind.split("/")
    if "none" in kinds:
        found = [row for row in found if len(row.text) <= 2 * len(case.words) + 10]
        spoken = [(row.text, row.kind, row.speaker) for row in found if row.speaker or row.kind not in {"scare", *kinds}]
        assert not spoken
        return
    assert found, "no quotation"
    row = found[0]
    assert row.kind in kinds, f"kind of {row.text!r}"
    assert is_one_of(row.speaker, case.speaker), f"speaker {row.speaker!r} of {row.text!r}"
    assert not case.words.startswith("=") or clause(row.text) == clause(case.words[1:]), "bounds"
    assert is_one_of(row.via or "", case.via), f"via {row.via!r}"
    if case.source != "*":
        (kind,) = [r.kind for r in annotated(tuple(case.paragraphs.split(" ¶ ")))["speakers"] if r.speaker == row.speaker]
        assert kind in case.source.split("/"), f"kind of speaker {row.speaker!r}: {kind}"


@pytest.mark.parametrize("case", [parameter(table, case, case.known) for table, case in CASES])
def test_minimum_function(case):
    check(case)


@pytest.mark.parametrize(("case", "person"), RENAMED)
def test_another_name_changes_nothing_but_the_name(case, person):
    first, last = person
    check(Case(*(cell.replace("Mara", first).replace("Quist", last).replace("QUIST", last.upper()) for cell in case)))


@pytest.mark.parametrize(
    "case", [parameter(t, c, c.known, variation="straight") for t, c in SOUND if set(c.paragraphs) & set("“‘")]
)
def test_straight_marks_for_curly_ones_change_nothing(case):
    check(Case(*(cell.translate(STRAIGHT) for cell in case)))


@pytest.mark.parametrize("case", [parameter(t, c, c.known, variation="padded") for t, c in SOUND])
def test_a_neutral_first_paragraph_changes_nothing(case):
    check(case._replace(paragraphs=f"{WEATHER} ¶ {case.paragraphs}"))


SAID = [
    ((words, speaker, a["title"], tuple(a["paragraphs"])), when, " ".join(known))
    for a in ARTICLES
    for words, speaker, when, *known in a["said"]
]
SHUFFLED = [said for said in SAID if said[1] == "always" and said[2] != "fails"]


@pytest.mark.parametrize("said", [parameter("article", said, known) for said, _, known in SAID])
def test_who_says_what_in_a_whole_article(said):
    words, speaker, title, paragraphs = said
    row = fitting(words, " ¶ ".join(paragraphs), title)[0]
    assert is_one_of(row.speaker, speaker), row.speaker


@pytest.mark.parametrize("said", [parameter("article", said, known, variation="shuffled") for said, _, known in SHUFFLED])
def test_shuffled_paragraphs_change_no_speaker_whom_the_text_still_shows(said):
    words, speaker, title, paragraphs = said
    for number in (1, 2):
        mixed = random.Random(number).sample(paragraphs, len(paragraphs))
        row = fitting(words, " ¶ ".join(mixed), title)[0]
        assert is_one_of(row.speaker, speaker), (number, row.speaker)


@pytest.mark.parametrize("article", ARTICLES, ids=[a["title"] for a in ARTICLES])
def test_line_ends_and_blank_paragraphs_change_nothing(article, tmp_path):
    lines = [article["title"], "20310502", "https://harbourpost.example/a", *article["paragraphs"]]
    for number, (end, between) in enumerate([("\n", "\n"), ("\r\n", "\r\n"), ("\n", "\n\n"), ("\r\n", "\r\n \r\n")]):
        head, rest = end.join(lines[:3]), between.join(lines[3:])
        (tmp_path / f"{number}.txt").write_bytes(f"{head}{end}{rest}{end}".encode())
    found = [annotated(seed.paragraphs, seed.title)["quotes"] for seed in load_seeds(tmp_path)]
    assert len(found) == 4
    assert found[0]
    assert all(quotes == found[0] for quotes in found)


@pytest.mark.parametrize("case", [parameter("direction", row, "".join(row[5:])) for row in rows("direction")])
def test_direction(case):
    _, before, after, words, effect = case[:5]
    one, two = fitting(words, before)[0], fitting(words, after)[0]
    if effect in {"same speaker", "less sure"}:
        assert one.speaker is not None
        assert one.speaker == two.speaker
        assert effect == "same speaker" or two.confidence < one.confidence, (one.confidence, two.confidence)
        return
    column, _, change = effect.partition(" ")
    assert [name(getattr(row, column) or "-") for row in (one, two)] == [name(value) for value in change.split(" > ")]


@pytest.mark.parametrize("case", [parameter("speakers", row, "".join(row[7:])) for row in rows("table_speakers")])
def test_the_table_of_speakers(case):
    _, text, speaker, kind, role, affiliation, pronoun = (*case, "", "", "")[:7]
    (row,) = [r for r in annotated(tuple(text.split(" ¶ ")))["speakers"] if is_one_of(r.speaker, speaker)]
    assert row.kind == kind
    for column, answers in (("role", role), ("affiliation", affiliation), ("pronoun", pronoun)):
        assert is_one_of(getattr(row, column) or "", answers), f"{column} {getattr(row, column)!r}"


def test_there_are_cases_enough_of_every_phenomenon():
    counts = Counter(table for table, _ in CASES)
    assert counts.total() >= 220
    assert min(counts.values()) >= 20
    assert len({(case.paragraphs, case.words) for _, case in CASES}) == len(CASES)
