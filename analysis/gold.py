"""Hand-written gold, read from a file and checked.

A file of gold is JSON that maps the name of each article's file, without its ending, to its gold, or JSON Lines (.jsonl) with such
an article a line, named by its "id". What an article may have, all of it lists:

quotes        start_text (the first words of a quotation), speakers (the names that are right, the fullest first), kind (direct,
              mixed, indirect, scare), pronoun (true where no name stands beside it)
stances       speaker, target, stance (-1 against, 1 for), and perhaps evidence (the words that show it)
not_speech    texts in quotation marks that nobody says
attributions  source, cue, content: each a list of [start, end) offsets into the article's text (as in PolNeAR, Newell, Margolin
              and Ruths, LREC 2018); "text" beside it is the text that they count in, where white space may differ
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.gold_problems import NotJson, UnreadableGold, WrongGold

Gold = Mapping[str, Mapping[str, Any]]
PARTS = ("quotes", "stances", "not_speech", "attributions")
ROLES = ("source", "cue", "content")
_KINDS = ("direct", "mixed", "indirect", "scare")


def read_gold(path: str | Path) -> dict[str, dict[str, Any]]:
    """The gold of each article by name. Raises UnreadableGold, NotJson, WrongGold.

    >>> _ = (tmp / "gold.json").write_text('{"ferry": {"quotes": [{"start_text": "No"}]}}')
    >>> read_gold(tmp / "gold.json")
    Traceback (most recent call last):
    analysis.gold_problems.WrongGold: ...gold.json:1: ...: found ferry: quotes 1: no "speakers", expected ...
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableGold(str(path), None, getattr(error, "strerror", None) or "bytes that are no UTF-8") from None
    gold: dict[str, dict[str, Any]] = {}
    for line, name, article in _articles(str(path), text):
        wrong = "a second time" if name in gold else next(_wrong(article), None)
        if wrong:
            raise WrongGold(str(path), line, f"{name}: {wrong}")
        gold[name] = article
    if not gold:
        raise WrongGold(str(path), None, "no article")
    return gold


def words_of(text: Any) -> list[str]:
    """The words of a text as gold is compared: letters and digits, in lower case; none where there is no text.

    >>> words_of("“It’s 5 o'clock”")
    ['it', 's', '5', 'o', 'clock']
    """
    return re.findall(r"[^\W_]+", text.lower()) if isinstance(text, str) else []


def _articles(path: str, text: str) -> Iterator[tuple[int | None, str, Any]]:
    """Each article of a file: its line in JSON Lines, its name, its gold."""
    if not path.endswith(".jsonl"):
        whole = _parsed(path, 1, text)
        if not isinstance(whole, dict):
            raise WrongGold(path, None, f"{_kind(whole)} instead of an object with an article a key")
        yield from ((_line_of(name, text), name, article) for name, article in whole.items())
        return
    for line, one in enumerate(text.split("\n"), start=1):
        if one.strip():
            article = _parsed(path, line, one)
            if not isinstance(article, dict) or not isinstance(article.get("id"), str):
                raise WrongGold(path, line, 'no object with an "id"')
            yield line, article["id"], article


def _parsed(path: str, line: int, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise NotJson(path, line + error.lineno - 1, f"{error.msg} at character {error.colno}") from None


def _line_of(name: str, text: str) -> int | None:
    """The line in which the gold of an article begins, where its name is written as it is."""
    found = re.search(rf'"{re.escape(name)}"\s*:', text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "a text", type(None): "nothing"}.get(type(value), repr(value))


def _wrong(article: Any) -> Iterator[str]:
    """What is wrong with the form of an article's gold, worded to stand behind its name."""
    if not isinstance(article, dict):
        yield f"{_kind(article)} instead of an object"
        return
    for key in article:
        near = difflib.get_close_matches(key, PARTS, 1)
        if key not in PARTS and near:
            yield f'the key "{key}", where "{near[0]}" may be meant'
    if not set(PARTS) & set(article):
        yield f"none of {', '.join(PARTS)}"
    if not isinstance(article.get("text", ""), str):
        yield f'{_kind(article["text"])} instead of the "text"'
    for part in PARTS:
        entries = article.get(part, [])
        if not isinstance(entries, list):
            yield f"{_kind(entries)} instead of a list of {part}"
            return
        for number, entry in enumerate(entries, start=1):
            yield from (f"{part} {number}: {wrong}" for wrong in _wrong_entry(part, entry))


def _wrong_entry(part: str, entry: Any) -> Iterator[str]:
    if part == "not_speech":
        if not words_of(entry):
            yield "no text"
        return
    if not isinstance(entry, dict):
        yield f"{_kind(entry)} instead of an object"
        return
    for key, fits, wanted in _FORMS[part]:
        if key not in entry:
            yield f'no "{key}"'
        elif not fits(entry[key]):
            yield f'"{key}" is {json.dumps(entry[key])[:60]}, not {wanted}'


def _is_words(value: Any) -> bool:
    return bool(words_of(value))


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(words_of, value))


def _is_spans(value: Any) -> bool:
    pairs = value if isinstance(value, list) else [None]
    return all(isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair) for pair in pairs)


_TEXT = "a text with words in it"
_FORMS = {  # the keys that an entry of each part must have, what holds for their values, and that in words
    "quotes": (
        ("start_text", _is_words, _TEXT),
        ("speakers", _is_names, "a list of names"),
        ("kind", lambda kind: kind in _KINDS, f"one of {', '.join(_KINDS)}"),
    ),
    "stances": (
        ("speaker", _is_words, _TEXT),
        ("target", _is_words, _TEXT),
        ("stance", lambda side: side in (-1, 1), "-1 or 1"),
    ),
    "attributions": tuple((role, _is_spans, "a list of [start, end]") for role in ROLES),
}
