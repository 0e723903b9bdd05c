"""What grammar shows that a name is no person's but that of a place, a body or a thing, whatever the recogniser takes it for."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from analysis.name_forms import Form
from analysis.resources import NameNoun, body_kinds, name_nouns, roles, source_nouns, words_of_bodies

_PLACING = {"in", "at", "near", "outside", "inside", "via", "throughout", "across", "around", "within"}
_BESIDE = {"above", "below", "along"}  # a place of one word; "above Tom Reyl" is in a table of names
_PARTING = {"of", "at", "for"}  # "the chairman of Hydravess", "an engineer at Hydravess"
# what a state or a town has, and a person only by office
_OF_STATES = {
    *("president", "minister", "premier", "mayor", "ambassador", "parliament", "cabinet", "senate", "embassy", "capital"),
    *("army", "navy", "border", "borders", "currency", "constitution", "delegate", "exports", "coast"),
}
_ONLY_OF_STATES = {"parliament", "capital", "border", "borders", "currency", "constitution", "exports", "coast"}
_LEADING = {"executive", "executives", "founder", "co-founder", "boss", "owner", "employee", "spokesman", "spokeswoman"}
_OF_PLACES = {"way", "city", "town", "village", "port", "outskirts", "streets", "suburb", "district", "island", "coast"}
# of which only a place is the object, behind "of" alone: there is a battle for a person too
_ONLY_OF = {"battle", "siege", "bombardment", "shelling", "invasion", "annexation", "north", "south", "east", "west"}
_WITHIN = {*_PLACING, *_BESIDE, "through", "into", "toward", "towards"} - {"at", "via", "within"}  # "at Tolm": it may be a firm
_IN_WHOM = {  # with "in" they tell of a firm, a work or a person too: "invest in Hydravess"
    *("invest", "investment", "investor", "believe", "belief", "trust", "confidence", "faith", "interest", "stake", "share"),
    *("shareholder", "money", "star", "appear", "feature", "result", "engage", "involve", "succeed"),
}
_GOVERNED = {"government", "army", "navy", "mayor", "ambassador", "embassy", "senate", "cabinet", "king", "queen", "premier"}
_OVER_PLACES = {
    *("mayor", "governor", "people", "residents", "government", "republic", "state", "county", "province", "region", *_ONLY_OF),
}
_FIRMS = {"Sons", "Brothers", "Partners", "House", "High"}
_MOVING = {"come", "go", "travel", "return", "move", "drive", "fly", "get", "walk", "ride"}  # to a place
_TAKING = {"retake", "recapture", "invade", "annex"}  # a place
_SHIRE = "shire"


def names_a_thing(doc: Doc, form: Form) -> bool:
    """Is a name a place or a body by its own last word or the words beside it.

    "Trafalgar Square"; "the ferry Tamberley"; "in Tamberley", "the mayor of Tamberley", "the Hydravess chairman"; "the builder,
    Hydravess".
    """
    head = doc[form.end - 1]
    return (
        bool(_nouns(doc, form))
        or _by_its_word(form)
        or _by_trade(doc, form, head)
        or _by_place(form, head)
        or (form.label == "PERSON" and (_is_called_thing(doc, form) or is_told_to_be(doc, form, head)))
    )


def names_a_body(doc: Doc, form: Form) -> bool:
    """Does its last word or the noun before it show a name to be a body's: "Tolm Institute", "the airline Tolm"."""
    return any(noun.kind == "body" for noun in _nouns(doc, form))


def names_a_place(doc: Doc, form: Form) -> bool:
    """Does a name stand where something is, without an article and without a word of bodies: "in Tolm", and not "in the Senate",
    "in Congress", "in Tolm Council"; or does the noun before it show it to be a place's: "the village of Tolm".

    >>> from analysis.language import parse
    >>> from analysis.name_forms import find_forms
    >>> doc = parse("It rained in Tolm.")
    >>> [names_a_place(doc, form) for form in find_forms(doc)]
    [True]
    """
    if any(is_word_of_bodies(word) for word in form.words):
        return False
    root, before = doc[form.start : form.end].root, doc[form.start - 1] if form.start else None
    if before is not None and before.dep_ == "det":
        return False
    if root.dep_ == "poss":
        return root.head.lower_ in _ONLY_OF_STATES | _GOVERNED
    if root.dep_ != "pobj" or before is None or before.i != root.head.i:
        return False
    if before.lower_ == "in" and before.head.lemma_.lower() in _IN_WHOM:
        return False
    return before.lower_ in _WITHIN or (before.lower_ == "of" and before.head.lower_ in _OF_PLACES | _OVER_PLACES)


def is_word_of_bodies(word: str) -> bool:
    """Is a word one that the names of bodies are made with.

    >>> [is_word_of_bodies(word) for word in ("Senate", "Council", "Sons", "Tolm")]
    [True, True, True, False]
    """
    role, noun = roles().get(word.lower()), name_nouns().get(word.lower())
    of_body = (role is not None and role.kind in {"org", "group"}) or (noun is not None and noun.kind == "body")
    return of_body or word.lower() in words_of_bodies() or word in _FIRMS


def is_of_body(words: tuple[str, ...], others: Iterable[tuple[str, ...]]) -> bool:
    """Does a name of one word begin that of a body: "Kelm" where there is a "Kelm Council".

    >>> is_of_body(("Kelm",), [("Kelm", "Council")]), is_of_body(("Quist",), [("Quist", "Reyl")])
    (True, False)
    """
    return len(words) == 1 and any(len(o) > 1 and o[0] == words[0] and o[-1].lower() in words_of_bodies() for o in others)


def _nouns(doc: Doc, form: Form) -> list[NameNoun]:
    """The nouns that show what a name is: its last word, and one directly before it."""
    last = name_nouns().get(form.words[-1].lower()) if len(form.words) > 1 else None
    before = doc[form.start - 1] if form.start > 0 else None
    noun = name_nouns().get(before.lower_) if before is not None and before.pos_ == "NOUN" else None
    return [*([last] if last and last.last else []), *([noun] if noun and noun.before else [])]


def _by_its_word(form: Form) -> bool:
    """Is a name of one word a medium's ("Twitter") or a county's."""
    word = form.words[0]
    return len(form.words) == 1 and (
        "medium" in source_nouns().get(word.lower(), ()) or (word.endswith(_SHIRE) and len(word) > len(_SHIRE))
    )


def _by_trade(doc: Doc, form: Form, head: Token) -> bool:
    """Is a name behind a trade in the plural a firm's: "Builders Lockwood Strand"."""
    before = doc[form.start - 1] if form.start > 0 else None
    if before is None or before.tag_ not in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in head.children):
        return False
    role = roles().get(before.lower_)
    return role is not None and role.kind == "profession" and before.dep_ in {"compound", "nmod"}


def _by_place(form: Form, head: Token) -> bool:
    """Does a name stand where only a place's or a body's does."""
    lone = len(form.words) == 1
    if head.dep_ == "compound":
        first = head.doc[head.left_edge.i - 1] if head.left_edge.i > 0 else head
        return first.dep_ == "det" and first.head.i == head.head.i and _leads(head.head)
    if head.dep_ == "poss" and lone:  # "Talheim's president"
        return head.head.lower_ in _OF_STATES
    if head.dep_ == "dobj":
        return head.head.lemma_ in _TAKING
    if head.dep_ != "pobj":
        return False
    if head.head.lower_ == "of" and head.head.head.ent_type_ == "PERSON" and lone:  # "Mara Quist of Tolm"
        return True
    if head.head.lower_ == "to" and head.head.head.lemma_ in _MOVING and lone:
        return True
    before = head.head.lower_
    if before in _PLACING or (lone and before in _BESIDE) or (before == "of" and head.head.head.lower_ in _ONLY_OF):
        return True
    return before in _PARTING and _leads(head.head.head)


def _leads(token: Token) -> bool:
    """Is a noun a post in a body or a place, so that what follows "of" is no person."""
    role = roles().get(token.lower_)
    return (role is not None and role.kind == "office") or token.lower_ in _LEADING or token.lower_ in _OF_PLACES


def _is_called_thing(doc: Doc, form: Form) -> bool:
    """Is a name called "the" or "which": "the Civic Democrats", "Nordavind, which", "Karsovia, whose coast"."""
    article = len(form.words) > 1 and form.start > 0 and doc[form.start - 1].lower_ == "the"
    behind = [t.lower_ for t in doc[form.end : form.end + 4]]
    return article or behind[:2] == [",", "which"] or (behind[:2] == [",", "whose"] and not _ONLY_OF_STATES.isdisjoint(behind[2:]))


def is_told_to_be(doc: Doc, form: Form, head: Token) -> bool:
    """Is a name said to be a body or a place: "the mining company, Nordmalm", "Nordmalm, an agency", "Nordmalm is a port"."""
    root = doc[form.start : form.end].root
    beside = [c for c in root.children if c.dep_ == "appos"] + ([root.head] if root.dep_ == "appos" else [])
    beside = [noun for noun in beside if doc[noun.i + 1 : noun.i + 2].text.lower() not in roles()]  # "a shop steward"
    if any(noun.tag_ == "NN" and (_is_place(noun) or _is_body(noun)) and not _is_somebodys(noun) for noun in beside):
        return True
    verb = head.head
    told = [c for c in verb.children if c.dep_ == "attr"] if head.dep_ == "nsubj" and verb.lemma_ in {"be", "become"} else []
    return any(map(_is_place, told))


def _is_place(noun: Token) -> bool:
    of_name = name_nouns().get(noun.lower_)
    return of_name is not None and of_name.kind == "place"


def _is_body(noun: Token) -> bool:
    """Is a noun one for bodies, and none for people: "company", and not "publisher"."""
    role = roles().get(noun.lower_)
    return role.kind == "org" if role is not None else noun.lower_ in body_kinds()


def _is_somebodys(noun: Token) -> bool:
    """Is a body that of somebody, whose the name may be: "the chairman of the commission, Mara Quist"."""
    above = (roles().get(token.lower_) for token in noun.ancestors)
    return any(role is not None and role.kind != "org" for role in above)
