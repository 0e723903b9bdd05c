"""The outlet of an article: the registered domain of its URL."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import tldextract


@lru_cache(maxsize=1)
def _extract() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list that the package holds: nothing is fetched


def outlet(url: str | None) -> str | None:
    """The registered domain of a URL, its host where none is registered; None without a URL.

    >>> outlet("https://news.tolmpost.co.uk/2031/a.html"), outlet("https://www.tolmpost.example/a"), outlet(None)
    ('tolmpost.co.uk', 'tolmpost.example', None)
    """
    host = urlsplit(url).hostname if url else None
    if not host:
        return None
    return _extract()(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])
