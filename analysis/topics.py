"""A topic of the reader's own words, found in what the articles call it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from analysis.name_keys import folded
from analysis.tables import Tables

_HYPHENS = re.compile("[-\u00ad\u2010\u2011]")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_WORD = re.compile(r"\w+")
_NO_PLURAL = re.compile(r"(?:ss|us|is)$|^news$")
_SHORT = 3  # letters of an acronym that may be a word as well when its case is lost: US, WHO, IT
_REMEMBERED = 100_000  # texts whose words need not be found again when another topic is asked for
_PART = 4  # letters from which on two words may be one that is written apart: "cease fire"


def concerns(tables: Tables, topic: str) -> pd.Series:
    """Which of the stances have a target that the topic asks for, as truth values in the order of `tables.stances`.

    A target is asked for where its name or its wording holds the words of the topic as whole words: in any case, in the
    singular or the plural, joined, hyphenated or apart ("ceasefire" finds "humanitarian cease-fires"). It is too where an
    article elsewhere calls it by the topic's words ("the TRA", for the Talheim Road Agency), or where one of the two is made
    of the first letters of the other. What is against a topic is another one: "anti-war" is not "war".

    >>> rows = {"stances": [("d0", 0, "Orr", "Northern Treaty Union", "it", 9, 11, -1.0, "oppose", "reject", .9, 0, 0, 19, "")]}
    >>> [concerns(Tables.from_rows(rows), topic).tolist() for topic in ("treaties", "NTU", "Treatise", "anti-treaty")]
    [[True], [True], [False], [False]]
    """
    wanted = _words(topic, cased := _cased(topic))
    stances = tables.stances
    if not wanted:
        return pd.Series(False, index=stances.index)
    texts = pd.unique(pd.concat([stances["target"], stances["target_text"]]))
    holding = {text for text in texts if _holds(_words(text, cased), wanted)}
    named = _called(tables, topic) | {name for name in stances["target"].unique() if _abbreviates(topic, name)}
    return stances["target"].isin(holding | named) | stances["target_text"].isin(holding)


def _cased(topic: str) -> bool:
    """Is it an acronym so short that only its capitals tell it from a word? "US" is not "us"."""
    bare = topic.replace(".", "").strip()
    return len(bare) <= _SHORT and bare.isupper()


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str, cased: bool) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", _POSSESSIVE.sub("", _HYPHENS.sub("", text)))
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    return tuple(_WORD.findall(plain if cased else folded(plain)))


def _holds(text: Sequence[str], wanted: Sequence[str]) -> bool:
    size = len(wanted)
    if any(all(map(_same, text[at : at + size], wanted)) for at in range(len(text) - size + 1)):
        return True
    return any(_same("".join(run), "".join(wanted)) for run in _pairs(text)) or any(
        _same(word, "".join(run)) for run in _pairs(wanted) if size == len(run) for word in text
    )


def _pairs(words: Sequence[str]) -> list[Sequence[str]]:
    """Two words in a row that are long enough to be the parts of one."""
    pairs = [words[at : at + 2] for at in range(len(words) - 1)]
    return [pair for pair in pairs if min(map(len, pair)) >= _PART]


def _same(one: str, other: str) -> bool:
    return one == other or bool(_forms(one) & _forms(other))


@lru_cache(maxsize=_REMEMBERED)
def _forms(word: str) -> frozenset[str]:
    """A word with what it would be in the singular, if it were a plural."""
    forms = {word}
    if word.endswith("is") and len(word) > _PART:
        forms.add(f"{word[:-2]}es")  # crisis, crises
    if len(word) <= _SHORT or not word.endswith("s") or _NO_PLURAL.search(word):
        return frozenset(forms)
    forms.add(word[:-1])
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
    elif word.endswith(("ses", "xes", "zes", "ches", "shes")):
        forms.add(word[:-2])
    return frozenset(forms)


def _called(tables: Tables, topic: str) -> set[str]:
    """The entities that an article calls by the very words of the topic."""
    cased = _cased(topic)
    names = tables.entities.loc[tables.entities["form"] == "name", ["text", "entity"]].drop_duplicates()
    return set(names.loc[[_words(text, cased) == _words(topic, cased) for text in names["text"]], "entity"])


def _abbreviates(topic: str, name: str) -> bool:
    return _initials(name) == _letters(topic) != "" or _initials(topic) == _letters(name) != ""


def _letters(text: str) -> str:
    """The letters of an acronym, nothing where it is none."""
    bare = text.replace(".", "").strip()
    written = bare.isupper() or (bare.istitle() and len(bare) > _SHORT)  # some papers write Nato
    return bare.upper() if bare.isalpha() and written and len(bare) >= _SHORT else ""


@lru_cache(maxsize=_REMEMBERED)
def _initials(name: str) -> str:
    """The first letters of a name of several words, without its small ones: of, the, and."""
    words = [word for word in _WORD.findall(name) if word[0].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""
