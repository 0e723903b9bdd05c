"""Who is for or against whom: stances from the words of stance and from what a speaker says of others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd
from spacy.tokens import Doc

from analysis.frames import find_frames
from analysis.scene import Scene, scene
from analysis.sources import People
from analysis.speakers import Attributed
from analysis.stance_input import Item
from analysis.stance_model import score, score_heads
from analysis.stands import Stand
from analysis.stated import Question, find_answers, find_questions
from analysis.variants import grouped
from analysis.weighing import Evidence, decided, gathered

__all__ = ["Asked", "Stand", "answers", "ask", "evidence", "find_stances", "score_pairs"]


class Asked(NamedTuple):
    """What an article shows of stances without the model, and what the model is asked."""

    view: Scene
    frames: list[Stand]
    questions: list[Question]


def ask(doc: Doc, quotations: Sequence[Attributed], who: People) -> Asked:
    """The words of stance of a Doc, and what is to be asked of the rest."""
    view = scene(doc, quotations, who)
    return Asked(view, list(find_frames(view)), find_questions(view))


def answers(asked: Sequence[Asked], *, threads: int | None = None) -> np.ndarray:
    """What the model answers to all that is asked in some articles, in order; shape and `threads` as in `stance_model.score_heads`.

    It reads them together: texts of one length are quicker so, and none changes another's answer.
    """
    return score_heads([question.item for one in asked for question in one.questions], threads=threads)


def find_stances(asked: Sequence[Asked], answered: np.ndarray) -> list[list[Stand]]:
    """The stances of some articles in the order of their evidence, one for each speaker, target and sentence; `answered` is what
    `answers` gives of the same.

    A neutral one is given only of a target toward which somebody in the article takes a side, and only where the speaker speaks of
    it or a word of stance leaves the side open: there it is an answer. Who is only told of beside a target has shown nothing.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> from analysis.sources import people
    >>> doc = parse("Mara Quist did not support Tom Reyl.")
    >>> asked = [ask(doc, [], people(doc, find_names(doc), [], {}))]
    >>> (found,) = find_stances(asked, answers(asked))
    >>> [(s.speaker, s.target, s.sign, s.relation) for s in found]
    [('Mara Quist', 'Tom Reyl', -1.0, 'support')]
    """
    return [_stances(one.view.who, shown) for one, shown in zip(asked, evidence(asked, answered), strict=True)]


def _stances(who: People, shown: Sequence[Evidence]) -> list[Stand]:
    found = grouped(sorted(map(decided, shown), key=lambda s: (s.start, s.target_start, s.speaker)), who)
    contested = {s.target for s in found if s.sign}
    return [s for s in found if s.sign or (s.target in contested and s.ground != "act")]


def evidence(asked: Sequence[Asked], answered: np.ndarray) -> list[list[Evidence]]:
    """All that shows a stance in each of some articles, by speaker, target and sentence: words of stance, and what the model reads.

    >>> from analysis.pipeline import read
    >>> readings = [read("Mara Quist condemned Tom Reyl."), read("It rained.")]
    >>> asked = [ask(r.doc, r.quotations, r.who) for r in readings]
    >>> [len(one) for one in evidence(asked, answers(asked))]
    [1, 0]
    """
    scored = iter(answered)
    found = [find_answers(one.view, one.questions, list(islice(scored, len(one.questions)))) for one in asked]
    return [gathered(one.view.doc, one.frames, some) for one, some in zip(asked, found, strict=True)]


def score_pairs(items: Sequence[tuple[str, int, int, int, int]], *, threads: int | None = None) -> pd.DataFrame:
    """Stance of a source toward a target, both marked in a text: an item is (text, source_start, source_end, target_start,
    target_end).

    Returns a row for each item, in order: negative, neutral, positive (probabilities), label (the most probable).
    `threads` and errors as in `stance_model.score`.

    >>> score_pairs([("Quist called Reyl a disgrace.", 0, 5, 13, 17)])["label"].tolist()
    ['negative']
    """
    return score([Item(text, target=(t, t_end), source=(s, s_end)) for text, s, s_end, t, t_end in items], threads=threads)
