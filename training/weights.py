"""What the scripts that fit weights of readable signs share: the fit, and the file that ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from analysis.files import replaced

STRENGTH = 1.0  # inverse of the penalty on the weights


def matrix(found: Sequence[dict[str, float]]) -> tuple[list[str], np.ndarray]:
    """The names of all signs, sorted, and a row of their values for each case."""
    names = sorted({name for one in found for name in one})
    return names, np.array([[one.get(name, 0.0) for name in names] for one in found])


def fit(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    """A logistic regression whose constants are signs among the others."""
    return LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=2000).fit(x, y)


def named(names: Sequence[str], fitted: LogisticRegression) -> dict[str, float]:
    """The weights by the name of the sign, as they are written."""
    return {name: round(float(value), 3) for name, value in zip(names, fitted.coef_[0], strict=True)}


def ship(weights: dict[str, float], resource: str, *, keep: bool) -> None:
    """Print the weights, and write them into a file of analysis/resources/ unless what is there is kept."""
    print(json.dumps(weights, indent=1))
    if not keep:
        path = Path(str(files("analysis").joinpath("resources", resource)))
        shipped = json.loads(path.read_text(encoding="utf-8"))
        with replaced(path) as new:
            new.write_text(json.dumps(shipped | {"weights": weights}, indent=1) + "\n", encoding="utf-8")
