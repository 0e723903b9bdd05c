"""The annotation in a process that has its pipeline already, so that a test can begin and end it many times."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from unittest.mock import patch

from analysis import corpus, store
from analysis.corpus import annotate_to
from analysis.pipeline import annotate_seed
from analysis.seeds import Seed, load_seeds

annotate_seed(Seed("d0", "a.txt", "News", None, None, ("Mara Quist accused Tom Reyl of silence.",)))  # loads all the models

TEXT = """The harbour of {town} closes
2031-{month:02}-03
https://gazette.example/{town}
“We will close it in {month} days,” Mara Quist said. “Nobody has asked us for more,” she added.
Tom Reyl of the {town} council accused her of silence and opposed the plan.
According to the council, {month} ships wait outside the harbour.
"""


def write_seeds(folder: Path, number: int) -> Path:
    """So many short articles in a new folder."""
    folder.mkdir()
    for n in range(number):
        text = TEXT.format(town=f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n % 26]}lheim", month=n % 12 + 1)
        (folder / f"{n:03}.txt").write_text(f"{text}This was the report number {n}.\n")
    return folder


def processes() -> ForkServerContext:
    """What starts processes that are warm; the model must not start threads in what they are copied from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm_run"])
    # The server looks for what it loads beforehand where PYTHONPATH says, and goes on without it in silence.
    with patch.dict(os.environ, OMP_NUM_THREADS="1", PYTHONPATH=os.pathsep.join(path for path in sys.path if path)):
        forkserver.ensure_running()
    return context


def wait_until_ready() -> None:
    """Wait until processes can be started without delay."""
    process = processes().Process(target=int)
    process.start()
    process.join()


def run(seeds: Path, out: Path, shard: int) -> None:
    """Annotate the seeds, and keep what is done in shards of so many articles, and in parts after each article."""
    store.SHARD, corpus._KEPT = shard, 0.0
    annotate_to(out, load_seeds(seeds), store=out / ".store")


def start(seeds: Path, out: Path, shard: int = 2) -> ForkServerProcess:
    """The same in a process of its own."""
    process = processes().Process(target=run, args=(seeds, out, shard))
    process.start()
    return process


def tables(out: Path) -> dict[str, bytes]:
    """The bytes of the tables in a folder."""
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.parquet"))}
