"""Who takes the stance that a word shows: the subject of a verb, the owner of a noun, the bearer of a name like "critic"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.tokens import Token

from analysis.authors import author
from analysis.polarity import carrier
from analysis.resources import not_people, operators, roles, source_nouns, stance_lexicon
from analysis.scene import Scene, speaker
from analysis.sources import identify
from analysis.subjects import noun_source, subject

_FIRST_PERSON = {"i", "we", "my", "our", "mine", "ours"}
_THIRD_PERSON = {"it", "they", "he", "she"}
_THEIR = {"his", "her", "its", "their"}
_FROM = {"from", "by", "among"}
_CONTROLLED = {"xcomp", "ccomp"}
_ACTORS = {"PERSON", "ORG", "GPE", "NORP"}
_VERBS = {"VERB", "AUX"}
_OF_PEOPLE = ("er", "or", "ist", "ian", "ant", "ee", "man", "folk")


class Holder(NamedTuple):
    """Who takes a stance: canonical name, how sure, and the token that names him."""

    name: str
    confidence: float
    head: int


def holders(token: Token, view: Scene, *, bearer: bool = False) -> list[Holder]:
    """Who takes the stance of a stance word; `bearer` where the noun itself names him ("a critic of").

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist and Tom Reyl oppose the plan.")
    >>> [h.name for h in holders(reading.doc[5], scene(reading.doc, reading.quotations, reading.who))]
    ['Mara Quist', 'Tom Reyl']
    """
    if bearer:
        return _known(_bearers(token), view)
    return _known(_owners(token), view) or _known(_beside_pronoun(token), view)


def _known(owners: Iterable[Token], view: Scene) -> list[Holder]:
    """Those that somebody can be named for, each once."""
    found: dict[str, Holder] = {}
    for owner in owners:
        holder = _resolved(owner, view)
        if holder is not None:
            found.setdefault(holder.name, holder)
    return list(found.values())


def _resolved(owner: Token, view: Scene) -> Holder | None:
    owner = _meant(owner)
    known = owner.i in view.who.names or owner.i in view.who.references
    writer = None if known else author(owner, view.who)
    wrote = _by_name(writer, view) if writer is not None else None
    return wrote._replace(head=owner.i) if wrote is not None else _by_name(owner, view)


def _by_name(owner: Token, view: Scene) -> Holder | None:
    if owner.lower_ in _FIRST_PERSON:
        source = speaker(owner, view)
        return Holder(str(source.entity), source.confidence, owner.i) if source is not None else None
    known = owner.i in view.who.names or owner.i in view.who.references or owner.lower_ in _THIRD_PERSON
    if not (known or _can_hold(owner)):
        return None
    source = identify(owner, view.who)
    if source.entity is None and owner.lower_ in _THIRD_PERSON and owner.dep_ == "nsubj" and owner.head.dep_ == "ccomp":
        told = speaker(owner, view)  # "the ministry said it regretted the vote"
        number = view.inside[owner.i]
        if told is not None and number is not None and view.quotations[number].quotation.kind == "indirect":
            return Holder(str(told.entity), round(told.confidence * 0.8, 3), owner.i)
    return Holder(source.entity, source.confidence, owner.i) if source.entity else None


def _meant(owner: Token) -> Token:
    """Who is meant by a noun that only stands for him: an apposition, a report that somebody wrote, "one of those"."""
    lemma = owner.lemma_.lower()
    if owner.dep_ == "appos" and owner.head.ent_type_ in _ACTORS:
        return owner.head
    if owner.dep_ == "pobj" and owner.head.lower_ == "of" and owner.head.head.lower_ == "one":
        return _one(owner.head.head) or owner
    if source_nouns().get(lemma, frozenset()) & {"document", "medium"} and owner.dep_ in {"dobj", "pobj"} and lemma not in roles():
        verb = carrier(owner)
        writer = subject(verb) if verb.i != owner.i else None
        own = any(c.dep_ == "poss" for c in owner.children)
        return writer if writer is not None and writer.i != owner.i and not own else owner
    return owner


def _one(one: Token) -> Token | None:
    """Who "one of the four" is said to be: "Quist is one of the four", "Quist, one of the four", "one of the four, Mara Quist"."""
    if one.dep_ == "appos":
        return one.head
    if one.dep_ == "attr":
        return subject(one.head)
    return next((c for c in one.children if c.dep_ == "appos"), None)


def _can_hold(token: Token) -> bool:
    word, lemma = token.lower_, token.lemma_.lower()
    kinds = source_nouns().get(lemma, frozenset())
    many = token.tag_ == "NNS" and any(c.dep_ in {"amod", "compound"} and c.ent_type_ == "NORP" for c in token.children)
    known = word in roles() or lemma in roles() or token.ent_type_ == "NORP" or lemma == "group"
    return known or many or _are_people(token) or bool(kinds & {"anonymous", "document", "medium"})


def _are_people(token: Token) -> bool:
    """Does a plural name people by its ending: "shrimpers", "hoteliers", "loggers"."""
    lemma = token.lemma_.lower()
    return token.tag_ == "NNS" and lemma.endswith(_OF_PEOPLE) and lemma not in not_people()


def _owners(token: Token) -> Iterator[Token]:
    if token.pos_ == "NOUN":
        owner = _noun_owner(token)
    elif token.pos_ == "ADJ":
        owner = _adjective_owner(token)
    else:
        owner = _verb_owner(token)
    if owner is None:
        return
    yield owner
    if owner.dep_ in {"nsubj", "nsubjpass", "pobj", "conj"}:
        parts = [c for c in owner.children if c.dep_ == "appos" and c.doc[c.i - 1].text == "-"]  # of a name with a hyphen
        joined = {c.i: c for part in (owner, *parts) for c in part.conjuncts}
        yield from (c for i, c in sorted(joined.items()) if owner.i < i and (i < token.i or owner.i > token.i))


def _verb_owner(verb: Token) -> Token | None:
    """The subject of a verb; of one that another is brought to do ("persuaded her to sign") that other one."""
    head = verb.head
    if felt(verb):
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if verb.dep_ in _CONTROLLED and operators().get((head.lemma_.lower(), "VERB")) == "other":
        other = next((c for c in head.children if c.dep_ == "dobj" and c.i < verb.i), None)
        if other is not None:
            return other
    if head.pos_ == "ADJ" and verb.dep_ in {"xcomp", "relcl"}:  # "was quick to condemn", "was the first to back"
        above = carrier(head)
        return subject(above) if above.i != head.i else None
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and head.dep_ in {"dobj", "pobj"} and not _can_act(head):
        above = carrier(head)  # "marched, carrying placards asking for"
        return subject(above) if above.i != head.i else None
    if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.lefts):
        if head.dep_ == "attr":  # "is the only one to back"
            return subject(carrier(head))
        if head.dep_ == "ROOT" and head.ent_type_:  # a headline: "Quist to nominate Reyl"
            return head
        return noun_source(head) if head.pos_ == "NOUN" else None  # "his decision to sack her": the owner of the noun
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ in {"agent", "dobj"} for c in verb.children):
        return None
    return subject(verb)


def felt(verb: Token) -> bool:
    """Is a passive what its subject feels: "are opposed to", "was disappointed by", which the lexicon has as an adjective.

    >>> from analysis.language import parse
    >>> felt(parse("The miners are opposed to the merger.")[3]), felt(parse("The merger is opposed by them.")[3])
    (True, False)
    """
    if verb.tag_ != "VBN" or not any(c.dep_ == "nsubjpass" for c in verb.children):
        return False
    words = {c.lower_ for c in verb.children if c.dep_ in {"prep", "agent"}}
    return any(e.place.removeprefix("prep:") in words for e in stance_lexicon().get((verb.lower_, "ADJ"), ()))


def _can_act(noun: Token) -> bool:
    return bool(noun.ent_type_) or noun.lower_ in roles() or noun.lemma_.lower() in source_nouns() or noun.pos_ == "PRON"


def _adjective_owner(adjective: Token) -> Token | None:
    if adjective.dep_ == "amod" and adjective.i > adjective.head.i:  # "a group critical of the plan"
        return adjective.head
    verb = carrier(adjective)
    return subject(verb) if verb.i != adjective.i else subject(adjective)


def _noun_owner(noun: Token) -> Token | None:
    verb = carrier(noun)
    if verb.i != noun.i and operators().get((verb.lemma_.lower(), "VERB")) == "receive":
        return _giver(noun, verb)
    own = next((c for c in noun.children if c.dep_ == "poss"), None) or _behind(noun, {"by", "from", "among"})
    if own is not None:
        return own
    if noun.dep_ in {"nsubjpass", "nsubj"}:
        agent = _behind(noun.head, {"by"})
        if agent is not None:
            return agent
    if verb.i != noun.i and noun.dep_ in {"dobj", "pobj", "attr", "conj"}:
        above = noun.head if noun.dep_ == "pobj" else noun
        if noun.dep_ != "pobj" or above.head.pos_ in _VERBS or above.head.dep_ == "dobj":
            return _verb_owner(verb)
    return noun_source(noun)


def _beside_pronoun(noun: Token) -> Iterator[Token]:
    """Whom "his" in "renewed his criticism of" most likely means, where nothing else tells: the subject."""
    verb = carrier(noun)
    if (
        noun.pos_ == "NOUN"
        and noun.dep_ in {"dobj", "conj"}
        and any(c.lower_ in _THEIR for c in noun.children)
        and verb.i != noun.i
    ):
        owner = _verb_owner(verb)
        if owner is not None:
            yield owner


def _giver(noun: Token, verb: Token) -> Token | None:
    """From whom criticism or praise comes that somebody draws or wins."""
    return _behind(noun, _FROM) or _behind(verb, _FROM)


def _behind(head: Token, words: set[str]) -> Token | None:
    for prep in head.children:
        if prep.dep_ in {"prep", "agent"} and prep.lower_ in words:
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


def _bearers(noun: Token) -> Iterator[Token]:
    """Whom a noun like "critic" names: its apposition, the subject that is one, the name behind it, else the noun itself."""
    if noun.dep_ == "appos" or (noun.dep_ in {"compound", "nmod"} and noun.head.ent_type_ in _ACTORS):
        yield noun.head
    elif noun.dep_ in {"attr", "oprd"} or (noun.dep_ == "pobj" and noun.head.lower_ == "as"):
        owner = subject(carrier(noun))
        if owner is not None:
            yield owner
    elif noun.dep_ == "pobj" and noun.head.head.dep_ == "attr":  # "more of a critic of"
        owner = subject(carrier(noun.head.head))
        if owner is not None:
            yield owner
    else:
        name = next((c for c in noun.children if c.dep_ == "appos" and c.ent_type_ in _ACTORS), None)
        yield name if name is not None else noun
