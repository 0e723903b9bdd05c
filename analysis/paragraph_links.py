"""What the reading order goes by between neighbours: how one paragraph takes up what the one right before it said."""

from __future__ import annotations

import re

import numpy as np
from spacy.attrs import DEP, ENT_TYPE, LEMMA, LOWER, ORTH, POS
from spacy.strings import get_string_id
from spacy.symbols import ADJ, NOUN, NUM, PROPN, VERB

from analysis.paragraph_tokens import Flags, Floats, Tokens, count, incidence, since_start

_OPENING = re.compile(r"[“«„]|(?<!\w)‘|(?<!\w)[\"](?=\w)")
_CLOSING = re.compile(r"[”»]|’(?!\w)|[\"](?!\w)")
_BEGINS_QUOTED = re.compile(r"\A\W{0,2}[“\"‘«„]")
_SINGLE = (("he", "him", "his", "himself"), ("she", "her", "hers", "herself"))


def links(tokens: Tokens, masks: dict[str, Flags], texts: list[str]) -> dict[str, Floats]:
    """Relations n by n; `[i, j]` speaks for (or by its weight against) j being read right after i.

    >>> from analysis.language import parse
    >>> from analysis.paragraph_tokens import masks_of, tokens_of
    >>> texts = ["Mara Quist said it rained.", "It was late, Quist added."]
    >>> tokens = tokens_of(parse("\\n".join(texts)), [0, 27])
    >>> links(tokens, masks_of(tokens), texts)["same speaker added"].tolist()
    [[0.0, 1.0], [0.0, 1.0]]
    """
    return _content(tokens) | _people(tokens, masks) | _spoken(tokens, masks) | _quoted(tokens, masks, texts)


def _has(tokens: Tokens, *masks: Flags) -> Floats:
    """For each mask, 1 for each paragraph with a token of it, else 0."""
    found: Floats = np.minimum(count(tokens, np.stack(masks)), 1).T
    return found


def _content(tokens: Tokens) -> dict[str, Floats]:
    """Words of the last sentence in the first; words that only these two have; what both are about; what the opening names."""
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
    he, she = _has(tokens, *(np.isin(column[LOWER], [get_string_id(word) for word in words]) for words in _SINGLE))
    so_far = np.cumsum(masks["PERSON"] | (column[POS] == PROPN))
    dangles = subject & masks["he"] & (so_far == so_far[np.arange(len(so_far)) - tokens.place])
    person, dangling, plural = _has(tokens, masks["PERSON"], dangles, masks["plural"])
    (they,) = _has(tokens, masks["they"] & (tokens.place < 2))
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
        "things, then they": np.outer(plural, they),
    }


def _spoken(tokens: Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """Speakers that go on: "he added" after a speaker, "Quist added" after what Quist said; whom a speech is about speaks not."""
    column = tokens.column
    quoted = _inside(tokens)
    name, speaking = column[POS] == PROPN, masks["speaking"] & ~quoted
    subject = column[DEP] == get_string_id("nsubj")
    nobody = since_start(tokens, (masks["PERSON"] | name & subject) & ~quoted) == 0
    place = name & (column[ENT_TYPE] == get_string_id("GPE"))  # "Moscow said" goes on with "it added"
    speaks, spoken_of = incidence(tokens, ORTH, name & speaking, name & quoted)
    any_speaker, he, more = _has(tokens, speaking & ~place, speaking & masks["he"] & nobody, masks["more"] & ~quoted)
    same = np.minimum(speaks @ speaks.T, 1)
    named = np.minimum(speaks.sum(1), 1)
    return {
        "speaker, then he": np.outer(any_speaker, he),
        "no speaker, then he": np.outer(1 - any_speaker, he),
        "speaker, then he added": np.outer(any_speaker, he * more),
        "same speaker": same,
        "same speaker added": same * more,
        "another speaker added": np.outer(named, named * more) * (1 - same),
        "speech about the speaker": np.minimum(speaks @ spoken_of.T, 1),
    }


def _inside(tokens: Tokens) -> Flags:
    """Which tokens stand in quotation marks that began in their paragraph."""
    opening, closing, straight = (
        np.isin(tokens.column[ORTH], [get_string_id(mark) for mark in marks]) for marks in ("“‘", "”’", '"')
    )
    depth = since_start(tokens, opening) - since_start(tokens, closing)
    inside: Flags = (depth > 0) | (since_start(tokens, straight) % 2 == 1)
    return inside


def _quoted(tokens: Tokens, masks: dict[str, Flags], texts: list[str]) -> dict[str, Floats]:
    """Quotations that go on, speech beside speech, and the ways in which two paragraphs are of one kind."""
    begins = np.array([float(bool(_BEGINS_QUOTED.match(text))) for text in texts])
    opened = np.array([float(_is_open(text)) for text in texts])
    quoted = np.array([float(any(mark in text for mark in '"“”‘')) for text in texts])
    said, added, name = _has(tokens, masks["said"], masks["more"], tokens.column[POS] == PROPN)
    length = np.maximum(1, np.diff(tokens.bounds))
    size = np.log(length)
    present, past, we = count(tokens, np.stack([masks["present"], masks["past"], masks["i"]])).T / length
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
