"""Two sides compared: two outlets, two periods or two speakers; what differs beyond chance, with the test named.

Fisher's exact test for how many articles hold something, a permutation test for stances, both corrected by Benjamini and
Hochberg's procedure within a table (chance.py).
"""

from __future__ import annotations

import re
from itertools import count
from typing import NamedTuple

import pandas as pd

from analysis.chance import LEVEL, corrected, fisher, permuted
from analysis.outlets import outlet_names
from analysis.profile import most_quoted
from analysis.speaker_search import UnknownSpeaker, find_speaker
from analysis.stance_summaries import summed
from analysis.summaries import OUTLETS, groups, largest_outlets
from analysis.tables import Tables
from analysis.terms import distinctive_terms, used_terms
from analysis.wording import month_name

_PERIOD = re.compile(r"(\d{4})(?:-(\d\d))?(?:\.\.(\d{4})(?:-(\d\d))?)?")
_AT_LEAST = 2  # articles that hold a word, before it is worth a test


class NotComparable(ValueError):
    """Two sides that cannot be compared: one is unknown, they are of two kinds, or they are the same."""


class Side(NamedTuple):
    """One of two sides: its `name`, its `kind` (outlet, period, speaker), and its rows of the tables.

    A speaker's articles are those with a quotation or a stance of theirs, and the quotations and stances are theirs alone; the
    `size` is the number of articles that a test counts, its `look` the place of its marks among those of figures (drawing.LOOKS).
    """

    name: str
    kind: str
    articles: pd.Index
    quotes: pd.DataFrame
    stances: pd.DataFrame
    look: int = 0

    @property
    def size(self) -> int:
        """How many articles it has."""
        return len(self.articles)


def two_sides(tables: Tables, first: str = "", second: str = "") -> tuple[Side, Side]:
    """The sides that two names stand for: outlets, speakers (as in `find_speaker`), or periods ("2024", "2024-03",
    "2024-03..2024-06"). Without names the two outlets with the most articles, else the two most quoted speakers.

    Raises NotComparable.

    >>> two_sides(Tables.from_rows({}))
    Traceback (most recent call last):
    analysis.contrast.NotComparable: there are no two outlets and no two speakers to compare: add articles, or name two periods
    """
    if not first and not second:
        first, second = _likely(tables)
        if not second:
            raise NotComparable("there are no two outlets and no two speakers to compare: add articles, or name two periods")
    sides = _side(tables, first), _side(tables, second)
    if sides[0].kind != sides[1].kind:
        kinds = " and ".join(f"{side.name} is {_a(side.kind)}" for side in sides)
        raise NotComparable(f"{kinds}: compare two of a kind")
    both = sides[0].articles.intersection(sides[1].articles)
    if sides[0].name == sides[1].name or (sides[0].kind == "period" and len(both)):
        raise NotComparable(f"{sides[0].name} and {sides[1].name} overlap: there is nothing to compare; name two that are apart")
    return _told_apart(tables, *sides)


def _told_apart(tables: Tables, first: Side, second: Side) -> tuple[Side, Side]:
    """The sides with their looks: an outlet has the one that it has in the figures of all outlets."""
    own = largest_outlets(tables) if first.kind == "outlet" else [first.name, second.name]
    spare = count(OUTLETS)
    looks = (own.index(side.name) if side.name in own else next(spare) for side in (first, second))
    return first._replace(look=next(looks)), second._replace(look=next(looks))


def _likely(tables: Tables) -> tuple[str, str]:
    """What a reader would compare first; empty names where there is nothing."""
    outlets = (
        groups(tables, "outlet")[tables.documents["outlet"].notna().to_numpy()]
        .value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
        .index[:2]
    )
    speakers = most_quoted(tables)[:2]
    found = outlets if len(outlets) == 2 else speakers
    return (found[0], found[1]) if len(found) == 2 else ("", "")


def _side(tables: Tables, name: str) -> Side:
    documents = tables.documents
    outlet = documents["outlet"].dropna()
    names = outlet.map(outlet_names(outlet.unique())).astype("str")
    asked = name.strip().casefold()
    known = names[(names.str.casefold() == asked) | (outlet.str.casefold() == asked)]
    if len(known):
        same = names[names == known.iloc[0]]
        return _of_articles(tables, known.iloc[0], "outlet", documents.loc[same.index, "doc_id"])
    if period := _PERIOD.fullmatch(name.strip()):
        return _period(tables, period)
    try:
        speaker = find_speaker(tables, name)
    except UnknownSpeaker as error:
        raise NotComparable(f"{name!r} is no outlet and no period such as 2024-03, and {error}") from None
    quotes = tables.quotes[(tables.quotes["speaker"] == speaker) & (tables.quotes["kind"] != "scare")]
    stances = tables.stances[tables.stances["speaker"] == speaker]
    return Side(speaker, "speaker", pd.Index(pd.concat([quotes["doc_id"], stances["doc_id"]]).unique()), quotes, stances)


def _period(tables: Tables, asked: re.Match[str]) -> Side:
    year, month, last_year, last_month = asked.groups()
    begin = f"{year}-{month or '01'}"
    end = f"{last_year or year}-{last_month or ('12' if last_year or not month else month)}"
    months = tables.documents["date"].dt.strftime("%Y-%m")
    within = tables.documents.loc[(months >= begin) & (months <= end), "doc_id"]
    if within.empty:
        raise NotComparable(f"no article is from {asked[0]}: {_dated(months.dropna())}")
    if not month and not last_year:
        return _of_articles(tables, year, "period", within)
    try:
        named = month_name(begin) if begin == end else f"{month_name(begin)} to {month_name(end)}"
    except IndexError:
        raise NotComparable(f"{asked[0]!r} is no period: months are 01 to 12") from None
    return _of_articles(tables, named, "period", within)


def _dated(months: pd.Series) -> str:
    return f"they are from {months.min()} to {months.max()}" if len(months) else "none has a date; put one below its title"


def _of_articles(tables: Tables, name: str, kind: str, articles: pd.Series) -> Side:
    quotes = tables.quotes[tables.quotes["doc_id"].isin(articles) & (tables.quotes["kind"] != "scare")]
    return Side(name, kind, pd.Index(articles), quotes, tables.stances[tables.stances["doc_id"].isin(articles)])


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "outlet" else f"a {kind}"


def names_compared(tables: Tables, first: Side, second: Side) -> pd.DataFrame:
    """Whom two outlets or periods quote (`voices`), of whom and what two speakers speak (`subjects`)."""
    return subjects(tables, first, second) if first.kind == "speaker" else voices(first, second)


def voices(first: Side, second: Side) -> pd.DataFrame:
    """Whom either side quotes: a row for each speaker, the least likely differences first.

    Columns: name, first, second (articles that quote them), first_share, second_share (of the words that the side quotes, 0 to
    1), p (Fisher's exact test of the articles), corrected, beyond_chance.
    """
    words = [_shares(side.quotes) for side in (first, second)]
    return _occurring([side.quotes[["doc_id", "speaker"]] for side in (first, second)], words, (first.size, second.size))


def subjects(tables: Tables, first: Side, second: Side) -> pd.DataFrame:
    """Of whom and what two speakers speak in their quotations: the columns of `voices`; the shares are of the mentions."""
    mentions = [_mentioned(tables, side.quotes) for side in (first, second)]
    shares = [found["speaker"].value_counts(normalize=True) for found in mentions]
    return _occurring(mentions, shares, (first.size, second.size))


def stances_compared(first: Side, second: Side) -> pd.DataFrame:
    """Where two sides stand toward what both speak of: a row for each target, the least likely differences first.

    Columns: target, then for `first_` and `second_` each: stance (the mean over articles, -1 to 1), statements, articles, low,
    high (as in `stance_matrix`, by article); difference (second less first), p (permutation test of the articles' means),
    corrected, beyond_chance. The stances of an outlet or a period are those that its articles report.
    """
    means = [side.stances.groupby(["target", "doc_id"], as_index=False).agg(stance=("stance", "mean")) for side in (first, second)]
    parts = []
    for prefix, side, of_articles in zip(("first", "second"), (first, second), means, strict=True):
        labelled = of_articles.assign(stance_id=0, label="")
        by_article = summed(labelled, ["target"]).set_index("target").rename(columns={"statements": "articles"})
        by_article["statements"] = side.stances.groupby("target").size()
        parts.append(by_article[["stance", "statements", "articles", "low", "high"]].add_prefix(f"{prefix}_"))
    found = parts[0].join(parts[1], how="inner").reset_index()
    found["difference"] = found["second_stance"] - found["first_stance"]
    values = [dict(iter(of_articles.groupby("target")["stance"])) for of_articles in means]
    found["p"] = [permuted(values[0][target], values[1][target]) for target in found["target"]]
    found["least"] = found[["first_statements", "second_statements"]].min(axis=1)
    return _judged(found, ["least", "target"]).drop(columns="least")


def stances_behind(found: pd.DataFrame, first: Side, second: Side) -> pd.DataFrame:
    """The stances of both sides toward the targets of some rows of `stances_compared`."""
    both = pd.concat([first.stances, second.stances]).drop_duplicates(["doc_id", "stance_id"])
    return both[both["target"].isin(found["target"])].reset_index(drop=True)


def words_compared(tables: Tables, first: Side, second: Side, *, top: int = 10) -> pd.DataFrame:
    """The words that set two sides apart: the `top` of either side by score, the least likely differences first.

    Columns: term, side (whose it is), first, second (articles in which it is used), score (as in `terms.distinctive_terms`),
    p (Fisher's exact test of the articles), corrected (for all the words that were tested, shown or not), beyond_chance.
    A word in fewer than 2 articles is not tested.
    """
    used = used_terms(tables, by="speaker" if first.kind == "speaker" else "document")
    sides = []
    for side in (first, second):
        mine = used["group"] == side.name if side.kind == "speaker" else used["doc_id"].isin(side.articles)
        sides.append(used[mine].assign(group=side.name))
    counts = [part.groupby("term")["doc_id"].nunique() for part in sides]
    found = pd.concat(counts, axis=1, keys=["first", "second"]).fillna(0).astype("int64").reset_index()
    found = found[found["first"] + found["second"] >= _AT_LEAST]
    found["p"] = fisher(found["first"], found["second"], (first.size, second.size))
    scored = distinctive_terms(tables, top=top, used=pd.concat(sides))[["term", "group", "score"]]
    shown = _judged(found, ["term"]).merge(scored, on="term").rename(columns={"group": "side"})
    shown = shown.sort_values(["p", "score", "term"], ascending=[True, False, True], ignore_index=True)
    return shown[["term", "side", "first", "second", "score", "p", "corrected", "beyond_chance"]]


def _shares(quotes: pd.DataFrame) -> pd.Series:
    outer = quotes[quotes["inside"].isna()]
    lengths = outer["text"].map(lambda text: len(text.split()))
    words = lengths.groupby(outer["speaker"]).sum()
    return words / lengths.sum() if lengths.sum() else words.astype("float64")


def _mentioned(tables: Tables, quotes: pd.DataFrame) -> pd.DataFrame:
    """Each mention within the quotations: doc_id, speaker (here whom it is of)."""
    outer = quotes[quotes["inside"].isna()][["doc_id", "start", "end"]]
    pairs = tables.entities[["doc_id", "start", "end", "entity"]].merge(outer, on="doc_id", suffixes=("", "_quote"))
    holds = (pairs["start_quote"] <= pairs["start"]) & (pairs["end"] <= pairs["end_quote"])
    return pairs.loc[holds, ["doc_id", "entity"]].rename(columns={"entity": "speaker"})


def _occurring(rows: list[pd.DataFrame], shares: list[pd.Series], sizes: tuple[int, int]) -> pd.DataFrame:
    articles = [part.dropna().groupby("speaker")["doc_id"].nunique() for part in rows]
    found = pd.concat([*articles, *shares], axis=1, keys=["first", "second", "first_share", "second_share"])
    found = found.fillna(0.0).astype({"first": "int64", "second": "int64"}).rename_axis("name").reset_index()
    found["p"] = fisher(found["first"], found["second"], sizes)
    found["apart"] = (found["second_share"] - found["first_share"]).abs()
    return _judged(found, ["apart", "name"]).drop(columns="apart")


def _judged(found: pd.DataFrame, then: list[str]) -> pd.DataFrame:
    """With the corrected p-values, ordered by them and then as told, numbers downwards."""
    found = found.assign(corrected=corrected(found["p"]))
    found["beyond_chance"] = found["corrected"] < LEVEL
    order = ["p", *then]
    falling = [name in then and pd.api.types.is_numeric_dtype(found[name]) for name in order]
    return found.sort_values(order, ascending=[not down for down in falling], ignore_index=True)
