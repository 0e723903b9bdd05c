import re
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from report_samples import HOSTILE

from analysis.drawing import linked
from analysis.svg import inline_svg, svg_file


def drawing(label="words"):
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    axes.plot([1, 2, 3], [1, 3, 2], marker="o", clip_on=True)
    axes.set_xlabel(label, parse_math=False)
    return figure


def attributes(svg, name):
    return [element.attrib[name] for element in ElementTree.fromstring(svg).iter() if name in element.attrib]


def test_the_same_drawing_gives_the_same_bytes():
    assert inline_svg(drawing(), "line") == inline_svg(drawing(), "line")


def test_it_names_itself_to_those_who_do_not_see_it():
    root = ElementTree.fromstring(inline_svg(drawing(), "a line that falls"))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "a line that falls"


def test_its_links_are_plain_ones_with_a_name_and_can_be_reached():
    figure = Figure(figsize=(1, 1))
    linked(figure.subplots(), 0, 0, 1, 1, "a.html#s-1")
    root = ElementTree.fromstring(inline_svg(figure, "a field", {"a.html#s-1": "Orr for <ferry>"}))
    [link] = root.iter("{http://www.w3.org/2000/svg}a")
    assert link.attrib == {"href": "a.html#s-1", "aria-label": "Orr for <ferry>"}
    assert link[0].text == "Orr for <ferry>"
    assert root.attrib["role"] == "group"


def test_no_style_leaks_into_the_page():
    assert "<style" not in inline_svg(drawing(), "line")


def test_two_figures_in_a_page_share_no_id_and_each_reference_is_resolved():
    one, two = inline_svg(drawing(), "one"), inline_svg(drawing("other words"), "two")
    ids = [set(attributes(svg, "id")) for svg in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for svg, known in zip((one, two), ids, strict=True):
        assert {link.removeprefix("#") for link in attributes(svg, "{http://www.w3.org/1999/xlink}href")} <= known


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_figure_stays_text(text):
    root = ElementTree.fromstring(inline_svg(drawing(text), text))
    assert root.attrib["aria-label"] == text
    assert text in ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("text")]
    assert not any(element.tag.endswith(("script", "img")) for element in root.iter())


def test_its_numbers_are_no_finer_than_a_screen():
    assert not re.search(r" d=\"[^\"]*\d\.\d{3}", inline_svg(drawing(), "line"))


@pytest.mark.parametrize(
    "title", [*HOSTILE, "A finding that needs a second line, since it is longer than the picture that shows it is wide"]
)
def test_as_a_file_it_carries_its_title_above_what_is_drawn_and_leads_nowhere(title):
    figure = Figure(figsize=(1, 1))
    linked(figure.subplots(), 0, 0, 1, 1, "#s-1")
    inline = inline_svg(figure, "a field")
    root = ElementTree.fromstring(svg_file(inline, title))
    texts = ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("text")]
    assert " ".join(title.split()) in " ".join(texts)
    assert not [element for element in root.iter() if "href" in element.attrib]
    height, before = (float(ElementTree.fromstring(svg).attrib["viewBox"].split()[3]) for svg in (svg_file(inline, title), inline))
    assert height >= before + 17
