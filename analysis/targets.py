"""Targets of stances: the words that name them, the canonical name they stand under, and whose they are."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Token

from analysis.common_nouns import NO_THING
from analysis.resources import cue_lexicon, roles, source_nouns
from analysis.sources import People

ACTORS = {"PERSON", "ORG", "GPE", "NORP"}
_NEW = {"a", "an", "any", "no"}
_PHRASE = {"compound", "amod", "nmod", "poss", "nummod", "quantmod"}
_QUANTITIES = {
    "handful",
    "number",
    "group",
    "lot",
    "one",
    "some",
    "many",
    "most",
    "all",
    "both",
    "majority",
    "series",
    "string",
    "rest",
    "part",
    "article",
    "clause",
    "aspect",
    "piece",
}
_EMPTY = {
    "thing", "way", "time", "place", "day", "part", "lot", "number", "one", "fact", "case", "point", "something", "anything",
    "nothing", "everything", "what", "kind", "sort", "all", "someone", "anyone", "everyone", "somebody", "nobody",
}  # fmt: skip


class Target(NamedTuple):
    """A target: canonical name, whether it is a person, body or country, and its token range."""

    name: str
    actor: bool
    start: int
    end: int


def phrase(head: Token) -> tuple[int, int]:
    """The token range of a target: a noun with its modifiers, or a verb with the adverb after it.

    >>> from analysis.language import parse
    >>> doc = parse("They want the humanitarian corridors now.")
    >>> doc[slice(*phrase(doc[4]))].text
    'humanitarian corridors'
    """
    start = end = head.i
    if head.pos_ in {"VERB", "AUX"}:
        adverb = head.i + 2 if head.i + 1 < len(head.doc) and head.doc[head.i + 1].dep_ == "advmod" else head.i + 1
        return head.i, adverb
    for child in reversed(list(head.lefts)):
        hyphen = child.text == "-"
        if not hyphen and (
            child.dep_ not in _PHRASE and child.right_edge.i + 1 < len(head.doc) and head.doc[child.right_edge.i + 1].text != "-"
        ):
            break
        if child.pos_ == "PRON" or child.tag_ in {"WP$", "PRP$"} or child.right_edge.i != start - 1:
            break
        start = child.left_edge.i
    while start < end and (head.doc[start].dep_ == "det" or head.doc[start].is_punct or head.doc[start].is_quote):
        start += 1
    return start, end + 1


def target(head: Token, who: People) -> Target | None:
    """The target that a token is the head of; None for a pronoun of nobody known and for what cannot be one.

    >>> from analysis.language import parse
    >>> from analysis.sources import people
    >>> doc = parse("Voters want a new bridge.")
    >>> target(doc[4], people(doc, [], [], {}))
    Target(name='new bridge', actor=False, start=3, end=5)
    """
    if head.i in who.things:
        thing = target(who.doc[who.things[head.i]], who)
        return thing and thing._replace(start=head.i, end=head.i + 1)
    head = _named(_counted(_whole(head)), who)
    start, end = phrase(head)
    known = who.names.get(head.i) or who.references.get(head.i)
    if known:
        return Target(known.entity, known.label in ACTORS, min(start, known.start), max(end, known.end))
    if head.pos_ in {"PRON", "DET", "NUM", "PUNCT", "ADP", "PART"} or head.tag_ in {"WP", "WDT", "DT", "EX"}:
        return None
    if head.ent_type_ in NO_THING or head.lemma_.lower() in _EMPTY or not any(c.isalnum() for c in head.text):
        return None
    role = roles().get(head.lower_)
    new = role is not None and role.kind == "org" and any(c.lower_ in _NEW for c in head.lefts)  # "demands an inquiry": yet to be
    return Target(_words(head, start, end), role is not None and role.kind != "title" and not new, start, end)


def _whole(head: Token) -> Token:
    """The last part of a word that was cut at its hyphens: of "vice-chancellor" the chancellor."""
    doc = head.doc
    while head.i + 1 < len(doc) and head.pos_ in {"NOUN", "PROPN"} and not head.whitespace_:
        behind = doc[head.i + 1]
        if behind.text != "-" and head.text != "-":
            break
        head = behind
    return head


def _counted(head: Token) -> Token:
    """What a quantity is of: "a handful of agitators", "many of his ideas"."""
    if head.lemma_.lower() in _QUANTITIES:
        of = next((c for c in head.children if c.lower_ == "of"), None)
        inner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        return inner if inner is not None else head
    return head


def _named(head: Token, who: People) -> Token:
    """The name that stands beside a noun for the same: "the mayor, Mara Quist"."""
    if head.i in who.names or head.pos_ not in {"NOUN", "PROPN"}:
        return head
    beside = (c for c in head.children if c.dep_ == "appos" and c.i in who.names and head.lower_ in roles())
    return next(beside, head)


def _words(head: Token, start: int, end: int) -> str:
    """A noun phrase as its own name: names in it keep their capitals."""
    words = [t.text if t.pos_ == "PROPN" or t.ent_type_ or t.text.isupper() else t.lower_ for t in head.doc[start:end]]
    spaces = [t.whitespace_ for t in head.doc[start:end]]
    return "".join(w + s for w, s in zip(words, spaces, strict=True)).strip()


def _is_said(noun: Token) -> bool:
    """Is a noun for something said or written, which is from somebody."""
    lemma = noun.lemma_.lower()
    return (lemma, "NOUN") in cue_lexicon() or bool(source_nouns().get(lemma, frozenset()) & {"document", "medium"})


def belongs_to(head: Token, who: People) -> list[Token]:
    """Whose a target is: the people, bodies and countries before a noun or behind "of": "Reyl's remarks", "the Quist government".

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> from analysis.sources import people
    >>> doc = parse("They mocked Tom Reyl's remarks.")
    >>> [t.text for t in belongs_to(doc[5], people(doc, find_names(doc), [], {}))]
    ['Reyl']
    """
    if head.pos_ not in {"NOUN", "PROPN"} or head.i in who.names:
        return []
    found = [c for c in head.children if c.dep_ in {"poss", "compound", "nmod", "amod"} and c.i < head.i]
    whose = {"of", "by", "from"} if _is_said(head) else {"of", "by"}  # "a report from the bank"
    found += [c for prep in head.children if prep.lower_ in whose for c in prep.children if c.dep_ == "pobj"]
    role = roles().get(head.lower_)
    person = role is not None and role.kind not in {"org", "office"}  # a Moroccan singer is not Morocco
    known = [c for c in found if c.i in who.names or c.i in who.references if not (person and c.dep_ == "amod")]
    return [c for c in known if (who.names.get(c.i) or who.references[c.i]).label in ACTORS]
