"""What the reading order goes by: the features of the paragraphs of a Doc, one by one and in pairs."""

from __future__ import annotations

import json
import re
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

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SHORT = 30  # words
STEM = 5  # letters by which a word of the title is known again: "protest" in "protesters"
OPENING = 200  # letters of a paragraph
REACH = 3  # words from an article to its noun: "a very long report"
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
_ACRONYM, _EXPLAINED = re.compile(r"\b[A-Z]{2,6}\b"), re.compile(r"\(([A-Z]{2,6})\)")


class Features(NamedTuple):
    """What the model sees of n paragraphs.

    `single` is n by `single_names`; `pairs` is `pair_names` by n by n, and `pairs[k, i, j]` speaks for i being read before j.
    """

    single: Floats
    pairs: Floats
    single_names: tuple[str, ...]
    pair_names: tuple[str, ...]


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
