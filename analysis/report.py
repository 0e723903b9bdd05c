"""The reports of a set of articles: tables, a page an article, a page for all of them, an index."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.addresses import slugs_of
from analysis.files import file_digest, replaced
from analysis.news import News, known_articles, news, remember
from analysis.notebooks import Notebook, NotebookFailed
from analysis.overview import index_page
from analysis.pages import failure_page, key_of, notebook_page, title_of
from analysis.progress import progress
from analysis.schema import ROWS
from analysis.tables import Tables
from analysis.versions import fingerprint

_ARTICLES = "articles"  # the folder of the pages of single articles
_FAILED = "failed"  # the key of a page that says why there is none
_LAST_RUN = ".last-run.json"  # beside the pages: which articles there were
_RENEWED = 60.0  # seconds after which the index takes in the pages made meanwhile
_RESOURCES = Path(__file__).parent / "resources"
_CALLED = {"corpus": "All articles", "speaker": "One speaker", "compare": "Two sides", "quality": "How good it is"}


class Report(NamedTuple):
    """What became of the pages: the index (`home`), how many were written or had not changed, what failed."""

    home: Path
    written: int
    unchanged: int
    failures: list[NotebookFailed]


class _Page(NamedTuple):
    path: Path
    notebook: Notebook
    parameters: dict[str, Any]
    key: str
    home: str  # the address of the index from this page
    others: tuple[str, ...] = ()  # the names of the pages on all articles that it links to


class _Site(NamedTuple):
    """What the index is made from."""

    tables: Tables
    out: Path
    slugs: Mapping[str, str]
    keys: dict[Path, str]  # the pages that are there, of this run or an earlier one, with what each was made from
    news: News


def write_report(
    tables: Tables, out: Path, notebooks: Sequence[Notebook], settings: Mapping[str, Any], *, jobs: int = 1, written: bool = False
) -> Report:
    """Write the tables, the page of each notebook and the index to `out`; what did not change since the last time stays.

    A notebook with a parameter `seed` has a page for each article, in a folder named after it (`article` in articles/);
    any other has one page, whose parameter `pages` is that folder, if every article has its page there. `settings` are given
    to the notebooks that know them. `written`: the tables are in out/tables already, and the tokens, which no page shows, may be
    left out here. The page of a notebook that fails stays as it was, and says
    what happened if there was none; the pages of articles that are gone are removed.

    With many articles nobody waits for the last of their pages: those on all articles come first, then the index, then the pages
    of the articles, the newest first. The index links to what is there, and is renewed every minute and at the end, also where
    the run is interrupted; the pages made by then are kept, and the next run makes the rest.
    """
    if not written:
        tables.write(out / "tables")
    slugs = slugs_of(dict(zip(tables.documents["doc_id"], tables.documents["path"], strict=True)))
    site = _Site(tables, out, slugs, _keys_of(out), news(tables, known_articles(out / _LAST_RUN)))
    planned = list(_plan(site, notebooks, settings))
    changed = [page for page in planned if page.path not in site.keys or site.keys[page.path] != page.key]
    _remove_stale(site)
    whole, single = ([page for page in changed if ("seed" in page.parameters) == each] for each in (False, True))
    failures = list(_write(site, whole, jobs))
    _write_index(site)
    if single:
        try:
            failures += _write(site, single, jobs)
        finally:
            _write_index(site)
    remember(out / _LAST_RUN, list(slugs))
    return Report(out / "index.html", len(changed) - len(failures), len(planned) - len(changed), failures)


def _plan(site: _Site, notebooks: Sequence[Notebook], settings: Mapping[str, Any]) -> Iterator[_Page]:
    digests = _digests(site.tables)
    folder = str((site.out / "tables").resolve())
    pages = _ARTICLES if any(n.name == "article" for n in notebooks) or _all_there(site) else ""
    whole = {notebook.name for notebook in notebooks if "seed" not in notebook.parameters}
    whole |= {path.stem for path in site.keys if path.parent == site.out}
    above = ("corpus",) if "corpus" in whole else ()  # not the others, so that one more does not change every article's page
    newest = site.tables.documents.sort_values("date", ascending=False, na_position="last", kind="stable")
    for notebook in notebooks:
        chosen = {name: value for name, value in settings.items() if name in notebook.parameters}
        common = {"tables": folder} if "tables" in notebook.parameters else {}
        read = [file_digest(path) for path in notebook.files(chosen).values()]
        if "seed" not in notebook.parameters:
            linked = {"pages": pages} if "pages" in notebook.parameters else {}
            others = tuple(sorted(whole - {notebook.name}, key=_turn))
            key = _key(notebook, chosen | linked, [*digests.values(), *read, *others])
            yield _Page(site.out / f"{notebook.name}.html", notebook, common | linked | chosen, key, "index.html", others)
            continue
        for doc_id, path in zip(newest["doc_id"], newest["path"], strict=True):
            key = _key(notebook, chosen, [digests[doc_id], *read, *above])
            place = site.out / f"{notebook.name}s" / f"{site.slugs[doc_id]}.html"
            yield _Page(place, notebook, {"seed": path} | common | chosen, key, "../index.html", above)


def _all_there(site: _Site) -> bool:
    return all(site.keys.get(site.out / _ARTICLES / f"{slug}.html") for slug in site.slugs.values())


def worth_running(tables: Tables) -> list[str]:
    """The notebooks that have something to show of these articles: the two of every report; where there is more than one article,
    `speaker` if somebody is quoted, and `compare` if there are two outlets or two speakers.

    >>> worth_running(Tables.from_rows({}))
    ['article', 'corpus']
    """
    names = ["article", "corpus"]
    if len(tables.documents) < 2:
        return names
    quoted = tables.quotes["speaker"].nunique()
    return names + ["speaker"] * (quoted > 0) + ["compare"] * (quoted > 1 or tables.documents["outlet"].nunique() > 1)


def _write(site: _Site, pages: Sequence[_Page], jobs: int) -> Iterator[NotebookFailed]:
    """Write the pages, and the index now and then; gives the failures."""
    if not pages:
        return
    from analysis.kernels import in_parallel  # papermill takes a second to import

    renewed = time.monotonic()
    with progress("reports", "pages", len(pages)) as done:
        for page, failure in in_parallel(_write_page, pages, jobs):
            done()
            if failure:
                _write_failure(site, page, failure)
                yield failure
            else:
                site.keys[page.path] = page.key
            if time.monotonic() - renewed > _RENEWED:
                _write_index(site)
                renewed = time.monotonic()


def _write_page(page: _Page) -> None:
    from analysis.kernels import run_notebook

    executed = run_notebook(page.notebook, page.parameters)
    page.path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(page.path) as new:
        folder = page.home.removesuffix("index.html")
        others = [(f"{folder}{name}.html", _called(name)) for name in page.others]
        text = notebook_page(executed, name=page.notebook.name, key=page.key, home=page.home, others=others)
        new.write_text(text, encoding="utf-8")


def _write_failure(site: _Site, page: _Page, failure: NotebookFailed) -> None:
    """What happened, in the place of a page that was never made: other pages link to it. The next run tries again."""
    if page.path.exists() and site.keys.get(page.path) != _FAILED:
        return
    page.path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(page.path) as new:
        new.write_text(failure_page(failure, key=_FAILED, home=page.home), encoding="utf-8")
    site.keys[page.path] = _FAILED


def _turn(name: str) -> tuple[int, str]:
    """Where the page of a notebook stands among the others."""
    return list(_CALLED).index(name) if name in _CALLED else len(_CALLED), name


def _called(name: str) -> str:
    """What a link to the page of a notebook says."""
    return _CALLED.get(name, name.replace("_", " ").capitalize())


def _keys_of(out: Path) -> dict[Path, str]:
    """The pages that this tool wrote, with what each was made from; those of articles are in folders. A folder with an index of
    its own is another report."""
    own = [path for path in out.glob("*/*.html") if path.parent.name == _ARTICLES or not path.with_name("index.html").exists()]
    found = {path: key_of(path) for path in sorted([*out.glob("*.html"), *own])}
    return {path: key for path, key in found.items() if key}


def _remove_stale(site: _Site) -> None:
    """Remove the pages of articles that are not here any more, and nothing that this tool did not write."""
    here = set(site.slugs.values())
    for path in [path for path in site.keys if path.parent != site.out and path.stem not in here]:
        path.unlink()
        del site.keys[path]


def _write_index(site: _Site) -> None:
    """The index of all pages that are there, of this run or an earlier one."""
    pages = sorted(site.keys)
    addresses = {path.stem: path.relative_to(site.out).as_posix() for path in reversed(pages) if path.parent != site.out}
    articles = {doc_id: addresses[slug] for doc_id, slug in site.slugs.items() if slug in addresses}
    whole = sorted((path.stem for path in pages if path.parent == site.out), key=_turn)
    others = [(f"{name}.html", _titled(site.out / f"{name}.html")) for name in whole]
    with replaced(site.out / "index.html") as new:
        new.write_text(index_page(site.tables, articles, others, site.news), encoding="utf-8")


def _titled(path: Path) -> str:
    """What the index calls a page on all articles; a name alone does not say what is found there."""
    title = title_of(path)
    return f"{_CALLED[path.stem]}: {title}" if path.stem == "speaker" else title


def _key(notebook: Notebook, settings: Mapping[str, Any], digests: Sequence[str]) -> str:
    """What a page is made from, as one number: when it is the same, so is the page."""
    made_from = json.dumps([fingerprint(), _look(), notebook.text, dict(settings), digests], sort_keys=True, default=repr)
    return hashlib.sha256(made_from.encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _look() -> str:
    """The digest of the templates and styles."""
    digest = hashlib.sha256()
    for path in sorted(path for path in _RESOURCES.rglob("*") if path.suffix in (".html", ".css", ".mplstyle")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _digests(tables: Tables) -> dict[str, str]:
    """The digest of each document's rows by doc_id; tokens follow from the text and the version, and are by far the most."""
    digests = {doc_id: hashlib.sha256() for doc_id in sorted(tables.documents["doc_id"])}
    for table in [table for table in ROWS if table != "tokens"]:
        frame = getattr(tables, table)
        rows = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        for doc_id, places in frame.groupby("doc_id").indices.items():
            digests[doc_id].update(table.encode() + rows[places].tobytes())
    return {doc_id: digest.hexdigest() for doc_id, digest in digests.items()}
