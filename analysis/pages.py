"""Executed notebooks to pages: whole HTML files that need no network and run no script."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import mistune
from markupsafe import Markup

from analysis.markup import Fragment, render, stylesheet
from analysis.notebooks import NotebookFailed

NOTEBOOK_ONLY = "notebook-only"  # the tag of a cell that explains the notebook, not the report
_GENERATOR = "rapporteur"
_HEAD = 8000  # bytes in which a page says what made it
_MADE_HERE = f'<meta name="generator" content="{_GENERATOR}">'
_KEY = re.compile(r'<meta name="rapporteur-key" content="(\w*)">')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_WEB_LINK = re.compile(r'<a href="(https?://[^"]+)"(?![^>]*rp-address)[^>]*>.*?</a>', re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_markdown = mistune.create_markdown(escape=True, plugins=["table"])


def notebook_page(node: Any, *, name: str, key: str, home: str, others: Sequence[tuple[str, str]] = ()) -> str:
    """The page of an executed notebook: its text and its outputs, without the code.

    The title is the first heading of the first rank; where there is none, it is the notebook's `name`. The others are as in `page`.
    """
    blocks = list(_blocks(node.cells))
    heading = _HEADING.search("".join(blocks))
    title = Markup(heading[1]).striptags() if heading else name.replace("_", " ").capitalize()
    return page(blocks, title=title, key=key, home=home, others=others, heading="" if heading else title)


def failure_page(failure: NotebookFailed, *, key: str, home: str) -> str:
    """What stands in the place of the page of a notebook that failed: what happened, and what to do.

    >>> "no &lt;ink&gt;" in failure_page(NotebookFailed("tides", 3, "draw()", "ValueError: no <ink>"), key="", home="")
    True
    """
    return page([render("failure.html", failure=failure)], title=f"No report: {failure.notebook}", key=key, home=home)


def page(
    blocks: Iterable[Markup],
    *,
    title: str,
    key: str = "",
    home: str = "",
    others: Sequence[tuple[str, str]] = (),
    heading: str = "",
    script: str = "",
) -> str:
    """A whole page around blocks of HTML; `home` is the address of the index, `others` are addresses and names of pages beside it.

    `key` stands for what the page was made from.
    A `script` of our own is the only one that the page lets the browser run.

    >>> page([], title="</title><b>").count("<b>")
    0
    """
    blocks, notes = _footnoted(blocks)
    style = Fragment(stylesheet())
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    texts = {"generator": _GENERATOR, "key": key, "title": title, "style": style, "home": home, "heading": heading}
    return render(
        "page.html", **texts, others=others, blocks=blocks, notes=notes, script=Markup(script), script_hash=f"sha256-{digest}"
    )


def key_of(path: Path) -> str | None:
    """The key of a page that this tool wrote, empty for the index, None where there is no such page.

    >>> key_of(tmp / "none.html") is None
    True
    """
    head = _head(path)
    found = _KEY.search(head)
    return found[1] if found and _MADE_HERE in head else None


def title_of(path: Path) -> str:
    """The title of a page.

    >>> _ = (tmp / "a.html").write_text(page([], title="Rivers & lakes"))
    >>> title_of(tmp / "a.html")
    'Rivers & lakes'
    """
    found = _TITLE.search(_head(path))
    return unescape(found[1]) if found else path.stem


def _footnoted(blocks: Iterable[Markup]) -> tuple[list[Markup], list[str]]:
    """The blocks with a number behind each link to the web, and the addresses in the order of the numbers: footnotes on paper."""
    notes: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return f'{found[0]}<sup class="rp-noted">{notes.setdefault(unescape(found[1]), len(notes) + 1)}</sup>'

    return [Markup(_WEB_LINK.sub(numbered, block)) for block in blocks], list(notes)


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except (FileNotFoundError, IsADirectoryError):
        return ""


def _blocks(cells: Iterable[Any]) -> Iterator[Markup]:
    for cell in cells:
        if NOTEBOOK_ONLY in cell.metadata.get("tags", ()):
            continue
        if cell.cell_type == "markdown":
            yield Markup(_markdown(cell.source))
        elif cell.cell_type == "code":
            yield from (_shown(output) for output in cell.outputs if output.get("name") != "stderr")


def _shown(output: Any) -> Markup:
    data = output.get("data", {"text/plain": output.get("text", "")})
    if "text/html" in data:
        return Markup(data["text/html"])
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            return Markup('<img src="data:{};base64,{}" alt="A figure without a description">').format(kind, data[kind].strip())
    return Markup("<pre>{}</pre>").format(data.get("text/plain", ""))
