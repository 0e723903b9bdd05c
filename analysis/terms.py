"""The words that set one group of articles apart from the others, and the words that go together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures
from nltk.probability import FreqDist
from scipy.sparse import coo_matrix
from sklearn.feature_extraction.text import CountVectorizer

from analysis.summaries import groups
from analysis.tables import Tables

BY = ("outlet", "month", "document", "speaker")
CONTENT = ("NOUN", "PROPN", "VERB", "ADJ")
TERMS = {"group": "str", "term": "str", "count": "int64", "score": "float64"}
PAIRS = {"pair": "str", "count": "int64", "score": "float64"}
MINIMUM = 2  # what occurs once shows nothing


def used_terms(tables: Tables, *, by: str) -> pd.DataFrame:
    """Every use of a content word or a name: doc_id, group (whose it is; null where a word is nobody's), term (a lemma, or a
    name of one or more words).

    `by` is outlet, month, document or speaker; a speaker's words are those in the quotations.

    >>> used_terms(Tables.from_rows({}), by="speaker").columns.tolist()
    ['doc_id', 'group', 'term']
    """
    if by not in BY:
        raise ValueError(f"by is {by!r}, expected one of {', '.join(BY)}")
    words = _names_joined(_content(tables))
    words["group"] = _speakers_of(tables, words) if by == "speaker" else words["doc_id"].map(groups(tables, by))
    return words.rename(columns={"lemma": "term"})[["doc_id", "group", "term"]]


def distinctive_terms(tables: Tables, *, by: str = "outlet", top: int = 10, used: pd.DataFrame | None = None) -> pd.DataFrame:
    """The words that a group uses more than the others do, most distinctive first; `by` is outlet, month, document or speaker.

    Columns: group, term (a lemma, or a name of one or more words), count (in the group), score. The score is the z-score of
    the log-odds ratio between the group and all others, with the whole corpus as an informative Dirichlet prior (Monroe,
    Colaresi and Quinn, "Fightin' Words", Political Analysis 16, 2008, eq. 22): above about 2 the difference is unlikely to
    be chance, and frequent words do not crowd out telling ones. A speaker's words are those in the quotations. Empty where
    there is only one group, for then nothing can be distinctive. `used` are words in groups of your own, with the columns of
    `used_terms`. Raises ValueError for any other `by`.

    >>> distinctive_terms(Tables.from_rows({}), by="month").columns.tolist()
    ['group', 'term', 'count', 'score']
    """
    words = used_terms(tables, by=by) if used is None else used
    spoken = words.dropna(subset="group").groupby("group")["term"].agg(list)
    if len(spoken) < 2:
        return pd.DataFrame(columns=list(TERMS)).astype(TERMS)
    vectorizer = CountVectorizer(analyzer=_as_they_are)
    counts = vectorizer.fit_transform(spoken).tocoo()
    found = pd.DataFrame(
        {
            "group": spoken.index.to_numpy()[counts.row],
            "term": vectorizer.get_feature_names_out()[counts.col],
            "count": counts.data,
            "score": _log_odds(counts),
        }
    )
    found = found[(found["count"] >= MINIMUM) & (found["score"] > 0)]
    found = found.sort_values(["group", "score", "term"], ascending=[True, False, True])
    return found.groupby("group").head(top).reset_index(drop=True).astype(TERMS)


def listed(found: pd.DataFrame, of: Sequence[str] | None = None) -> pd.DataFrame:
    """The terms of `distinctive_terms` a row a group: group, terms (in one text, in their order); `of` some groups, in that order.

    >>> listed(pd.DataFrame({"group": ["a", "a", "b"], "term": ["ferry", "port", "hill"]}))
      group        terms
    0     a  ferry, port
    1     b         hill
    """
    terms = found.groupby("group", sort=False)["term"].agg(", ".join).rename("terms")
    return terms.loc[list(terms.index if of is None else [group for group in of if group in terms.index])].reset_index()


def collocations(tables: Tables, *, top: int = 20) -> pd.DataFrame:
    """Pairs of content words that stand side by side more often than chance would have it, strongest first.

    Columns: pair (two lemmas), count, score (Dunning's log-likelihood ratio, Computational Linguistics 19, 1993). A pair
    lies within one sentence, with nothing between its words, and occurs at least twice.

    >>> rows = [("d0", s, 2 * s + i, 0, 0, w, w, "NOUN", False) for s in range(2) for i, w in enumerate(["river", "port"])]
    >>> collocations(Tables.from_rows({"tokens": rows}))[["pair", "count"]]
             pair  count
    0  river port      2
    """
    words = _content(tables)
    beside = ~_apart(words)
    pairs = zip(words["lemma"].shift()[beside], words["lemma"][beside], strict=True)
    finder = BigramCollocationFinder(FreqDist(words["lemma"]), FreqDist(pairs))
    finder.apply_freq_filter(MINIMUM)
    scored = finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
    rows = [(" ".join(pair), finder.ngram_fd[pair], score) for pair, score in scored if _together(finder, *pair)]
    found = pd.DataFrame(rows, columns=list(PAIRS)).astype(PAIRS)
    return found.sort_values(["score", "pair"], ascending=[False, True], ignore_index=True).head(top)


def _content(tables: Tables) -> pd.DataFrame:
    """The tokens that carry content, their lemmas in lower case unless they are names."""
    tokens = tables.tokens
    tokens = tokens[tokens["pos"].isin(CONTENT) & ~tokens["stop"] & tokens["lemma"].str.match(r"\w[\w'’-]+$")]
    return tokens.assign(lemma=tokens["lemma"].where(tokens["pos"] == "PROPN", tokens["lemma"].str.lower()))


def _apart(words: pd.DataFrame) -> pd.Series:
    """Does something stand between a word and the one in the row above?"""
    return (words["doc_id"].shift() != words["doc_id"]) | (words["sentence"].diff() != 0) | (words["token"].diff() != 1)


def _names_joined(words: pd.DataFrame) -> pd.DataFrame:
    """The words with those of one name as one: "Old" "Tamber" say little apart."""
    names = words[words["pos"] == "PROPN"]
    whole = names.groupby(_apart(names).cumsum()).agg({"doc_id": "first", "start": "first", "end": "last", "lemma": " ".join})
    return pd.concat([words.loc[words["pos"] != "PROPN", ["doc_id", "start", "end", "lemma"]], whole], ignore_index=True)


def _speakers_of(tables: Tables, words: pd.DataFrame) -> pd.Series:
    """Who says each word: the speaker of the outermost quotation around it, null where there is none."""
    quotes = tables.quotes
    outer = quotes[quotes["inside"].isna() & (quotes["kind"] != "scare")]
    outer = outer[["doc_id", "start", "end", "speaker"]].sort_values("start")
    in_order = words[["doc_id", "start", "end"]].reset_index().sort_values("start")
    near = pd.merge_asof(in_order, outer, on="start", by="doc_id", suffixes=("", "_quote")).set_index("index")
    return near["speaker"].where(near["end"] <= near["end_quote"])


def _as_they_are(lemmas: list[str]) -> list[str]:
    return lemmas


def _log_odds(counts: coo_matrix) -> np.ndarray[Any, Any]:
    """The z-score of each count of a groups × terms matrix; the prior counts every term as often as the whole corpus does."""
    prior = np.bincount(counts.col, counts.data)[counts.col]
    size = np.bincount(counts.row, counts.data)[counts.row]
    total = counts.data.sum()
    here, there = counts.data + prior, 2 * prior - counts.data
    rest_here, rest_there = size + total - here, 2 * total - size - there
    with np.errstate(divide="ignore", invalid="ignore"):  # a corpus of one term has no rest to compare it with
        ratio = np.log(here / rest_here) - np.log(there / rest_there)
    return np.asarray(np.nan_to_num(ratio / np.sqrt(1 / here + 1 / there)))


def _together(finder: BigramCollocationFinder, first: str, second: str) -> bool:
    """Does the pair occur more often than chance? The likelihood ratio is as high for pairs that avoid each other."""
    return bool(finder.ngram_fd[first, second] * finder.N > finder.word_fd[first] * finder.word_fd[second])
