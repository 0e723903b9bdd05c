"""How much so few cases can say: the interval that belongs to a share."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

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
