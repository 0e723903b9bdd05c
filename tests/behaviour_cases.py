"""The tables of tests/behaviour/ read, and one of their cases checked.

In a cell " ¶ " parts the paragraphs, " / " answers that are equally right, and "*" is not looked at; "nobody" is a speaker whom
the text does not tell, the kind "none" stands for words that are no speech. The last column, `known`, names what fails today:
"fails" is the case itself; "straight", "padded", "shuffled" and a surname are that variation of it, "order" is an article whose
paragraphs are moved. Whoever mends a case takes its word away.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.language import parse_all
from analysis.pipeline import annotate_seed
from analysis.seeds import Seed

FOLDER = Path(__file__).parent / "behaviour"
TOGETHER = 32  # texts that are parsed at once, in a third of the time
foreseen: list[str] = []  # the texts of the tests in their order


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


@cache
def annotated(paragraphs, title="News"):
    seed = Seed("d0", "a.txt", title, None, None, tuple(paragraphs))
    place = places().get(seed.text)
    return annotate_seed(seed, None if place is None else parsed(place // TOGETHER)[place % TOGETHER])


@cache
def places():
    return {text.replace(" ¶ ", "\n"): place for place, text in enumerate(foreseen)}


@cache
def parsed(part):
    return list(parse_all(text.replace(" ¶ ", "\n") for text in foreseen[part * TOGETHER : (part + 1) * TOGETHER]))


def fitting(words, text, title="News"):
    """The rows of `quotes` that hold the words, the shortest first."""
    holding = [row for row in annotated(tuple(text.split(" ¶ ")), title)["quotes"] if words.removeprefix("=") in row.text]
    return sorted(holding, key=lambda row: len(row.text))


def name(text):
    """A name as it is compared: without article, case of its first letter and full stop."""
    bare = re.sub(r"^(?:the|a|an) ", "", text or "nobody", flags=re.IGNORECASE).rstrip(".")
    return bare[:1].lower() + bare[1:]


def is_one_of(found, answers):
    return answers == "*" or name(found) in {name(answer) for answer in answers.split(" / ")}


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
