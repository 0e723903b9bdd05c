"""A BERT encoder with the three heads of the stance model, in plain PyTorch, as it is trained and exported.

Devlin et al., "BERT", NAACL 2019; the weights to start from are those of all-MiniLM-L6-v2 (Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, VOCABULARY, POSITIONS, VALENCES = 384, 6, 12, 30522, 512, 10
LABELS = ("negative", "neutral", "positive")


class Layer(nn.Module):
    """One transformer layer, normalized after each part as BERT does it."""

    def __init__(self, dropout: float, width: int = WIDTH, heads: int = HEADS, eps: float = 1e-12) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.inner, self.outer = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.norm_attention, self.norm_output = nn.LayerNorm(width, eps=eps), nn.LayerNorm(width, eps=eps)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """The next layer's input; `bias` is added to the attention, very negative where there is no token."""
        batch, length, width = x.shape
        query, key, value = (
            part(x).view(batch, length, self.heads, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
        x = self.norm_attention(x + self.dropout(self.output(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.norm_output(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class StanceModel(nn.Module):
    """Token numbers, and the weights that take the mean over each target's and the source's tokens -> three kinds of logits:
    sentiment toward the target, stance of the source toward the target, and that stance as readers judge what an article asks
    (with targets that are no names, and speakers who only tell of them); negative, neutral, positive each.

    Shapes: ids (batch, length), 0 where there is no token; target (batch, targets, length); source (batch, length);
    logits (batch, targets, 3) each.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.valence = nn.Embedding(VALENCES, WIDTH)  # shared by the words of one valence; see `merged`
        nn.init.zeros_(self.valence.weight)
        self.plain = False
        self.register_buffer("valence_of", torch.zeros(VOCABULARY, dtype=torch.long))
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.sentiment = nn.Sequential(nn.Linear(2 * WIDTH, WIDTH), nn.Tanh(), nn.Dropout(dropout), nn.Linear(WIDTH, 3))
        self.stance, self.judged = (
            nn.Sequential(nn.Linear(3 * WIDTH, WIDTH), nn.Tanh(), nn.Dropout(dropout), nn.Linear(WIDTH, 3)) for _ in range(2)
        )

    def forward(self, ids: Tensor, target: Tensor, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The logits of the heads."""
        hidden = ((ids == 0).to(torch.float32) * -1e4)[:, None, None, :]
        place = torch.arange(ids.shape[1], device=ids.device)[None, :]
        words = self.words(ids) if self.plain else self.words(ids) + self.valence(self.valence_of[ids])
        x = self.dropout(self.norm(words + self.positions(place) + self.types.weight[0]))
        for layer in self.layers:
            x = layer(x, hidden)
        toward, places = target @ x, target.shape[1]
        whole, holder = x[:, :1].expand(-1, places, -1), (source[:, None, :] @ x).expand(-1, places, -1)
        all_three = torch.cat([whole, toward, holder], 2)
        return self.sentiment(torch.cat([whole, toward], 2)), self.stance(all_three), self.judged(all_three)


def with_head(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights of a model, with the head for what readers judge; in those that have none it starts from that for stance."""
    own = {f"judged{key.removeprefix('stance')}": value.clone() for key, value in state.items() if key.startswith("stance.")}
    return own | state


_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "output",
    "attention.output.LayerNorm": "norm_attention",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "norm_output",
}


def merged(model: StanceModel) -> StanceModel:
    """The same model with the valences added to the words, where they cost nothing at run time."""
    with torch.no_grad():
        model.words.weight += model.valence(model.valence_of)
        model.valence.weight.zero_()
    model.plain = True
    return model


def pretrained(path: Path, valences: Sequence[int], dropout: float = 0.1) -> StanceModel:
    """A model whose encoder starts from the safetensors file of a BERT of this size; its heads are new.

    `valences`: for each word piece the number of its valence, 0 for none.
    """
    stored, model = load_file(path), StanceModel(dropout)
    named = {
        "valence.weight": torch.zeros(VALENCES, WIDTH),
        "valence_of": torch.tensor(valences),
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "types.weight": stored["embeddings.token_type_embeddings.weight"],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        for theirs, ours in _NAMES.items():
            for kind in ("weight", "bias"):
                named[f"layers.{number}.{ours}.{kind}"] = stored[f"encoder.layer.{number}.{theirs}.{kind}"]
    missing = model.load_state_dict(named, strict=False)
    assert not missing.unexpected_keys and all(key.startswith(("sentiment", "stance", "judged")) for key in missing.missing_keys)
    return model
