"""Who is behind a verb or a noun that reports: its subject, its owner, wherever the sentence puts them."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.contents import reports_too
from analysis.resources import cue_lexicon

_BORROWS_SUBJECT = {"conj", "advcl", "xcomp", "pcomp", "dep", "prep"}
_RELATIVES = {"who", "which", "that", "whom"}
_LIGHT = {
    "make",
    "repeat",
    "reiterate",
    "voice",
    "express",
    "issue",
    "echo",
    "give",
    "have",
    "raise",
    "renew",
    "offer",
    "level",
    "file",
    "air",
    "stand",
}
_QUOTED_AS = {"quote", "cite", "record", "hear"}
_ACTORS = {"PERSON", "ORG", "GPE", "NORP"}  # that stand before what they claim or demand: "the Quist claim that ..."
_MAX_STEPS = 6  # how far a subject is looked for up the tree


def subject(verb: Token) -> Token | None:
    """The token of who says what a verb reports.

    That is its subject, the agent of a passive, the antecedent of a relative, or the subject of the verb that it hangs on.

    >>> from analysis.language import parse
    >>> doc = parse("He was told by the minister that it was over.")
    >>> subject(doc[2]).text
    'minister'
    """
    for _ in range(_MAX_STEPS):
        own = _own_subject(verb)
        if own is not None:
            return own if own.pos_ != "VERB" else None
        if any(child.dep_ in {"nsubjpass", "csubj", "expl", "auxpass"} for child in verb.children):
            return None
        if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"}:
            return verb.head if verb.tag_ == "VBG" else _of_sentence(verb)
        if _reports_beside(verb):  # "noted that ..., and asked", hung on what was noted
            verb = verb.head.head
            continue
        if verb.dep_ not in _BORROWS_SUBJECT or verb.head.i == verb.i:
            return _before_clause(verb)
        cited = verb.lower_ == "as" and verb.head.lemma_ in _QUOTED_AS  # "the Post quoted her as saying"
        verb = verb.head
        if cited and (whom := next((c for c in verb.children if c.dep_ == "dobj"), None)) is not None:
            return whom
    return None


def _reports_beside(verb: Token) -> bool:
    clause = verb.head
    return verb.dep_ == "conj" and clause.dep_ == "ccomp" and reports_too(verb, clause, clause.head)


def _before_clause(verb: Token) -> Token | None:
    """The subject of the clause before a verb that has another one behind it: "Quist sits down, says it is over"."""
    left = next((c for c in verb.lefts if c.dep_ == "ccomp" and c.tag_ == verb.tag_), None)
    behind = any(c.dep_ == "ccomp" for c in verb.rights)
    return _own_subject(left) if left is not None and behind else None


def _of_sentence(verb: Token) -> Token | None:
    """The noun that a sentence hangs on, where the parser takes its verb for a participle: "A person close to her called it"."""
    root = next((a for a in verb.ancestors if a.dep_ == "ROOT"), None)
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"}
    return root if root is not None and finite and root.pos_ in {"NOUN", "PROPN"} and root.i < verb.i else None


def _own_subject(verb: Token) -> Token | None:
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if subjects:  # of two, the parser took an apposition for one: the name is the one beside the verb
        return _antecedent(min(subjects, key=lambda child: abs(child.i - verb.i)), verb)
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.dep_ == "nsubjpass" and verb.lemma_ in _QUOTED_AS:
            return _antecedent(child, verb)
    return None


def _antecedent(child: Token, verb: Token) -> Token | None:
    if child.lower_ in _RELATIVES and verb.dep_ == "relcl":
        return verb.head if verb.head.pos_ in {"NOUN", "PROPN", "PRON"} else None
    return None if child.lower_ in {"what", "it", "which"} and child.tag_ in {"WP", "WDT"} else child


def noun_source(noun: Token) -> Token | None:
    """The token of who is behind a noun that reports or takes a stance.

    That is its owner, the subject of "make" and the like, or a people's adjective.

    >>> from analysis.language import parse
    >>> noun_source(parse("She rejected the criticism by Quist.")[3]).text
    'Quist'
    """
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in {"compound", "nmod"} and child.ent_type_ in _ACTORS and child.ent_type_ != noun.ent_type_:
            return child
        if child.dep_ == "amod" and (own := _own_subject(child)) is not None:  # "Quist repeated demands", taken for a noun phrase
            return own
    if noun.dep_ in {"dobj", "pobj"} and noun.head.lemma_ in _LIGHT and (who := subject(noun.head)) is not None:
        return who
    if (
        noun.dep_ == "pobj"
        and (noun.head.head.lemma_.lower(), "VERB") in cue_lexicon()
        and (who := subject(noun.head.head)) is not None
    ):
        return who  # "said in a statement that"
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in {"by", "of", "from"}:
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    people = next((c for c in noun.children if c.dep_ == "amod" and c.ent_type_ == "NORP"), None)
    if people is None and noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN":  # "assurances on guarantees": one owner
        return noun_source(noun.head.head)
    return people
