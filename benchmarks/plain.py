"""Plain spaCy on a folder of seeds: what there is to compare with.

usage: python benchmarks/plain.py FOLDER PROCESSES

The same pipeline as the package's (versions.py), the same files, the same text; the Docs are thrown away.
"""

from __future__ import annotations

import sys

import spacy

from analysis.seeds import load_seeds
from analysis.versions import pipeline_name

if __name__ == "__main__":
    nlp = spacy.load(pipeline_name())
    texts = (seed.text for seed in load_seeds(sys.argv[1]))
    print(sum(len(doc) for doc in nlp.pipe(texts, n_process=int(sys.argv[2]), batch_size=64)), "tokens")
