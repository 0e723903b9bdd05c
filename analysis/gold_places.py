"""Gold bound to the articles that it is of: are they there, are its words in them, where are they."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from analysis.gold import ROLES, Gold, read_gold, words_of
from analysis.gold_problems import LostGoldWords, UnknownGoldArticle, WrongGoldSpan
from analysis.tables import Tables


class Annotated(NamedTuple):
    """An article of the tables: its text, and its rows of quotes and stances."""

    doc_id: str
    text: str
    quotes: list[Any]
    stances: list[Any]


def gold_of(tables: Tables, path: str | Path) -> dict[str, dict[str, Any]]:
    """The gold in a file, read and bound to the articles of some tables. Raises GoldProblem."""
    return bound(read_gold(path), tables, path)


def bound(gold: Gold, tables: Tables, path: str | Path = "gold") -> dict[str, dict[str, Any]]:
    """Gold whose articles and words are all there, its offsets made those of `documents.text`; `path` is what errors name.

    Raises UnknownGoldArticle, LostGoldWords, WrongGoldSpan.

    >>> bound({"ferry": {"quotes": []}}, Tables.from_rows({}), "gold.json")
    Traceback (most recent call last):
    analysis.gold_problems.UnknownGoldArticle: gold.json: its article cannot be told: found 'ferry', expected ...
    """
    names = tables.documents["path"].map(lambda one: Path(str(one)).stem)
    texts = dict(zip(names, tables.documents["text"], strict=True))
    twice = set(names[names.duplicated()])
    return {name: _bound(str(path), name, article, texts, twice) for name, article in gold.items()}


def by_name(tables: Tables) -> dict[str, Annotated]:
    """What the tables hold of each article, by the name of its file.

    >>> by_name(Tables.from_rows({}))
    {}
    """
    quotes, stances = (_grouped(rows.itertuples()) for rows in (tables.quotes, tables.stances))
    documents = tables.documents[["doc_id", "path", "text"]].itertuples(index=False, name=None)
    return {Path(path).stem: Annotated(doc, text, quotes.get(doc, []), stances.get(doc, [])) for doc, path, text in documents}


def place_of(words: Any, text: str) -> tuple[int, int] | None:
    """Where some words stand in a text, first and last character but one, whatever stands between them.

    >>> place_of("sail after", "It will sail, after all."), place_of("sail before", "It will sail.")
    ((8, 19), None)
    """
    pattern = r"[\W_]+".join(map(re.escape, words_of(words)))
    found = re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text, re.IGNORECASE) if pattern else None
    return found.span() if found else None


def _grouped(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.doc_id, []).append(row)
    return found


def _bound(path: str, name: str, article: Mapping[str, Any], texts: Mapping[str, str], twice: set[str]) -> dict[str, Any]:
    if name not in texts or name in twice:
        near = difflib.get_close_matches(name, texts, 1)
        hint = ", which several articles have" if name in twice else f" (there is {near[0]!r})" if near else ""
        raise UnknownGoldArticle(path, None, f"{name!r}{hint}")
    for part, words in _words_in(article):
        if place_of(words, texts[name]) is None:
            raise LostGoldWords(path, None, f"{name}, {part}: {words!r}")
    return {**article, "attributions": _moved(path, name, article, texts[name])} if "attributions" in article else dict(article)


def _moved(path: str, name: str, article: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """The attributions of an article with offsets into its text."""
    own = article.get("text", text)
    for number, one in enumerate(article["attributions"], start=1):
        for span in (span for role in ROLES for span in one[role]):
            if not 0 <= span[0] < span[1] <= len(own):
                raise WrongGoldSpan(path, None, f"{name}, attributions {number}: {span} in a text of {len(own)} characters")
    if own == text:
        return list(article["attributions"])
    starts, ends = _aligned(own, text)
    if not starts:
        raise WrongGoldSpan(path, None, f'{name}: a "text" that differs from the article in more than white space')
    return [{role: [[starts[start], ends[end]] for start, end in one[role]] for role in ROLES} for one in article["attributions"]]


def _words_in(article: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The words of the article that its gold quotes, with the part that does."""
    for number, one in enumerate(article.get("quotes", ()), start=1):
        yield f"quotes {number}", one["start_text"]
    for number, text in enumerate(article.get("not_speech", ()), start=1):
        yield f"not_speech {number}", text
    for number, one in enumerate(article.get("stances", ()), start=1):
        if words_of(one.get("evidence")):
            yield f"stances {number}", one["evidence"]


def _aligned(own: str, text: str) -> tuple[list[int], list[int]]:
    """Where each offset of a text is in another that differs in white space, as a start and as an end; nothing if in more."""
    seen = [[at for at, c in enumerate(one) if not (c.isspace() or unicodedata.category(c).startswith("C"))] for one in (own, text)]
    if [own[at] for at in seen[0]] != [text[at] for at in seen[1]]:
        return [], []
    visible = set(seen[0])
    before = [0, *accumulate(at in visible for at in range(len(own)))]  # how many visible characters stand before each offset
    starts = [*seen[1], len(text)]
    ends = [0, *(at + 1 for at in seen[1])]
    return [starts[n] for n in before], [ends[n] for n in before]
