"""What is annotated once for all tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis import Tables, annotate, load_seeds

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def examples() -> Tables:
    """The tables of the invented articles."""
    return annotate(load_seeds(EXAMPLES))


@pytest.fixture(scope="session")
def gold() -> dict[str, Any]:
    """What a reader found in the invented articles."""
    return json.loads((EXAMPLES / "gold.json").read_text(encoding="utf-8"))
