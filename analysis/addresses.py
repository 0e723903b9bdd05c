"""Where things stand in the reports: the page of each article, and the sentence on it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

import pandas as pd

from analysis.tables import Tables

Pages = Mapping[str, str]  # the address of each article's page by doc_id; "" is the page that is being made
_LONGEST_SLUG = 60


def slugs_of(paths: Mapping[str, str]) -> dict[str, str]:
    """A file name for each document's report, of a-z, 0-9 and hyphens only, by doc_id; `paths` are the seeds' paths.

    >>> slugs_of({"0a1b2c3d4e5f6071": "seeds/../<b> Übung.txt", "ffffffffffffffff": "other/B-übung.txt"})
    {'0a1b2c3d4e5f6071': 'b-ubung-0a1b2c3d', 'ffffffffffffffff': 'b-ubung-ffffffff'}
    """
    slugs = {doc_id: slug(PurePosixPath(path).stem) for doc_id, path in paths.items()}
    shared = Counter(slugs.values())
    return {doc_id: name if shared[name] == 1 else f"{name}-{doc_id[:8]}" for doc_id, name in slugs.items()}


def slug(words: str) -> str:
    """Any words as a part of a file name or an address: a-z, 0-9 and hyphens, at most 60 characters.

    >>> slug("../Übung & Spiel"), slug("新聞")
    ('ubung-spiel', 'article')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-") or "article"


def article_pages(tables: Tables, folder: str) -> dict[str, str]:
    """The address of the page of each article in a folder of reports; where no folder is given there are none.

    >>> article_pages(Tables.from_rows({}), "articles")
    {}
    """
    documents = tables.documents
    slugs = slugs_of(dict(zip(documents["doc_id"], documents["path"], strict=True))) if folder else {}
    return {doc_id: f"{folder}/{slug}.html" for doc_id, slug in slugs.items()}


def sentence_addresses(tables: Tables, rows: pd.DataFrame, pages: Pages) -> pd.Series:
    """Where each row (doc_id, start) can be read: its sentence on the page of its article; null where that has no page.

    >>> text = ("d0", "a.txt", "Row", None, None, None, "No. Yes.", 1, 2, "en", "d0")
    >>> sentences = [("d0", 0, 0, 0, 3, "No.", 0.0), ("d0", 1, 0, 4, 8, "Yes.", 0.0)]
    >>> tables = Tables.from_rows({"documents": [text], "sentences": sentences})
    >>> sentence_addresses(tables, pd.DataFrame({"doc_id": ["d0"], "start": [5]}), {"d0": "a.html"}).tolist()
    ['a.html#s-1']
    """
    places = rows[["doc_id", "start"]].reset_index(drop=True).rename_axis("row").reset_index().sort_values("start", kind="stable")
    sentences = tables.sentences[["doc_id", "start", "sentence"]].sort_values("start", kind="stable")
    found = pd.merge_asof(places, sentences, on="start", by="doc_id").sort_values("row")
    pairs = zip(found["doc_id"], found["sentence"], strict=True)
    addresses = [f"{pages[doc]}#s-{int(n)}" if doc in pages and pd.notna(n) else None for doc, n in pairs]
    return pd.Series(addresses, index=rows.index, dtype=object)


def evidence_id(speaker: str, target: str) -> str:
    """The name of the place where a page lists what a speaker says of a target.

    >>> evidence_id("Mara Quist", "bridge")
    'e-1e5d9e267e'
    """
    digest = hashlib.sha256("\0".join((speaker, target)).encode()).hexdigest()
    return f"e-{digest[:10]}"
