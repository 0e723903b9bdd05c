import datetime as dt

import pytest
from report_samples import HOSTILE

from analysis.markup import Fragment, certainty, day, isolated, link, number, render, sides


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1234567, "1,234,567"), (0.5, "0.50"), (2.0, "2"), (-0.256, "−0.26"), (-0.001, "0"), (1999.999, "2,000")],
)
def test_numbers_are_written_as_they_are_read(value, written):
    assert number(value) == written


def test_a_date_is_written_out():
    assert day(dt.date(2024, 2, 9)) == "9 February 2024"


@pytest.mark.parametrize(
    ("confidence", "word"), [(1.0, "sure"), (0.8, "sure"), (0.79, "likely"), (0.5, "perhaps"), (0.49, "unsure"), (0.0, "unsure")]
)
def test_a_confidence_has_a_word_and_a_number(confidence, word):
    assert certainty(confidence) == f"{word}\u00a0{confidence:.2f}"


@pytest.mark.parametrize("address", ["https://gazette.example/a?b=1&c=2", "HTTP://GAZETTE.EXAMPLE"])
def test_an_address_of_the_web_becomes_a_link(address):
    assert link(address).startswith('<a href="')
    assert link(address).striptags() == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "https:///x", " https://a.b", ""],
)
def test_any_other_address_stays_text(address):
    assert "<a" not in link(address)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_escaped_in_links_and_in_templates(text):
    assert isolated(text).unescape() == f"<bdi>{text}</bdi>"
    assert str(isolated(text)).count("<") == 2
    assert text in render("picture.html", title=text, svg="", caption=text, files=[]).unescape()
    assert "<script" not in render("picture.html", title=text, svg="", caption=text, files=[])
    assert "<" not in link(f"https://{text}")[9:].replace("</a>", "") or "<" not in text


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([], ""),
        (["oppose"], "1 against"),
        (["neutral", "support", "support"], "2 for, 1 neutral"),
    ],
)
def test_stances_are_counted_by_side(labels, words):
    assert sides(labels) == words


def test_a_fragment_shows_itself_in_a_notebook():
    assert Fragment("<b>x</b>")._repr_html_() == "<b>x</b>"
