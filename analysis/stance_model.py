"""The shipped stance model, run by onnxruntime: how probable it is that a text is against, neutral or for a marked target.

One encoder with two heads (resources/stance_model.onnx, which holds its word pieces too): the sentiment of the text toward
the target, and the stance of a marked source toward it. training/train_stance.py makes it, and says from what.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
import onnxruntime
import pandas as pd
from tokenizers import Tokenizer

from analysis.marking import Item, Marked, mark, spans

LABELS = ("negative", "neutral", "positive")
_BATCH = 16  # items at once; memory stays within some 100 MB however many there are


def score(items: Sequence[Item], *, threads: int | None = None) -> pd.DataFrame:
    """Probabilities for each item, in order: columns negative, neutral, positive, and label, the most probable of them.

    An item with a source is asked for its stance toward the target, one without for the sentiment of the text toward the target.
    `threads`: how many onnxruntime may use; all cores if None. Raises ValueError, with the number of the item, for a span
    that is empty or not within its text.

    >>> score([Item("Quist called Reyl a disgrace.", (13, 17), (0, 5))])["label"].tolist()
    ['negative']
    """
    _check(items)
    session, tokenizer = _session(threads or os.cpu_count() or 1)
    marked = mark(items, tokenizer)
    found = np.zeros((len(items), len(LABELS)), dtype=np.float32)
    for numbers in _batches(marked):
        sentiment, stance = session.run(None, _arrays([marked[i] for i in numbers]))
        pair = np.array([items[i].source is not None for i in numbers])
        found[numbers] = np.where(pair[:, None], stance, sentiment)
    frame = pd.DataFrame(found.astype("float64"), columns=list(LABELS))
    return frame.assign(label=pd.Series([LABELS[i] for i in found.argmax(axis=1)], dtype="str"))


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


def _batches(marked: Sequence[Marked]) -> Iterator[list[int]]:
    order = sorted(range(len(marked)), key=lambda i: (len(marked[i].ids), marked[i].ids))
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]


def _arrays(batch: Sequence[Marked]) -> dict[str, np.ndarray]:
    width = max(len(one.ids) for one in batch)
    return {
        "ids": np.array([one.ids + [0] * (width - len(one.ids)) for one in batch], dtype=np.int64),
        "target": np.array(spans([one.target for one in batch], width), dtype=np.float32),
        "source": np.array(spans([one.source for one in batch], width), dtype=np.float32),
    }
