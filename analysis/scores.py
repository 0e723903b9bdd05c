"""Every figure of quality that some gold can tell, each with the number of its cases and its 95 % interval."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analysis.gold import Gold
from analysis.gold_attributions import attributions_against_gold, attributions_given, f1
from analysis.intervals import wilson
from analysis.quality import against_gold, false_speech, stances_against_gold
from analysis.tables import Tables

MORE, FEWER = "more", "fewer"  # which of them is better
F1 = "attributions: F1"


class _Score(NamedTuple):
    figure: str
    what: str
    better: str
    right: int | None
    of: int
    share: float
    low: float
    high: float


def scores(tables: Tables, gold: Gold) -> pd.DataFrame:
    """A row for each figure of which gold has a case: quotations, speech of nobody, stances, attributions.

    Columns: figure, what (it counts, in words), better (more or fewer), right (cases that are as told, missing for F1), of (all
    cases), share (0 to 1), low, high (its 95 % interval: Wilson's, for F1 from articles drawn anew). The cases of one article are
    alike, which Wilson's interval does not know: the true one is somewhat wider.

    >>> scores(Tables.from_rows({}), {"ferry": {"quotes": []}}).empty
    True
    """
    found = [score for score in (*_of_quotes(tables, gold), *_of_attributions(tables, gold)) if score.of]
    return pd.DataFrame(found, columns=_Score._fields).astype({"right": "Int64"})


def _share(figure: str, what: str, cases: pd.Series, better: str = MORE) -> _Score:
    """A figure from a series that is true where a case is as told."""
    right, of = int(cases.sum()), len(cases)
    share = right / max(of, 1)
    low, high = wilson(share, of)
    return _Score(figure, what, better, right, of, share, float(low), float(high))


def _of_quotes(tables: Tables, gold: Gold) -> Iterator[_Score]:
    quotes, stances = against_gold(tables, gold), stances_against_gold(tables, gold)
    right, pronoun = quotes["right"], quotes["pronoun"].astype(bool)
    yield _share("quotations found", "of the quotations of the gold, those that are found", quotes["found"])
    yield _share("speaker right", "of the same, those that are given to the right speaker", right)
    yield _share("· a name beside it", "the same where a name stands beside the words", right[~pronoun])
    yield _share("· pronoun or nothing", "the same where a pronoun does, or nothing", right[pronoun])
    what = "of the words in marks that nobody says, those that are given to somebody: 0 is best"
    yield _share("speech of nobody", what, false_speech(tables, gold)["given"], FEWER)
    what = "of the stances of the gold, who toward whom, those that are found, with either sign"
    yield _share("stances found", what, stances["found"])
    yield _share("stances right", "of the same, those that are found with the right sign", stances["right"])


def _of_attributions(tables: Tables, gold: Gold) -> Iterator[_Score]:
    wanted, given = attributions_against_gold(tables, gold), attributions_given(tables, gold)
    direct, marked, spoken = (column.astype(bool) for column in (wanted["direct"], given["direct"], given["spoken"]))
    stretches, whole = wanted[direct], wanted[~direct]
    yield _share("direct: recall", "of the words in marks that gold attributes, those that are found", stretches["found"])
    yield _share("direct: precision", "of the rows marked as speech, those that gold attributes", given.loc[marked, "touches"])
    yield _share("direct: speaker right", "of the words in marks, those with a mention of the source", stretches["right"])
    yield _share("attributions: recall", "of all attributions with a source, those that are found", whole["found"])
    what = "of the rows with a speaker, those that are an attribution of the gold"
    yield _share("attributions: precision", what, given.loc[spoken, "same"])
    what = "the harmonic mean of the two: 100 only where nothing is missing and nothing too much"
    yield _Score(F1, what, MORE, None, len(whole), *f1(wanted, given))
    yield _share("attributions: right", "of all attributions, those with a mention of the source", whole["right"])


def judged(tables: Tables, gold: Gold) -> pd.DataFrame:
    """The quotations of the gold, or where it has none its attributions, as `quality.reliability` wants them: is the speaker right.

    >>> judged(Tables.from_rows({}), {}).empty
    True
    """
    quotes = against_gold(tables, gold)
    if len(quotes):
        return quotes
    wanted = attributions_against_gold(tables, gold)
    return wanted[~wanted["direct"].astype(bool)]


def listed(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of `scores` as a reader wants them: shares and their intervals in %.

    >>> listed(pd.DataFrame([_Score("stances found", "of all", MORE, 1, 2, 0.5, 0.09, 0.91)]))["95 % interval"].tolist()
    ['9.0 to 91.0']
    """
    percents = {name: [f"{100 * share:.1f}" for share in table[name]] for name in ("share", "low", "high")}
    interval = [f"{low} to {high}" for low, high in zip(percents["low"], percents["high"], strict=True)]
    return pd.DataFrame(
        {
            "figure": table["figure"],
            "in %": percents["share"],
            "95 % interval": interval,
            "count": table["right"],
            "of": table["of"],
        }
    )


def explained(table: pd.DataFrame) -> pd.DataFrame:
    """What each of the figures counts, in words."""
    return table[["figure", "what"]].rename(columns={"what": "what it counts"})
