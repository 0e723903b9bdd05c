"""Definite descriptions ("the minister", "the bank") to whom they stand for: the holder of the role, or the body with that word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis import resources
from analysis.names import Name
from analysis.roles import RoleMention

SUBJECTS = {"nsubj", "nsubjpass"}
_DEFINITE = {"the", "this", "that"}
_NEAR = 3  # sentences that an office without a known holder may look back
_RANKS = {
    *("prime", "foreign", "vice", "deputy", "chief", "first", "attorney", "auditor", "former"),
    *("defense", "defence", "interior", "finance"),
}
OTHER_OFFICE = {"prime", "vice", "deputy", "assistant"}  # an office with one of these is not called by its noun alone
_ANY_BODY = {"company", "firm", "corporation", "organization", "organisation"}  # what any body may be called next
_ANY_FIRM = {"builder", "maker", "manufacturer", "producer", "supplier", "developer", "retailer", "carrier", "lender", "giant"}
_FIRM_NAMES = {"bank", "group", "airline", "airlines", "company", "corporation", "firm"}  # last words of a firm's name
_BODIES = {"ORG", "FAC"}
_GENDER = {"m": "he", "f": "she"}
# how sure: the role is the person's; its holder is named only further on; nobody is said to hold it
STATED, _LATER, _GUESSED = 0.85, 0.7, 0.55


class Mention(NamedTuple):
    """A mention met on the way: first token, head, entity, label (PERSON, ORG, ...), form, sentence in reading order."""

    start: int
    head: int
    entity: str
    label: str
    form: str
    sentence: int


class Holders:
    """Who is called what: the roles of a text by their nouns, the words of its bodies' names, the ages of its people."""

    def __init__(
        self, doc: Doc, names: Sequence[Name], roles: Mapping[str, Sequence[RoleMention]], genders: Mapping[str, str]
    ) -> None:
        self.genders = genders
        self.name_words: set[str] = set()
        self.aged: dict[str, str] = {}
        for name in names:
            if name.label in _BODIES:
                self.name_words.update(name.entity.lower().split())
            elif name.label == "PERSON" and name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].is_digit:
                self.aged.setdefault(doc[name.end + 1].text, name.entity)
        persons = [n for n in names if n.label == "PERSON"]
        ranges = [(n.entity, n.start, n.end) for n in persons] + [(who, m.start, m.end) for who in roles for m in roles[who]]
        at = {n.start: n.entity for n in names if n.label == "ORG"}
        self.bodies: dict[str, list[str]] = defaultdict(list)  # to which somebody is said to belong
        for who, start, end in ranges:
            self.bodies[who] += [at[i] for i in range(start, end) if i in at and at[i] not in self.bodies[who]]
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
        minister is not "the minister"."""
        modifiers = {c.lower_ for c in token.children if c.dep_ == "compound" or c.lower_ in _RANKS}
        modifiers |= {owner.lower_} if (owner := _owner(token)) is not None else set()
        options = self._by_noun.get(token.lower_, []) + self._by_noun.get(token.lemma_.lower(), [])
        return {name for name, words in options if modifiers <= words and not (words & OTHER_OFFICE) - modifiers - {token.lower_}}


def nominal(token: Token, seen: Sequence[Mention], holders: Holders, sentence: int) -> tuple[str, str, float] | None:
    """Entity, label and confidence of a definite description; None if it stands for nobody named.

    >>> from analysis.language import parse
    >>> doc = parse("Mayor Mara Quist came. The mayor was late.")
    >>> seen = [Mention(1, 2, "Mara Quist", "PERSON", "name", 0)]
    >>> nominal(doc[6], seen, Holders(doc, [], {"Mara Quist": [RoleMention(0, 1, "mayor", None)]}, {}), 1)
    ('Mara Quist', 'PERSON', 0.85)
    """
    if (years := age(token)) is not None:
        return (holders.aged[years], "PERSON", STATED) if years in holders.aged else None
    role = resources.roles().get(token.lower_)
    if role is not None and role.kind == "org" and (own := owning_pronoun(token)) is not None:
        return _body_of(token, own, seen, holders)
    if role is None or not is_definite(token) or any(_says_which(c) for c in token.children):
        return None
    named = holders.of(token)
    sought = reversed(seen) if named or token.lower_ in holders.name_words else ()
    near = next((m for m in sought if m.entity in named or _in_name(token, m)), None)
    if near is not None:
        return near.entity, near.label, STATED
    if len(named) == 1 and seen:
        return next(iter(named)), "PERSON", _LATER
    if _owner(token) is not None:
        return None
    if role.kind == "office" and token.tag_ in {"NN", "NNP"} and not _meets_somebody(token):
        before = next((m for m in reversed(seen) if m.form == "nominal" and _same_words(token, token.doc[m.head])), None)
        likely = _subjects_near(token, seen, sentence) if token.dep_ in SUBJECTS else ()
        guess = before or next((m for m in likely if _may_hold(role, m, holders)), None)
        return (guess.entity, guess.label, _GUESSED) if guess else None
    if token.lower_ in _ANY_BODY or (token.lower_ in _ANY_FIRM and token.tag_ == "NN"):
        body = next((m for m in _near(seen, sentence) if _may_be_firm(m, token.doc)), None)
        return (body.entity, body.label, _GUESSED) if body else None
    return None


def age(token: Token) -> str | None:
    """The years in a description by age: "the 43-year-old".

    >>> from analysis.language import parse
    >>> age(parse("The 43-year-old said no.")[5])
    '43'
    """
    if token.lower_ != "old" or token.i < 5 or token.dep_ == "amod" or token.doc[token.i - 5].lower_ != "the":
        return None
    words = token.doc[token.i - 4 : token.i]
    return words[0].text if [t.lower_ for t in words[1:]] == ["-", "year", "-"] else None


def role_of(token: Token) -> resources.Role | None:
    """The role that a noun is, alone or with the word before it: "servant" in "a civil servant".

    >>> from analysis.language import parse
    >>> role_of(parse("A woman spoke.")[1]).gender
    'f'
    """
    roles = resources.roles()
    own = roles.get(token.lower_)
    return own or (roles.get(f"{token.nbor(-1).lower_} {token.lower_}") if token.i else None)


def called_by_role(token: Token) -> str | None:
    """he or she, where the noun of a description says so itself: "the woman".

    >>> from analysis.language import parse
    >>> called_by_role(parse("A woman spoke.")[1])
    'she'
    """
    role = role_of(token)
    return _GENDER.get(role.gender or "") if role is not None else None


def is_definite(token: Token) -> bool:
    """Is a noun one that the text has spoken of: with "the" or "this".

    >>> from analysis.language import parse
    >>> is_definite(parse("The mayor spoke.")[1]), is_definite(parse("A mayor spoke.")[1])
    (True, False)
    """
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    owner = _owner(token)
    return any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in (*token.children, *(owner.children if owner is not None else ())))


def _owner(token: Token) -> Token | None:
    """The common noun that a description belongs to: "the union's chairman"."""
    return next((c for c in token.children if c.dep_ == "poss" and c.pos_ == "NOUN"), None)


def _says_which(child: Token) -> bool:
    """Does a part of a description tell who is meant, so that it need not be somebody known: "the mayor of Tolm"."""
    if child.dep_ == "relcl":
        return not any(t.text == "," for t in child.doc[child.head.i + 1 : child.head.i + 2])
    if child.dep_ == "prep" and any(c.dep_ == "pcomp" for c in child.children):  # "accused the minister of hiding it"
        return False
    return child.dep_ in {"appos", "prep"}


def owning_pronoun(token: Token) -> Token | None:
    """The pronoun that a noun belongs to: "her party".

    >>> from analysis.language import parse
    >>> owning_pronoun(parse("Her party won.")[1]).text
    'Her'
    """
    return next((c for c in token.children if c.dep_ == "poss" and c.pos_ == "PRON"), None)


def _body_of(token: Token, owner: Token, seen: Sequence[Mention], holders: Holders) -> tuple[str, str, float] | None:
    """The body that somebody is said to belong to, where its name has the noun, or the noun is one for any body."""
    whose = next((m.entity for m in reversed(seen) if m.start == owner.i), "")
    bodies = holders.bodies.get(whose, [])
    called = [body for body in bodies if token.lower_ in body.lower().split()]
    if called:
        return called[0], "ORG", _LATER
    other = [resources.roles().get(body.split()[-1].lower()) for body in bodies]
    if len(bodies) == 1 and token.lower_ in _ANY_BODY | {"party"} and other == [None]:
        return bodies[0], "ORG", _GUESSED
    return None


def _in_name(token: Token, mention: Mention) -> bool:
    return mention.label in _BODIES and mention.form != "described" and token.lower_ in mention.entity.lower().split()


def _near(seen: Sequence[Mention], sentence: int) -> Iterable[Mention]:
    """The mentions of the last sentences, the nearest first."""
    return takewhile(lambda m: sentence - m.sentence <= _NEAR, reversed(seen))


def _subjects_near(token: Token, seen: Sequence[Mention], sentence: int) -> Iterable[Mention]:
    """People who were the subject of one of the last two sentences, the nearest first."""
    for mention in _near(seen, sentence):
        if sentence != mention.sentence and mention.label == "PERSON" and token.doc[mention.head].dep_ in SUBJECTS:
            yield mention


def _same_words(token: Token, other: Token) -> bool:
    """Is a description that of another place word for word: who was once "the prime minister" is so on."""
    one, two = ([t.lower_ for t in noun.doc[noun.left_edge.i : noun.i + 1] if t.dep_ != "det"] for noun in (token, other))
    return one == two


def _may_be_firm(mention: Mention, doc: Doc) -> bool:
    """Is a body one that its own name does not show to be of another kind, and no mere modifier: "the Hollin dam"."""
    if mention.label != "ORG" or mention.form != "name" or doc[mention.head].dep_ in {"compound", "nmod", "amod"}:
        return False
    last = mention.entity.split()[-1].lower()
    role = resources.roles().get(last)
    other = "press" in resources.source_nouns().get(last, ()) or (role is not None and role.kind in {"org", "group"})
    return last in _FIRM_NAMES or not other


def _meets_somebody(token: Token) -> bool:
    """Does a description act on whom a pronoun means, who then is another: "The speaker told him to sit down"."""
    return token.dep_ in SUBJECTS and any(c.lower_ in {"him", "her"} and c.dep_ in {"dobj", "dative"} for c in token.head.children)


def _may_hold(role: resources.Role, mention: Mention, holders: Holders) -> bool:
    """Can a person whose office the text does not say hold this one."""
    gender = _GENDER.get(role.gender or "")
    return mention.entity not in holders.known and (gender is None or holders.genders.get(mention.entity, gender) == gender)
