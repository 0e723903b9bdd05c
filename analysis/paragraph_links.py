"""What the reading order goes by between neighbours: how one paragraph takes up what the one right before it said."""

from __future__ import annotations

import re

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, ORTH, POS
from spacy.strings import get_string_id
from spacy.symbols import ADJ, NOUN, NUM, PROPN, VERB

from analysis.paragraph_tokens import Flags, Floats, Tokens, count, incidence

_OPENING = re.compile(r"[“«„]|(?<!\w)‘|(?<!\w)[\"](?=\w)")
_CLOSING = re.compile(r"[”»]|’(?!\w)|[\"](?!\w)")
_BEGINS_QUOTED = re.compile(r"\A\W{0,2}[“\"‘«„]")
_SINGLE = {"he": ("he", "him", "his", "himself"), "she": ("she", "her", "hers", "herself")}


def links(tokens: Tokens, masks: dict[str, Flags], texts: list[str]) -> dict[str, Floats]:
    """Relations n by n; `[i, j]` speaks for (or by its weight against) j being read right after i."""
    return _content(tokens) | _people(tokens, masks) | _quoted(tokens, masks, texts)


def _content(tokens: Tokens) -> dict[str, Floats]:
    """Words of the last sentence in the first; words that only these two have; nouns taken up with "the" or "this"."""
    kind = tokens.column[POS]
    content = np.isin(kind, (NOUN, PROPN, VERB, ADJ, NUM))
    things = np.isin(kind, (NOUN, PROPN))
    whole, opening, ending, nouns = incidence(tokens, LEMMA, content, content & tokens.first, content & tokens.last, things)
    spread = np.maximum(1, whole.sum(0))
    rarity = np.log((len(whole) + 1) / spread)
    only_two = whole * (spread == 2)
    weight = np.sqrt((whole * rarity**2).sum(1)) + 1e-9
    return {
        "end taken up": (ending * rarity) @ opening.T / np.sqrt(np.maximum(1, opening.sum(1))),
        "words of these two only": np.log1p(only_two @ only_two.T),
        "same words": (whole * rarity**2) @ whole.T / np.outer(weight, weight),
        "things of the opening": (nouns * rarity) @ (opening * (nouns > 0)).T / np.sqrt(np.maximum(1, opening.sum(1))),
    }


def _people(tokens: Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """Who acts in both; a person before a pronoun; pronouns of one gender or of two."""
    column = tokens.column
    name = (column[POS] == PROPN) & ~masks["title"]
    subject = column[DEP] == get_string_id("nsubj")
    acting, named, opening, ending = incidence(
        tokens, ORTH, name & subject, name, name & subject & tokens.first, name & tokens.last
    )
    spread = np.maximum(1, named.sum(0))
    rarity = np.log((len(named) + 1) / spread)
    lower = column[LOWER]
    genders = np.stack([np.isin(lower, [get_string_id(word) for word in words]) for words in _SINGLE.values()])
    he, she = np.minimum(count(tokens, genders), 1).T
    person = np.minimum(count(tokens, masks["PERSON"][None])[:, 0], 1)
    so_far = np.cumsum(masks["PERSON"] | (column[POS] == PROPN))
    dangles = subject & masks["he"] & (so_far == so_far[np.arange(len(so_far)) - tokens.place])
    dangling = np.minimum(count(tokens, dangles[None])[:, 0], 1)
    they = np.minimum(count(tokens, (masks["they"] & (tokens.place < 2))[None])[:, 0], 1)
    return {
        "same actor": np.minimum((acting * rarity) @ acting.T, 2),
        "same actor at once": np.minimum((acting * rarity) @ opening.T, 2),
        "actor named": np.minimum((named * rarity) @ opening.T, 2),
        "actor named at the end": np.minimum((ending * rarity) @ opening.T, 2),
        "person, then pronoun": np.outer(person, dangling),
        "nobody, then pronoun": np.outer(1 - np.maximum(person, np.maximum(he, she)), dangling),
        "same pronoun": np.outer(he, he) + np.outer(she, she),
        "other pronoun": np.outer(he * (1 - she), she * (1 - he)) + np.outer(she * (1 - he), he * (1 - she)),
        "pronoun goes on": np.outer(np.maximum(he, she), dangling),
        "things, then they": np.outer(np.minimum(1, count(tokens, masks["plural"][None])[:, 0]), they),
    }


def _quoted(tokens: Tokens, masks: dict[str, Flags], texts: list[str]) -> dict[str, Floats]:
    """Quotations that go on, speech beside speech, and the ways in which two paragraphs are of one kind."""
    begins = np.array([float(bool(_BEGINS_QUOTED.match(text))) for text in texts])
    opened = np.array([float(_is_open(text)) for text in texts])
    quoted = np.array([float(any(mark in text for mark in '"“”‘')) for text in texts])
    said = np.minimum(1, count(tokens, masks["said"][None])[:, 0])
    added = np.minimum(1, count(tokens, masks["more"][None])[:, 0])
    name = np.minimum(1, count(tokens, (tokens.column[POS] == PROPN)[None])[:, 0])
    length = np.maximum(1, np.diff(tokens.bounds))
    size = np.log(length)
    present, past, we = (count(tokens, masks[m][None])[:, 0] / length for m in ("present", "past", "i"))
    tense = present / (present + past + 0.02)
    return {
        "quotation goes on": np.outer(opened, begins),
        "quotation breaks off": np.outer(opened, 1 - begins),
        "quotations": np.outer(quoted, quoted),
        "said, then quoted": np.outer(said, begins * (1 - name)),
        "said, then added": np.outer(said, added),
        "unsaid, then added": np.outer(1 - said, added),
        "both said": np.outer(said, said),
        "difference in length": np.abs(size[:, None] - size),
        "difference in tense": np.abs(tense[:, None] - tense),
        "difference in we": np.abs(we[:, None] - we) * 10,
    }


def _is_open(text: str) -> bool:
    """Does a quotation begin that does not end in this paragraph."""
    opening = [m.start() for m in _OPENING.finditer(text)]
    closing = [m.start() for m in _CLOSING.finditer(text)]
    return bool(opening) and (not closing or opening[-1] > closing[-1])
