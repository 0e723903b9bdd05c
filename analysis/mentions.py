"""A mention of somebody or something that the reader of a text meets on the way."""

from __future__ import annotations

from typing import NamedTuple


class Mention(NamedTuple):
    """A mention met on the way: first token, head, entity, label (PERSON, ORG, ...), form, sentence in reading order."""

    start: int
    head: int
    entity: str
    label: str
    form: str
    sentence: int
