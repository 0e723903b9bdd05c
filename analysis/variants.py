"""One name for the variants of a target in an article: "a humanitarian cease-fire" and "the cease-fire"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.bare_nouns import modifiers
from analysis.offices import OTHER_OFFICE
from analysis.sources import People
from analysis.stands import Stand
from analysis.targets import phrase

_POINTING = {"the", "this", "that", "these", "those"}


def grouped(found: Sequence[Stand], who: People) -> list[Stand]:
    """The stances with the targets that are things under the fullest name that the article uses for the same thing.

    A definite phrase ("the bill") takes the name of the longer one before it whose head it shares and whose modifiers hold its own,
    and the first, indefinite one ("a 94-metre dam") that of the only one with a name ("the Hollin dam").

    >>> from analysis.pipeline import read
    >>> reading = read("Voters want the Hollin bridge bill. Mara Quist opposes the bill.")
    >>> [s.target for s in grouped(reading.stances, reading.who)]
    ['Hollin bridge bill', 'Hollin bridge bill']
    """
    doc = who.doc
    ends = [who.things.get(s.target_start, s.target_end - 1) for s in found]  # the head of each target, also of "it"
    known = {
        s.target.lower()
        for s in found
        if s.target.lower() != doc[s.target_start : s.target_end].text.lower() and s.target_start not in who.things
    }
    phrases = _phrases(doc)
    return [
        s if s.target.lower() in known else s._replace(target=_fullest(s.target, doc[end], phrases))
        for s, end in zip(found, ends, strict=True)
    ]


class _Phrase(NamedTuple):
    """A common noun with modifiers: where it stands, its modifiers, its words, does a name stand among them."""

    at: int
    modifiers: frozenset[str]
    words: str
    named: bool


def _phrases(doc: Doc) -> dict[str, list[_Phrase]]:
    """By the lemma of the head each common noun phrase with modifiers."""
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for token in doc:
        if token.pos_ == "NOUN":
            told = modifiers(token)
            counted = any(c.dep_ in {"nummod", "quantmod"} or c.tag_ in {"WP$", "PRP$"} for c in token.children)
            if told and not counted:
                start, end = phrase(token)
                words = "".join((t.text if t.pos_ == "PROPN" or t.ent_type_ else t.lower_) + t.whitespace_ for t in doc[start:end])
                named = any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.lefts)
                found[token.lemma_.lower()].append(_Phrase(token.i, told, words.strip(), named))
    return found


def _fullest(name: str, head: Token, phrases: dict[str, list[_Phrase]]) -> str:
    if head.pos_ != "NOUN":
        return name
    own, same = modifiers(head), phrases.get(head.lemma_.lower(), [])
    if not _points(head):
        return _named_later(head, same) or name
    wider = [one for one in same if own < one.modifiers and not one.modifiers & OTHER_OFFICE - own]
    if not wider:
        return name
    used = Counter(one.words for one in wider)
    before = [one for one in wider if one.at < head.i] or wider
    return max(reversed(before), key=lambda one: (one.named, used[one.words], one.words == before[-1].words)).words


def _named_later(head: Token, same: Sequence[_Phrase]) -> str | None:
    """The one name that an article has for a thing, where it is first told of without: "a 94-metre dam", then "the Hollin dam"."""
    measures = {c.lemma_.lower() for c in head.lefts if any(part.like_num for part in c.lefts)}  # "94-metre"
    own = modifiers(head) - measures
    names = {one.words for one in same if one.named and own <= one.modifiers and not one.modifiers & OTHER_OFFICE}
    first = all(one.at >= head.i for one in same)
    new = head.tag_ == "NN" and any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in head.children)
    return names.pop() if len(names) == 1 and first and new else None


def _points(noun: Token) -> bool:
    """Does a noun phrase point to a thing that is known already."""
    return any(c.dep_ == "det" and c.lower_ in _POINTING for c in noun.children)
