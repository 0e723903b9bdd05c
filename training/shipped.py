"""The stance model that ships as weights to go on from: its bytes times their scales (START of distil.py)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from encoder import POSITIONS, VALENCES, VOCABULARY, WIDTH
from onnx import numpy_helper

_PARTS = {"asked": ("query", "key", "value"), "output": ("output",), "inner": ("inner",), "outer": ("outer",)}
_LAST = {"0": "0", "2": "3"}  # of a head, in the file and in StanceModel, which drops out between the two


def restored(path: Path) -> dict[str, torch.Tensor]:
    """A state of StanceModel that gives what the file gives, but for rounding."""
    stored = {one.name: numpy_helper.to_array(one).astype("float32") for one in onnx.load(path).graph.initializer}
    places = np.zeros((POSITIONS, WIDTH), dtype="float32")
    places[: len(stored["places"])] = stored["places"]
    state = {
        "words.weight": stored["words.rows"] * stored["words.scale"],
        "positions.weight": places,
        "types.weight": np.zeros((2, WIDTH), dtype="float32"),
        "valence.weight": np.zeros((VALENCES, WIDTH), dtype="float32"),
        "valence_of": np.zeros(VOCABULARY, dtype="int64"),
    }
    for name, array in stored.items():
        parent, _, kind = name.rpartition(".")
        if "norm" in parent:
            state[name] = array
        elif kind == "matrix":
            rows, bias = (array * stored[f"{parent}.scale"]).T, stored[f"{parent}.bias"]
            own, _, part = parent.rpartition(".")
            names = _PARTS.get(part) or (_LAST[part],)
            for one, weight, shift in zip(names, np.split(rows, len(names)), np.split(bias, len(names)), strict=True):
                state |= {f"{own}.{one}.weight": weight, f"{own}.{one}.bias": shift}
    return {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in state.items()}
