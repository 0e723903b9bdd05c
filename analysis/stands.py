"""A stance as it is found: who, toward whom or what, for or against, by which words."""

from __future__ import annotations

from typing import NamedTuple


class Stand(NamedTuple):
    """One stance; target and evidence as token ranges, `quote` the number of the quotation that it stands in, `ground`
    what gave it: the place of the target beside a stance word, or what the quotation says."""

    speaker: str
    target: str
    target_start: int
    target_end: int
    sign: float
    relation: str
    confidence: float
    quote: int | None
    start: int
    end: int
    ground: str
