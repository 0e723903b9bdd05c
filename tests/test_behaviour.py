"""Behaviour, phenomenon by phenomenon (CheckList): minimum function, invariance, direction.

The cases are tables in tests/behaviour/, written from English, not from what the package does; behaviour_cases.py says what their
cells mean. To add one is to add a row.
"""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from behaviour_cases import FOLDER, Case, annotated, check, fitting, foreseen, is_one_of, name, parameter, rows

from analysis import load_seeds, pipeline

APART = {"direction", "stance", "table_speakers"}  # tables with columns of their own
NAMES = [("Liv", "Brandt-Osei"), ("Niamh", "O’Dell"), ("Adaora", "Nwekesi"), ("Šárka", "Vlk"), ("Tomiko", "Harada")]
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
WEATHER = "It rained in the valley for most of the week."


CASES = [(path.stem, Case(*row)) for path in sorted(FOLDER.glob("*.tsv")) if path.stem not in APART for row in rows(path.stem)]
SOUND = [(table, case) for table, case in CASES if "fails" not in case.known.split()]
RENAMED = [
    parameter(table, case, case.known, NAMES[at % len(NAMES)], variation=NAMES[at % len(NAMES)][1])
    for table, case in SOUND
    if "Mara Quist" in case.paragraphs
    for at in (len(case.paragraphs), len(case.paragraphs) + 2)  # two of the names, the same whatever rows are added
]
ARTICLES = json.loads((FOLDER / "articles.json").read_text(encoding="utf-8"))


MARKED = [parameter(t, c, c.known, variation="straight") for t, c in SOUND if set(c.paragraphs) & set("“‘")]
PADDED = [parameter(t, c, c.known, variation="padded") for t, c in SOUND if " ¶ " in c.paragraphs]


def renamed(case, person):
    first, last = person
    return Case(*(cell.replace("Mara", first).replace("Quist", last).replace("QUIST", last.upper()) for cell in case))


def straight(case):
    return Case(*(cell.translate(STRAIGHT) for cell in case))


def padded(case):
    return case._replace(paragraphs=f"{WEATHER} ¶ {case.paragraphs}")


foreseen += [case.paragraphs for _, case in CASES]
for vary, some in ((renamed, RENAMED), (straight, MARKED), (padded, PADDED)):
    foreseen += [vary(*parameters.values).paragraphs for parameters in some]


@pytest.fixture(autouse=True, scope="module")
def _without_stances():
    """They would take most of the time, and nothing here shows them; test_stance.py has their table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "with_stances", lambda reading: reading)
        yield


@pytest.mark.parametrize("case", [parameter(table, case, case.known) for table, case in CASES])
def test_minimum_function(case):
    check(case)


@pytest.mark.parametrize(("case", "person"), RENAMED)
def test_another_name_changes_nothing_but_the_name(case, person):
    check(renamed(case, person))


@pytest.mark.parametrize("case", MARKED)
def test_straight_marks_for_curly_ones_change_nothing(case):
    check(straight(case))


@pytest.mark.parametrize("case", PADDED)
def test_a_neutral_first_paragraph_changes_nothing(case):
    check(padded(case))


SAID = [
    ((words, speaker, a["title"], tuple(a["paragraphs"])), when, " ".join(known))
    for a in ARTICLES
    for words, speaker, when, *known in a["said"]
]


@pytest.mark.parametrize("said", [parameter("article", said, known) for said, _, known in SAID])
def test_who_says_what_in_a_whole_article(said):
    words, speaker, title, paragraphs = said
    row = fitting(words, " ¶ ".join(paragraphs), title)[0]
    assert is_one_of(row.speaker, speaker), row.speaker


@pytest.mark.parametrize(
    "said", [parameter("article", s, known, variation="shuffled") for s, w, known in SAID if w == "always" and known != "fails"]
)
def test_shuffled_paragraphs_change_no_speaker_whom_the_text_still_shows(said):
    words, speaker, title, paragraphs = said
    for number in (1, 2):
        mixed = random.Random(number).sample(paragraphs, len(paragraphs))
        row = fitting(words, " ¶ ".join(mixed), title)[0]
        assert is_one_of(row.speaker, speaker), (number, row.speaker)


@pytest.mark.parametrize(
    "article", [parameter("order", (a["title"], a["paragraphs"]), a.get("known", ""), variation="order") for a in ARTICLES]
)
def test_an_article_in_the_order_it_was_written_in_is_left_so(article):
    title, paragraphs = article
    order = [row.reading_order for row in annotated(tuple(paragraphs), title)["paragraphs"]]
    assert order == sorted(order)


@pytest.mark.parametrize("article", ARTICLES, ids=[a["title"] for a in ARTICLES])
def test_line_ends_and_blank_paragraphs_change_nothing(article, tmp_path):
    lines = [article["title"], "20310502", "https://harbourpost.example/a", *article["paragraphs"]]
    for number, (end, between) in enumerate([("\n", "\n"), ("\r\n", "\r\n"), ("\n", "\n\n"), ("\r\n", "\r\n \r\n")]):
        head, rest = end.join(lines[:3]), between.join(lines[3:])
        (tmp_path / f"{number}.txt").write_bytes(f"{head}{end}{rest}{end}".encode())
    found = [annotated(seed.paragraphs, seed.title)["quotes"] for seed in load_seeds(tmp_path)]
    assert found == [found[0]] * 4
    assert found[0]


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
