"""For which country somebody speaks, and for which not: who says "We didn't attack Vessany" is not the Vessanian minister."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc

from analysis.binding import bound
from analysis.metonyms import country_of_adjective
from analysis.roles import RoleMention

_FIRST_PERSON = {"i", "me", "we", "us"}


def homelands(doc: Doc, roles: Mapping[str, Sequence[RoleMention]]) -> dict[str, set[str]]:
    """The countries of people by the nationality in their titles.

    >>> from analysis.language import parse
    >>> doc = parse("Norwegian Foreign Minister Mara Quist spoke.")
    >>> homelands(doc, {"Mara Quist": [RoleMention(0, 3, "minister", None)]})
    {'Mara Quist': {'Norway'}}
    """
    found: dict[str, set[str]] = defaultdict(set)
    for name, mentions in roles.items():
        for token in (t for m in mentions for t in doc[m.start : m.end] if t.ent_type_ == "NORP"):
            country = country_of_adjective(doc, token.text)
            if country is not None:
                found[name].add(country)
    return dict(found)


def others(doc: Doc, words: Iterable[tuple[int, int]], named: Mapping[int, str]) -> set[str]:
    """The names of those on whom "we" or "I" act in somebody's words, so that it is not they who speak; `words`: token ranges,
    `named`: the entity of each token of a name.

    >>> from analysis.language import parse
    >>> doc = parse("We did not attack Norway.")
    >>> others(doc, [(0, 6)], {4: "Norway"})
    {'Norway'}
    """
    tokens = [doc[i] for first, last in words for i in range(first, last)]
    own = [token for token in tokens if token.lower_ in _FIRST_PERSON]
    return {named[t.i] for t in tokens if t.i in named for one in own if bound(one, t)}
