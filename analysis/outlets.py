"""The outlet of an article: the registered domain of its URL, and the name under which readers know it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from urllib.parse import urlsplit

import tldextract

from analysis.resources import rows


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
    found = _extract()(host)
    return found.top_domain_under_public_suffix or found.ipv4 or found.ipv6 or ".".join(host.split(".")[-2:])


def outlet_names(domains: Iterable[str]) -> dict[str, str]:
    """The name of each of some outlets by its domain; two that would have one name have their domain behind it.

    >>> outlet_names(["bbc.co.uk", "tolmpost.example", "tolm-post.test", "tolm.example"])
    {'bbc.co.uk': 'BBC', 'tolmpost.example': 'Tolm Post (tolmpost.example)', 'tolm-post.test': 'Tolm Post (tolm-post.test)',
     'tolm.example': 'tolm.example'}
    """
    names = {domain: outlet_name(domain) for domain in domains}
    guessed = Counter(name for domain, name in names.items() if domain not in _known())
    listed = {name for domain, name in names.items() if domain in _known()}  # two domains of one outlet, BBC, are one
    return {
        domain: f"{name} ({domain})" if domain not in _known() and guessed[name] + (name in listed) > 1 else name
        for domain, name in names.items()
    }


def outlet_name(domain: str) -> str:
    """The name of an outlet: as the list of large ones has it, else the words of its domain where these can be told apart.

    >>> outlet_name("nytimes.com"), outlet_name("thetolmpost.co.uk"), outlet_name("upper-tolm.example"), outlet_name("tolm.example")
    ('The New York Times', 'The Tolm Post', 'Upper Tolm', 'tolm.example')
    """
    if domain in _known():
        return _known()[domain]
    words = [word for part in domain.split(".")[0].split("-") for word in _words(part) if word]
    return " ".join(word.capitalize() for word in words) if len(words) > 1 and all(map(str.isalpha, words)) else domain


def _words(part: str) -> list[str]:
    """The words of a part of a domain: those that papers' names begin and end with are cut off."""
    if (first := _ends("first").match(part)) and len(part) > first.end() + 2:
        return [first[0], *_words(part[first.end() :])]
    last = _ends("last").search(part)
    return [part[: last.start()], last[0]] if last and last.start() > 2 else [part]


@cache
def _ends(place: str) -> re.Pattern[str]:
    words = sorted((row["word"] for row in rows("outlet_words.tsv") if row["place"] == place), key=len, reverse=True)
    return re.compile(f"({'|'.join(words)})" + "$" * (place == "last"))


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {row["domain"]: row["name"] for row in rows("outlets.tsv")}
