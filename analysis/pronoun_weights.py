"""What counts how much when a pronoun is read, by weights that were learned.

The weights are data (resources/pronouns.json, made by training/train_pronouns.py).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from analysis.antecedents import Candidate


class Model(NamedTuple):
    """What each feature counts, and the score of "nobody that is named"; for people (he, she), for "it" and for "they"."""

    weights: Mapping[str, Mapping[str, float]]
    nobody: Mapping[str, float]


@lru_cache(maxsize=1)
def learned() -> Model:
    """The weights that are shipped.

    >>> learned().weights["people"]["distance"] < 0
    True
    """
    data = json.loads(files("analysis").joinpath("resources", "pronouns.json").read_text(encoding="utf-8"))
    return Model(data["weights"], data["nobody"])


def group(called: str) -> str:
    """Which weights a kind of pronoun has.

    >>> group("she"), group("they")
    ('people', 'they')
    """
    return "people" if called in {"he", "she"} else called


def evidence(called: str, options: Iterable[Candidate], model: Model) -> float:
    """How well a pronoun is explained by its candidates together, as a logarithm: the more, the better they fit.

    >>> near, far = ([Candidate("Tom Reyl", "PERSON", {"distance": d})] for d in (0.0, 5.0))
    >>> evidence("he", near, learned()) > evidence("he", far, learned())
    True
    """
    weights, nobody = model.weights[group(called)], model.nobody[group(called)]
    scores = [sum(weights.get(name, 0.0) * value for name, value in c.features.items()) for c in options]
    return math.log(sum(math.exp(score) for score in [*scores, nobody]))


def shares(called: str, options: Iterable[Candidate], model: Model, nothing: Mapping[str, float] | None = None) -> list[float]:
    """How likely each candidate is, with what is left over for nobody; `nothing`: what speaks for that, by name.

    >>> one, = shares("he", [Candidate("Tom Reyl", "PERSON", {"nearest": 1.0, "subject": 1.0})], learned())
    >>> 0 < one < 1
    True
    """
    weights, nobody = model.weights[group(called)], model.nobody[group(called)]
    nobody += sum(weights.get(name, 0.0) * value for name, value in (nothing or {}).items())
    scores = [sum(weights.get(name, 0.0) * value for name, value in c.features.items()) for c in options]
    top = max([*scores, nobody])
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers) + math.exp(nobody - top)
    return [p / total for p in powers]
