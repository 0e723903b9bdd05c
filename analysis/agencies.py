"""Whose words an article prints: the news agency that its dateline, its byline or its last line names."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.resources import alternatives, rows

_DATELINE = re.compile(r"[^()\n]{0,60}?\(([^()\n]{2,40})\)\s*[-–—]+\s")
_HEADED = re.compile(r"([^-–—\n]{2,40}?)\s+[-–—]+\s")
_CREDIT = re.compile(r"(?:by|from|source:?|text:?|with|/|©|\(|[-–—])*\s*(?:the\s+)?(.{2,40}?)\s*[./)]*", re.IGNORECASE)
_AGENCY = re.compile(r"[A-Z].*\b(?:agency|newswire|press|news service|wire)", re.IGNORECASE)


def agency_of(text: str) -> str | None:
    """The agency that a line of a text gives as its source; None where none does. The text's lines may be in any order.

    >>> agency_of("TALHEIM (AP) — The bridge will close."), agency_of("The bridge will close.\\n(Vessany Press Agency)")
    ('The Associated Press', 'Vessany Press Agency')
    >>> agency_of("The bridge will close, AP reported.") is None
    True
    """
    return next((found for line in text.split("\n") if (found := _credited(line.strip()))), None)


def _credited(line: str) -> str | None:
    if dateline := _DATELINE.match(line):
        return known_agency(dateline[1]) or (dateline[1] if _AGENCY.fullmatch(dateline[1]) else None)
    if headed := _HEADED.match(line):
        return known_agency(headed[1])
    if len(line) <= 60 and (credit := _CREDIT.fullmatch(line)):
        bracketed = line.startswith(("(", "/"))
        return known_agency(credit[1]) or (credit[1] if bracketed and _AGENCY.fullmatch(credit[1]) else None)
    return None


def known_agency(words: str) -> str | None:
    """The name of the agency that some words are a form of; None where they are none's.

    >>> known_agency("AP"), known_agency("Labour")
    ('The Associated Press', None)
    """
    bare = words.strip().removeprefix("The ").removeprefix("the ")
    return _names().get(bare)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """The agencies' names and other forms to their names, without an article."""
    return {
        form.removeprefix("The "): row["name"]
        for row in rows("agencies.tsv")
        for form in (row["name"], *alternatives(row["forms"]))
    }
