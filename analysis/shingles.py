"""Texts as sets of runs of words, and which texts of many share most of theirs.

MinHash (Broder, "On the resemblance and containment of documents", 1997) as datasketch has it, in bands, finds the pairs that are
worth a look; these are then compared run by run, so that chance decides next to nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from datasketch import MinHash

Shingles = NDArray[np.uint32]
Bands = NDArray[np.uint64]

SIZE = 4  # words in a run
LEAST = 20  # runs that two texts share, for them to be alike: half of a shorter one is a sentence; or they are the same
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)  # odd, of many bits: any would do
_PERMUTATIONS, _BANDS = 64, 32  # a pair that shares a third of all its runs is looked at with a chance of 97 %, a half: 99.99 %
_WORD = re.compile(r"\w+")


def shingles(text: str) -> Shingles:
    """The runs of `SIZE` words of a text as sorted numbers, each once; case and punctuation aside.

    No run crosses the end of a line, so that the order of the paragraphs does not matter; a shorter line is one run.

    >>> len(shingles("The bridge at Talheim will close.")), len(shingles("Close it")), len(shingles("…"))
    (3, 1, 0)
    """
    lines = [_WORD.findall(line) for line in text.lower().split("\n")]
    codes = np.fromiter((zlib.crc32(word.encode()) for line in lines for word in line), dtype=np.uint64)
    line_of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    runs = max(len(codes) - SIZE + 1, 0)
    mixed = np.zeros(runs, dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        mixed += codes[place : place + runs] * np.uint64(factor)
    mixed ^= mixed >> np.uint64(29)
    whole = (mixed * np.uint64(_FACTORS[0]) >> np.uint64(32))[line_of[:runs] == line_of[SIZE - 1 :]]
    short = [zlib.crc32(" ".join(line).encode()) for line in lines if 0 < len(line) < SIZE]
    return np.unique(np.concatenate([whole.astype(np.uint32), np.array(short, dtype=np.uint32)]))


def overlap(one: Shingles, other: Shingles, share: float) -> bool:
    """Are at least a `share` (0 to 1) of the runs of the shorter text in the longer one too, and enough of them to show something?

    >>> overlap(shingles("a b c d e"), shingles("A, b, c, d: e!"), 0.5), overlap(shingles("a b c d e"), shingles("a b c d x"), 0.5)
    (True, False)
    """
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if not len(shorter):
        return False
    nearest = longer.take(longer.searchsorted(shorter), mode="clip")  # both are sorted
    count = int(np.count_nonzero(nearest == shorter))
    return (count >= LEAST and count >= share * len(shorter)) or count == len(longer)


def bands(runs: Shingles) -> Bands:
    """A MinHash signature of the runs of a text, a number a band: two texts with much in common share a number in one place.

    A text without runs has none.

    >>> bands(shingles("The bridge at Talheim will close.")).shape, bands(shingles("")).shape
    ((32,), (0,))
    """
    if not len(runs):
        return np.zeros(0, dtype=np.uint64)
    signature = _no_signature().copy()
    signature.update_batch(runs)
    high, low = signature.hashvalues.astype(np.uint64).reshape(_BANDS, -1).T  # of 32 bits each
    return np.asarray(high << np.uint64(32) | low, dtype=np.uint64)


@lru_cache(maxsize=1)
def _no_signature() -> MinHash:
    from datasketch import MinHash  # it takes half a second to import, and where nothing is new it is not needed

    return MinHash(num_perm=_PERMUTATIONS, hashfunc=int)


def alike(texts: Sequence[Shingles], signatures: Sequence[Bands], share: float) -> list[int]:
    """For each text the number of the first that it is alike to, directly or through others; its own where it is like none.

    >>> runs = [shingles(text) for text in ("the bridge at Talheim", "a fair", "The bridge at Talheim.")]
    >>> alike(runs, [bands(text) for text in runs], 0.5)
    [0, 1, 0]
    """
    leads = list(range(len(texts)))

    def lead(n: int) -> int:
        while leads[n] != n:
            leads[n] = n = leads[leads[n]]
        return n

    unlike: set[tuple[int, int]] = set()
    for near in _near(signatures):
        for pair in combinations(near, 2) if len(set(map(lead, near))) > 1 else ():
            first, second = sorted(map(lead, pair))
            if first == second or pair in unlike:
                continue
            if overlap(texts[pair[0]], texts[pair[1]], share):
                leads[second] = first
            else:
                unlike.add(pair)
    return [lead(n) for n in range(len(texts))]


def _near(signatures: Sequence[Bands]) -> Iterator[list[int]]:
    """Texts that share a number in one place, and so may have much in common; two of them may come together several times."""
    full = np.array([n for n, one in enumerate(signatures) if len(one)], dtype=np.intp)
    for band in np.array([signatures[n] for n in full]).T:
        order = np.argsort(band, kind="stable")
        same = band[order[1:]] == band[order[:-1]]
        ends = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
        for first, last in ends.reshape(-1, 2):
            yield full[order[first : last + 1]].tolist()
