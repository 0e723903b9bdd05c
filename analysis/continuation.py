"""Quotations without a cue of their own: whoever spoke before or after them, or was spoken of, goes on."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from analysis.quotes import Quotation
from analysis.sources import People, Source, identify

# how sure a speaker is who is carried over: from the quotation before in the paragraph, the one after it, the sentence before or
# behind it, the paragraph before, the paragraph before that ended without a closing mark
_SAME_PARAGRAPH, _NEXT_QUOTATION, _SENTENCE_BESIDE, _PARAGRAPH_BEFORE, _LEFT_OPEN = 0.85, 0.75, 0.65, 0.45, 0.9
_SENTENCES_BACK = 3
_SPEECHES_BACK = 3
_SPOKEN = {"direct", "mixed"}


class Course(NamedTuple):
    """A document as it is read: for each token its sentence in reading order and its paragraph; the subjects in that order."""

    who: People
    quotations: Sequence[Quotation]
    order: Sequence[int]
    paragraph: Sequence[int]
    subjects: Sequence[Token]
    when: Sequence[int]  # the sentence of each subject
    beside: Mapping[tuple[int, int | None], Sequence[int]]  # the quotations of a paragraph at one level of nesting


def course(who: People, quotations: Sequence[Quotation], order: Sequence[int], paragraph: Sequence[int]) -> Course:
    """The course of a document.

    >>> from analysis.language import parse
    >>> from analysis.sources import people
    >>> course(people(parse("It rained."), [], [], {}), [], [0, 0, 0], [0, 0, 0]).subjects
    []
    """
    subjects = [t for t in who.doc if t.dep_ == "nsubj" and (t.i in who.names or t.i in who.references)]
    subjects.sort(key=lambda t: (order[t.i], t.i))
    beside: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for n, q in enumerate(quotations):
        beside[paragraph[q.first], q.inside].append(n)
    return Course(who, quotations, order, paragraph, subjects, [order[t.i] for t in subjects], beside)


def carried(i: int, found: Mapping[int, Source | None], spoken: Sequence[int], as_read: Course) -> Source | None:
    """The speaker of quotation `i`, which has no cue: of the quotation before or after it, the sentence or the paragraph before.

    `found` has the speakers so far, `spoken` the outermost quotations in reading order.

    >>> from analysis.pipeline import read
    >>> [a.source.resolution for a in read('"It rained," said Mara Quist. "It stopped."').quotations]
    ['named', 'continued']
    """
    q = as_read.quotations[i]
    near = as_read.beside[as_read.paragraph[q.first], q.inside]
    before = [k for k in near if k < i and as_read.quotations[k].marked and as_read.quotations[k].kind in _SPOKEN]
    after = [k for k in near if k > i and as_read.quotations[k].marked]
    options: list[tuple[Source | None, float]] = [
        (other, _SAME_PARAGRAPH) for other in _other_side(i, before, after, found, as_read)
    ]
    reported = [k for k in near if k < i and _is_just_reported(k, i, as_read)] if q.kind == "direct" else []
    options += [(found.get(k), _SAME_PARAGRAPH) for k in sorted([*before[-1:], *reported[-1:]], reverse=True)]
    if q.kind == "direct":
        options += [(found.get(k), _NEXT_QUOTATION) for k in after[:1]]
    first = _first(options, q, as_read.who)
    if first is not None or q.kind != "direct" or q.inside is not None:
        return first
    return _first(_from_before(q, found, spoken, as_read), q, as_read.who)


def _other_side(
    i: int, before: Sequence[int], after: Sequence[int], found: Mapping[int, Source | None], as_read: Course
) -> list[Source]:
    """Who takes the next turn in an exchange: marks that close and open at once change the speaker, "Is it shut?" "It is."."""
    if not before or (last := found.get(before[-1])) is None:
        return []
    doc, words = as_read.who.doc, as_read.quotations
    asks = bool(after) and doc[words[i].last - 1].text == "?" and _touch(i, after[0], as_read)
    if not asks and not _touch(before[-1], i, as_read):
        return []
    earlier = (found.get(k) for k in reversed(before[:-1]))
    return [source for source in earlier if source is not None and source.entity not in {None, last.entity}][:1]


def _is_just_reported(k: int, i: int, as_read: Course) -> bool:
    """Is one quotation what somebody is said to say in the sentence before the other: "It was shut, he said. “I am sorry.”"."""
    q = as_read.quotations[k]
    said = not q.marked and q.cue is not None and "quote" in q.cue.entry.frames
    return said and as_read.order[as_read.quotations[i].first] - as_read.order[q.first] == 1


def _touch(one: int, other: int, as_read: Course) -> bool:
    """Does nothing but the marks stand between two quotations."""
    doc, quotations = as_read.who.doc, as_read.quotations
    return all(t.is_quote or t.is_space for t in doc[quotations[one].last : quotations[other].first])


def over_paragraphs(source: Source | None, q: Quotation, who: People) -> Source | None:
    """The speaker of a quotation that goes on with one whose paragraph ended without a closing mark.

    >>> from analysis.pipeline import read
    >>> [a.source.entity for a in read('"It rained.\\n"It stopped," said Mara Quist.').quotations]
    ['Mara Quist', 'Mara Quist']
    """
    return _continued(source, _LEFT_OPEN, q, who)


def _first(options: Iterable[tuple[Source | None, float]], q: Quotation, who: People) -> Source | None:
    return next((found for source, sure in options if (found := _continued(source, sure, q, who)) is not None), None)


def _continued(source: Source | None, sure: float, q: Quotation, who: People) -> Source | None:
    """A source that goes on, unless it is nobody or somebody whom the words themselves name."""
    if source is None or source.entity is None or source.entity in _named_in(q, who):
        return None
    return source._replace(resolution="continued", confidence=round(min(sure, source.confidence), 3))


def _named_in(q: Quotation, who: People) -> set[str]:
    return {who.names[k].entity for k in range(q.first, q.last) if k in who.names and who.names[k].label == "PERSON"}


def _from_before(
    q: Quotation, found: Mapping[int, Source | None], spoken: Sequence[int], as_read: Course
) -> Iterator[tuple[Source | None, float]]:
    """Who may have said a quotation that stands alone in its paragraph, the likeliest first."""
    here, now = as_read.paragraph[q.first], as_read.order[q.first]
    recent = as_read.subjects[bisect_left(as_read.when, now - _SENTENCES_BACK) : bisect_left(as_read.when, now)]
    yield from ((_acting(t, as_read.who), _SENTENCE_BESIDE) for t in reversed(recent) if as_read.paragraph[t.i] == here)
    behind = as_read.subjects[bisect_left(as_read.when, now) : bisect_left(as_read.when, now + 2)]
    yield from ((_acting(t, as_read.who), _SENTENCE_BESIDE) for t in behind if _acts_behind(t, q, as_read))
    earlier = [k for k in spoken if as_read.order[as_read.quotations[k].first] < now and found.get(k)]
    yield from ((found[k], _PARAGRAPH_BEFORE) for k in earlier[: -_SPEECHES_BACK - 1 : -1])
    yield from ((_acting(t, as_read.who), _PARAGRAPH_BEFORE) for t in reversed(recent) if as_read.paragraph[t.i] != here)


def _acting(token: Token, who: People) -> Source | None:
    source = identify(token, who)
    return source if source.kind != "country" else None


def _acts_behind(subject: Token, q: Quotation, as_read: Course) -> bool:
    """Is somebody the subject of the sentence right behind the marks: "..." Quist shook her head."""
    between = as_read.who.doc[q.last : subject.left_edge.i]
    close = q.last <= subject.left_edge.i and all(t.is_quote or t.is_punct or t.is_space for t in between)
    return close and as_read.paragraph[subject.i] == as_read.paragraph[q.first] and identify(subject, as_read.who).kind == "person"
