"""Who is behind a letter, a report or a lawsuit that takes a side: "its lawsuit", and "the letter" that the article has told of."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.bare_nouns import is_bare
from analysis.resources import roles, source_nouns
from analysis.sources import People
from analysis.subjects import subject

_WRITING = {"write", "sign", "draft", "compile"}
_BRINGING = {"file", "bring", "submit", "launch", "table", "lodge"}  # lawsuits, complaints and motions
_WRITTEN = _WRITING | _BRINGING | {"send", "issue", "publish", "release", "circulate"}
_ON_THEIR_OWNER = {
    "indictment",
    "warrant",
    "verdict",
    "autopsy",
    "biography",
    "trial",
    "subpoena",
    "summons",
    "certificate",
    "profile",
}
_MAKERS = {"PERSON", "ORG", "NORP", "GPE"}


def author(noun: Token, who: People) -> Token | None:
    """The token that names who wrote or brought what a noun for a document means: whose it is, or who is last told before it to
    have made one. None for another noun, for what is about its owner ("Reyl's indictment"), and where nobody is named.

    >>> from analysis.language import parse
    >>> from analysis.sources import people
    >>> doc = parse("Voters wrote a letter to the board. The letter blames Tom Reyl.")
    >>> author(doc[9], people(doc, [], [], {})).text
    'Voters'
    """
    lemma = noun.lemma_.lower()
    if noun.pos_ != "NOUN" or "document" not in source_nouns().get(lemma, ()) or lemma in roles() or lemma in _ON_THEIR_OWNER:
        return None
    own = next((c for c in noun.children if c.dep_ == "poss"), None)
    if own is not None:
        return own if own.i in who.names or own.i in who.references or own.lower_ in roles() else None
    if not is_bare(noun):
        return None
    before = (token for token in reversed(noun.doc[: noun.i]) if token.lemma_.lower() == lemma and token.tag_ == noun.tag_)
    told = next((token for token in before if not is_bare(token)), None)
    return next(_makers(told), None) if told is not None else None


def _makers(noun: Token) -> Iterator[Token]:
    """Who is told to have made it: "a letter from Quist", "a letter signed by Quist", "Quist signed a letter"."""
    verb = noun.head
    yield from _behind(noun, {"by", "from"})
    for made in (c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() in _WRITTEN):
        yield from _behind(made, {"by"})
    yield from (c for c in noun.children if c.dep_ == "compound" and c.ent_type_ in _MAKERS)
    if noun.dep_ == "nsubjpass" and verb.lemma_.lower() in _WRITTEN:
        yield from _behind(verb, {"by"})
    yield from _behind(verb, {"from"}, noun.right_edge.i + 1)  # hung on the verb: "published a letter from Quist"
    if noun.dep_ == "dobj" and verb.lemma_.lower() in _WRITING | _BRINGING | {"send"} and (maker := subject(verb)) is not None:
        yield maker


def _behind(head: Token, words: set[str], place: int | None = None) -> Iterator[Token]:
    """The objects of some prepositions of a word; `place`: of the one that stands there."""
    preps = (prep for prep in head.children if prep.lower_ in words and place in {None, prep.i})
    yield from (c for prep in preps for c in prep.children if c.dep_ == "pobj")
