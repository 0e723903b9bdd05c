"""Writes the trained stance model as the one ONNX file that ships: int8, with its word pieces, biases and temperatures in it.

usage: PYTHONPATH=. python training/export_stance.py ENCODER OUT.onnx MODEL.pt... --newsmtsc DEV --directed VALID TRAIN

Of several models that started from one another the weights are averaged (Wortsman et al., "Model soups", ICML 2022).

Each head's logits are scaled and shifted so that they are calibrated on the dev sets, and its rarer labels are not passed over
(macro-F1 there is what the shift is fitted on, over a few steps only: a shift is three numbers, and 783 items decide it).
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
import torch
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from encoder import StanceModel, merged
from stance_data import Example, directed, newsmtsc
from train_stance import load_tokenizer, predict, tensors

from analysis.stance_input import MOST_TOKENS, mark


class ByteRows(nn.Module):
    """An embedding in bytes with a scale for each row: one scale for the table would be that of its largest number."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        scale = table.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (table.weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """The embeddings of some numbers."""
        return self.rows[ids].to(torch.float32) * self.scale[ids]


class _ByteProduct(torch.autograd.Function):
    """The product of two matrices of bytes, as ONNX has it."""

    @staticmethod
    def forward(ctx: object, left: torch.Tensor, right: torch.Tensor, zero: torch.Tensor) -> torch.Tensor:
        """What the operator gives."""
        return (left.to(torch.int32) - zero.to(torch.int32)).matmul(right.to(torch.int32))

    @staticmethod
    def symbolic(g: torch.Graph, left: torch.Value, right: torch.Value, zero: torch.Value) -> torch.Value:
        """The operator."""
        return g.op("MatMulInteger", left, right, zero)


class ByteLinear(nn.Module):
    """A linear layer in bytes, its input scaled row by row: what a text gives does not depend on the texts beside it."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        scale = layer.weight.abs().amax(1).clamp(min=1e-8) / 127
        self.register_buffer("rows", (layer.weight / scale[:, None]).round().to(torch.int8).t().contiguous())
        self.register_buffer("scale", scale)
        self.register_buffer("bias", layer.bias.detach())
        self.register_buffer("zero", torch.tensor(128, dtype=torch.uint8))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output."""
        size = x.abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
        bytes_ = ((x / size).round() + 128).to(torch.uint8)
        return _ByteProduct.apply(bytes_, self.rows, self.zero).to(torch.float32) * size * self.scale + self.bias


def in_bytes(module: nn.Module) -> nn.Module:
    """The module with all of its linear layers in bytes."""
    for name, part in module.named_children():
        setattr(module, name, ByteLinear(part) if isinstance(part, nn.Linear) else in_bytes(part))
    return module


class Probabilities(nn.Module):
    """The model with softmax at its end."""

    def __init__(self, model: StanceModel) -> None:
        super().__init__()
        self.model = in_bytes(model)
        self.model.words = ByteRows(model.words)
        self.model.positions.weight = nn.Parameter(model.positions.weight[:MOST_TOKENS].clone())  # no text is longer

    def forward(self, ids: torch.Tensor, target: torch.Tensor, source: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The probabilities of both heads."""
        sentiment, stance = self.model(ids, target, source)
        return torch.softmax(sentiment, dim=-1), torch.softmax(stance, dim=-1)


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
    model.load_state_dict(averaged([torch.load(path) for path in args.models]))
    merged(model)
    seen = directed(args.directed[1])
    print(adjust(model, model.sentiment, newsmtsc(args.newsmtsc), tokenizer))
    print(adjust(model, model.stance, directed(args.directed[0], unseen_in=seen), tokenizer))
    model.eval()
    sample = tensors(mark([e.item for e in seen[:3]], tokenizer))
    axes = {name: {0: "texts", 1: "tokens"} for name in ("ids", "source")}
    axes = {"ids": axes["ids"], "target": {0: "texts", 1: "targets", 2: "tokens"}, "source": axes["source"]}
    exported = io.BytesIO()
    torch.onnx.export(
        Probabilities(model),
        sample,
        exported,
        dynamo=False,
        opset_version=17,
        input_names=list(axes),
        output_names=["sentiment", "stance"],
        dynamic_axes={**axes, "sentiment": {0: "texts", 1: "targets"}, "stance": {0: "texts", 1: "targets"}},
    )
    stored = onnx.load_from_string(exported.getvalue())
    stored.metadata_props.add(key="tokenizer", value=tokenizer.to_str())
    onnx.save(stored, args.out)


if __name__ == "__main__":
    main()
