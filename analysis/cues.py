"""Cues: the words that report speech or thought, with their source and the clause that they report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.contents import content, rest_of_sentence, trimmed
from analysis.resources import CueEntry, cue_lexicon

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
# nouns behind a preposition that make what follows somebody's: "in her view", "by his account", with those prepositions
_MANNERS = {
    "view": {"in"},
    "opinion": {"in"},
    "words": {"in"},
    "account": {"by"},
    "telling": {"in"},
    "estimate": {"by"},
    "mind": {"to"},
}
_OWNED_THINGS = {
    "demand",
    "warn",
    "accuse",
    "claim",
    "promise",
    "threaten",
}  # classes of nouns whose thing is reported: "her call for"
_ACTORS = {"PERSON", "ORG", "GPE", "NORP"}  # that stand before what they claim or demand: "the Quist claim that ..."
_MAX_STEPS = 6  # how far a subject is looked for up the tree


class Cue(NamedTuple):
    """A reporting word. All numbers are token indices; `source` is the head of the mention, `content` the reported clause."""

    token: int
    start: int
    end: int
    entry: CueEntry
    source: int | None
    content: tuple[int, int] | None


class Attribution(NamedTuple):
    """A cue with its score for a stretch: 3 is a guess, 10 as sure as punctuation and grammar can make it."""

    cue: Cue
    score: float


ACCORDING = CueEntry("say", frozenset({"quote"}))
NO_ENTRY = CueEntry("say", frozenset())  # a verb that the lexicon does not have, beside a quotation


def find_cues(doc: Doc) -> list[Cue]:
    """The cues of a Doc in the order of the text, those with a source or a reported clause.

    >>> from analysis.language import parse
    >>> doc = parse("Mara Quist, the mayor, said that the plan was dead.")
    >>> [(doc[c.source].text, doc[c.token].text, doc[c.content[0]:c.content[1]].text) for c in find_cues(doc)]
    [('Quist', 'said', 'the plan was dead')]
    """
    return [cue for token in doc if (cue := _cue(token)) and (cue.source is not None or cue.content)]


def _cue(token: Token) -> Cue | None:
    if token.lower_ == "according":
        return _according(token)
    if token.pos_ in {"VERB", "AUX"}:
        return _verb_cue(token)
    if token.pos_ == "NOUN":
        return _noun_cue(token)
    if token.pos_ == "ADJ" and (token.dep_ == "acomp" or (token.dep_ == "ccomp" and token.head.lemma_ == "make")):
        return _adjective_cue(token)
    return None


def _according(token: Token) -> Cue | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    source = next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None
    if to is None or source is None:
        return None
    return Cue(token.i, token.i, to.i + 1, ACCORDING, source.i, rest_of_sentence(token))


def _verb_cue(token: Token) -> Cue | None:
    entry, end = _lookup(token)
    source = subject(token)
    if entry is None:
        return None
    reported = content(token, entry)
    if source is None and reported and token.doc[slice(*reported)].root.dep_ in {"dobj", "pobj"}:
        return None  # a thing that nobody speaks of is no report
    return Cue(token.i, token.i, end, entry, source.i if source is not None else None, reported)


def _lookup(token: Token) -> tuple[CueEntry | None, int]:
    """The lexicon's entry of a verb, with its particle where that makes another verb, and the end of the cue's text."""
    lexicon = cue_lexicon()
    lemma = verb_lemma(token)
    for child in token.rights:
        if child.dep_ in {"prt", "advmod", "acomp", "dobj", "prep"} and child.i == token.i + 1:
            entry = lexicon.get((f"{lemma} {child.lower_}", "VERB"))
            if entry:
                return entry, child.i + 1
    return lexicon.get((lemma, "VERB")), token.i + 1


def verb_lemma(token: Token) -> str:
    """The lemma of a verb; where no list has the one of the pipeline ("hop" for hoped), by the rules of spelling.

    >>> from analysis.language import parse
    >>> verb_lemma(parse("She hoped so.")[1])
    'hope'
    """
    return _listed_lemma(token.lower_, token.lemma_.lower())


@lru_cache(maxsize=4096)
def _listed_lemma(word: str, lemma: str) -> str:
    lexicon = cue_lexicon()
    if (lemma, "VERB") in lexicon:
        return lemma
    stem = next((word.removesuffix(end) for end in ("ing", "ed", "es", "s") if word.endswith(end)), word)
    return next((plain for plain in (stem, stem + "e") if (plain, "VERB") in lexicon), lemma)


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
            return verb.head if verb.tag_ == "VBG" else None
        if verb.dep_ not in _BORROWS_SUBJECT or verb.head.i == verb.i:
            return None
        cited = verb.lower_ == "as" and verb.head.lemma_ in _QUOTED_AS  # "the Post quoted her as saying"
        verb = verb.head
        if cited and (whom := next((c for c in verb.children if c.dep_ == "dobj"), None)) is not None:
            return whom
    return None


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


def _noun_cue(token: Token) -> Cue | None:
    """A noun that reports: "her claim that ...", "its demand for ...", "his view is that ...", "in her words, ..."."""
    entry = cue_lexicon().get((token.lemma_.lower(), "NOUN"))
    reported = _noun_content(token, entry) if entry is not None else None
    source = noun_source(token) if reported or token.lower_ in _MANNERS else None
    if reported is None and source is not None and token.dep_ == "pobj" and token.head.lower_ in _MANNERS[token.lower_]:
        entry, reported = ACCORDING, rest_of_sentence(token.head)
    if entry is None or reported is None:
        return None
    return Cue(token.i, token.i, token.i + 1, entry, source.i if source is not None else None, reported)


def _noun_content(token: Token, entry: CueEntry) -> tuple[int, int] | None:
    clause = next((c for c in token.children if c.i > token.i and _is_content_clause(c, entry)), None)
    if clause is None and token.dep_ == "nsubj" and token.head.lemma_ == "be" and "that" in entry.frames:
        clause = next((c for c in token.head.children if c.dep_ == "ccomp" and c.i > token.head.i), None)
    if clause is None:
        for prep in token.children:
            framed = cue_lexicon().get((f"{token.lemma_.lower()} {prep.lower_}", "NOUN")) if prep.dep_ == "prep" else None
            if framed is not None and framed.category in _OWNED_THINGS and any(c.dep_ == "poss" for c in token.children):
                clause = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    return trimmed(token.doc, clause.left_edge.i, clause.right_edge.i + 1) if clause is not None else None


def _is_content_clause(token: Token, entry: CueEntry) -> bool:
    if token.dep_ not in {"acl", "ccomp", "relcl"}:
        return False
    first = token.doc[token.left_edge.i].lower_
    if token.dep_ == "relcl":  # the parser takes "demands that X does Y" for a relative clause; one with its own subject is none
        return first == "that" and any(c.dep_ == "nsubj" and c.lower_ != "that" for c in token.children) and "that" in entry.frames
    if first == "that":
        return "that" in entry.frames
    return first == "to" and "to" in entry.frames


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
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in {"by", "of", "from"}:
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    people = next((c for c in noun.children if c.dep_ == "amod" and c.ent_type_ == "NORP"), None)
    if people is None and noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN":  # "assurances on guarantees": one owner
        return noun_source(noun.head.head)
    return people


def _adjective_cue(token: Token) -> Cue | None:
    """An adjective that reports: "she was sure that ...", "she made it clear that ..."."""
    entry = cue_lexicon().get((token.lemma_.lower(), "ADJ"))
    clause = next((c for c in [*token.children, *token.head.children] if c.dep_ in {"ccomp", "advcl"} and c.i > token.i), None)
    if entry is None or clause is None or (clause.dep_ == "advcl" and clause.left_edge.lower_ != "that"):
        return None
    source = subject(token.head)
    reported = trimmed(token.doc, clause.left_edge.i, clause.right_edge.i + 1)
    return Cue(token.i, token.i, token.i + 1, entry, source.i if source is not None else None, reported)


def sources(cues: list[Cue]) -> Iterator[int]:
    """The head tokens of the cues' sources, in the order of the text."""
    return (cue.source for cue in cues if cue.source is not None)
