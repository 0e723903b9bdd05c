"""What the model of reading order makes of an article: its lead, which of two is read first, which right after which."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from analysis.order_search import DIGITS
from analysis.paragraph_features import Features
from analysis.paragraph_tokens import Floats, resource


class Model(NamedTuple):
    """The weights of the columns of `of_lead`, of `of_rest`, of the pairs; of the pairs and the pairs turned for neighbours;
    of `evidence` and of `sureness`, by name."""

    lead: Floats
    rest: Floats
    pairs: Floats
    follows: Floats
    shuffled: dict[str, float]
    sure: dict[str, float]


class Judgement(NamedTuple):
    """Of n paragraphs.

    The lead; the log-probability of each to be it; the log-odds that i is read before j (those of j, i are the negative); the
    log-probability that j comes right after i, of all that could follow it, and of all that it could follow, on average.
    """

    lead: int
    as_lead: Floats
    odds: Floats
    follows: Floats


def of_lead(seen: Features) -> Floats:
    """The features of each paragraph as the lead, n by k: its own, and its relations to and from the others on average."""
    return np.hstack([seen.single, seen.pairs.mean(2).T, seen.pairs.mean(1).T])


def of_rest(seen: Features, lead: int) -> Floats:
    """The features of each paragraph after the lead, n by k: its own, and its relations to and from the lead."""
    return np.hstack([seen.single, seen.pairs[:, :, lead].T, seen.pairs[:, lead].T])


def columns(names: tuple[str, ...], pair_names: tuple[str, ...], other: str) -> list[str]:
    """The names of the columns of `of_lead` (`other` is "the others") and `of_rest` ("the lead").

    >>> columns(("short",), ("acronym",), "the lead")
    ['short', 'acronym, to the lead', 'acronym, from the lead']
    """
    return [*names, *(f"{name}, to {other}" for name in pair_names), *(f"{name}, from {other}" for name in pair_names)]


def both_ways(pair_names: tuple[str, ...]) -> list[str]:
    """The names of the weights for neighbours: of each relation from the one to the next, and from the next to the one.

    >>> both_ways(("acronym",))
    ['acronym', 'acronym, turned']
    """
    return [*pair_names, *(f"{name}, turned" for name in pair_names)]


@lru_cache(maxsize=1)
def shipped(names: tuple[str, ...], pair_names: tuple[str, ...]) -> Model:
    """The model of resources/reading_order.json, for features of those names."""

    def weights(part: str, listed: Iterable[str]) -> Floats:
        return np.array([resource()[part].get(name, 0.0) for name in listed])  # one that is not listed weighs nothing

    lead, rest = columns(names, pair_names, "the others"), columns(names, pair_names, "the lead")
    before, next_to = weights("before", rest), weights("follows", both_ways(pair_names))
    return Model(weights("lead", lead), before, weights("before", pair_names), next_to, resource()["shuffled"], resource()["sure"])


def judged(seen: Features, model: Model) -> Judgement:
    """The lead, the order of each two and the neighbours of some paragraphs as a model sees them."""
    as_lead = np.round(of_lead(seen) @ model.lead, DIGITS)
    lead = int(as_lead.argmax())
    alone = of_rest(seen, lead) @ model.rest
    before = np.tensordot(model.pairs, seen.pairs, 1)
    odds: Floats = alone[:, None] - alone + before - before.T
    odds[lead] = as_lead[lead] - as_lead
    odds[:, lead] = -odds[lead]
    onward, back = model.follows.reshape(2, -1)
    linked = np.tensordot(onward, seen.pairs, 1) + np.tensordot(back, seen.pairs, 1).T
    return Judgement(lead, as_lead - _log_sum(as_lead, 0), np.round(odds, DIGITS), np.round(_next(linked), DIGITS))


def _next(linked: Floats) -> Floats:
    others = np.where(np.eye(len(linked), dtype=bool), -np.inf, linked)
    found: Floats = linked - (_log_sum(others, 1) + _log_sum(others, 0)) / 2
    return found


def _log_sum(values: Floats, axis: int) -> Floats:
    most = values.max(axis, keepdims=True)
    found: Floats = most + np.log(np.exp(values - most).sum(axis, keepdims=True))
    return found
