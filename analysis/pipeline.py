"""One seed to its rows in every table: a pure function of the seed's bytes, the package and the pipeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Span

from analysis import language
from analysis.coreference import Context, Reference, resolve
from analysis.cues import find_cues
from analysis.layout import Layout, layout
from analysis.marks import marked
from analysis.names import Name, find_names
from analysis.ordering import reading_order
from analysis.quotes import Quotation, find_quotations
from analysis.relays import find_relays
from analysis.roles import RoleMention, find_roles
from analysis.rows import Rows, rows_of
from analysis.seeds import Seed
from analysis.sources import People, people
from analysis.speakers import Attributed, attribute_all
from analysis.stance import Asked, Stand, answers, ask, find_stances
from analysis.utterances import find_continuations, utterances


class Reading(NamedTuple):
    """Everything that was found in one article."""

    doc: Doc
    paragraphs: list[tuple[int, int]]
    order: list[int]  # paragraphs in reading order
    follows: list[float]  # for each paragraph how sure it is that it stands behind the one before it in that order
    opens: list[int]  # the first token of each paragraph
    sentences: list[Span]
    names: list[Name]
    named: Mapping[str, Sequence[int]]  # the tokens at which each entity is named
    references: list[Reference]
    roles: Mapping[str, Sequence[RoleMention]]
    context: Context
    who: People
    quotations: list[Attributed]
    utterances: list[int]  # for each quotation the one that begins its utterance
    stances: list[Stand]


def annotate_seed(seed: Seed, doc: Doc | None = None) -> Rows:
    """The rows of one article by table name; `doc` is its parse where there is one already.

    What is not English is kept and counted, but has no quotations and no stances: English grammar would find false ones.

    >>> from analysis.seeds import Seed
    >>> seed = Seed("d0", "a.txt", "News", None, None, ('"No," said Mara Quist.',))
    >>> [(q.text, q.speaker) for q in annotate_seed(seed)["quotes"]]
    [('No,', 'Mara Quist')]
    """
    return _rows(seed, read(seed.text, seed.title, doc))


class Begun(NamedTuple):
    """Some articles of which everything is found but the stances, and what will give the model's answers for these."""

    seeds: Sequence[Seed]
    readings: list[Reading]
    asked: list[Asked]
    answers: Callable[[], np.ndarray]


def annotate_seeds(seeds: Sequence[Seed]) -> list[Rows]:
    """The rows of each of some articles by table name, the same as one by one: they are only parsed together, and what the models
    are asked of them is asked together, which is faster. All are held in memory at once.

    >>> from analysis.seeds import Seed
    >>> seed = Seed("d0", "a.txt", "News", None, None, ('"No," said Mara Quist.',))
    >>> annotate_seeds([seed, seed]) == [annotate_seed(seed)] * 2
    True
    """
    return finish(begin(seeds))


def begin(seeds: Sequence[Seed], beside: Executor | None = None) -> Begun:
    """The first part of `annotate_seeds`: all but waiting for the model, which reads the articles in a thread of `beside`."""
    docs = language.parse_all(seed.text for seed in seeds)
    readings = [_without_stances(seed.text, seed.title, doc) for seed, doc in zip(seeds, docs, strict=True)]
    asked = [_asked(reading) for reading in readings]
    if beside is None:
        return Begun(seeds, readings, asked, partial(answers, asked))
    return Begun(seeds, readings, asked, beside.submit(answers, asked, threads=1).result)  # the other core is for the caller


def finish(begun: Begun) -> list[Rows]:
    """The rows of the articles that were begun with."""
    found = find_stances(begun.asked, begun.answers())
    readings = [reading._replace(stances=stances) for reading, stances in zip(begun.readings, found, strict=True)]
    return [_rows(seed, reading) for seed, reading in zip(begun.seeds, readings, strict=True)]


def get_ready() -> None:
    """Load the pipeline, the models and the word lists, for which the first article would wait otherwise.

    >>> get_ready()
    """
    annotate_seed(Seed("", "", "", None, None, ("“Tom Reyl is a liar,” said Mara Quist, who opposes him.",)))


def _rows(seed: Seed, reading: Reading) -> Rows:
    rows = rows_of(seed, reading)
    return rows if rows["documents"][0].language == "en" else rows | {"quotes": [], "speakers": [], "stances": []}


def read(text: str, title: str = "", doc: Doc | None = None) -> Reading:
    """Parse a document's text and find everything in it; `doc` is its parse where there is one already.

    >>> read("Mara Quist spoke.").names[0].entity
    'Mara Quist'
    """
    return with_stances(_without_stances(text, title, doc if doc is not None else language.parse(text)))


def with_stances(reading: Reading) -> Reading:
    """A reading with the stances that its quotations and its narrators' words show.

    >>> [len(with_stances(read(text)).stances) for text in ("It rained.", "Mara Quist condemned Tom Reyl.")]
    [0, 1]
    """
    asked = [_asked(reading)]
    return reading._replace(stances=find_stances(asked, answers(asked))[0])


def _asked(reading: Reading) -> Asked:
    return ask(reading.doc, reading.quotations, reading.who)


def _without_stances(text: str, title: str, doc: Doc) -> Reading:
    """Everything but the stances."""
    spans = language.paragraphs(text)
    sentences = language.sentences(doc)
    order, _, _, sure = reading_order(doc, title)
    follows = [sure[place] for _, place in sorted(zip(order, range(len(order)), strict=True))]
    stretches = marked(text, spans)
    place = layout(doc, stretches, spans)
    cues = find_cues(doc)
    relays = find_relays(doc, cues, place.within)
    said = find_quotations(doc, stretches, [c for c in cues if c not in relays], place)
    names = find_names(doc)
    roles = find_roles(doc, names)
    sequence = _sentence_order(doc, sentences, place, order)
    context = _context(said, place, sequence, title)
    resolved = resolve(doc, names, roles, context)
    who = people(doc, names, resolved.references, roles, title, resolved.things)
    references = list(dict.fromkeys(who.references.values()))
    continuations = find_continuations(doc, said, place.paragraph, order)
    attributed = attribute_all(said, relays, who, sequence, place.paragraph, continuations)
    joined = utterances(attributed, continuations, place.paragraph)
    return Reading(
        doc=doc, paragraphs=spans, order=order, follows=follows, opens=place.opens, sentences=sentences, names=names,
        named=_named(names), references=references, roles=roles, context=context, who=who, quotations=attributed,
        utterances=joined, stances=[],
    )  # fmt: skip


def _named(names: Sequence[Name]) -> dict[str, list[int]]:
    """The first tokens of each entity's names."""
    found: dict[str, list[int]] = defaultdict(list)
    for name in names:
        found[name.entity].append(name.start)
    return found


def _sentence_order(doc: Doc, sentences: Sequence[Span], place: Layout, order: Sequence[int]) -> list[int]:
    """For each token the number of its sentence when the paragraphs are read in order."""
    rank = {paragraph: n for n, paragraph in enumerate(order)}
    read_so = sorted(range(len(sentences)), key=lambda n: (rank[place.paragraph[sentences[n].start]], n))
    sequence = [0] * len(doc)
    for position, n in enumerate(read_so):
        sequence[sentences[n].start : sentences[n].end] = [position] * len(sentences[n])
    return sequence


def _context(said: Sequence[Quotation], place: Layout, sequence: Sequence[int], title: str) -> Context:
    """What the pronouns need to know: for each source its words, and those that go on in the paragraph without a cue."""
    words: dict[int, list[tuple[int, int]]] = defaultdict(list)
    last: dict[int, int] = {}  # the source of the last quotation of each paragraph
    for q in said:
        here = place.paragraph[q.first]
        if q.cue and q.cue.source is not None:
            words[q.cue.source].append((q.first, q.last))
            if q.inside is None:
                last[here] = q.cue.source
        elif q.marked and q.inside is None and q.kind == "direct" and here in last:
            words[last[here]].append((q.first, q.last))
    return Context(sequence, place.within, words, place.paragraph, title)
