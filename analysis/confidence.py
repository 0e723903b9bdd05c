"""How sure a speaker is, as a probability: what the rules say, and how it turned out on articles with gold.

The weights are data (resources/confidence.json, made by training/train_confidence.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.odds import bounded, log_odds, weighed
from analysis.speakers import Attributed

WEIGHTS = "confidence.json"
_CARRIED = {"pronoun", "continued"}


def signs(attributed: Attributed, named: Sequence[int], start: int, follows: float) -> dict[str, float]:
    """What tells how sure a speaker is, by name.

    `named`: the tokens at which the speaker is named, ascending; `start`: the first token of the quotation's paragraph; `follows`:
    how sure it is that this paragraph was written to stand behind the one before it (ordering.py).

    >>> from analysis.pipeline import read
    >>> quotation = read('"No," said Mara Quist.').quotations[0]
    >>> round(signs(quotation, [6], 0, 1.0)["stated"], 1)
    2.9
    """
    source = attributed.source
    found = {"constant": 1.0, "stated": log_odds(source.confidence if source else 0.0)}
    if source is None:
        return found
    carried = source.resolution in _CARRIED
    if carried and not any(start <= i < attributed.quotation.first for i in named):
        found["from another paragraph"] = 1.0
        found["from another paragraph, order unsure"] = 1 - follows
    return found


def calibrated(found: Mapping[str, float]) -> float:
    """The probability that a speaker with these signs is right.

    >>> calibrated({"constant": 1.0, "stated": 3.0}) > calibrated({"constant": 1.0, "stated": -3.0})
    True
    """
    return round(bounded(weighed(found, WEIGHTS)), 3)
