"""What a bare noun stands for where a thing was named more fully or by another word: "the measure" for "the Fair Rents Bill"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.names import Name
from analysis.resources import ThingKinds, thing_kinds

_POINTING = {"the", "this", "that", "these", "those"}
VAGUE = {  # modifiers that do not tell one thing from another
    "new", "old", "other", "same", "such", "own", "first", "second", "last", "next", "whole", "entire", "current", "latest",
    "proposed", "planned", "controversial", "so-called",
}  # fmt: skip
_BEFORE = {"compound", "amod", "nmod", "poss"}
_SAY_WHICH = {  # prepositions behind a noun that is not bare
    "of", "for", "to", "on", "with", "between", "against", "over", "by", "about",
}  # fmt: skip
_TITLE = 3  # times that a word of the title counts, and a name
_WINDOW = 300  # nouns for things that are looked at before and behind one: more than an article has, fewer than a book
_NAMED = {
    "law",
    "deal",
    "policy",
    "report",
    "product",
}  # a name that ends in another kind of thing is that of a body: "the Liberal Centre"
_BODIES_TOO = {"accord", "alliance", "partnership"}  # "the National Accord" is a party
_OTHERS = {"PERSON", "GPE", "NORP", "LOC", "FAC"}


class Noun(NamedTuple):
    """A noun for a kind of thing: what it names and may stand for, what tells it from others of its kind (see `modifiers`), and
    whether it is one of several, a name ("the Fair Rents Bill"), and told which it is by anything beside it."""

    token: Token
    lemma: str
    known: ThingKinds
    modifiers: frozenset[str]
    many: bool
    named: bool
    told: bool


def thing_nouns(doc: Doc, named: Mapping[int, Name]) -> list[Noun]:
    """The nouns of an article for laws, plans, deals, works and events, in order; `named`: its names by token.

    >>> from analysis.language import parse
    >>> [noun.lemma for noun in thing_nouns(parse("Quist welcomed the truce and the new law."), {})]
    ['truce', 'law']
    """
    return [noun for token in doc if (noun := _noun(token, named)) is not None]


def spoken_of(doc: Doc, nouns: Sequence[Noun], title: str = "") -> Counter[str]:
    """How often an article speaks of each kind of thing, by the lemma of its noun: verbs that say the same count too, and the
    words of its title, which says what it is about, for several.

    >>> from analysis.language import parse
    >>> doc = parse("The board voted to shut the hospital. The closure is final.")
    >>> spoken_of(doc, thing_nouns(doc, {}))["closure"]
    2
    """
    found = Counter(noun.lemma for noun in nouns)
    verbs = Counter(token.lemma_.lower() for token in doc if token.pos_ == "VERB")
    above = frozenset(re.findall(r"[^\W\d_]+", title.lower()))
    for lemma in list(found):
        same = thing_kinds()[lemma].verbs
        found[lemma] += sum(verbs[verb] for verb in same)
        found[lemma] += _TITLE * any(forms(word) & above for word in (lemma, *same))
    return found


@lru_cache(maxsize=1024)
def forms(word: str) -> frozenset[str]:
    """What a regular noun or verb may look like, and some that it never does.

    >>> sorted(forms("levy"))
    ['levied', 'levies', 'levy', 'levyed', 'levying', 'levys']
    """
    stem = word[:-1] if word[-1] in "ey" else word
    ends = {"y": ("ies", "ied"), "e": ("es", "ed", "ing")}.get(word[-1], ("es", f"{word[-1]}ed", f"{word[-1]}ing"))
    return frozenset({word, f"{word}s", f"{word}ed", f"{word}ing", *(stem + end for end in ends)})


def nouns_meant(nouns: Sequence[Noun], often: Mapping[str, int], issue: Token | None = None) -> dict[int, int]:
    """For each noun that stands for a thing named otherwise, bare or beside it, the head of the phrase that names it, by token.

    Of several things of a fitting kind it is the one that the article speaks of most (a name counts like the title), of these the
    nearest. A thing may stand behind the noun only where none stands before it: paragraphs are not always in their order.
    `often`: how often the article speaks of each noun, as of `spoken_of`. `issue`: the head of what the article is about, which may
    stand anywhere.

    >>> from analysis.language import parse
    >>> doc = parse("They agreed on a 90-day truce. Quist welcomed the deal.")
    >>> nouns = thing_nouns(doc, {})
    >>> nouns_meant(nouns, spoken_of(doc, nouns))
    {12: 7}
    """
    told = {(n.lemma, n.many) for n in nouns if not n.named and n.modifiers}  # variants.py knows the fuller phrase
    main = next((noun for noun in nouns if issue is not None and noun.token.i == issue.i), None)
    found = {}
    for number, noun in enumerate(nouns):
        beside = _is_put_beside(noun.token)
        if not beside and ((noun.lemma, noun.many) in told or not is_bare(noun.token)):
            continue
        chosen = [other for other in nouns[max(0, number - _WINDOW) : number] if _may_be(noun, other, often)]
        if beside:
            chosen = [other for other in chosen if other.token.sent.start == noun.token.sent.start][-1:]
        elif main is not None and main.lemma != noun.lemma and _may_be(noun, main, often):
            chosen.append(main)
        if not chosen and not beside:
            chosen = [other for other in nouns[number + 1 : number + 1 + _WINDOW] if _may_be(noun, other, often)]
        if chosen:
            best = max(
                chosen, key=lambda n: (n.lemma == noun.lemma, often[n.lemma] + _TITLE * n.named, -abs(n.token.i - noun.token.i))
            )
            best = main if main is not None and main.lemma == best.lemma else best
            found[noun.token.i] = best.token.i
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
    if known is None or (token.i in named and not _is_named(lemma, known, named[token.i])):
        return None
    before = modifiers(token)
    if not known.kinds and before:  # "the housing scheme" names what "the scheme" only stands for
        known = known._replace(kinds=known.stands_for)
    capital = token.pos_ == "PROPN" and any(c.pos_ == "PROPN" and c.dep_ == "compound" for c in token.children)
    return Noun(token, lemma, known, before, token.tag_ in {"NNS", "NNPS"}, capital, any(_tells(child) for child in token.children))


def _is_named(lemma: str, known: ThingKinds, name: Name) -> bool:
    """Is a name that ends in a noun for a thing that of a thing."""
    return name.label not in _OTHERS and bool(known.kinds & _NAMED) and not (name.label == "ORG" and lemma in _BODIES_TOO)


def is_bare(token: Token) -> bool:
    """Does a noun point to what is known, and say nothing of which it is: "the plan", "the £40m plan", but not "the water plan".

    >>> from analysis.language import parse
    >>> [is_bare(parse(f"They want {words}.")[-2]) for words in ("the plan", "the $40 million plan", "the water plan", "a plan")]
    [True, True, False, False]
    """
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
        return child.lower_ not in VAGUE and not _is_price(child)
    if child.dep_ == "relcl":
        start = child.left_edge
        return start.i == 0 or start.nbor(-1).text != ","
    return child.dep_ == "prep" and child.lower_ in _SAY_WHICH


def _is_price(child: Token) -> bool:
    """Does a word before a noun only say what the thing costs: "the £180m scheme"."""
    near = child.doc[max(0, child.left_edge.i - 2) : child.right_edge.i + 1]  # the sign may be hung on another word
    return child.ent_type_ == "MONEY" or any(t.is_currency for t in near)


def _may_be(bare: Noun, other: Noun, often: Mapping[str, int]) -> bool:
    if other.many != bare.many or bare.token.i == other.token.i:
        return False
    if bare.known.kinds & other.known.kinds and bare.lemma in other.modifiers:  # "the tram" for the tram line
        return True
    if not bare.known.stands_for & other.known.kinds:
        return False
    if other.lemma == bare.lemma:
        return other.named
    fuller = other.named or not other.known.stands_for or other.told
    return fuller or often[other.lemma] > often[bare.lemma]


def modifiers(noun: Token) -> frozenset[str]:
    """What stands before a noun and tells it from others of its kind, by lemma.

    >>> from analysis.language import parse
    >>> sorted(modifiers(parse("They want the new Hollin bridge bill.")[6]))
    ['bridge', 'hollin']
    """
    words = (t for c in noun.children if c.dep_ in _BEFORE and c.i < noun.i and not _is_price(c) for t in c.subtree)
    lemmas = (t.lemma_.lower() for t in words if t.is_alpha and t.pos_ not in {"PRON", "DET"} and t.ent_type_ != "ORDINAL")
    return frozenset(lemma for lemma in lemmas if lemma not in VAGUE)
