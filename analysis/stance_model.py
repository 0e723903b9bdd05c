"""The shipped stance model, run by onnxruntime: how probable it is that a text is against, neutral or for a marked target.

One encoder with three heads (resources/stance_model.onnx, which holds its word pieces too): the sentiment of the text toward
the target, the stance of a marked source toward it, and that stance as readers judge it in articles, of any target that is
asked for there. training/train_stance.py makes it, and says from what.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import onnxruntime
import pandas as pd
from tokenizers import Tokenizer

from analysis.stance_input import Item, Marked, mark, spans

LABELS = ("negative", "neutral", "positive")
HEADS = 3
_BATCH = 16  # texts at once; memory stays within some 100 MB however many there are
_LONGER = 1.05  # times the shortest text of a batch, and two tokens


def score(items: Sequence[Item], *, threads: int | None = None) -> pd.DataFrame:
    """Probabilities for each item, in order: columns negative, neutral, positive, and label, the most probable of them.

    An item with a source is asked for its stance toward the target, one without for the sentiment of the text toward the target.
    `threads`: how many onnxruntime may use; if None as many as OMP_NUM_THREADS says, or all cores. Raises ValueError, with the
    number of the item, for a span that is empty or not within its text.

    >>> score([Item("Quist called Reyl a disgrace.", (13, 17), (0, 5))])["label"].tolist()
    ['negative']
    """
    heads = score_heads(items, threads=threads)
    found = heads[np.arange(len(items)), [int(item.source is not None) for item in items]]
    frame = pd.DataFrame(found.astype("float64"), columns=list(LABELS))
    return frame.assign(label=pd.Series([LABELS[i] for i in found.argmax(axis=1)], dtype="str"))


def score_heads(items: Sequence[Item], *, threads: int | None = None) -> np.ndarray:
    """Probabilities of the heads for each item, in order: shape (items, 3, 3), the sentiment of the text toward the target, the
    stance of the source, and the stance as readers judge it; negative, neutral, positive each. `threads` and errors as in `score`.

    >>> score_heads([Item("Quist called Reyl a disgrace.", (13, 17), (0, 5))]).argmax(axis=2).tolist()
    [[0, 0, 0]]
    """
    _check(items)
    found = np.zeros((len(items), HEADS, len(LABELS)), dtype=np.float32)
    if not items:
        return found  # without the model, which takes a moment to load
    session, tokenizer = _session(threads or _threads())
    texts = _texts(mark(items, tokenizer))
    for batch in _batches(texts):
        heads = session.run(None, _arrays(batch))
        for row, text in enumerate(batch):
            for place, number in enumerate(text.items):
                found[number] = [head[row, place] for head in heads]
    return found


def _threads() -> int:
    """joblib and Dask set the variable for their processes, so that together they do not ask for more than there is."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    return int(told) if told.isdecimal() and int(told) else os.cpu_count() or 1


@lru_cache(maxsize=2)
def _session(threads: int) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads do not hold a core that others want
    options.log_severity_level = 3
    stored = files("analysis").joinpath("resources", "stance_model.onnx").read_bytes()
    session = onnxruntime.InferenceSession(stored, options, providers=["CPUExecutionProvider"])
    return session, Tokenizer.from_str(session.get_modelmeta().custom_metadata_map["tokenizer"])


def _check(items: Sequence[Item]) -> None:
    for number, item in enumerate(items):
        for what, span in (("target", item.target), ("source", item.source)):
            if span is not None and not 0 <= span[0] < span[1] <= len(item.text):
                raise ValueError(f"item {number}: the {what} {span} is not a span of its text of {len(item.text)} characters")


class _Text(NamedTuple):
    """A marked text that is read once: its token numbers, its source, its targets, and the items that ask for these."""

    ids: list[int]
    source: tuple[int, int]
    targets: list[tuple[int, int]]
    items: list[int]


def _texts(marked: Sequence[Marked]) -> list[_Text]:
    texts: dict[tuple[tuple[int, ...], tuple[int, int]], _Text] = {}
    for number, one in enumerate(marked):
        text = texts.setdefault((tuple(one.ids), one.source), _Text(one.ids, one.source, [], []))
        text.targets.append(one.target)
        text.items.append(number)
    return list(texts.values())


def _batches(texts: Sequence[_Text]) -> Iterator[list[_Text]]:
    """Texts of about the same length: what the shorter are filled up with costs as much as words."""
    batch: list[_Text] = []
    for text in sorted(texts, key=lambda text: (len(text.ids), text.ids)):
        if batch and (len(batch) == _BATCH or len(text.ids) > _LONGER * len(batch[0].ids) + 2):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _arrays(batch: Sequence[_Text]) -> dict[str, np.ndarray]:
    width, places = max(len(text.ids) for text in batch), max(len(text.targets) for text in batch)
    targets = [spans([*text.targets, *[(0, 0)] * (places - len(text.targets))], width) for text in batch]
    return {
        "ids": np.array([text.ids + [0] * (width - len(text.ids)) for text in batch], dtype=np.int64),
        "target": np.array(targets, dtype=np.float32),
        "source": np.array(spans([text.source for text in batch], width), dtype=np.float32),
    }
