"""What a reporting verb reports as a thing and no clause: "called for a vote", "put the losses at six million", "attacked her"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from analysis.extents import trimmed, without_addition
from analysis.resources import CueEntry, cue_lexicon, source_nouns

# classes whose thing is reported speech: "attacked the plan", "praised her"; what is thought, asked or agreed on is none
_OF_THINGS = {
    "say",
    "claim",
    "announce",
    "promise",
    "call",
    "praise",
    "accuse",
    "blame",
    "deny",
    "reject",
    "oppose",
    "urge",
    "warn",
}
_ASKED_FOR = {"demand", "warn", "promise", "claim"}  # classes that report a thing behind a preposition: "called for a vote"
_TAILS = {"prep", "oprd", "xcomp", "dative", "prt"}  # what belongs to a thing: "attacked her for it", "called it a shame"
_GIVING = {"put", "estimate", "set", "reckon"}  # a number: "put the losses at"
_NO_THING = {"PRON", "SCONJ", "DET"}


def thing(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """The token range of the thing that a verb with this entry of the lexicon reports, None if it reports none.

    >>> from analysis.language import parse
    >>> doc = parse("Mara Quist called for a vote.")
    >>> doc[slice(*thing(doc[2], cue_lexicon()["call", "VERB"]))].text
    'a vote'
    """
    demanded = _demanded_from(verb) if entry.category == "demand" else None
    return demanded or amount(verb) or _called_for(verb) or _asked_for(verb, entry) or _thing(verb, entry)


def amount(verb: Token) -> tuple[int, int] | None:
    """ "put the losses at six million", "a delay that she puts at a year": the number that somebody gives.

    >>> from analysis.language import parse
    >>> doc = parse("She put the number at 26.")
    >>> doc[slice(*amount(doc[1]))].text
    'the number at 26'
    """
    if verb.lemma_ not in _GIVING:
        return None
    given = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    places = [*verb.children, *(given.children if given is not None else ())]
    at = next((c for c in places if c.dep_ == "prep" and c.i > verb.i and (c.lower_ == "at" or _is_share(c))), None)
    number = next((c for c in at.children if c.dep_ == "pobj"), None) if at is not None else None
    if at is None or number is None or not any(t.like_num for t in number.subtree):
        return None
    if at.i != verb.i + 1 and (given is None or max(t.i for t in given.subtree if t.i < at.i) + 1 != at.i):  # "put it on at four"
        return None
    behind = [c for c in verb.children if c.i > number.i and c.dep_ in {"advmod", "npadvmod"}]
    first = given.left_edge.i if given is not None else number.left_edge.i
    return trimmed(verb.doc, first, max(c.right_edge.i for c in [number, *behind]) + 1)


def _is_share(prep: Token) -> bool:
    """What a poll puts somebody on: "on 38 per cent"."""
    number = next((c for c in prep.children if c.dep_ == "pobj"), None)
    return prep.lower_ == "on" and number is not None and any(t.lower_ in {"%", "cent", "percent"} for t in number.subtree)


def is_thing(doc: Doc, reported: tuple[int, int]) -> bool:
    """Is what a cue reports a thing and no clause: "attacked the plan".

    >>> from analysis.language import parse
    >>> doc = parse("She attacked the plan.")
    >>> is_thing(doc, (2, 4))
    True
    """
    return doc[slice(*reported)].root.dep_ in {"dobj", "pobj"}


def _demanded_from(verb: Token) -> tuple[int, int] | None:
    """The thing behind whom it is demanded from, which the parser takes for his apposition: "demanded from Quist a new ferry"."""
    from_whom = next((c for c in verb.children if c.lower_ == "from" and c.i == verb.i + 1), None)
    if from_whom is None or any(c.dep_ == "dobj" for c in verb.children):
        return None
    things = [t for t in from_whom.subtree if t.dep_ == "appos" and any(c.lower_ in {"a", "an"} for c in t.children)]
    return trimmed(verb.doc, things[-1].left_edge.i, things[-1].right_edge.i + 1) if things else None


def _asked_for(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """A thing behind a preposition: "called for a vote", "accused him of lying"."""
    heads = {verb.i, *(c.i for c in verb.children if c.dep_ == "dobj")}
    for prep in verb.subtree:
        if prep.dep_ == "prep" and prep.head.i in heads and prep.i > verb.i:
            framed = cue_lexicon().get((f"{verb.lemma_.lower()} {prep.lower_}", "VERB"))
            when = any(c.ent_type_ in {"DATE", "TIME"} for c in prep.children)  # "called a strike for Monday"
            if when and any(c.dep_ == "dobj" and c.i < prep.i for c in verb.children):
                continue
            if (prep.lower_ == "of" and "of" in entry.frames) or (framed and framed.category in _ASKED_FOR):
                thing = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
                return trimmed(verb.doc, thing.left_edge.i, thing.right_edge.i + 1) if thing is not None else None
    return None


def _called_for(verb: Token) -> tuple[int, int] | None:
    """ "called for a vote to be held": a thing and what is to become of it."""
    clause = next((c for c in verb.children if c.dep_ == "advcl" and c.left_edge.lower_ == "for" and c.i > verb.i), None)
    framed = cue_lexicon().get((f"{verb.lemma_.lower()} for", "VERB")) if clause is not None else None
    if clause is None or framed is None or framed.category not in _ASKED_FOR:
        return None
    return trimmed(verb.doc, clause.left_edge.i + 1, clause.right_edge.i + 1)


def _thing(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """A thing as the object, with what is said of it: "called the plan a shame", "attacked her for the delay"."""
    demanded = entry.category == "demand" and "quote" in entry.frames  # with one's voice, and not only wanted
    if entry.category not in _OF_THINGS and not demanded and not (entry.category == "show" and _is_document(verb)):
        return None
    if any(c.tag_ in {"MD", "TO"} for c in verb.children) or not entry.frames & {"np", "as", "for"}:
        return None  # what may be said, and is not
    judged = _judgement(verb, entry)
    if entry.category == "call" and judged is None:  # by telephone
        return None
    found = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if found is None or found.pos_ in _NO_THING:
        return judged if judged and not any(t.is_quote for t in verb.doc[slice(*judged)]) else None
    tails = [c for c in verb.children if c.i > found.i and (c.dep_ in _TAILS or _is_condition(c) or c.dep_ == "dobj")]
    end = max(c.right_edge.i for c in [found, *tails]) + 1
    return trimmed(verb.doc, found.left_edge.i, without_addition(found, end))


def _judgement(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """What somebody or something is called: "called it a shame", "denounced it as a shame", "whom she described as a saint"."""
    called = next((c for c in verb.children if c.dep_ == "oprd" and c.i > verb.i), None)
    if called is None and "as" in entry.frames:
        objects = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i]
        called = objects[1] if len(objects) > 1 else None  # "branded it a shame"
        called = called or next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" and c.i > verb.i), None)
    if called is None:
        return None
    about = next((c for c in verb.children if c.dep_ == "dobj" and c.pos_ == "PRON" and c.i < called.i), None)
    if about is None or any(t.is_quote for t in verb.doc[called.left_edge.i - 1 : called.right_edge.i]):  # its own quotation
        return (called.left_edge.i, called.right_edge.i + 1) if entry.category == "call" else None
    first = about.i if about.i > verb.i else called.i + 1 if called.dep_ == "prep" else called.left_edge.i
    return trimmed(verb.doc, first, without_addition(called, called.right_edge.i + 1))


def _is_condition(child: Token) -> bool:
    """Does a clause say on what condition something is promised: "promised a bridge if it won"."""
    return child.dep_ == "advcl" and child.left_edge.lower_ in {"if", "unless"} and child.left_edge.nbor(-1).text != ","


def _is_document(verb: Token) -> bool:
    """Is what shows something a text or a poll, and not a person who shows courage."""
    kinds = (source_nouns().get(c.lemma_.lower(), frozenset()) for c in verb.children if c.dep_ == "nsubj")
    return any("document" in kind for kind in kinds)
