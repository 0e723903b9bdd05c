"""Is a stance stated, or turned or left open by the words around it: negations, refusals, denials, conditions, questions, doubts.

From the stance word upwards each governor may turn it ("refused to back"), leave it open ("denied that it backs", "might back",
"if it backs") or let it be ("vowed to back", "said that it backs").
"""

from __future__ import annotations

from spacy.tokens import Token

from analysis.cues import verb_lemma
from analysis.resources import operators

_CONDITIONS = {"if", "whether", "unless", "until", "lest"}
_DOUBTS = {"might", "may", "could", "should", "must", "ought", "can"}
_UNABLE = {"can", "could", "ca", "wo", "will", "would"}  # "cannot back", "would not back" are said to be so
_PERHAPS = {"perhaps", "maybe", "possibly", "probably", "hardly", "barely", "allegedly", "supposedly"}
_DUTIES = {"should", "must", "ought", "can", "could"}  # that a speaker may lay on himself: "we must condemn it"
_TOLD = {"tell", "warn", "remind", "advise", "propose", "argue", "mean"}  # that report what is the case where the clause is finite
_OWN = {"i", "we"}
_NONE = {"no", "nobody", "none", "neither", "nothing", "few", "little", "nor"}
_INSTEAD = {"without", "instead", "against", "than"}
_OFF = {"refrain", "abstain", "keep", "stop", "prevent", "shy", "back", "dissuade", "discourage", "distance"}
_OWN_ENDED = {"withdraw", "drop", "end", "retract", "revoke", "suspend", "rescind", "lose", "abandon", "cease", "halt"}
_OWN_WISHES = {"want", "wish", "hope", "like", "love"}
_VERBS = {"VERB", "AUX"}
_ENDS = {"?", ".", "!", "”"}
_NEGATIVE_RAISERS = {"think", "believe", "expect", "want", "suppose", "intend", "plan", "see"}
_MAX_CHAIN = 7


def polarity(token: Token) -> tuple[int, bool]:
    """(1 or -1, is it stated as a fact) of a stance word under the negations, refusals, questions and conditions around it.

    >>> from analysis.language import parse
    >>> doc = parse("She refused to sign. Might she sign?")
    >>> polarity(doc[3]), polarity(doc[7])
    ((-1, True), (1, False))
    """
    sign, certain = (-1 if _has_no(token) else 1), not asked(token)
    node = carrier(token)
    if token.pos_ == "NOUN" and token.dep_ == "dobj" and operators().get((node.lemma_.lower(), "VERB")) == "turn":
        if node.lemma_.lower() in _OWN_ENDED:  # "withdrew its support for"
            sign = -sign
        elif any(c.dep_ == "poss" for c in token.children):  # "refused their demand for": the demand stays theirs
            return sign, certain
    for _ in range(_MAX_CHAIN):
        if negated(node):
            sign = -sign
        if _left_open(node):
            certain = False
        step = _governor(node)
        if step is None or (node.dep_ == "ccomp" and node.i < node.head.i):  # what is said stands for itself before who says it
            break
        node, effect = step
        if effect == "turn":
            sign = -sign
        elif effect == "open" or (effect == "said" and negated(node)):
            certain = False
    return sign, certain


def carrier(token: Token) -> Token:
    """The verb that carries a noun or an adjective: "is critical of", "voiced her support", "in support of".

    >>> from analysis.language import parse
    >>> carrier(parse("She is critical of it.")[2]).text
    'is'
    """
    node = token
    while node.pos_ not in _VERBS and node.dep_ in {"acomp", "attr", "dobj", "pobj", "prep", "oprd", "nsubjpass", "conj", "advmod"}:
        if node.head.i == node.i:
            break
        node = node.head
    return node if node.pos_ in _VERBS else token


def negated(verb: Token) -> bool:
    """Does a negation stand with a verb: "not", "never", "no longer", "nobody", "neither", "in no way".

    >>> from analysis.language import parse
    >>> negated(parse("Nobody came.")[1]), negated(parse("She no longer came.")[3])
    (True, True)
    """
    return sum(_negates(child) for child in verb.children) % 2 == 1


def _negates(child: Token) -> bool:
    if child.dep_ == "neg" or child.lower_ in {"neither", "nor"}:
        return child.dep_ != "cc"
    if child.lower_ == "longer":
        return any(n.dep_ == "neg" for n in child.children)
    return child.dep_ in {"nsubj", "nsubjpass"} and (child.left_edge.lower_ in _NONE or _has_no(child))


def asked(token: Token) -> bool:
    """Does a word stand in a question: is the next mark that ends something behind it a question mark.

    >>> from analysis.language import parse
    >>> asked(parse("Does she agree?")[2]), asked(parse("She agrees.")[1])
    (True, False)
    """
    behind = token.i + 1
    for mark in token.doc[behind : token.sent.end]:
        text = mark.orth_
        if text in _ENDS or (text == '"' and mark.i > behind):
            return text == "?"
    return False


def _has_no(noun: Token) -> bool:
    """A noun that is said not to be there: "no support for", "little support", "a lack of support"."""
    if noun.pos_ in _VERBS:
        return False
    if any(c.dep_ in {"det", "amod", "preconj", "neg"} and c.lower_ in _NONE for c in noun.children):
        return True
    of = noun.head if noun.dep_ == "pobj" else None
    return of is not None and (of.head.lemma_.lower() in {"lack", "absence"} or of.lower_ == "without")


def _left_open(verb: Token) -> bool:
    """Is a verb under a condition, a modal or a word of doubt."""
    deny = negated(verb)
    own = any(c.dep_ == "nsubj" and c.lower_ in _OWN for c in verb.children)
    conditional = any(c.dep_ == "advcl" and any(m.lower_ in {"if", "unless"} for m in c.lefts) for c in verb.children)
    subject_at = next((c.i for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    for child in verb.lefts:
        word = child.lower_
        if child.dep_ in {"mark", "advmod"} and word in _CONDITIONS:
            return True
        if child.dep_ == "advmod" and word in _PERHAPS:
            return True
        if child.dep_ in {"aux", "auxpass"}:
            if word in _DOUBTS and not (deny and word in _UNABLE) and not (own and word in _DUTIES):
                return True
            if word in {"would", "'d", "’d"} and conditional:
                return True
            if word == "would" and any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children):
                return True
            if word in {"had", "were", "should"} and subject_at is not None and child.i < subject_at and verb.dep_ != "ROOT":
                return True
    subjunctive = verb.tag_ == "VB" and verb.dep_ == "ccomp" and not any(c.dep_ == "aux" for c in verb.children)
    return subjunctive and any(c.dep_ == "nsubj" for c in verb.children)


def _governor(node: Token) -> tuple[Token, str] | None:
    """The word above a verb with what it does to it; None where a clause stands for itself."""
    head, dep = node.head, node.dep_
    if head.i == node.i or dep in {"ROOT", "relcl", "parataxis"}:
        return None
    if dep == "pcomp":
        return _behind_preposition(head)
    if dep == "conj" and head.pos_ in _VERBS | {"ADJ"}:
        return _joined(node, head)
    if dep == "advcl":
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in node.children)
        return (head, _effect(head)) if infinitive and _effect(head) in {"turn", "open"} else None
    if dep == "csubj":
        return head, "open"
    if dep == "acl" and head.pos_ in {"NOUN", "PROPN"}:
        effect = operators().get((head.lemma_.lower(), "NOUN"))
        above = carrier(head)
        return (above, effect or "keep") if above.i != head.i else ((head, effect) if effect in {"turn", "open"} else None)
    if dep in {"acomp", "oprd"}:
        return head, "keep"
    if dep == "xcomp" and verb_lemma(head) in _OWN_WISHES and not any(c.dep_ == "nsubj" for c in node.children):
        return (head, "keep")  # "wants to sue": one's own act
    if dep in {"xcomp", "ccomp"}:
        finite = dep == "ccomp" and (node.tag_ in {"VBD", "VBZ", "VBP"} or any(c.tag_ in {"MD", "VBZ", "VBP"} for c in node.lefts))
        return (head, "said") if finite and head.lemma_.lower() in _TOLD else (head, _effect(head, said=dep == "ccomp"))
    return None


def _effect(head: Token, *, said: bool = False) -> str:
    effect = operators().get((verb_lemma(head), "VERB") if head.pos_ in _VERBS else (head.lemma_.lower(), head.pos_), "keep")
    if head.lemma_ == "be":  # "it is unclear", "she is unwilling to": the adjective beside it decides
        beside = [c for c in head.children if c.dep_ in {"acomp", "attr"}]
        effect = next((operators()[c.lemma_.lower(), c.pos_] for c in beside if (c.lemma_.lower(), c.pos_) in operators()), effect)
    if effect == "turn" and said:  # "rejects that it backs": a claim is turned down, not an act
        return "open"
    if effect in {"receive", "other"}:
        return "keep"
    return "said" if effect == "keep" and said and head.lemma_.lower() not in _NEGATIVE_RAISERS else effect


def _behind_preposition(prep: Token) -> tuple[Token, str] | None:
    """What a preposition does to the -ing form behind it: "without condemning", "stopped short of endorsing"."""
    word, head = prep.lower_, prep.head
    if word in _INSTEAD or head.lower_ in {"instead", "rather"}:
        return head, "turn"
    if word == "of" and head.lower_ == "short":
        return head.head, "open"
    if word == "from":
        return head, "turn" if head.lemma_.lower() in _OFF else "keep"
    if head.i == prep.i:
        return None
    if head.pos_ == "NOUN":
        return carrier(head), operators().get((head.lemma_.lower(), "NOUN"), "keep")
    return head, _effect(head)


def _joined(node: Token, head: Token) -> tuple[Token, str] | None:
    """A verb joined to another shares its modals, its governors, and its negation behind "or" and "nor"."""
    if any(c.dep_ in {"nsubj", "nsubjpass"} for c in node.children):
        return None
    words = {c.lower_ for c in head.children if c.dep_ == "cc"}
    if "than" in words or any(c.lower_ == "than" for c in node.children):
        return head, "turn"
    if negated(head):  # "did not come and criticised it", but "did not back or fund it"
        return (head, "keep") if words & {"or", "nor"} else None
    finite = node.tag_ in {"VBD", "VBZ", "VBP"} and head.tag_ != node.tag_
    return None if finite else (head, "keep")
