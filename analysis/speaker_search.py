"""The speakers of a set of articles: who they are, and which one a name asks for."""

from __future__ import annotations

import difflib

import pandas as pd

from analysis.name_keys import base_name
from analysis.tables import Tables

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
        return f"no speaker is called {self.name!r}, and no name comes near it; the table `speakers` and the index page have all"


def speaker_names(tables: Tables) -> list[str]:
    """The canonical names of all who are quoted or take a stance, sorted.

    >>> speaker_names(Tables.from_rows({}))
    []
    """
    columns = (tables.speakers["speaker"], tables.quotes["speaker"], tables.stances["speaker"])
    return sorted(pd.concat(columns).dropna().unique())


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


def _nearest(wanted: str, names: list[str]) -> list[str]:
    """Names spelled alike as a whole or in one of their words: "Qist" is nearest to "Mara Quist"."""
    spelled = {name: [name.casefold(), *name.casefold().split()] for name in names}
    likeness = {name: max(difflib.SequenceMatcher(None, wanted, form).ratio() for form in forms) for name, forms in spelled.items()}
    close = sorted((name for name in names if likeness[name] >= 0.6), key=lambda name: (-likeness[name], name))
    return close[:NEAREST]
