"""What kind of speaker a name is by its own words, where no article says: one that a person writes into a correction."""

from __future__ import annotations

import re

from analysis.metonyms import country_named
from analysis.resources import name_nouns, regions, roles

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_OF = {"of", "for", "on", "against"}  # what stands before it says what it is: "Ministry of Fisheries"
_KINDS = {"body": "organization", "thing": "organization", "place": "organization", "org": "organization", "group": "group"}


def kind_of(name: str) -> str:
    """The kind of a speaker of this name, as in the table of speakers; a person where no word shows anything else.

    >>> [kind_of(name) for name in ("Harrow Bay town council", "Bank of Tolm", "Norway", "Odile Banks")]
    ['organization', 'organization', 'country', 'person']
    """
    words = [word for word in name.removeprefix("the ").removeprefix("The ").split() if word[0].isalnum()]
    if country_named(name) or " ".join(words) in regions():
        return "country"
    at = next((i for i, word in enumerate(words) if word in _OF and i), None)
    head = words[at - 1 if at else -1] if words else ""
    noun, role = name_nouns().get(head.lower()), roles().get(head.lower())
    if noun and noun.last and len(words) > 1:
        return _KINDS[noun.kind]
    if role and role.kind in _KINDS and (at or head.islower() or len(words) == 1):  # "Odile Bank" is a person
        return _KINDS[role.kind]
    return "organization" if _ACRONYM.fullmatch(head) and len(words) == 1 else "person"
