"""The controls of explore.ipynb, without a browser: what is set is what is shown and saved."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from injections import INJECTIONS
from report_samples import Sample, doc_id, tables

from analysis import explorer, report
from analysis.choice import Choice
from analysis.explorer import explore
from analysis.report import Report
from analysis.tables import Tables
from analysis.views import VIEWS

FERRY = Sample()
AIRPORT = Sample(
    title="Airport to stay", path="seeds/air.txt", outlet="islandpost.example", date=dt.date(2023, 6, 1), name="Ruth Orr"
)
BOTH = tables(FERRY, AIRPORT)


@pytest.fixture
def view(tmp_path):
    return explore(BOTH, str(tmp_path / "out"))


def text(widget):
    return BeautifulSoup(widget.value, "html.parser").get_text(" ", strip=True)


def test_at_first_everything_is_chosen_and_the_newest_article_is_shown(view):
    assert text(view.state) == "2 articles, 14 quotations, 10 statements"
    assert "Airport to stay" in text(view.result)
    assert "The newest of 2 articles" in text(view.result)
    assert BeautifulSoup(view.result.value, "html.parser").select("mark.rp-q")


def test_there_is_a_field_for_every_part_of_a_choice_and_each_has_a_name():
    fields = explore(Tables.from_rows({})).fields
    assert tuple(fields) == Choice._fields
    assert all(field.description for field in fields.values())


@pytest.mark.parametrize(
    ("field", "value", "state", "shown"),
    [
        ("article", doc_id(FERRY), "1 article, 7 quotations, 5 statements", FERRY.title),
        ("since", dt.date(2023, 5, 10), "1 article, 7 quotations, 5 statements", AIRPORT.title),
        ("speaker", "varga", "1 article, 3 quotations, 1 statement", FERRY.title),
        ("least", 0.9, "2 articles, 2 quotations, 2 statements", AIRPORT.title),
        ("since", dt.date(2030, 1, 1), "0 articles, 0 quotations, 0 statements", "No article fits"),
    ],
)
def test_a_field_narrows_what_is_shown_and_the_line_says_what_changed(view, field, value, state, shown):
    view.fields[field].value = value
    assert text(view.state).startswith(state)
    assert "Changed:" in text(view.state)
    assert shown in text(view.result)


def test_each_view_shows_what_is_chosen_and_no_more(view):
    view.fields["outlet"].value = "Island Post"
    for name in VIEWS:
        view.view.value = name
        shown = BeautifulSoup(view.result.value, "html.parser")
        assert "Ruth Orr" in str(shown)
        assert "Odile Varga" not in "".join(part.get_text() for part in shown.select("table, figure, .rp-voices"))


def test_an_article_that_no_longer_fits_gives_way_to_all_that_do(view):
    view.fields["article"].value = doc_id(FERRY)
    view.fields["outlet"].value = "Island Post"
    assert view.fields["article"].value == ""
    assert [label for label, _ in view.fields["article"].options] == ["all that fit (1 article)", "2023-06-01 Airport to stay"]


def test_of_very_many_articles_the_newest_are_offered_and_the_others_are_counted(monkeypatch):
    monkeypatch.setattr(explorer, "MOST", 1)
    options = explore(BOTH).fields["article"].options
    assert [label for label, _ in options] == ["all that fit (2 articles, the newest 1 here)", "2023-06-01 Airport to stay"]


def test_a_name_nobody_has_is_told_with_the_nearest_and_the_choice_stays(view):
    view.fields["speaker"].value = "Per Aldos"
    assert "the nearest names are Per Aldous" in text(view.state)
    assert len(view.chosen.documents) == 2
    view.fields["speaker"].value = "Per Aldous"
    assert set(view.chosen.quotes["speaker"]) == {"Per Aldous"}


def test_a_button_empties_every_field(view):
    view.fields["speaker"].value, view.fields["least"].value = "Per Aldous", 0.5
    view.everything.click()
    assert Choice(*(field.value for field in view.fields.values())) == Choice()
    assert text(view.state).startswith("2 articles, 14 quotations, 10 statements Changed:")


def test_other_tables_are_shown_as_the_fields_say_and_a_speaker_who_is_gone_is_let_go(view):
    view.fields["speaker"].value = "Ruth Orr"
    view.show(tables(FERRY))
    assert view.fields["speaker"].value == ""
    assert "New: Odile Varga" in text(view.state)
    assert view.chosen.documents["title"].tolist() == [FERRY.title]


def test_what_is_chosen_is_saved_as_csv(view, tmp_path):
    view.fields["speaker"].value = "Odile Varga"
    view.csv.click()
    assert text(view.message) == f"{tmp_path / 'out'}: 1 article in 16 files"
    saved = Tables.open(tmp_path / "out")
    assert set(saved.quotes["speaker"]) == {"Odile Varga"}
    assert "We asked for one boat" in (tmp_path / "out" / "quotes.csv").read_text()


def test_the_articles_that_are_left_are_saved_whole_as_a_report(view, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        report, "write_report", lambda *given, **more: asked.append(given) or Report(tmp_path / "index.html", 2, 0, [])
    )
    view.fields["speaker"].value = "varga"
    view.report.click()
    [(found, folder, notebooks, settings)] = asked
    assert (len(found.documents), len(found.quotes), folder) == (1, 7, tmp_path / "out")
    assert [notebook.name for notebook in notebooks] == ["article", "corpus"]
    assert settings == {"speaker": "Odile Varga"}
    assert text(view.message) == f"{tmp_path}/index.html: 2 pages written, 0 unchanged"


def test_what_cannot_be_saved_is_told_and_the_buttons_stay_alive(view, tmp_path):
    (tmp_path / "file").touch()
    for button in (view.csv, view.report):
        for view.folder.value, why in (("", "no folder is named"), (str(tmp_path / "file" / "below"), "Not a directory")):
            button.click()
            assert "Not saved:" in text(view.message)
            assert why in text(view.message)
            assert not button.disabled


def test_nothing_is_saved_of_nothing(view, tmp_path):
    view.fields["seeds"].value = "no such word"
    view.csv.click()
    assert text(view.message) == "Not saved: no article is chosen"
    assert not (tmp_path / "out").exists()


def test_where_no_kernel_runs_words_stand_for_the_controls_and_what_they_show_stays(view):
    bundle = view._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    shown = BeautifulSoup(bundle["text/html"], "html.parser")
    assert "Controls to choose articles, outlet, period" in shown.get_text()
    assert "stand here in JupyterLab, while the notebook's kernel runs" in shown.get_text()
    assert shown.select("mark.rp-q")
    assert not shown.select("button, select, textarea, input:not(.rp-switch input)")


def test_no_field_of_a_seed_is_taken_for_html():
    texts = [" ".join(INJECTIONS[at : at + 9]) for at in range(0, len(INJECTIONS), 9)]
    shown = explore(tables(*(Sample(title=text, outlet=text, name=text, path=text) for text in texts)))
    seen = []
    for shown.view.value, field in (("Text", "article"), ("Evidence", "outlet"), ("Quotations", "outlet")):
        for _, value in shown.fields[field].options:
            shown.fields[field].value = value
            seen += [shown.state.value, shown.result.value]
    parts = BeautifulSoup("".join(seen), "html.parser")
    words = " ".join(parts.get_text().split())
    assert all(" ".join(text.split()) in words for text in INJECTIONS)
    assert not parts.find_all(["script", "img", "iframe", "object", "embed", "link", "form", "svg", "math", "base", "x"])
    assert not [name for tag in parts.find_all() for name in tag.attrs if name.startswith("on")]
