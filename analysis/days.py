"""A date as pages and records write it -> the day, where it can be only one."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from analysis.resources import rows
from analysis.seeds import is_datelike

_ISO = re.compile(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")
_EPOCH = re.compile(r"(\d{10})(\d{3})?(\.\d+)?")
_IN_DIGITS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_TIME = re.compile(r"\d{1,2}[:.]\d\d([:.]\d\d)?([.,]\d+)?(\s*[ap]\.?m\.?)?|[+-]\d{4}$|\b\d{1,2}\s*[ap]\.?m\.?\b", re.IGNORECASE)


def day_of(text: str) -> dt.date | None:
    """The day that a date names, as it is written, in whatever zone; None where it names none or might be either of two.

    >>> [str(day_of(text)) for text in ("2024-05-17T23:30:00Z", "Fri, 17 May 2024 09:30:00 GMT", "May 17th, 2024")]
    ['2024-05-17', '2024-05-17', '2024-05-17']
    >>> str(day_of("17/05/2024")), day_of("05/06/2024"), day_of("May 2024")
    ('2024-05-17', None, None)
    """
    text = text.strip()
    try:
        if seconds := _EPOCH.fullmatch(text):
            return dt.datetime.fromtimestamp(int(seconds[1]), dt.UTC).date()
        if found := _ISO.match(text):
            return dt.date(*map(int, found.groups()))
        if found := _IN_DIGITS.match(text):
            return _either(*map(int, found.groups()))
        return _in_words(text)
    except ValueError:  # no such day
        return None


def _either(first: int, second: int, year: int) -> dt.date | None:
    """The day first or the month first: what is a day of the calendar in one of the two ways only."""
    if first == second or second > 12:
        return dt.date(year, first, second)
    return dt.date(year, second, first) if first > 12 else None


def _in_words(text: str) -> dt.date | None:
    if not is_datelike(text):
        return None
    words = re.findall(r"\d+|[^\W\d_]+", _TIME.sub(" ", text.lower()))
    months = [_months()[word] for word in words if word in _months()]
    years = [int(word) for word in words if word.isdecimal() and len(word) == 4]
    days = [int(word) for word in words if word.isdecimal() and len(word) < 3]
    if not len(months) == len(years) == len(days) == 1:
        return None
    return dt.date(years[0], months[0], days[0])


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Word to the month's number; the list has the twelve in full first, in their order, and each short one begins one of them."""
    words = [row["word"] for row in rows("date_words.tsv") if row["kind"] == "month"]
    return {word: next(n for n, full in enumerate(words[:12], start=1) if full.startswith(word[:3])) for word in words}
