"""Writes what readers judged as items that the stance model learns from (train_stance.py --judged).

usage: PYTHONPATH=. python training/judged_items.py OUT.jsonl [--questions JUDGED.tsv=FOLDER...] [--issues JUDGED.tsv=FOLDER...]
           [--sentences JUDGED.tsv=FILE.jsonl...]

--questions: is a speaker for or against a target (columns article, speaker, start, end of the target in documents.text, stance:
+, - or 0); FOLDER holds the seeds. --issues: the same for the issue of the article, which the words do not name (start and end are
those of the words; column issue). --sentences: as --questions, of single sentences; the column sentence holds the first 12 digits
of the SHA-256 of a text of FILE.jsonl. What the package no longer asks is left out. One article in four gives nothing:
train_weighing.py fits there how far the model can be believed (`is_apart`).

The model of 28 November 2026, from which the later ones went on (distil.py), learned from 38,911 items: --questions of
articles_judgements.tsv for training/articles and training/stance_articles and of wikinews_judgements.tsv for articles of Wikinews
2019 (CC BY 2.5); --issues of implied_judgements.tsv for the same three folders; --sentences of news_judgements.tsv for the train
files of NewsMTSC and of directed. Then train_stance.py --start FIRST.pt, with the files of sentences/ that are not in its folder
unused, --epochs 2 --rate 4e-5, gave SECOND.1.pt; a run the same way on the 30,824 of them that there were before gave
EARLIER.1.pt; and export_stance.py of SECOND.1.pt six times, EARLIER.1.pt and FIRST.pt once each gave what shipped. Nothing of
examples/ is in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from held_out import is_apart
from judgements import read_judgements

from analysis.pipeline import read
from analysis.scene import Scene, scene
from analysis.seeds import load_seeds
from analysis.stance_input import Item
from analysis.stated import find_questions, parts

LABELS = {"+": "positive", "0": "neutral", "-": "negative"}


Known = Mapping[tuple[str, int, int], tuple[str, str]]  # (speaker, start, end): (sign, issue)


def main() -> None:
    """Read the judgements, find the questions again, write the items."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    for kind in ("questions", "issues", "sentences"):
        parser.add_argument(f"--{kind}", nargs="*", default=[])
    args = parser.parse_args()
    seen = set()
    with args.out.open("w", encoding="utf-8") as out:
        for kind, find in (("questions", _questions), ("issues", _issues), ("sentences", _questions)):
            for judged, source in (one.split("=") for one in getattr(args, kind)):
                texts = _sentences(source) if kind == "sentences" else _articles(source)
                lines = [json.dumps(item) + "\n" for item in _found(Path(judged), texts, find)]
                new = [line for line in dict.fromkeys(lines) if line not in seen]
                print(f"{judged} in {source}: {len(new)} items")
                seen.update(new)
                out.writelines(new)


def _articles(folder: str) -> Iterator[tuple[str, str, str]]:
    """The articles to learn from: name, text, title."""
    for seed in load_seeds(folder):
        if not is_apart(Path(seed.path).stem):
            yield Path(seed.path).stem, seed.text, seed.title


def _sentences(file: str) -> Iterator[tuple[str, str, str]]:
    """The texts of a file of lines {text}, each once, under a name made from it."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    for text in dict.fromkeys(json.loads(line)["text"] for line in lines):
        yield hashlib.sha256(text.encode()).hexdigest()[:12], text, ""


def _found(
    judged: Path, texts: Iterable[tuple[str, str, str]], find: Callable[[Scene, Known], Iterator[tuple[Item, str]]]
) -> Iterator[dict[str, object]]:
    """The items of the texts that were judged."""
    rows = read_judgements(judged)
    known: dict[str, dict[tuple[str, int, int], tuple[str, str]]] = {}
    for name, speaker, start, end, *issue, stance in rows.itertuples(index=False):
        known.setdefault(name, {})[speaker, start, end] = stance, "".join(issue)
    for name, text, title in texts:
        if name in known:
            reading = read(text, title)
            for item, sign in find(scene(reading.doc, reading.quotations, reading.who), known[name]):
                yield item._asdict() | {"label": LABELS[sign]}


def _questions(view: Scene, known: Known) -> Iterator[tuple[Item, str]]:
    """The questions that were judged, each with its sign."""
    for question in find_questions(view):
        target = view.doc[question.target.start : question.target.end]
        if judged := known.get((question.speaker, target.start_char, target.end_char)):
            yield question.item, judged[0]


def _issues(view: Scene, known: Known) -> Iterator[tuple[Item, str]]:
    """The parts of speech that were judged, behind the name of the issue: "closure: Quist said: …"."""
    for part in parts(view):
        words = view.doc[slice(*part.tokens)]
        if judged := known.get((part.source.entity or "", words.start_char, words.end_char)):
            sign, issue = judged
            lead = f"{issue}: "
            speaker = (part.speaker[0] + len(lead), part.speaker[1] + len(lead))
            yield Item(lead + part.text, (0, len(issue)), speaker), sign


if __name__ == "__main__":
    main()
