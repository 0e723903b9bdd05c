"""One speaker: found by name, and everything that the articles hold about them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import pandas as pd

from analysis.name_keys import base_name
from analysis.tables import Tables
from analysis.wording import counted

NAMED_IN_REPR = 3
NEAREST = 3


class UnknownSpeaker(KeyError):
    """No speaker goes by that name, or several do.

    Attributes: `name`, what was asked for; `nearest`, the names that come closest.
    """

    def __init__(self, name: str, nearest: list[str], *, shared: bool = False) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = nearest
        self._shared = shared

    def __str__(self) -> str:
        if self._shared:
            return f"several speakers are called {self.name!r}: ask for one of {', '.join(self.nearest)}"
        if self.nearest:
            return f"no speaker is called {self.name!r}; the nearest names are {', '.join(self.nearest)}"
        return f"no speaker is called {self.name!r}, and no name comes near it"


@dataclass(frozen=True, eq=False, repr=False)
class SpeakerProfile:
    """What the articles hold about one speaker; every frame is empty where they hold nothing.

    `quotes` and `stances` are the speaker's rows of those tables. `roles` (role, articles) and `affiliations`
    (affiliation, articles) are ordered by the number of articles. `said_about_them` are the quotations of others in which
    they are mentioned, `stances_toward_them` the stances of others whose target they are.
    """

    name: str
    quotes: pd.DataFrame
    stances: pd.DataFrame
    roles: pd.DataFrame
    affiliations: pd.DataFrame
    said_about_them: pd.DataFrame
    stances_toward_them: pd.DataFrame

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


def speaker_names(tables: Tables) -> list[str]:
    """The canonical names of all who are quoted or take a stance, sorted.

    >>> speaker_names(Tables.from_rows({}))
    []
    """
    columns = (tables.speakers["speaker"], tables.quotes["speaker"], tables.stances["speaker"])
    return sorted(set(pd.concat(columns).dropna()))


def find_speaker(tables: Tables, name: str) -> str:
    """The canonical name that `name` stands for: that name in any case, the last word of one name only, or any other form by
    which articles call one speaker only ("M. Quist", "TRA").

    Raises UnknownSpeaker, with the nearest names, where there is none or more than one.

    >>> rows = {"speakers": [("d0", "Mara Quist", "person", None, None, None, None, None, 1, 9)]}
    >>> find_speaker(Tables.from_rows(rows), "quist")
    'Mara Quist'
    """
    names = speaker_names(tables)
    wanted = name.strip().casefold()
    same = [known for known in names if known.casefold() == wanted]
    if same:
        return name if name in same else same[0]
    last = [known for known in names if base_name(known).casefold().split()[-1:] == [wanted]]
    written = tables.entities[(tables.entities["form"] == "name") & (tables.entities["text"].str.casefold() == wanted)]
    fitting = last or sorted(set(written["entity"]).intersection(names))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UnknownSpeaker(name, fitting, shared=True)
    raise UnknownSpeaker(name, _nearest(wanted, names))


def speaker_profile(tables: Tables, name: str) -> SpeakerProfile:
    """Everything about one speaker; `name` as in `find_speaker`, whose errors it raises.

    >>> rows = {"speakers": [("d0", "Mara Quist", "person", "mayor", 4, 9, "Talheim", "she", 0, 0)]}
    >>> speaker_profile(Tables.from_rows(rows), "Quist")
    Mara Quist (mayor, Talheim)
      quoted 0 times in 0 articles
      for: nobody and nothing
      against: nobody and nothing
      spoken about in 0 quotations of others
    """
    speaker = find_speaker(tables, name)
    known = tables.speakers[tables.speakers["speaker"] == speaker]
    stances = tables.stances
    return SpeakerProfile(
        name=speaker,
        quotes=_rows(tables.quotes, tables.quotes["speaker"] == speaker),
        stances=_rows(stances, stances["speaker"] == speaker),
        roles=_by_articles(known, "role"),
        affiliations=_by_articles(known, "affiliation"),
        said_about_them=_said_about(tables, speaker),
        stances_toward_them=_rows(stances, (stances["target"] == speaker) & (stances["speaker"] != speaker)),
    )


def _rows(frame: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    return frame[wanted].reset_index(drop=True)


def _by_articles(known: pd.DataFrame, column: str) -> pd.DataFrame:
    counts = known.groupby(column, as_index=False).agg(articles=("doc_id", "nunique"))
    return counts.sort_values(["articles", column], ascending=[False, True], ignore_index=True)


def _said_about(tables: Tables, speaker: str) -> pd.DataFrame:
    mentions = tables.entities[tables.entities["entity"] == speaker][["doc_id", "start", "end"]]
    others = tables.quotes[tables.quotes["speaker"] != speaker]
    pairs = others[["doc_id", "quote", "start", "end"]].merge(mentions, on="doc_id", suffixes=("", "_mention"))
    holds = pairs[(pairs["start"] <= pairs["start_mention"]) & (pairs["end_mention"] <= pairs["end"])]
    found = holds[["doc_id", "quote"]].drop_duplicates()
    return others.merge(found, on=["doc_id", "quote"])


def _nearest(wanted: str, names: list[str]) -> list[str]:
    """Names spelled alike as a whole or in one of their words: "Qist" is nearest to "Mara Quist"."""
    spelled = {name: [name.casefold(), *name.casefold().split()] for name in names}
    likeness = {name: max(difflib.SequenceMatcher(None, wanted, form).ratio() for form in forms) for name, forms in spelled.items()}
    close = sorted((name for name in names if likeness[name] >= 0.6), key=lambda name: (-likeness[name], name))
    return close[:NEAREST]


def _targets(stances: pd.DataFrame, label: str) -> str:
    counts = stances[stances["label"] == label].groupby("target").size().reset_index(name="n")
    top = counts.sort_values(["n", "target"], ascending=[False, True]).head(NAMED_IN_REPR)
    named = ", ".join(f"{target} ({n})" for target, n in zip(top["target"], top["n"], strict=True))
    more = len(counts) - len(top)
    return (f"{named} and {more} more" if more else named) or "nobody and nothing"
