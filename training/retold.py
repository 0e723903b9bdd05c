"""Writes items that the model that ships is to learn, beside others that it has learned, with what it says of all.

usage: PYTHONPATH=. python training/retold.py OUT --newsmtsc TRAIN --directed TRAIN [--sentences FILE...]
           [--judged FILE...] [--new FILE...] [--told FILE...] [--part 0.36] [--seed 1]

OUT stands for OUT.jsonl and OUT.npy, as train_teacher.py --tell writes them for distil.py; who tells is the model in
analysis/resources. --newsmtsc, --directed, --sentences and --judged: what
the model has learned, of which a part is drawn, so that it forgets nothing; --new: judged items that it has not learned, all with a
side and some without; --told: files of sentences/ whose marks count as judged, twice. What is known of an item is mixed into what
the model says of it, so that it learns the new ones faster than its own mistakes.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
from stance_data import Example, judged, written
from train_teacher import HEADS, TOLD_NEITHER, TOLD_WRITTEN, drawn, head_of

from analysis.stance_model import score_heads

KNOWN = 0.6  # how much what is known counts in what is told of an item's own head
LEAST = 1e-3  # of a probability, whose logarithm is told
TIMES = 2  # that what was written for it counts


def mixed(examples: list[Example], said: np.ndarray) -> np.ndarray:
    """The logarithms of what the model says, shape (items, heads, 3), with what is known mixed into each item's own head."""
    rows, heads = np.arange(len(examples)), [head_of(e) for e in examples]
    told = said.astype("float64")
    told[rows, heads] = (1 - KNOWN) * told[rows, heads] + KNOWN * np.eye(3)[[e.label for e in examples]]
    return np.log(np.clip(told, LEAST, 1))


def main() -> None:
    """Draw the items, ask the model, write both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    for kind in ("newsmtsc", "directed"):
        parser.add_argument(f"--{kind}", nargs=1, type=Path, required=True)
    for kind in ("sentences", "judged", "new", "told"):
        parser.add_argument(f"--{kind}", nargs="*", type=Path, default=[])
    parser.add_argument("--part", type=float, default=0.36)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random_ = random.Random(args.seed)
    learned = [e for e in drawn(args, random_, TOLD_NEITHER, TOLD_WRITTEN) if random_.random() < args.part]
    new = [e for path in args.new for e in judged(path) if e.label != 1 or random_.random() < TOLD_NEITHER]
    told = [e._replace(judged=True) for path in args.told for e in written(path)] * TIMES
    examples = learned + new + told
    np.save(args.out.with_suffix(".npy"), mixed(examples, score_heads([e.item for e in examples])).astype("float16"))
    lines = [json.dumps([e.item._asdict(), e.others, HEADS[head_of(e)], e.label]) for e in examples]
    args.out.with_suffix(".jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
