"""Fit the weights of analysis/antecedents.py on pronouns whose meaning is known, and say how well they do on articles left out.

usage: PYTHONPATH=. python training/train_pronouns.py [--keep] SOURCE...

SOURCE is MENTIONS.jsonl (an article a line: text and mentions with start, end, entity and form; GUM's format), GOLD.json=FOLDER
(speakers of quotations by file stem, and the folder of the seeds; a pronoun beside the cue must mean the speaker), or
JUDGED.tsv=FOLDER (whom readers say that each pronoun means, as in pronoun_judgements.tsv). The figures, by cross-validation over
articles, are printed; the weights replace those of analysis/resources/pronouns.json unless --keep is given. It takes ten minutes
on one core. The shipped weights were fitted on GUM news, Wikinews 2019, examples/ and pronoun_judgements.tsv.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from analysis import pipeline, pronoun_weights
from analysis.antecedents import Candidate, kind
from analysis.coreference import readings
from analysis.files import replaced
from analysis.pronoun_weights import Model, group, shares
from analysis.pronouns import GENDER
from analysis.seeds import load_seeds

RESOURCE = Path(pronoun_weights.__file__).parent / "resources" / "pronouns.json"
FOLDS = 4
ROUNDS = 2  # the features depend on an earlier reading, so they are taken again with the weights of the round before
STRENGTH = 0.3  # inverse of the penalty on the weights
SCALES = np.arange(0.4, 2.01, 0.2)
NOBODY = np.arange(-5.0, 2.1, 0.5)
SURE = (0.9, 0.7, 0.5, 0.3)  # bounds of confidence for the figures
PRIOR = Model(  # what the first reading goes by
    {
        "people": {"distance": -0.9, "subject": 1.0, "hardly called so elsewhere": 1.0, "called so elsewhere": 1.0},
        "things": {"distance": -0.9, "subject": 1.0},
    },
    {"people": -2.0, "things": -2.0},
)


class Article(NamedTuple):
    """What an article was read as, and for each pronoun (token) whose meaning is known the names of that."""

    source: str
    reading: pipeline.Reading
    meant: dict[int, list[str]]


class Case(NamedTuple):
    """A pronoun with its candidates, and which of them are right."""

    article: int
    called: str
    options: list[Candidate]
    right: list[bool]


def main(arguments: Sequence[str]) -> None:
    """Print the figures by cross-validation, fit on everything, write the weights."""
    articles = [a for source in arguments if source != "--keep" for a in _articles(source) if a.meant]
    print(f"{len(articles)} articles, {sum(len(a.meant) for a in articles)} pronouns, {FOLDS}-fold cross-validation over articles")
    for name, (right, told, total) in figures(articles).items():
        print(f"{name:40}{right:4} right of {total:4}: {100 * right / total:.1f} %; {told} have a right candidate")
    model = fit(articles)
    print(json.dumps(model._asdict(), indent=1))
    if "--keep" not in arguments:
        _write(model)


def _articles(source: str) -> Iterator[Article]:
    if source.endswith(".jsonl"):
        for line in Path(source).read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            reading = pipeline.read(data["text"], data["title"])
            yield Article(Path(source).stem, reading, _from_mentions(data, reading))
    elif source.partition("=")[0].endswith(".tsv"):
        judged, folder = source.split("=")
        rows = pd.read_csv(judged, sep="\t", comment="#", keep_default_na=False)
        rows = rows[rows["pronoun"].str.lower().isin(GENDER)]  # of the others only those that speak are there
        meant = {name: dict(zip(few["start"], few["meant"], strict=True)) for name, few in rows.groupby("article")}
        for seed in load_seeds(folder):
            if known := meant.get(Path(seed.path).stem):
                reading = pipeline.read(seed.text, seed.title)
                yield Article(Path(judged).stem, reading, {t.i: [known[t.idx]] for t in reading.doc if t.idx in known})
    else:
        gold, folder = source.split("=")
        known = json.loads(Path(gold).read_text(encoding="utf-8"))
        for seed in load_seeds(folder):
            if Path(seed.path).stem in known:
                reading = pipeline.read(seed.text, seed.title)
                yield Article(Path(gold).stem, reading, _from_quotes(known[Path(seed.path).stem]["quotes"], reading))


def _from_mentions(data: Mapping[str, object], reading: pipeline.Reading) -> dict[int, list[str]]:
    text, mentions = str(data["text"]), list(data["mentions"])  # type: ignore[call-overload]
    forms: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for m in mentions:
        forms[m["entity"]][m["form"]].append(text[m["start"] : m["end"]])
    starts = {token.idx: token for token in reading.doc}
    found = {}
    for m in mentions:
        token = starts.get(m["start"])
        if m["form"] == "pronoun" and token is not None and len(token) == m["end"] - m["start"] and kind(token):
            known = forms[m["entity"]]
            names = [" ".join(known["name"])] if known["name"] else known["nominal"]
            if names:
                found[token.i] = names
    return found


def _from_quotes(quotes: Sequence[Mapping[str, object]], reading: pipeline.Reading) -> dict[int, list[str]]:
    found = {}
    for said in reading.quotations:
        q = said.quotation
        if q.cue is None or q.cue.source is None or not kind(reading.doc[q.cue.source]):
            continue
        text = _words(reading.doc.text[q.start : q.end])
        same = [g for g in quotes if f" {' '.join(_words(str(g['start_text'])))} " in f" {' '.join(text)} "]
        if same:
            found[q.cue.source] = [str(name) for name in same[0]["speakers"]]  # type: ignore[attr-defined]
    return found


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def _is_right(candidate: Candidate, names: Sequence[str]) -> bool:
    described = "without a name" in candidate.features
    if any(name.startswith("-") != described for name in names if name.startswith("-")):  # "-Quist's sister" is not Quist
        return False
    small = {"the", "and", "for", "of", "a", "an", "mr", "ms", "mrs"}
    mine = set(_words(candidate.entity)) - small
    return any(mine & (set(_words(name)) - small) for name in names)


def cases(articles: Sequence[Article], model: Model) -> list[Case]:
    """Each pronoun whose meaning is known, with its candidates in the last reading of its article."""
    found = []
    for number, article in enumerate(articles):
        r = article.reading
        options = readings(r.doc, r.names, r.roles, r.context, model)[-1].options
        for i, names in article.meant.items():
            offered = [candidate for candidate, _ in options.get(i, ())]
            called = kind(r.doc[i])
            if called:
                found.append(Case(number, called, offered, [_is_right(c, names) for c in offered]))
    return found


def fit(articles: Sequence[Article]) -> Model:
    """The weights for some articles."""
    model = PRIOR
    for _ in range(ROUNDS):
        seen = cases(articles, model)
        parts = {name: _fit_group([c for c in seen if group(c.called) == name]) for name in ("people", "things")}
        model = Model({k: v[0] for k, v in parts.items()}, {k: v[1] for k, v in parts.items()})
    return model


def _fit_group(seen: Sequence[Case]) -> tuple[dict[str, float], float]:
    """Weights by logistic regression on how right candidates differ from wrong ones; then their scale, and nobody's score."""
    names = sorted({name for c in seen for option in c.options for name in option.features})
    rows, sizes = [], []
    for case in seen:
        vectors = np.array([[o.features.get(name, 0.0) for name in names] for o in case.options])
        right = [i for i, ok in enumerate(case.right) if ok]
        wrong = [i for i, ok in enumerate(case.right) if not ok]
        for r in right:
            for w in wrong:
                rows.append(vectors[r] - vectors[w])
                sizes.append(1 / len(right) / len(wrong) ** 0.5)
    x = np.array(rows)
    regression = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    regression.fit(np.vstack([x, -x]), np.repeat([1, 0], len(x)), sample_weight=np.tile(sizes, 2))
    plain = dict(zip(names, regression.coef_[0], strict=True))
    scale, nobody = max(((s, n) for s in SCALES for n in NOBODY), key=lambda pair: _likelihood(seen, plain, *pair))
    return {name: round(float(value * scale), 3) for name, value in plain.items()}, float(nobody)


def _likelihood(seen: Sequence[Case], weights: Mapping[str, float], scale: float, nobody: float) -> float:
    total = 0.0
    for case in seen:
        scores = [scale * sum(weights[name] * value for name, value in o.features.items()) for o in case.options]
        powers = np.exp(np.clip([*scores, nobody], -30, 30))
        right = sum(p for p, ok in zip(powers, case.right, strict=False) if ok) if any(case.right) else powers[-1]
        total += float(np.log(right / powers.sum()))
    return total


def figures(articles: Sequence[Article]) -> dict[str, tuple[int, int, int]]:
    """By source and kind of pronoun: how many are right, have a right candidate, are there; each by weights of other articles."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    order = np.random.default_rng(0).permutation(len(articles))
    for fold in range(FOLDS):
        out = [articles[i] for i in order[fold::FOLDS]]
        model = fit([articles[i] for n, i in enumerate(order) if n % FOLDS != fold])
        for case in cases(out, model):
            likely = shares(case.called, case.options, model)
            best = int(np.argmax(likely)) if likely else None
            for key in (f"{out[case.article].source}, {group(case.called)}", f"all, {group(case.called)}"):
                counted[key][0] += best is not None and case.right[best]
                counted[key][1] += any(case.right)
                counted[key][2] += 1
            share = max(likely, default=0.0)
            least = next((b for b in SURE if share >= b), 0.0)
            for place, value in enumerate((best is not None and case.right[best], any(case.right), 1)):
                counted[f"given with {least:.2f} or more, {group(case.called)}"][place] += value
    return {key: (a, b, c) for key, (a, b, c) in sorted(counted.items())}


def _write(model: Model) -> None:
    text = json.dumps({"about": _ABOUT, **model._asdict()}, indent=1, ensure_ascii=False) + "\n"
    with replaced(RESOURCE) as path:
        path.write_text(text, encoding="utf-8")


_ABOUT = (
    "What speaks for a candidate that a pronoun may stand for, by group of pronouns; made by training/train_pronouns.py, which "
    "says on what. nobody: the score of no candidate."
)

if __name__ == "__main__":
    main(sys.argv[1:])
