"""What chance alone could do: tests of a difference between two sets of articles, corrected for how many are made.

The unit is always the article: what stands twice in one article was not found twice.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

LEVEL = 0.05  # below it a corrected p-value is called beyond chance
_RESAMPLES = 9999


def fisher(first: pd.Series, second: pd.Series, sizes: tuple[int, int]) -> np.ndarray[Any, Any]:
    """The p-values of Fisher's exact test, two-sided: in how many articles of either set something occurs, of so many (`sizes`).

    What occurs in so few articles that no way to share them out would be below 0.05 is not tested: NaN (Tarone, Biometrics 46,
    1990). That depends on the sum alone, and leaves less to correct for.

    >>> fisher(pd.Series([9, 3, 1]), pd.Series([0, 3, 0]), (10, 10)).round(4).tolist()
    [0.0001, 1.0, nan]
    """
    pairs = list(zip(first.astype(int), second.astype(int), strict=True))
    known = {pair: _exact(*pair, sizes) for pair in set(pairs)}
    return np.array([known[pair] for pair in pairs], dtype=float)


def _exact(first: int, second: int, sizes: tuple[int, int]) -> float:
    def tested(in_first: int) -> float:
        counts = (in_first, first + second - in_first)
        return float(stats.fisher_exact([[n, size - n] for n, size in zip(counts, sizes, strict=True)]).pvalue)

    most, least = min(first + second, sizes[0]), max(first + second - sizes[1], 0)
    return tested(first) if min(tested(most), tested(least)) < LEVEL else math.nan


def permuted(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """The p-value of a permutation test of the difference between two means, two-sided; each value is that of one article.

    All ways to deal the values out are tried where they are few, else 9,999 of them, the same ones every time. Where a side has
    fewer than two values nothing is tested: NaN.

    >>> round(permuted([1, 1, 1, 1, 1], [-1, -1, -1, -1, -1]), 4), permuted([1, 1], [-1])
    (0.0079, nan)
    """
    values = [np.asarray(side, dtype=float) for side in (first, second)]
    if min(map(len, values)) < 2:
        return math.nan
    if np.ptp(np.concatenate(values)) == 0:
        return 1.0
    done = stats.permutation_test(values, _gap, n_resamples=_RESAMPLES, vectorized=True, rng=np.random.default_rng(0))
    return float(done.pvalue)


def _gap(first: np.ndarray[Any, Any], second: np.ndarray[Any, Any], axis: int) -> np.ndarray[Any, Any]:
    return np.asarray(first.mean(axis=axis) - second.mean(axis=axis))


def corrected(values: npt.ArrayLike) -> np.ndarray[Any, Any]:
    """P-values corrected for being several: the rate of false discoveries (Benjamini and Hochberg, JRSS B 57, 1995).

    Of the differences that are kept below 0.05, at most one in twenty is to be expected to be chance. NaN, what was not tested,
    stays NaN and counts for nothing.

    >>> corrected([0.01, 0.04, np.nan, 0.5]).round(2).tolist()
    [0.03, 0.06, nan, 0.5]
    """
    found = np.array(values, dtype=float)
    tested = ~np.isnan(found)
    if tested.any():
        found[tested] = stats.false_discovery_control(found[tested])
    return found
