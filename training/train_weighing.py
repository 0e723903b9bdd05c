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
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from held_out import is_apart
from judgements import read_judgements
from sklearn.model_selection import GroupKFold
from weights import fit, matrix, named, ship

from analysis import weighing
from analysis.pipeline import read
from analysis.quality import calibration_error, reliability
from analysis.seeds import load_seeds
from analysis.stance import answers, ask, evidence

SIGNS = {"+": 1.0, "-": -1.0, "0": 0.0}
FOLDS = 10


def main() -> None:
    """Print the figures by cross-validation, fit on everything, write the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("judged", nargs="*")
    parser.add_argument("--learned", nargs="*", default=[])
    parser.add_argument("--keep", action="store_true")
    args = parser.parse_args()
    rows = [row for source in args.judged for row in _cases(*source.split("="))]
    rows += [row for source in args.learned for row in _cases(*source.split("="), learned=True)]
    articles, judged, found, right = (list(column) for column in zip(*rows, strict=True))
    names, x = matrix(found)
    y = np.array(right)
    p = np.zeros(len(y))
    for train, test in GroupKFold(FOLDS).split(x, y, articles):
        p[test] = fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    _print(p[0::2], p[1::2], np.array(judged[0::2]))  # two rows a statement
    ship(named(names, fit(x, y)), weighing.WEIGHTS, keep=args.keep)


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


def _cases(judged_file: str, folder: str, *, learned: bool = False) -> Iterator[tuple[str, float, dict[str, float], bool]]:
    """For each judged statement two rows, against and for: its article, the side, the signs, is it right; where the model has
    `learned` from some articles, of the others."""
    judged = read_judgements(judged_file)
    known = {(r.article, r.speaker, r.start, r.end): SIGNS[r.stance] for r in judged.itertuples()}
    articles = set(judged["article"])
    for seed in load_seeds(folder):
        article = Path(seed.path).stem
        if article not in articles or (learned and not is_apart(article)):
            continue
        reading = read(seed.text, seed.title)
        asked = [ask(reading.doc, reading.quotations, reading.who)]
        for one in evidence(asked, answers(asked))[0]:
            stand = weighing.decided(one)
            target = reading.doc[stand.target_start : stand.target_end]
            side = known.get((article, stand.speaker, target.start_char, target.end_char))
            if side is not None:
                for sign in (-1.0, 1.0):
                    yield article, side, weighing.signs(one, sign), side == sign


if __name__ == "__main__":
    main()
