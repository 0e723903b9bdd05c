import datetime as dt
import io
import json
import re
from functools import partial

import nbformat
import nbformat.v4 as nb
import pytest
from bs4 import BeautifulSoup
from report_samples import HOSTILE, Sample, tables

from analysis import notebooks
from analysis.addresses import slugs_of
from analysis.kernels import run_notebook
from analysis.notebooks import NotebookFailed, find_notebook
from analysis.pages import page
from analysis.report import worth_running, write_report
from analysis.tables import Tables

ONE = "from pathlib import Path; print(Path(seed).name, top)"
ALL = "print('all in', tables != '')"


def in_this_process(notebook, parameters):
    """What a kernel makes of a notebook that only prints, without the seconds that a kernel takes."""
    node = nbformat.reads(notebook.text, as_version=4)
    names = {}
    for number, cell in enumerate(node.cells, 1):
        printed = io.StringIO()
        try:
            exec(cell.source, names | {"print": partial(print, file=printed)}, names)
        except Exception as error:
            raise NotebookFailed(notebook.name, number, cell.source, f"{type(error).__name__}: {error}") from error
        cell.outputs = [nb.new_output("stream", text=printed.getvalue())]
        names |= parameters
    return node


@pytest.fixture
def with_kernels(house, monkeypatch):
    monkeypatch.setattr("analysis.kernels.run_notebook", run_notebook)


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder of notebooks of the test's own; gives a function that reports on samples with them."""
    monkeypatch.setattr("analysis.kernels.run_notebook", in_this_process)
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path / "notebooks")
    (tmp_path / "notebooks").mkdir()

    def write(name, parameters, source):
        cells = [nb.new_code_cell(parameters, id="p", metadata={"tags": ["parameters"]}), nb.new_code_cell(source, id="c")]
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(json.dumps(nb.new_notebook(cells=cells)))

    def report(*samples, names=("article",), **settings):
        return write_report(tables(*samples), tmp_path / "out", [find_notebook(name) for name in names], settings, jobs=2)

    write("article", 'seed = ""\ntop = 1', ONE)
    write("corpus", 'tables = ""', ALL)
    report.notebook, report.out = write, tmp_path / "out"
    return report


def pages(out):
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))


def text(path):
    return re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.usefixtures("with_kernels")
def test_an_article_has_a_page_all_have_one_and_the_index_links_to_both(house):
    done = house(Sample(), names=("article", "corpus"), top=5)
    assert (done.home, done.written, done.unchanged, done.failures) == (house.out / "index.html", 2, 0, [])
    assert pages(house.out) == ["articles/night-ferry.html", "corpus.html", "index.html"]
    assert "night_ferry.txt 5" in text(house.out / "articles/night-ferry.html")
    assert "all in True" in text(house.out / "corpus.html")
    assert 'href="articles/night-ferry.html"' in text(house.out / "index.html")
    assert 'href="corpus.html"' in text(house.out / "index.html")
    assert Tables.open(house.out / "tables").documents["title"].tolist() == [Sample().title]


def test_the_pages_on_all_articles_link_to_one_another_and_their_links_say_what_they_lead_to(house):
    house.notebook("compare", 'tables = ""', "")
    house.notebook("speaker", 'tables = ""', "")
    house(Sample(), names=("article", "corpus", "compare"))
    house(Sample(), names=("speaker",))  # the others are there from the run before

    def links(page):
        return {a["href"]: a.get_text() for a in BeautifulSoup(text(house.out / page), "html.parser").select("nav a")}

    home = {"index.html": "Rapporteur"}
    assert links("speaker.html") == home | {"corpus.html": "All articles", "compare.html": "Two sides"}
    assert links("compare.html") == home | {"corpus.html": "All articles"}
    assert links("articles/night-ferry.html") == {"../index.html": "Rapporteur", "../corpus.html": "All articles"}
    assert ">One speaker: Speaker</a>" in text(house.out / "index.html")
    assert house(Sample(), names=("article", "corpus", "compare"))[1:3] == (2, 1)
    assert "speaker.html" in links("compare.html")


def test_what_did_not_change_is_not_made_again_and_what_did_is(house):
    one, two = Sample(path="seeds/one.txt"), Sample(path="seeds/two.txt")
    house(one, two)
    assert house(one, two)[1:3] == (0, 2)
    assert house(one, two, Sample(path="seeds/three.txt"))[1:3] == (1, 2)
    assert house(one, two, top=9)[1:3] == (2, 0)
    house.notebook("article", 'seed = ""\ntop = 1', "print('anew')")
    assert house(one)[1:3] == (1, 0)


def test_a_page_depends_on_what_is_in_the_file_that_it_is_given(house, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.kernels.run_notebook", lambda *_: nb.new_notebook())
    house.notebook("corpus", 'tables = ""\ngold = "gold.json"', "")
    gold = tmp_path / "notebooks" / "gold.json"
    for content, written in (("{}", 1), ("{}", 0), ("{ }", 1)):
        gold.write_text(content)
        assert house(Sample(), names=("corpus",)).written == written


def test_a_page_depends_on_every_row_of_its_article_and_on_those_of_no_other(house):
    both = tables(Sample(path="seeds/one.txt"), Sample(path="seeds/two.txt"))
    found = [find_notebook("article"), find_notebook("corpus")]
    write_report(both, house.out, found, {})
    both.stances.loc[0, "confidence"] = 0.123
    assert write_report(both, house.out, found, {})[1:3] == (2, 1)


@pytest.mark.usefixtures("with_kernels")
def test_two_runs_give_the_same_bytes(house):
    house(Sample())
    first = {path: (house.out / path).read_bytes() for path in pages(house.out)}
    for path in pages(house.out):
        (house.out / path).unlink()
    house(Sample())
    assert {path: (house.out / path).read_bytes() for path in pages(house.out)} == first


def test_the_pages_of_articles_that_are_gone_are_removed_and_nothing_else(house):
    house(Sample(path="seeds/old.txt"), Sample(path="seeds/kept.txt"), names=("article", "corpus"))
    (house.out / "articles" / "mine.html").write_text("<title>Not a report</title>")
    (house.out / "deep" / "er").mkdir(parents=True)
    (house.out / "deep" / "er" / "own.html").write_text(page([], title="", key="abc"))
    (house.out / "selection").mkdir()
    for name in ("index", "corpus"):  # another report
        (house.out / "selection" / f"{name}.html").write_text(page([], title="", key="abc"))
    house(Sample(path="seeds/kept.txt"))
    others = ["deep/er/own.html", "index.html", "selection/corpus.html", "selection/index.html"]
    assert pages(house.out) == ["articles/kept.html", "articles/mine.html", "corpus.html", *others]


def test_a_run_of_one_notebook_keeps_the_pages_of_the_others_and_the_links_to_them(house):
    house(Sample(), names=("article", "corpus"))
    for name in ("article", "corpus"):
        house(Sample(), names=(name,))
        assert 'href="articles/night-ferry.html"' in text(house.out / "index.html")
        assert 'href="corpus.html"' in text(house.out / "index.html")


def test_a_page_on_all_articles_knows_where_theirs_are_if_they_are_there(house):
    house.notebook("corpus", 'tables = ""\npages = ""', "print('pages in', repr(pages))")
    house(Sample(), names=("corpus",))
    assert "pages in &#39;&#39;" in text(house.out / "corpus.html")
    house(Sample(), names=("article", "corpus"))
    assert "pages in &#39;articles&#39;" in text(house.out / "corpus.html")
    assert house(Sample(), names=("corpus",)).unchanged == 1


@pytest.mark.parametrize(
    ("samples", "names"),
    [
        ([Sample()], ["article", "corpus"]),
        ([Sample(), Sample(path="b.txt")], ["article", "corpus", "speaker", "compare"]),
        ([Sample(paragraphs=("Rain.",), path=path) for path in "ab"], ["article", "corpus"]),
        ([Sample(paragraphs=("Rain.",), outlet=outlet) for outlet in "ab"], ["article", "corpus", "compare"]),
    ],
)
def test_only_notebooks_with_something_to_show_are_worth_running(samples, names):
    assert worth_running(tables(*samples)) == names


@pytest.mark.usefixtures("with_kernels")
def test_a_failing_notebook_leaves_the_old_page_and_the_others_are_made(house):
    house(Sample())
    old = (house.out / "articles/night-ferry.html").read_bytes()
    house.notebook("article", 'seed = ""\ntop = 1', "raise ValueError('no more ink')")
    done = house(Sample(), names=("article", "corpus"))
    assert [(failure.notebook, failure.cell, failure.cause) for failure in done.failures] == [
        ("article", 2, "ValueError: no more ink")
    ]
    assert done.written == 1
    assert (house.out / "articles/night-ferry.html").read_bytes() == old
    assert not list(house.out.rglob(".*.html*"))


def test_where_a_first_report_fails_every_link_to_it_leads_to_what_happened_until_a_run_makes_it(house):
    house.notebook("article", 'seed = ""\ntop = 1', "1 / 0")
    house.notebook("compare", 'tables = ""', "raise ValueError('<b>no ink')")
    house(Sample(), names=("article", "corpus", "compare"))
    for start in ("index.html", "corpus.html"):
        for link in BeautifulSoup(text(house.out / start), "html.parser").select("a[href*=html]"):
            assert (house.out / link["href"]).is_file()
    assert "ZeroDivisionError" in text(house.out / "articles/night-ferry.html")
    failed = text(house.out / "compare.html")
    assert "ValueError: &lt;b&gt;no ink" in failed and "compare.ipynb" in failed and "cell 2" in failed
    house.notebook("compare", 'tables = ""', "print(not_there)")
    house(Sample(), names=("corpus", "compare"))
    assert "NameError" in text(house.out / "compare.html")
    house.notebook("compare", 'tables = ""', ALL)
    assert house(Sample(), names=("corpus", "compare")).written == 1
    assert "all in True" in text(house.out / "compare.html")


@pytest.mark.parametrize("odd", [*HOSTILE, "CON", "..", "a/../../b", "été à Übung", "報道", " ", "x" * 300])
def test_a_report_has_a_plain_name_whatever_the_seed_is_called(odd):
    [slug] = slugs_of({"0123456789abcdef": f"seeds/{odd}.txt"}).values()
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", slug)


def test_reports_of_seeds_with_the_same_name_do_not_overwrite_each_other():
    slugs = slugs_of({"aaaaaaaaaaaaaaaa": "x/Fair day.txt", "bbbbbbbbbbbbbbbb": "y/fair-day.txt", "cccccccccccccccc": "y/fog.txt"})
    assert slugs == {"aaaaaaaaaaaaaaaa": "fair-day-aaaaaaaa", "bbbbbbbbbbbbbbbb": "fair-day-bbbbbbbb", "cccccccccccccccc": "fog"}


@pytest.mark.parametrize("odd", ["../../x", "<b>", "{seed}"])
def test_a_file_name_that_would_lead_elsewhere_stays_in_the_folder(house, odd):
    house(Sample(path=f"seeds/{odd}.txt"))
    assert len(pages(house.out)) == 2
    assert f"{odd}.txt".rpartition("/")[2] in text(house.out / pages(house.out)[0]).replace("&lt;", "<").replace("&gt;", ">")


def test_an_interrupted_run_has_the_page_on_all_articles_and_an_index_of_what_is_there(house, monkeypatch):
    def interrupted(work, pages, jobs):
        for one in pages[:1] if page_of_one(pages) else pages:
            work(one)
            yield one, None
        if page_of_one(pages):
            raise KeyboardInterrupt

    def page_of_one(pages):
        return "seed" in pages[0].parameters

    old = Sample(path="seeds/old.txt", date=dt.date(2020, 1, 1))
    with monkeypatch.context() as patched:
        patched.setattr("analysis.kernels.in_parallel", interrupted)
        with pytest.raises(KeyboardInterrupt):
            house(old, Sample(path="seeds/new.txt"), names=("article", "corpus"))
    assert pages(house.out) == ["articles/new.html", "corpus.html", "index.html"]  # the newest first
    index = text(house.out / "index.html")
    assert 'href="articles/new.html"' in index and 'href="corpus.html"' in index and "articles/old.html" not in index
    assert house(old, Sample(path="seeds/new.txt"), names=("article", "corpus"))[1:3] == (1, 2)
    assert "New since" not in text(house.out / "index.html")  # the first whole run


def test_the_next_run_tells_what_is_new_and_the_one_after_does_not(house):
    one, two = Sample(path="seeds/one.txt"), Sample(path="seeds/two.txt", title="Fog over Talheim")
    house(one)
    house(one, two)
    assert "New since the last run" in text(house.out / "index.html")
    house(one, two)
    assert "New since the last run" not in text(house.out / "index.html")
