"""Numbers, names and findings as a sentence words them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

DETAILS = 12  # more of them nobody wants to be read to
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JOINERS = "\u200c\u200d"  # the invisible characters that belong to a word: in Persian, in emoji


def shorten(text: str, width: int = 24) -> str:
    """One line of at most `width` characters that any font and any XML can hold.

    >>> shorten("The Society for the Study of Rivers", 14)
    'The Society f…'
    """
    kept = "".join(c if c in _JOINERS or not unicodedata.category(c).startswith("C") else " " for c in text)
    line = " ".join(kept.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def percent(share: float) -> str:
    """A share of 0 to 1 in words for a reader.

    >>> percent(0.614), percent(0.002)
    ('61\\xa0%', 'under 1\\xa0%')
    """
    return f"{share * 100:.0f}\u00a0%" if share == 0 or share >= 0.01 else "under 1\u00a0%"


def naming(names: Sequence[str]) -> str:
    """Names as a title lists them, at most three.

    >>> naming(["Quist", "Orr", "Venn", "Lund"])
    'Quist, Orr, Venn and 1 more'
    """
    shown = [shorten(name, 40) for name in names[:3]]
    if len(names) > 3:
        shown.append(f"{len(names) - 3} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def told(finding: str, chart: str, details: Sequence[str]) -> str:
    """The text for those who do not see a chart: its finding, its kind, and the first of its details.

    >>> told("Quist speaks most", "Bar chart of words", ["Quist 9", "Orr 4"])
    'Quist speaks most. Bar chart of words: Quist 9; Orr 4.'
    """
    parts = [shorten(detail, 160) for detail in details[:DETAILS]]
    if len(details) > DETAILS:
        parts.append(f"and {len(details) - DETAILS} more")
    return f"{finding}. {chart}: {'; '.join(parts)}."


def signed(score: float) -> str:
    """A score with its sign, and a minus that is one.

    >>> signed(-0.25), signed(0.5)
    ('−0.25', '+0.50')
    """
    return f"{score:+.2f}".replace("-", "−")


def counted(number: float, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "word"), counted(1200, "word")
    ('1 word', '1,200 words')
    """
    return f"{number:,.0f} {noun}{'' if number == 1 else 's'}"


def month_name(month: str) -> str:
    """A month of a group as readers write it, in every locale.

    >>> month_name("2024-03")
    'Mar 2024'
    """
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1]} {year}"
