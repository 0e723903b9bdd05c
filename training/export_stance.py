"""Writes the trained stance model as the one ONNX file that ships: int8, with its word pieces, biases and temperatures in it.

usage: PYTHONPATH=. python training/export_stance.py ENCODER OUT.onnx MODEL.pt... --newsmtsc DEV --directed VALID TRAIN

Of several models that started from one another the weights are averaged (Wortsman et al., "Model soups", ICML 2022).

The first two heads' logits are scaled and shifted so that they are calibrated on the dev sets, and their rarer labels are not
passed over (macro-F1 there is what the shift is fitted on, over a few steps only: a shift is three numbers, and 783 items decide
it). What the third is worth train_weighing.py fits.
"""

from __future__ import annotations

import argparse
import io
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from byte_model import ByteModel
from encoder import StanceModel, merged, with_head
from stance_data import Example, directed, newsmtsc
from train_stance import batches, load_tokenizer, predict, tensors

from analysis.stance_input import MOST_TOKENS, mark

NAMES = ("ids", "target", "source")
HEADS = ("sentiment", "stance", "judged")


def shift(logits: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """What to add to the logits of the three labels for the best macro-F1, on a coarse grid."""
    grid = np.arange(-0.6, 0.61, 0.1)
    scored = [
        (f1_score(truth, (logits + np.array([a, 0, b])).argmax(1), average="macro") - 0.002 * (abs(a) + abs(b)), a, b)
        for a, b in itertools.product(grid, grid)
    ]
    _, a, b = max(scored)
    return np.array([a, 0.0, b])


def temperature(logits: np.ndarray, truth: np.ndarray) -> float:
    """What to divide the logits by so that the probabilities are those of the dev set (Guo et al., ICML 2017)."""

    def loss(t: float) -> float:
        z = logits / t
        return float(np.mean(np.log(np.exp(z).sum(1)) - z[np.arange(len(z)), truth]))

    return float(minimize_scalar(loss, bounds=(0.5, 4), method="bounded").x)


def adjust(model: StanceModel, head: nn.Sequential, examples: Sequence[Example], tokenizer: Tokenizer) -> dict[str, object]:
    """Scale and shift the logits of a head so that they fit the examples; returns by how much."""
    truth = np.array([e.label for e in examples])
    logits = predict(model, examples, tokenizer).astype("float64")
    scale = temperature(logits, truth)
    moved = shift(logits / scale, truth)
    with torch.no_grad():
        head[-1].weight /= scale
        head[-1].bias /= scale
        head[-1].bias += torch.tensor(moved, dtype=torch.float32)
    return {"temperature": round(scale, 2), "shift": moved.round(2).tolist()}


def settle(stored: onnx.ModelProto, head: str, examples: Sequence[Example], tokenizer: Tokenizer) -> list[float]:
    """Shift a head's probabilities once more, so that what bytes have moved comes right; returns by how much."""
    session = onnxruntime.InferenceSession(stored.SerializeToString(), providers=["CPUExecutionProvider"])
    marked = mark([e.item for e in examples], tokenizer)
    found = np.zeros((len(marked), 3))
    for group in batches(marked, 64, None):
        inputs = dict(zip(NAMES, (t.numpy() for t in tensors([marked[i] for i in group])), strict=True))
        found[group] = session.run([head], inputs)[0][:, 0]
    moved = shift(np.log(found + 1e-9), np.array([e.label for e in examples]))
    bias = next(one for one in stored.graph.initializer if one.name == f"{head}.2.bias")
    bias.CopyFrom(numpy_helper.from_array((numpy_helper.to_array(bias) + moved).astype("float32"), bias.name))
    return moved.round(2).tolist()


def averaged(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several models."""
    first = states[0]
    return {k: sum(s[k] for s in states) / len(states) if v.is_floating_point() else v for k, v in first.items()}


def main() -> None:
    """Adjust the heads, export, quantize, add the tokenizer."""
    parser = argparse.ArgumentParser()
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--newsmtsc", type=Path, required=True)
    parser.add_argument("--directed", type=Path, nargs=2, required=True)
    args = parser.parse_args()
    tokenizer, model = load_tokenizer(args.encoder), StanceModel().eval()
    model.load_state_dict(averaged([with_head(torch.load(path)) for path in args.models]))
    merged(model)
    seen = directed(args.directed[1])
    known = {"sentiment": newsmtsc(args.newsmtsc), "stance": directed(args.directed[0], unseen_in=seen)}
    print({head: adjust(model, getattr(model, head), examples, tokenizer) for head, examples in known.items()})
    model.eval()
    sample = tensors(mark([e.item for e in seen[:3]], tokenizer))
    axes = {name: {0: "texts", 1: "tokens"} for name in ("ids", "source")}
    axes = {"ids": axes["ids"], "target": {0: "texts", 1: "targets", 2: "tokens"}, "source": axes["source"]}
    exported = io.BytesIO()
    torch.onnx.export(
        ByteModel(model, MOST_TOKENS),  # no text is longer
        sample,
        exported,
        dynamo=False,
        opset_version=17,
        input_names=list(NAMES),
        output_names=list(HEADS),
        dynamic_axes={**axes, **{head: {0: "texts", 1: "targets"} for head in HEADS}},
        custom_opsets={"com.microsoft": 1},
    )
    stored = onnx.load_from_string(exported.getvalue())
    print({head: settle(stored, head, examples, tokenizer) for head, examples in known.items()})
    stored.metadata_props.add(key="tokenizer", value=tokenizer.to_str())
    onnx.save(stored, args.out)


if __name__ == "__main__":
    main()
