"""The order of paragraphs in which the most can be expected to stand right, before others and right after one another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.paragraph_tokens import Floats

LONG = 100  # paragraphs whose order is not searched for but sorted
MAX_MOVES = 100  # of the search; the orders of real articles settle in a dozen
BLOCK = 3  # paragraphs moved together: a speech in parts
NEIGHBOURS = 1 / 12  # what a link to the one before weighs beside one pair, for each paragraph: it must count in a long article too
DIGITS = 6  # of a score: the last bits of a sum, which differ by machine, decide nothing

Places = NDArray[np.intp]


def best_order(lead: int, odds: Floats, follows: Floats | None = None) -> list[int]:
    """The order after the lead that is best by the log-odds of pairs and, where given, by how well one follows another.

    >>> best_order(1, np.array([[0, -1, -2], [1, 0, 1], [2, -1, 0]]))
    [1, 2, 0]
    """
    count = len(odds)
    gain: Floats = np.tanh(odds / 2).round(DIGITS)  # the probability of i before j less that of j before i
    rank = np.argsort(-np.round(gain.sum(1), DIGITS), kind="stable")
    order = np.append(lead, rank[rank != lead])
    links: Floats = np.zeros_like(gain) if follows is None else np.round(follows * count * NEIGHBOURS, DIGITS)
    for _ in range(MAX_MOVES if count < LONG else 0):
        moved = _moved(order, gain, links)
        if moved is None:
            break
        order = moved
    return [int(i) for i in order]


def _moved(order: Places, gain: Floats, links: Floats) -> Places | None:
    """The order after the one move that gains most, of a paragraph or, where none does, of a few that stand together."""
    count = len(order)
    before, link = gain[order[:, None], order], np.zeros((count + 1, count + 1))  # the end follows anything
    link[:count, :count] = links[order[:, None], order]
    for size in range(1, min(BLOCK, count - 2) + 1):
        gains = _gains(before, link, size)
        place = int(gains.argmax())
        if gains.flat[place] > 10.0**-DIGITS:
            gap, start = (1 + int(index) for index in divmod(place, gains.shape[1]))
            block, others = order[start : start + size], np.concatenate([order[:start], order[start + size :]])
            gap -= size if gap > start else 0
            return np.concatenate([others[:gap], block, others[gap:]])
    return None


def _gains(before: Floats, link: Floats, size: int) -> Floats:
    """What each move of `size` paragraphs gains, gaps (from before place 1 to the end) by starts (from place 1)."""
    count = len(before)
    start, gap = np.arange(1, count - size + 1), np.arange(1, count + 1)[:, None]
    end = start + size
    of_block = sum((before[:, 1 + shift : count - size + 1 + shift] for shift in range(size)), np.zeros((count, 1)))
    passed = np.zeros((count + 1, count - size))  # by gap: of all that stand before it
    passed[1:] = of_block.cumsum(0)
    later = gap > start
    pairs = 2 * (passed[1:] - np.where(later, passed[end, start - 1], passed[start, start - 1]))
    closed = link[start - 1, end] - link[start - 1, start] - link[end - 1, end]
    opened = link[gap - 1, start] + link[end - 1, gap] - link[gap - 1, gap]
    found: Floats = (pairs + closed + opened).round(DIGITS)
    found[(gap >= start) & (gap <= end)] = 0
    return found
