"""The issue of an article: the plan, act or dispute that it speaks of most; "the decision" and "the vote" where they are on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from spacy.tokens import Token

from analysis.bare_nouns import Noun, is_bare
from analysis.places import objects
from analysis.resources import decisions, thing_kinds

_OFTEN = 3  # times that a thing is spoken of before it is what an article is about
_DECISION = "decision"  # the kind of "the vote" and "the approval", which are on something
_TO_DO = {"vote", "agree", "decide", "opt", "choose", "resolve"}
_DECIDED_ABOUT = {"for", "to", "on", "with", "against"}


def issue(nouns: Sequence[Noun], meant: Mapping[int, int], often: Mapping[str, int]) -> Token | None:
    """The head of the fullest phrase for the thing that an article speaks of most; None where it speaks of none three times.

    `meant`: what bare nouns stand for, as of `nouns_meant`; `often`: how often it speaks of each noun, as of `spoken_of`.

    >>> from analysis.bare_nouns import spoken_of, thing_nouns
    >>> from analysis.language import parse
    >>> doc = parse("They agreed on a truce. The truce holds. Quist welcomed the truce.")
    >>> nouns = thing_nouns(doc, {})
    >>> issue(nouns, {}, spoken_of(doc, nouns)).i
    4
    """
    lemmas = {noun.token.i: noun.lemma for noun in nouns}
    things = Counter({noun.lemma: often[noun.lemma] for noun in nouns if noun.known.kinds - {_DECISION}})
    things.update(lemmas[i] for i in meant.values())
    things.subtract(lemmas[i] for i in meant)
    lemma = max(things, key=things.__getitem__, default="")
    if things[lemma] < _OFTEN:
        return None
    stands_for = thing_kinds()[lemma].stands_for  # "the law" of the title for the Charter of the text
    names = Counter(noun.lemma for noun in nouns if noun.named and noun.known.kinds & stands_for)
    lemma = max(names, key=names.__getitem__, default=lemma)
    same = [noun for noun in nouns if noun.lemma == lemma]
    naming = [noun for noun in same if noun.token.dep_ != "attr"] or same  # "it was the fifth increase" is no name of it
    full = Counter(noun.modifiers for noun in naming)
    return max(naming, key=lambda n: (n.named, bool(n.modifiers), full[n.modifiers], -n.token.i)).token


def decisions_meant(nouns: Sequence[Noun], meant: Mapping[int, int], about: Token | None) -> dict[int, int]:
    """For each bare noun for a decision, where the article tells of one for its issue, the issue: who hails the vote hails what was
    voted for. Where it was decided against, who hails the decision does not hail the issue, and nothing is given.

    >>> from analysis.bare_nouns import thing_nouns
    >>> from analysis.language import parse
    >>> doc = parse("The council approved the stadium. The stadium will stand in Orle. Quist hailed the vote.")
    >>> decisions_meant(thing_nouns(doc, {}), {}, doc[4])
    {16: 4}
    """
    if about is None:
        return {}
    lemma = about.lemma_.lower()
    its = {noun.token.i for noun in nouns if noun.lemma == lemma or meant.get(noun.token.i) == about.i}
    signs = [sign for verb in about.doc if verb.pos_ == "VERB" for sign in _decided(verb, its, thing_kinds()[lemma].verbs)]
    if not signs or min(signs) < 0:
        return {}
    free = [n for n in nouns if _DECISION in n.known.stands_for and n.token.i not in meant and is_bare(n.token)]
    return {noun.token.i: about.i for noun in free if noun.token.i not in its}


def _decided(verb: Token, its: Container[int], same: Container[str]) -> Iterator[int]:
    """The signs of what a verb decides about some things; `same`: verbs that say the same as their noun."""
    lemma = verb.lemma_.lower()
    for word, head in _decided_on(verb):
        sign = decisions().get(f"{lemma} {word}".strip())
        if sign and any(t.i in its for t in head.subtree):
            yield sign
    for clause in verb.children:  # "voted to put money into a stadium"
        if lemma in _TO_DO and clause.dep_ in {"xcomp", "advcl"} and any(c.lower_ == "to" for c in clause.children):
            if clause.lemma_.lower() in same:
                yield 1
            elif any(t.i in its for t in clause.subtree):
                yield decisions().get(clause.lemma_.lower(), 1)


def _decided_on(verb: Token) -> Iterator[tuple[str, Token]]:
    """The heads of what a verb is on, each with the particle or preposition that belongs to the verb."""
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
    yield from ((particle, head) for head in objects(verb))
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ in _DECIDED_ABOUT:
            yield from ((f"{particle} {prep.lower_}".strip(), head) for head in prep.children if head.dep_ == "pobj")
