"""What every test may use, and when the browser tests run."""

from __future__ import annotations

import os
from typing import Any

import pytest

# There are as many processes as cores: where each computed with several threads, they would mostly wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def _doctest_folder(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    if isinstance(request.node, pytest.DoctestItem):  # thousands of other tests need no folder, and to make each takes time
        doctest_namespace["tmp"] = request.getfixturevalue("tmp_path")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long tests first. The browser tests are left out where somebody asks for it; without a browser they fail."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if os.environ.get("RAPPORTEUR_NO_BROWSER") != "1":
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
