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
from collections.abc import Sequence
from pathlib import Path

from analysis import Tables, load_seeds
from analysis.batches import annotated, batches
from analysis.seeds import Seed
from analysis.store import keep

STAGES = {  # of each the function in whose calls the time is spent
    "parse (spaCy)": ("language.py", "pipe"),
    "reading order": ("ordering.py", "reading_order"),
    "names": ("names.py", "find_names"),
    "co-reference": ("coreference.py", "resolve"),
    "cues and quotations": ("quotes.py", "find_quotations"),
    "speakers": ("speakers.py", "attribute_all"),
    "stance model": ("stance_model.py", "score_heads"),
    "questions": ("stance.py", "ask"),
    "stances": ("stance.py", "find_stances"),
    "rows": ("rows.py", "rows_of"),
    "writing": ("store.py", "keep"),
    "all": ("stages.py", "in_turn"),
}


def stages(folder: str) -> dict[str, float]:
    """Seconds in each stage, one after the other: an annotation in one process reads with the model while it parses."""
    seeds = list(load_seeds(folder))
    profile = cProfile.Profile(builtins=False)
    with tempfile.TemporaryDirectory() as store:
        in_turn(seeds[:2], Path(store, "first"))  # loads the pipeline and the model
        profile.runcall(in_turn, seeds, Path(store, "all"))
    found = {}
    for (path, _, function), (_, _, _, spent, _) in pstats.Stats(profile).stats.items():
        found[path.rpartition("/")[2], function] = spent
    return {name: round(found[where], 2) for name, where in STAGES.items()}


def in_turn(seeds: Sequence[Seed], store: Path) -> None:
    """Everything that an annotation does."""
    rows = [one for batch in batches(seeds) for one in annotated(batch) if not isinstance(one, str)]
    keep(Tables.from_rows({table: [row for one in rows for row in one[table]] for table in rows[0]}), store)


if __name__ == "__main__":
    print(json.dumps(stages(sys.argv[1])))
