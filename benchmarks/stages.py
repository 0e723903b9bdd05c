"""Where the time of an annotation goes, in one process.

usage: python benchmarks/stages.py FOLDER

Prints seconds by stage as JSON. The stages are functions of the package, found by name, so that one that is renamed is noticed.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import tempfile

from analysis import corpus, load_seeds

STAGES = {  # of each the function in whose calls the time is spent
    "parse (spaCy)": ("language.py", "pipe"),
    "reading order": ("ordering.py", "reading_order"),
    "names": ("names.py", "find_names"),
    "co-reference": ("coreference.py", "resolve"),
    "cues and quotations": ("quotes.py", "find_quotations"),
    "speakers": ("speakers.py", "attribute_all"),
    "stance model": ("stance_model.py", "score_heads"),
    "stances": ("pipeline.py", "with_stances"),
    "rows": ("rows.py", "rows_of"),
    "all": ("corpus.py", "annotate"),
}


def stages(folder: str) -> dict[str, float]:
    """Seconds in each stage; the model's are part of the stances'."""
    seeds = list(load_seeds(folder))
    corpus.annotate(seeds[:2])  # loads the pipeline and the model
    profile = cProfile.Profile(builtins=False)
    with tempfile.TemporaryDirectory() as store:
        profile.runcall(corpus.annotate, seeds, store=store)
    found = {}
    for (path, _, function), (_, _, _, spent, _) in pstats.Stats(profile).stats.items():
        found[path.rpartition("/")[2], function] = spent
    return {name: round(found[where], 2) for name, where in STAGES.items()}


if __name__ == "__main__":
    print(json.dumps(stages(sys.argv[1])))
