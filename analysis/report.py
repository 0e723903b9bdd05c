"""The reports of a set of articles: tables, a page an article, a page for all of them, an index."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from tqdm import tqdm

from analysis.addresses import slugs_of
from analysis.files import replaced
from analysis.notebooks import Notebook, NotebookFailed
from analysis.overview import index_page
from analysis.pages import key_of, notebook_page, title_of
from analysis.tables import ROWS, Tables
from analysis.versions import fingerprint

_ARTICLES = "articles"  # the folder of the pages of single articles
_RESOURCES = Path(__file__).parent / "resources"


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


def write_report(
    tables: Tables, out: Path, notebooks: Sequence[Notebook], settings: Mapping[str, Any], *, jobs: int = 1, written: bool = False
) -> Report:
    """Write the tables, the page of each notebook and the index to `out`; what did not change since the last time stays.

    A notebook with a parameter `seed` has a page for each article, in a folder named after it (`article` in articles/);
    any other has one page, whose parameter `pages` is that folder, if every article has its page there. `settings` are given
    to the notebooks that know them. `written`: the tables are in out/tables already, and the tokens, which no page shows, may be
    left out here. The page of a notebook that fails stays as it was; the pages of articles that are gone
    are removed.
    """
    if not written:
        tables.write(out / "tables")
    slugs = slugs_of(dict(zip(tables.documents["doc_id"], tables.documents["path"], strict=True)))
    planned = list(_plan(tables, out, notebooks, settings, slugs))
    changed = [page for page in planned if key_of(page.path) != page.key]
    failures = _write(changed, jobs)
    _remove_stale(out, slugs)
    with replaced(out / "index.html") as new:
        new.write_text(_index(tables, out, slugs), encoding="utf-8")
    return Report(out / "index.html", len(changed) - len(failures), len(planned) - len(changed), failures)


def _plan(
    tables: Tables, out: Path, notebooks: Sequence[Notebook], settings: Mapping[str, Any], slugs: Mapping[str, str]
) -> Iterator[_Page]:
    digests = _digests(tables)
    folder = str((out / "tables").resolve())
    pages = _ARTICLES if any(n.name == "article" for n in notebooks) or _all_there(out, slugs) else ""
    for notebook in notebooks:
        chosen = {name: value for name, value in settings.items() if name in notebook.parameters}
        common = {"tables": folder} if "tables" in notebook.parameters else {}
        if "seed" not in notebook.parameters:
            linked = {"pages": pages} if "pages" in notebook.parameters else {}
            key = _key(notebook, chosen | linked, list(digests.values()))
            yield _Page(out / f"{notebook.name}.html", notebook, common | linked | chosen, key, "index.html")
            continue
        for doc_id, path in zip(tables.documents["doc_id"], tables.documents["path"], strict=True):
            key = _key(notebook, chosen, [digests[doc_id]])
            place = out / f"{notebook.name}s" / f"{slugs[doc_id]}.html"
            yield _Page(place, notebook, {"seed": path} | common | chosen, key, "../index.html")


def _all_there(out: Path, slugs: Mapping[str, str]) -> bool:
    return all(key_of(out / _ARTICLES / f"{slug}.html") for slug in slugs.values())


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


def _write(pages: Sequence[_Page], jobs: int) -> list[NotebookFailed]:
    if not pages:
        return []
    from analysis.kernels import in_parallel  # papermill takes a second to import

    progress = tqdm(in_parallel(_write_page, pages, jobs), total=len(pages), desc="reports", unit="page", disable=None)
    return [failure for _, failure in progress if failure]


def _write_page(page: _Page) -> None:
    from analysis.kernels import run_notebook

    executed = run_notebook(page.notebook, page.parameters)
    page.path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(page.path) as new:
        text = notebook_page(executed, name=page.notebook.name, key=page.key, home=page.home)
        new.write_text(text, encoding="utf-8")


def _article_pages(out: Path) -> list[Path]:
    """The pages of single articles that this tool wrote."""
    return [path for path in sorted(out.glob("*/*.html")) if key_of(path)]


def _remove_stale(out: Path, slugs: Mapping[str, str]) -> None:
    """Remove the pages of articles that are not here any more, and nothing that this tool did not write."""
    here = set(slugs.values())
    for path in _article_pages(out):
        if path.stem not in here:
            path.unlink()


def _index(tables: Tables, out: Path, slugs: Mapping[str, str]) -> str:
    """The index of all pages that are there, of this run or an earlier one."""
    addresses = {path.stem: path.relative_to(out).as_posix() for path in reversed(_article_pages(out))}
    articles = {doc_id: addresses[slug] for doc_id, slug in slugs.items() if slug in addresses}
    others = [(path.name, title_of(path)) for path in sorted(out.glob("*.html")) if key_of(path)]
    return index_page(tables, articles, others)


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
    """The digest of each document's rows in every table, by doc_id."""
    digests = {doc_id: hashlib.sha256() for doc_id in sorted(tables.documents["doc_id"])}
    for table in ROWS:
        frame = getattr(tables, table)
        rows = pd.util.hash_pandas_object(frame, index=False)
        for doc_id, group in rows.groupby(frame["doc_id"]):
            digests[doc_id].update(table.encode() + group.to_numpy().tobytes())
    return {doc_id: digest.hexdigest() for doc_id, digest in digests.items()}
