"""A command as a whole: how long it took, the work of all its processes, and how much memory they held together."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from typing import NamedTuple

import psutil

INTERVAL = 0.1  # seconds between two looks at the memory


class Cost(NamedTuple):
    """Seconds by the clock, seconds of all processors, the most megabytes held at a time (proportional set size)."""

    wall: float
    cpu: float
    megabytes: float


def measured(command: Sequence[str]) -> Cost:
    """Run a command with all the processes that it starts; raises CalledProcessError if it fails."""
    started = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    most, spent = 0.0, {}
    while process.poll() is None:
        most = max(most, _look(process, spent))
        time.sleep(INTERVAL)
    wall = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), stderr=process.stderr.read())
    return Cost(wall, sum(spent.values()), most)


def _look(process: psutil.Process, spent: dict[int, float]) -> float:
    """Megabytes held now; `spent` takes the processor time of each process as last seen."""
    total = 0.0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return total
    for one in family:
        try:
            times, memory = one.cpu_times(), one.memory_full_info()
        except psutil.Error:
            continue  # it has just ended
        spent[one.pid] = times.user + times.system
        total += getattr(memory, "pss", memory.uss) / 1e6
    return total
