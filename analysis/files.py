"""Files that are replaced whole or not at all, and what tells one from another."""

from __future__ import annotations

import hashlib
import secrets
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
    # Named here and made in the block: whenever a Ctrl-C comes, a file that was made is in the reach of `finally`.
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield new
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
