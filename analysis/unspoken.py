"""Marked stretches that nobody says: titles of works, names, nicknames, terms and glosses."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from analysis.language import sentence_start
from analysis.resources import title_words

FINITE = {"VBD", "VBZ", "VBP", "MD"}
_REACH = 6  # words before a stretch in which "known as" or "the phrase" is looked for
_MAX_TITLE = 8  # words
_MAX_TERM = 5
_SAME_LIST = {",", "and", "or", "&", ";"}
_CALLS = {"call", "term", "label", "brand"}  # with a subject these give what somebody says; to nickname or to title is to name
_DEFINITE = {"the", "this", "that", "its", "their", "his", "her", "our"}


def is_unspoken(span: Span) -> bool:
    """Is a stretch in marks the name of a work or a thing, a nickname, a term or a gloss, rather than words that somebody said.

    >>> from analysis.language import parse
    >>> for text in ('She wrote the novel "Cold Harbour".', 'Jonas "Heron" Brandl left.', 'She called it a "cold harbour".'):
    ...     doc = parse(text)
    ...     marks = [t.i for t in doc if t.is_quote]
    ...     print(is_unspoken(doc[marks[0] + 1:marks[1]]))
    True
    True
    False
    """
    return _is_title(span) or _is_named_so(span) or _is_nickname(span) or _is_gloss(span) or _is_term(span)


def in_lists(doc: Doc, ranges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The stretches (token ranges in order) by the lists that they stand in: "x", "y" and "z".

    >>> from analysis.language import parse
    >>> in_lists(parse('It was "dull", "slow" and "sad", not "odd".'), [(3, 4), (7, 8), (11, 12), (16, 17)])
    [[0, 1, 2], [3]]
    """
    lists: list[list[int]] = []
    for n, (start, _) in enumerate(ranges):
        if lists and _joined(doc, ranges[lists[-1][-1]][1], start):
            lists[-1].append(n)
        else:
            lists.append([n])
    return lists


def is_owned_term(span: Span) -> bool:
    """Are the words in marks a term that somebody is said to use: the bank's phrase "soft landing".

    >>> from analysis.language import parse
    >>> doc = parse("Nobody liked the bank’s phrase “soft landing”.")
    >>> is_owned_term(doc[7:9])
    True
    """
    before = _mark_before(span)
    owned = any(c.dep_ == "poss" for c in before.children) or (before.i > 0 and before.nbor(-1).tag_ == "POS")
    return owned and title_words().get(before.lemma_.lower()) == "word" and not is_titled(span)


def _joined(doc: Doc, end: int, start: int) -> bool:
    between = [t.lower_ for t in doc[end:start] if not t.is_quote]
    return 0 < len(between) <= 2 and all(word in _SAME_LIST for word in between)


def is_titled(span: Span) -> bool:
    """Are the words of a stretch in capitals, the small ones apart, as in a title.

    >>> from analysis.language import parse
    >>> is_titled(parse("The Lord of the Marsh")[:]), is_titled(parse("The lord of the Marsh")[:])
    (True, False)
    """
    words = [t for t in span if t.is_alpha]
    content = [t for t in words if not t.is_stop or t.i == span.start]
    return bool(content) and all(t.text[0].isupper() for t in content) and len(words) <= _MAX_TITLE


def _is_title(span: Span) -> bool:
    """In capitals, and several words or beside the word for a work."""
    kinds = title_words()
    beside = _before(span)[-1:] + [t for t in span.doc[span.end : span.end + 2] if not t.is_quote and not t.is_punct][:1]
    work = any(kinds.get(t.lemma_.lower()) == "work" and t.pos_ not in {"VERB", "AUX"} for t in beside)
    several = sum(t.is_alpha and not t.is_stop for t in span) > 1
    in_prose = _mark_before(span).lower_ not in {",", ":", ""} and not _mark_before(span).is_sent_end
    plain = work and sum(t.is_alpha for t in span) <= _MAX_TITLE and not any(t.tag_ in FINITE for t in span)
    return plain or (is_titled(span) and (work or (several and (span[-1].text[-1] not in ".?!" or in_prose))))


def _mark_before(span: Span) -> Token:
    at = span.start - 1
    while at > 0 and span.doc[at].is_quote:
        at -= 1
    return span.doc[max(at, 0)]


def _mark_behind(span: Span) -> int:
    """The index of what follows the marks; the length of the Doc at its end."""
    at = span.end
    while at < len(span.doc) and span.doc[at].is_quote:
        at += 1
    return at


def _before(span: Span) -> list[Token]:
    start = max(sentence_start(span.doc, span.start), span.start - _REACH)
    return [t for t in span.doc[start : span.start] if not t.is_quote and not t.is_punct]


def _is_named_so(span: Span) -> bool:
    """ "known as", "entitled", "the phrase": a name or a term, if the verb has nobody who calls it so."""
    words = sum(t.is_alpha for t in span)
    if words > _MAX_TITLE or any(t.tag_ in FINITE for t in span):
        return False
    before = _before(span)
    lead = [t.lower_ for t in before]
    if any(title_words().get(" ".join(lead[-n:])) == "naming" for n in (1, 2, 3)):
        return not _is_called_by_somebody(before[-1])
    if lead and lead[-1] == "as" and "known" in lead:
        return True
    named = next((t for t in reversed(before) if t.pos_ in {"VERB", "NOUN"}), None)
    of_words = named is not None and title_words().get(named.lemma_.lower()) == "word" and words <= _MAX_TERM
    return of_words or _is_byname(before)


def _is_called_by_somebody(verb: Token) -> bool:
    return verb.lemma_ in _CALLS and any(c.dep_ in {"nsubj", "agent"} for c in verb.children)


def _is_byname(before: list[Token]) -> bool:
    """ "was called the "breadbasket" of the south": a definite name, by nobody."""
    if len(before) < 2 or before[-1].lower_ != "the":
        return False
    verb = before[-2]
    passive = any(c.dep_ == "auxpass" for c in verb.children) and not any(c.dep_ == "agent" for c in verb.children)
    return passive and title_words().get(verb.lower_) == "naming"


def _is_nickname(span: Span) -> bool:
    """Between the first name and the surname."""
    doc, at = span.doc, _mark_behind(span)
    before = _mark_before(span)
    names = before.pos_ == "PROPN" and at < len(doc) and doc[at].pos_ == "PROPN" and before.i < span.start
    return names and len(span) <= 3 and span[0].text[0].isupper() and sentence_start(doc, at) == sentence_start(doc, before.i)


def _is_gloss(span: Span) -> bool:
    """Alone between parentheses: ("British exit")."""
    doc, at = span.doc, _mark_behind(span)
    closed = at < len(doc) and doc[at].text == ")"
    return closed and _mark_before(span).text == "(" and not any(t.tag_ in FINITE for t in span)


def _is_term(span: Span) -> bool:
    """The first part of a compound behind "the": the "one country, two systems" model."""
    doc, at = span.doc, _mark_behind(span)
    before = _mark_before(span)
    definite = before.lower_ in _DEFINITE or before.ent_type_ == "NORP"
    heads = at < len(doc) and doc[at].pos_ == "NOUN" and not any(t.is_punct for t in doc[span.end : at] if not t.is_quote)
    last = span[-1]
    nominal = last.pos_ in {"NOUN", "PROPN"} and not any(t.tag_ in FINITE or t.tag_ == "VB" for t in span)
    return definite and heads and nominal and 1 < sum(t.is_alpha for t in span) <= _MAX_TERM
