"""What is annotated once for all tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from analysis import Tables, annotate, load_seeds

settings.register_profile("rapporteur", deadline=None)  # a slow machine is no fault of the code
settings.load_profile("rapporteur")
CHROMIUM = "/usr/bin/chromium"
EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def examples() -> Tables:
    """The tables of the invented articles."""
    return annotate(load_seeds(EXAMPLES))


@pytest.fixture(scope="session")
def gold() -> dict[str, Any]:
    """What a reader found in the invented articles."""
    return json.loads((EXAMPLES / "gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
