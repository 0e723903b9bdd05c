"""The index in a real browser: search, filters and order, by hand and by keyboard, on a narrow screen, without a script."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from report_samples import HOSTILE, Sample, doc_id, tables

from analysis.news import news
from analysis.overview import index_page
from analysis.tables import Tables

QUIET = ("Rain fell all day.",)
FERRY, FAIR, FOG = (
    Sample(name="Ödile Vårga"),
    *(
        Sample(title=title, paragraphs=QUIET, date=day, outlet=outlet)
        for title, day, outlet in (("A fair opens", dt.date(2024, 2, 1), "valleyvoice.example"), ("Fog", None, None))
    ),
)
ODD = Sample(title="Odd", name=HOSTILE[0], date=dt.date(2020, 1, 1))
MANY = 1000
PATIENCE = 5  # a machine that does other things is slower
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("index")
    few = tables(FERRY, FAIR, FOG, ODD)
    known = [doc_id(sample) for sample in (FERRY, FOG, ODD)]
    (out / "index.html").write_text(index_page(few, {}, [], news(few, known)), encoding="utf-8")
    return out


@pytest.fixture
def visit(opened, site):
    """Opens an index, that of few articles unless told."""
    return lambda name="index.html", *view: opened(site / name, *view)


def titles(page):
    return [title.strip() for title in page.locator(".rp-card:visible h2").all_text_contents()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("fair", ["A fair opens"]),
        ("FERRY harbour operator", [FERRY.title]),
        ("odile varga", [FERRY.title]),  # without her accents
        ("airport", [FERRY.title, "Odd"]),  # a target
        ("<script>", ["Odd"]),  # a speaker who is no script
        ("quotations", []),  # our own word, not theirs
        ("ferry fog", []),
    ],
)
def test_the_search_finds_titles_speakers_and_targets_and_tells_how_many(visit, words, found):
    page = visit()
    page.get_by_label("Search").fill(words)
    assert titles(page) == found
    told = page.get_by_role("status")
    assert told.inner_text().startswith(f"{len(found) or 'None'} of 4 articles")
    assert told.get_attribute("aria-live") == "polite"
    assert (page.said, page.asked) == ([], [])


def test_the_names_in_which_the_words_were_found_are_shown(visit):
    page = visit()
    page.get_by_label("Search").fill("airport")
    assert page.locator(".rp-hit").all_text_contents() == ["Spoken of: airport"] * 2
    page.get_by_label("Search").fill("")
    assert page.locator(".rp-hit").count() == 0


def test_the_filters_and_the_order(visit):
    page = visit()
    assert titles(page) == ["A fair opens", FERRY.title, "Odd", "Fog"]
    for order, first in (("oldest first", "Odd"), ("most quotations first", FERRY.title), ("by title", "A fair opens")):
        page.get_by_label("Order").select_option(order)
        assert titles(page)[0] == first
    page.get_by_label("Outlet").select_option("no outlet (1)")
    assert titles(page) == ["Fog"]
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#rp-told")).to_have_text("4 of 4 articles")
    page.get_by_label("Month").select_option("2024-02 (1)")
    assert titles(page) == ["A fair opens"]
    page.get_by_label("Month").select_option("all")
    page.get_by_label("Most quoted").select_option("Per Aldous (2)")
    assert titles(page) == [FERRY.title, "Odd"]


def test_only_what_is_new(visit):
    page = visit()
    page.get_by_label("only what is new").check()
    assert titles(page) == ["A fair opens"]


def test_what_is_shown_stands_in_an_address_that_can_be_sent_on(visit, site):
    page = visit()
    page.get_by_label("Search").fill("airport")
    page.get_by_label("Order").select_option("oldest first")
    page.wait_for_url("**/index.html#q=airport&sort=oldest")
    address = page.url
    other = visit()
    other.goto(address)
    other.reload()
    assert titles(other) == ["Odd", FERRY.title]


def test_the_skip_link_leaves_the_search_alone(visit):
    page = visit()
    page.get_by_label("Search").fill("fair")
    page.evaluate("location.hash = '#report'")
    page.wait_for_timeout(50)
    assert titles(page) == ["A fair opens"]


def test_without_a_script_the_whole_list_is_there_and_no_dead_control(browser, site):
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "index.html").as_uri())
    assert len(titles(page)) == 4
    assert page.locator("#rp-find").is_hidden()
    page.close()


def test_by_keyboard_from_the_search_to_an_answer(visit):
    page = visit()
    while page.evaluate("document.activeElement.id") != "rp-q":
        page.keyboard.press("Tab")
    page.keyboard.type("fog")
    assert titles(page) == ["Fog"]
    page.keyboard.press("Escape")
    assert len(titles(page)) == 4
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "rp-outlet"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_nothing_is_cut_off_and_axe_finds_nothing_serious(visit, width, scheme):
    page = visit("index.html", width, scheme)
    page.get_by_label("Search").fill("airport")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.fixture(scope="module")
def many(site):
    """A thousand articles with names of their own."""
    one, ids = tables(FERRY), [f"d{n}" for n in range(MANY)]
    frames = {}
    for name in Tables.__dataclass_fields__:
        rows = getattr(one, name)
        copies = pd.concat([rows] * MANY, ignore_index=True)
        frames[name] = copies.assign(doc_id=np.repeat(ids, len(rows)))
    frames["documents"]["title"] += " " + frames["documents"]["doc_id"]
    frames["quotes"]["speaker"] += " " + frames["quotes"]["doc_id"].str[-2:]
    made = index_page(Tables(**frames), {doc: f"articles/night-ferry-{doc}.html" for doc in ids}, [])
    (site / "many.html").write_text(made, encoding="utf-8")
    return site / "many.html"


def test_a_thousand_articles_open_at_once_and_are_searched_at_once(visit, many):
    assert many.stat().st_size < 1_000_000
    page = visit("many.html")
    opened = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < opened < 1000 * PATIENCE
    times = page.evaluate(
        """() => ["f", "fe", "varga 9", "aldous 7", "nobody", ""].map(words => {
            const field = document.getElementById("rp-q");
            field.value = words;
            const start = performance.now();
            field.dispatchEvent(new Event("input", {bubbles: true}));
            document.body.getBoundingClientRect();
            return performance.now() - start;
        })"""
    )
    assert sorted(times)[len(times) // 2] < 100 * PATIENCE
    assert page.get_by_role("status").inner_text() == "1,000 of 1,000 articles"
    expect(page.locator(".rp-card")).to_have_count(MANY)
