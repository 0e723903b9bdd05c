"""Who holds the offices and posts that a text speaks of, who held them before, and to which bodies people belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from analysis import resources
from analysis.called_bodies import known_bodies
from analysis.names import Name
from analysis.roles import RoleMention

_RANKS = {
    *("prime", "foreign", "vice", "deputy", "chief", "first", "attorney", "auditor"),
    *("defense", "defence", "interior", "finance"),
}
OTHER_OFFICE = {"prime", "vice", "deputy", "assistant"}  # an office with one of these is not called by its noun alone
_PAST = {"former", "ex", "late", "outgoing", "ousted", "deposed", "onetime", "retired"}  # of an office that another holds now
_OF_BODIES, _LEADING = {"of", "from", "at", "with"}, {"chair", "lead", "head", "run", "found", "represent"}
_NATIONAL = {"president", "premier", "minister", "king", "queen", "ambassador", "chancellor", "secretary", "parliament"}


class Holders:
    """Who is called what: the roles of a text by their nouns, the words of its bodies' names, the ages of its people."""

    def __init__(
        self, doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]], genders: Mapping[str, str]
    ) -> None:
        self.genders = genders
        self.first: dict[int, str] = {}  # the token at which each person is first named, where that is by more than one word
        for name in sorted(names):
            if name.label == "PERSON" and name.end - name.start > 1 and name.entity not in self.first.values():
                self.first[name.start] = name.entity
        self.aged: dict[str, str] = {}
        for name in names:
            if name.label == "PERSON" and name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].is_digit:
                self.aged.setdefault(doc[name.end + 1].text, name.entity)
        self.bodies = _bodies(doc, names, roles)
        self.named = known_bodies(doc, names, roles, self.bodies)
        self.known = {name for name, mentions in roles.items() if any(m.end > m.start for m in mentions)}
        self._by_noun: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
        for holder, mentions in roles.items():
            for m in mentions:
                words = {t.lower_ for t in doc[m.start : m.end]} | {m.noun}
                for noun in {
                    m.noun,
                    resources.long_titles().get(m.noun, m.noun),
                    *(t.lemma_.lower() for t in doc[m.start : m.end] if t.lower_ == m.noun),
                }:
                    self._by_noun[noun].append((holder, words))

    def of(self, token: Token) -> set[str]:
        """Those who hold the role of a description: the same noun, and no modifier that says another ("prime", "water"); a prime
        minister is not "the minister", nor is a former one while there is another."""
        modifiers = {c.lower_ for c in token.children if c.dep_ == "compound" or c.lower_ in _RANKS | _PAST}
        modifiers |= {owned.lower_} if (owned := owner(token)) is not None else set()
        held = [
            (name, words)
            for noun in {token.lower_, token.lemma_.lower()}
            for name, words in self._by_noun.get(noun, ())
            if modifiers <= words and not (words & OTHER_OFFICE) - modifiers - {token.lower_}
        ]
        now = {name for name, words in held if not words & _PAST}
        return now or {name for name, _ in held}

    def of_place(self, token: Token, place: Token) -> set[str]:
        """Those who hold the role of "the mayor of Tolm", as the text says; else its only mayor, of whom it does not say where."""
        known = self.of(token)
        held = [(name, words) for name, words in self._by_noun.get(token.lower_, []) if name in known]
        there = {name for name, words in held if place.lower_ in words}
        anywhere = {name for name, _ in held}
        placed = place.pos_ != "PROPN" or token.lower_ in _NATIONAL or any("of" in words for _, words in held)
        return there or (set() if placed or len(anywhere) > 1 else anywhere)

    def beside(self, noun: str, who: str) -> set[str]:
        """Those who held a post of somebody before ("predecessor") or after him ("successor")."""
        found: set[str] = set()
        for held in self._by_noun.values():
            past, now = ({name for name, words in held if bool(words & _PAST) == was} for was in (True, False))
            if noun == "successor" and who in past - now:
                found |= now
            elif noun == "predecessor" and who in now:
                found |= past - now
        return found - {who}


def _bodies(doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]]) -> dict[str, list[str]]:
    """Person to the bodies to which somebody is said to belong: by a role, "of the Valley Party", "who chairs the Valley Party"."""
    held = {i: n.entity for n in names if n.label == "ORG" for i in range(n.start, n.end)}
    places = [(who, i) for who in roles for m in roles[who] for i in range(m.start, m.end)]
    for name in names:
        if name.label == "PERSON":
            root = doc[name.start : name.end].root
            own = [t for c in root.children if c.dep_ == "prep" and c.lower_ in _OF_BODIES for t in c.children if t.dep_ == "pobj"]
            own += [t for c in root.children if c.dep_ == "relcl" and c.lemma_ in _LEADING for t in c.children if t.dep_ == "dobj"]
            places += [(name.entity, i) for i in (*range(name.start, name.end), *(t.i for t in own))]
    found: dict[str, list[str]] = defaultdict(list)
    for who, i in places:
        if i in held and held[i] not in found[who]:
            found[who].append(held[i])
    return dict(found)


def owner(token: Token) -> Token | None:
    """The common noun that a description belongs to: "the union's chairman".

    >>> from analysis.language import parse
    >>> owner(parse("The union's chairman left.")[3]).text
    'union'
    """
    return next((c for c in token.children if c.dep_ == "poss" and c.pos_ == "NOUN"), None)
