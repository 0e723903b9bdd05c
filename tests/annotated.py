"""What the annotation finds in a few invented paragraphs."""

from __future__ import annotations

from functools import cache
from typing import Any

from analysis.pipeline import annotate_seed
from analysis.schema import Quote
from analysis.seeds import Seed


def seed(*paragraphs: str, doc_id: str = "d0", path: str = "a.txt", title: str = "News from Talheim") -> Seed:
    return Seed(doc_id, path, title, None, None, paragraphs)


@cache
def annotated(*paragraphs: str) -> dict[str, list[Any]]:
    """The rows of an article that consists of these paragraphs."""
    return annotate_seed(seed(*paragraphs))


def quotation(words: str, *paragraphs: str) -> Quote:
    """The shortest quotation that holds these words."""
    found: list[Quote] = annotated(*paragraphs)["quotes"]
    fitting = [q for q in found if words in q.text]
    assert fitting, f"{words!r} is in none of {[q.text for q in found]}"
    return min(fitting, key=lambda q: len(q.text))


def entities(*paragraphs: str) -> list[tuple[str, str]]:
    """(mention, canonical name) of every mention in the order of the text."""
    return [(row.text, row.entity) for row in annotated(*paragraphs)["entities"]]
