"""The reports in a real browser, without a network: nothing runs, nothing is fetched, nothing is cut off."""

import json
import re
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from injections import INJECTIONS
from report_samples import HOSTILE, Sample, tables

from analysis import annotate, html, load_seeds, plots, speaker_profile
from analysis.notebooks import find_notebook
from analysis.overview import index_page
from analysis.pages import page
from analysis.profile import most_quoted
from analysis.report import write_report

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
    "quality": "quality.html",
}
SEEN = [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
]  # axe's rules on what scheme and width change
NOTEBOOKS = ("article", "corpus", "speaker", "compare", "quality")
GOLD = {  # one right, and one not, for the speaker has a hostile name
    article: {"quotes": [{"start_text": "We asked", "speakers": [name], "kind": "direct"}]}
    for article, name in (("night_ferry", "Varga"), ("named", "Orr"))
}
pytestmark = pytest.mark.browser
each_page = pytest.mark.parametrize("name", PAGES)
each_width = pytest.mark.parametrize("width", WIDTHS)


@pytest.fixture(scope="module")
def site(made_once):
    def fill(out):
        (out / "gold.json").write_text(json.dumps(GOLD))
        settings = {"gold": str(out / "gold.json")}
        done = write_report(tables(Sample(), ODD, NAMED), out, [find_notebook(name) for name in NOTEBOOKS], settings)
        assert not done.failures

    return made_once("site", fill)


@pytest.fixture
def visit(opened, site):
    """Opens a page by its name."""
    return lambda name, *view, **more: opened(site / PAGES[name], *view, **more)


@each_page
@each_width
def test_a_page_fetches_nothing_runs_nothing_and_raises_no_complaint(visit, name, width):
    page = visit(name, width)
    page.mouse.move(200, 200)
    assert (page.said, page.asked) == ([], [])
    assert page.fetched == [page.url]
    assert page.locator("iframe, object, link").count() == 0
    assert page.locator("script").count() == (2 if name == "index" else 0)  # the search and what it searches


@each_page
@pytest.mark.parametrize("width", [*WIDTHS, 640])  # the last: 1280 at 200 %
def test_nothing_is_wider_than_the_screen(visit, name, width):
    page = visit(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """width => [...document.querySelectorAll("main *")].filter(e => !e.closest(".rp-table, .rp-plot")
        && e.getBoundingClientRect().width && e.getBoundingClientRect().right > width).map(e => e.outerHTML.slice(0, 80))""",
        width,
    )
    assert outside == []


def test_hostile_text_is_read_as_it_was_written(visit):
    page = visit("hostile text")
    shown = [" ".join(text.split()) for text in page.locator(".rp-body p").all_inner_texts()]
    assert shown[: len(HOSTILE)] == list(HOSTILE)
    assert page.locator("h1").inner_text() == ODD.title
    assert page.locator(".rp-heading a").count() == 0


@each_page
def test_a_page_has_one_heading_of_the_first_rank_a_language_and_names_for_its_figures(visit, name):
    page = visit(name)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    for figure in page.locator("figure svg").all():
        assert figure.get_attribute("aria-label")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


@each_page
def test_every_link_within_the_reports_leads_somewhere(visit, site, name):
    page = visit(name)
    for address in page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
        path, _, place = address.partition("#")
        if not path:
            assert page.locator(f'[id="{place}"]').count() == 1
        elif not address.startswith(("https://", "data:")):
            there = (site / PAGES[name]).parent / path
            assert there.is_file()
            assert not place or f'id="{place}"' in there.read_text(encoding="utf-8")


def test_the_evidence_of_a_stance_leads_to_its_sentence(visit):
    page = visit("article", 360)
    link = page.locator(".rp-table a").first
    words, sentence = link.inner_text().strip("“”"), link.get_attribute("href")
    link.click()
    target = page.locator(sentence)
    assert words in target.inner_text()
    assert 0 <= target.bounding_box()["y"] < 800


@pytest.mark.parametrize("name", ["article", "corpus", "speaker"])
def test_a_field_of_a_figure_leads_to_the_words(visit, name):
    page = visit(name)
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
    page = visit(name, 360)
    link = page.locator(".rp-table a:has(.rp-words)").first
    words, sentence = link.inner_text().strip("“”"), link.get_attribute("href")
    link.click()
    target = page.locator(f'[id="{sentence.partition("#")[2]}"]')
    assert words in target.text_content()
    assert 0 <= target.bounding_box()["y"] < 800


def test_the_speaker_stands_in_the_margin_of_a_wide_page_and_after_the_words_on_a_narrow_one(visit):
    shown = "e => getComputedStyle(e).display != 'none'"
    wide = visit("article", 1280)
    note, body = wide.locator("#q-0 .rp-note"), wide.locator(".rp-body")
    assert note.bounding_box()["x"] > body.bounding_box()["x"] + body.bounding_box()["width"]
    assert not wide.locator(".rp-by").first.evaluate(shown)
    narrow = visit("article", 360)
    assert not narrow.locator("#q-0 .rp-note").evaluate(shown)
    assert narrow.locator(".rp-by").first.evaluate("e => getComputedStyle(e, '::before').content") == '"Per Aldous"'


LINES = "e => ['Style', 'Thickness', 'Color'].map(part => getComputedStyle(e)[`textDecoration${part}`])"
LIT = """place => [...document.getElementsByClassName(place)].map(e => getComputedStyle(e).backgroundColor)"""


def test_speakers_are_told_apart_by_the_kind_of_their_line_and_reported_speech_is_lighter(visit):
    page = visit("article")
    varga, aldous = (page.locator(f"#q-{n}").evaluate(LINES) for n in (0, 3))
    assert varga[0] != aldous[0]
    assert page.locator("#q-3 .rp-note bdi").evaluate(LINES)[:2] == aldous[:2]
    assert page.locator("#q-3 .rp-note bdi").evaluate(LINES)[2] != aldous[2]
    lower = "e => parseFloat(getComputedStyle(e).textUnderlineOffset)"
    assert page.locator("#q-2").evaluate(lower) > page.locator("#q-1").evaluate(lower)


@each_width
def test_a_stance_or_a_number_of_words_lights_them_up_in_a_link_that_can_be_sent_on(visit, width):
    page = visit("article", width)
    for link in page.locator(".rp-voices li > p > a, .rp-voices ul a").all():
        place = link.get_attribute("href").removeprefix("#")
        dark = page.evaluate(LIT, place)
        link.focus()
        page.keyboard.press("Enter")
        assert page.url.endswith(f"#{place}")
        assert all(before != after for before, after in zip(dark, page.evaluate(LIT, place), strict=True))
        assert 0 <= page.locator(f"#{place}").bounding_box()["y"] < 800
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert 0 <= page.locator(f"#{place}").bounding_box()["y"] < 800
    page.locator(".rp-clear a").click()
    assert page.evaluate(LIT, place) == dark


def test_the_speakers_stand_beside_the_text_of_a_wide_page(visit):
    page = visit("article")
    beside, body = page.locator(".rp-voices").bounding_box(), page.locator(".rp-body").bounding_box()
    assert beside["x"] > body["x"] + body["width"]
    assert abs(beside["y"] - page.locator(".rp-tools").bounding_box()["y"]) < 40


def test_a_switch_shows_the_order_of_the_file_and_the_keyboard_reaches_it(visit):
    places = "[...document.querySelectorAll('.rp-body p')].sort((a, b) => a.offsetTop - b.offsetTop).map(p => +p.id.slice(2))"
    page = visit("article")
    read = page.evaluate(places)
    page.locator(".rp-switch input").focus()
    page.keyboard.press("Space")
    assert page.evaluate(places) == sorted(read) != read


@each_page
def test_a_figure_brings_its_data_and_itself_without_a_network(visit, name):
    page = visit(name)
    for figure in page.locator("figure:has(.rp-take)").all():
        for link, kind in zip(figure.locator(".rp-take a").all(), ("csv", "svg"), strict=True):
            with page.expect_download() as file:
                link.click()
            assert file.value.suggested_filename.endswith(f".{kind}")
            assert Path(file.value.path()).read_bytes().startswith(b"\xef\xbb\xbf" if kind == "csv" else b"<svg")
    assert page.locator("figure:has(svg text):not(:has(.rp-take))").filter(has_not_text="no data").count() == 0


@pytest.mark.parametrize("name", ["article", "corpus", "speaker", "compare"])
def test_a_report_says_how_far_to_trust_it_and_how_it_was_made(visit, name):
    page = visit(name)
    assert "Follow a link and read the words" in page.locator(".rp-limits").inner_text()
    assert page.locator(".rp-provenance dt").count() > 3


@pytest.mark.parametrize("name", ["article", "index", "corpus", "speaker", "compare", "quality"])
def test_axe_finds_nothing_serious(visit, name):
    page = visit(name)
    for width, scheme in ((1280, "light"), (1280, "dark"), (360, "dark"), (360, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        rules = {"runOnly": SEEN} if (width, scheme) != (1280, "light") else {}
        found = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
        grave = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert grave == [], (width, scheme)


@pytest.mark.parametrize("name", ["article", "corpus", "speaker"])
def test_no_statement_needs_scrolling_sideways_on_a_telephone(visit, name):
    page = visit(name, 360)
    wide = page.evaluate("""[...document.querySelectorAll(".rp-table:has(.rp-words)")].map(e => e.scrollWidth - e.clientWidth)""")
    assert wide
    assert max(wide) <= 0


def test_an_article_without_its_figures_is_small(site):
    whole = (site / PAGES["article"]).read_text(encoding="utf-8")
    assert len(re.sub(r"<figure.*?</figure>", "", whole, flags=re.DOTALL).encode()) < 150_000


def test_the_page_follows_the_scheme_of_the_reader(visit):
    grounds = []
    for scheme in ("light", "dark"):
        page = visit("article", scheme=scheme)
        grounds.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        text = page.locator("figure svg text").first.evaluate("e => getComputedStyle(e).fill")
        assert text == page.evaluate("getComputedStyle(document.body).color")
    assert grounds[0] != grounds[1]


def test_the_keyboard_reaches_the_report_first(visit):
    page = visit("article")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert page.locator(".rp-skip").bounding_box()["x"] >= 0


@each_page
def test_a_page_prints_whole_on_paper(visit, name):
    page = visit(name, 673)  # what the margins leave of A4
    page.emulate_media(media="print")
    clipped = page.evaluate(
        """[...document.querySelectorAll("body *")].filter(e => getComputedStyle(e).overflowX != "visible"
        && e.tagName != "svg" && !e.closest("svg") && e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""
    )
    assert clipped == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".rp-nav").is_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.fixture(scope="module")
def injected(tmp_path_factory):
    """A page with everything that a report shows of seeds with a hostile string in every field, and the index of them."""
    seeds, out = tmp_path_factory.mktemp("injected"), tmp_path_factory.mktemp("pages")
    for n, text in enumerate(INJECTIONS):
        name = f"{n:02} {text.replace('/', '⁄')[:80]}.txt"
        address = "https://gazette.example/" + text.replace(" ", "/")
        said = f"“{text}” said {text} Mara Quist, who accused {text} of bad faith. “I support {text},” said Tom Reyl."
        (seeds / name).write_text(f"{text}\n2024-05-17\n{address}\n{said}\n{text}\n", encoding="utf-8")
    found = annotate(load_seeds(seeds, on_problem=lambda problem: None))
    docs = list(found.documents["doc_id"])
    blocks = [draw(found, doc) for doc in docs for draw in (html.heading, html.article_text)]
    blocks += [html.quotes_table(found, found.quotes, caption="Said", who=True), html.entities_table(found, top=1000)]
    blocks += [draw(found) for draw in (html.speakers_table, html.stances_table, html.limits, html.provenance)]
    blocks += [html.picture(draw(found)) for draw in (plots.quoted_words, plots.stance_grid, plots.entity_counts)]
    blocks += [
        found._repr_html_(),
        *(profile._repr_html_() for profile in map(partial(speaker_profile, found), most_quoted(found)[:5])),
    ]
    pages = {"everything": page(blocks, title=" ".join(INJECTIONS)), "index": index_page(found, dict.fromkeys(docs, "#"), [])}
    for name, text in pages.items():
        unguarded = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)  # it would hide what is not escaped
        (out / f"{name}.html").write_text(unguarded, encoding="utf-8")
    return out


def test_no_field_of_a_seed_runs_or_fetches_anything(browser, injected):
    for name in ("everything", "index"):  # one test: no second process annotates the seeds again
        see_that_nothing_happens(browser, (injected / f"{name}.html").as_uri())


def see_that_nothing_happens(browser, address):
    context = browser.new_context(offline=True)
    shown = context.new_page()
    said, fetched = [], []
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    shown.on("request", lambda request: fetched.append(request.url))
    shown.goto(address)
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames().filter(n => n.startsWith('on')))"
    assert shown.evaluate(handlers) == []
    own = "form#rp-find, script#rp-data, body > script:last-child"
    foreign = "script, iframe, object, embed, link, base, form, img, video, audio, math, marquee, body body, x, [autofocus]"
    assert shown.locator(f":is({foreign}):not({own})").count() == 0
    links = shown.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.protocol)")
    assert set(links) <= {"https:", "file:", "data:"}
    titles = {" ".join(text.split()) for text in shown.locator("h1, h2").all_inner_texts()}
    assert {" ".join(text.split()) for text in INJECTIONS} <= titles
    assert (said, fetched) == ([], [address])
    context.close()
