"""explore.ipynb in a real JupyterLab, in a real browser: run from top to bottom, then used."""

from __future__ import annotations

import json

import pytest
from injections import INJECTIONS
from lab_server import answering, cell, explore_copied, jupyterlab, ran_all
from report_samples import TITLE, Sample, tables

from analysis.correction_file import read_sheet

HOSTILE = Sample(title=" ".join(INJECTIONS), outlet=INJECTIONS[0], name=INJECTIONS[9], path="seeds/<b>.txt", date=None)
pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_the_notebook_runs_shows_follows_its_controls_and_saves_what_is_answered(browser, tmp_path):
    path = explore_copied(tmp_path, "../tables")
    with jupyterlab(tmp_path) as (address, server):
        tables(HOSTILE, Sample()).write(tmp_path / "tables")
        answering(address, server)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        ran_all(page, address, "notebooks/explore.ipynb")
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
