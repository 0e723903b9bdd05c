"""Saved web pages -> articles: what trafilatura takes for the title, the date, the address and the paragraphs; fetches nothing."""

from __future__ import annotations

import codecs
import email
import email.policy
import logging
import re
from html.parser import HTMLParser
from pathlib import Path

from analysis.encoding import decode
from analysis.ingest_problems import NoArticle, PageTooLarge
from analysis.raw_articles import RawArticle
from analysis.seed_files import content, shown
from analysis.seed_problems import SeedProblem, SeedTooLarge

ENDINGS = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it has to say, the problems say
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
_LARGEST = 50_000_000  # a page saved with its pictures in it
_LEAST = 20  # words; what is shorter is the text of a menu or of a notice, not of an article
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+)|<!--[^>]*?\burl:\s*(https?://\S+)", re.IGNORECASE)
_MARKUP = re.compile(r"</(p|div|li|h\d|blockquote)>|<br\b", re.IGNORECASE)
_BLOCKS = {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "table", "tr", "figure"}
_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")
_BULLET = re.compile(r"^- (?=\S)")


def read_page(path: Path) -> RawArticle:
    """The article of a saved page; raises a SeedProblem where there is none.

    >>> words = "The bridge at Talheim will close in the spring, the council said, since its piers are rotten. " * 3
    >>> page = "<title>Bridge to close</title><article><h1>Bridge to close</h1><p>{}</p></article>"
    >>> _ = (tmp / "a.html").write_text(page.format(words))
    >>> read_page(tmp / "a.html").title
    'Bridge to close'
    """
    name = shown(path)
    try:
        data = content(path, _LARGEST)
    except SeedTooLarge as problem:
        raise PageTooLarge(name, None, problem.found) from None
    html, address = _unpacked(data, name) if path.suffix.lower() in (".mhtml", ".mht") else (_decoded(data, name), "")
    saved = _SAVED_FROM.search(html[:5000])
    address = address or (saved[1] or saved[2] if saved else "")
    return _extracted(_EMBEDDED.sub("", html), address, name)


def _extracted(html: str, address: str, name: str) -> RawArticle:
    from trafilatura import bare_extraction  # half a second to import
    from trafilatura.settings import Document

    html = html if "<html" in html[:10_000].lower() else f"<html>{html}</html>"  # the library takes nothing else for a page
    dates = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}  # no guesses from the text around
    try:
        found = bare_extraction(
            html, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dates
        )
    except Exception as error:  # a page that a parser of the library stumbles over must not cost the others
        raise NoArticle(name, None, f"a page that cannot be read ({type(error).__name__})") from error
    if not isinstance(found, Document) or not found.text:
        raise NoArticle(name, None, "no text")
    if len(found.text.split()) < _LEAST:
        raise NoArticle(name, None, f"{len(found.text.split())} words")
    title = found.title or ""
    paragraphs = [_BULLET.sub("", line) for line in found.text.split("\n")]
    if paragraphs[0].strip() == title.strip():
        del paragraphs[0]
    return RawArticle(name, None, title, found.date or "", found.url or address, tuple(paragraphs))


def _decoded(data: bytes, name: str) -> str:
    """The text of a page in UTF-8 or UTF-16, or else in the encoding that it declares, if it is one."""
    text: str | None = None
    try:
        text, note = decode(data, name)
        if note is None:
            return text
    except SeedProblem:  # what it declares itself to be may still be right
        pass
    declared = _CHARSET.search(data[:4096])
    if declared:
        try:
            return codecs.decode(data, declared[1].decode(), "replace")
        except (LookupError, ValueError):  # an encoding that nobody knows
            pass
    return decode(data, name)[0] if text is None else text


def _unpacked(data: bytes, name: str) -> tuple[str, str]:
    """The page and the address in an archive of a browser (MHTML), which is built as a mail is."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            address = message.get("Snapshot-Content-Location") or part.get("Content-Location") or ""
            return _decoded(body if isinstance(body, bytes) else b"", name), str(address)
    raise NoArticle(name, None, "an archive without a page")


def without_markup(text: str) -> str:
    """The text of a fragment of HTML, a line a paragraph; text without paragraphs of HTML stays as it is.

    >>> without_markup("<p>It is <b>open</b>.</p><p>Fish &amp; chips</p>"), without_markup("1 < 2 & 3 > 2")
    ('It is open.\\nFish & chips', '1 < 2 & 3 > 2')
    """
    if not _MARKUP.search(text):
        return text
    reader = _Text()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Text(HTMLParser):
    """What a fragment of HTML shows; the parser of the standard library calls the methods by their names."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.parts += ["\n"] if tag in _BLOCKS else []

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0
        self.parts += ["\n"] if tag in _BLOCKS else []

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data.replace("\n", " "))
