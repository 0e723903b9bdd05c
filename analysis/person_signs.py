"""What the words around a name show of its being a person's, whatever the recogniser takes it for."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from analysis.metonyms import is_people, is_place
from analysis.name_forms import Form, core
from analysis.name_things import is_told_to_be
from analysis.resources import body_kinds, cue_lexicon, name_nouns, roles, words_of_bodies

_ALSO_BODIES = {"leader", "sponsor", "partner", "champion", "winner", "employer", "landlord", "investor", "shareholder", "member"}
_PARAGRAPH = 40  # tokens behind a name within which "he" or "she" shows it to be a person's
_NEAR = 5  # tokens behind "who" among which its verb stands
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_SUBJECTS = {"nsubj", "nsubjpass"}
_OURS = {"it", "its", "they", "their", "we"}
_THEIRS = {"he", "she", "his", "her", "him"}


def titled(doc: Doc, form: Form) -> bool:
    """Does a title stand before the name: "Mr", "President", "Sister"."""
    before = doc[form.start - 1] if form.start > 0 else None
    role = roles().get(before.lower_) if before is not None and before.text[0].isupper() else None
    return role is not None and role.titled and role.kind in {"title", "office", "relation"}


def shown(doc: Doc, form: Form) -> bool:
    """Do the words around a full name show a person.

    That is an age ("Joe Tibb, 52, said"), a trade before it ("crane operator Joe Tibb", "its leader, Joe Tibb, said"), "who"; and
    of a name whose words are no thing's also "whose", "said" before it, "of" with another name behind it, and what goes on with
    "he" or "she".
    """
    if len(core(form.words)) not in {2, 3} or form.words[-1].lower() in name_nouns() or form.end + 2 >= len(doc):
        return False
    if any(sign(doc, form) for sign in (_is_told_of, _is_behind_trade, _has_trade)):
        return True
    signs = (_is_who, _has_whose, _is_of_body, _is_among_bodys, _is_quoted, _speaks_of_himself, _is_meant_next)
    return _may_be_name(doc, form) and any(sign(doc, form) for sign in signs)


def _is_told_of(doc: Doc, form: Form) -> bool:
    """Does an age stand behind a name, or "who" where the recogniser does not take it for a thing's."""
    comma, word, behind = doc[form.end : form.end + 3]
    if comma.text != ",":
        return False
    aged = len(word) == 2 and word.is_digit and behind.text in {",", "."}
    return aged or (word.lower_ == "who" and form.label in {"", "PERSON"})


def _is_behind_trade(doc: Doc, form: Form) -> bool:
    """Does a trade stand before a name: "crane operator Joe Tibb", "its spokesman, Joe Tibb, said"."""
    start = form.start
    if start > 0 and _is_trade(doc[start - 1]):
        return True
    return start > 1 and doc[start - 1].text == "," and doc[form.end].text in {",", "."} and _is_trade(doc[start - 2])


def _speaks_of_himself(doc: Doc, form: Form) -> bool:
    """Is a name the subject of a verb that reports of a "he" or a "she": "Joe Tibb, one of the rebels, said he had voted no"."""
    head = doc[form.end - 1]
    clause = (
        next((c for c in head.head.children if c.dep_ == "ccomp" and c.i > head.head.i), None) if head.dep_ == "nsubj" else None
    )
    return clause is not None and any(c.dep_ == "nsubj" and c.lower_ in {"he", "she"} for c in clause.children)


def _is_trade(token: Token) -> bool:
    """Is a noun one that only a person is called by: "spokesman", and neither "owner" nor "leader"."""
    role = roles().get(token.lower_)
    personal = role is not None and role.kind in {"office", "title", "profession"} and token.tag_ in {"NN", "NNP"}
    return personal and token.lower_ not in name_nouns() and token.lower_ not in _ALSO_BODIES


def with_role(root: Token, lone: bool, *, related: bool = False) -> bool:
    """Does an apposition give the name a person's role: "a spokesman, Ivo Marsh", "Ivo Marsh, a spokesman".

    A trade alone says little of a lone name: "Hydravess, the builder" is a firm. `related`: only
    kinship and the like counts.
    """
    others = [c for c in root.children if c.dep_ == "appos"] + ([root.head] if root.dep_ == "appos" else [])
    personal = {"relation"} if related else {"office", "title", "relation"}
    for noun in (t for t in others if t.pos_ == "NOUN"):
        role = roles().get(noun.lower_)
        if role and (role.kind in personal or (role.kind == "profession" and (not lone or _is_trade_of_one(noun)))):
            return True
    return False


def _is_trade_of_one(noun: Token) -> bool:
    """Is a trade in an apposition a person's: "a nurse", and neither "the builder" nor "a maker of ships"."""
    return noun.lower_ not in name_nouns() and any(c.lower_ in {"a", "an"} for c in noun.children)


def _may_be_name(doc: Doc, form: Form) -> bool:
    """Can a name be a person's by its words, of which none is known for bodies, places or peoples, and is nothing told to be so."""
    words = core(form.words)
    known = (words_of_bodies(), name_nouns(), roles(), body_kinds())
    plain = all(_WORD.fullmatch(word) and word[0].isupper() and not word.isupper() for word in words)
    if not plain or (form.start > 0 and doc[form.start - 1].lower_ == "the"):
        return False
    if any(is_place(word) or is_people(word) or any(word.lower() in kinds for kinds in known) for word in words):
        return False
    return not is_told_to_be(doc, form, doc[form.end - 1])


def _has_trade(doc: Doc, form: Form) -> bool:
    """Does a trade stand behind a name: "Joe Tibb, a shop steward", "Joe Tibb, finance spokesman of the party"."""
    if doc[form.end].text != ",":
        return False
    for token in doc[form.end + 1 : form.end + 1 + _NEAR]:
        if _is_trade(token):
            return token.i + 1 == len(doc) or doc[token.i + 1].pos_ not in {"NOUN", "PROPN"}
        if token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN"}:
            return False
    return False


def _is_who(doc: Doc, form: Form) -> bool:
    """Does "who" with the verb of one person stand behind a name: "Joe Tibb, who farms there"."""
    if [t.lower_ for t in doc[form.end : form.end + 2]] != [",", "who"] or doc[form.end - 1].dep_ == "pobj":
        return False
    verb = next((t for t in doc[form.end + 2 : form.end + 2 + _NEAR] if t.tag_ in {"VBZ", "VBD", "VBP", "MD"}), None)
    return verb is not None and verb.tag_ != "VBP" and verb.lower_ != "were"


def _has_whose(doc: Doc, form: Form) -> bool:
    """Does "whose" stand behind a name: "Joe Tibb, whose bill failed"."""
    return [t.lower_ for t in doc[form.end : form.end + 2]] == [",", "whose"]


def _is_of_body(doc: Doc, form: Form) -> bool:
    """Does the name of a body stand behind a name: "Joe Tibb of the Labour Front", "Joe Tibb, of Tolm College"."""
    at = form.end + (doc[form.end].text == ",")
    if doc[at].lower_ != "of" or doc[form.end - 1].tag_ == "NNPS":
        return False
    at += 2 if at + 2 < len(doc) and doc[at + 1].lower_ == "the" else 1
    return at < len(doc) and doc[at].pos_ == "PROPN" and doc[at].text[0].isupper()


def _is_among_bodys(doc: Doc, form: Form) -> bool:
    """Is a name that acts a body's: "The opposition's Joe Tibb asked"."""
    return form.start > 0 and doc[form.start - 1].tag_ == "POS" and doc[form.end - 1].dep_ in _SUBJECTS


def _is_quoted(doc: Doc, form: Form) -> bool:
    """Does a verb of saying stand before or behind a name: "said Joe Tibb", "Joe Tibb told her", "according to Joe Tibb"."""
    head = doc[form.end - 1]
    if form.start > 1 and [t.lower_ for t in doc[form.start - 2 : form.start]] == ["according", "to"]:
        return True
    verb = cue_lexicon().get((head.head.lemma_.lower(), "VERB")) if head.dep_ == "nsubj" else None
    return verb is not None and verb.category == "say"


def _is_meant_next(doc: Doc, form: Form) -> bool:
    """Is a name the subject of a sentence that goes on with "he" or "she" before anybody else is named."""
    head = doc[form.end - 1]
    sentence = head.sent
    if head.dep_ != "nsubj" or any(t.ent_type_ == "PERSON" or t.lower_ in _THEIRS for t in doc[sentence.start : form.start]):
        return False
    for token in doc[form.end : form.end + _PARAGRAPH]:
        in_full = token.ent_type_ == "PERSON" and token.ent_iob_ == "I"  # a full name
        if "\n" in token.text or token.lower_ in _OURS or in_full:
            return False
        if token.lower_ in {"he", "she"} and token.dep_ in _SUBJECTS:
            return True
        if token.lower_ in {"his", "her"} and token.i < sentence.end:
            return True
    return False
