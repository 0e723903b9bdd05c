"""How values are written in HTML: escaping templates, numbers, dates, links.

Everything that comes from a seed is escaped on its way in: the templates escape by default, and no text is ever a template.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from analysis.summaries import UNSURE

_TEMPLATES = Path(__file__).parent / "resources" / "templates"
BY_HAND = "✓"  # beside what a person has corrected or found to be right
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_SIDES = {"support": "for", "oppose": "against", "neutral": "neutral"}
_CERTAINTY = ((0.8, "sure"), (0.6, "likely"), (UNSURE, "perhaps"), (0.0, "unsure"))


class Fragment(Markup):
    """HTML that a notebook shows as such and a template takes as it is."""

    def _repr_html_(self) -> str:
        return str(self)


def render(template: str, **values: Any) -> Fragment:
    """A template of resources/templates filled with values; text is escaped, Markup is not.

    >>> str(render("picture.html", title="<b>", svg="", caption="", files=[])).splitlines()[1]
    '<p class="rp-finding">&lt;b&gt;</p>'
    """
    return Fragment(_environment().get_template(template).render(values))


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "number": number, "link": link}
    return environment


def stylesheet() -> str:
    """The text of the one style sheet, for fragments and pages.

    >>> "</" in stylesheet()
    False
    """
    return (_TEMPLATES / "style.css").read_text(encoding="utf-8")


def known(value: Any) -> Any:
    """A value of a table, None where it is missing.

    >>> known(float("nan")) is None
    True
    """
    return None if pd.isna(value) else value


def day(date: dt.date) -> str:
    """A date in words.

    >>> day(dt.date(2022, 3, 10))
    '10 March 2022'
    """
    return f"{date.day} {date:%B %Y}"


def number(value: float) -> str:
    """A number as it is read: thousands apart, two decimals unless it is whole.

    >>> number(12345), number(0.256), number(-1.0)
    ('12,345', '0.26', '−1')
    """
    rounded = round(value, 2) + 0.0  # no minus on a zero
    return (f"{rounded:,.0f}" if rounded == round(rounded) else f"{rounded:,.2f}").replace("-", "−")


def certainty(confidence: float) -> str:
    """A confidence of 0 to 1 in a word and a number, with a space that does not break.

    >>> certainty(0.83), certainty(0.31)
    ('sure\\xa00.83', 'unsure\\xa00.31')
    """
    return f"{next(word for least, word in _CERTAINTY if confidence >= least)}\u00a0{confidence:.2f}"


def certainty_cell(confidence: float) -> str:
    """The same for a table, where what is unsure looks it, and what a person has corrected says so.

    >>> certainty_cell(0.83), str(certainty_cell(0.31)), certainty_cell(1.0)
    ('sure\\xa00.83', '<span class="rp-doubt">unsure\\xa00.31</span>', '✓\\xa0corrected')
    """
    words = certainty(confidence) if confidence < 1 else f"{BY_HAND}\u00a0corrected"  # the program itself is never so sure
    return words if confidence >= UNSURE else Markup('<span class="rp-doubt">{}</span>').format(words)


def sides(labels: Sequence[str]) -> str:
    """How many stances are for, against and neutral.

    >>> sides(["support", "oppose", "oppose"])
    '1 for, 2 against'
    """
    return ", ".join(f"{labels.count(label)} {word}" for label, word in _SIDES.items() if label in labels)


def link(address: str, text: str = "") -> Markup:
    """A link if the address is one of the web, text if it is anything else; the text is the address unless another is given.

    >>> str(link("javascript:alert(1)"))
    'javascript:alert(1)'
    """
    if not _WEB_ADDRESS.match(address):
        return Markup.escape(text or address)
    if text:
        return Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, text)
    return Markup('<a href="{}" rel="noreferrer" class="rp-address">{}</a>').format(address, address)


def isolated(text: str) -> Markup:
    """Text whose writing direction, or whose marks that change it, do not reach what stands beside it.

    >>> str(isolated("a<b"))
    '<bdi>a&lt;b</bdi>'
    """
    return Markup("<bdi>{}</bdi>").format(text)
