"""What a text shows beyond words of stance: the shipped model reads what speakers say, and what the narrator tells of somebody.

Each question that it is asked is a sentence with its source and one target marked. A part of a quotation without its
attribution is read after the speaker's name: `Quist said: “…”`. What is asked of one source in one sentence is asked together,
with all of its targets marked, so that the model reads it once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Span, Token

from analysis.judgements import worth
from analysis.narrated import ARGUMENTS, noun_counts, pairs
from analysis.quotes import Quotation
from analysis.scene import Scene, is_denied
from analysis.sources import Source
from analysis.stance_input import MOST_BESIDE, Item
from analysis.targets import Target, target

Range = tuple[int, int]
_SUBJECTS = {"nsubj", "nsubjpass", "agent"}
_NOUNS = {"NOUN", "PROPN", "PRON"}
_YOU = {"you", "your", "yours", "yourself", "yourselves"}
_SHOUTING = {"shout", "yell", "scream", "snap", "hit", "shoot", "rage", "fume", "jeer", "bark", "snarl"}  # at somebody
_LIKENING = {"liken", "compare", "equate", "reduce"}  # something to something
_AUDIENCE = {"reporter", "journalist", "medium", "crowd", "audience", "viewer", "listener", "reader", "conference", "interviewer"}
_TELLING = {"by", "in", "on", "with"}  # prepositions before what a speaker stands for, or not
_TOLD = 0.9  # how sure it is that the actor of a sentence of the narrator's is the one who acts


class Question(NamedTuple):
    """Whether a speaker is for or against a target: the evidence as a token range, its quotation (None in the narrator's words),
    how sure the speaker is, what kind of target it is (thing, actor, place, owner, it), how it is told (direct, indirect, mixed,
    act) and the item that the model reads."""

    speaker: str
    target: Target
    quote: int | None
    start: int
    end: int
    sure: float
    kind: str
    told: str
    item: Item


class Sides(NamedTuple):
    """The probabilities of one head of the model: against the target, neither, for it."""

    against: float
    neither: float
    favour: float


class Answer(NamedTuple):
    """A question with what the model says: the sentiment of the text toward the target, and how the speaker stands toward it as
    readers judge it; `word`: is the target's own noun a bad thing (-1), a good one (1) or neither; `behind`: the preposition before
    it, if any."""

    question: Question
    sentiment: Sides
    judged: Sides
    word: int
    behind: str


def find_questions(view: Scene) -> list[Question]:
    """What the model is asked: of every speaker and every target in their quotations, and of every holder and what their verbs
    reach in a sentence of the narrator's.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read('"Tom Reyl has failed us all, and he is a liar," said Mara Quist.')
    >>> asked = find_questions(scene(reading.doc, reading.quotations, reading.who))
    >>> [(q.speaker, q.target.name, q.told) for q in asked]
    [('Mara Quist', 'Tom Reyl', 'direct')]
    """
    asked = [*_of_speech(view), *_of_acts(view)]
    return [q._replace(item=item) for q, item in zip(asked, _read_once([q.item for q in asked]), strict=True)]


def find_answers(view: Scene, asked: Sequence[Question], scored: Sequence[np.ndarray]) -> list[Answer]:
    """The questions with what the model says of them: for each the probabilities of the heads, shape (3, 3).

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> from analysis.stance_model import score_heads
    >>> reading = read('"Tom Reyl has failed us all, and he is a liar," said Mara Quist.')
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> asked = find_questions(view)
    >>> [answer.judged.against > 0.5 for answer in find_answers(view, asked, score_heads([q.item for q in asked]))]
    [True]
    """
    return [_answer(question, heads.astype("float64"), view) for question, heads in zip(asked, scored, strict=True)]


def _answer(question: Question, heads: np.ndarray, view: Scene) -> Answer:
    head = view.doc[question.target.start : question.target.end].root
    behind = head.head.lower_ if head.dep_ == "pobj" else ""
    sentiment, _, judged = (Sides(*one) for one in heads.tolist())
    return Answer(question, sentiment, judged, worth(head), behind if behind in _TELLING else "")


class Part(NamedTuple):
    """What of a quotation stands in one sentence: who speaks it, the number of the quotation, its token range, the text that the
    model reads of it, the speaker's span there, and the targets in it with theirs."""

    source: Source
    number: int
    tokens: Range
    text: str
    speaker: Range
    targets: list[tuple[Target, Range]]


def parts(view: Scene) -> Iterator[Part]:
    """What each known speaker says, sentence by sentence; the words of a quotation within another are the inner speaker's.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read('"Reyl lied. I saw it," said Mara Quist.')
    >>> [part.text for part in parts(scene(reading.doc, reading.quotations, reading.who))]
    ['Mara Quist said: “Reyl lied.”', 'I saw it," said Mara Quist.']
    """
    for number, a in enumerate(view.quotations):
        source = a.source
        if source is None or source.entity is None or a.quotation.kind == "scare" or is_denied(a.quotation):
            continue
        for part in _sentences(view.doc, a.quotation.first, a.quotation.last):
            inner = [token for token in view.doc[slice(*part)] if view.inside[token.i] == number]
            within = [t for t in _targets(inner, view) if part[0] <= t.start and t.end <= part[1]]
            beside = [*_called(part, source, view), *_spoken_at(part, source, a.quotation, view)]
            within += [t for t in _targets(beside, view) if all(t.name != one.name for one in within)]
            within = [t for t in within if t.name != source.entity]
            text, speaker, spans = _speech(view.doc, source, part, within)
            yield Part(source, number, part, text, speaker, list(zip(within, spans, strict=True)))


def _called(part: Range, source: Source, view: Scene) -> list[Token]:
    """What the words of a part are said of, where it stands before them in nobody's speech, in a sentence that names the speaker:
    'called the dam "a cork"', 'the dam, she said, was "a cork"', 'likened it to "a cork"'."""
    words = view.doc[slice(*part)]
    root, verb = words.root, words.root.head
    if not _is_beside(source, part, words.sent):
        return []
    found = [token for token in root.lefts if token.dep_ in _SUBJECTS]
    if root.dep_ in {"attr", "acomp"}:
        found += [token for token in verb.lefts if token.dep_ in _SUBJECTS]
    elif root.dep_ == "oprd" or (root.dep_ == "pobj" and (verb.lower_ == "as" or verb.head.lemma_ in _LIKENING)):
        named = verb if root.dep_ == "oprd" else verb.head
        found += [token for token in named.children if token.dep_ in {"dobj", "nsubjpass"}]
    elif root.dep_ == "appos" and verb.dep_ == "dobj":
        found.append(verb)
    return [token for token in found if token.i < part[0] and view.inside[token.i] is None]


def _spoken_at(part: Range, source: Source, quotation: Quotation, view: Scene) -> list[Token]:
    """Whom the words of a part are said of or thrown at, beside them: '"a liar," she said of Reyl', '"you lied," she told him'."""
    doc, cue = view.doc, quotation.cue
    if cue is None or not quotation.marked or not _is_beside(source, part, doc[part[0]].sent):
        return []
    verb, addressed = doc[cue.token], any(token.lower_ in _YOU for token in doc[slice(*part)])
    found = [c for prep in verb.children if prep.lower_ in {"of", "about"} for c in prep.children]
    at = {"at"} if verb.lemma_.lower() in _SHOUTING else set()
    whom = [c for prep in verb.children if prep.lower_ in (at | {"to"} if addressed else at) for c in prep.children]
    whom += [c for c in verb.children if addressed and c.dep_ in {"dobj", "dative"}]
    found += [token for token in whom if token.lemma_.lower() not in _AUDIENCE]
    same = doc[part[0]].sent
    return [t for t in found if t.pos_ in _NOUNS and view.inside[t.i] is None and same.start <= t.i < same.end]


def _of_speech(view: Scene) -> Iterator[Question]:
    """Each speaker with each target within their quotations."""
    for part in parts(view):
        told = view.quotations[part.number].quotation.kind
        for one, span in part.targets:
            item = Item(part.text, span, part.speaker)
            sure, kind = part.source.confidence, _kind_of(one, view)
            yield Question(part.source.entity or "", one, part.number, *part.tokens, sure, kind, told, item)


def _of_acts(view: Scene) -> Iterator[Question]:
    """Each holder with each thing that they may take a side toward, in a sentence of the narrator's, or in what somebody tells of
    them. What one of two says of the other is no act: `_of_speech` asks of it."""
    often = noun_counts(view)
    for sentence in view.doc.sents:
        told = {token.i for token in sentence if _kind(token, view) in {None, "scare", "indirect"}}
        end = sentence.end - 1 if sentence[-1].is_space else sentence.end  # without the end of its paragraph
        for pair in pairs(sentence, told, often, view):
            one, mention = pair.target, pair.mention
            if _speech_at(view.doc[one.start : one.end].root, view) != _speech_at(view.doc[pair.holder.head], view):
                continue
            item = Item(sentence.text, _within(sentence, one.start, one.end), _within(sentence, *mention))
            sure = min(_TOLD, pair.holder.confidence)
            yield Question(pair.holder.name, one, None, sentence.start, end, sure, _kind_of(one, view), "act", item)


def _read_once(items: Sequence[Item]) -> list[Item]:
    """The items, those of one text and source with the others' targets marked beside their own, so that the text is read once."""
    asked: dict[tuple[str, Range | None], set[Range]] = defaultdict(set)
    for item in items:
        asked[item.text, item.source].add(item.target)
    beside = {key: _beside(sorted(targets), key[1]) for key, targets in asked.items()}
    return [item._replace(beside=beside[item.text, item.source].get(item.target, ())) for item in items]


def _beside(targets: Sequence[Range], source: Range | None) -> dict[Range, tuple[Range, ...]]:
    """For each target those that are marked with it: of some that overlap one in each reading, none with one in the source."""
    found: dict[Range, tuple[Range, ...]] = {}
    left = [span for span in targets if source is None or _apart(span, source)]
    while left:
        together: list[Range] = []
        for span in left:
            if len(together) <= MOST_BESIDE and all(_apart(span, other) for other in together):
                together.append(span)
        found |= {span: tuple(other for other in together if other != span) for span in together}
        left = [span for span in left if span not in found]
    return found


def _apart(one: Range, other: Range) -> bool:
    return one[1] <= other[0] or one[0] >= other[1]


def _kind_of(found: Target, view: Scene) -> str:
    """What a target is: toward places and "it" there is seldom a stance, toward an owner often that toward what is theirs."""
    head = view.doc[found.start : found.end].root
    known = view.who.names.get(head.i) or view.who.references.get(head.i)
    if head.lower_ in {"it", "its"}:
        return "it"
    if head.dep_ == "poss":
        return "owner"
    if known is not None and known.label == "GPE":
        return "place"
    return "actor" if found.actor else "thing"


def _kind(token: Token, view: Scene) -> str | None:
    number = view.inside[token.i]
    return None if number is None else view.quotations[number].quotation.kind


def _speech_at(token: Token, view: Scene) -> int | None:
    """The number of the indirect quotation that a token stands in; None in the narrator's words."""
    return view.inside[token.i] if _kind(token, view) == "indirect" else None


def _targets(tokens: Sequence[Token], view: Scene) -> list[Target]:
    """The targets among some tokens, each name once: the first time it stands there."""
    found: dict[str, Target] = {}
    for token in tokens:
        if token.dep_ in ARGUMENTS and token.pos_ in _NOUNS:
            one = target(token, view.who)
            if one is not None and one.start <= token.i < one.end:
                found.setdefault(one.name, one)
    return list(found.values())


def _is_beside(source: Source, part: Range, sentence: Span) -> bool:
    """Does the speaker's mention stand in the sentence of some words, and not among them."""
    return sentence.start <= source.start < source.end <= sentence.end and (source.end <= part[0] or source.start >= part[1])


def _speech(doc: Doc, source: Source, part: tuple[int, int], within: Sequence[Target]) -> tuple[str, Range, list[Range]]:
    """The sentence as it stands if it holds the speaker's mention beside the quotation, else its words after the speaker's name;
    with the spans of the speaker and the targets in it."""
    sentence = doc[part[0]].sent
    if _is_beside(source, part, sentence):
        targets = [_within(sentence, t.start, t.end) for t in within]
        return sentence.text, _within(sentence, source.start, source.end), targets
    words, name = doc[part[0] : part[1]], source.entity or ""
    lead = f"{name} said: “"
    targets = [_within(words, t.start, t.end, len(lead)) for t in within]
    return f"{lead}{words.text}”", (0, len(name)), targets


def _within(span: Span, start: int, end: int, lead: int = 0) -> Range:
    """Character range of tokens within a span that stands behind `lead` characters."""
    words = span.doc[start:end]
    return words.start_char - span.start_char + lead, words.end_char - span.start_char + lead


def _sentences(doc: Doc, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The parts of a token range that lie in one sentence each."""
    while first < last:
        end = min(doc[first].sent.end, last)
        yield first, end
        first = end
