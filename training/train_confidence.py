"""Fit the weights of analysis/confidence.py on quotations whose speakers are known, and say how far confidence can be believed.

usage: PYTHONPATH=. python training/train_confidence.py [--keep] GOLD.json=FOLDER...

GOLD.json has the format of examples/gold.json, FOLDER its seeds, in their order or shuffled. The calibration error before and
after is printed, by cross-validation over articles; the weights replace those of analysis/resources/confidence.json unless --keep
is given. It takes a minute on one core. The shipped weights were fitted on examples/ and on Wikinews 2019 (CC BY 2.5), as
written and shuffled.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold
from weights import fit, matrix, named, ship

from analysis import confidence
from analysis.pipeline import Reading, annotate_seed, read
from analysis.quality import against_gold, calibration_error, reliability
from analysis.rows import signs_of
from analysis.seeds import load_seeds
from analysis.tables import Tables

FOLDS = 10
DOUBT = 0.7  # log odds taken off what is shipped: the rules were written while reading articles of these kinds, which flatters them


def main(arguments: Sequence[str]) -> None:
    """Print the figures by cross-validation, fit on everything, write the weights."""
    data = pd.concat([_cases(*source.split("=")) for source in arguments if source != "--keep"], ignore_index=True)
    names, x = matrix(data["signs"].tolist())
    y = data["right"].to_numpy(dtype=bool)
    raw = 1 / (1 + np.exp(-x[:, names.index("stated")]))
    after = np.zeros(len(y))
    for train, test in GroupKFold(FOLDS).split(x, y, data["article"]):
        after[test] = fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    for name, values in {"as stated by the rules": raw, "calibrated, cross-validated": after}.items():
        compared = pd.DataFrame({"confidence": values, "right": y, "found": True})
        print(f"{name}: calibration error {calibration_error(compared):.3f}, {len(y)} quotations")
        print(reliability(compared, 8).round(3).to_string(index=False))
    fitted = named(names, fit(x, y))
    fitted["constant"] = round(fitted["constant"] - DOUBT, 3)
    ship(fitted, confidence.WEIGHTS, keep="--keep" in arguments)


def _cases(gold_file: str, folder: str) -> pd.DataFrame:
    """The gold quotations that were found, with a speaker: is it right, and the signs of how sure it is."""
    gold = json.loads(Path(gold_file).read_text(encoding="utf-8"))
    seeds = {Path(seed.path).stem: seed for seed in load_seeds(folder) if Path(seed.path).stem in gold}
    rows: dict[str, list] = defaultdict(list)
    readings: dict[str, Reading] = {}
    for stem, seed in seeds.items():
        readings[stem] = read(seed.text, seed.title)
        for table, found in annotate_seed(seed).items():
            rows[table] += found
    compared = against_gold(Tables.from_rows(rows), {stem: gold[stem] for stem in seeds})
    compared = compared[compared["found"] & compared["speaker"].notna()]
    found = [signs_of(readings[row.article], int(row.quote)) for row in compared.itertuples()]
    return compared.assign(signs=found, article=folder + "/" + compared["article"])


if __name__ == "__main__":
    main(sys.argv[1:])
