"""Writes the pictures of the documentation: `make screenshots`.

    python docs/screenshots.py REPORTS

REPORTS is a folder that `python -m analysis report examples --out REPORTS` wrote. Needs Chromium (CHROMIUM names another one),
and JupyterLab for the picture of the notebook explore.ipynb.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lab_server import answering, cell, explore_copied, jupyterlab, ran_all
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

SPEAKER = "Benno Tarrick"  # of examples/, as explore.ipynb is seen
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
HERE = Path(__file__).parent


class Shot(NamedTuple):
    """A page, the size of the window in which it is seen, and the part of it that is to be in the picture's upper left."""

    name: str
    page: str
    width: int
    height: int
    scheme: str = "light"
    top: str = "body"


SHOTS = (
    Shot("article", "articles/voice-03.html", 1280, 1000),
    Shot("article-dark", "articles/voice-03.html", 1280, 1000, "dark", "h2"),
    Shot("article-phone", "articles/voice-03.html", 360, 780, top="h2"),
    Shot("corpus", "corpus.html", 900, 1100, top=".rp-figure"),
    Shot("speaker", "speaker.html", 900, 1100),
    Shot("compare", "compare.html", 900, 1100),
    Shot("index", "index.html", 900, 900),
)


def take(browser: Browser, reports: Path, shot: Shot) -> Path:
    """Write one picture and say where."""
    scheme = "dark" if shot.scheme == "dark" else "light"
    window = {"width": shot.width, "height": shot.height}
    context = browser.new_context(viewport=window, color_scheme=scheme, offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((reports / shot.page).resolve().as_uri())
    page.locator(shot.top).first.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 16)")
    path = HERE / f"{shot.name}.png"
    page.screenshot(path=path)
    context.close()
    return smaller(path)


def take_explore(browser: Browser, reports: Path) -> Path:
    """Write the picture of the controls of explore.ipynb in JupyterLab, and say where."""
    with TemporaryDirectory() as folder, jupyterlab(Path(folder)) as (address, server):
        explore_copied(Path(folder), str((reports / "tables").resolve()))
        answering(address, server)
        page = browser.new_page(viewport={"width": 1280, "height": 940})
        ran_all(page, address, "notebooks/explore.ipynb")
        page.evaluate("window.jupyterapp.shell.collapseLeft()")
        view = cell(page, "view = explore")
        view.locator("mark.rp-q").first.wait_for()
        view.get_by_role("combobox", name="Speaker").fill(SPEAKER)
        view.page.keyboard.press("Enter")
        view.get_by_text(f"speaker {SPEAKER} (was: all)").wait_for()
        view.get_by_role("button", name="Matrix").click()
        view.locator(".rp-plot svg").wait_for()
        view.evaluate("e => e.closest('.jp-WindowedPanel-outer').scrollBy(0, e.getBoundingClientRect().top - 100)")
        page.wait_for_timeout(1000)  # it scrolls
        path = HERE / "explore.png"
        page.screenshot(path=path)
        page.close()
    return smaller(path)


def smaller(path: Path) -> Path:
    """Write a picture again with 256 colours, which is half as many bytes and looks the same."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def main(reports: Path) -> None:
    """Write all of them."""
    missing = [shot.page for shot in SHOTS if not (reports / shot.page).is_file()]
    if missing:
        sys.exit(f"{reports} lacks {', '.join(missing)}: make it with 'python -m analysis report examples --out {reports}'")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shot in SHOTS:
            print(take(browser, reports, shot))
        print(take_explore(browser, reports))
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
