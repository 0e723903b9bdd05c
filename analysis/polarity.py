"""Is a stance stated, or turned or left open by the words around it: negations, refusals, conditions, questions, doubts."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.resources import stance_lexicon

_CONDITIONS, _DOUBTS = {"if", "whether", "unless"}, {"might", "may", "could"}
_MAX_CHAIN = 5


def polarity(token: Token) -> tuple[int, bool]:
    """(1 or -1, is it stated as a fact) of a stance word under the negations, refusals, questions and conditions around it.

    >>> from analysis.language import parse
    >>> doc = parse("She refused to sign. Might she sign?")
    >>> polarity(doc[3]), polarity(doc[7])
    ((-1, True), (1, False))
    """
    sign, certain, verb = 1, True, token.head if token.pos_ in {"ADJ", "NOUN"} and token.head.pos_ in {"VERB", "AUX"} else token
    for _ in range(_MAX_CHAIN):
        if any(c.dep_ == "neg" or (c.lower_ == "longer" and any(n.dep_ == "neg" for n in c.children)) for c in verb.children):
            sign = -sign
        if any(c.lower_ in (_CONDITIONS if c.dep_ == "mark" else _DOUBTS if c.dep_ == "aux" else ()) for c in verb.children):
            certain = False
        if verb.dep_ not in {"xcomp", "ccomp"} or verb.head.i == verb.i:
            break
        entries = stance_lexicon().get((verb.head.lemma_.lower(), "VERB"), ())
        if any(e.place == "clause" and e.sign < 0 and e.relation in {"deny", "reject", "refuse", "oppose"} for e in entries):
            sign = -sign
        verb = verb.head
    if token.sent[-1].text == "?" or (len(token.sent) > 1 and token.sent[-2].text == "?"):
        certain = False
    return sign, certain
