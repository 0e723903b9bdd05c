"""What a shard of the store says for the names and stories of all articles: found once, and kept beside the shard's tables.

It follows from the shard alone, and takes longer to find than to read. A file that is missing or damaged is made again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.canonical import names_inside
from analysis.files import replaced
from analysis.name_evidence import Named, evidence, packed, unpacked
from analysis.schema import ROWS, frame
from analysis.stories import told
from analysis.tables import Tables

_CHECKSUM = 4  # bytes, at the beginning of a file
_COLUMNS = {  # by which names are joined
    "documents": ["doc_id", "date", "outlet"],
    "entities": ["doc_id", "text", "label", "form", "entity"],
    "speakers": ["doc_id", "speaker", "role", "affiliation", "pronoun"],
}


def names(shard: Path) -> tuple[list[Named], dict[str, list[str]]]:
    """The evidence for the names in a shard's articles, and the canonical names in each article.

    >>> from analysis.store import keep
    >>> names(keep(Tables.from_rows({}), tmp))
    ([], {})
    """
    columns, inside = json.loads(_kept(shard / "names.json", _names))
    return unpacked(columns), inside


def runs(shard: Path) -> pa.Table:
    """The runs of words of a shard's articles, as `stories.told` gives them.

    >>> from analysis.store import keep
    >>> len(runs(keep(Tables.from_rows({}), tmp)))
    0
    """
    with pa.ipc.open_file(pa.py_buffer(_kept(shard / "runs.arrow", _runs))) as file:
        return file.read_all()


def _names(shard: Path) -> bytes:
    read = {table: pq.read_table(shard / f"{table}.parquet", columns=columns) for table, columns in _COLUMNS.items()}
    tables = Tables(**{table: read[table].to_pandas() if table in read else frame(table) for table in ROWS})
    inside = {doc_id: sorted(names) for doc_id, names in names_inside(tables).items()}
    return json.dumps([packed(evidence(tables)), inside]).encode()


def _runs(shard: Path) -> bytes:
    articles = told(pq.read_table(shard / "documents.parquet", columns=["doc_id", "date", "text"]).to_pandas())
    with pa.BufferOutputStream() as sink:
        with pa.ipc.new_file(sink, articles.schema) as file:
            file.write_table(articles)
        data: bytes = sink.getvalue().to_pybytes()
    return data


def _kept(path: Path, make: Callable[[Path], bytes]) -> bytes:
    """The bytes in a file of a shard; those that are made, and written to it, where it is not as it was written."""
    with suppress(FileNotFoundError):
        data = path.read_bytes()
        if data[:_CHECKSUM] == _checksum(data[_CHECKSUM:]):
            return data[_CHECKSUM:]
    data = make(path.parent)
    with replaced(path) as new:
        new.write_bytes(_checksum(data) + data)
    return data


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM, "big")
