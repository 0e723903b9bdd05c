"""Fit the weights of analysis/weighing.py on stances that were judged by hand, and say how far their confidence can be believed.

usage: PYTHONPATH=. python training/train_weighing.py [--keep] JUDGED.tsv=FOLDER... [--learned JUDGED.tsv=FOLDER...]

JUDGED.tsv has the columns article, speaker, start, end (of the target in documents.text) and stance (+, - or 0), FOLDER the seeds.
--learned: of these the stance model has learned, so only the articles that were kept from it count (held_out.py).
Calibration error, precision and recall are printed by cross-validation over articles; the weights replace those of
analysis/resources/stance_weights.json unless --keep is given. The shipped weights were fitted on stance_judgements.tsv=examples
and, as learned, articles_judgements.tsv=training/articles, articles_judgements.tsv=training/stance_articles and
wikinews_judgements.tsv=FOLDER, of articles of Wikinews 2019 (CC BY 2.5).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from held_out import is_apart
from judgements import read_judgements
from scipy.special import expit
from sklearn.model_selection import GroupKFold
from weights import fit, matrix, named, ship

from analysis import weighing
from analysis.pipeline import read
from analysis.quality import calibration_error, reliability
from analysis.seeds import load_seeds
from analysis.stance import answers, ask, evidence
from analysis.variants import grouped
from analysis.weighing import Evidence

SIGNS = {"+": 1.0, "-": -1.0, "0": 0.0}
FOLDS = 10
ROUNDS = 3


class Statement(NamedTuple):
    """What shows a stance in an article: the speaker and the target, the evidence, and the side that readers judged, if any."""

    article: str
    pair: tuple[str, str]
    evidence: Evidence
    side: float | None


def main() -> None:
    """Print the figures by cross-validation, fit on everything, write the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("judged", nargs="*")
    parser.add_argument("--learned", nargs="*", default=[])
    parser.add_argument("--keep", action="store_true")
    args = parser.parse_args()
    found = [one for source in args.judged for one in _statements(*source.split("="))]
    found += [one for source in args.learned for one in _statements(*source.split("="), learned=True)]
    elsewhere, judged = [0.0] * len(found), [one for one in found if one.side is not None]
    for _ in range(ROUNDS):  # how far the others of a pair lean depends on the weights
        told = [
            weighing.signs(one.evidence, sign, others)
            for one, others in zip(found, elsewhere, strict=True)
            if one.side is not None
            for sign in (-1.0, 1.0)
        ]
        names, x = matrix(told)
        y = np.array([one.side == sign for one in judged for sign in (-1.0, 1.0)])
        fitted = named(names, fit(x, y))
        elsewhere = _elsewhere(found, fitted)
    p = np.zeros(len(y))
    for train, test in GroupKFold(FOLDS).split(x, y, [one.article for one in judged for _ in (-1.0, 1.0)]):
        p[test] = fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    _print(p[0::2], p[1::2], np.array([one.side for one in judged]))
    ship(fitted, weighing.WEIGHTS, keep=args.keep)


def _elsewhere(found: Sequence[Statement], weights: Mapping[str, float]) -> list[float]:
    """How far the other statements of each one's pair lean, by some weights."""

    def side(one: Statement, sign: float) -> float:
        odds = sum(weights.get(name, 0.0) * value for name, value in weighing.signs(one.evidence, sign).items())
        return float(expit(odds))

    pairs = [(one.article, *one.pair) for one in found]
    return weighing.leans(pairs, [{sign: side(one, sign) for sign in (-1.0, 1.0)} for one in found])


def _print(against: np.ndarray, favour: np.ndarray, truth: np.ndarray) -> None:
    """Precision and recall from several probabilities on, and how far these can be believed."""
    for least in (0.2, 0.25, 0.3, 0.4, 0.5, 0.6):
        given = np.where(np.maximum(against, favour) < least, 0.0, np.where(favour > against, 1.0, -1.0))
        hits = int(((given == truth) & (truth != 0)).sum())
        shown = f"precision {hits / max(1, (given != 0).sum()):.3f}, recall {hits / (truth != 0).sum():.3f}"
        print(f"given with {least} or more: {(given != 0).sum()} of {len(truth)}, {shown}")
    given = np.where(np.maximum(against, favour) < 0.5, 0.0, np.where(favour > against, 1.0, -1.0))
    sure = np.where(given > 0, favour, np.where(given < 0, against, 1 - favour - against))
    for what, some in {"for or against": given != 0, "all": given == given}.items():
        compared = pd.DataFrame({"confidence": sure[some], "right": (given == truth)[some], "found": True})
        print(f"{what}: calibration error {calibration_error(compared):.3f}, {some.sum()} stances")
        print(reliability(compared, 8).round(3).to_string(index=False))


def _statements(judged_file: str, folder: str, *, learned: bool = False) -> Iterator[Statement]:
    """All statements of the articles that were judged; where the model has `learned` from some, of the others."""
    judged = read_judgements(judged_file)
    known = {(r.article, r.speaker, r.start, r.end): SIGNS[r.stance] for r in judged.itertuples()}
    articles = set(judged["article"])
    for seed in load_seeds(folder):
        article = Path(seed.path).stem
        if article not in articles or (learned and not is_apart(article)):
            continue
        reading = read(seed.text, seed.title)
        asked = [ask(reading.doc, reading.quotations, reading.who)]
        shown = evidence(asked, answers(asked))[0]
        stands = [weighing.decided(one) for one in shown]
        for one, stand, full in zip(shown, stands, grouped(stands, reading.who), strict=True):
            target = reading.doc[stand.target_start : stand.target_end]
            side = known.get((article, stand.speaker, target.start_char, target.end_char))
            yield Statement(article, (stand.speaker, full.target), one, side)


if __name__ == "__main__":
    main()
