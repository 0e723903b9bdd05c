import json
from itertools import chain

import pytest
from bs4 import BeautifulSoup
from report_samples import Sample, tables

from analysis import notebooks
from analysis.kernels import in_parallel, run_notebook
from analysis.notebooks import (
    BrokenNotebook,
    Notebook,
    UnknownNotebook,
    UnknownParameter,
    WrongParameter,
    check_parameters,
    find_notebook,
)
from analysis.pages import notebook_page

PATHS = sorted(notebooks.NOTEBOOKS.glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])


def notebook(**parameters):
    return Notebook(notebooks.NOTEBOOKS / "rivers.ipynb", "", parameters)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes a notebook with a cell of parameters where notebooks are looked for."""
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path)

    def write(source):
        cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}
        (tmp_path / "rivers.ipynb").write_text(json.dumps({"cells": [cell]}))
        return find_notebook("rivers")

    return write


@each_notebook
def test_a_notebook_is_committed_without_outputs_and_with_stable_ids(path):
    node = json.loads(path.read_text(encoding="utf-8"))
    assert (node["nbformat"], node["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in node["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in node["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@each_notebook
def test_a_notebook_says_first_what_it_answers_and_has_a_cell_of_parameters(path):
    first, *_ = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert first["cell_type"] == "markdown"
    assert first["source"][0].startswith("# ")
    assert "tables" in find_notebook(path.stem).parameters


def settings_of_all(folder):
    """By notebook: how it runs by itself (on seeds/, or on the tables in `folder` where one article would not show much), and what
    is set then."""
    tables(Sample(), Sample(path="seeds/b.txt", title="Ferry to sail after all")).write(folder)
    (folder / "corrections.csv").write_text("what,name,right\nname,Per Aldous,Pier Aldous\n")
    stances = [{"speaker": "Per Aldous", "target": "council", "stance": 1}]
    (folder / "stances.json").write_text(json.dumps({"night_ferry": {"stances": stances}}))
    quotes = [
        {"start_text": start, "speakers": ["Ferris"], "kind": "direct"} for start in ("We asked", "I told them", "Nobody sleeps")
    ]
    (folder / "quotes.json").write_text(json.dumps({"night_ferry": {"quotes": quotes}, "b": {"quotes": quotes[:1]}}))
    several = {"tables": str(folder)}
    saved = {"out": str(folder / "out"), "corrections": str(folder / "corrections.csv")}
    return {
        "corpus": (several, {"top": 1}),
        "speaker": (several, {"speaker": "aldous", "top": 2}),
        "compare": (several, {"first": "Per Aldous", "second": "Odile Varga"}),
        "quality": (
            several | {"gold": str(folder / "stances.json")},
            {"gold": str(folder / "quotes.json"), "top": 1, "pages": "articles"},
        ),
        "explore": ({}, several | saved | {"top": 2}),
        "article": ({}, several | {"seed": "seeds/b.txt"}),
    }


SAVING = """
import os
import analysis
from analysis.explorer import explore
os.cpu_count = lambda: 1  # one kernel within this one is enough
view = explore(analysis.Tables.open(tables), out)
view.fields["article"].value = view.fields["article"].options[1][1]
view.report.click()
print(view.message.value)
"""


def saving(folder):
    """A notebook in whose kernel the controls save a report, and what it is given."""
    cells = [{"cell_type": "code", "metadata": {}, "source": SAVING, "outputs": [], "execution_count": None}]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    return Notebook(notebooks.NOTEBOOKS / "saving.ipynb", text, {}), {"tables": str(folder), "out": str(folder / "saved")}


@pytest.mark.long
def test_every_notebook_runs_as_it_comes_and_with_other_settings_and_in_a_used_kernel_as_in_one_of_its_own(tmp_path, monkeypatch):
    """One test, so that they share a kernel: to start one and to import takes longer than all of them run."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    settings = settings_of_all(tmp_path)
    assert {path.stem for path in PATHS} == set(settings)
    pages: dict[str, list[str]] = {name: [] for name in settings}

    def run(task):
        book, given = task
        node = run_notebook(book, given)
        pages[book.name].append(notebook_page(node, name=book.name, key="k", home="index.html"))

    tasks = [(find_notebook(name), own | more) for name, (own, changed) in settings.items() for more in ({}, changed)]
    pages["saving"] = []
    assert [(task, str(failure)) for task, failure in in_parallel(run, [*tasks, saving(tmp_path)], jobs=1) if failure] == []
    see_the_report_that_was_saved(tmp_path / "saved", *pages.pop("saving"))
    assert [name for name, made in pages.items() if made[0] == made[1]] == []
    for page in chain(*pages.values()):
        assert page.count("<h1") == 1
        assert "<figure" in page
        assert not BeautifulSoup(page, "html.parser").select("button, select, textarea, script, link")
    run((find_notebook("article"), settings["article"][1]))
    assert pages["article"][1] == pages["article"][2]
    see_errors_by_cause(pages["quality"][1])
    assert "Pier Aldous" in pages["explore"][1]
    assert (tmp_path / "out" / "quotes.csv").is_file()
    assert "stand here in JupyterLab" in pages["explore"][0]


def see_the_report_that_was_saved(folder, page):
    assert f"{folder}/index.html: 2 pages written, 0 unchanged" in BeautifulSoup(page, "html.parser").pre.get_text()
    [article] = folder.glob("articles/*.html")
    assert len(BeautifulSoup(article.read_text(encoding="utf-8"), "html.parser").select("mark.rp-q")) > 5
    assert "1 article:" in (folder / "index.html").read_text(encoding="utf-8")


def see_errors_by_cause(page):
    """As many errors of each cause as are asked for, each linked to its sentence."""
    shown = BeautifulSoup(page, "html.parser")
    assert "4 quotations in 2 of 2 articles" in shown.find(class_="rp-lede").get_text()
    assert len(shown.find_all("figure")) == 3
    lists = [one.tbody for one in shown.find_all("table") if one.find(class_="rp-given")]
    assert [len(one.find_all("tr")) for one in lists] == [1, 1, 1]  # a name, a pronoun, continued
    assert {one.a["href"] for one in lists} <= {f"articles/night-ferry.html#s-{n}" for n in range(5)}


def test_a_notebook_that_is_not_there_is_an_error_that_names_those_that_are():
    with pytest.raises(UnknownNotebook, match=r"'articles'.*there are article"):
        find_notebook("articles")


@pytest.mark.parametrize("name", ["../notebooks/article", "article.ipynb", "", "/etc/passwd"])
def test_a_name_is_no_path(name):
    with pytest.raises(UnknownNotebook):
        find_notebook(name)


def test_parameters_are_the_plain_values_that_the_tagged_cell_assigns(written):
    found = written('a = "x"  # why\nb: int = 3\nc = [1, 2]\nd = None\nimport os\ne = -0.5')
    assert found.parameters == {"a": "x", "b": 3, "c": [1, 2], "d": None, "e": -0.5}


@pytest.mark.parametrize("source", ["a = ", "a = print(1)"], ids=["no Python", "no plain value"])
def test_a_broken_cell_of_parameters_is_an_error_that_names_the_file(written, source):
    with pytest.raises(BrokenNotebook, match=r"rivers\.ipynb"):
        written(source)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": [{}]}'])
def test_a_file_that_is_no_notebook_is_an_error_that_names_it(tmp_path, monkeypatch, text):
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path)
    (tmp_path / "rivers.ipynb").write_text(text)
    with pytest.raises(BrokenNotebook, match=r"rivers\.ipynb"):
        find_notebook("rivers")


@pytest.mark.parametrize(
    ("default", "value", "expected"),
    [
        ("a", "5", "5"),
        (5, "7", 7),
        (0.5, "2", 2.0),
        (True, "no", False),
        (False, "True", True),
        (["a"], "['b', 'c']", ["b", "c"]),
        (None, "['b']", ["b"]),
    ],
)
def test_a_value_takes_the_type_of_the_default(default, value, expected):
    assert check_parameters([notebook(it=default)], [("it", value)]) == {"it": expected}


@pytest.mark.parametrize(
    ("default", "value", "expected"),
    [
        (5, "7.5", "a whole number"),
        (5, "seven", "a whole number"),
        (0.5, "half", "a number"),
        (True, "perhaps", "true or false"),
        (["a"], "b", "a list"),
        (["a"], "{'b': 1}", "a list"),
        (["a"], "print(1)", "a list"),
        (None, "a b", "a plain value"),
    ],
)
def test_a_value_of_the_wrong_type_is_an_error_that_names_parameter_and_type(default, value, expected):
    with pytest.raises(WrongParameter, match=f"'it' is {expected}, not "):
        check_parameters([notebook(it=default)], [("it", value)])


def test_a_file_that_is_given_counts_from_here_and_a_default_from_the_notebooks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = notebook(gold="../examples/gold.json", top=10)
    assert asked.files({})["gold"].resolve() == notebooks.NOTEBOOKS.parent / "examples" / "gold.json"
    given = check_parameters([asked], [("gold", "mine/gold.jsonl")])
    assert asked.files(given) == {"gold": tmp_path / "mine" / "gold.jsonl"}


def test_an_unknown_parameter_is_an_error_that_names_those_there_are():
    with pytest.raises(UnknownParameter, match=r"'tip'.*top \(a whole number, now 10\), by \(text, now 'month'\)"):
        check_parameters([notebook(top=10), notebook(by="month")], [("tip", "5")])


@pytest.mark.parametrize("name", ["seed", "seeds", "tables"])
def test_what_a_report_sets_itself_cannot_be_set(name):
    with pytest.raises(UnknownParameter, match="the report sets it"):
        check_parameters([notebook(**{name: "x"})], [(name, "y")])
