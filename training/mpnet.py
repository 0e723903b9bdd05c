"""MPNet with the three heads of the stance model, in plain PyTorch: the larger model that the one that ships learns from.

Song et al., "MPNet", NeurIPS 2020; the weights to start from are those of all-mpnet-base-v2 (Apache-2.0). Its word pieces are those
of BERT behind four of its own, so it reads the token numbers of analysis/stance_input.py.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from encoder import LABELS, Layer
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, LAYERS, HEADS, VOCABULARY, POSITIONS = 768, 12, 12, 30527, 514
MARKS = 8  # token numbers below it are those of marks and placeholders, which MPNet has never seen
_SHIFT, _FIRST_PLACE = 4, 2
_SPECIAL = {0: 1, 101: 0, 102: 2}  # padding, start and end
_BUCKETS, _EXACT, _FARTHEST = 16, 8, 128  # of distances on one side


class Teacher(nn.Module):
    """As encoder.StanceModel: token numbers and the weights of targets and sources -> three kinds of logits, of the same shapes."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.marks, self.relative = nn.Embedding(MARKS, WIDTH), nn.Embedding(2 * _BUCKETS, HEADS)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-5), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout, WIDTH, HEADS, 1e-5) for _ in range(LAYERS))
        self.sentiment, self.stance, self.judged = (_head(parts, dropout) for parts in (2, 3, 3))
        for table in (self.words, self.positions):  # a third of all weights, of which few would change
            table.weight.requires_grad_(False)

    def forward(self, ids: Tensor, target: Tensor, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The logits of the heads."""
        length, places = ids.shape[1], target.shape[1]
        theirs = ids + _SHIFT
        for ours, number in _SPECIAL.items():
            theirs = torch.where(ids == ours, number, theirs)
        marked = ((ids > 0) & (ids < MARKS))[..., None]
        words = torch.where(marked, self.marks(ids.clamp(max=MARKS - 1)), self.words(theirs))
        x = self.dropout(self.norm(words + self.positions(torch.arange(length) + _FIRST_PLACE)[None]))
        hidden = ((ids == 0).float() * -1e4)[:, None, None, :]
        bias = self.relative(_buckets(length)).permute(2, 0, 1)[None] + hidden
        for layer in self.layers:
            x = layer(x, bias)
        x = x.float()
        toward, whole = target @ x, x[:, :1].expand(-1, places, -1)
        all_three = torch.cat([whole, toward, (source[:, None, :] @ x).expand(-1, places, -1)], 2)
        return self.sentiment(torch.cat([whole, toward], 2)), self.stance(all_three), self.judged(all_three)


def _head(parts: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(parts * WIDTH, WIDTH), nn.Tanh(), nn.Dropout(dropout), nn.Linear(WIDTH, len(LABELS)))


def _buckets(length: int) -> Tensor:
    """For each two places the number of their distance: exact where they are near, in ever wider steps beyond."""
    place = torch.arange(length)
    distance = place[:, None] - place[None, :]
    apart = distance.abs()
    steps = torch.log(apart.float().clamp(min=1) / _EXACT) / math.log(_FARTHEST / _EXACT) * (_BUCKETS - _EXACT)
    far = (_EXACT + steps.long()).clamp(max=_BUCKETS - 1)
    return (distance < 0).long() * _BUCKETS + torch.where(apart < _EXACT, apart, far)


_NAMES = {
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "output",
    "attention.LayerNorm": "norm_attention",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "norm_output",
}


def pretrained(path: Path) -> Teacher:
    """A model whose encoder starts from the safetensors file of MPNet's base size; its heads and marks are new."""
    stored, model = load_file(path), Teacher()
    named = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "relative.weight": stored["encoder.relative_attention_bias.weight"],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        for theirs, ours in _NAMES.items():
            for kind in ("weight", "bias"):
                named[f"layers.{number}.{ours}.{kind}"] = stored[f"encoder.layer.{number}.{theirs}.{kind}"]
    missing = model.load_state_dict(named, strict=False)
    assert not missing.unexpected_keys and all(is_new(key) for key in missing.missing_keys)
    return model


def is_new(parameter: str) -> bool:
    """Has a parameter of this name not been trained before."""
    return parameter.startswith(("marks", "sentiment", "stance", "judged"))
