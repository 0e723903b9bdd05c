"""Fit the weights of analysis/weighing.py on stances that were judged by hand, and say how far their confidence can be believed.

usage: PYTHONPATH=. python training/train_weighing.py [--keep] JUDGED.tsv=FOLDER... [--learned JUDGED.tsv=FOLDER...]

JUDGED.tsv has the columns article, speaker, start, end (of the target in documents.text) and stance (+, - or 0), FOLDER the seeds.
--learned: of these the stance model has learned, so only the articles that were kept from it count (held_out.py), and of the others
what is told by words of stance alone.
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
    articles, sides, found, right = (list(column) for column in zip(*rows, strict=True))
    names, x = matrix(found)
    y = np.array(right)
    p = np.zeros(len(y))
    for train, test in GroupKFold(FOLDS).split(x, y, articles):
        p[test] = fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    against, favour = p[0::2], p[1::2]  # two rows a statement
    truth = np.array(sides[0::2])
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
    fitted = named(names, fit(x, y))
    ship(fitted, weighing.WEIGHTS, keep=args.keep)


def _cases(judged_file: str, folder: str, *, learned: bool = False) -> Iterator[tuple[str, float, dict[str, float], bool]]:
    """For each judged statement two rows, against and for: its article, the side, the signs, is it right; of an article that the
    model has `learned` from only those of which it is not asked."""
    judged = pd.read_csv(judged_file, sep="\t", comment="#", keep_default_na=False)
    known = {(r.article, r.speaker, r.start, r.end): SIGNS[r.stance] for r in judged.itertuples()}
    for seed in load_seeds(folder):
        article = Path(seed.path).stem
        reading = read(seed.text, seed.title)
        asked = [ask(reading.doc, reading.quotations, reading.who)]
        for one in evidence(asked, answers(asked))[0]:
            stand = weighing.decided(one)
            target = reading.doc[stand.target_start : stand.target_end]
            side = known.get((article, stand.speaker, target.start_char, target.end_char))
            if side is not None and (not learned or is_apart(article) or one.answer is None):
                for sign in (-1.0, 1.0):
                    yield article, side, weighing.signs(one, sign), side == sign


if __name__ == "__main__":
    main()
