"""Fit the weights of analysis/ordering.py on articles in their written order, and say how well they do on articles left out.

usage: PYTHONPATH=. python training/train_ordering.py CORPUS...

CORPUS is a folder of seeds in their written order; where a gold.json beside them tells that order, of shuffled ones too. The
figures are printed; the weights replace those of analysis/resources/reading_order.json, whose word classes and shapes stay as
they are. It takes about a minute on one core. The shipped weights were fitted on Wikinews 2019 and examples/.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from analysis import ordering, paragraph_features
from analysis.files import replaced
from analysis.language import parse
from analysis.ordering import Features, Floats, Model, Order
from analysis.seeds import Seed, load_seeds

RESOURCE = Path(ordering.__file__).parent / "resources" / "reading_order.json"
FOLDS, INNER_FOLDS = 10, 5
SHUFFLES = 10  # of an article, beside its written order, to learn what a shuffled one looks like
STRENGTH_LEAD, STRENGTH_REST = 0.003, 0.005  # inverse of the penalty on features of unit size
STRENGTH_SHUFFLED = 0.002
LEAD_COUNT = 3  # what the comparisons of a lead with the other paragraphs count together
LONG_ARTICLE = 1.5  # power by which each pair of a long article counts less
NOISE = 0.5  # a feature that differs by less than half a standard error is left out


class Article(NamedTuple):
    """An article in its written order: all its paragraphs, and the features of those that are prose."""

    name: str
    title: str
    texts: list[str]
    seen: Features
    prose: Features


def main(corpora: Sequence[str]) -> None:
    """Print the figures by cross-validation, fit on everything, write the weights."""
    seeds = [_as_written(seed) for seed in load_seeds(*corpora)]
    articles = [_article(seed) for seed in seeds if len(seed.paragraphs) >= ordering.FEWEST]
    print(f"{len(articles)} articles, {FOLDS}-fold cross-validation over articles")
    for name, values in figures(articles).items():
        print(f"{name:30}{np.mean(values):7.3f} ± {np.std(values) / len(values) ** 0.5:.3f}")
    _write(fit(articles), articles[0].seen)


def _as_written(seed: Seed) -> Seed:
    """A seed with its paragraphs in the order that the gold beside it gives; without one, as it is."""
    gold = Path(seed.path).parent / "gold.json"
    place = json.loads(gold.read_text(encoding="utf-8"))[Path(seed.path).stem]["order"] if gold.exists() else None
    if place is None:
        return seed
    return replace(seed, paragraphs=tuple(text for _, text in sorted(zip(place, seed.paragraphs, strict=True))))


def _article(seed: Seed) -> Article:
    texts = list(seed.paragraphs)
    seen = paragraph_features.features(parse(seed.text), seed.text, seed.title)
    return Article(Path(seed.path).stem, seed.title, texts, seen, ordering.chosen(seen, ordering.parts(texts, seed.title).prose))


def fit(articles: Sequence[Article]) -> Model:
    """The model of some articles; what a shuffled one looks like is learnt with weights that were fitted without it."""
    known = [article.prose for article in articles if len(article.prose.single) >= ordering.FEWEST]
    source = random.Random(0)
    rows, answers = [], []
    for learnt, left_out in KFold(INNER_FOLDS, shuffle=True, random_state=0).split(known):
        model = _fit_weights([known[i] for i in learnt])
        for prose in (known[i] for i in left_out):
            written = list(range(len(prose.single)))
            for order in [written, *(source.sample(written, len(written)) for _ in range(SHUFFLES))]:
                lead, odds = ordering.log_odds(shuffled := ordering.chosen(prose, order), model)
                rows.append(ordering.evidence(shuffled, lead, odds, ordering.best_order(lead, odds)))
                answers.append(order != written)
    return _fit_weights(known)._replace(shuffled=_fit_shuffled(rows, answers))


def _fit_shuffled(rows: list[dict[str, float]], answers: list[bool]) -> dict[str, float]:
    table = np.array([list(row.values()) for row in rows])
    scale = table.std(0) + 1e-9
    counts = [1 if answer else SHUFFLES for answer in answers]  # written and shuffled at even odds
    model = LogisticRegression(C=STRENGTH_SHUFFLED, max_iter=5000).fit(table / scale, answers, sample_weight=counts)
    return {"constant": float(model.intercept_[0])} | dict(zip(rows[0], map(float, model.coef_[0] / scale), strict=True))


def _fit_weights(known: Sequence[Features]) -> Model:
    """The weights for the lead and for the order after it; those of `shuffled` are left open."""
    leads, rests, lead_counts, rest_counts = [], [], [], []
    for seen in known:
        as_lead, as_rest = ordering.of_lead(seen), ordering.of_rest(seen, 0)
        later = len(as_lead) - 1
        leads.append(as_lead[0] - as_lead[1:])
        lead_counts.append(np.full(later, LEAD_COUNT / later))
        i, j = (1 + index for index in np.triu_indices(later, 1))
        rests.append(np.hstack([as_rest[i] - as_rest[j], (seen.pairs[:, i, j] - seen.pairs[:, j, i]).T]))
        rest_counts.append(np.full(len(i), (later - 1.0) ** -LONG_ARTICLE))
    lead = _fit_differences(np.vstack(leads), np.concatenate(lead_counts), STRENGTH_LEAD)
    rest = _fit_differences(np.vstack(rests), np.concatenate(rest_counts), STRENGTH_REST)
    pairs = len(known[0].pairs)
    return Model(lead, rest[:-pairs], rest[-pairs:], {})


def _fit_differences(rows: Floats, counts: Floats, strength: float) -> Floats:
    """The weights under which the rows, the features of what is read first less those of what is read later, come out positive."""
    scale = np.sqrt((rows**2).mean(0)) + 1e-9
    rows = rows / scale
    told = np.abs(counts @ rows) > NOISE * np.sqrt(counts**2 @ rows**2)
    both = np.vstack([rows, -rows]) * told
    model = LogisticRegression(C=strength, fit_intercept=False, max_iter=2000)
    model.fit(both, np.repeat([1, 0], len(rows)), sample_weight=np.tile(counts, 2))
    weights: Floats = model.coef_[0] * told / scale
    return weights


def figures(articles: Sequence[Article]) -> dict[str, list[float]]:
    """Of each article left out, how well it is restored when shuffled, and whether it is left alone as written."""
    found: dict[str, list[float]] = {}
    for learnt, left_out in KFold(FOLDS, shuffle=True, random_state=0).split(articles):
        model = fit([articles[i] for i in learnt])
        for article in (articles[i] for i in left_out):
            for name, value in _scores(article, model).items():
                found.setdefault(name, []).append(value)
    return found


def _scores(article: Article, model: Model) -> dict[str, float]:
    written = list(range(len(article.texts)))
    shuffle = list(written)
    random.Random(article.name).shuffle(shuffle)
    kept, given = _restored(article, written, model), _restored(article, shuffle, model)
    order = [shuffle[i] for i in given.order]
    return {
        "shuffled: tau": tau(order),
        "shuffled: first right": float(order[0] == 0),
        "shuffled: recognized": float(given.shuffled),
        "shuffled: pairs right": (1 + tau(order)) / 2,
        "shuffled: confidence": given.confidence,
        "as written: tau": tau(kept.order),
        "as written: left alone": float(not kept.shuffled),
        "as written: confidence": kept.confidence,
    }


def _restored(article: Article, order: list[int], model: Model) -> Order:
    """What the model makes of an article whose file holds the paragraphs in that order."""
    layout = ordering.parts([article.texts[i] for i in order], article.title)
    return ordering.restored(ordering.chosen(article.seen, order), layout, model)


def tau(order: Sequence[int]) -> float:
    """Kendall's tau between an order and the written one, 0, 1, 2, …"""
    later = np.less.outer(order, order)[np.triu_indices(len(order), 1)]
    return float(2 * later.mean() - 1)


def _write(model: Model, seen: Features) -> None:
    """Put the weights into the resource, the heaviest first."""
    data = json.loads(RESOURCE.read_text(encoding="utf-8"))
    as_lead, as_rest = (ordering.columns(seen.single_names, seen.pair_names, other) for other in ("the others", "the lead"))
    data["lead"] = _table(as_lead, model.lead)
    data["before"] = _table([*as_rest, *seen.pair_names], np.append(model.rest, model.pairs))
    data["shuffled"] = {name: round(weight, 4) for name, weight in model.shuffled.items()}
    with replaced(RESOURCE) as new:
        new.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _table(names: Sequence[str], weights: Floats) -> dict[str, float]:
    rounded = [(name, round(float(weight), 4)) for name, weight in zip(names, weights, strict=True)]
    return dict(sorted((row for row in rounded if row[1]), key=lambda row: (-abs(row[1]), row[0])))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
