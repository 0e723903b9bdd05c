"""Paragraphs in the file's order to the order that they were written to be read in.

A linear model says how much each paragraph looks like the lead, of any two others which is read first, and which comes right
after which, by what a reader goes by: a person is named in full before "Ms Quist" or "she", "a report" stands before "the
report", an opening takes up words of what stands before it, background comes late. The file's order is given up only where it
is plainly no better than chance. The word classes and the weights are a readable file, resources/reading_order.json, which
says what they were fitted on.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from analysis.language import paragraphs
from analysis.order_evidence import evidence, headings_first
from analysis.order_model import Judgement, Model, judged, shipped
from analysis.order_search import DIGITS, best_order
from analysis.paragraph_features import Features, features
from analysis.paragraph_tokens import Floats
from analysis.resources import rows

FEWEST, MOST = 3, 500  # two paragraphs show too little to overrule the file; above, a matrix of pairs is out of proportion
WORDS = 60  # below which an article says too little of its order
LINE = 300  # letters, more than a title, a date or a phrase has
PART = 4  # words of the title in a row that make a paragraph of nothing else a heading
PHRASE = 15  # words below which a paragraph that does not begin and end like a sentence is no prose
SURE = 0.6  # that an article is shuffled, before its order is given up: to disturb a good one is the worse mistake
UNTESTED = 0.75  # confidence in an order that is not examined: as written or shuffled, at even odds
SURENESS = ("constant", "link", "number of paragraphs", "order")  # what tells how sure a neighbour is
_CAPTIONS = ("Image:", "Photo:", "Picture:")
_ENDED = re.compile(r"[.!?…:\"”’')\]]\s*\Z")
_LETTERS = re.compile(r"[^\W\d_]+")


class Order(NamedTuple):
    """A reading order.

    `order` holds the paragraphs' indices (the file's order) as they are read, `confidence` (0 to 1) is the share of pairs of
    paragraphs that can be expected to stand right, and `shuffled` says whether the file's own order was given up. `follows` has
    one number for each place of the order: how sure it is that the paragraph there was written to stand right after the one
    before it, the first one to stand first. What is read back over a paragraph's edge, a pronoun or a bare "he added", is worth
    no more than that. Both are probabilities where as many articles are shuffled as not: of the neighbours given with 0.9, nine
    in ten are. In an order that was restored few are given more than 0.4, and about as many are right.
    """

    order: list[int]
    confidence: float
    shuffled: bool
    follows: list[float]


class Parts(NamedTuple):
    """The paragraphs of an article, by index: those that only repeat the title, or part of it, or give the date; prose; captions
    and the like."""

    headings: list[int]
    prose: list[int]
    fragments: list[int]


def reading_order(doc: Doc, title: str = "") -> Order:
    """The order in which the paragraphs of a Doc, one a line, are meant to be read: the file's own unless it is plainly shuffled.

    An article of fewer than three paragraphs of prose or 60 words, or of more than 500 paragraphs, is left as it is.

    >>> from analysis.language import parse
    >>> reading_order(parse("It rained in Talheim on Monday."))
    Order(order=[0], confidence=1.0, shuffled=False, follows=[1.0])
    """
    text = doc.text
    texts = [text[start:end] for start, end in paragraphs(text)]
    if not FEWEST <= len(texts) <= MOST:
        return _unexamined(len(texts))
    layout = parts(texts, title)
    if len(layout.prose) < FEWEST or sum(len(texts[i].split()) for i in layout.prose) < WORDS:
        return _unexamined(len(texts))
    seen = features(doc, text, title)
    return restored(seen, layout, shipped(seen.single_names, seen.pair_names))


def restored(seen: Features, layout: Parts, model: Model) -> Order:
    """The reading order of an article by the features of its paragraphs: the headings, the prose as it is read, the fragments."""
    count = len(seen.single)
    if len(layout.prose) < FEWEST:
        return _unexamined(count)
    found = arranged(chosen(seen, layout.prose), model, headings_first(layout.headings, count))
    if not found.shuffled:
        least = min(found.follows)
        return found._replace(order=list(range(count)), follows=[least] * count)
    order = [*layout.headings, *(layout.prose[i] for i in found.order), *layout.fragments]
    return found._replace(order=order, follows=[*(1.0 for _ in layout.headings), *found.follows, *(0.0 for _ in layout.fragments)])


def _unexamined(count: int) -> Order:
    sure = 1.0 if count < 2 else UNTESTED
    return Order(list(range(count)), sure, False, [sure] * count)


def arranged(seen: Features, model: Model, headed: float = 0.0) -> Order:
    """The reading order of at least three paragraphs by their features, the file's own unless the evidence against it is strong.

    `headed` is what the place of the article's headings says for the file's order.
    """
    found = judged(seen, model)
    count = len(seen.single)
    signs = evidence(seen, found, headed)
    shuffled = _probability(model.shuffled["constant"] + sum(model.shuffled[name] * value for name, value in signs.items()))
    if shuffled <= SURE:
        filed = list(range(count))
        confidence = 1 - shuffled * (1 - share_right(found.odds, filed))
        return Order(filed, confidence, False, [1 - shuffled * (1 - 1 / count)] * count)
    order = best_order(found.lead, found.odds, found.follows)
    kept = float(np.less.outer(order, order)[_later(count)].mean())  # pairs that stand as in the file
    confidence = shuffled * share_right(found.odds, order) + (1 - shuffled) * kept
    likely = [float(np.exp(found.as_lead[order[0]])), *map(_probability, sureness(found, order) @ list(model.sure.values()))]
    beside = [float(second == first + 1) for first, second in zip([-1, *order], order, strict=False)]  # as in the file
    follows = [shuffled * new + (1 - shuffled) * old for new, old in zip(likely, beside, strict=True)]
    return Order(order, confidence, True, follows)


def sureness(found: Judgement, order: list[int]) -> Floats:
    """What says how surely each paragraph but the first stands right after the one before it, by `SURENESS`."""
    first, second = np.array([order[:-1], order[1:]])
    link, odds = found.follows[first, second], found.odds[first, second]
    return np.stack([np.ones(len(link)), link, np.full(len(link), np.log(len(order))), odds], 1)


def share_right(odds: Floats, order: list[int]) -> float:
    """The share of pairs of an order that can be expected to stand right.

    >>> round(share_right(np.array([[0, 2.2], [-2.2, 0]]), [1, 0]), 1)
    0.1
    """
    pairs = odds[np.ix_(order, order)][_later(len(order))]
    return float((1 + np.tanh(pairs / 2)).mean() / 2)


@lru_cache(maxsize=64)
def _later(count: int) -> tuple[NDArray[np.intp], ...]:
    """The places of a matrix of pairs whose column comes after its row."""
    return np.triu_indices(count, 1)


def _probability(odds: float) -> float:
    return round(float((1 + np.tanh(odds / 2)) / 2), DIGITS)


def chosen(seen: Features, order: list[int]) -> Features:
    """The features of some paragraphs, in an order."""
    pairs = seen.pairs[:, order][:, :, order]
    return seen._replace(single=seen.single[order], pairs=pairs, full=seen.full[order], bare=seen.bare[order])


def parts(texts: list[str], title: str) -> Parts:
    """Which paragraphs are headings, prose and fragments.

    >>> parts(["Fair opens", "17 May 2024", "It rained.", "A tent. Image: Mara Quist."], "Fair opens")
    Parts(headings=[0, 1], prose=[2], fragments=[3])
    """
    lines = {i: _LETTERS.findall(text.lower()) for i, text in enumerate(texts) if len(text) < LINE}
    wanted = _LETTERS.findall(title.lower())
    titles = [i for i, words in lines.items() if words and (words == wanted or (len(words) >= PART and _within(words, wanted)))]
    dates = [i for i, words in lines.items() if words and _date_words().issuperset(words) and any(map(str.isdigit, texts[i]))]
    headings = list(dict.fromkeys(titles + dates))
    short = [i for i, words in lines.items() if len(words) < PHRASE]
    cut = {i for i in short if texts[i].lstrip()[:1].islower() or not _ENDED.search(texts[i])}
    fragments = [i for i, text in enumerate(texts) if i not in headings and (i in cut or any(mark in text for mark in _CAPTIONS))]
    return Parts(headings, sorted(set(range(len(texts))).difference(headings, fragments)), fragments)


def _within(words: list[str], whole: list[str]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(whole)} "


@lru_cache(maxsize=1)
def _date_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("date_words.tsv"))
