"""What speaks for the file's own order and against it: each is compared with what chance would make of the same paragraphs.

Not how well-written articles look, which differs by the kind of news, but how far an order is from a shuffled one is what counts:
a person is named in full before the bare surname in any news, and neighbours have more in common than paragraphs far apart.
"""

from __future__ import annotations

import numpy as np

from analysis.order_model import Judgement
from analysis.paragraph_features import Features
from analysis.paragraph_tokens import Flags, Floats

DOUBT = 0.5  # that the lead is told rightly in news of any kind: what it may say against an order is bounded
SLIP = 0.05  # share of names that a well-ordered article explains late
FADING = 1.5  # power of the distance by which what is in common speaks less


def evidence(seen: Features, found: Judgement, headed: float) -> dict[str, float]:
    """What speaks for the order of the paragraphs of `seen`, higher for a written one; `headed` is that of the headings."""
    relation = dict(zip(seen.pair_names, seen.pairs, strict=True))
    count = len(seen.single)
    lead = (1 - DOUBT) * np.exp(found.as_lead[0]) * count + DOUBT
    return {
        "the headings come first": headed,
        "the lead comes first": float(np.log(lead)),
        "neighbours": float((np.diag(found.follows, 1).mean() + np.log(count - 1)) * np.sqrt(count - 1)),
        "persons in full first": _persons(seen.full, seen.bare),
        "full names first": _explained(relation["full name before part of it"] > 0),
        "roles first": _explained(relation["role before the bare name"] > 0),
        "same words nearby": nearness(relation["same words"]),
        "actors named nearby": nearness(relation["actor named"]),
    }


def headings_first(headings: list[int], count: int) -> float:
    """How much likelier a written order would begin with a heading than a shuffled one, if it does, or end without.

    >>> headings_first([0], 10) > 0 > headings_first([4], 10)
    True
    """
    if not 0 < len(headings) < count:
        return 0.0
    chance = len(headings) / count
    return float(np.log((1 - SLIP) / chance if headings[0] == 0 else SLIP / (1 - chance)))


def _persons(full: Flags, bare: Flags) -> float:
    """The same of persons who are named in full in some paragraphs and by surname only in others, n by persons."""
    named, surnamed = full.sum(0), bare.sum(0)
    told = (named > 0) & (surnamed > 0)
    chance = named[told] / (named + surnamed)[told]
    first = full[:, told].argmax(0) < bare[:, told].argmax(0)
    return float(np.where(first, np.log((1 - SLIP) / chance), np.log(SLIP / (1 - chance))).sum())


def _explained(explains: Flags) -> float:
    """The same of paragraphs that others explain: does one of those stand before."""
    others = explains.sum(0)
    needy = others > 0
    chance = others[needy] / (others[needy] + 1)
    met = np.triu(explains, 1)[:, needy].any(0)
    return float(np.where(met, np.log((1 - SLIP) / chance), np.log(SLIP / (1 - chance))).sum())


def nearness(relation: Floats) -> float:
    """How much more of a relation near paragraphs have than far ones: about 0 with deviation 1 for a shuffled article.

    What each paragraph has with all the others is taken off: a long one shares words with any.

    >>> nearness(np.eye(6, k=1)) > 1
    True
    """
    count = len(relation)
    apart = ~np.eye(count, dtype=bool)
    both = (relation + relation.T) / 2
    mean = both.sum(1) / (count - 1)
    own = np.where(apart, both - mean[:, None] - mean + mean.mean(), 0)
    place = np.arange(count)
    near = np.where(apart, np.maximum(1, np.abs(place[:, None] - place)) ** -FADING, 0)
    own, near = (np.where(apart, values - values[apart].mean(), 0) for values in (own, near))
    deviation = np.sqrt(2 * (own**2).sum() * (near**2).sum() / (count * (count - 1)))
    return float((own * near).sum() / deviation) if deviation > 1e-9 else 0.0
