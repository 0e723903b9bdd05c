"""Which cue a stretch in quotation marks belongs to, from the grammar and the punctuation between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from spacy.tokens import Doc, Token

from analysis.cues import ACCORDING, NO_ENTRY, Attribution, Cue
from analysis.labels import find_labels
from analysis.language import sentence_start
from analysis.layout import Layout
from analysis.resources import CueEntry, source_nouns, title_words
from analysis.subjects import subject
from analysis.things import is_thing

MIN_SCORE = 3.0
OWNED = CueEntry("own", frozenset({"quote"}))  # the possessive before words in marks
_POSSESSIVE = 6.1  # more than a verb beside the words that no lexicon has, less than one that reports
_TERM = 15.0  # of a possessive before "phrase": more than any report around it
_RELAYED = 3.0  # less for one who only passes on: "according to", "as reported by"
_THOUGHT = 3.5  # less for a clause that is thought, wanted or shown: words are quoted from who says it, if anybody does
_UNSAID = {"think", "show", "agree", "support", "oppose", "demand", "ask", "announce"}
_OPEN_END = frozenset(",?!—–―-…")  # a quotation that ends so goes on into its attribution
_FAR = 20  # words, from which on a gap takes nothing more from a score
_BESIDE = 14  # tokens from the marks to a cue whose subject the parser missed: "Quist, the mayor of Talheim, said"
_NOMINAL = {"PROPN", "NOUN", "PRON"}


def attribute(index: int, inside: int | None, cues: Sequence[Cue], place: Layout) -> Attribution | None:
    """The best cue of stretch `index`, which lies in the stretch `inside`; None if there is none worth a guess.

    >>> from analysis.cues import find_cues
    >>> from analysis.language import parse
    >>> from analysis.layout import layout
    >>> from analysis.marks import Marked
    >>> doc = parse('"No," said Mara Quist. "Never."')
    >>> place = layout(doc, [Marked(1, 4, None, True), Marked(24, 30, None, True)], [(0, 31)])
    >>> attribute(0, None, find_cues(doc), place).cue.source
    6
    """
    start, end = place.stretches[index]
    if start == end:
        return None
    candidates = [c for c in cues if place.within[c.token] == inside and place.paragraph[c.token] == place.paragraph[start]]
    candidates += _adjacent_verbs(index, inside, place)
    outside = [
        c if c.source is not None and place.within[c.source] == inside else _with_source_beside(c, end, inside, place)
        for c in candidates
    ]
    scored = [Attribution(c, _score(c, start, end, place)) for c in outside if c is not None]
    scored += [*find_labels(index, place), *_owners(start, end, inside, place)]
    if any(a.cue.entry == OWNED for a in scored):  # words behind an owner are not those of a poll or a report that uses them
        scored = [a for a in scored if not _is_finding(a.cue, place)]
    best = max(scored, key=lambda a: (a.score, -abs(a.cue.token - start)), default=None)
    return best if best and best.score >= MIN_SCORE else None


def _is_finding(cue: Cue, place: Layout) -> bool:
    """Does a document or a poll show what is reported, or somebody think it, rather than say it in words of their own."""
    doc = place.doc
    document = cue.source is not None and "document" in source_nouns().get(doc[cue.source].lemma_.lower(), ())
    return cue.content is not None and (document or cue.entry.category in {"think", "show"})


def _with_source_beside(cue: Cue, end: int, inside: int | None, place: Layout) -> Cue | None:
    """A cue right after the marks whose subject the parser missed or took from inside, with the noun beside the verb instead."""
    doc = place.doc
    if not end <= cue.token < end + _BESIDE:
        return None
    before = [t for t in doc[end : cue.token] if t.pos_ in _NOMINAL and place.within[t.i] == inside]
    after = [t for t in doc[cue.end : cue.end + 4] if t.pos_ in _NOMINAL and place.within[t.i] == inside]
    free = [t for t in before if t.dep_ != "pobj"] or before[-1:]
    source = _phrase_head(free[0]) if free else _phrase_head(after[0]) if after else None
    return cue._replace(source=source.i, content=None) if source is not None else None


def _owners(start: int, end: int, inside: int | None, place: Layout) -> list[Attribution]:
    """Whose words they are by a possessive alone: Quist's "sudden love of fish"."""
    doc = place.doc
    at = next((i for i in range(start - 1, max(start - 4, -1), -1) if not doc[i].is_quote or _is_apostrophe(doc[i])), None)
    termed = at is not None and at > 1 and title_words().get(doc[at].lemma_.lower()) == "word"  # "Quist's phrase "...""
    at = at - 1 if at is not None and termed else at
    if at is None or place.within[at] != inside:
        return []
    if doc[at].tag_ == "PRP$" and _words(place, start, end) > 1:
        owner = doc[at]
    elif doc[at].tag_ == "POS":
        owner = doc[at].head
    elif _is_apostrophe(doc[at]):
        owner = doc[at - 1]
    else:
        return []
    return [Attribution(Cue(owner.i, owner.i, owner.i + 1, OWNED, owner.i, None), _TERM if termed else _POSSESSIVE)]


def _is_apostrophe(token: Token) -> bool:
    """Is a closing mark the apostrophe of a plural owner: "the farmers’ "right to roam""."""
    if token.text not in {"'", "’"} or token.i == 0 or not token.whitespace_:
        return False
    before = token.nbor(-1)
    return before.text.endswith("s") and not before.whitespace_ and before.pos_ in {"NOUN", "PROPN"}


def _phrase_head(token: Token) -> Token:
    """The head of the noun phrase that begins with a token: "former executive Mara Quist"."""
    while token.dep_ in {"compound", "amod", "nmod", "poss"} and token.head.i > token.i and token.head.pos_ in _NOMINAL:
        token = token.head
    return token


def _words(place: Layout, start: int, end: int) -> int:
    """How many words there are, as far as it matters: in a paragraph as long as a book a cue is no nearer for being counted to."""
    words = (t for t in place.doc[start:end] if not (t.is_punct or t.is_space or t.is_quote))
    return sum(1 for _ in islice(words, _FAR))


def _score(cue: Cue, start: int, end: int, place: Layout) -> float:
    doc = place.doc
    if cue.content and cue.content[0] <= start and _last_word(doc, start, end) < cue.content[1] and not _stops(doc, end, cue.start):
        thought = _THOUGHT if cue.entry.category in _UNSAID or is_thing(doc, cue.content) else 0.0
        return 14.0 - thought - 0.05 * (cue.content[1] - cue.content[0])  # the innermost clause around the stretch
    source = doc[cue.source or 0]
    left = int(min(source.left_edge.i, source.i))
    first = min(cue.start, max(left, end) if source.i >= end else left)
    last = max(cue.end, (cue.source or 0) + 1)
    if first >= end:
        score = _after(doc, end, first, _words(place, end, first))
    elif last <= start:
        score = _before(doc, last, start, _words(place, last, start))
    else:
        score = 4.0 if first < start and last > start else 0.0
    if score and (cue.entry == ACCORDING or any(c.lower_ == "as" and c.dep_ == "mark" for c in doc[cue.token].children)):
        score -= _RELAYED
    elif score and doc[cue.token].is_ancestor(doc[start:end].root):
        score += 2
    if not cue.entry.frames or (cue.content is None and "quote" not in cue.entry.frames):  # a verb that takes no words of its own
        return 0.6 * score
    return score + (1 if "quote" in cue.entry.frames else 0) if score else 0.0


def _stops(doc: Doc, end: int, cue: int) -> bool:
    """Does a full stop stand between words in marks and a cue behind them, whatever the parser makes of it."""
    return any(doc[i].text == "." for i in range(end, cue))


def _last_word(doc: Doc, start: int, end: int) -> int:
    return next((i for i in range(end - 1, start, -1) if not (doc[i].is_punct or doc[i].is_quote or doc[i].is_space)), start)


def _after(doc: Doc, end: int, first: int, gap: int) -> float:
    """The score of a cue that follows the quotation."""
    closing = doc[end - 1].text[-1]
    if any(doc[i].text in {".", ";", ":"} for i in range(end, first)):
        return 0.0
    if gap:
        return max(0.0, 5.0 - gap) if sentence_start(doc, end - 1) == sentence_start(doc, first) else 0.0
    return 9.0 if closing in _OPEN_END else 2.5 if closing == "." else 7.0


def _before(doc: Doc, last: int, start: int, gap: int) -> float:
    """The score of a cue that stands before the quotation."""
    lead = next((doc[i].text for i in range(start - 1, last - 1, -1) if not doc[i].is_quote and not doc[i].is_space), "")
    if sentence_start(doc, last - 1) != sentence_start(doc, start) and lead not in {":", ","}:
        return 0.0
    if any(doc[i].text in {".", "!", "?"} for i in range(last, start)):
        return 0.0
    score = 8.0 - 0.4 * gap if gap else 8.5
    return max(1.0, score) + (2.0 if lead == ":" else 1.0 if lead == "," and gap < 3 else 0.0)


def _adjacent_verbs(index: int, inside: int | None, place: Layout) -> list[Cue]:
    """Verbs that are in no lexicon right beside the marks: "...," he grinned; and the verb that governs the stretch."""
    doc, (start, end) = place.doc, place.stretches[index]
    near = [t for t in doc[end : end + 5] if t.pos_ == "VERB" and place.within[t.i] == inside]
    near += [t for t in doc[max(0, start - 3) : start] if t.pos_ == "VERB" and place.within[t.i] == inside]
    near += [t for t in doc[start:end].root.ancestors if t.pos_ == "VERB" and not start <= t.i < end][:1]
    return [
        Cue(verb.i, verb.i, verb.i + 1, NO_ENTRY, source.i, None)
        for verb in near
        if (source := subject(verb)) is not None and place.paragraph[verb.i] == place.paragraph[start]
    ]
