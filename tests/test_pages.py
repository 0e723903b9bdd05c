import nbformat.v4 as nb
import pytest
from bs4 import BeautifulSoup
from report_samples import HOSTILE

from analysis.pages import key_of, notebook_page, page, title_of


def notebook(*cells):
    return nb.new_notebook(cells=list(cells))


def showing(**data):
    """A cell of code with one output of these kinds."""
    kinds = {kind.replace("_", "/"): value for kind, value in data.items()}
    return nb.new_code_cell("secret code", outputs=[nb.new_output("display_data", kinds)])


def shown(*cells):
    return BeautifulSoup(notebook_page(notebook(*cells), name="rivers_and_lakes", key="abc", home="../index.html"), "html.parser")


def test_a_page_shows_what_a_notebook_says_and_shows_and_not_its_code():
    found = shown(nb.new_markdown_cell("## Rivers\n\nThey *run*."), showing(text_html="<p>Marr</p>", text_plain="<Fragment>"))
    assert found.h2.get_text() == "Rivers"
    assert found.em.get_text() == "run"
    assert "Marr" in found.main.get_text()
    assert "secret" not in found.get_text()
    assert "Fragment" not in found.get_text()


def test_a_cell_for_the_notebook_only_is_left_out():
    explanation = nb.new_markdown_cell("# How to use this")
    explanation.metadata["tags"] = ["notebook-only"]
    assert "How to use this" not in shown(explanation).get_text()


def test_printed_text_is_shown_and_complaints_are_not():
    cell = nb.new_code_cell("", outputs=[nb.new_output("stream", name=n, text=f"to {n}") for n in ("stdout", "stderr")])
    assert shown(cell).pre.get_text() == "to stdout"
    assert "stderr" not in shown(cell).get_text()


def test_a_picture_is_part_of_the_page():
    assert shown(showing(image_png="iVBORw0KGgo=\n", text_plain="<Figure>")).img["src"] == "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ((nb.new_markdown_cell("# The *Marr* & its dams"),), "The Marr & its dams"),
        ((showing(text_html='<header><h1 class="a">Dam &lt;b&gt;</h1></header>'),), "Dam <b>"),
        ((nb.new_markdown_cell("## Only a section"),), "Rivers and lakes"),
        ((), "Rivers and lakes"),
    ],
)
def test_the_first_heading_is_the_title_and_a_page_has_always_one(cells, title):
    found = shown(*cells)
    assert found.title.get_text() == title
    assert [h1.get_text() for h1 in found.find_all("h1")] == [title]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_outputs_and_titles_stays_text(text):
    for found in (shown(showing(text_plain=text)), BeautifulSoup(page([], title=text, heading=text), "html.parser")):
        assert text in found.get_text()
        assert not found.find_all(["script", "img", "b"])
        assert not [name for tag in found.find_all() for name in tag.attrs if name.startswith("on")]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))"])
def test_the_markdown_of_a_notebook_runs_nothing(text):
    found = shown(nb.new_markdown_cell(text))
    assert not found.find_all(["script", "img"])
    assert not [a for a in found.main.find_all("a") if "javascript:" in a["href"]]


def test_a_page_forbids_scripts_and_the_network_and_names_its_language():
    found = shown()
    policy = found.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert found.html["lang"] == "en"
    assert found.find("meta", attrs={"name": "viewport"})
    assert not found.find_all(["script", "link", "iframe", "object"])
    assert "url(" not in found.style.get_text()
    assert "@import" not in found.style.get_text()


def test_a_page_leads_past_its_head_and_back_to_the_index():
    found = shown()
    skip = found.body.find("a")
    assert found.find(id=skip["href"].removeprefix("#")).name == "main"
    assert found.nav.a["href"] == "../index.html"


def test_a_page_remembers_its_key_and_title(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(page([], title='A "title" & <more>', key="0123abc"), encoding="utf-8")
    assert key_of(path) == "0123abc"
    assert title_of(path) == 'A "title" & <more>'


@pytest.mark.parametrize("text", ["", "<html><title>Mine</title></html>", '<meta name="rapporteur-key" content="abc">', "\xff\xfe"])
def test_a_page_that_somebody_else_wrote_has_no_key(tmp_path, text):
    (tmp_path / "a.html").write_text(text, encoding="latin-1")
    assert key_of(tmp_path / "a.html") is None
    assert key_of(tmp_path) is None


def test_a_title_cannot_pretend_to_be_a_key(tmp_path):
    (tmp_path / "a.html").write_text(page([], title='<meta name="rapporteur-key" content="f00">', key="abc"))
    assert key_of(tmp_path / "a.html") == "abc"


def test_on_paper_each_address_of_a_link_to_the_web_stands_once_at_the_end_under_its_number():
    links = ["https://a.example/?x=1&amp;y=2", "https://b.example", "https://a.example/?x=1&amp;y=2", "#s-1", "articles/a.html"]
    found = shown(showing(text_html="".join(f'<p><a href="{link}">read</a></p>' for link in links)))
    assert [note.get_text() for note in found.select(".rp-noted")] == ["1", "2", "1"]
    assert [item.get_text() for item in found.select(".rp-notes li")] == ["https://a.example/?x=1&y=2", "https://b.example"]
    assert not shown(showing(text_html='<a href="https://a.example" class="rp-address">https://a.example</a>')).select(".rp-notes")
