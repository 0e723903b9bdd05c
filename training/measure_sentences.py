"""How many of the sides that written sentences show are found, and what becomes of the others.

usage: PYTHONPATH=. python training/measure_sentences.py FILE... [--errors]

FILE: lines with marks as in training/sentences/. Nothing learns from those of sentences/kept/, which were written for this. A mark
counts as found if a stance of its speaker has a target that overlaps it; one without a side, if no such stance has a side.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from stance_data import Example, written

from analysis.pipeline import read
from analysis.quality import fits

SIGNS = (-1, 0, 1)  # by label


def outcomes(examples: list[Example]) -> Iterator[tuple[Example, str]]:
    """The marks of one text, each with what becomes of it."""
    text = examples[0].item.text
    reading = read(text)
    for example in examples:
        (start, end), source = example.item.target, example.item.source or (0, 0)
        mine = [s for s in reading.stances if fits(s.speaker, [text[slice(*source)]])]
        spans = [reading.doc[s.target_start : s.target_end] for s in mine]
        at = [s for s, span in zip(mine, spans, strict=True) if span.start_char < end and start < span.end_char]
        total, sign = sum(s.sign for s in at), SIGNS[example.label]
        if not sign:
            yield example, "no side: a side is given" if total else "no side: none is given"
        elif total * sign > 0:
            yield example, "side: right"
        else:
            missed = (
                "the other is given" if total else "none is given" if at else "other targets" if mine else "nothing of the speaker"
            )
            yield example, f"side: {missed}"


def main() -> None:
    """Print the counts, and with --errors each sentence that is not right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    for file in args.files:
        found = Counter()
        for _, examples in groupby(written(file), key=lambda e: e.item.text):
            for example, outcome in outcomes(list(examples)):
                found[outcome] += 1
                if args.errors and outcome not in {"side: right", "no side: none is given"}:
                    text, target, source, _ = example.item
                    print(outcome, "|", text[slice(*(source or (0, 0)))], "|", text[slice(*target)], "|", text)
        sides = sum(count for outcome, count in found.items() if outcome.startswith("side"))
        print(f"{file}: {100 * found['side: right'] / max(1, sides):.1f} % of {sides} sides are right; {dict(found.most_common())}")


if __name__ == "__main__":
    main()
