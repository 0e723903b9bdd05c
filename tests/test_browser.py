"""The reports in a real browser, without a network: nothing runs, nothing is fetched, nothing is cut off."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright
from report_samples import HOSTILE, Sample, tables

from analysis.notebooks import find_notebook
from analysis.report import write_report

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (360, 1280)
ODD = Sample(
    title=" ".join(HOSTILE),
    paragraphs=(*HOSTILE, "w" * 200, "https://gazette.example/" + "long/" * 60),
    path="seeds/<b>&.txt",
    outlet='"><script>alert(1)</script>',
    url="javascript:alert(1)",
)
NAMED = Sample(path="seeds/named.txt", name="</style><img src=x onerror=alert(1)> " + "x" * 90)
PAGES = {
    "article": "articles/night-ferry.html",
    "hostile text": "articles/b.html",
    "hostile name": "articles/named.html",
    "index": "index.html",
    "corpus": "corpus.html",
    "speaker": "speaker.html",
    "compare": "compare.html",
}
NOTEBOOKS = ("article", "corpus", "speaker", "compare")
pytestmark = pytest.mark.browser
each_page = pytest.mark.parametrize("name", PAGES)
each_width = pytest.mark.parametrize("width", WIDTHS)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    done = write_report(tables(Sample(), ODD, NAMED), out, [find_notebook(name) for name in NOTEBOOKS], {}, jobs=2)
    assert not done.failures
    return out


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, site):
    """Opens a page; what the browser complains of, asks and fetches is in the lists that it has."""

    @contextmanager
    def visit(name, width=1280, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
        page = context.new_page()
        page.said, page.asked, page.fetched = [], [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: (page.asked.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: page.fetched.append(request.url))
        page.goto((site / PAGES[name]).as_uri())
        yield page
        context.close()

    return visit


@each_page
@each_width
def test_a_page_fetches_nothing_runs_nothing_and_raises_no_complaint(visit, name, width):
    with visit(name, width) as page:
        page.mouse.move(200, 200)
        assert (page.said, page.asked) == ([], [])
        assert page.fetched == [page.url]
        assert page.locator("iframe, object, link").count() == 0
        assert page.locator("script").count() == (2 if name == "index" else 0)  # the search and what it searches


@each_page
@each_width
def test_nothing_is_wider_than_the_screen(visit, name, width):
    with visit(name, width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        outside = page.evaluate(
            """width => [...document.querySelectorAll("main *")].filter(e => !e.closest(".rp-table, .rp-plot")
            && e.getBoundingClientRect().width && e.getBoundingClientRect().right > width).map(e => e.outerHTML.slice(0, 80))""",
            width,
        )
        assert outside == []


def test_hostile_text_is_read_as_it_was_written(visit):
    with visit("hostile text") as page:
        shown = [" ".join(text.split()) for text in page.locator(".rp-body p").all_inner_texts()]
        assert shown[: len(HOSTILE)] == list(HOSTILE)
        assert page.locator("h1").inner_text() == ODD.title
        assert page.locator(".rp-heading a").count() == 0


@each_page
def test_a_page_has_one_heading_of_the_first_rank_a_language_and_names_for_its_figures(visit, name):
    with visit(name) as page:
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == "en"
        for figure in page.locator("figure svg").all():
            assert figure.get_attribute("aria-label")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))


@each_page
def test_every_link_within_the_reports_leads_somewhere(visit, site, name):
    with visit(name) as page:
        for address in page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
            path, _, place = address.partition("#")
            if not path:
                assert page.locator(f'[id="{place}"]').count() == 1
            elif not address.startswith("https://"):
                there = (site / PAGES[name]).parent / path
                assert there.is_file()
                assert not place or f'id="{place}"' in there.read_text(encoding="utf-8")


def test_the_evidence_of_a_stance_leads_to_its_sentence(visit):
    with visit("article", 360) as page:
        link = page.locator(".rp-table a").first
        words, sentence = link.inner_text().strip("“”"), link.get_attribute("href")
        link.click()
        target = page.locator(sentence)
        assert words in target.inner_text()
        assert 0 <= target.bounding_box()["y"] < 800


@pytest.mark.parametrize("name", ["article", "corpus", "speaker"])
def test_a_field_of_a_figure_leads_to_the_words(visit, name):
    with visit(name) as page:
        field = page.locator("figure svg a").first
        assert field.get_attribute("aria-label").endswith(": the words that show it")
        words, address = page.url, field.get_attribute("href")
        field.click()
        page.wait_for_url(f"**{address}")
        target = page.locator(f'[id="{address.partition("#")[2]}"]')
        assert target.is_visible()
        assert 0 <= target.bounding_box()["y"] < 800
        assert words != page.url


@pytest.mark.parametrize("name", ["corpus", "speaker"])
def test_the_words_on_a_page_about_several_articles_lead_to_their_sentence_in_the_article(visit, name):
    with visit(name, 360) as page:
        link = page.locator(".rp-table a:has(.rp-words)").first
        words, sentence = link.inner_text().strip("“”"), link.get_attribute("href")
        link.click()
        target = page.locator(f'[id="{sentence.partition("#")[2]}"]')
        assert words in target.text_content()
        assert 0 <= target.bounding_box()["y"] < 800


def test_the_speaker_stands_in_the_margin_of_a_wide_page_and_after_the_words_on_a_narrow_one(visit):
    shown = "e => getComputedStyle(e).display != 'none'"
    with visit("article", 1280) as wide:
        note, body = wide.locator("#q-0 .rp-note"), wide.locator(".rp-body")
        assert note.bounding_box()["x"] > body.bounding_box()["x"] + body.bounding_box()["width"]
        assert not wide.locator(".rp-by").first.evaluate(shown)
    with visit("article", 360) as narrow:
        assert not narrow.locator("#q-0 .rp-note").evaluate(shown)
        assert narrow.locator(".rp-by").first.evaluate("e => getComputedStyle(e, '::before').content") == '"Per Aldous"'


def test_the_page_follows_the_scheme_of_the_reader(visit):
    grounds = []
    for scheme in ("light", "dark"):
        with visit("article", scheme=scheme) as page:
            grounds.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
            text = page.locator("figure svg text").first.evaluate("e => getComputedStyle(e).fill")
            assert text == page.evaluate("getComputedStyle(document.body).color")
    assert grounds[0] != grounds[1]


def test_the_keyboard_reaches_the_report_first(visit):
    with visit("article") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
        assert page.locator(".rp-skip").bounding_box()["x"] >= 0


@each_page
def test_a_page_prints_whole_on_paper(visit, name):
    with visit(name, 720) as page:
        page.emulate_media(media="print")
        clipped = page.evaluate(
            """[...document.querySelectorAll("body *")].filter(e => getComputedStyle(e).overflowX != "visible"
            && e.tagName != "svg" && !e.closest("svg") && e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""
        )
        assert clipped == []
        assert page.locator(".rp-nav").is_hidden()
        assert page.pdf(format="A4").startswith(b"%PDF")
