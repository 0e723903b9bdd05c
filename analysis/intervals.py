"""How much so few cases can say: the interval that belongs to a share, and to what is computed from several articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

_DRAWS = 2000
_Z = 1.96  # of the normal distribution: 95 % lie within it


def wilson(shares: npt.ArrayLike, numbers: npt.ArrayLike) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The 95 % score interval of each share of so many cases, low and high (Wilson, JASA 22, 1927).

    Unlike the interval from the standard error it stays within 0 and 1, and says how little a single case shows. A share of no
    cases may be anything: 0 to 1.

    >>> low, high = wilson([1.0, 1.0, np.nan], [1, 20, 0])
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.21, 0.84, 0.0], [1.0, 1.0, 1.0])
    """
    n = np.asarray(numbers, dtype=float)
    share = np.where(n > 0, np.asarray(shares, dtype=float), 0.5)
    n = np.maximum(n, np.finfo(float).tiny)
    spread = share * (1 - share) * n + _Z * _Z / 4
    middle, half = share * n + _Z * _Z / 2, _Z * np.sqrt(np.maximum(spread, 0))
    return np.clip((middle - half) / (n + _Z * _Z), 0, 1), np.clip((middle + half) / (n + _Z * _Z), 0, 1)


def resampled(counts: np.ndarray[Any, Any], measure: Callable[[np.ndarray[Any, Any]], Any]) -> tuple[float, float]:
    """The 95 % interval of a measure of 0 to 1 over articles: 2,000 times as many are drawn with replacement, the same every time.

    `counts` is (articles, n); `measure` takes sums of rows, (draws, n). The interval is that of the percentiles (Efron and
    Tibshirani, An Introduction to the Bootstrap, 1993). Of fewer than two articles it may be anything: 0 to 1.

    >>> resampled(np.array([[1, 2], [1, 2]]), lambda sums: sums[..., 0] / sums[..., 1])
    (0.5, 0.5)
    """
    if len(counts) < 2:
        return 0.0, 1.0
    drawn = np.random.default_rng(0).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=_DRAWS)
    low, high = np.percentile(measure(drawn @ counts), [2.5, 97.5])
    return float(low), float(high)
