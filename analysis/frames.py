"""Stances by the words of stance: a verb, noun or adjective, its holder, its target, its sign by the lexicon.

A stance word (accuse, support, demand, "critical of") gives its holder by the grammar of its subject, its target by the place that
the lexicon names, its sign by the lexicon under the negations around it. Inside a quotation "I" is the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.cues import verb_lemma
from analysis.deeds import find_deeds
from analysis.holders import Holder, felt, holders
from analysis.idioms import BEHIND_VERBS, find_idioms
from analysis.judgements import find_judgements
from analysis.places import entries, heads
from analysis.polarity import carrier, polarity
from analysis.resources import StanceEntry, cue_lexicon, stance_lexicon
from analysis.scene import Scene
from analysis.stands import Frame, Stand, is_actor, stands
from analysis.targets import target
from analysis.wants import clause, wanted
from analysis.wishes import find_wishes

_ON_ITS_SUBJECT = {
    "accuse",
    "allege",
    "blame",
    "condemn",
    "criticize",
    "attack",
    "warn",
    "fear",
}  # whose clause tells what its subject did
_REFUSED = {"deny", "reject", "refuse"}  # whose clause is turned down, not what it speaks of
_ACTS = {
    "praise",
    "thank",
    "promise",
    "demand",
    "call_for",
    "urge",
    "help",
    "vote_for",
    "hope",
    "propose",
}  # left undone, no stance
_PARTS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "ADJ": "ADJ"}
# the stance that a class of cues takes toward what its clause says, where the lexicon of stance words has no clause for it
_BY_CLASS = {
    "demand": 1, "urge": 1, "promise": 1, "support": 1, "agree": 1,
    "accuse": -1, "blame": -1, "deny": -1, "reject": -1, "oppose": -1,
}  # fmt: skip
# "played against them", "set against it": a match or a manner, and no side
GAMES = {"play", "win", "lose", "draw", "score", "lean", "brush", "guard", "insure", "weigh", "rise", "fall", "set", "come", "be"}
_VOTES = {"no": -1, "against": -1, "nay": -1, "yes": 1, "for": 1, "aye": 1, "yea": 1}
_BESIDE_BE = {"be", "come", "stand", "remain", "seem"}
_FOR = {"be", "come"}  # "is for it", "came out for it"; who came, stood or remained for something may be for nothing


def find_frames(view: Scene) -> Iterator[Stand]:
    """The stances that words of stance show, in the narrator's words and in quotations.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist did not support Tom Reyl.")
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> [(s.speaker, s.target, s.sign, s.ground) for s in find_frames(view)]
    [('Mara Quist', 'Tom Reyl', -1.0, 'object')]
    """
    for token in view.doc:
        if token.dep_ in BEHIND_VERBS:
            yield from find_idioms(token, view)
        if token.pos_ in _PARTS:
            yield from _by_word(token, view)
            yield from find_judgements(token, view)
            yield from find_wishes(token, view)
            yield from find_deeds(token, view)
            if token.lemma_ in {"vote", "be"} and token.pos_ in {"VERB", "AUX"}:
                yield from _by_vote(token, view)
        elif token.dep_ == "prep" and token.lower_ in {"against", "for", "behind"}:
            yield from _by_preposition(token, view)


def _entries(token: Token) -> list[StanceEntry]:
    """What the lexicon of stance words says of a word, and what the class of a reporting word says of its clause."""
    part = _PARTS[token.pos_]
    lemma = verb_lemma(token) if part == "VERB" else token.lemma_.lower()
    if felt(token):
        lemma, part = token.lower_, "ADJ"
    found = [e for e in entries(token, lemma, part) if e.place != "subject" and not e.place.startswith("wanted")]
    cue = cue_lexicon().get((lemma, part))
    if cue and cue.category in _BY_CLASS and not any(e.place == "clause" for e in found):
        sign = _BY_CLASS[cue.category]
        found.append(StanceEntry(cue.category, "clause", sign, sign))
        if part == "NOUN" and cue.category == "promise":
            found += [StanceEntry(cue.category, f"prep:{prep}", 1, 1) for prep in ("on", "of", "for")]
    return found


def _by_word(token: Token, view: Scene) -> Iterator[Stand]:
    known = _entries(token)
    if not known:
        return
    turn, certain = polarity(token)
    for bearer in (False, True):
        fitting = [e for e in known if e.place.startswith("bearer") == bearer]
        found = holders(token, view, bearer=bearer) if fitting else []
        for holder in found:
            for entry in fitting:
                yield from _entry(token, entry, holder, turn if certain else 0, view)


def _entry(token: Token, entry: StanceEntry, holder: Holder, turn: int, view: Scene) -> Iterator[Stand]:
    ground = _ground(token, entry)
    frame = Frame(token, holder, entry.relation, ground)
    if entry.place == "clause":
        for head, sign in _in_clause(token, entry, view):
            yield from stands(frame, head, _turned(sign, turn, token, entry.relation), view)
        return
    if entry.place == "prep:for" and entry.sign > 0 and _hands_on(token, view):
        return
    for head in heads(token, entry.place):
        found = target(head, view.who)
        base = entry.actor_sign if found is not None and found.actor else entry.sign
        yield from stands(frame, head, _turned(base, turn, token, entry.relation) * _done_to(head), view)


def _done_to(head: Token) -> int:
    """-1 where what a preposition leads to is an act against the target: "campaigns against closing the school" is for it."""
    if head.dep_ != "dobj" or head.head.dep_ != "pcomp":
        return 1
    return next((w.sign for w in wanted(head.head) if w.head.i == head.i), 1)


def _hands_on(token: Token, view: Scene) -> bool:
    """Does a call go on behind whom it names: "called for the council to act", so that the clause tells what is wanted."""
    asked = any(is_actor(head, view) for head in heads(token, "prep:for"))
    return asked and clause(token) is not None and any(c.dep_ in {"xcomp", "advcl"} for c in token.children)


def _ground(token: Token, entry: StanceEntry) -> str:
    where = entry.place.partition(":")[0]
    if where in {"clause", "bearer"}:
        return where
    return {"NOUN": "nominal", "ADJ": "adjective"}.get(token.pos_, "object")


def _turned(sign: int, turn: int, token: Token, relation: str) -> int:
    """A sign under a negation: not to support is to oppose; not to oppose, or to have left praise out, is nothing."""
    if turn >= 0 or not sign:
        return sign * turn
    return 0 if sign < 0 or _left_undone(carrier(token), relation) else -sign


def _left_undone(verb: Token, relation: str) -> bool:
    """Is it only told that an act was not done, or not yet: "has not endorsed him", "did not thank him"."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if not any(c.dep_ == "neg" for c in verb.children):
        return False
    perfect = bool(auxiliaries & {"has", "have", "had", "'ve", "’ve"}) and not any(c.lower_ == "never" for c in verb.children)
    return (perfect and relation not in {"support", "agree"}) or (relation in _ACTS and "did" in auxiliaries)


def _in_clause(token: Token, entry: StanceEntry, view: Scene) -> Iterator[tuple[Token, int]]:
    """What a reported clause is about: for an accusation who did it, for a denial the claim, else what is wanted."""
    verb = clause(token)
    if verb is None:
        return
    if entry.relation in _ON_ITS_SUBJECT:
        yield from ((c, entry.sign) for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"})
    elif entry.relation in _REFUSED:
        if entry.relation != "refuse":
            yield verb, entry.sign
        elif any(
            e.place.startswith("wanted") for e in stance_lexicon().get((verb.lemma_, "VERB"), ())
        ):  # "to suspend the licences"
            yield from ((w.head, entry.sign * w.sign) for w in wanted(verb) if w.known and not w.agent)
    else:
        yield from ((w.head, entry.sign * w.sign) for w in wanted(verb) if w.known or not is_actor(w.head, view))


def _by_vote(verb: Token, view: Scene) -> Iterator[Stand]:
    """Who votes, or is, for or against what the article is about, without saying so: "voted no", "was in favour"."""
    sign, last = _vote(verb)
    if not sign or view.who.about is None:
        return
    turn, certain = polarity(verb)
    relation = "vote_for" if sign > 0 else "vote_against"
    for holder in holders(verb, view):
        head = view.doc[view.who.about]
        for stand in stands(
            Frame(verb, holder, relation, "object"), head, _turned(sign, turn if certain else 0, verb, relation), view
        ):
            yield stand._replace(start=verb.i, end=last + 1)


def _vote(verb: Token) -> tuple[int, int]:
    """The side of a vote that says no more than its side, and its last token; 0 for another."""
    for child in verb.children:
        if verb.dep_ == "relcl" and child.dep_ == "prep":  # "the candidate she voted for"
            continue
        if child.i == verb.i + 1 and child.lower_ in _VOTES and not any(c.dep_ in {"pobj", "pcomp"} for c in child.children):
            return _VOTES[child.lower_], child.i
        if (
            child.lower_ == "in"
            and (favour := next((c for c in child.children if c.lower_ in {"favour", "favor"}), None)) is not None
        ):
            behind = favour.nbor(1) if favour.i + 1 < len(favour.doc) else favour
            return (1, favour.i) if behind.is_punct or behind.is_space else (0, favour.i)
    return 0, verb.i


def _by_preposition(prep: Token, view: Scene) -> Iterator[Stand]:
    """Who speaks, votes, campaigns or simply is against something, for it, or behind it."""
    verb, word = prep.head, prep.lower_
    lemma = verb.lemma_.lower()
    if verb.pos_ not in {"VERB", "AUX"} or any(e.place == f"prep:{word}" for e in stance_lexicon().get((lemma, "VERB"), ())):
        return
    sided = any(c.lower_ in {"out", "down"} for c in verb.children)  # "came out for it", "came down against it"
    beside = lemma in (_FOR if word == "for" else _BESIDE_BE) and (lemma != "come" or sided)
    if not (beside or (word == "against" and lemma not in GAMES)):
        return
    if lemma in _BESIDE_BE and any(c.dep_ in {"attr", "acomp"} for c in verb.children):
        return
    turn, certain = polarity(verb)
    sign = -1 if word == "against" else 1
    for holder in holders(verb, view):
        frame = Frame(prep, holder, "oppose" if sign < 0 else "support", "against")
        side = _turned(sign, turn if certain else 0, verb, frame.relation)
        for head in (c for c in prep.children if c.dep_ == "pobj"):
            yield from stands(frame, head, side, view)
        for one in (w for c in prep.children if c.dep_ == "pcomp" for w in wanted(c) if w.head.pos_ != "VERB"):
            yield from stands(frame, one.head, side * one.sign, view)
