"""Places that act: a capital, a seat of government or a people's name for a country, where it speaks or does something.

What the article itself says of an unknown place ("Orlenz, the capital of Vessany") counts beside the list of countries.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.resources import Place, cue_lexicon, places

_LOCATIVE = {
    "in",
    "at",
    "to",
    "near",
    "through",
    "outside",
    "inside",
    "around",
    "across",
    "over",
    "into",
    "toward",
    "towards",
    "throughout",
    "within",
}
_ADJECTIVE_ENDINGS = ("ian", "an", "n", "ese", "i", "ish", "ic", "er", "en")
_SHARED_STEM = 4  # letters that an adjective and its country must share
_INERT = {"be", "lie", "have"}


class Actor(NamedTuple):
    """What a place's name stands for at one mention."""

    name: str
    label: str


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[Place, str]]:
    found: dict[str, tuple[Place, str]] = {}
    for place in places():
        forms = {
            "country": (place.name, *place.aliases),
            "people": (*place.people, *place.adjectives),
            "capital": place.capitals,
            "seat": place.seats,
        }
        for kind, names in forms.items():
            for name in names:
                found.setdefault(_key(name), (place, kind))
    return found


def _key(name: str) -> str:
    """A name without article, dots and case; short capitals keep theirs, so that "us" is not the US."""
    bare = name.removeprefix("the ").removeprefix("The ").replace(".", "").replace("’", "'")
    return bare if bare.isupper() and len(bare) <= 4 else bare.lower()


def is_place(word: str) -> bool:
    """Is a word the name of a place or of its people in the list of countries.

    >>> is_place("Scotland"), is_place("Scottish"), is_place("Quist")
    (True, True, False)
    """
    return _key(word) in _index()


def is_people(word: str) -> bool:
    """Is a word the adjective or the people's name of a country in the list.

    >>> is_people("Scottish"), is_people("Scotland")
    (True, False)
    """
    return _index().get(_key(word), (None, ""))[1] == "people"


def country_named(text: str, *, capitals: bool = True) -> str | None:
    """The country or, if wanted, the capital that a text is a name of, by the list: its usual name.

    >>> country_named("the U.S."), country_named("Oslo"), country_named("Norwegian")
    ('United States', 'Oslo', None)
    """
    place, kind = _index().get(_key(text), (None, ""))
    if place is None or kind not in ({"country", "capital"} if capitals else {"country"}):
        return None
    return place.name if kind == "country" else text


class Geography:
    """The places of one article: those of the list, and the capitals that the article itself explains."""

    def __init__(self, doc: Doc, forms: Iterable[tuple[str, ...]]) -> None:
        names = list(forms)
        self._used = {_key(" ".join(words[:n])) for words in names for n in {len(words), 1, 2, 3}}
        self._capitals = dict(_explained_capitals(doc))
        whole = {_key(" ".join(words)) for words in names}  # the Washington Post is no country
        self._countries = {_index()[key][0].name for key in whole & _index().keys()}
        self._doc = doc

    def knows(self, words: tuple[str, ...]) -> bool:
        """Is this the name of a place or of its people."""
        key = _key(" ".join(words))
        return key in _index() or key in self._capitals

    def names_country(self, country: str) -> bool:
        """Does the article name a country of the list, its people, its capital or its government."""
        return country in self._countries

    def actor_or_place(self, words: tuple[str, ...], head: Token) -> Actor | None:
        """What a mention of a place stands for: the country where it acts, else itself; None if it is no place."""
        text = " ".join(words)
        key = _key(text)
        if key in self._capitals:
            return Actor(self._capitals[key] if acts(head) else text, "GPE")
        if key not in _index():
            return None
        place, kind = _index()[key]
        if kind == "people":
            return Actor(text, "NORP")
        if kind == "country":
            return Actor(self._country(place), "GPE")
        if kind == "seat":
            return Actor(self._country(place), "GPE") if not _located(head) else Actor(text, "FAC")
        capital = next((c for c in place.capitals if text.startswith(f"{c} ")), text)  # "Washington D.C."
        return Actor(self._country(place), "GPE") if acts(head) else Actor(capital, "GPE")

    def _country(self, place: Place) -> str:
        """The name of a country as the article writes it, else its usual one."""
        if _key(place.name) in self._used:
            return place.name
        used = (alias for alias in place.aliases if _key(alias) in self._used and not alias.startswith("the "))
        return max(used, key=len, default=place.name)


def _located(head: Token) -> bool:
    return head.dep_ == "pobj" and head.head.lower_ in _LOCATIVE


def acts(token: Token) -> bool:
    """Does a place act or speak here, or is it dealt with as one who does, rather than being where something happens.

    >>> from analysis.language import parse
    >>> acts(parse("Moscow said no.")[0]), acts(parse("It rained in Moscow.")[3])
    (True, False)
    """
    if token.dep_ == "conj":
        return acts(token.head)
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return token.head.lemma_ not in _INERT
    if token.dep_ == "poss":
        return (token.head.lemma_.lower(), "NOUN") in cue_lexicon() or token.head.pos_ == "NOUN"
    if token.dep_ in {"dobj", "dative"}:
        return (token.head.lemma_.lower(), "VERB") in cue_lexicon()
    if token.dep_ == "pobj":
        return token.head.lower_ in {"by", "between", "against", "with", "on", "from"} and token.head.head.lemma_ not in {
            "go",
            "come",
            "travel",
            "fly",
        }
    return False


def _explained_capitals(doc: Doc) -> Iterable[tuple[str, str]]:
    """(capital, country) pairs that the text states by an apposition: "Orlenz, the capital of Vessany"."""
    for token in doc:
        if token.lower_ != "capital":
            continue
        country = _owner(token)
        names = [c for c in token.children if c.dep_ == "appos"] + ([token.head] if token.dep_ == "appos" else [])
        names += [token.doc[token.i + 1]] if token.i + 1 < len(doc) and token.doc[token.i + 1].pos_ == "PROPN" else []
        if country:
            yield from ((_key(name.text), country) for name in names if name.pos_ == "PROPN" and name.text != country)


def _owner(token: Token) -> str | None:
    for child in token.children:
        if child.dep_ == "poss" and child.pos_ == "PROPN":
            return child.text
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c.text for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
        if child.dep_ in {"amod", "compound", "nmod"} and child.text[0].isupper():
            return country_of_adjective(token.doc, child.text)
    return None


def country_of_adjective(doc: Doc, adjective: str) -> str | None:
    """The country that an adjective of nationality belongs to: by the list, else by a name in the text with the same stem.

    >>> from analysis.language import parse
    >>> country_of_adjective(parse("Vessany is small."), "Vessanian")
    'Vessany'
    """
    known = _index().get(_key(adjective))
    if known and known[1] == "people":
        return known[0].name
    stem = next((adjective.removesuffix(end) for end in _ADJECTIVE_ENDINGS if adjective.endswith(end)), None)
    if stem is None or len(stem) < _SHARED_STEM:
        return None
    return next(
        (
            t.text
            for t in doc
            if t.pos_ == "PROPN" and t.text != adjective and t.text.startswith(stem[:-1]) and len(t.text) <= len(stem) + 2
        ),
        None,
    )
