"""Names as keys: what is left of a name when case, accents, hyphens, titles and ways to transliterate are taken away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from analysis.resources import company_forms, roles, rows

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_SPELLINGS = (  # one sound of another alphabet, written in several ways: Sergei and Sergey, Mueller and Müller
    (re.compile("[iy]+j?"), "i"),
    (re.compile("ks"), "x"),
    (re.compile("kh"), "h"),
    (re.compile("(?<=[ou])e"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)
_NO_LETTER = re.compile(r"[^\w.]|_")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_ARTICLES = ("al-", "el-", "ad-", "as-")  # of Arabic surnames, which news writes or leaves out
_PARTICLES = {"von", "van", "de", "del", "della", "di", "da", "du", "dos", "la", "le", "ter", "bin"}
_APOSTROPHE = re.compile(r"\s*['’]\s*(?=s\b)|['’]")
_LONG_ACRONYM = 4  # letters, from which on some papers write it like a name: Nato
_TOLD_APART = re.compile(r" \([^()]*\)$")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}")


class PersonKey(NamedTuple):
    """A person's name in parts: first name ("" where only the surname is given), middle names, surname, suffix (jr, iii)."""

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str

    @property
    def full(self) -> bool:
        """Is a first name spelled out."""
        return len(self.first) > 1

    @property
    def letters(self) -> str:
        """Everything in one word: where a name is parted differs, "Jean-Luc" and "Jean Luc"."""
        return "".join([self.first, *self.middle, self.last, self.suffix])


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Text without case, accents and curly apostrophes.

    >>> folded("Šimun KARÁS")
    'simun karas'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c))
    return bare.casefold().translate(_LETTERS)


@lru_cache(maxsize=1 << 16)
def person_key(name: str) -> PersonKey | None:
    """The parts of a person's name; None if there is nothing in it that could be a surname.

    >>> person_key("Sergey V. Lavrov") == person_key("Sergei V. Lavrov")
    True
    >>> person_key("Dr. Ursula von der Leyen").last, person_key("von der Leyen").first
    ('leien', '')
    """
    written = [word for word in name.replace(" - ", "-").split() if any(c.isalpha() for c in word)]
    while len(written) > 1 and (role := roles().get(written[0].lower())) and role.titled:
        written = written[1:]
    suffix = ""
    if len(written) > 1 and _plain(written[-1]) in _SUFFIXES:
        suffix = _plain(written.pop())
    if not written:
        return None
    *before, surname = written
    while before and before[-1].islower():  # "von der", as it stands between names
        before.pop()
    if len(before) == 1 and before[0].lower() in _PARTICLES:  # "Von der Leyen", at the start of a sentence
        before = []
    for article in _ARTICLES:
        if surname.lower().startswith(article):
            surname = surname[len(article) :]
    given = [part for word in before for part in _parts(word)]
    last = _sound(surname)
    return PersonKey(given[0] if given else "", tuple(given[1:]), last, suffix) if last else None


def _parts(word: str) -> list[str]:
    """A given name, or each initial of "J.K."."""
    if _INITIALS.fullmatch(word):
        return [folded(c) for c in word if c != "."]
    part = _sound(word)
    return [part] if part else []


@lru_cache(maxsize=1 << 16)
def _sound(word: str) -> str:
    return _spelling(_plain(word))


def _plain(word: str) -> str:
    return _NO_LETTER.sub("", folded(word)).replace(".", "")


def _spelling(word: str) -> str:
    for pattern, one in _SPELLINGS:
        word = pattern.sub(one, word)
    return word


@lru_cache(maxsize=1)
def _long_forms() -> dict[str, str]:
    return {_spelling(folded(row["short"])): _spelling(folded(row["long"])) for row in rows("short_names.tsv")}


def long_form(first: str) -> str:
    """The first name of a key that it is short for, else itself.

    >>> long_form("tom"), long_form("mara")
    ('thomas', 'mara')
    """
    return _long_forms().get(first, first)


@lru_cache(maxsize=1 << 16)
def body_key(name: str) -> str:
    """The name of an organisation without case, accents, marks, "the" and the legal form of a company; short acronyms keep
    their case, so that "VA" is not "Va." and "WHO" not "Who".

    >>> body_key("The Farmers ’ Union") == body_key("Farmers' union"), body_key("Hydravess Ltd.")
    (True, 'hydravess')
    """
    if is_acronym(name) and len(letters := name.replace(".", "")) < _LONG_ACRONYM:
        return letters
    marked = _APOSTROPHE.sub("", folded(name)).replace("&", " and ")
    words = re.sub(r"[^\w]+|_", " ", marked.replace(".", "")).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in company_forms():
        words = words[:-1]
    return " ".join(words)


@lru_cache(maxsize=1 << 16)
def base_name(name: str) -> str:
    """A name without what tells it apart from the same name of another.

    >>> base_name("John Harl (goalkeeper)")
    'John Harl'
    """
    return _TOLD_APART.sub("", name)


def is_acronym(name: str) -> bool:
    """Is a name an acronym: "TRA", "T.R.A."?

    >>> is_acronym("TRA"), is_acronym("Tamberley")
    (True, False)
    """
    return bool(_ACRONYM.fullmatch(name))
