"""What the reading order goes by: the features of the paragraphs of a Doc, one by one and in pairs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_IOB, ENT_TYPE, LEMMA, ORTH, POS
from spacy.strings import get_string_id
from spacy.symbols import ADJ, DET, NOUN, NUM, PROPN, PUNCT, VERB
from spacy.tokens import Doc

from analysis.language import paragraphs
from analysis.paragraph_links import links
from analysis.paragraph_tokens import BEGINS_ENTITY, Flags, Floats, Tokens, count, incidence, masks_of, resource, tokens_of

SHORT = 30  # words
STEM = 5  # letters by which a word of the title is known again: "protest" in "protesters"
OPENING = 200  # letters of a paragraph
REACH = 3  # words from an article to its noun: "a very long report"
_MARKS = '"“”'
_WORD, _YEAR = re.compile(r"[^\W_]{4,}"), re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_CAPITALS = re.compile(r"[A-Z]\w+(?:(?: of| the| for| and| on| in| to)* [A-Z]\w+)+")
_ACRONYM, _EXPLAINED = re.compile(r"\b[A-Z]{2,6}\b"), re.compile(r"\(([A-Z]{2,6})\)")


class Features(NamedTuple):
    """What the model sees of n paragraphs.

    `single` is n by `single_names`; `pairs` is `pair_names` by n by n, and `pairs[k, i, j]` speaks for i being read before j,
    or right before it. `full` and `bare` are n by persons: who is named in full, and who by surname only.
    """

    single: Floats
    pairs: Floats
    full: Flags
    bare: Flags
    single_names: tuple[str, ...]
    pair_names: tuple[str, ...]


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
    tokens = tokens_of(doc, [start for start, _ in spans])
    masks = masks_of(tokens)
    single = _by_paragraph(tokens, masks) | _shapes(texts, title)
    related = _words_shared(tokens) | _names(tokens, masks) | _references(tokens, masks) | _across(texts, single["interviewer"])
    related |= links(tokens, masks, texts)
    pairs = np.stack(list(related.values())) * (1 - np.eye(len(texts)))
    single["words shared with the others"] = np.log1p(pairs[0].sum(1) / max(1, len(texts) - 1))
    full, bare = _persons(tokens, masks)
    return Features(np.stack(list(single.values()), 1), pairs, full, bare, tuple(single), tuple(related))


def _by_paragraph(tokens: Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """Of each class: is it in the paragraph, is it among its first two words, and its share of the words."""
    table = np.stack([*masks.values(), tokens.first])
    counted, length = count(tokens, table), np.maximum(1.0, np.diff(tokens.bounds))
    views = {
        "{}": np.minimum(counted, 1),
        "{} at once": np.minimum(count(tokens, table & (tokens.place < 2)), 1),
        "share of {}": np.minimum(10 * counted / length[:, None], 2),
    }
    found = {view.format(name): values[:, i] for view, values in views.items() for i, name in enumerate(masks)}
    sizes = {
        "length": np.log(length),
        "length of the first sentence": np.log(np.maximum(1, counted[:, -1])),
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


def _words_shared(tokens: Tokens) -> dict[str, Floats]:
    """The words that two paragraphs share, rare ones the most; how far the later one, and its first sentence, are known."""
    content = np.isin(tokens.column[POS], (NOUN, PROPN, VERB, ADJ))
    whole, opening = incidence(tokens, LEMMA, content, content & tokens.first)
    rarity = np.log((len(whole) + 1) / np.maximum(1, whole.sum(0)))
    size = np.maximum(1, whole.sum(1))
    return {
        "words shared": (whole * rarity) @ whole.T / np.sqrt(np.outer(size, size)),
        "words known": whole @ whole.T / size,
        "opening known": (whole * rarity) @ opening.T / np.sqrt(np.maximum(1, opening.sum(1))),
    }


def _names(tokens: Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """A name in full before a part of it alone, as in "Ms Quist"; how far the later one's names, and its first ones, are known."""
    column = tokens.column
    name = (column[POS] == PROPN) & ~masks["title"]
    person = column[ENT_TYPE] == get_string_id("PERSON")
    parts = person & (column[ENT_IOB] == BEGINS_ENTITY) | (person != np.append(False, person[:-1]))
    joined = name & np.append(False, name[:-1]) & (tokens.place > 0) & ~parts
    several = joined | np.append(joined[1:], False)
    told = _described(tokens, masks, name)
    full, alone, every, opening, with_role, bare = incidence(
        tokens, ORTH, name & several, name & ~several, name, name & (tokens.place < 8), told & several, name & ~told
    )
    return {
        "role before the bare name": np.minimum(with_role @ (bare * (1 - with_role)).T, 2),
        "full name before part of it": np.minimum(full @ (alone * (1 - full)).T, 2),
        "names known": every @ every.T / np.maximum(1, every.sum(1)),
        "opening names known": np.minimum(every @ opening.T, 1),
    }


def _described(tokens: Tokens, masks: dict[str, Flags], name: Flags) -> Flags:
    """Which tokens of names stand in a name with a role before it, as in "the engineer Mara Quist", or behind it, after a comma."""
    kind = tokens.column[POS]
    starts = name & ~(np.append(False, name[:-1]) & (tokens.place > 0))
    role = np.append(False, (kind == NOUN)[:-1] | masks["title"][:-1] & np.append(False, name[:-2])) & (tokens.place > 0)
    comma = np.append(masks["comma"][1:] & np.append(np.isin(kind, (DET, NOUN, ADJ, NUM))[2:], False), False)
    run = np.cumsum(starts)
    told = np.bincount(run[name & (role | comma)], minlength=len(name) + 1) > 0
    return told[run] & name


def _persons(tokens: Tokens, masks: dict[str, Flags]) -> tuple[Flags, Flags]:
    """Paragraphs by persons that are named in full anywhere: who is named in full there, and who by surname only."""
    column = tokens.column
    inside = (column[ENT_TYPE] == get_string_id("PERSON")) & (column[POS] == PROPN) & ~masks["title"]
    starts = (column[ENT_IOB] == BEGINS_ENTITY) | (tokens.place == 0)
    goes_on = inside & np.append(inside[1:] & ~starts[1:], False)
    surname = inside & ~goes_on & np.append(False, goes_on[:-1])  # the last of several
    values = np.unique(column[ORTH][surname])
    mentioned = np.isin(column[ORTH], values)
    full, named = incidence(tokens, ORTH, surname, mentioned)
    return full > 0, (named > 0) & (full == 0)


def _references(tokens: Tokens, masks: dict[str, Flags]) -> dict[str, Floats]:
    """ "A report" before "the report", any report before it, and a person before a pronoun that stands for nobody yet."""
    kind = tokens.column[POS]
    noun = kind == NOUN
    head = noun & ~np.append(noun[1:], False)
    after_a, after_the = (head & _after(masks[article], kind, tokens.place) for article in ("a", "the"))
    new, given, any_noun = incidence(tokens, LEMMA, after_a, after_the, noun)
    names = np.cumsum(masks["PERSON"] | (kind == PROPN))
    so_far = names - names[np.arange(len(names)) - tokens.place]
    person, dangling = np.minimum(count(tokens, np.stack([masks["PERSON"], masks["he"] & (so_far == 0)])), 1).T
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
    initials = _relation(texts, lambda text: {_initials(name) for name in _CAPITALS.findall(text)})
    acronym = _relation(texts, lambda text: set(_EXPLAINED.findall(text)))
    year = np.array([min(map(int, _YEAR.findall(text)), default=0) for text in texts])
    early = (year[:, None] > 0) & (year[:, None] < year)
    return {
        "acronym": acronym,
        "initials": initials,
        "early year": early.astype(np.float64),
        "question before answer": np.outer(interviewer, 1 - interviewer),
    }


def _relation(texts: list[str], explained_in: Callable[[str], set[str]]) -> Floats:
    """Which paragraphs explain acronyms that others use and do not explain."""
    explained = [explained_in(text) for text in texts]
    if not any(explained):
        return np.zeros((len(texts), len(texts)))
    used = [set(_ACRONYM.findall(text)) - own for text, own in zip(texts, explained, strict=True)]
    return np.array([[float(not own.isdisjoint(other)) for other in used] for own in explained])


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.removeprefix("The ").split() if word[0].isupper())
