"""What a text shows beyond words of stance: the shipped model reads what speakers say, and what actors are told to do.

Each question that it is asked is a sentence with its source and one target marked. A part of a quotation without its
attribution is read after the speaker's name: `Quist said: “…”`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from analysis.marking import Item
from analysis.sources import People
from analysis.speakers import Attributed
from analysis.stance_model import score
from analysis.stands import Stand
from analysis.targets import ACTORS, phrase, target_name

_NO_TARGET = {"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"}
_RELATIONS = {-1.0: "criticize", 0.0: "mention", 1.0: "praise"}


class Question(NamedTuple):
    """A source and a target to ask the model of; target and evidence as token ranges, `quote` as in Stand."""

    speaker: str
    sure: float
    target: str
    target_start: int
    target_end: int
    actor: bool
    quote: int | None
    start: int
    end: int
    item: Item


def find_stated(doc: Doc, quotations: Sequence[Attributed], who: People) -> Iterator[Stand]:
    asked = [*_of_speech(doc, quotations, who), *_of_acts(doc, quotations, who)]
    if not asked:
        return
    answers = score([q.item for q in asked])
    for q, negative, positive in zip(asked, answers["negative"], answers["positive"], strict=True):
        yield _stand(q, negative, positive)


def _stand(q: Question, negative: float, positive: float) -> Stand:
    lean = positive - negative
    sign = 0.0 if max(negative, positive) < 0.5 else 1.0 if lean > 0 else -1.0
    sure = max(negative, positive) if sign else 1 - negative - positive
    ground = "words" if q.quote is not None else "act"
    return Stand(
        q.speaker,
        q.target,
        q.target_start,
        q.target_end,
        sign,
        _RELATIONS[sign],
        round(sure * q.sure, 3),
        q.quote,
        q.start,
        q.end,
        ground,
    )


def innermost(
    doc: Doc, quotations: Sequence[Attributed], kinds: frozenset[str] = frozenset({"direct", "mixed", "indirect"})
) -> list[int | None]:
    """For each token the number of the innermost quotation around it, of these kinds."""
    inside: list[int | None] = [None] * len(doc)
    for number, a in sorted(enumerate(quotations), key=lambda pair: pair[1].quotation.first - pair[1].quotation.last):
        if a.quotation.kind in kinds:
            inside[a.quotation.first : a.quotation.last] = [number] * (a.quotation.last - a.quotation.first)
    return inside


def _of_speech(doc: Doc, quotations: Sequence[Attributed], who: People) -> Iterator[Question]:
    inside = innermost(doc, quotations)
    for number, a in enumerate(quotations):
        source = a.source
        if source is None or source.entity is None or a.quotation.kind == "scare":
            continue
        for first, last in _sentences(doc, a.quotation.first, a.quotation.last):
            for head in doc[first:last]:
                if inside[head.i] != number:
                    continue
                found = _target(head, who)
                if found and found[0] != source.entity and first <= found[1] and found[2] <= last:
                    name, start, end, actor = found
                    item = _speech_item(doc, a, (first, last), (start, end))
                    yield Question(source.entity, source.confidence, name, start, end, actor, number, first, last, item)


def _of_acts(doc: Doc, quotations: Sequence[Attributed], who: People) -> Iterator[Question]:
    spoken = innermost(doc, quotations, frozenset({"direct", "mixed"}))
    for sentence in doc.sents:
        mentions = [m for token in sentence if spoken[token.i] is None and (m := _target(token, who)) and m[3]]
        holders = [m for m in mentions if _acting(doc[m[1] : m[2]].root)]
        for holder in holders:
            for target in mentions:
                if target[0] != holder[0] and (target[1] >= holder[2] or target[2] <= holder[1]):
                    item = Item(sentence.text, _within(sentence, target[1:3]), _within(sentence, holder[1:3]))
                    yield Question(holder[0], 0.9, target[0], target[1], target[2], True, None, sentence.start, sentence.end, item)


def _acting(head: Token) -> bool:
    while head.dep_ == "conj" and head.head.i != head.i:
        head = head.head
    return head.dep_ in {"nsubj", "poss"} or (head.dep_ == "pobj" and head.head.lower_ == "by")


def _target(head: Token, who: People) -> tuple[str, int, int, bool] | None:
    """The target that a token is the head of: its name, its token range, and whether it is a person, body or country."""
    known = who.names.get(head.i) or who.references.get(head.i)
    if known is not None:
        root = doc_root(head.doc[known.start : known.end])
        return (known.entity, known.start, known.end, known.label in ACTORS) if root == head.i and known.entity else None
    if head.pos_ not in {"NOUN", "PROPN"} or head.ent_type_ in _NO_TARGET or head.dep_ in {"compound", "amod", "npadvmod"}:
        return None
    start, end = phrase(head)
    name, actor = target_name(head, start, end, who)
    return (name, start, end, actor) if name else None


def doc_root(span: Span) -> int:
    return span.root.i


def _speech_item(doc: Doc, a: Attributed, part: tuple[int, int], target: tuple[int, int]) -> Item:
    """The sentence as it stands if it holds the speaker's mention beside the quotation, else its words after the speaker's name."""
    source, sentence = a.source, doc[part[0]].sent
    assert source is not None and source.entity is not None
    if sentence.start <= source.start < source.end <= sentence.end and (source.end <= part[0] or source.start >= part[1]):
        return Item(sentence.text, _within(sentence, target), _within(sentence, (source.start, source.end)))
    words = doc[part[0] : part[1]]
    lead = f"{source.entity} said: “"
    start, end = _within(words, target)
    return Item(f"{lead}{words.text}”", (len(lead) + start, len(lead) + end), (0, len(source.entity)))


def _within(span: Span, tokens: tuple[int, int]) -> tuple[int, int]:
    """Character range of tokens within a span."""
    words = span.doc[tokens[0] : tokens[1]]
    return words.start_char - span.start_char, words.end_char - span.start_char


def _sentences(doc: Doc, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The parts of a token range that lie in one sentence each."""
    while first < last:
        end = min(doc[first].sent.end, last)
        yield first, end
        first = end
