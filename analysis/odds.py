"""Probabilities from readable signs: a sum of weighted signs is the log odds, and the weights are a file in resources/."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

LOWEST, HIGHEST = 0.02, 0.98  # nothing is certain here
_FARTHEST = 30.0  # log odds beyond which exp tells nothing more


def log_odds(probability: float) -> float:
    """The logarithm of how much likelier something is than not, of a probability kept within LOWEST and HIGHEST.

    >>> [round(log_odds(p), 2) for p in (0.5, 0.9, 1.0)]
    [0.0, 2.2, 3.89]
    """
    kept = bounded(probability)
    return math.log(kept / (1 - kept))


def bounded(probability: float) -> float:
    """A probability kept within LOWEST and HIGHEST.

    >>> bounded(1.0)
    0.98
    """
    return min(max(probability, LOWEST), HIGHEST)


def weighed(signs: Mapping[str, float], resource: str) -> float:
    """The probability that a resource's weights give to some signs; a sign that it does not list weighs nothing.

    >>> weighed({"stated": 3.0}, "confidence.json") > weighed({"stated": -3.0}, "confidence.json")
    True
    """
    odds = sum(weights(resource).get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + math.exp(-max(min(odds, _FARTHEST), -_FARTHEST)))


@lru_cache(maxsize=4)
def weights(resource: str) -> dict[str, float]:
    """The weights in a file of resources/, by the name of the sign.

    >>> weights("confidence.json")["stated"] > 0
    True
    """
    data = json.loads(files("analysis").joinpath("resources", resource).read_text(encoding="utf-8"))
    return {str(name): float(value) for name, value in data["weights"].items()}
