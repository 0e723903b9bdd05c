"""Files that are replaced whole or not at all, and what tells one from another."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A new file beside `path` to write to; it takes the place of `path` only if the block ends without an exception.

    >>> with replaced(tmp / "a.txt") as new:
    ...     _ = new.write_text("whole")
    >>> (tmp / "a.txt").read_text()
    'whole'
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
        new.chmod(0o666 & ~_umask())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def file_digest(path: str | Path) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a file, empty where it cannot be read.

    >>> file_digest(tmp / "none.txt")
    ''
    """
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
