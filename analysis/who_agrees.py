"""Who agrees with whom: speakers compared by the targets on which both take a side."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, triu

from analysis.intervals import wilson
from analysis.stance_summaries import CLEAR, chosen, summed
from analysis.tables import Tables

COLUMNS = ["speaker", "other", "shared", "agree", "disagree", "agreement", "low", "high"]


def agreement(tables: Tables, *, targets: Iterable[str] | None = None, speakers: Iterable[str] | None = None) -> pd.DataFrame:
    """How far each two speakers agree: a row for each pair that speaks of a target in common.

    Columns: speaker, other, shared (targets of which both speak), agree, disagree (those on which both take a side, the same or
    the other one), agreement (agree among agree and disagree, 0 to 1; NaN where there are none), low, high (its 95 % interval).
    Whose mean stance toward a target lies within ±1/3 takes no side there. What speakers say of themselves is left out.

    The agreement is the simple matching coefficient (Sokal and Michener, University of Kansas Science Bulletin 38, 1958), with a
    target for an item; the interval is Wilson's (JASA 22, 1927): to agree on one target of one shows next to nothing, 0.21 to 1.
    Rows come in the order of what they show: first those whose interval is farthest from an even chance.

    `targets` and `speakers` as in `stance_matrix`.

    >>> said = [("Quist", "ferry", 1.0), ("Orr", "ferry", 1.0), ("Venn", "ferry", -1.0)]
    >>> rows = [("d0", n, who, what, what, 0, 5, side, "", "", .9, None, 0, 5, "") for n, (who, what, side) in enumerate(said)]
    >>> agreement(Tables.from_rows({"stances": rows})).round(2)[["speaker", "other", "shared", "agree", "agreement", "low", "high"]]
      speaker  other  shared  agree  agreement   low  high
    0     Orr  Quist       1      1        1.0  0.21  1.00
    1     Orr   Venn       1      0        0.0  0.00  0.79
    2   Quist   Venn       1      0        0.0  0.00  0.79
    """
    stances = chosen(tables, targets, speakers)
    means = summed(stances[stances["speaker"] != stances["target"]], ["speaker", "target"])
    names, rows = np.unique(means["speaker"].to_numpy(dtype=str), return_inverse=True)
    columns = pd.factorize(means["target"])[0]

    def holding(which: pd.Series) -> csr_matrix:
        shape = (len(names), max(columns, default=-1) + 1)
        return csr_matrix((which.to_numpy(dtype="int64"), (rows, columns)), shape=shape)

    support, oppose = holding(means["stance"] > CLEAR), holding(means["stance"] < -CLEAR)
    spoken = holding(means["stance"].notna())
    shared = triu(spoken @ spoken.T, k=1).tocoo()
    first, second = shared.row, shared.col
    agree, disagree = support @ support.T + oppose @ oppose.T, support @ oppose.T + oppose @ support.T
    found = pd.DataFrame({"speaker": names[first], "other": names[second], "shared": shared.data})
    found["agree"], found["disagree"] = _at(agree, first, second), _at(disagree, first, second)
    return _measured(found)


def _at(matrix: csr_matrix, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    return np.asarray(matrix[rows, columns]).ravel().astype("int64") if len(rows) else np.zeros(0, dtype="int64")


def _measured(pairs: pd.DataFrame) -> pd.DataFrame:
    sided = pairs["agree"] + pairs["disagree"]
    pairs["agreement"] = (pairs["agree"] / sided).where(sided > 0)
    pairs["low"], pairs["high"] = wilson(pairs["agreement"], sided)
    telling = np.maximum(pairs["low"], 1 - pairs["high"])
    ordered = pairs.assign(telling=telling).sort_values(
        ["telling", "shared", "speaker", "other"], ascending=[False, False, True, True], ignore_index=True
    )
    return ordered[COLUMNS]
