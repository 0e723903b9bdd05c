"""The stance model as it ships: its products in bytes, written with the operators that onnxruntime has the fastest code for.

Every row is scaled by itself, so that what a text gives does not depend on the texts beside it. The rows of all texts go through
a layer as one matrix, and the last layer goes on only with those that the heads read: the first, the target's, the source's.
"""

from __future__ import annotations

import math

import torch
from encoder import HEADS, WIDTH, Layer, StanceModel
from torch import Tensor, nn
from torch.nn import functional

LEVELS, ZERO = 127, 128


class _Product(torch.autograd.Function):
    """Rows of numbers by a matrix of bytes with a scale for each of its columns."""

    @staticmethod
    def forward(ctx: object, rows: Tensor, matrix: Tensor, scale: Tensor, zero: Tensor) -> Tensor:
        """What the operators give."""
        size = rows.abs().amax(1, keepdim=True).clamp(min=1e-8) / LEVELS
        return (rows / size).round().matmul(matrix.to(torch.float32)) * scale * size

    @staticmethod
    def symbolic(g: torch.Graph, rows: torch.Value, matrix: torch.Value, scale: torch.Value, zero: torch.Value) -> torch.Value:
        """The operators."""
        number = lambda value: g.op("Constant", value_t=torch.tensor(value))  # noqa: E731
        largest = g.op("ReduceMax", g.op("Abs", rows), axes_i=[1], keepdims_i=1)
        size = g.op("Mul", g.op("Max", largest, number(1e-8)), number(1 / LEVELS))
        sizes = g.op("Reshape", size, number([-1]))
        zeros = g.op("Expand", zero, g.op("Shape", sizes))
        in_bytes = g.op("QuantizeLinear", rows, sizes, zeros, axis_i=0)
        product = g.op("com.microsoft::MatMulIntegerToFloat", in_bytes, matrix, number(1.0), scale, zero)
        return g.op("Mul", product.setType(rows.type().with_sizes([None, None])), size)


class ByteLinear(nn.Module):
    """Linear layers side by side in bytes; their input is scaled once for all of them."""

    def __init__(self, *layers: nn.Linear) -> None:
        super().__init__()
        weight = torch.cat([layer.weight.detach() for layer in layers])
        scale = weight.abs().amax(1).clamp(min=1e-8) / LEVELS
        self.register_buffer("matrix", (weight / scale[:, None]).round().to(torch.int8).t().contiguous())
        self.register_buffer("scale", scale)
        self.register_buffer("bias", torch.cat([layer.bias.detach() for layer in layers]))
        self.register_buffer("zero", torch.tensor(ZERO, dtype=torch.uint8))

    def forward(self, rows: Tensor) -> Tensor:
        """Rows (number, in) to rows (number, out)."""
        return _Product.apply(rows, self.matrix, self.scale, self.zero) + self.bias


class ByteRows(nn.Module):
    """An embedding in bytes with a scale for each row: one scale for the table would be that of its largest number."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        scale = table.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / LEVELS
        self.register_buffer("rows", (table.weight.detach() / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The embeddings of some numbers."""
        return self.rows[ids].to(torch.float32) * self.scale[ids]


class ByteLayer(nn.Module):
    """One transformer layer on the rows of all texts."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.asked = ByteLinear(layer.query, layer.key, layer.value)
        self.output, self.inner, self.outer = ByteLinear(layer.output), ByteLinear(layer.inner), ByteLinear(layer.outer)
        self.norm_attention, self.norm_output = layer.norm_attention, layer.norm_output

    def forward(self, rows: Tensor, hidden: Tensor, shape: tuple[int, int], kept: Tensor | None = None) -> Tensor:
        """The next layer's rows, only those numbered by `kept` if it is given; `shape`: texts, tokens."""
        parts = self.asked(rows).view(*shape, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts
        weights = functional.softmax(query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + hidden, dim=-1)
        mixed = (weights @ value).transpose(1, 2).reshape(-1, WIDTH)
        if kept is not None:
            rows, mixed = rows[kept], mixed[kept]
        rows = self.norm_attention(rows + self.output(mixed))
        return self.norm_output(rows + self.outer(functional.gelu(self.inner(rows))))


class ByteModel(nn.Module):
    """A trained StanceModel whose valences are merged; gives probabilities. Shapes as there; `positions`: tokens at most."""

    def __init__(self, model: StanceModel, positions: int) -> None:
        super().__init__()
        self.words, self.norm = ByteRows(model.words), model.norm
        self.register_buffer("places", (model.positions.weight[:positions] + model.types.weight[0]).detach().clone())
        self.layers = nn.ModuleList(ByteLayer(layer) for layer in model.layers)
        for name in ("sentiment", "stance", "judged"):
            first, bend, _, last = getattr(model, name)
            setattr(self, name, nn.Sequential(ByteLinear(first), bend, ByteLinear(last)))

    def forward(self, ids: Tensor, target: Tensor, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The probabilities of the heads."""
        shape, places = (ids.shape[0], ids.shape[1]), target.shape[1]
        hidden = ((ids == 0).to(torch.float32) * -1e4)[:, None, None, :]
        rows = self.norm(self.words(ids) + self.places[: ids.shape[1]]).reshape(-1, WIDTH)
        first = (torch.arange(ids.shape[1], device=ids.device) == 0).to(torch.float32)
        kept = torch.nonzero((target.amax(1) + source + first).reshape(-1))[:, 0]
        for layer in self.layers[:-1]:
            rows = layer(rows, hidden, shape)
        last = self.layers[-1](rows, hidden, shape, kept)
        x = torch.zeros_like(rows).index_put((kept,), last).view(*shape, WIDTH)
        whole, holder = x[:, :1].expand(-1, places, -1), (source[:, None, :] @ x).expand(-1, places, -1)
        toward = target @ x
        all_three = [whole, toward, holder]
        return self._head("sentiment", [whole, toward]), self._head("stance", all_three), self._head("judged", all_three)

    def _head(self, name: str, parts: list[Tensor]) -> Tensor:
        read = torch.cat(parts, 2)
        logits = getattr(self, name)(read.reshape(-1, read.shape[2]))
        return functional.softmax(logits.view(read.shape[0], read.shape[1], 3), dim=-1)
