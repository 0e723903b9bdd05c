"""Quotation marks of every form, nested and over paragraphs; what is no mark; what a broken one costs."""

import re

import pytest
from annotated import annotated
from behaviour_cases import annotated as annotated_together
from behaviour_cases import foreseen
from hypothesis import given
from hypothesis import strategies as st

from analysis.language import paragraphs
from analysis.marks import marked

FORMS = ["“ ”", '" "', "‘ ’", "' '", "« »", "» «", "‹ ›", "„ “", "„ ”", "`` ''", "‘‘ ’’", "'' ''", "” ”"]
SPOKEN = ["“ ”", '" "', "‘ ’", "' '", "» «", "„ “", "„ ”", "” ”"]
each_form = pytest.mark.parametrize(("opening", "closing"), [form.split() for form in FORMS], ids=FORMS)


def stretches(text):
    return [text[m.start : m.end] for m in marked(text, paragraphs(text))]


def levels(text):
    """Each stretch with the number of stretches around it."""
    found = marked(text, paragraphs(text))

    def depth(stretch):
        return 0 if stretch.inside is None else 1 + depth(found[stretch.inside])

    return [(text[m.start : m.end], depth(m)) for m in found]


@each_form
@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("", "The bridge is shut,", " said Mara Quist."),
        ("Mara Quist said: ", "The bridge is shut.", ""),
        ("The “river” is high, she said, and ", "the bridge is shut", ", too."),
        ("She called it (", "a gift", ") and left."),
        ("", "Who’ll pay?", " asked the dockers’ union."),
        ("It’s Quist’s plan, but she calls it ", "dead", "."),
    ],
    ids=["before", "after", "a second one", "in brackets", "apostrophes inside", "apostrophes before"],
)
def test_every_form_of_mark_bounds_what_is_inside(opening, closing, before, words, after):
    assert stretches(f"{before}{opening}{words}{closing}{after}")[-1] == words


@pytest.mark.parametrize("form", SPOKEN)
def test_the_form_of_the_marks_makes_no_difference_to_the_speaker(form):
    opening, closing = form.split()
    (row,) = annotated(f"{opening}The bridge is shut,{closing} said Mara Quist.")["quotes"]
    assert (row.text, row.kind, row.speaker) == ("The bridge is shut,", "direct", "Mara Quist")


@pytest.mark.parametrize(
    "text",
    [
        "“He told me ‘the mayor shouted “no” twice’ and left,” she said.",
        '"He told me \'the mayor shouted "no" twice\' and left," she said.',
        "«He told me “the mayor shouted ‘no’ twice” and left,» she said.",
        "„He told me «the mayor shouted ‘no’ twice» and left,“ she said.",
    ],
    ids=["curly", "straight", "guillemets outside", "low marks outside"],
)
def test_marks_nest_to_three_levels(text):
    assert [(words.split()[0], depth) for words, depth in levels(text)] == [("He", 0), ("the", 1), ("no", 2)]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("``", "''")])
def test_a_quotation_goes_on_over_paragraphs_that_each_open_it(opening, closing):
    text = f"{opening}One came.\n{opening}Two came.\n{opening}Three came.{closing}\nNobody left."
    assert stretches(text) == ["One came.", "Two came.", "Three came."]
    assert [m.closed for m in marked(text, paragraphs(text))] == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "Quist's plan isn't Tom O'Brien's plan.",
        "Quist’s plan isn’t Tom O’Brien’s plan.",
        "The dockers' union met the masters' guild.",
        "The dockers’ union met the masters’ guild.",
        "In the '80s and '90s it rained, and in the 2020s' storms too.",
        "In the ’80s and ’90s it rained.",
        'He stood 6\'2" tall beside a wall of 5\' 10" and a 12" pipe.',
        "He stood 6′2″ tall beside a 12″ pipe.",
        "Rock 'n' roll, said nobody: leave 'em be, 'tis late.",
        "Rock ’n’ roll, said nobody: leave ’em be, ’tis late.",
        'He said """ and left.',
        "James' boat and the boss' car.",
    ],
)
def test_apostrophes_decades_feet_and_inches_are_no_marks(text):
    assert stretches(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'The dockers' union won't sign,' said Tom Reyl.", "The dockers' union won't sign,"),
        ("‘The dockers’ union won’t sign,’ said Tom Reyl.", "The dockers’ union won’t sign,"),
        ("\"The dockers' union won't sign,\" said Tom Reyl.", "The dockers' union won't sign,"),
        ("'It's the '90s again,' said Tom Reyl.", "It's the '90s again,"),
    ],
    ids=["single straight", "single curly", "double", "a decade"],
)
def test_what_is_no_mark_does_not_end_a_quotation(text, words):
    assert stretches(text) == [words]


BROKEN = [
    place.format(mark)
    for place in ("{}One came.", "One {}came late.", "One came.{}", "One {} came.")
    for mark in ["“", "”", '"', "‘", "’", "'", "«", "»", "„", "``", "''", "''''", '" "', "“”“"]
]
OTHERS = ("It rained.", "“Nobody came,” said Mara Quist.", "‘Never,’ said Tom Reyl.")
foreseen += [" ¶ ".join((broken, *OTHERS)) for broken in BROKEN]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_mark_costs_no_quotation_of_another_paragraph(broken):
    rows = annotated_together((broken, *OTHERS))["quotes"]
    assert [(row.text, row.speaker) for row in rows][-2:] == [("Nobody came,", "Mara Quist"), ("Never,", "Tom Reyl")]
    assert len(rows) <= 3


PIECES = [*"“”\"‘’'«»„‚‹›`.,? 5s", "``", "''", "Quist", " said ", "dockers' ", "12"]
LINE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).filter(str.strip)
DOUBLE = re.compile("[“”\"«»„‹›]|``|''|‘‘|’’")
LINES = st.lists(LINE, min_size=3, max_size=6)


def by_paragraph(lines):
    """The stretches of each paragraph, counted from its start."""
    text = "\n".join(lines)
    spans = paragraphs(text)
    found = marked(text, spans)
    return [[(m.start - start, m.end - start, m.closed) for m in found if start <= m.start <= end] for start, end in spans]


@given(LINES, LINE, st.data())
def test_no_text_changes_a_quotation_of_another_paragraph_but_one_left_open_for_the_next(lines, other, data):
    at = data.draw(st.integers(0, len(lines) - 1))
    before, after = by_paragraph(lines), by_paragraph([*lines[:at], other, *lines[at + 1 :]])
    assert before[:at] == after[:at]
    assert before[at + 2 :] == after[at + 2 :]
    if not DOUBLE.search(lines[at] + other):  # nothing that could go on
        assert before[at + 1 :] == after[at + 1 :]


@given(st.lists(LINE.map("It".__add__), min_size=1, max_size=6))
def test_stretches_lie_in_one_paragraph_and_are_nested_or_apart(lines):
    text = "\n".join(lines)
    spans = paragraphs(text)
    found = marked(text, spans)
    assert [m.start for m in found] == sorted(m.start for m in found)
    for number, m in enumerate(found):
        assert any(start <= m.start < m.end <= end for start, end in spans)
        assert any(c.isalnum() for c in text[m.start : m.end])
        if m.inside is not None:
            assert m.inside < number
            assert found[m.inside].start <= m.start < m.end <= found[m.inside].end
        for other in found[number + 1 :]:
            assert other.start >= m.end or other.end <= m.end
