"""Bodies that are called by their kind: "the union" for the Federation of Maritime Workers.

A name shows its kind by its own words, and by what stands beside it: "Arms Monitor, a campaign group".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.binding import SUBJECTS, bound
from analysis.mentions import Mention
from analysis.metonyms import country_of_adjective
from analysis.names import Name
from analysis.resources import body_kinds, company_forms, roles, source_nouns, words_of_bodies
from analysis.roles import RoleMention

_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_BODIES = {"ORG", "FAC"}
_TAKEN_FOR_OTHERS = {"LOC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"}  # what the recogniser takes some bodies for
_BEHIND = {"group", "movement", "party", "campaign", "newspaper", "magazine", "charity", "militia"}  # "the Save Tolm group"
_PURPOSE = {"of", "for", "on", "against", "in", "at", "to"}  # what stands before it says what it is: "Ministry of Fisheries"
_SECTIONS = {"city", "town", "county", "district", "borough", "village", "parish", "local"}  # "the city council"
_ANOTHER = {
    *("other", "rival", "second", "third", "new", "parent", "foreign", "former", "merged", "combined", "separate", "neighbouring"),
    *("smaller", "larger", "bigger", "biggest", "largest", "main", "first", "last", "only", "independent", "different", "old"),
}
_NEAR, _FARTHEST = 3, 100  # sentences that a noun for any body may look back, and any noun
# called so by its name; called so before; of that kind by its name; of no other; that too, with words that nothing said of it
_SAME, _AGAIN, _SHOWN, _POSSIBLE, _LOOSE = 4, 3, 2, 1, 0
# how sure, for each of these, where one body fits and where several do
_SURE = {_SAME: (0.85, 0.7), _AGAIN: (0.7, 0.55), _SHOWN: (0.7, 0.55), _POSSIBLE: (0.55, 0.45), _LOOSE: (0.55, 0.45)}
_LATER = 0.5  # the one body that fits is named only further on


class Body(NamedTuple):
    """What shows the kind of a named body: the noun that its name turns on, all its words, what it is called beside its name."""

    head: str
    words: frozenset[str]
    called: frozenset[str]
    label: str


def known_bodies(
    doc: Doc, names: Iterable[Name], roles_of: Mapping[str, Sequence[RoleMention]], members: Mapping[str, Sequence[str]]
) -> dict[str, Body]:
    """The bodies that a text names, by canonical name; `members`: person to the bodies that somebody is said to belong to.

    >>> from analysis.language import parse
    >>> doc = parse("The shipyard, Corvane Works, was shut.")
    >>> sorted(known_bodies(doc, [Name(3, 5, "ORG", "Corvane Works")], {}, {})["Corvane Works"].called)
    ['shipyard']
    """
    beside: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for name in names:
        if name.label in _BODIES | _TAKEN_FOR_OTHERS:
            beside[name.entity] |= _beside(doc, name)
            labels.setdefault(name.entity, name.label)
    for person, mentions in roles_of.items():  # "union convener Mara Quist", who is of the Federation of Maritime Workers
        own = [body for body in members.get(person, ()) if body in labels]
        if len(own) == 1:
            told = {t.lower_ for m in mentions for t in doc[m.start : m.end] if t.dep_ == "compound"}
            beside[own[0]] |= told & body_kinds().keys()
    found = {}
    for entity, label in labels.items():
        words = _words(entity)
        written = entity.split()  # in "council of Tolm University" no name but the last two words
        at = next((i for i, word in enumerate(words) if word in _PURPOSE and i and written[i - 1][0].isupper()), len(words))
        found[entity] = Body(words[at - 1] if words else "", frozenset(words), frozenset(beside[entity]), label)
    return found


def called_body(token: Token, seen: Sequence[Mention], bodies: Mapping[str, Body], sentence: int) -> tuple[str, str, float] | None:
    """The body that a definite noun stands for, its label, how sure; the nearest before it of those that fit best.

    >>> from analysis.language import parse
    >>> doc = parse("The Guild of Dockers met. The union was angry.")
    >>> bodies = known_bodies(doc, [Name(1, 4, "ORG", "Guild of Dockers")], {}, {})
    >>> called_body(doc[7], [Mention(1, 1, "Guild of Dockers", "ORG", "name", 0)], bodies, 1)
    ('Guild of Dockers', 'ORG', 0.7)
    """
    if token.dep_ in {"attr", "oprd"} or (token.tag_ not in {"NN", "NNP"} and token.lemma_.lower() != token.lower_):
        return None
    fitting = {entity: fit for entity, body in bodies.items() if (fit := _fit(token, body)) is not None}
    nearest, another = _nearest(token, seen, fitting, sentence)
    kind = body_kinds().get(token.lower_)
    vague = kind is not None and (kind.any or token.lower_ == "group")
    alone = sum(fit >= _SHOWN for fit in fitting.values()) == 1
    free = []
    for entity, mention in nearest.items():
        far = sentence - mention.sentence > _NEAR and fitting[entity] < _AGAIN
        other = bound(token, token.doc[mention.head]) or (far and vague and not alone)
        if not other and _counts(token, mention, fitting[entity], far):
            free.append(entity)
    if free:
        best = max(fitting[entity] for entity in free)
        alike = [entity for entity in free if fitting[entity] == best or (vague and best != _SAME)]
        return alike[0], _label(bodies[alike[0]]), _SURE[fitting[alike[0]]][len(alike) > 1]
    ahead = [entity for entity, fit in fitting.items() if fit == _SAME or (fit == _SHOWN and kind and not vague)]
    return (ahead[0], _label(bodies[ahead[0]]), _LATER) if len(ahead) == 1 and not (nearest or another) else None


def _nearest(token: Token, seen: Sequence[Mention], fitting: dict[str, int], sentence: int) -> tuple[dict[str, Mention], bool]:
    """The last mention of each body that fits, the nearest first, up to another that has no name ("a union"), and is there one.

    A body that was called so before fits the better for it.
    """
    found: dict[str, Mention] = {}
    for mention in reversed(seen):
        if len(found) == len(fitting) or sentence - mention.sentence > _FARTHEST:
            break
        same = token.doc[mention.head].lower_ == token.lower_
        if same and mention.form == "described" and _is_another(token.doc[mention.head]):
            return found, True
        if mention.entity in fitting:
            found.setdefault(mention.entity, mention)
            if same and mention.form == "nominal":
                fitting[mention.entity] = max(fitting[mention.entity], _AGAIN)
    return found, False


def of_kind(noun: str, entities: Iterable[str], bodies: Mapping[str, Body]) -> list[str]:
    """Those bodies whose names show that they are of a kind.

    >>> guild = Body("guild", frozenset({"guild", "dockers"}), frozenset(), "ORG")
    >>> of_kind("union", ["Guild of Dockers", "Tolm Works"], {"Guild of Dockers": guild})
    ['Guild of Dockers']
    """
    return [e for e in entities if e in bodies and (_kinship(noun, bodies[e]) or _POSSIBLE) >= _SHOWN]


def _words(entity: str) -> list[str]:
    """The words of a name in lower case, without possessives and what a firm has behind its name."""
    words = [_POSSESSIVE.sub("", word) or word for word in entity.lower().split()]
    while len(words) > 1 and words[-1].rstrip(".") in company_forms():
        words.pop()
    return words


def _label(body: Body) -> str:
    return body.label if body.label in _BODIES else "ORG"


def _beside(doc: Doc, name: Name) -> set[str]:
    """Nouns and adjectives that tell of a name what it is: before it, in apposition to it, behind it."""
    root = doc[name.start : name.end].root
    told = [t for t in doc[root.left_edge.i : name.start] if t.head == root]
    before = root.dep_ == "appos" and root.head.i < name.start
    for noun in [c for c in root.children if c.dep_ == "appos" and c.i > root.i] + ([root.head] if before else []):
        told += [noun, *(c for c in noun.children if c.dep_ in {"compound", "amod"} and c.i not in range(name.start, name.end))]
    if root.dep_ == "compound" and root.head.i == name.end and root.head.lower_ in _BEHIND:
        told.append(root.head)
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        told += [c for c in root.head.children if c.dep_ == "attr"]
    return {form for t in told if t.pos_ in {"NOUN", "ADJ", "PROPN", "VERB"} for form in (t.lower_, t.lemma_.lower())}


def _fit(token: Token, body: Body) -> int | None:
    """How well a body fits a noun with its modifiers; None if it does not."""
    fit = _kinship(token.lower_, body)
    if fit is None:
        return None
    modifiers = [c for c in token.children if c.dep_ in {"amod", "compound", "nmod", "nummod"} and c.lower_ not in _SECTIONS]
    unsaid = [c for c in modifiers if not _told(c) & (body.words | body.called) and not any(n.like_num for n in c.children)]
    if any(c.lower_ in _ANOTHER or c.dep_ != "amod" or c.ent_type_ for c in unsaid) or (unsaid and fit == _SHOWN):
        return None
    return _LOOSE if unsaid and fit == _POSSIBLE else fit


def _told(word: Token) -> set[str]:
    """The forms of a word by which it may be in a name: "Karsovian" is in "Bank of Karsovia"."""
    country = country_of_adjective(word.doc, word.text) if word.ent_type_ == "NORP" else None
    return {word.lower_, word.lemma_.lower()} | ({country.lower()} if country else set())


@lru_cache(maxsize=8192)
def _kinship(noun: str, body: Body) -> int | None:
    """How well a body fits a noun by what shows its kind."""
    kind = body_kinds().get(noun)
    if kind is None:
        role = roles().get(noun)
        named = role is not None and role.kind in {"org", "group"} and body.label in _BODIES
        return None if not named else _SAME if noun == body.head else _SHOWN if noun in body.words else None
    if noun == body.head or noun in body.called:
        return _SAME
    if body.head in words_of_bodies() - kind.words - kind.open:
        return None
    if kind.words & (body.words | body.called):
        return _SHOWN
    return _POSSIBLE if kind.any and body.label == "ORG" and not _is_other(body, kind.words) else None


def _is_other(body: Body, words: Iterable[str]) -> bool:
    """Is a body shown to be of a kind without these words."""
    role = roles().get(body.head)
    head = (role is not None and role.kind in {"org", "group"}) or "press" in source_nouns().get(body.head, ())
    return head or bool(body.called & body_kinds().keys() - set(words))


def _counts(token: Token, mention: Mention, fit: int, far: bool) -> bool:
    """Is a mention near enough for a body that the noun says little of, and no mere modifier ("the Hollin dam")."""
    place = token.doc[mention.head].dep_
    if fit == _LOOSE:
        return not far and place in SUBJECTS and token.dep_ in SUBJECTS
    return fit != _POSSIBLE or (not far and place not in {"compound", "nmod", "amod"})


def _is_another(noun: Token) -> bool:
    return any(c.lower_ in {"a", "an", "another"} or c.dep_ in {"amod", "compound", "poss"} for c in noun.children)
