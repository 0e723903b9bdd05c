"""Relays: cues that only pass on what another source in the sentence says ("Quist said no, Reuters reported")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc

from analysis.cues import ACCORDING, Cue
from analysis.language import sentence_start
from analysis.things import is_thing


def find_relays(doc: Doc, cues: Sequence[Cue], within: Sequence[int | None]) -> list[Cue]:
    """The relays among the cues of a Doc; `within` gives for each token the stretch in quotation marks around it.

    >>> from analysis.cues import find_cues
    >>> from analysis.language import parse
    >>> doc = parse("Quist said the plan was dead, according to Reuters.")
    >>> [doc[c.token].text for c in find_relays(doc, find_cues(doc), [None] * len(doc))]
    ['according']
    """
    beside: dict[int, list[Cue]] = defaultdict(list)  # by sentence
    for cue in cues:
        beside[sentence_start(doc, cue.token)].append(cue)
    return [cue for near in beside.values() for cue in near if any(_passes_on(doc, cue, other, within) for other in near)]


def _passes_on(doc: Doc, cue: Cue, other: Cue, within: Sequence[int | None]) -> bool:
    if cue.content is None or other.content is None or other.source is None or other.token == cue.token:
        return False
    if other.entry == ACCORDING or "quote" not in other.entry.frames:
        return False
    if is_thing(doc, other.content):  # a deed, and nothing that was said
        return False
    first, last = cue.content
    after = cue.entry == ACCORDING or (cue.start >= last and within[first] == within[cue.token])
    main = doc[first:last].root  # of what is passed on: another's report only if that is its main verb
    contains = (
        other.token in {main.i, *(c.i for c in main.children if c.dep_ in {"ccomp", "conj"})} and first <= other.source < last
    )
    at_its_end = cue.entry == ACCORDING and other.content[0] <= first and last <= other.content[1]
    return after and (contains or at_its_end)
