"""What the stance model learns from: marked targets with a label, and marked pairs, read from four kinds of file."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.stance_input import Item, is_name

BESIDE = 0.7  # of the items with several targets those where all are marked, as in an article; the rest has one
LABELS = ("negative", "neutral", "positive")
_SIGNS = {"+": 2, "0": 1, "-": 0}
_MARK = re.compile(r"\{(?P<kind>[SNP+0-])\|(?P<text>[^{}|=]*)[^{}]*\}")
_NAMES = re.compile(r"(?<=[a-z,;:] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")  # two capitals in a row, not at the start of a sentence
_HE = {"he": "she", "him": "her", "his": "her", "himself": "herself"}
_SHE = {"she": "he", "her": "him", "hers": "his", "herself": "himself"}


class Example(NamedTuple):
    """An item and the number of its label; `others`: spans of further names in its text; `judged`: is it a question that the
    package asks of an article, judged by a reader."""

    item: Item
    label: int
    others: tuple[tuple[int, int], ...] = ()
    judged: bool = False


def newsmtsc(path: Path) -> list[Example]:
    """Lines {text, start, end, label}: sentiment toward one marked target (NewsMTSC; Hamborg and Donnay, EACL 2021)."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    spans = defaultdict(set)
    for row in rows:
        spans[row["text"]].add((row["start"], row["end"]))
    return [
        Example(
            Item(r["text"], (r["start"], r["end"])), LABELS.index(r["label"]), _apart(spans[r["text"]], [(r["start"], r["end"])])
        )
        for r in rows
    ]


def directed(path: Path, *, unseen_in: Iterable[Example] = ()) -> list[Example]:
    """Lines {text, a, b, label}: who is for or against whom (Park, Pan and Joo, ACL 2021); both directions of each line.

    `unseen_in`: examples whose texts are left out.
    """
    seen = {example.item.text for example in unseen_in}
    found = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        if row["text"] in seen:
            continue
        sign, _, way = row["label"].partition(" ")
        for source, target, name in (("a", "b", "a>b"), ("b", "a", "b>a")):
            label = LABELS.index(sign if way == name else "neutral")
            found.append(Example(Item(row["text"], tuple(row[target]), tuple(row[source])), label))
    return found


def written(path: Path) -> list[Example]:
    """Lines with inline marks: one {S|source}, and targets {+|for}, {-|against}, {0|neither}; an example for each target.

    Marks of other names, {N|name|kind}, and of pronouns, {P|he=she}, are for the test of names and read as their text.
    """
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, source, targets, at = "", None, [], 0
        for match in _MARK.finditer(line):
            text += line[at : match.start()]
            span = (len(text), len(text) + len(match["text"]))
            text, at = text + match["text"], match.end()
            if match["kind"] == "S":
                source = span
            elif match["kind"] in _SIGNS:
                targets.append((span, _SIGNS[match["kind"]]))
        text += line[at:]
        if source is None:
            raise ValueError(f"{path}: no {{S|…}} in {line!r}")
        all_ = {span for span, _ in targets}
        found += [Example(Item(text, span, source, tuple(sorted(all_ - {span}))), label) for span, label in targets]
    return found


def judged(path: Path) -> list[Example]:
    """Lines {text, target, source, beside, label}: what the package asks of articles (judged_items.py writes them)."""
    found = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        item = Item(row["text"], tuple(row["target"]), tuple(row["source"]), tuple(map(tuple, row["beside"])))
        found.append(Example(item, LABELS.index(row["label"]), judged=True))
    return found


def varied(example: Example, names: Sequence[str], random_: random.Random) -> Item:
    """The item with the names around the marked ones and the gender of the pronouns changed at random: they show no stance."""
    item = example.item._replace(beside=example.item.beside if random_.random() < BESIDE else ())
    marked = [s for s in (item.target, item.source, *item.beside) if s]
    if random_.random() < 0.5:
        found = {m.span() for m in _NAMES.finditer(item.text)} | {s for s in example.others if is_name(item.text[slice(*s)])}
        apart = _apart(sorted(found), marked)
        item = _replaced(item, [(*span, random_.choice(names)) for span in apart])
    if random_.random() < 0.5:
        words = _HE if random_.random() < 0.5 else _SHE
        changes = [
            (m.start(), m.end(), _cased(words[m[0].lower()], m[0]))
            for m in re.finditer(rf"\b({'|'.join(words)})\b", item.text, re.I)
        ]
        apart = {c[:2] for c in changes} & set(
            _apart([c[:2] for c in changes], [s for s in (item.target, item.source, *item.beside) if s])
        )
        item = _replaced(item, [c for c in changes if c[:2] in apart])
    return item


def _apart(spans: Iterable[tuple[int, int]], own: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Those of some spans that touch neither `own` nor one another, the first of two."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if all(end <= s or start >= e for s, e in (*own, *kept)):
            kept.append((start, end))
    return tuple(kept)


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


def _replaced(item: Item, changes: Sequence[tuple[int, int, str]]) -> Item:
    text, target, source, beside = item
    for start, end, new in sorted(changes, reverse=True):
        text, by = text[:start] + new + text[end:], len(new) - (end - start)
        target = _moved(target, start, by)
        source = _moved(source, start, by) if source else None
        beside = tuple(_moved(span, start, by) for span in beside)
    return Item(text, target, source, beside)


def _moved(span: tuple[int, int], at: int, by: int) -> tuple[int, int]:
    return (span[0] + by, span[1] + by) if span[0] > at else span
