"""What a bare noun stands for where a thing was named more fully or by another word: "the measure" for "the Fair Rents Bill"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.names import Name
from analysis.resources import thing_kinds

_POINTING = {"the", "this", "that", "these", "those"}
VAGUE = {  # modifiers that do not tell one thing from another
    "new", "old", "other", "same", "such", "own", "first", "second", "last", "next", "whole", "entire", "current", "latest",
    "proposed", "planned", "controversial", "so-called",
}  # fmt: skip
_BEFORE = {"compound", "amod", "nmod", "poss"}
_SAY_WHICH = {  # prepositions behind a noun that is not bare
    "of", "for", "to", "on", "with", "between", "against", "over", "by", "about",
}  # fmt: skip
_OFTEN = 3  # times that a thing is named before it is what an article is about
_WINDOW = 300  # nouns for things that are looked at before and behind one: more than an article has, fewer than a book
_OTHERS = {"PERSON", "GPE", "NORP", "LOC", "FAC"}


class Noun(NamedTuple):
    """A noun for a kind of thing: what it names, what it may stand for, and whether it is a name ("the Fair Rents Bill")."""

    token: Token
    lemma: str
    kinds: frozenset[str]
    stands_for: frozenset[str]
    many: bool
    named: bool


def thing_nouns(doc: Doc, named: Mapping[int, Name]) -> list[Noun]:
    """The nouns of an article for laws, plans, deals, works and events, in order; `named`: its names by token.

    >>> from analysis.language import parse
    >>> [noun.lemma for noun in thing_nouns(parse("Quist welcomed the truce and the new law."), {})]
    ['truce', 'law']
    """
    return [noun for token in doc if (noun := _noun(token, named)) is not None]


def nouns_meant(nouns: Sequence[Noun]) -> dict[int, int]:
    """For each noun that stands for a thing named otherwise, bare or beside it, the head of the phrase that names it, by token.

    Of several things of a fitting kind it is the one that the article speaks of most (a name counts as once more), of these the
    nearest. A thing may stand behind the noun only where none stands before it: paragraphs are not always in their order.

    >>> from analysis.language import parse
    >>> nouns_meant(thing_nouns(parse("They agreed on a 90-day truce. Quist welcomed the deal."), {}))
    {12: 7}
    """
    spoken_of = Counter(noun.lemma for noun in nouns)
    told = {noun.lemma for noun in nouns if not noun.named and modifiers(noun.token)}  # variants.py knows the fuller phrase
    found = {}
    for number, noun in enumerate(nouns):
        beside = _is_put_beside(noun.token)
        if not beside and (noun.lemma in told or not _is_bare(noun.token)):
            continue
        chosen = [other for other in nouns[max(0, number - _WINDOW) : number] if _may_be(noun, other)]
        if beside:
            chosen = [other for other in chosen if other.token.sent.start == noun.token.sent.start][-1:]
        chosen = chosen or [other for other in nouns[number + 1 : number + 1 + _WINDOW] if _may_be(noun, other) and not beside]
        if chosen:
            found[noun.token.i] = max(chosen, key=lambda n: (spoken_of[n.lemma] + n.named, -abs(n.token.i - noun.token.i))).token.i
    return {i: last for i in found if (last := _last(i, found)) is not None}


def _last(i: int, found: Mapping[int, int]) -> int | None:
    """Where what a noun stands for, and what that stands for, comes to an end; None where it goes round."""
    passed = [i]
    while passed[-1] in found:
        if found[passed[-1]] in passed:
            return None
        passed.append(found[passed[-1]])
    return passed[-1]


def _noun(token: Token, named: Mapping[int, Name]) -> Noun | None:
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "nmod"} or token.ent_type_ in {"DATE", "TIME"}:
        return None
    lemma = token.lemma_.lower()
    known = thing_kinds().get(lemma)
    if known is None or (token.i in named and named[token.i].label in _OTHERS):
        return None
    capital = token.pos_ == "PROPN" and any(c.pos_ == "PROPN" and c.dep_ == "compound" for c in token.children)
    return Noun(token, lemma, known.kinds, known.stands_for, token.tag_ in {"NNS", "NNPS"}, capital)


def _is_bare(token: Token) -> bool:
    """Does a noun point to what is known, and say nothing of which it is."""
    if not any(c.dep_ == "det" and c.lower_ in _POINTING for c in token.children):
        return False
    return not any(_tells(child) for child in token.children)


def _is_put_beside(token: Token) -> bool:
    """Does a noun call by another word what stands before it: "the closure of the port, a measure that Quist opposes"."""
    start = token.left_edge
    told = any(child.dep_ == "relcl" for child in token.children)
    return told and start.lower_ in {"a", "an"} and start.i > 0 and token.doc[start.i - 1].text == ","


def _tells(child: Token) -> bool:
    if child.dep_ in _BEFORE | {"nummod", "acl"}:
        return child.lower_ not in VAGUE
    if child.dep_ == "relcl":
        start = child.left_edge
        return start.i == 0 or start.nbor(-1).text != ","
    return child.dep_ == "prep" and child.lower_ in _SAY_WHICH


def _may_be(bare: Noun, other: Noun) -> bool:
    if other.many != bare.many or not bare.stands_for & other.kinds:
        return False
    if other.lemma == bare.lemma:
        return other.named
    return other.named or not other.stands_for or any(_tells(child) for child in other.token.children)


def topic(nouns: Sequence[Noun], meant: Mapping[int, int]) -> int | None:
    """The head of the fullest phrase for the thing that an article speaks of most; None where it names none three times.

    `meant`: what bare nouns stand for, as of `nouns_meant`.

    >>> from analysis.language import parse
    >>> nouns = thing_nouns(parse("They agreed on a truce. The truce holds. Quist welcomed the deal."), {})
    >>> topic(nouns, nouns_meant(nouns))
    4
    """
    lemmas = {noun.token.i: noun.lemma for noun in nouns}
    spoken_of = Counter(
        lemmas.get(meant.get(noun.token.i, noun.token.i), noun.lemma) for noun in nouns if noun.kinds or noun.token.i in meant
    )
    if not spoken_of:
        return None
    lemma, often = max(spoken_of.items(), key=lambda pair: pair[1])
    same = [noun for noun in nouns if noun.lemma == lemma]
    full = Counter(modifiers(noun.token) for noun in same)
    best = max(same, key=lambda n: (n.named, bool(modifiers(n.token)), full[modifiers(n.token)], -n.token.i))
    return best.token.i if often >= _OFTEN else None


def modifiers(noun: Token) -> frozenset[str]:
    """What stands before a noun and tells it from others of its kind, by lemma.

    >>> from analysis.language import parse
    >>> sorted(modifiers(parse("They want the new Hollin bridge bill.")[6]))
    ['bridge', 'hollin']
    """
    words = (t for c in noun.children if c.dep_ in _BEFORE and c.i < noun.i for t in c.subtree)
    lemmas = (t.lemma_.lower() for t in words if t.is_alpha and t.pos_ not in {"PRON", "DET"})
    return frozenset(lemma for lemma in lemmas if lemma not in VAGUE)
