import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from analysis.highlight import Span, highlighted

TEXT = "a <b> & 'c' \"d\" e"


class Nesting(HTMLParser):
    """Reads HTML that must be well formed, and keeps its text and its ids."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.ids = [], "", []
        self.feed(str(html))
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 2)), max_size=8),
    st.integers(0, len(TEXT)),
    st.integers(0, len(TEXT)),
)
def test_any_spans_give_wellformed_html_with_the_same_text_and_no_id_twice(bounds, start, end):
    start, end = sorted((start, end))
    spans = [Span(*sorted((a, b)), level, "abc"[level], f"n{n}") for n, (a, b, level) in enumerate(bounds)]
    found = Nesting(highlighted(TEXT, start, end, spans))
    assert found.text == TEXT[start:end]
    starting = [s.id for s in spans if start <= s.start < min(s.end, end)]
    assert sorted(found.ids) == sorted(starting)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 3, 0), (1, 2, 1)], "<a>x<b>y</b>z</a>"),
        ([(1, 2, 0), (0, 3, 1)], "<b>x</b><a><b>y</b></a><b>z</b>"),
        ([(0, 2, 1), (1, 3, 0)], "<b>x</b><a><b>y</b>z</a>"),
        ([(0, 2, 1), (2, 3, 1)], "<b>xy</b><b>z</b>"),
        ([(0, 3, 1), (0, 1, 1)], "<b><b>x</b>yz</b>"),
        ([(1, 1, 0)], "xyz"),
    ],
    ids=["inside", "lower level outside", "crossing", "side by side", "longer outside", "empty"],
)
def test_spans_nest_by_level_then_by_length(spans, expected):
    html = highlighted("xyz", 0, 3, [Span(start, end, level, "ab"[level], "") for start, end, level in spans])
    assert re.sub(r' id=""', "", html) == expected


def test_what_stands_before_and_after_appears_once_however_often_the_span_is_cut():
    cut = Span(0, 3, 1, "b", "q", (("class", "k"),), Markup("[by] "), Markup("<i></i>"))
    html = highlighted("xyz", 0, 3, [cut, Span(0, 1, 0, "a", "s0"), Span(1, 3, 0, "a", "s1")])
    assert html == '<a id="s0"><b id="q" class="k">[by] x</b></a><a id="s1"><b class="k">yz</b><i></i></a>'


def test_attributes_are_escaped():
    assert 'title="&#34;&lt;"' in highlighted("x", 0, 1, [Span(0, 1, 0, "b", "q", (("title", '"<'),))])
