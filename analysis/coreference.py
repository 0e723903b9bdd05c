"""Pronouns and definite descriptions to the entities that they stand for.

Gender is known only from what the text shows: titles, roles, and the pronouns that people are called by. The text is read more
than once, so that a pronoun that is clear says what one before it must be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import ChainMap, Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis import resources
from analysis.anaphors import spoken_of
from analysis.antecedents import Candidate, candidates, kind
from analysis.common_nouns import UNNAMED, names_thing, thing, topics
from analysis.homelands import homelands
from analysis.memory import Context, Memory, Text
from analysis.mentions import Mention
from analysis.names import Name
from analysis.nominals import STATED, age, is_document, nominal, owning_pronoun, role_of
from analysis.offices import Holders
from analysis.pronoun_weights import Model, evidence, learned, shares
from analysis.roles import RoleMention
from analysis.thing_antecedents import nothing

__all__ = ["Context", "Reference", "Resolved", "resolve", "stated_genders"]
_EITHER = {"spokesman", "chairman", "foreman", "ombudsman"}  # what women are called too
_DOUBTED = 0.2  # pronouns of the other kind that leave it open whether somebody is he or she
_MOST_DOUBTED = 6  # people whose pronoun is tried out
_LEAST = 0.15  # a guess less sure than this is none


class Reference(NamedTuple):
    """A pronoun or nominal mention (token range), the entity that it stands for, and how sure that is (0 to 1)."""

    start: int
    end: int
    form: str
    label: str
    entity: str
    confidence: float


class Resolved(NamedTuple):
    """The references to those who have a name or a description, and for each other pronoun that stands for a thing its noun."""

    references: list[Reference]
    things: dict[int, int]


class Reading(NamedTuple):
    """What one reading found: what pronouns and descriptions stand for, for each pronoun its candidates and their shares, and who
    was called he or she."""

    references: list[Reference]
    things: dict[int, int]
    options: dict[int, list[tuple[Candidate, float]]]
    shown: dict[str, dict[str, float]]


def resolve(doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]], context: Context) -> Resolved:
    """The pronouns and definite descriptions of a Doc that stand for an entity or a thing.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> doc = parse("Mara Quist spoke. She was angry.")
    >>> context = Context([0, 0, 0, 0, 1, 1, 1, 1], [None] * 8, {}, [0] * 8)
    >>> [(doc[r.start].text, r.entity) for r in resolve(doc, find_names(doc), {}, context).references]
    [('She', 'Mara Quist')]
    """
    last = readings(doc, names, roles, context, learned())[-1]
    return Resolved(last.references, last.things | spoken_of(doc, {i for n in names for i in range(n.start, n.end)}))


def readings(
    doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]], context: Context, model: Model
) -> list[Reading]:
    """Each reading of the text, the last one with what those before it have shown.

    >>> from analysis.language import parse
    >>> doc = parse("Mara Quist spoke. She was angry.")
    >>> context = Context([0, 0, 0, 0, 1, 1, 1, 1], [None] * 8, {}, [0] * 8)
    >>> [r.references[0].entity for r in readings(doc, [Name(0, 2, "PERSON", "Mara Quist")], {}, context, learned())][-1]
    'Mara Quist'
    """
    plot = _Plot(doc, names, roles, context, model)
    found = [plot.read(None, people_only=True)]
    found.append(plot.read(found[-1], people_only=True))
    plot.settle(found[-1])
    return [*found, plot.read(found[-1], people_only=False)]


def stated_genders(roles: Mapping[str, Sequence[RoleMention]]) -> dict[str, str]:
    """Canonical name to he or she, where titles and roles say so and do not disagree.

    >>> stated_genders({"Mara Quist": [RoleMention(0, 1, "ms", "she")]})
    {'Mara Quist': 'she'}
    """
    found = {}
    for name, mentions in roles.items():
        said = {m.pronoun for m in mentions if m.pronoun}
        if len(said) == 1:
            found[name] = said.pop()
    return found


class _Plot:
    """What every reading of a text has in common."""

    def __init__(
        self, doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]], context: Context, model: Model
    ) -> None:
        self.doc, self.context, self.model = doc, context, model
        stated = stated_genders(roles)
        self.holders = Holders(doc, names, roles, stated)
        self.starts = {n.start: self._mention(n) for n in names}
        self.held = {i: n for n in names for i in range(n.start, n.end)}
        in_order = sorted(self.starts.values(), key=lambda m: (m.sentence, m.start))
        ahead: dict[int, list[Mention]] = defaultdict(list)
        for mention in in_order:
            ahead[mention.sentence].append(mention)
        tokens = list(doc)
        things = [t for t in tokens if names_thing(t)]
        self.text = Text(
            named={i: n.entity for i, n in self.held.items()},
            counts=Counter(n.entity for n in names),
            people={m.entity: m for m in reversed(in_order) if m.label == "PERSON"},
            introduced={n.entity for n in names if " " in n.entity} | set(roles),
            ahead=ahead,
            stated=stated,
            loosely={who for who in stated if all(m.noun in _EITHER for m in roles[who] if m.pronoun)},
            never={},
            homelands=homelands(doc, roles),
            places=[t.dep_ for t in tokens],
            verbs={},
            topics=topics(things, context.order, context.title),
        )
        self.called = called = {t.i: what for t in tokens if (what := kind(t))}
        nouns = {t.i for t in things}
        self.describing = {t.i for t in tokens if t.i not in self.held and t.i not in called and _describes(t)}
        wanted = {*self.starts, *((called.keys() | nouns | self.describing) - self.held.keys())}
        self.described: dict[int, Mention | None] = {}
        self.quoted = [i for i in called if context.within[i] is not None]
        others = {i for i, m in self.starts.items() if m.label != "PERSON"}
        self.things = {i for i, what in called.items() if what in {"it", "they"}} | others | (nouns - self.describing)
        self.steps = sorted(wanted, key=lambda i: (context.order[i], i))

    def _mention(self, name: Name) -> Mention:
        head = _described_by(self.doc[name.start : name.end].root)
        return Mention(name.start, head.i, name.entity, name.label, "name", self.context.order[name.start])

    def read(self, before: Reading | None, *, people_only: bool) -> Reading:
        """Read the text once, with what a reading before has shown; what "it" and "they" mean helps none of the readings after."""
        text = self.text._replace(named={**self._described_in(before), **self.text.named})
        memory = Memory(text, [], {}, [], {}, self._speakers(before), {})
        found = Reading([], {}, {}, defaultdict(lambda: defaultdict(float)))
        for i in self.steps:
            if people_only and i in self.things:
                continue
            token = self.doc[i]
            mention = self.starts.get(i)
            if mention is None:
                mention = self._refer(token, memory, before, found)
            if mention is not None:
                memory.seen.append(mention)
                if mention.label == "PERSON" and mention.entity in self.text.counts:
                    memory.latest[mention.entity] = mention
                if mention.head in self.context.said and mention.label not in UNNAMED:
                    memory.spoke.append(mention)
        return found

    def settle(self, before: Reading) -> None:
        """Let nobody be both he and she: whom a reading called both is read as either, and what explains the text better stays."""
        called = {name: (votes.get("he", 0.0), votes.get("she", 0.0)) for name, votes in before.shown.items()}
        doubted = [name for name in called if name in self.text.counts and name not in self.text.stated]
        doubted = [name for name in doubted if min(called[name]) > _DOUBTED]
        for name in sorted(doubted, key=lambda name: (-min(called[name]), name))[:_MOST_DOUBTED]:
            tried = {}
            for never in ("he", "she"):
                self.text = self.text._replace(never={**self.text.never, name: never})
                tried[never] = self._explained(self.read(before, people_only=True))
            self.text = self.text._replace(never={**self.text.never, name: max(tried, key=tried.__getitem__)})

    def _explained(self, found: Reading) -> float:
        """How well a reading explains the pronouns for people."""
        return sum(
            evidence(called, [option for option, _ in options], self.model)
            for i, options in found.options.items()
            if (called := self.called[i]) in {"he", "she"}
        )

    def _described_in(self, before: Reading | None) -> dict[int, str]:
        """Whom descriptions surely mean, by an earlier reading: in "He blasted the chairman" he is not the chairman."""
        sure = (r for r in before.references if r.form == "nominal" and r.confidence >= STATED) if before else ()
        return {r.end - 1: r.entity for r in sure}

    def _speakers(self, before: Reading | None) -> dict[int, set[str]]:
        """For each pronoun within somebody's words who speaks them, as far as a name or an earlier reading tells."""
        meant = {r.start: r.entity for r in before.references if r.form == "pronoun"} if before else {}
        speaking: dict[int, set[str]] = defaultdict(set)
        for source, ranges in self.context.said.items():
            entity = self.held[source].entity if source in self.held else meant.get(source, "")
            for first, last in ranges if entity else ():
                for i in self.quoted[bisect_left(self.quoted, first) : bisect_left(self.quoted, last)]:
                    speaking[i].add(entity)
        return speaking

    def _is_named(self, token: Token) -> bool:
        """Has a description its name beside it: "the mayor, Mara Quist"."""
        beside = [c for c in token.children if c.dep_ in {"appos", "nmod", "compound"}]
        return any(t.i in self.held and self.held[t.i].label == "PERSON" for t in beside)

    def _describes_name(self, token: Token) -> bool:
        """Is a description the apposition of a name: "Mara Quist, a nurse and former mayor"."""
        top = next((t for t in (token, *token.ancestors) if t.dep_ != "conj"), token)
        return top.dep_ == "appos" and top.head.i in self.held and self.held[top.head.i].label == "PERSON"

    def _description(self, token: Token) -> Mention | None:
        """What a description without a name beside it makes a mention of; the same in every reading."""
        if token.i not in self.described:
            self.described[token.i] = (
                None if self._is_named(token) or self._describes_name(token) else _described(token, self.context.order[token.i])
            )
        return self.described[token.i]

    def _refer(self, token: Token, memory: Memory, before: Reading | None, found: Reading) -> Mention | None:
        """The mention that a pronoun or a description makes; what it stands for goes to `found`."""
        now = self.context.order[token.i]
        called = self.called.get(token.i)
        if called is None:
            describes = token.i in self.describing
            known = nominal(token, memory.seen, self.holders, now) if describes else None
            if known is None:
                described = self._description(token) if describes else None
                return described or (thing(token, now) if names_thing(token) else None)
            start = token.i if owning_pronoun(token) is not None else token.left_edge.i
            found.references.append(Reference(start, token.i + 1, "nominal", known[1], known[0], known[2]))
            return Mention(start, token.i, known[0], known[1], "nominal", now)
        shown = _without(before, token.i, called) if before else found.shown
        options = candidates(token, memory._replace(shown=shown), self.context)
        none = nothing(token, self.context.said)
        likely = list(zip(options, shares(called, options, self.model, none), strict=True))
        found.options[token.i] = likely
        for option, share in likely:
            if called in {"he", "she"}:
                found.shown[option.entity][called] += share
        best, share = max(likely, key=lambda pair: pair[1], default=(None, 0.0))
        if best is None or share < _LEAST:
            return None
        if none and share < 1 - sum(s for _, s in likely):
            return None
        memory.last[called] = (best.entity, now)
        if best.label in UNNAMED:
            found.things[token.i] = best.head
            return Mention(token.i, best.head, best.entity, best.label, "pronoun", now)
        found.references.append(Reference(token.i, token.i + 1, "pronoun", best.label, best.entity, round(share, 3)))
        return Mention(token.i, token.i, best.entity, best.label, "pronoun", now)


def _described_by(root: Token) -> Token:
    """The noun whose apposition a name is, which has its place in the sentence: "its director, Mara Quist, said"."""
    described = (
        root.dep_ == "appos" and root.head.i < root.i and root.head.pos_ in {"NOUN", "PROPN"} and role_of(root.head) is not None
    )
    return root.head if described else root


def _without(before: Reading, i: int, called: str) -> Mapping[str, Mapping[str, float]]:
    """Who was called he or she, what one pronoun says of it left aside."""
    changed = {}
    for option, share in before.options.get(i, ()):
        shown = before.shown.get(option.entity, {})
        changed[option.entity] = {**shown, called: max(0.0, shown.get(called, 0.0) - share)}
    return ChainMap(changed, before.shown)


def _describes(token: Token) -> bool:
    """Can a noun be what a description or a pronoun stands for: a role, a body, a document."""
    if token.lower_ == "old":
        return age(token) is not None
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    return role_of(token) is not None or token.lower_ in resources.body_kinds() or is_document(token) or _nameless(token)


def _nameless(token: Token) -> bool:
    """A noun for people without a name, alone or with the word before it: "a civil servant"."""
    nouns = resources.source_nouns()
    pair = f"{token.nbor(-1).lower_} {token.lower_}" if token.i else ""
    return any("anonymous" in nouns.get(word, ()) for word in (token.lemma_.lower(), pair))


def _described(token: Token, sentence: int) -> Mention | None:
    """A person, a body or a document that the text only describes: "a senior official", "the report"."""
    from analysis.sources import description  # it imports this module

    whose = any(c.tag_ == "WP$" for c in token.children)
    if token.dep_ not in {"nsubj", "nsubjpass", "pobj", "dobj", "conj", "ROOT", "attr", "agent"} or token.pos_ != "NOUN" or whose:
        return None
    role = role_of(token)
    if (role is not None and role.kind == "group") or token.tag_ == "NNS":
        label = "GROUP"
    elif (role is None and not _nameless(token)) or (role is not None and role.kind == "org"):
        label = "ORG"
    else:
        label = "PERSON"
    start, end = description(token)
    if token.doc[start].lower_ == "the" and end - start > 1:
        start += 1
    return Mention(start, token.i, token.doc[start:end].text, label, "described", sentence)
