"""JupyterLab on a folder of its own, as the tests and the pictures of the documentation use it in a browser."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page

from analysis.notebooks import NOTEBOOKS, environment

TOKEN = "only-here"
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}  # it would ask the network, and whether it may
QUIET = ("jupyter_lsp", "jupyter_server_terminals", "notebook_shim")  # extensions that take time to start
PATIENCE = 60  # seconds that a step may take on a busy machine


def explore_copied(folder: Path, tables: str) -> Path:
    """The notebooks in a folder, of which explore.ipynb reads the tables that are named; gives its path."""
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    path = folder / "notebooks" / "explore.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('tables = \\"\\"', f'tables = \\"{tables}\\"'), encoding="utf-8")
    return path


@contextmanager
def jupyterlab(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """JupyterLab on a folder, with settings of its own; gives what begins its addresses."""
    own = folder / ".own"
    news = own / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text(json.dumps(NO_NEWS))
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--port={port}", "--port-retries=0", f"--IdentityProvider.token={TOKEN}"]
    options += ["--expose-app-in-browser", "--LabApp.extension_manager=readonly", f"--ServerApp.root_dir={folder}"]
    options += [f"--ServerApp.jpserver_extensions={name}=False" for name in QUIET]
    with (folder / "log.txt").open("w") as log:
        command = [sys.executable, "-m", "jupyterlab", *options]
        env = environment() | dict.fromkeys(places, str(own))
        server = subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()  # which ends its kernels too
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def answering(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("JupyterLab did not start")


def ran_all(page: Page, address: str, notebook: str) -> None:
    """Open a notebook, and run all of its cells."""
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"{address}/lab/tree/{notebook}?token={TOKEN}")
    page.get_by_text("| Idle").wait_for()
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


def cell(page: Page, source: str) -> Locator:
    """The cell with a source, where it can be seen; one far away is not on the page at all."""
    page.evaluate(
        """source => {
            const book = window.jupyterapp.shell.currentWidget.content;
            const place = book.widgets.findIndex(cell => cell.model.sharedModel.getSource().startsWith(source));
            book.activeCellIndex = place;
            return book.scrollToItem(place, "start");
        }""",
        source,
    )
    return page.locator(".jp-CodeCell.jp-mod-active")
