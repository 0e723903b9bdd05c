"""Who a mention stands for: a name, a pronoun, a description, the one behind a statement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis import resources
from analysis.bare_nouns import nouns_meant, spoken_of, thing_nouns
from analysis.coreference import Reference, stated_genders
from analysis.issue import decisions_meant, issue
from analysis.metonyms import country_of_adjective
from analysis.names import Name
from analysis.pronouns import GENDER, PLURAL
from analysis.roles import RoleMention
from analysis.subjects import noun_source, subject

KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "country", "NORP": "group", "LOC": "country", "FAC": "organization"}
_TAIL = {
    "of",
    "for",
    "from",
    "at",
    "with",
    "in",
    "to",
    "by",
}  # of a description: "a spokesman for the league"
_OF_PLACE = {"of", "for", "in", "at"}
_MAX_TAIL = 8
_SOME = {"some", "many", "several", "most", "few", "both", "none", "all", "one", "others", "those"}
_NAMELESS = {"source", "people", "person", "official", "insider", "aide", "diplomat", "adviser", "advisor"}  # that hide a name


class Source(NamedTuple):
    """Who a mention stands for: canonical name (None if unresolved), kind, token range, resolution, confidence."""

    entity: str | None
    kind: str
    start: int
    end: int
    resolution: str
    confidence: float


class People(NamedTuple):
    """Every mention of a document by token, the roles that the text gives, the noun that each "it" and each bare noun for a thing
    stands for, and that of the thing which the text speaks of most."""

    doc: Doc
    names: dict[int, Name]
    references: dict[int, Reference]
    roles: Mapping[str, Sequence[RoleMention]]
    things: Mapping[int, int]
    about: int | None


def people(
    doc: Doc,
    names: Iterable[Name],
    references: Iterable[Reference],
    roles: Mapping[str, Sequence[RoleMention]],
    title: str = "",
    its: Mapping[int, int] | None = None,
) -> People:
    """Mentions indexed by each of their tokens; an "it" that stands for a thing refers to nobody. `title`: the article's; `its`:
    for each pronoun that stands for a thing the head of its noun.

    >>> from analysis.language import parse
    >>> people(parse("Mara Quist spoke."), [Name(0, 2, "PERSON", "Mara Quist")], [], {}).names[1].entity
    'Mara Quist'
    """
    named = {i: n for n in names for i in range(n.start, n.end)}
    nouns = thing_nouns(doc, named)
    known = {i: r for r in references for i in range(r.start, r.end)}
    often = spoken_of(doc, nouns, title)
    about = issue(nouns, nouns_meant(nouns, often), often)
    bare = nouns_meant(nouns, often, about)
    bare |= decisions_meant(nouns, bare, about)
    meant = {i: r for i, r in known.items() if i not in (its or {})}
    things = {i: bare.get(j, j) for i, j in (its or {}).items()} | {i: j for i, j in bare.items() if i not in meant}
    return People(doc, named, meant, roles, things, about.i if about is not None else None)


def identify(token: Token, who: People) -> Source:
    """Whom the source of a cue stands for.

    >>> from analysis.language import parse
    >>> doc = parse("A spokesman for the league said no.")
    >>> identify(doc[1], people(doc, [], [], {})).entity
    'A spokesman for the league'
    """
    if token.ent_type_ == "NORP" and token.dep_ == "amod" and (country := country_of_adjective(who.doc, token.text)):
        return Source(country, "country", token.i, token.i + 1, "metonym", 0.7)
    near = _named(token, who)
    if near is not None:
        text = " ".join(t.text for t in who.doc[near.start : near.end])
        metonym = near.label == "GPE" and near.entity.lower() not in text.lower()
        return Source(
            near.entity, KINDS.get(near.label, "organization"), near.start, near.end, "metonym" if metonym else "named", 1.0
        )
    reference = who.references.get(token.i)
    if reference is not None:
        resolution = "pronoun" if reference.form == "pronoun" else "named"
        return Source(
            reference.entity, KINDS.get(reference.label, "group"), reference.start, reference.end, resolution, reference.confidence
        )
    partly = token.lower_ in _SOME and any(c.dep_ == "prep" for c in token.children)  # "some of the protesters"
    if (token.pos_ == "PRON" and not partly) or token.lower_ in GENDER or token.lower_ in PLURAL:
        return Source(None, "anonymous", token.i, token.i + 1, "unresolved", 0.0)
    apposition = next((c for c in token.children if _is_beside(c) and (c.pos_ == "NOUN" or c.i in who.names)), None)
    if token.lower_ in _SOME and apposition is not None:  # "one of them, a retired nurse"
        return identify(apposition, who)
    author = _author(token)
    lemma = token.lemma_.lower()
    if (
        author is None
        and resources.source_nouns().get(lemma, frozenset()) == frozenset({"medium"})
        and lemma not in resources.roles()
        and not token.ent_type_
    ):
        return Source(None, "anonymous", token.i, token.i + 1, "unresolved", 0.0)  # "came the reply"
    return identify(author, who) if author is not None else _described(token)


def _is_beside(child: Token) -> bool:
    """Is a noun an apposition, also one that the parser takes for joined by a comma: "one of them, Mara Quist, a nurse, said"."""
    start = child.left_edge
    comma = start.i > 0 and start.nbor(-1).text == ","
    bare = child.dep_ == "conj" and comma and not any(c.dep_ == "cc" for c in child.head.children)
    return child.dep_ == "appos" or bare


def _author(token: Token) -> Token | None:
    """Who is behind a statement or a letter that "says" something: its owner, or who issues it."""
    if "medium" not in resources.source_nouns().get(token.lemma_.lower(), ()) or token.lemma_.lower() in resources.roles():
        return None
    owner = noun_source(token)
    if owner is None and token.dep_ in {"dobj", "pobj"}:
        verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        owner = subject(verb) if verb is not None else None
    return owner if owner is not None and owner.i != token.i else None


def _named(token: Token, who: People) -> Name | None:
    own = who.names.get(token.i)
    if own is not None and own.label != "NORP":
        return own
    above = who.names.get(token.head.i) if token.dep_ == "appos" and token.pos_ == "NOUN" and token.head.i < token.i else None
    if own is None and above is not None and above.label == "PERSON":  # "Mara Quist, the head of the bank, who left"
        return above
    places = [c for prep in token.children if prep.lower_ in _OF_PLACE for c in prep.children]  # "the mayor of Talheim, Mara Quist"
    for child in token.children:  # "its president, a man named Mara Quist"
        called = [c for c in child.children if c.dep_ == "acl" and c.lower_ in {"named", "called"}] if child.dep_ == "appos" else []
        named = next((who.names[c.i] for verb in called for c in verb.children if c.dep_ == "oprd" and c.i in who.names), None)
        if named is not None and named.label == "PERSON":
            return named
    for child in [*token.children, *(c for place in places for c in place.children)]:
        if (
            child.dep_ in {"appos", "nmod"}
            and child.i in who.names
            and who.names[child.i].label in ({"PERSON", "ORG"} if child.i > token.i else {"PERSON"})  # not "the Hydravess head"
            and token.pos_ in {"NOUN", "PROPN"}
        ):
            return who.names[child.i]
    return own


def _described(token: Token) -> Source:
    """A source without a name: the words of the article stand for it."""
    start, end = description(token)
    role = resources.roles().get(token.lower_) or resources.roles().get(token.lemma_.lower())
    if (role and role.kind == "org") or "document" in resources.source_nouns().get(token.lemma_.lower(), ()):
        kind = "organization"
    else:
        nameless = token.lemma_.lower() in _NAMELESS
        kind = "group" if (role and role.kind == "group") or (token.tag_ in {"NNS", "NNPS", "DT"} and not nameless) else "anonymous"
    if token.doc[start].lower_ == "the" and end - start > 1:
        start += 1
    return Source(token.doc[start:end].text, kind, start, end, "named", 0.8)


def description(token: Token) -> tuple[int, int]:
    """The token range of a noun phrase with the prepositional phrases that tell who is meant, without relative clauses.

    >>> from analysis.language import parse
    >>> doc = parse("Two people familiar with the survey, who were angry, left.")
    >>> doc[slice(*description(doc[1]))].text
    'Two people familiar with the survey'
    """
    doc, start, end = token.doc, token.left_edge.i, token.i + 1
    while start < token.i and (doc[start].is_punct or doc[start].is_quote or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    for i in range(start + 1, token.i - 1):  # behind the dash of a dateline
        if doc[i].text in {"-", "–", "—"} and doc[i].nbor(-1).whitespace_ and doc[i].whitespace_:
            start = i + 1
    for child in token.rights:
        tail = (child.dep_ == "prep" and child.lower_ in _TAIL) or (child.dep_ == "amod" and child.i == end)
        breaks = (i for i in range(end, child.right_edge.i + 1) if doc[i].is_punct or doc[i].is_quote or doc[i].dep_ == "relcl")
        stop = next(breaks, child.right_edge.i + 1)
        dated = child.lower_ == "in" and any(c.dep_ == "pobj" and c.ent_type_ == "DATE" for c in child.children)
        if not tail or dated or _is_means(child) or child.left_edge.i != end or stop - token.i > _MAX_TAIL:
            break
        end = stop
    return start, end


def _is_means(prep: Token) -> bool:
    """Is a phrase the means of saying something, rather than a part of who says it: "the accord in a statement"."""
    nouns = (c.lemma_.lower() for c in prep.children if c.dep_ == "pobj")
    return prep.lower_ in {"in", "by"} and any("medium" in resources.source_nouns().get(noun, ()) for noun in nouns)


def affiliation(role: RoleMention, who: People) -> str | None:
    """The body or country in the words of a role: "leader of the Valley Party", "Karsovian foreign minister".

    >>> from analysis.language import parse
    >>> doc = parse("the chairman of Hydravess")
    >>> affiliation(RoleMention(0, 4, "chairman", None), people(doc, [Name(3, 4, "ORG", "Hydravess")], [], {}))
    'Hydravess'
    """
    for i in range(role.end - 1, role.start - 1, -1):
        name = who.names.get(i)
        if name and name.label in {"ORG", "GPE", "FAC"}:
            return name.entity
        if name and name.label == "NORP":
            return country_of_adjective(who.doc, name.entity) or name.entity
    return None


def pronouns(who: People) -> dict[str, str]:
    """Canonical name to the pronoun that the article uses for it: he, she or they."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, gender in stated_genders(who.roles).items():
        votes[name][gender] += 2
    for i, r in who.references.items():
        if r.form == "pronoun" and r.start == i:
            votes[r.entity][GENDER.get(who.doc[i].lower_, "they")] += 1
    return {name: counted.most_common(1)[0][0] for name, counted in votes.items()}
