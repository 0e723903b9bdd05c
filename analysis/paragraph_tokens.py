"""The tokens of a Doc by paragraph as arrays: which are of each word class, and which paragraphs have which words."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LOWER, ORTH, POS, SENT_START, TAG
from spacy.strings import get_string_id
from spacy.symbols import SPACE
from spacy.tokens import Doc

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
BEGINS_ENTITY = 3  # spaCy's ENT_IOB
_TAGS = {
    "present": ("VBZ", "VBP"),
    "past": ("VBD",),
    "plural": ("NNS",),
    "number": ("CD",),
    "comparative": ("JJR", "RBR"),
    "pronoun": ("PRP",),
}
_ENTITIES = ("PERSON", "GPE", "CARDINAL", "DATE", "PERCENT", "TIME")


class Tokens(NamedTuple):
    """The tokens of a Doc that are not white space, an array each; `bounds` are the paragraphs' first tokens and the end."""

    column: dict[int, NDArray[np.uint64]]
    paragraph: NDArray[np.intp]
    place: NDArray[np.intp]  # in the paragraph, from 0
    first: Flags  # is it in the first sentence of its paragraph
    last: Flags  # in the last
    bounds: NDArray[np.intp]


@lru_cache(maxsize=1)
def resource() -> dict[str, Any]:
    """The word classes, the shapes and the weights of resources/reading_order.json.

    >>> "monday" in resource()["cues"]["weekday"].split()
    True
    """
    data: dict[str, Any] = json.loads(files("analysis").joinpath("resources", "reading_order.json").read_text(encoding="utf-8"))
    return data


def tokens_of(doc: Doc, starts: list[int]) -> Tokens:
    """The tokens of a Doc whose paragraphs begin at those characters."""
    names = [ORTH, LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE, ENT_IOB, SENT_START, IDX, HEAD]
    table = np.ascontiguousarray(doc.to_array(names).T)
    table[-1] = table[names.index(LOWER), np.arange(len(doc)) + table[-1].astype(np.int64)]  # the head's word for its distance
    column = dict(zip(names, table[:, table[names.index(POS)] != SPACE], strict=True))
    bounds = np.append(np.searchsorted(column[IDX], np.array(starts, dtype=np.uint64)), len(column[IDX]))
    paragraph = np.repeat(np.arange(len(starts)), np.diff(bounds))
    place = np.arange(len(paragraph)) - bounds[paragraph]
    sentence = np.cumsum((place == 0) | (column[SENT_START] == 1))
    ends = sentence[np.maximum(bounds[1:] - 1, 0)][paragraph] if len(sentence) else sentence
    return Tokens(column, paragraph, place, sentence == sentence[bounds[paragraph]], sentence == ends, bounds)


def count(tokens: Tokens, masks: Flags) -> Floats:
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


def since_start(tokens: Tokens, mask: Flags) -> NDArray[np.intp]:
    """How many tokens of a mask stand in the paragraph before each token and at it.

    >>> from analysis.language import parse
    >>> tokens = tokens_of(parse("It rained.\\nIt poured."), [0, 11])
    >>> since_start(tokens, tokens.place != 1).tolist()
    [1, 1, 2, 1, 1, 2]
    """
    so_far = np.append(0, np.cumsum(mask))
    found: NDArray[np.intp] = so_far[1:] - so_far[tokens.bounds[tokens.paragraph]]
    return found


def masks_of(tokens: Tokens) -> dict[str, Flags]:
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
        masks[label] = (column[ENT_IOB] == BEGINS_ENTITY) & (column[ENT_TYPE] == get_string_id(label))
    root = column[DEP] == get_string_id("ROOT")
    masks["main verb in the present"] = root & masks["present"]
    masks["main verb be"] = root & (column[LEMMA] == get_string_id("be"))
    said = np.array([get_string_id(word) for word in cues["said"].split()], dtype=np.uint64)
    masks["speaking"] = (column[DEP] == get_string_id("nsubj")) & np.isin(column[HEAD], said)
    masks["comma"] = column[ORTH] == get_string_id(",")
    masks["passive"] = column[DEP] == get_string_id("nsubjpass")
    return masks


def incidence(tokens: Tokens, attribute: int, *masks: Flags) -> list[Floats]:
    """For each mask a matrix, paragraphs by different values of the attribute: 1 where a token of the mask has it."""
    wanted = np.flatnonzero(np.logical_or.reduce(masks))
    values, which = np.unique(tokens.column[attribute][wanted], return_inverse=True)
    paragraph = tokens.paragraph[wanted]
    found = [np.zeros((len(tokens.bounds) - 1, len(values))) for _ in masks]
    for matrix, mask in zip(found, masks, strict=True):
        matrix[paragraph[mask[wanted]], which[mask[wanted]]] = 1
    return found
