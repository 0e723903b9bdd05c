"""Quotations to who said them: the mention beside the cue, whom it stands for, and what the article says of that speaker."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis import resources
from analysis.coreference import GENDER, PLURAL, Reference, stated_genders
from analysis.cues import ACCORDING, Cue, noun_source, subject
from analysis.metonyms import country_of_adjective
from analysis.names import Name
from analysis.quotes import Quotation
from analysis.roles import RoleMention

KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "country", "NORP": "group", "LOC": "country", "FAC": "organization"}
_FIRST_PERSON = {"i", "we", "me", "us"}
_TAIL = {"of", "for", "from", "at", "with", "in", "to"}  # prepositions that belong to a description: "a spokesman for the league"
_MAX_TAIL = 8
_LINK_CONFIDENCE = ((10.0, 0.95), (8.0, 0.9), (6.0, 0.8), (4.0, 0.6), (0.0, 0.45))
# how sure a speaker is who is carried over: from the quotation before in the paragraph, the one after it, the sentence before,
# the paragraph before
_SAME_PARAGRAPH, _NEXT_QUOTATION, _SENTENCE_BEFORE, _PARAGRAPH_BEFORE = 0.85, 0.75, 0.65, 0.45


class Source(NamedTuple):
    """Who a mention stands for: canonical name (None if unresolved), kind, token range, resolution, confidence."""

    entity: str | None
    kind: str
    start: int
    end: int
    resolution: str
    confidence: float


class Attributed(NamedTuple):
    """A quotation with its speaker; `source` is None where nobody can be named, `via` whom it is quoted from."""

    quotation: Quotation
    source: Source | None
    via: str | None


class People(NamedTuple):
    """Every mention of a document by token, and the roles that the text gives."""

    doc: Doc
    names: dict[int, Name]
    references: dict[int, Reference]
    roles: Mapping[str, Sequence[RoleMention]]


def people(doc: Doc, names: Iterable[Name], references: Iterable[Reference], roles: Mapping[str, Sequence[RoleMention]]) -> People:
    """Mentions indexed by each of their tokens.

    >>> from analysis.language import parse
    >>> people(parse("Mara Quist spoke."), [Name(0, 2, "PERSON", "Mara Quist")], [], {}).names[1].entity
    'Mara Quist'
    """
    return People(
        doc,
        {i: n for n in names for i in range(n.start, n.end)},
        {i: r for r in references for i in range(r.start, r.end)},
        roles,
    )


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
    if token.pos_ == "PRON" or token.lower_ in GENDER or token.lower_ in PLURAL:
        return Source(None, "anonymous", token.i, token.i + 1, "unresolved", 0.0)
    author = _author(token)
    return identify(author, who) if author is not None else _described(token)


def _author(token: Token) -> Token | None:
    """Who is behind a statement or a letter that "says" something: its owner, or who issues it."""
    if "medium" not in resources.source_nouns().get(token.lemma_.lower(), ()):
        return None
    owner = noun_source(token)
    if owner is None and token.dep_ in {"dobj", "pobj"}:
        verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        owner = subject(verb) if verb is not None else None
    return owner if owner is not None and owner.i != token.i and owner.pos_ != "PRON" else None


def _named(token: Token, who: People) -> Name | None:
    if token.i in who.names:
        return who.names[token.i]
    for child in token.children:
        if (
            child.dep_ in {"appos", "nmod"}
            and child.i in who.names
            and who.names[child.i].label == "PERSON"
            and token.pos_ in {"NOUN", "PROPN"}
        ):
            return who.names[child.i]
    return None


def _described(token: Token) -> Source:
    """A source without a name: the words of the article stand for it."""
    start, end = description(token)
    role = resources.roles().get(token.lower_) or resources.roles().get(token.lemma_.lower())
    if (role and role.kind == "org") or "document" in resources.source_nouns().get(token.lemma_.lower(), ()):
        kind = "organization"
    else:
        kind = "group" if (role and role.kind == "group") or token.tag_ in {"NNS", "NNPS"} else "anonymous"
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
    for child in token.rights:
        tail = (child.dep_ == "prep" and child.lower_ in _TAIL) or (child.dep_ == "amod" and child.i == end)
        breaks = (i for i in range(end, child.right_edge.i + 1) if doc[i].is_punct or doc[i].is_quote or doc[i].dep_ == "relcl")
        stop = next(breaks, child.right_edge.i + 1)
        if not tail or child.left_edge.i != end or stop - token.i > _MAX_TAIL:
            break
        end = stop
    return start, end


def attribute_all(
    quotations: Sequence[Quotation], cues: Sequence[Cue], who: People, order: Sequence[int], paragraph: Sequence[int]
) -> list[Attributed]:
    """Each quotation with its speaker; `order` gives each token's sentence in reading order, `paragraph` its paragraph.

    Those with a cue come first; then, in reading order, those that go on without one.
    """
    relays = _relays(cues, who)
    result: dict[int, Attributed] = {}
    sequence = sorted(range(len(quotations)), key=lambda i: (order[quotations[i].first], quotations[i].first))
    for i in sequence:
        q = quotations[i]
        source = _from_cue(q, who) if q.cue else None
        if source is not None and source.entity is None and who.doc[source.start].lower_ in _FIRST_PERSON:
            source = _enclosing(i, quotations, result, source)
        result[i] = Attributed(q, source, _via(q, relays, source))
    for i in sequence:
        if result[i].source is None and quotations[i].kind in {"direct", "mixed"}:
            carried = _carried(i, quotations, result, who, order, paragraph)
            if carried:
                result[i] = result[i]._replace(source=carried)
    return [result[i] for i in range(len(quotations))]


def _from_cue(q: Quotation, who: People) -> Source | None:
    if q.cue is None or q.cue.source is None:
        return None
    source = identify(who.doc[q.cue.source], who)
    link = next(p for limit, p in _LINK_CONFIDENCE if q.score >= limit)
    return source._replace(confidence=round(link * source.confidence, 3))


def _enclosing(i: int, quotations: Sequence[Quotation], result: Mapping[int, Attributed], source: Source) -> Source:
    """ "I" inside a quotation is whoever speaks it."""
    around = quotations[i].inside
    outer = result[around].source if around is not None and around in result else None
    if outer is None:
        return source
    return source._replace(entity=outer.entity, kind=outer.kind, resolution="pronoun", confidence=outer.confidence)


def _relays(cues: Sequence[Cue], who: People) -> list[tuple[tuple[int, int], str]]:
    """Clauses that somebody passes on, with that somebody: "..., Reuters noted" around another cue."""
    found = []
    for cue in cues:
        if cue.content and cue.source is not None and is_relay(cue, cues):
            entity = identify(who.doc[cue.source], who).entity
            if entity:
                found.append((cue.content, entity))
    return found


def is_relay(cue: Cue, cues: Sequence[Cue]) -> bool:
    """Does a cue at the edge of a sentence only pass on what another source in it says.

    >>> from analysis.cues import find_cues
    >>> from analysis.language import parse
    >>> doc = parse("Quist said the plan was dead, according to Reuters.")
    >>> [is_relay(c, find_cues(doc)) for c in find_cues(doc)]
    [False, True]
    """
    if cue.content is None or not (cue.entry == ACCORDING or cue.start >= cue.content[1]):
        return False
    first, last = cue.content
    for other in cues:
        if other.source is None or other.content is None or other.entry == ACCORDING or other.token == cue.token:
            continue
        within = first <= other.token < last and first <= other.source < last
        at_its_end = cue.entry == ACCORDING and other.content[0] <= first and last <= other.content[1]
        if within or at_its_end:
            return True
    return False


def _via(q: Quotation, relays: Iterable[tuple[tuple[int, int], str]], source: Source | None) -> str | None:
    around = [(last - first, name) for (first, last), name in relays if first <= q.first and q.last <= last + 1]
    return next((name for _, name in sorted(around) if source is None or name != source.entity), None)


def _carried(
    i: int,
    quotations: Sequence[Quotation],
    result: Mapping[int, Attributed],
    who: People,
    order: Sequence[int],
    paragraph: Sequence[int],
) -> Source | None:
    """The speaker of a quotation without a cue: of the quotation before or after it, the sentence or the paragraph before."""
    q = quotations[i]
    here = paragraph[q.first]
    beside = [
        k for k in range(len(quotations)) if k != i and paragraph[quotations[k].first] == here and quotations[k].inside == q.inside
    ]
    before = [k for k in beside if k < i and quotations[k].marked and quotations[k].kind in {"direct", "mixed"}]
    after = [k for k in beside if k > i and quotations[k].marked]
    for k, sure in [(k, _SAME_PARAGRAPH) for k in before[-1:]] + [(k, _NEXT_QUOTATION) for k in after[:1] if q.kind == "direct"]:
        found = _continued(result[k].source, sure, q, who)
        if found:
            return found
    if q.kind != "direct" or q.inside is not None:
        return None
    return _from_before(q, quotations, result, who, order, paragraph)


def _continued(source: Source | None, sure: float, q: Quotation, who: People) -> Source | None:
    if source is None or source.entity is None or source.entity in _mentioned(q, who):
        return None
    return source._replace(resolution="continued", confidence=round(min(sure, source.confidence), 3))


def _mentioned(q: Quotation, who: People) -> set[str]:
    return {who.names[k].entity for k in range(q.first, q.last) if k in who.names and who.names[k].label == "PERSON"}


def _from_before(
    q: Quotation,
    quotations: Sequence[Quotation],
    result: Mapping[int, Attributed],
    who: People,
    order: Sequence[int],
    paragraph: Sequence[int],
) -> Source | None:
    here, now = paragraph[q.first], order[q.first]
    earlier = [
        k for k in range(len(quotations)) if order[quotations[k].first] < now and result[k].source and quotations[k].inside is None
    ]
    earlier.sort(key=lambda k: (order[quotations[k].first], quotations[k].first))
    subjects = [
        t
        for t in who.doc
        if order[t.i] < now and t.dep_ == "nsubj" and order[t.i] >= now - 3 and (t.i in who.names or t.i in who.references)
    ]
    subjects.sort(key=lambda t: (order[t.i], t.i))
    same = [t for t in subjects if paragraph[t.i] == here]
    options: list[tuple[Source | None, float]] = [(identify(t, who), _SENTENCE_BEFORE) for t in reversed(same)]
    options += [(result[k].source, _PARAGRAPH_BEFORE) for k in reversed(earlier)][:3]
    options += [(identify(t, who), _PARAGRAPH_BEFORE) for t in reversed(subjects) if paragraph[t.i] != here]
    for source, sure in options:
        if source is not None and source.kind != "country" and (found := _continued(source, sure, q, who)):
            return found
    return None


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
