"""What stands before the first sentence of a paragraph and is no part of it: the dateline of a report, "TALHEIM, Vessany (AP) — ",
and the time of an entry in a live report, "14:21 – "."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.agencies import known_agency

_PLACE = r"(?=[^a-z,(]{4})[A-Z][A-Z.'’]*(?:[ -][A-Z][A-Z.'’]*)*(?<=[A-Z]{2})"  # "NEW YORK", "ST. ORMOND"
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:,? (?:\d\d? {_MONTH}|{_MONTH} \d\d?)(?:,? \d{{4}})?)?"
_AGENCY = r" ?\((?P<agency>[^()\n]{2,40})\)"
_DASH = r"\s?[-–—―]{1,2}\s+(?=[“\"‘']?[A-Z])"  # a report begins with a capital
_SHOUTED = re.compile(rf"(?P<place>{_PLACE}(?:, {_NAME}){{0,2}}){_DAY}(?:{_AGENCY})?{_DASH}")
_CREDITED = re.compile(rf"(?P<place>{_NAME}(?:, {_NAME}){{0,2}}){_DAY}{_AGENCY}{_DASH}")
_ZONE = r"(?: (?:[A-Z]{1,2}[SD]?T|GMT|UTC)\b)?"
_HALF = r"(?: ?[apAP]\.?[mM]\.?(?!\w))?"
_CLOCK = re.compile(rf"(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d){_HALF}{_ZONE}(?:\s*[-–—―:|]\s*|\s+)(?=[“\"‘']|[A-Z][a-z]|[AI] )")
_KICKERS = {
    "ALERT", "ANALYSIS", "BREAKING", "COMMENT", "CORRECTION", "DEVELOPING", "EDITORIAL", "EXCLUSIVE", "EXPLAINER", "FACTBOX",
    "INTERVIEW", "LIVE", "NEWS", "OPINION", "PROFILE", "REVIEW", "SPECIAL", "UPDATE", "VIDEO", "WATCH",
}  # fmt: skip


class Dateline(NamedTuple):
    """In characters of a paragraph: where the place ends, 0 for a time, and where the dateline ends and the report begins."""

    place: int
    end: int


def dateline(paragraph: str) -> Dateline | None:
    """The dateline, or the time, that a paragraph begins with; None where it has none.

    A place in capitals tells one, or a known agency in brackets behind a place.

    >>> [text[: found.place] for text in ("ST. ORMOND, Orle — It rained.", "Orle (AP) - It rained.") if (found := dateline(text))]
    ['ST. ORMOND, Orle', 'Orle']
    >>> dateline("Mara Quist - the mayor - left."), dateline("NATO - the alliance - met."), dateline("Tom Reyl (Labour) - No.")
    (None, None, None)
    >>> dateline("14:21 – Reyl rises."), dateline("14.30 Reyl rises."), dateline("14.5 kroner")
    (Dateline(place=0, end=8), Dateline(place=0, end=6), None)
    """
    if clock := _CLOCK.match(paragraph):
        return Dateline(0, clock.end())
    found = _SHOUTED.match(paragraph)
    if found and (known_agency(found["place"]) or not _KICKERS.isdisjoint(found["place"].split())):
        return None
    if found is None and (credited := _CREDITED.match(paragraph)) and known_agency(credited["agency"]):
        found = credited
    return Dateline(found.end("place"), found.end()) if found else None
