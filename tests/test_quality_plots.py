import matplotlib
import pandas as pd
import pytest
from report_samples import Sample, tables

from analysis import quality_plots
from analysis.mistakes import mistakes
from analysis.scores import judged, scores
from analysis.svg import inline_svg

WANTED = (("We asked", "Varga"), ("I told them", "Varga"), ("a gift", "Odile Varga"), ("the council had", "Aldous"))
GOLD = {
    "night_ferry": {
        "quotes": [{"start_text": start, "speakers": [name], "kind": "indirect"} for start, name in WANTED],
        "not_speech": ["quiet hours"],
        "stances": [{"speaker": "Per Aldous", "target": "council", "stance": 1}],
    }
}
FIGURES = {
    "shares_with_intervals": lambda t: quality_plots.shares_with_intervals(scores(t, GOLD)),
    "confidence_and_truth": lambda t: quality_plots.confidence_and_truth(judged(t, GOLD)),
    "causes_of_errors": lambda t: quality_plots.causes_of_errors(mistakes(t, GOLD)),
}
each_figure = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(scope="module")
def drawn():
    return {name: draw(tables()) for name, draw in FIGURES.items()}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("shares_with_intervals", "The right speaker is found for 75\u00a0% of 4 quotations"),
        ("confidence_and_truth", "With a confidence of 0.9 and more, 100\u00a0% of 1 speakers are right"),
        ("causes_of_errors", "Commonest is “pronoun: another person”: 1 of 2 errors"),
    ],
)
def test_the_title_states_the_finding(drawn, name, title):
    assert drawn[name].title == title


@each_figure
def test_a_figure_has_a_caption_data_and_a_text_for_who_cannot_see_it(drawn, name):
    assert drawn[name].caption
    assert len(drawn[name].data)
    assert drawn[name].alt.startswith(f"{drawn[name].title}. ")


@each_figure
def test_nothing_leaves_the_figure(drawn, name):
    figure = drawn[name].figure
    figure.draw_without_rendering()
    inner = figure.axes[0].get_tightbbox()
    assert figure.bbox.x0 <= inner.x0 + 1
    assert inner.x1 <= figure.bbox.x1 + 1


@each_figure
def test_the_look_is_the_same_whatever_style_the_user_has_set(drawn, name):
    with matplotlib.rc_context({"font.size": 30, "text.color": "red", "axes.grid": True}):
        again = FIGURES[name](tables())
    assert inline_svg(again.figure, again.alt) == inline_svg(drawn[name].figure, drawn[name].alt)


def test_what_should_be_rare_has_a_mark_of_its_own(drawn):
    lines = drawn["shares_with_intervals"].figure.axes[0].get_lines()
    assert {line.get_label(): line.get_marker() for line in lines} == {"the more the better": "o", "the fewer the better": "s"}


def test_confidence_and_truth_have_marks_that_differ_without_colour(drawn):
    truth, confidence = drawn["confidence_and_truth"].figure.axes[0].get_lines()
    assert (truth.get_marker(), confidence.get_marker(), confidence.get_fillstyle()) == ("o", "D", "none")


def test_without_gold_or_errors_a_picture_says_so():
    nothing = tables(Sample(paragraphs=("Rain fell.",)))
    for picture in (
        quality_plots.shares_with_intervals(scores(nothing, {})),
        quality_plots.confidence_and_truth(judged(nothing, {})),
        quality_plots.causes_of_errors(mistakes(nothing, {})),
    ):
        assert picture.alt == picture.title
        assert picture.title.endswith(".")


def test_attributions_alone_give_a_title_too():
    row = {
        "figure": "attributions: F1",
        "what": "",
        "better": "more",
        "right": None,
        "of": 1200,
        "share": 0.714,
        "low": 0.7,
        "high": 0.75,
    }
    assert quality_plots.shares_with_intervals(pd.DataFrame([row])).title == "F1 of attributions is 71\u00a0%, measured on 1,200"
