"""Trains the stance model on what is known of the items and on what a larger model says of them (train_teacher.py --tell).

usage: PYTHONPATH=. python training/distil.py ENCODER START OUT.pt ITEMS --newsmtsc DEV --directed TRAIN VALID
           [--epochs 4] [--rate 1e-4] [--seed 1]

START is weights of train_stance.py, or an ONNX file that ships, to go on from; ITEMS stands for ITEMS.jsonl and ITEMS.npy. After
each epoch the averaged weights are written (OUT.0.pt, …) and macro-F1 on the dev sets is printed. Method: Hinton, Vinyals and Dean,
Distilling the Knowledge in a Neural Network, 2015.

The model of the morning of 29 November 2026: the larger model (2,500 steps) learned from the train files of NewsMTSC and of
directed, from sentences/ and from 30,998 judged items; macro-F1 is 84.8 on NewsMTSC dev, 65.3 on directed (unseen), 71.8 on 2,957
judged items that no model learned from, where that of 28 November has 79.1, 64.6 and 62.9. It was asked about 63,971 items, among
them 11,891 judged in 374 articles that it had not seen. Four passes from the model of 28 November gave 80.4, 63.9, 69.1; the mean
of the weights after the second, the third and the fourth pass and of those at the start (export_stance.py) was 80.2, 64.5 and 69.1,
and 81.3 and 66.5 in bytes with thresholds fitted on the first two. Runs differ by some tenths.

What ships went on from it (retold.py): three passes at 8e-5 over 40,722 items, 19,080 of them of sentences with pairs that were
judged since or of sentences/told.txt. What ships is the mean of the weights after the second pass
and, twice, of those at the start: in bytes 81.4 and 66.6. Once each they gave 80.6 and 65.8 before bytes; 67.3 on 5,204 judged
statements of speech that no model learned from (66.4 at the start), 69.5 on 892 of what the narrator tells (68.4), 75.4 on
sentences/kept/told.txt (70.4). Other means were as good, but other names changed more of their labels. The items were drawn from an
earlier form of retold.py: a third of what the model had learned, too.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from encoder import StanceModel
from shipped import restored
from stance_data import Example, directed, newsmtsc
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from train_stance import CLIP, DECAY, THREADS, batches, figures, full_names, load_tokenizer, predict, read_anew, tensors, warmed
from train_teacher import AVERAGE, EACH, HEADS

from analysis.stance_input import Item

BATCH = 64
SOFTNESS = 1.5  # what all logits are divided by, so that the less likely labels count too
TAUGHT = 0.5  # how much what the larger model says counts, beside what is known
WARM_UP, NAMED_SENTIMENT, NAMED_STANCE = 0.05, 0.85, 0.15
# how much each head learns from an item that is for another one: sentiment, stance, judged
OWN, OTHER = (1.0, 1.0, 1.0), (0.3, 0.5, 0.5)


def read(items: Path) -> tuple[list[Example], Tensor, Tensor]:
    """The examples, the number of the head that each is for, and the logits of all heads."""
    examples, heads = [], []
    for line in items.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
        item, others, head, label = json.loads(line)
        source = tuple(item["source"]) if item["source"] else None
        found = Item(item["text"], tuple(item["target"]), source, tuple(map(tuple, item["beside"])))
        examples.append(Example(found, label, tuple(map(tuple, others)), head == "judged"))
        heads.append(HEADS.index(head))
    return examples, torch.tensor(heads), torch.tensor(np.load(items.with_suffix(".npy")).astype("float32"))


def loss_of(found: Tensor, told: Tensor, heads: Tensor, labels: Tensor) -> Tensor:
    """How far the logits (items, heads, 3) are from the labels and from what is told."""
    known = functional.cross_entropy(found[torch.arange(len(heads)), heads], labels)
    apart = functional.kl_div(
        functional.log_softmax(found / SOFTNESS, -1), functional.softmax(told / SOFTNESS, -1), reduction="none"
    ).sum(-1)
    own = functional.one_hot(heads, len(HEADS)).float()
    weights = own * torch.tensor(OWN) + (1 - own) * torch.tensor(OTHER)
    weights = weights * torch.where(heads[:, None] > 0, 1.0, own)  # without a source there is no stance to tell of
    return (1 - TAUGHT) * known + TAUGHT * SOFTNESS**2 * (weights * apart).sum(1).mean()


def passes(
    model: StanceModel, data: tuple[list[Example], Tensor, Tensor], tokenizer: Tokenizer, args: argparse.Namespace
) -> Iterator[StanceModel]:
    """Trains the model; yields, after each epoch, a copy with the averaged weights."""
    random_, (examples, heads, told) = random.Random(args.seed), data
    labels = torch.tensor([e.label for e in examples])
    names = full_names(examples)
    mean = StanceModel().eval()
    mean.load_state_dict(model.state_dict())
    own = [p for name, p in model.named_parameters() if not name.startswith("valence")]  # in the words by now
    groups = [
        {"params": [p for p in own if p.ndim > 1], "weight_decay": DECAY},
        {"params": [p for p in own if p.ndim <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), fused=True)
    steps, step, started = args.epochs * -(-len(examples) // BATCH), 0, time.time()
    schedule = warmed(optimizer, steps, WARM_UP)
    for _ in range(args.epochs):
        marked = read_anew(examples, names, tokenizer, random_, (NAMED_SENTIMENT, NAMED_STANCE))
        for group in batches(marked, BATCH, random_):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = model(*tensors([marked[i] for i in group]))
            loss = loss_of(torch.stack([head[:, 0].float() for head in found], 1), told[group], heads[group], labels[group])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            step += 1
            if step % EACH == 0:
                with torch.no_grad():
                    torch._foreach_lerp_(list(mean.parameters()), list(model.parameters()), 1 - min(AVERAGE, step / (step + 10)))
            if step % 200 == 0:
                print(f"{step}/{steps} {time.time() - started:.0f} s loss {loss.item():.3f}", flush=True)
        yield mean


def main() -> None:
    """Read the items, train, print the figures and write the weights after each epoch."""
    parser = argparse.ArgumentParser()
    for name in ("encoder", "start", "out", "items"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--newsmtsc", type=Path, required=True)
    parser.add_argument("--directed", nargs=2, type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(THREADS)
    torch.manual_seed(args.seed)
    tokenizer, model, seen = load_tokenizer(args.encoder), StanceModel(), directed(args.directed[0])
    dev = {"newsmtsc": newsmtsc(args.newsmtsc), "directed": directed(args.directed[1], unseen_in=seen)}
    model.load_state_dict(restored(args.start) if args.start.suffix == ".onnx" else torch.load(args.start))
    for number, mean in enumerate(passes(model, read(args.items), tokenizer, args)):
        torch.save(mean.state_dict(), args.out.with_suffix(f".{number}.pt"))
        result = {name: figures(some, predict(mean, some, tokenizer)) for name, some in dev.items()}
        mean.eval()
        print(json.dumps({"epoch": number + 1, **result}), flush=True)


if __name__ == "__main__":
    main()
