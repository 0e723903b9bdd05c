"""Fit the weights of analysis/ordering.py on articles in their written order, and say how well they do on articles left out.

usage: PYTHONPATH=. python training/train_ordering.py CORPUS... [-- MEASURED...]

CORPUS is one kind of news: a folder of seeds in their written order (where a gold.json beside them tells that order, of shuffled
ones too), or a file of JSON lines with "id", "title" and "text". The figures are printed, by cross-validation over all articles
and for each kind by a model of the others; MEASURED are kinds that only the latter is done for and that nothing is fitted on.
The weights replace those of analysis/resources/reading_order.json, whose word classes and shapes stay as they are. It takes
three minutes on one core. The shipped weights were fitted on Wikinews 2019, examples/ and the news of GUM.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from analysis import ordering, paragraph_features
from analysis.files import replaced
from analysis.language import parse
from analysis.order_evidence import evidence, headings_first
from analysis.order_model import Model, both_ways, columns, judged, of_lead, of_rest
from analysis.order_search import best_order
from analysis.ordering import Order
from analysis.paragraph_features import Features
from analysis.paragraph_tokens import Floats
from analysis.seeds import Seed, load_seeds

RESOURCE = Path(ordering.__file__).parent / "resources" / "reading_order.json"
FOLDS = 10
SHUFFLES = 10  # of an article, beside its written order, to learn what a shuffled one looks like
STRENGTH_LEAD, STRENGTH_REST, STRENGTH_FOLLOWS = 0.003, 0.005, 2.0  # inverse of the penalty on features of unit size
STRENGTH_SHUFFLED = 20.0
LEAD_COUNT = 3  # what the comparisons of a lead with the other paragraphs count together
LONG_ARTICLE = 1.5  # power by which each pair of a long article counts less
REPEATS = 5  # shuffles by which an article is measured
KIND = 25  # articles above which a kind of news counts no more than another


class Article(NamedTuple):
    """An article in its written order: its kind of news, all its paragraphs, and the features of those that are prose."""

    name: str
    kind: int
    title: str
    texts: list[str]
    seen: Features
    prose: Features


def main(corpora: Sequence[str], measured: Sequence[str]) -> None:
    """Print the figures by cross-validation and across kinds, fit on everything, write the weights."""
    articles = [article for kind, path in enumerate(corpora) for article in _articles(path, kind)]
    print(f"{len(articles)} articles")
    found = cross_validated(articles)
    for kind, path in enumerate(corpora):
        print(f"{path}, by {FOLDS}-fold cross-validation over all articles")
        _print(found[kind])
    model = fit(articles)
    for kind, path in enumerate(corpora if len(corpora) > 1 else ()):
        print(f"{path}, by a model of the other kinds")
        others = fit([article for article in articles if article.kind != kind])
        _print([figures(article, others) for article in articles if article.kind == kind])
    for path in measured:
        print(f"{path}, by the model of all")
        _print([figures(article, model) for article in _articles(path, -1)])
    _write(model, articles[0].seen)


def _print(found: list[dict[str, float]]) -> None:
    for name in found[0]:
        values = [figure[name] for figure in found]
        print(f"  {name:30}{np.mean(values):7.3f} ± {np.std(values) / len(values) ** 0.5:.3f}")


def _articles(path: str, kind: int) -> Iterator[Article]:
    for seed in map(_as_written, _read(path)):
        texts = list(seed.paragraphs)
        if len(texts) >= ordering.FEWEST:
            seen = paragraph_features.features(parse(seed.text), seed.text, seed.title)
            prose = ordering.chosen(seen, ordering.parts(texts, seed.title).prose)
            yield Article(Path(seed.path).stem, kind, seed.title, texts, seen, prose)


def _read(path: str) -> list[Seed]:
    if not path.endswith(".jsonl"):
        return load_seeds(path)
    records = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    return [Seed("", f"{row['id']}.txt", row["title"], None, None, tuple(row["text"].split("\n"))) for row in records]


def _as_written(seed: Seed) -> Seed:
    """A seed with its paragraphs in the order that the gold beside it gives; without one, as it is."""
    gold = Path(seed.path).parent / "gold.json"
    place = json.loads(gold.read_text(encoding="utf-8"))[Path(seed.path).stem]["order"] if gold.exists() else None
    if place is None:
        return seed
    return replace(seed, paragraphs=tuple(text for _, text in sorted(zip(place, seed.paragraphs, strict=True))))


def fit(articles: Sequence[Article]) -> Model:
    """The model of some articles; what a shuffled one looks like, and how sure its new order, by models of other kinds of news."""
    known = [article for article in articles if len(article.prose.single) >= ordering.FEWEST]
    signs: list[dict[str, float]] = []
    answers, counts, right = list[bool](), list[float](), list[bool]()
    links: list[Floats] = []
    source = random.Random(0)
    for learnt, left_out in _by_kind(known):
        model = _fit_weights([article.prose for article in learnt])
        for article in left_out:
            written = list(range(len(article.prose.single)))
            shuffles = [source.sample(written, len(written)) for _ in range(SHUFFLES)]
            for order in [written, *shuffles]:
                shuffled = ordering.chosen(article.prose, order)
                found = judged(shuffled, model)
                signs.append(evidence(shuffled, found, _headed(article, source, order != written)))
                answers.append(order != written)
                counts.append(min(KIND, len(left_out)) / len(left_out) * (1 / SHUFFLES if order in shuffles else 1))
            new = best_order(found.lead, found.odds, found.follows)
            links.append(ordering.sureness(found, new))
            right += [order[first] + 1 == order[second] for first, second in pairwise(new)]
    shuffled_by = _fit_logistic(np.array([list(row.values()) for row in signs]), answers, counts)
    sure = LogisticRegression(fit_intercept=False, max_iter=5000).fit(np.vstack(links), right).coef_[0]
    model = _fit_weights([article.prose for article in known])
    return model._replace(
        shuffled=dict(zip(["constant", *signs[0]], shuffled_by, strict=True)),
        sure=dict(zip(ordering.SURENESS, map(float, sure), strict=True)),
    )


def _by_kind(articles: Sequence[Article]) -> Iterator[tuple[list[Article], list[Article]]]:
    """For each kind of news, the articles of other kinds and of this one; where there is one kind only, halves of it."""
    kinds = {article.kind for article in articles}
    group = [article.kind if len(kinds) > 1 else place % 2 for place, article in enumerate(articles)]
    for one in sorted(set(group)):
        sides = [
            [article for article, of in zip(articles, group, strict=True) if (of == one) == inside] for inside in (False, True)
        ]
        yield sides[0], sides[1]


def _headed(article: Article, source: random.Random, shuffled: bool) -> float:
    """What the headings say, in the written order or in a shuffled one."""
    count = len(article.texts)
    places = ordering.parts(article.texts, article.title).headings
    return headings_first(sorted(source.sample(range(count), len(places))) if shuffled else places, count)


def _fit_logistic(table: Floats, answers: list[bool], counts: list[float]) -> list[float]:
    scale = table.std(0) + 1e-9
    model = LogisticRegression(C=STRENGTH_SHUFFLED / sum(counts), max_iter=5000).fit(table / scale, answers, sample_weight=counts)
    return [float(model.intercept_[0]), *map(float, model.coef_[0] / scale)]


def _fit_weights(known: Sequence[Features]) -> Model:
    """The weights for the lead, for the order after it and for neighbours; those of `shuffled` and `sure` are left open."""
    leads, rests, lead_counts, rest_counts = [], [], [], []
    for seen in known:
        as_lead, as_rest = of_lead(seen), of_rest(seen, 0)
        later = len(as_lead) - 1
        leads.append(as_lead[0] - as_lead[1:])
        lead_counts.append(np.full(later, LEAD_COUNT / later))
        i, j = (1 + index for index in np.triu_indices(later, 1))
        rests.append(np.hstack([as_rest[i] - as_rest[j], (seen.pairs[:, i, j] - seen.pairs[:, j, i]).T]))
        rest_counts.append(np.full(len(i), (later - 1.0) ** -LONG_ARTICLE))
    lead = _fit_differences(np.vstack(leads), np.concatenate(lead_counts), STRENGTH_LEAD)
    rest = _fit_differences(np.vstack(rests), np.concatenate(rest_counts), STRENGTH_REST)
    pairs = len(known[0].pairs)
    return Model(lead, rest[:-pairs], rest[-pairs:], _fit_follows(known), {}, {})


def _fit_differences(rows: Floats, counts: Floats, strength: float) -> Floats:
    """The weights under which the rows, the features of what is read first less those of what is read later, come out positive."""
    scale = np.sqrt((rows**2).mean(0)) + 1e-9
    both = np.vstack([rows, -rows]) / scale
    model = LogisticRegression(C=strength, fit_intercept=False, max_iter=2000)
    model.fit(both, np.repeat([1, 0], len(rows)), sample_weight=np.tile(counts, 2))
    weights: Floats = model.coef_[0] / scale
    return weights


def _fit_follows(known: Sequence[Features]) -> Floats:
    """The weights by which the paragraph that comes next, or before, is the likeliest of all the others."""
    rows: list[Floats] = []
    starts, counts = [0], []
    for seen in known:
        table = np.concatenate([seen.pairs, seen.pairs.transpose(0, 2, 1)])
        for place in range(table.shape[1] - 1):
            onward, back = np.delete(table[:, place], place, 1), np.delete(table[:, :, place + 1], place + 1, 1)
            for others in (onward, back):  # the right one stands at `place` in both
                rows.append(np.roll(others, -place, 1).T)
                starts.append(starts[-1] + table.shape[1] - 1)
                counts.append(table.shape[1] ** -0.5)
    whole = np.vstack(rows)
    scale = whole.std(0) + 1e-9
    whole, first = whole / scale, np.array(starts[:-1])
    count = np.array(counts) / sum(counts)
    group = np.repeat(np.arange(len(first)), np.diff(starts))

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = whole @ weights
        raised = np.exp(score - np.maximum.reduceat(score, first)[group])
        chance = raised / np.add.reduceat(raised, first)[group]
        slope = (chance * count[group]) @ whole - count @ whole[first]
        return float(weights @ weights / 2 / STRENGTH_FOLLOWS - count @ np.log(chance[first])), slope + weights / STRENGTH_FOLLOWS

    found: Floats = minimize(loss, np.zeros(whole.shape[1]), jac=True, method="L-BFGS-B").x / scale
    return found


def cross_validated(articles: Sequence[Article]) -> dict[int, list[dict[str, float]]]:
    """The figures of each article by a model of those in other folds, by kind."""
    found: dict[int, list[dict[str, float]]] = {}
    for learnt, left_out in KFold(FOLDS, shuffle=True, random_state=0).split(articles):
        model = fit([articles[i] for i in learnt])
        for article in (articles[i] for i in left_out):
            found.setdefault(article.kind, []).append(figures(article, model))
    return found


def figures(article: Article, model: Model) -> dict[str, float]:
    """How well an article is restored when shuffled, and whether it is left alone as written."""
    written = list(range(len(article.texts)))
    kept = _restored(article, written, model)
    rows = []
    for seed in range(REPEATS):
        shuffle = list(written)
        random.Random(f"{article.name}{seed or ''}").shuffle(shuffle)  # the first is that of score_order.py
        given = _restored(article, shuffle, model)
        order = [shuffle[i] for i in given.order]
        rows.append(
            {
                "shuffled: tau": tau(order),
                "shuffled: first right": float(order[0] == 0),
                "shuffled: recognized": float(given.shuffled),
                "shuffled: pairs right": (1 + tau(order)) / 2,
                "shuffled: confidence": given.confidence,
                "shuffled: neighbours right": float(np.mean([b == a + 1 for a, b in zip([-1, *order], order, strict=False)])),
                "shuffled: sure of them": float(np.mean(given.follows)),
            }
        )
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]} | {
        "as written: tau": tau(kept.order),
        "as written: left alone": float(not kept.shuffled),
        "as written: confidence": kept.confidence,
        "as written: sure of neighbours": float(np.mean(kept.follows)),
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
    as_lead, as_rest = (columns(seen.single_names, seen.pair_names, other) for other in ("the others", "the lead"))
    data["lead"] = _table(as_lead, model.lead)
    data["before"] = _table([*as_rest, *seen.pair_names], np.append(model.rest, model.pairs))
    data["follows"] = _table(both_ways(seen.pair_names), model.follows)
    data["shuffled"], data["sure"] = ({name: round(w, 4) for name, w in part.items()} for part in (model.shuffled, model.sure))
    with replaced(RESOURCE) as new:
        new.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _table(names: Sequence[str], weights: Floats) -> dict[str, float]:
    rounded = [(name, round(float(weight), 4)) for name, weight in zip(names, weights, strict=True)]
    return dict(sorted((row for row in rounded if row[1]), key=lambda row: (-abs(row[1]), row[0])))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    main(sys.argv[1:split], sys.argv[split + 1 :])
