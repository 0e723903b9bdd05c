"""Fit the weights of analysis/antecedents.py on pronouns whose meaning is known, and say how well they do on articles left out.

usage: PYTHONPATH=. python training/train_pronouns.py [--keep] SOURCE...

SOURCE is MENTIONS.jsonl (an article a line: text and mentions with start, end, entity and form; GUM's format), GOLD.json=FOLDER
(speakers of quotations by file stem, and the folder of the seeds; a pronoun beside the cue must mean the speaker), or
JUDGED.tsv=FOLDER (what readers say that each word means, as in pronoun_judgements.tsv and thing_judgements.tsv). The figures, by
cross-validation over articles, are printed; the weights replace those of analysis/resources/pronouns.json unless --keep is given.
It takes ten minutes on one core. The shipped weights were fitted on GUM news, Wikinews 2019, examples/ and both files.
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
from judgements import read_judgements
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from analysis import pipeline, pronoun_weights
from analysis.antecedents import Candidate, kind
from analysis.coreference import readings
from analysis.files import replaced
from analysis.pronoun_weights import Model, group, shares
from analysis.seeds import load_seeds
from analysis.thing_antecedents import nothing

RESOURCE = Path(pronoun_weights.__file__).parent / "resources" / "pronouns.json"
FOLDS = 4
ROUNDS = 2  # the features depend on an earlier reading, so they are taken again with the weights of the round before
PENALTY = {"people": 20.0, "it": 4.0, "they": 4.0}  # on the squares of the weights, chosen by cross-validation
REAL = 4  # times that a pronoun of articles that were not written for it counts
_NOBODY = "nobody"
SURE = (0.9, 0.7, 0.5, 0.3)  # bounds of confidence for the figures
PRIOR = Model(  # what the first reading goes by
    {
        "people": {"distance": -0.9, "subject": 1.0, "hardly called so elsewhere": 1.0, "called so elsewhere": 1.0},
        "it": {"distance": -0.9, "subject": 1.0},
        "they": {"distance": -0.9, "subject": 1.0},
    },
    {"people": -2.0, "it": -2.0, "they": -2.0},
)


class Article(NamedTuple):
    """What an article was read as, and for each pronoun (token) whose meaning is known the names of that."""

    source: str
    reading: pipeline.Reading
    meant: dict[int, list[str]]


class Case(NamedTuple):
    """A pronoun with its candidates, which of them are right, what speaks for none, and how often it counts."""

    article: int
    called: str
    options: list[Candidate]
    right: list[bool]
    nothing: Mapping[str, float]
    weight: float


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
        rows = read_judgements(judged)
        meant = {name: dict(zip(few["start"], few["meant"], strict=True)) for name, few in rows.groupby("article")}
        for seed in load_seeds(folder):
            if known := meant.get(Path(seed.path).stem):
                reading = pipeline.read(seed.text, seed.title)
                yield Article(Path(judged).stem, reading, _from_judged(known, reading))
    else:
        gold, folder = source.split("=")
        known = json.loads(Path(gold).read_text(encoding="utf-8"))
        for seed in load_seeds(folder):
            if Path(seed.path).stem in known:
                reading = pipeline.read(seed.text, seed.title)
                yield Article(Path(gold).stem, reading, _from_quotes(known[Path(seed.path).stem]["quotes"], reading))


def _from_judged(known: Mapping[int, str], reading: pipeline.Reading) -> dict[int, list[str]]:
    """For each judged pronoun the name of whom it means, or "@" and the token of each noun for the same thing."""
    at = {token.idx: token for token in reading.doc}
    same: dict[str, set[int]] = defaultdict(set)
    for start, meant in known.items():
        if meant.startswith("@") and (noun := at.get(int(meant[1:]))) is not None:
            same[meant] |= {at[start].i} if start in at else set()
            same[meant] |= {token.i for token in reading.doc if token.lemma_ == noun.lemma_}
    pronouns = ((at[start], meant) for start, meant in known.items() if start in at and kind(at[start]))
    return {token.i: [f"@{i}" for i in sorted(same[meant])] if meant.startswith("@") else [meant] for token, meant in pronouns}


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
    if any(name.startswith("@") for name in names):
        return f"@{candidate.head}" in names
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
                right = [_is_right(c, names) for c in offered]
                none = nothing(r.doc[i], r.context.said)
                found.append(Case(number, called, offered, right, none, 1.0 if "judgements" in article.source else REAL))
    return found


def fit(articles: Sequence[Article]) -> Model:
    """The weights for some articles."""
    model = PRIOR
    for _ in range(ROUNDS):
        seen = cases(articles, model)
        parts = {name: _fit_group([c for c in seen if group(c.called) == name], penalty) for name, penalty in PENALTY.items()}
        model = Model({k: v[0] for k, v in parts.items()}, {k: v[1] for k, v in parts.items()})
    return model


def _fit_group(seen: Sequence[Case], penalty: float) -> tuple[dict[str, float], float]:
    """Weights, and nobody's score, by multinomial logistic regression over each pronoun's candidates and nobody, where the right
    candidates share what is likely."""
    told = [[*(option.features for option in case.options), {**case.nothing, _NOBODY: 1.0}] for case in seen]
    names = sorted({name for options in told for features in options for name in features})
    place = {name: i for i, name in enumerate(names)}
    cells = [(row, place[n], v) for row, f in enumerate(f for options in told for f in options) for n, v in f.items()]
    rows, columns, values = zip(*cells, strict=True)
    sizes = np.array([len(options) for options in told])
    starts, x = np.cumsum(sizes) - sizes, csr_matrix((values, (rows, columns)), shape=(sizes.sum(), len(names)))
    of, weights = np.repeat(np.arange(len(seen)), sizes), np.array([case.weight for case in seen])
    right = np.array([float(ok) for case in seen for ok in (*case.right, not any(case.right))])

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ weight
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        all_, good = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        slope = x.T @ (weights[of] * (powers * right / good[of] - powers / all_[of]))
        return float(penalty / 2 * weight @ weight - weights @ np.log(good / all_)), penalty * weight - slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    plain = {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}
    return {name: value for name, value in plain.items() if value and name != _NOBODY}, plain[_NOBODY]


def figures(articles: Sequence[Article]) -> dict[str, tuple[int, int, int]]:
    """By source and kind of pronoun: how many are right, have a right candidate, are there; each by weights of other articles."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    order = np.random.default_rng(0).permutation(len(articles))
    for fold in range(FOLDS):
        out = [articles[i] for i in order[fold::FOLDS]]
        model = fit([articles[i] for n, i in enumerate(order) if n % FOLDS != fold])
        for case in cases(out, model):
            likely = shares(case.called, case.options, model, case.nothing)
            best = int(np.argmax(likely)) if likely else None
            share = max(likely, default=0.0)
            if group(case.called) != "people" and share < 1 - sum(likely):
                best, share = None, 1 - sum(likely)
            right = case.right[best] if best is not None else not any(case.right)
            least = next((b for b in SURE if share >= b), 0.0)
            for key in (out[case.article].source, "all", f"given with {least:.2f} or more"):
                for place, value in enumerate((right, any(case.right), 1)):
                    counted[f"{key}, {group(case.called)}"][place] += value
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
