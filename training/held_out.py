"""Which articles the stance model does not learn from, so that train_weighing.py can fit there how far to believe it."""

from __future__ import annotations

import hashlib

ONE_IN = 4


def is_apart(article: str) -> bool:
    """Is an article, by the name of its seed, one of the fourth part that is kept from the model."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % ONE_IN == 0
