"""What several test modules use; what is annotated is annotated once for all."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from corrected_articles import corrected_by
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from analysis import Tables, annotate, load_seeds
from analysis.corrections import Outcome

settings.register_profile("rapporteur", max_examples=40, deadline=None)  # a slow machine is no fault of the code
settings.load_profile("rapporteur")
CHROMIUM = "/usr/bin/chromium"
EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Gives a folder by its name that the processes of the tests share; the first that asks fills it, with the function given."""
    own = tmp_path_factory.getbasetemp()
    base = own.parent if own.name.startswith("popen-") else own

    def made_once(name: str, fill: Callable[[Path], object]) -> Path:
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (base / name).exists():
                new = tmp_path_factory.mktemp(name)
                fill(new)
                new.rename(base / name)
        return base / name

    return made_once


@pytest.fixture(scope="session")
def examples(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Tables:
    """The tables of the invented articles."""
    return Tables.open(made_once("examples", lambda folder: annotate(load_seeds(EXAMPLES)).write(folder)))


@pytest.fixture(scope="session")
def gold() -> dict[str, Any]:
    """What a reader found in the invented articles."""
    return json.loads((EXAMPLES / "gold.json").read_text(encoding="utf-8"))


@pytest.fixture
def applied(tmp_path: Path) -> Callable[..., Outcome]:
    """Applies rows of corrections to the tables of `corrected_articles`."""
    return partial(corrected_by, tmp_path / "c.csv")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """A page without a network that a module's tests share: to open a window takes many times as long as to load a report."""
    tab = browser.new_context(offline=True).new_page()
    tab.said, tab.asked, tab.fetched = [], [], []
    tab.on("console", lambda message: tab.said.append(message.text))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    tab.on("dialog", lambda dialog: (tab.asked.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: tab.fetched.append(request.url))
    return tab


@pytest.fixture
def opened(tab: Page) -> Callable[..., Page]:
    """Opens a file as if nothing had been open before; what the browser complains of, asks and fetches is in the lists it has."""

    def opened(path: Path, width: int = 1280, scheme: str = "light") -> Page:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(media="null", color_scheme=scheme)
        tab.mouse.move(0, 0)
        tab.goto("about:blank")
        for heard in (tab.said, tab.asked, tab.fetched):
            heard.clear()
        tab.goto(path.as_uri())
        return tab

    return opened
