"""Work that ends its process at one article; a module of its own, which the processes import quickly."""

import os
import signal


def deadly(batch):
    """The path of each article."""
    if any("deadly" in one.path for one in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return [one.path for one in batch]
