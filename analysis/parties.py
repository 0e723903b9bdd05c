"""Parties by the names that news has for them: "the GOP" and "Republicans" for the Republican Party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from analysis.metonyms import Geography
from analysis.resources import alternatives, rows

Words = tuple[str, ...]


class Party(NamedTuple):
    """A party: its name, and its country."""

    name: str
    country: str


def parties_meant(names: Iterable[Words], geography: Geography) -> dict[Words, str]:
    """The name of the party for each name in a text that means one.

    What several parties are called by, and people of other views too, means one only in a text that names its country or itself,
    and no other of these.

    >>> names = [("GOP",), ("Democrats",), ("U.S.",), ("Labour",)]
    >>> from analysis.language import parse
    >>> parties_meant(names, Geography(parse("The U.S. votes."), names))
    {('GOP',): 'Republican Party', ('Democrats',): 'Democratic Party'}
    """
    words = {" ".join(name): name for name in names}
    found = {}
    for text, name in words.items():
        always, there = _index().get(text, ([], []))
        near = [party for party in there if geography.names_country(party.country)]
        likely = [party for party in always or near or there if party.name in words] or always or near
        if len(likely) == 1:
            found[name] = likely[0].name
    return found


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[list[Party], list[Party]]]:
    """Each form to the parties that it always means, and to those that it means in an article on them."""
    found: dict[str, tuple[list[Party], list[Party]]] = defaultdict(lambda: ([], []))
    for row in rows("parties.tsv"):
        for which, column in enumerate(("always", "there")):
            for form in alternatives(row[column]):
                found[form][which].append(Party(row["name"], row["country"]))
    return dict(found)
