"""explore.ipynb in a real JupyterLab, in a real browser: run from top to bottom, then used."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from injections import INJECTIONS
from report_samples import TITLE, Sample, tables

from analysis.correction_file import read_sheet
from analysis.notebooks import NOTEBOOKS, environment

TOKEN = "only-here"
HOSTILE = Sample(title=" ".join(INJECTIONS), outlet=INJECTIONS[0], name=INJECTIONS[9], path="seeds/<b>.txt", date=None)
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}  # it would ask the network, and whether it may
QUIET = ("jupyter_lsp", "jupyter_server_terminals", "notebook_shim")  # extensions that take time to start
PATIENCE = 60  # seconds that a step may take on a busy machine
pytestmark = pytest.mark.browser


@contextmanager
def jupyterlab(folder):
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


def answering(address, server):
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("JupyterLab did not start")


def cell(page, source):
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


def test_the_notebook_runs_shows_follows_its_controls_and_saves_what_is_answered(browser, tmp_path):
    shutil.copytree(NOTEBOOKS, tmp_path / "notebooks")
    path = tmp_path / "notebooks" / "explore.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('tables = \\"\\"', 'tables = \\"../tables\\"'), encoding="utf-8")
    with jupyterlab(tmp_path) as (address, server):
        tables(HOSTILE, Sample()).write(tmp_path / "tables")
        answering(address, server)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE * 1000)
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.goto(f"{address}/lab/tree/notebooks/explore.ipynb?token={TOKEN}")
        page.get_by_text("| Idle").wait_for()
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        see_that_all_ran(path)
        see_that_the_text_follows_the_article(cell(page, "view = explore"))
        see_that_an_answer_is_saved(cell(page, "ask("), tmp_path / "corrections.csv")
        assert asked == []


def see_that_all_ran(path):
    cells = [found for found in json.loads(path.read_text(encoding="utf-8"))["cells"] if found["cell_type"] == "code"]
    assert [found["execution_count"] for found in cells] == list(range(1, len(cells) + 1))
    outputs = [output for found in cells for output in found["outputs"]]
    assert [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"] == []


def see_that_the_text_follows_the_article(view):
    view.locator("mark.rp-q").first.wait_for()
    title = view.locator(".rp-heading h3")
    assert title.inner_text() == TITLE  # the newest
    view.get_by_label("Article").select_option(index=2)
    title.filter(has_text="onerror=alert(1)").wait_for()
    assert view.get_by_text("1 article, 7 quotations, 5 statements").is_visible()
    assert " ".join(title.inner_text().split()) == " ".join(HOSTILE.title.split())
    assert view.locator(".rp-text mark.rp-q").count() > 5
    view.get_by_role("button", name="Text").focus()
    view.page.keyboard.press("Tab")
    view.page.keyboard.press("Enter")
    view.locator(".rp-plot svg").wait_for()
    foreign = "script, iframe, object, embed, link, base, form, img, video, audio, math, marquee, x, [autofocus], [onerror]"
    assert view.locator(f".rp :is({foreign})").count() == 0


def see_that_an_answer_is_saved(questions, path):
    nobody = questions.get_by_role("button", name="nobody")
    nobody.focus()
    questions.page.keyboard.press("Enter")
    questions.get_by_text("1 of").first.wait_for()
    questions.get_by_role("button", name="Save").click()
    questions.get_by_text("1 answer saved").wait_for()
    assert [line.cells["right"] for line in read_sheet(path).lines] == ["nobody"]
