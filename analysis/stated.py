"""What a text shows beyond words of stance: the shipped model reads what speakers say, and what actors do to one another.

Each question that it is asked is a sentence with its source and one target marked. A part of a quotation without its
attribution is read after the speaker's name: `Quist said: “…”`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from analysis.marking import Item
from analysis.scene import Scene
from analysis.speakers import Attributed
from analysis.stance_model import score
from analysis.targets import Target, target

_ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT", "dative", "poss"}  # not what somebody is called: that is no target
_TOLD = 0.9  # how sure it is that the actor of a sentence of the narrator's is the one who acts


class Question(NamedTuple):
    """Whether a speaker is for or against a target: the evidence as a token range, its quotation (None in the narrator's words),
    how sure the speaker is, and the item that the model reads."""

    speaker: str
    target: Target
    quote: int | None
    start: int
    end: int
    sure: float
    item: Item


class Answer(NamedTuple):
    """A question with the probabilities that the speaker is against and for the target."""

    question: Question
    against: float
    favour: float


def find_stated(view: Scene) -> list[Answer]:
    """What the model says of every speaker and every target in their quotations, and of every two actors in a sentence of the
    narrator's.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read('"Tom Reyl has failed us all, and he is a liar," said Mara Quist.')
    >>> answers = find_stated(scene(reading.doc, reading.quotations, reading.who))
    >>> [(a.question.speaker, a.question.target.name, a.against > 0.5) for a in answers][0]
    ('Mara Quist', 'Tom Reyl', True)
    """
    asked = [*_of_speech(view), *_of_acts(view)]
    if not asked:
        return []
    answers = score([q.item for q in asked])
    return [Answer(q, n, p) for q, n, p in zip(asked, answers["negative"], answers["positive"], strict=True)]


def _of_speech(view: Scene) -> Iterator[Question]:
    """Each speaker with each target within their quotations; the words of a quotation within another are the inner speaker's."""
    for number, a in enumerate(view.quotations):
        source = a.source
        if source is None or source.entity is None or a.quotation.kind == "scare":
            continue
        for first, last in _sentences(view.doc, a.quotation.first, a.quotation.last):
            inner = [token for token in view.doc[first:last] if view.inside[token.i] == number]
            for found in _targets(inner, view):
                if found.name != source.entity and first <= found.start and found.end <= last:
                    item = _speech_item(view.doc, a, (first, last), (found.start, found.end))
                    yield Question(source.entity, found, number, first, last, source.confidence, item)


def _of_acts(view: Scene) -> Iterator[Question]:
    """Each actor that does something with each other one in a sentence of the narrator's, or in what somebody tells of them."""
    for sentence in view.doc.sents:
        told = [token for token in sentence if _kind(token, view) in {None, "scare", "indirect"}]
        actors = [found for found in _targets(told, view) if found.actor]
        for holder in actors:
            if not _acting(view.doc[holder.start : holder.end].root):
                continue
            for found in actors:
                if found.name != holder.name and (found.start >= holder.end or found.end <= holder.start):
                    marks = (_within(sentence, (one.start, one.end)) for one in (found, holder))
                    yield Question(holder.name, found, None, sentence.start, sentence.end, _TOLD, Item(sentence.text, *marks))


def _kind(token: Token, view: Scene) -> str | None:
    number = view.inside[token.i]
    return None if number is None else view.quotations[number].quotation.kind


def _targets(tokens: Sequence[Token], view: Scene) -> list[Target]:
    """The targets among some tokens, each name once: the first time it stands there."""
    found: dict[str, Target] = {}
    for token in tokens:
        if token.dep_ in _ARGUMENTS and token.pos_ in {"NOUN", "PROPN", "PRON"}:
            one = target(token, view.who)
            if one is not None and one.start <= token.i < one.end:
                found.setdefault(one.name, one)
    return list(found.values())


def _acting(head: Token) -> bool:
    """Is somebody the subject of a verb, its agent, or the owner of an act."""
    while head.dep_ in {"conj", "appos"} and head.head.i != head.i:
        head = head.head
    return head.dep_ in {"nsubj", "poss"} or (head.dep_ == "pobj" and head.head.lower_ == "by")


def _speech_item(doc: Doc, a: Attributed, part: tuple[int, int], found: tuple[int, int]) -> Item:
    """The sentence as it stands if it holds the speaker's mention beside the quotation, else its words after the speaker's name."""
    source, sentence = a.source, doc[part[0]].sent
    assert source is not None and source.entity is not None
    if sentence.start <= source.start < source.end <= sentence.end and (source.end <= part[0] or source.start >= part[1]):
        return Item(sentence.text, _within(sentence, found), _within(sentence, (source.start, source.end)))
    words = doc[part[0] : part[1]]
    lead = f"{source.entity} said: “"
    start, end = _within(words, found)
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
