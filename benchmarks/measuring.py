"""A command as a whole: how long it took, and how much memory all its processes held together."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import psutil

INTERVAL = 0.1  # seconds between two looks at whether it has ended
MEMORY = 5  # such looks between two at the memory: that one stops the processes for a moment


class Cost(NamedTuple):
    """Seconds by the clock, and the most megabytes held at a time (proportional set size)."""

    wall: float
    megabytes: float


def measured(command: Sequence[str]) -> Cost:
    """Run a command with all the processes that it starts; raises CalledProcessError if it fails."""
    started = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    most, looks = 0.0, 0
    while process.poll() is None:
        if looks % MEMORY == 0:
            most = max(most, _megabytes(process))
        looks += 1
        time.sleep(INTERVAL)
    wall = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), stderr=process.stderr.read())
    return Cost(wall, most)


def _megabytes(process: psutil.Process) -> float:
    """What a process and those that it started hold now."""
    total = 0.0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return total
    for one in family:
        with suppress(psutil.Error):  # it has just ended
            memory = one.memory_full_info()
            total += getattr(memory, "pss", memory.uss) / 1e6
    return total
