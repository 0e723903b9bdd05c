"""How many of the names that readers listed are found, and as what.

usage: PYTHONPATH=. python training/judged_names.py JUDGED.tsv FOLDER

JUDGED.tsv has the columns article, kind (P a person, O an organisation, G a place, N a people, X something else) and name, as
name_judgements.tsv; FOLDER holds the seeds. Prints for each kind how many names there are and the share of each label in per cent;
a name counts as found where a canonical name has the same words, or all of them.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
from judgements import read_judgements

from analysis import language
from analysis.names import find_names
from analysis.seeds import load_seeds


def main(judged: str, folder: str) -> None:
    """Print the table."""
    rows = read_judgements(judged)
    wanted = {article: list(zip(few["kind"], few["name"], strict=True)) for article, few in rows.groupby("article")}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in load_seeds(folder):
        labels: dict[str, Counter[str]] = defaultdict(Counter)
        for name in find_names(language.parse(seed.text)):
            labels[name.entity][name.label] += 1
        for kind, name in wanted.get(Path(seed.path).stem, []):
            counted[kind][_label(name, labels)] += 1
    shares = pd.DataFrame(counted).T.fillna(0)
    names = shares.sum(axis=1)
    table = shares.div(names, axis=0).mul(100).round(1)
    print(table[table.sum().sort_values(ascending=False).index].assign(names=names.astype(int)).to_string())


def _label(name: str, labels: dict[str, Counter[str]]) -> str:
    """The commonest label of the entity that has a name's words."""
    words = set(name.lower().split())
    having = [entity for entity in labels if words <= set(entity.lower().split())]
    best = min(having, key=len, default=None)
    return labels[best].most_common(1)[0][0] if best is not None else "not found"


if __name__ == "__main__":
    main(*sys.argv[1:])
