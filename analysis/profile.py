"""One speaker: everything that the articles hold about them."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from analysis.speaker_search import find_speaker
from analysis.stance_summaries import summed
from analysis.summaries import UNDATED, groups, quoted
from analysis.tables import Tables
from analysis.wording import counted

NAMED_IN_REPR = 3


class SpeakerProfile:
    """What the articles hold about one speaker; every frame is empty where they hold nothing, and made when it is asked for."""

    def __init__(self, tables: Tables, name: str) -> None:
        self.name = name
        self._tables = tables

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Their rows of that table."""
        return _rows(self._tables.quotes, self._tables.quotes["speaker"] == self.name)

    @cached_property
    def stances(self) -> pd.DataFrame:
        """Their rows of that table."""
        return _rows(self._tables.stances, self._tables.stances["speaker"] == self.name)

    @cached_property
    def roles(self) -> pd.DataFrame:
        """What they are called: role, articles; most often first."""
        return self._by_articles("role")

    @cached_property
    def affiliations(self) -> pd.DataFrame:
        """What they belong to: affiliation, articles; most often first."""
        return self._by_articles("affiliation")

    @cached_property
    def over_time(self) -> pd.DataFrame:
        """How much they are quoted in each month from the first dated article of all to the last: month, articles (in which
        they are), quotations, words. Months in which nobody quotes them are there, with 0; undated articles are not."""
        months = groups(self._tables, "month")
        dated = months[months != UNDATED]
        if dated.empty:
            return pd.DataFrame({"month": [], "articles": [], "quotations": [], "words": []})
        spoken = self.quotes[self.quotes["kind"] != "scare"]
        spoken = spoken.assign(month=spoken["doc_id"].map(months), words=_words(spoken))
        counts = spoken.groupby("month").agg(articles=("doc_id", "nunique"), quotations=("quote", "size"), words=("words", "sum"))
        every = pd.period_range(dated.min(), dated.max(), freq="M").strftime("%Y-%m")
        return counts.reindex(every, fill_value=0).rename_axis("month").reset_index()

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Whom and what they are for and against: target, then the columns of a `stance_matrix`."""
        found = summed(self.stances, ["target"])
        return found.sort_values(["statements", "target"], ascending=[False, True], ignore_index=True)

    @cached_property
    def typical_words(self) -> pd.DataFrame:
        """The words that they use more than the other speakers do: term, count, score (as in `terms.distinctive_terms`)."""
        from analysis.terms import distinctive_terms

        found = distinctive_terms(self._tables, by="speaker", top=50)
        return _rows(found, found["group"] == self.name).drop(columns="group")

    @cached_property
    def said_about_them(self) -> pd.DataFrame:
        """The quotations of others in which they are mentioned."""
        tables = self._tables
        mentions = tables.entities[tables.entities["entity"] == self.name][["doc_id", "start", "end"]]
        others = tables.quotes[tables.quotes["speaker"] != self.name]
        pairs = others[["doc_id", "quote", "start", "end"]].merge(mentions, on="doc_id", suffixes=("", "_mention"))
        holds = pairs[(pairs["start"] <= pairs["start_mention"]) & (pairs["end_mention"] <= pairs["end"])]
        return others.merge(holds[["doc_id", "quote"]].drop_duplicates(), on=["doc_id", "quote"])

    @cached_property
    def stances_toward_them(self) -> pd.DataFrame:
        """The stances of others whose target they are."""
        stances = self._tables.stances
        return _rows(stances, (stances["target"] == self.name) & (stances["speaker"] != self.name))

    @cached_property
    def spoken_of_by(self) -> pd.DataFrame:
        """Who else speaks of them: speaker, quotations (that mention them), then stance and the other columns of a
        `stance_matrix`, with NaN and 0 where none is seen."""
        mentioned = self.said_about_them.groupby("speaker").size().rename("quotations")
        stances = summed(self.stances_toward_them, ["speaker"]).set_index("speaker")
        both = pd.concat([mentioned, stances], axis=1).rename_axis("speaker").reset_index()
        whole = ["quotations", "statements", "support", "neutral", "oppose"]
        both[whole] = both[whole].fillna(0).astype("int64")
        return both.sort_values(["quotations", "statements", "speaker"], ascending=[False, False, True], ignore_index=True)

    @cached_property
    def agrees_with(self) -> pd.DataFrame:
        """With whom they agree and disagree: other, then the columns of `agreement`."""
        from analysis.who_agrees import agreement

        pairs = agreement(self._tables)
        found = _rows(pairs, (pairs["speaker"] == self.name) | (pairs["other"] == self.name))
        other = found["other"].where(found["speaker"] == self.name, found["speaker"])
        return found.assign(other=other).drop(columns="speaker")

    def __repr__(self) -> str:
        known_as = [*self.roles["role"][:1], *self.affiliations["affiliation"][:1]]
        head = f"{self.name} ({', '.join(known_as)})" if known_as else self.name
        lines = [
            f"quoted {counted(len(self.quotes), 'time')} in {counted(self.quotes['doc_id'].nunique(), 'article')}",
            f"for: {_targets(self.stances, 'support')}",
            f"against: {_targets(self.stances, 'oppose')}",
            f"spoken about in {counted(len(self.said_about_them), 'quotation')} of others",
        ]
        return "\n  ".join([head, *lines])

    def _repr_html_(self) -> str:
        """What a notebook shows: how much they are quoted, where they stand with the words that show it, who agrees."""
        from analysis.display import shown_profile

        return shown_profile(self, self._tables)

    def _by_articles(self, column: str) -> pd.DataFrame:
        known = self._tables.speakers[self._tables.speakers["speaker"] == self.name]
        counts = known.groupby(column, as_index=False).agg(articles=("doc_id", "nunique"))
        return counts.sort_values(["articles", column], ascending=[False, True], ignore_index=True)


def speaker_profile(tables: Tables, name: str | None = None) -> SpeakerProfile:
    """Everything about one speaker; `name` as in `speaker_search.find_speaker`, whose errors it raises; without one it is the
    speaker of whom the most words are quoted.

    >>> rows = {"speakers": [("d0", "Mara Quist", "person", "mayor", 4, 9, "Talheim", "she", 0, 0)]}
    >>> speaker_profile(Tables.from_rows(rows), "Quist")
    Mara Quist (mayor, Talheim)
      quoted 0 times in 0 articles
      for: nobody and nothing
      against: nobody and nothing
      spoken about in 0 quotations of others
    """
    if name is None:
        name = next(iter(most_quoted(tables)), "")
    return SpeakerProfile(tables, find_speaker(tables, name))


def most_quoted(tables: Tables) -> list[str]:
    """The speakers by the words that are quoted of them, the most first.

    >>> most_quoted(Tables.from_rows({}))
    []
    """
    words = quoted(tables).groupby("speaker")[["words", "quotations"]].sum().reset_index()
    ordered = words.sort_values(["words", "quotations", "speaker"], ascending=[False, False, True])
    return list(ordered["speaker"])


def _rows(frame: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    return frame[wanted].reset_index(drop=True)


def _words(quotes: pd.DataFrame) -> pd.Series:
    """The words of each quotation, none where it is part of another."""
    return quotes["text"].map(lambda text: len(text.split())).where(quotes["inside"].isna(), 0).astype("int64")


def _targets(stances: pd.DataFrame, label: str) -> str:
    counts = stances[stances["label"] == label].groupby("target").size().reset_index(name="n")
    top = counts.sort_values(["n", "target"], ascending=[False, True]).head(NAMED_IN_REPR)
    named = ", ".join(f"{target} ({n})" for target, n in zip(top["target"], top["n"], strict=True))
    more = len(counts) - len(top)
    return (f"{named} and {more} more" if more else named) or "nobody and nothing"
