"""Cues: the words that report speech or thought, with their source and the clause that they report."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.contents import content
from analysis.extents import rest_of_sentence, trimmed, without_addition
from analysis.resources import CueEntry, cue_lexicon
from analysis.subjects import noun_source, subject
from analysis.things import amount, is_thing

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
    found = [cue for token in doc if (cue := _cue(token)) and (cue.source is not None or cue.content)]
    reports = [cue for cue in found if cue.source is not None and cue.content and "that" in cue.entry.frames]
    more = [second for cue, after in zip_longest(reports, reports[1:]) if (second := _second(doc, cue, after))]
    return sorted([*found, *more], key=lambda cue: (cue.token, cue.content or (0, 0)))


def _second(doc: Doc, cue: Cue, after: Cue | None) -> Cue | None:
    """A cue again with a second clause that it reports: "said it was "a shame", and that the plan was dead"."""
    first = cue.content[1] if cue.content else 0
    end = min(doc[cue.token].sent.end, after.token if after is not None and after.token >= first else len(doc))
    for i in range(max(first, cue.end) + 1, end):
        if doc[i].lower_ == "that" and doc[i].dep_ == "mark" and doc[i - 1].dep_ == "cc" and doc[i].head.dep_ == "conj":
            clause = doc[i].head
            own = trimmed(doc, i, without_addition(clause, clause.right_edge.i + 1))
            return cue._replace(content=own) if own is not None else None
    return None


def _cue(token: Token) -> Cue | None:
    if token.lower_ == "according":
        return _according(token)
    if token.lower_ == "per" and token.dep_ == "prep":
        return _per(token)
    if token.pos_ in {"VERB", "AUX"}:
        return _verb_cue(token)
    if token.pos_ == "NOUN":
        return _noun_cue(token)
    if token.pos_ == "ADJ" and (token.dep_ == "acomp" or (token.dep_ in {"ccomp", "oprd"} and token.head.lemma_ == "make")):
        return _adjective_cue(token)
    return None


def _according(token: Token) -> Cue | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    source = _behind_to(to) if to is not None else None
    if to is None or source is None:
        return None
    return Cue(token.i, token.i, to.i + 1, ACCORDING, source.i, rest_of_sentence(token))


def _behind_to(to: Token) -> Token | None:
    """Who is behind "according to", also where the parser takes a trade for a verb: "according to engineer Mara Quist"."""
    objects = [c for c in to.children if c.dep_ == "pobj"]
    if objects and objects[0].pos_ != "VERB":
        return objects[0]
    verb = next((c for c in to.children if c.pos_ == "VERB"), None)
    named = [*objects[1:], *(c for c in verb.children if c.dep_ == "dobj")] if verb is not None else []
    return named[0] if named else objects[0] if objects else None


def _per(token: Token) -> Cue | None:
    """ "Per the report, ...": at the edge of its clause, not "nine per cent", "twice per day"."""
    source = next((child for child in token.children if child.dep_ == "pobj"), None)
    before = token.nbor(-1) if token.i > 0 else None
    edge = token.is_sent_start or before is None or before.text == ","
    if source is None or not edge or (source.i == token.i + 1 and source.tag_ == "NN"):
        return None
    return Cue(token.i, token.i, token.i + 1, ACCORDING, source.i, rest_of_sentence(token))


def _verb_cue(token: Token) -> Cue | None:
    entry, end = _lookup(token)
    if entry is None:
        return None
    source, reported = subject(token), content(token, entry)
    if source is None and (behind := _behind(token)) is not None:
        source, reported = behind, None
    if source is None and reported and is_thing(token.doc, reported):
        return None  # a thing that nobody speaks of is no report
    return Cue(token.i, token.i, end, entry, source.i if source is not None else None, reported)


def _behind(verb: Token) -> Token | None:
    """The noun right behind a verb that follows closing marks, which the parser gives to the words after it: "...," said Quist."""
    doc = verb.doc
    if verb.i == 0 or not doc[verb.i - 1].is_quote or verb.i + 1 >= len(doc) or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    noun = doc[verb.i + 1]
    while noun.dep_ in {"compound", "amod", "nmod", "det", "poss"} and noun.head.i > noun.i:
        noun = noun.head
    return noun if noun.pos_ in {"PROPN", "NOUN", "PRON"} and noun.i <= verb.i + 4 else None


def _lookup(token: Token) -> tuple[CueEntry | None, int]:
    """The lexicon's entry of a verb, with its particle where that makes another verb, and the end of the cue's text."""
    lexicon = cue_lexicon()
    lemma = verb_lemma(token)
    for child in token.rights:
        when = child.dep_ == "prep" and any(c.ent_type_ in {"DATE", "TIME"} for c in child.children)  # "ruled on Tuesday"
        if child.dep_ in {"prt", "advmod", "acomp", "dobj", "prep"} and child.i == token.i + 1 and not when:
            entry = lexicon.get((f"{lemma} {child.lower_}", "VERB"))
            if entry:
                return entry, child.i + 1
    if (lemma, "VERB") not in lexicon and amount(token) is not None:
        return lexicon.get((f"{lemma} at", "VERB")), token.i + 1
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


def _adjective_cue(token: Token) -> Cue | None:
    """An adjective that reports: "she was sure that ...", "she made it clear that ..."."""
    entry = cue_lexicon().get((token.lemma_.lower(), "ADJ"))
    clause = next((c for c in [*token.children, *token.head.children] if c.dep_ in {"ccomp", "advcl"} and c.i > token.i), None)
    if entry is None or clause is None or (clause.dep_ == "advcl" and clause.left_edge.lower_ != "that"):
        return None
    source = subject(token.head)
    reported = trimmed(token.doc, clause.left_edge.i, clause.right_edge.i + 1)
    return Cue(token.i, token.i, token.i + 1, entry, source.i if source is not None else None, reported)
