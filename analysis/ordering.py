"""Paragraphs in the file's order to the order that they were written to be read in.

A linear model says how much each paragraph looks like the lead, and of any two others which is read first, by what a reader
goes by: a person is named in full before "Ms Quist" or "she", "a report" stands before "the report", an opening takes up
words of what stands before it, background comes late. The word classes and the weights are a readable file,
resources/reading_order.json, which says what they were fitted on.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, IDX, LEMMA, LOWER, ORTH, POS, SENT_START, TAG
from spacy.strings import get_string_id
from spacy.symbols import ADJ, NOUN, PROPN, PUNCT, SPACE, VERB
from spacy.tokens import Doc

from analysis.language import paragraphs
from analysis.resources import rows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST, MOST = 3, 800  # two paragraphs show too little to overrule the file; above, a matrix of pairs is out of proportion
LONG = 100  # paragraphs whose order is not searched for but sorted
MAX_PASSES = 20  # of the search; the orders of real articles settle in two or three
SHORT = 30  # words
LINE = 300  # letters, more than a title, a date or a phrase has
PHRASE = 15  # words below which a paragraph that does not end like a sentence is no prose
STEM = 5  # letters by which a word of the title is known again: "protest" in "protesters"
OPENING = 200  # letters of a paragraph
REACH = 3  # words from an article to its noun: "a very long report"
SURE = 0.6  # that an article is shuffled, before its order is given up: to disturb a good one is the worse mistake
UNTESTED = 0.75  # confidence in an order that is not examined: as written or shuffled, at even odds
DIGITS = 6  # of a score: the last bits of a sum, which differ by machine, decide nothing
_BEGINS_ENTITY = 3  # spaCy's ENT_IOB

_TAGS = {
    "present": ("VBZ", "VBP"),
    "past": ("VBD",),
    "plural": ("NNS",),
    "number": ("CD",),
    "comparative": ("JJR", "RBR"),
    "pronoun": ("PRP",),
}
_ENTITIES = ("PERSON", "GPE", "CARDINAL", "DATE", "PERCENT", "TIME")
_MARKS = '"“”'
_WORD, _YEAR = re.compile(r"[^\W_]{4,}"), re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_CAPTIONS = ("Image:", "Photo:", "Picture:")
_ENDED = re.compile(r"[.!?…:\"”’')\]]\s*\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
_ACRONYM, _EXPLAINED = re.compile(r"\b[A-Z]{2,6}\b"), re.compile(r"\(([A-Z]{2,6})\)")


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


class Features(NamedTuple):
    """What the model sees of n paragraphs.

    `single` is n by `single_names`; `pairs` is `pair_names` by n by n, and `pairs[k, i, j]` speaks for i being read before j.
    """

    single: Floats
    pairs: Floats
    single_names: tuple[str, ...]
    pair_names: tuple[str, ...]


class Model(NamedTuple):
    """The weights of the columns of `of_lead`, of `of_rest`, of the pairs, and of `evidence` by name and "constant"."""

    lead: Floats
    rest: Floats
    pairs: Floats
    shuffled: dict[str, float]


class _Tokens(NamedTuple):
    """The tokens of a Doc that are not white space, an array each; `bounds` are the paragraphs' first tokens and the end."""

    column: dict[int, NDArray[np.uint64]]
    paragraph: NDArray[np.intp]
    place: NDArray[np.intp]  # in the paragraph, from 0
    first: Flags  # is it in the first sentence of its paragraph
    bounds: NDArray[np.intp]


@lru_cache(maxsize=1)
def resource() -> dict[str, Any]:
    """The word classes, the shapes and the weights of resources/reading_order.json.

    >>> "monday" in resource()["cues"]["weekday"].split()
    True
    """
    data: dict[str, Any] = json.loads(files("analysis").joinpath("resources", "reading_order.json").read_text(encoding="utf-8"))
    return data


def features(doc: Doc, text: str, title: str) -> Features:
    """The features of the paragraphs of a Doc; `text` is its text, which spaCy would put together once more.

    >>> from analysis.language import parse
    >>> text = "Mara Quist spoke on Friday.\\nQuist left."
    >>> found = features(parse(text), text, "Quist leaves")
    >>> found.single[:, found.single_names.index("weekday")].tolist()
    [1.0, 0.0]
    >>> found.pairs[found.pair_names.index("full name before part of it")].tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    spans = paragraphs(text)
    texts = [text[start:end] for start, end in spans]
    tokens = _tokens(doc, [start for start, _ in spans])
    masks = _masks(tokens)
    single = _by_paragraph(tokens, masks) | _shapes(texts, title)
    related = _words_shared(tokens) | _names(tokens, masks) | _references(tokens, masks) | _across(texts, single["interviewer"])
    pairs = np.stack(list(related.values())) * (1 - np.eye(len(texts)))
    single["words shared with the others"] = np.log1p(pairs[0].sum(1) / max(1, len(texts) - 1))
    return Features(np.stack(list(single.values()), 1), pairs, tuple(single), tuple(related))


def _tokens(doc: Doc, starts: list[int]) -> _Tokens:
    names = [ORTH, LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE, ENT_IOB, SENT_START, IDX]
    table = np.ascontiguousarray(doc.to_array(names).T)
    column = dict(zip(names, table[:, table[names.index(POS)] != SPACE], strict=True))
    bounds = np.append(np.searchsorted(column[IDX], np.array(starts, dtype=np.uint64)), len(column[IDX]))
    paragraph = np.repeat(np.arange(len(starts)), np.diff(bounds))
    place = np.arange(len(paragraph)) - bounds[paragraph]
    sentence = np.cumsum((place == 0) | (column[SENT_START] == 1))
    return _Tokens(column, paragraph, place, sentence == sentence[bounds[paragraph]], bounds)


def _count(tokens: _Tokens, masks: Flags) -> Floats:
    """How many tokens of each paragraph are of each mask, paragraphs by masks, from masks by tokens."""
    found = np.zeros((len(tokens.bounds) - 1, len(masks)))
    filled = np.flatnonzero(np.diff(tokens.bounds))
    found[filled] = np.add.reduceat(masks, tokens.bounds[filled], axis=1, dtype=np.float64).T if len(filled) else 0
    return found


@lru_cache(maxsize=1)
def _cue_codes() -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes of the words of the word classes, ascending, and a bit for each class that a word is in."""
    codes: dict[int, int] = {}
    for bit, listed in enumerate(resource()["cues"].values()):
        for word in listed.split():
            codes[get_string_id(word)] = codes.get(get_string_id(word), 0) | 1 << bit
    return np.array(sorted(codes), dtype=np.uint64), np.array([codes[word] for word in sorted(codes)], dtype=np.int64)


def _masks(tokens: _Tokens) -> dict[str, Flags]:
    """Which tokens are of each class: the word classes, parts of speech, entities, and the shape of the clause."""
    words, codes = _cue_codes()
    column = tokens.column
    nearest = np.minimum(np.searchsorted(words, column[LOWER]), len(words) - 1)
    code = np.where(words[nearest] == column[LOWER], codes[nearest], 0)
    cues = resource()["cues"]
    masks: dict[str, Flags] = dict(zip(cues, code >> np.arange(len(cues))[:, None] & 1 == 1, strict=True))
    for name, tags in _TAGS.items():
        masks[name] = np.logical_or.reduce([column[TAG] == get_string_id(tag) for tag in tags])
    for label in _ENTITIES:
        masks[label] = (column[ENT_IOB] == _BEGINS_ENTITY) & (column[ENT_TYPE] == get_string_id(label))
    root = column[DEP] == get_string_id("ROOT")
    masks["main verb in the present"] = root & masks["present"]
    masks["main verb be"] = root & (column[LEMMA] == get_string_id("be"))
    masks["passive"] = column[DEP] == get_string_id("nsubjpass")
    return masks


def _by_paragraph(tokens: _Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """Of each class: is it in the paragraph, is it among its first two words, and its share of the words."""
    table = np.stack([*masks.values(), tokens.first])
    count, length = _count(tokens, table), np.maximum(1.0, np.diff(tokens.bounds))
    views = {
        "{}": np.minimum(count, 1),
        "{} at once": np.minimum(_count(tokens, table & (tokens.place < 2)), 1),
        "share of {}": np.minimum(10 * count / length[:, None], 2),
    }
    found = {view.format(name): values[:, i] for view, values in views.items() for i, name in enumerate(masks)}
    sizes = {
        "length": np.log(length),
        "length of the first sentence": np.log(np.maximum(1, count[:, -1])),
        "short": (length < SHORT).astype(np.float64),
    }
    return found | sizes


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in resource()["shapes"].items()}


def _shapes(texts: list[str], title: str) -> dict[str, Floats]:
    """Of each shape: is it in the text; how many quotation marks; the share of the title's longer words."""
    found = {name: np.array([float(bool(shape.search(text))) for text in texts]) for name, shape in _patterns().items()}
    found["quotation marks"] = np.array([min(4, sum(map(text.count, _MARKS))) / 2 for text in texts])
    stems = {word[:STEM] for word in _WORD.findall(title.lower())}
    lowered = [text.lower() for text in texts]
    for name, end in {"words of the title": None, "words of the title in the opening": OPENING}.items():
        found[name] = np.array([sum(stem in text[:end] for stem in stems) / max(1, len(stems)) for text in lowered])
    return found


def _incidence(tokens: _Tokens, attribute: int, *masks: Flags) -> list[Floats]:
    """For each mask a matrix, paragraphs by different values of the attribute: 1 where a token of the mask has it."""
    wanted = np.flatnonzero(np.logical_or.reduce(masks))
    values, which = np.unique(tokens.column[attribute][wanted], return_inverse=True)
    paragraph = tokens.paragraph[wanted]
    found = [np.zeros((len(tokens.bounds) - 1, len(values))) for _ in masks]
    for matrix, mask in zip(found, masks, strict=True):
        matrix[paragraph[mask[wanted]], which[mask[wanted]]] = 1
    return found


def _words_shared(tokens: _Tokens) -> dict[str, Floats]:
    """The words that two paragraphs share, rare ones the most; how far the later one, and its first sentence, are known."""
    content = np.isin(tokens.column[POS], (NOUN, PROPN, VERB, ADJ))
    whole, opening = _incidence(tokens, LEMMA, content, content & tokens.first)
    rarity = np.log((len(whole) + 1) / np.maximum(1, whole.sum(0)))
    size = np.maximum(1, whole.sum(1))
    return {
        "words shared": (whole * rarity) @ whole.T / np.sqrt(np.outer(size, size)),
        "words known": whole @ whole.T / size,
        "opening known": (whole * rarity) @ opening.T / np.sqrt(np.maximum(1, opening.sum(1))),
    }


def _names(tokens: _Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """A name in full before a part of it alone, as in "Ms Quist"; how far the later one's names, and its first ones, are known."""
    column = tokens.column
    name = (column[POS] == PROPN) & ~masks["title"]
    person = column[ENT_TYPE] == get_string_id("PERSON")
    parts = person & (column[ENT_IOB] == _BEGINS_ENTITY) | (person != np.append(False, person[:-1]))
    joined = name & np.append(False, name[:-1]) & (tokens.place > 0) & ~parts
    several = joined | np.append(joined[1:], False)
    full, alone, every, opening = _incidence(tokens, ORTH, name & several, name & ~several, name, name & (tokens.place < 8))
    return {
        "full name before part of it": np.minimum(full @ (alone * (1 - full)).T, 2),
        "names known": every @ every.T / np.maximum(1, every.sum(1)),
        "opening names known": np.minimum(every @ opening.T, 1),
    }


def _references(tokens: _Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """ "A report" before "the report", any report before it, and a person before a pronoun that stands for nobody yet."""
    kind = tokens.column[POS]
    noun = kind == NOUN
    head = noun & ~np.append(noun[1:], False)
    after_a, after_the = (head & _after(masks[article], kind, tokens.place) for article in ("a", "the"))
    new, given, any_noun = _incidence(tokens, LEMMA, after_a, after_the, noun)
    names = np.cumsum(masks["PERSON"] | (kind == PROPN))
    so_far = names - names[np.arange(len(names)) - tokens.place]
    person, dangling = np.minimum(_count(tokens, np.stack([masks["PERSON"], masks["he"] & (so_far == 0)])), 1).T
    return {
        "a before the": np.minimum(new @ (given * (1 - new)).T, 2),
        "noun before the": np.minimum(any_noun * (1 - given) @ (given * (1 - new)).T, 3),
        "person before pronoun": np.outer(person, dangling),
    }


def _after(article: Flags, kind: NDArray[np.uint64], place: NDArray[np.intp]) -> Flags:
    """Which tokens have the article within reach before them, in their paragraph, with no verb or mark between."""
    found, live = np.zeros_like(article), article
    for _ in range(REACH):
        live = np.append(False, live[:-1]) & (place > 0) & (kind != VERB) & (kind != PUNCT)
        found = found | live
    return found


def _across(texts: list[str], interviewer: Floats) -> dict[str, Floats]:
    """Acronyms explained before they are used, early years before late ones, questions of an interview before answers."""
    explained = [set(_EXPLAINED.findall(text)) for text in texts]
    acronym = np.zeros((len(texts), len(texts)))
    if any(explained):
        used = [set(_ACRONYM.findall(text)) - own for text, own in zip(texts, explained, strict=True)]
        acronym[:] = [[not own.isdisjoint(other) for other in used] for own in explained]
    year = np.array([min(map(int, _YEAR.findall(text)), default=0) for text in texts])
    early = (year[:, None] > 0) & (year[:, None] < year)
    return {
        "acronym": acronym,
        "early year": early.astype(np.float64),
        "question before answer": np.outer(interviewer, 1 - interviewer),
    }


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
    shared = seen.pairs[seen.pair_names.index("words shared")]
    filed = share_right(odds, list(range(len(odds))))
    return {
        "the first paragraph is the lead": math.tanh(odds[0, 1:].min() if lead == 0 else odds[0, lead]),
        "odds of the order after the lead": float(after_lead.sum() / np.sqrt(len(after_lead))),
        "share of pairs right": filed,
        "share of pairs that the restored order gains": share_right(odds, restored) - filed,
        "words that neighbours share beyond the average": float(
            np.diag(shared, 1).mean() - shared.sum() / (shared.size - len(shared))
        ),
    }


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
