"""Definite descriptions ("the minister", "the bank") to whom they stand for: the holder of the role, or the body with that word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from spacy.tokens import Token

from analysis import resources
from analysis.binding import SUBJECTS
from analysis.called_bodies import called_body, of_kind
from analysis.mentions import Mention
from analysis.offices import Holders, owner

_DEFINITE = {"the", "this", "that"}
_NEAR = 3  # sentences that an office without a known holder may look back
_GENDER = {"m": "he", "f": "she"}
# how sure: the role is the person's; its holder is named only further on; nobody is said to hold it
STATED, _LATER, _GUESSED = 0.85, 0.7, 0.55


def nominal(token: Token, seen: Sequence[Mention], holders: Holders, sentence: int) -> tuple[str, str, float] | None:
    """Entity, label and confidence of a definite description; None if it stands for nobody named.

    >>> from analysis.language import parse
    >>> from analysis.roles import RoleMention
    >>> doc = parse("Mayor Mara Quist came. The mayor was late.")
    >>> seen = [Mention(1, 2, "Mara Quist", "PERSON", "name", 0)]
    >>> nominal(doc[6], seen, Holders(doc, [], {"Mara Quist": [RoleMention(0, 1, "mayor", None)]}, {}), 1)
    ('Mara Quist', 'PERSON', 0.85)
    """
    if (years := age(token)) is not None:
        return (holders.aged[years], "PERSON", STATED) if years in holders.aged else None
    role = resources.roles().get(token.lower_)
    kind = token.lower_ in resources.body_kinds() or (role is not None and role.kind in {"org", "group"})
    if kind and (own := owning_pronoun(token)) is not None:
        return _body_of(token, own, seen, holders)
    if role is not None and role.kind not in {"org", "group"} and any(c.dep_ == "poss" for c in token.children):
        other = _of_the_same_post(token, seen, holders) or _named_next(token, holders)
        if other is not None:
            return other
    if not is_definite(token):
        return None
    telling = [c for c in token.children if _says_which(c)]
    place = next((c for c in telling[0].children if c.dep_ == "pobj"), None) if [c.lower_ for c in telling] == ["of"] else None
    if telling and (place is None or role is None or role.kind != "office"):
        return None
    named = holders.of(token) if role is not None else set()
    if place is not None:
        named = holders.of_place(token, place)
    near = next((m for m in reversed(seen) if m.entity in named), None) if named else None
    if near is not None:
        return near.entity, near.label, STATED
    if len(named) == 1 and seen:
        return next(iter(named)), "PERSON", _LATER
    if owner(token) is not None:
        return None
    if kind and (body := called_body(token, seen, holders.named, sentence)):
        return body
    if role is not None and role.kind == "office" and token.tag_ in {"NN", "NNP"} and not _meets_somebody(token):
        before = next((m for m in reversed(seen) if m.form == "nominal" and _same_words(token, token.doc[m.head])), None)
        likely = _likely(token, seen, sentence, placed=place is not None)
        guess = before or next((m for m in likely if _may_hold(role, m, holders)), None)
        return (guess.entity, guess.label, _GUESSED) if guess else None
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


def is_document(token: Token) -> bool:
    """Is a noun one for a document, a plan or a deal.

    >>> from analysis.language import parse
    >>> is_document(parse("The report said no.")[1])
    True
    """
    return "document" in resources.source_nouns().get(token.lower_, ())


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
    owned = owner(token)
    return any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in (*token.children, *(owned.children if owned is not None else ())))


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
    """The body that somebody is said to belong to, where its name shows the kind, or the noun is one for any body."""
    whose = next((m.entity for m in reversed(seen) if m.start == owner.i), "")
    bodies = holders.bodies.get(whose, [])
    called = of_kind(token.lower_, bodies, holders.named)
    if called:
        return called[0], "ORG", _LATER
    kind = resources.body_kinds().get(token.lower_)
    other = [resources.roles().get(body.split()[-1].lower()) for body in bodies]
    if len(bodies) == 1 and ((kind is not None and kind.any) or token.lower_ == "party") and other == [None]:
        return bodies[0], "ORG", _GUESSED
    return None


def _near(seen: Sequence[Mention], sentence: int) -> Iterable[Mention]:
    """The mentions of the last sentences, the nearest first."""
    return takewhile(lambda m: sentence - m.sentence <= _NEAR, reversed(seen))


def _subjects_near(token: Token, seen: Sequence[Mention], sentence: int) -> Iterable[Mention]:
    """People who were the subject of one of the last two sentences, the nearest first."""
    for mention in _near(seen, sentence):
        if sentence != mention.sentence and mention.label == "PERSON" and token.doc[mention.head].dep_ in SUBJECTS:
            yield mention


def _likely(token: Token, seen: Sequence[Mention], sentence: int, *, placed: bool) -> list[Mention]:
    """Who may hold an office that the text says nobody to hold: the only person of the sentence before ("That leaves Mara Quist.
    The mayor of Tolm is ..."), and, unless it says where he holds it, the subjects of the last ones."""
    if token.dep_ not in SUBJECTS:
        return []
    before = [m for m in takewhile(lambda m: sentence - m.sentence <= 1, reversed(seen)) if m.sentence < sentence]
    people = [m for m in before if m.label == "PERSON" and m.form != "described"]
    only = people[:1] if len({m.entity for m in people}) == 1 else []
    return only if placed else [*only, *(m for m in _subjects_near(token, seen, sentence) if m.form != "described")]


def _of_the_same_post(token: Token, seen: Sequence[Mention], holders: Holders) -> tuple[str, str, float] | None:
    """ "his successor", where the text says who has had a post before and who has it now."""
    own = next((c for c in token.children if c.dep_ == "poss"), None)
    whose = next((m.entity for m in reversed(seen) if own is not None and own.i in {m.start, m.head}), "")
    found = holders.beside(token.lower_, whose) if whose else set()
    return (found.pop(), "PERSON", _LATER) if len(found) == 1 else None


def _named_next(token: Token, holders: Holders) -> tuple[str, str, float] | None:
    """Whom the next sentence of the paragraph begins with, if he was not named yet: "His editor disagreed. Mara Quist said"."""
    end = token.sent.end
    if (
        token.dep_ not in SUBJECTS
        or token.head.dep_ != "ROOT"
        or token.tag_ not in {"NN", "NNP"}
        or "\n" in token.doc[end - 1].text
    ):
        return None
    who = holders.first.get(end)
    role, gender = resources.roles().get(token.lower_), holders.genders.get(who or "")
    fits = role is None or gender is None or _GENDER.get(role.gender or "", gender) == gender
    return (who, "PERSON", _GUESSED) if who is not None and fits else None


def _same_words(token: Token, other: Token) -> bool:
    """Is a description that of another place word for word: who was once "the prime minister" is so on."""
    one, two = ([t.lower_ for t in noun.doc[noun.left_edge.i : noun.i + 1] if t.dep_ != "det"] for noun in (token, other))
    return one == two


def _meets_somebody(token: Token) -> bool:
    """Does a description act on whom a pronoun means, who then is another: "The speaker told him to sit down"."""
    return token.dep_ in SUBJECTS and any(c.lower_ in {"him", "her"} and c.dep_ in {"dobj", "dative"} for c in token.head.children)


def _may_hold(role: resources.Role, mention: Mention, holders: Holders) -> bool:
    """Can a person whose office the text does not say hold this one."""
    gender = _GENDER.get(role.gender or "")
    return mention.entity not in holders.known and (gender is None or holders.genders.get(mention.entity, gender) == gender)
