"""Who is for or against whom: stances from the words of stance and from what a speaker says of others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from spacy.tokens import Doc

from analysis.frames import find_frames
from analysis.scene import scene
from analysis.sources import People
from analysis.speakers import Attributed
from analysis.stance_input import Item
from analysis.stance_model import score
from analysis.stands import Stand
from analysis.stated import find_stated
from analysis.variants import grouped
from analysis.weighing import Evidence, decided, gathered

__all__ = ["Stand", "evidence", "find_stances", "score_pairs"]


def find_stances(doc: Doc, quotations: Sequence[Attributed], who: People) -> list[Stand]:
    """The stances of a Doc in the order of their evidence, one for each speaker, target and sentence.

    A neutral one is given only of a target toward which somebody in the article takes a side, and only where the speaker speaks of
    it or a word of stance leaves the side open: there it is an answer. Who is only told of beside a target has shown nothing.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> from analysis.sources import people
    >>> doc = parse("Mara Quist did not support Tom Reyl.")
    >>> [(s.speaker, s.target, s.sign, s.relation) for s in find_stances(doc, [], people(doc, find_names(doc), [], {}))]
    [('Mara Quist', 'Tom Reyl', -1.0, 'support')]
    """
    found = [decided(one) for one in evidence(doc, quotations, who)]
    found = grouped(sorted(found, key=lambda s: (s.start, s.target_start, s.speaker)), who)
    contested = {s.target for s in found if s.sign}
    return [s for s in found if s.sign or (s.target in contested and s.ground != "act")]


def evidence(doc: Doc, quotations: Sequence[Attributed], who: People) -> list[Evidence]:
    """All that shows a stance, by speaker, target and sentence: words of stance, and what the model reads.

    >>> from analysis.pipeline import read
    >>> reading = read("Mara Quist condemned Tom Reyl.")
    >>> len(evidence(reading.doc, reading.quotations, reading.who))
    1
    """
    view = scene(doc, quotations, who)
    return gathered(doc, find_frames(view), find_stated(view))


def score_pairs(items: Sequence[tuple[str, int, int, int, int]], *, threads: int | None = None) -> pd.DataFrame:
    """Stance of a source toward a target, both marked in a text: an item is (text, source_start, source_end, target_start,
    target_end).

    Returns a row for each item, in order: negative, neutral, positive (probabilities), label (the most probable).
    `threads` and errors as in `stance_model.score`.

    >>> score_pairs([("Quist called Reyl a disgrace.", 0, 5, 13, 17)])["label"].tolist()
    ['negative']
    """
    return score([Item(text, target=(t, t_end), source=(s, s_end)) for text, s, s_end, t, t_end in items], threads=threads)
