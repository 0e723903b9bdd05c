"""Paragraphs in the file's order to the order that they were written to be read in.

A linear model says how much each paragraph looks like the lead, and of any two others which is read first, by what a reader
goes by: a person is named in full before "Ms Quist" or "she", "a report" stands before "the report", an opening takes up
words of what stands before it, background comes late. The word classes and the weights are a readable file,
resources/reading_order.json, which says what they were fitted on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from analysis.language import paragraphs
from analysis.paragraph_features import Features, Floats, features, resource
from analysis.resources import rows

FEWEST, MOST = 3, 800  # two paragraphs show too little to overrule the file; above, a matrix of pairs is out of proportion
LONG = 100  # paragraphs whose order is not searched for but sorted
MAX_PASSES = 20  # of the search; the orders of real articles settle in two or three
LINE = 300  # letters, more than a title, a date or a phrase has
PHRASE = 15  # words below which a paragraph that does not end like a sentence is no prose
SURE = 0.6  # that an article is shuffled, before its order is given up: to disturb a good one is the worse mistake
UNTESTED = 0.75  # confidence in an order that is not examined: as written or shuffled, at even odds
DIGITS = 6  # of a score: the last bits of a sum, which differ by machine, decide nothing
_CAPTIONS = ("Image:", "Photo:", "Picture:")
_ENDED = re.compile(r"[.!?…:\"”’')\]]\s*\Z")
_LETTERS = re.compile(r"[^\W\d_]+")


class Order(NamedTuple):
    """A reading order.

    `order` holds the paragraphs' indices (the file's order) as they are read, `confidence` (0 to 1) is the share of pairs of
    paragraphs that can be expected to stand right, and `shuffled` says whether the file's own order was given up.
    """

    order: list[int]
    confidence: float
    shuffled: bool


class Parts(NamedTuple):
    """The paragraphs of an article, by index: those that only repeat the title or give the date, prose, captions and the like."""

    headings: list[int]
    prose: list[int]
    fragments: list[int]


class Model(NamedTuple):
    """The weights of the columns of `of_lead`, of `of_rest`, of the pairs, and of `evidence` by name and "constant"."""

    lead: Floats
    rest: Floats
    pairs: Floats
    shuffled: dict[str, float]


def of_lead(seen: Features) -> Floats:
    """The features of each paragraph as the lead, n by k: its own, and its relations to and from the others on average."""
    return np.hstack([seen.single, seen.pairs.mean(2).T, seen.pairs.mean(1).T])


def of_rest(seen: Features, lead: int) -> Floats:
    """The features of each paragraph after the lead, n by k: its own, and its relations to and from the lead."""
    return np.hstack([seen.single, seen.pairs[:, :, lead].T, seen.pairs[:, lead].T])


def columns(names: tuple[str, ...], pair_names: tuple[str, ...], other: str) -> list[str]:
    """The names of the columns of `of_lead` (`other` is "the others") and `of_rest` ("the lead")."""
    return [*names, *(f"{name}, to {other}" for name in pair_names), *(f"{name}, from {other}" for name in pair_names)]


@lru_cache(maxsize=1)
def _model(names: tuple[str, ...], pair_names: tuple[str, ...]) -> Model:
    def weights(part: str, listed: Iterable[str]) -> Floats:
        return np.array([resource()[part].get(name, 0.0) for name in listed])  # one that is not listed weighs nothing

    lead, rest = columns(names, pair_names, "the others"), columns(names, pair_names, "the lead")
    return Model(weights("lead", lead), weights("before", rest), weights("before", pair_names), resource()["shuffled"])


def log_odds(seen: Features, model: Model) -> tuple[int, Floats]:
    """The lead, and for each pair i, j the log-odds that i is read before j; those of j, i are the negative."""
    as_lead = np.round(of_lead(seen) @ model.lead, DIGITS)
    lead = int(as_lead.argmax())
    alone = of_rest(seen, lead) @ model.rest
    before = np.tensordot(model.pairs, seen.pairs, 1)
    odds: Floats = alone[:, None] - alone + before - before.T
    odds[lead] = as_lead[lead] - as_lead
    odds[:, lead] = -odds[lead]
    return lead, np.round(odds, DIGITS)


def best_order(lead: int, odds: Floats) -> list[int]:
    """The order after the lead in which the most pairs can be expected to stand right: each paragraph goes where that gains most.

    >>> best_order(1, np.array([[0, -1, -2], [1, 0, 1], [2, -1, 0]]))
    [1, 2, 0]
    """
    gain = np.round(np.tanh(odds / 2), DIGITS)  # the probability of i before j less that of j before i
    order = [int(i) for i in np.argsort(-np.round(gain.sum(1), DIGITS), kind="stable") if i != lead]
    for _ in range(MAX_PASSES if len(order) < LONG else 0):
        before_pass = list(order)
        for paragraph in before_pass:
            at = order.index(paragraph)
            others = order[:at] + order[at + 1 :]
            here = np.round(np.append(0, np.cumsum(gain[others, paragraph])), DIGITS)
            best = int(here.argmax())
            if here[best] > here[at]:
                order = [*others[:best], paragraph, *others[best:]]
        if order == before_pass:
            break
    return [lead, *order]


@lru_cache(maxsize=64)
def _later(count: int) -> tuple[NDArray[np.intp], ...]:
    """The places of a matrix of pairs whose column comes after its row."""
    return np.triu_indices(count, 1)


def share_right(odds: Floats, order: list[int]) -> float:
    """The share of pairs of an order that can be expected to stand right.

    >>> round(share_right(np.array([[0, 2.2], [-2.2, 0]]), [1, 0]), 1)
    0.1
    """
    pairs = odds[np.ix_(order, order)][_later(len(order))]
    return float((1 + np.tanh(pairs / 2)).mean() / 2)


def evidence(seen: Features, lead: int, odds: Floats, restored: list[int]) -> dict[str, float]:
    """What speaks for and against the file's own order, beside the restored one and beside chance."""
    later = np.delete(np.delete(odds, lead, 0), lead, 1)
    after_lead = later[_later(len(later))]
    filed = share_right(odds, list(range(len(odds))))
    return {
        "the first paragraph is the lead": math.tanh(odds[0, 1:].min() if lead == 0 else odds[0, lead]),
        "odds of the order after the lead": float(after_lead.sum() / np.sqrt(len(after_lead))),
        "share of pairs right": filed,
        "share of pairs that the restored order gains": share_right(odds, restored) - filed,
        "odds of the order, beside chance": _beside_chance(odds),
        **{f"{name}, beside chance": _beside_chance(values) for name, values in zip(seen.pair_names, seen.pairs, strict=True)},
        **{f"{name} of neighbours": _of_neighbours(values) for name, values in zip(seen.pair_names, seen.pairs, strict=True)},
    }


def _beside_chance(values: Floats) -> float:
    """How far a relation runs the file's way: about 0 with deviation 1 for a shuffled article, at any length."""
    runs = (values - values.T)[_later(len(values))]
    return float(runs.sum() / np.sqrt((runs**2).sum() + 1e-9))


def _of_neighbours(values: Floats) -> float:
    """How much more of a relation neighbours have than any two paragraphs, in standard errors."""
    other = values[~np.eye(len(values), dtype=bool)]
    if not other.any():
        return 0.0
    return float((np.diag(values, 1).mean() - other.mean()) * np.sqrt(len(values) - 1) / (other.std() + 1e-9))


def reading_order(doc: Doc, title: str = "") -> Order:
    """The order in which the paragraphs of a Doc, one a line, are meant to be read: the file's own unless it is plainly shuffled.

    An article of fewer than three paragraphs of prose, or of more than 800 paragraphs, is left as it is.

    >>> from analysis.language import parse
    >>> reading_order(parse("It rained in Talheim on Monday."))
    Order(order=[0], confidence=1.0, shuffled=False)
    """
    text = doc.text
    texts = [text[start:end] for start, end in paragraphs(text)]
    if not FEWEST <= len(texts) <= MOST:
        return _unexamined(len(texts))
    seen = features(doc, text, title)
    return restored(seen, parts(texts, title), _model(seen.single_names, seen.pair_names))


def restored(seen: Features, layout: Parts, model: Model) -> Order:
    """The reading order of an article by the features of its paragraphs: the headings, the prose as it is read, the fragments."""
    if len(layout.prose) < FEWEST:
        return _unexamined(len(seen.single))
    found = arranged(chosen(seen, layout.prose), model)
    order = [*layout.headings, *(layout.prose[i] for i in found.order), *layout.fragments]
    return found._replace(order=order if found.shuffled else list(range(len(order))))


def _unexamined(count: int) -> Order:
    return Order(list(range(count)), 1.0 if count < 2 else UNTESTED, False)


def parts(texts: list[str], title: str) -> Parts:
    """Which paragraphs are headings, prose and fragments.

    >>> parts(["Fair opens", "17 May 2024", "It rained.", "A tent. Image: Mara Quist."], "Fair opens")
    Parts(headings=[0, 1], prose=[2], fragments=[3])
    """
    lines = {i: _LETTERS.findall(text.lower()) for i, text in enumerate(texts) if len(text) < LINE}
    wanted = _LETTERS.findall(title.lower())
    titles = [i for i, words in lines.items() if words and words == wanted]
    dates = [i for i, words in lines.items() if words and _date_words().issuperset(words) and any(map(str.isdigit, texts[i]))]
    headings = list(dict.fromkeys(titles + dates))
    cut = {i for i, words in lines.items() if len(words) < PHRASE and not _ENDED.search(texts[i])}
    fragments = [i for i, text in enumerate(texts) if i not in headings and (i in cut or any(mark in text for mark in _CAPTIONS))]
    return Parts(headings, sorted(set(range(len(texts))).difference(headings, fragments)), fragments)


@lru_cache(maxsize=1)
def _date_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("date_words.tsv"))


def chosen(seen: Features, order: list[int]) -> Features:
    """The features of some paragraphs, in an order."""
    return seen._replace(single=seen.single[order], pairs=seen.pairs[:, order][:, :, order])


def arranged(seen: Features, model: Model) -> Order:
    """The reading order of at least three paragraphs by their features: the file's own where it begins with the lead.

    What comes after the lead is so much a matter of taste that it proves nothing against the file; it only lowers the confidence.
    """
    lead, odds = log_odds(seen, model)
    filed, restored = list(range(len(odds))), best_order(lead, odds)
    found = evidence(seen, lead, odds, restored)
    score = model.shuffled["constant"] + sum(model.shuffled[name] * value for name, value in found.items())
    shuffled = round((1 + math.tanh(score / 2)) / 2, DIGITS)  # its probability
    if lead == 0 or shuffled <= SURE:
        return Order(filed, 1 - shuffled * (1 - share_right(odds, filed)), False)
    kept = float(np.less.outer(restored, restored)[_later(len(odds))].mean())  # pairs that stand as in the file
    return Order(restored, shuffled * share_right(odds, restored) + (1 - shuffled) * kept, True)
