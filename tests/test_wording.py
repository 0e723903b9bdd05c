import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.wording import counted, month_name, naming, percent, shorten, told


@given(st.text(), st.integers(2, 40))
def test_a_shortened_text_is_one_line_of_the_width_without_control_characters(text, width):
    short = shorten(text, width)
    assert len(short) <= width
    assert len(short.splitlines()) <= 1
    assert not [c for c in short if ord(c) < 32 or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"]


@given(st.text(alphabet="abc ", max_size=20))
def test_a_text_that_fits_stays_but_for_its_spaces(text):
    assert shorten(text, 20) == " ".join(text.split())


def test_the_joiners_of_persian_and_emoji_stay():
    assert shorten("می\u200cخواهم \U0001f468\u200d\U0001f33e") == "می\u200cخواهم \U0001f468\u200d\U0001f33e"


@pytest.mark.parametrize(
    ("share", "worded"), [(0, "0\xa0%"), (0.0049, "under 1\xa0%"), (0.01, "1\xa0%"), (0.545, "55\xa0%"), (1, "100\xa0%")]
)
def test_a_share_is_never_rounded_to_nothing(share, worded):
    assert percent(share) == worded


@pytest.mark.parametrize(("number", "worded"), [(0, "0 words"), (1, "1 word"), (2, "2 words"), (1000, "1,000 words")])
def test_nouns_agree_with_their_number(number, worded):
    assert counted(number, "word") == worded


@pytest.mark.parametrize(
    ("names", "worded"), [(["A"], "A"), (["A", "B"], "A and B"), (list("ABC"), "A, B and C"), (list("ABCDE"), "A, B, C and 2 more")]
)
def test_a_title_names_three_at_most(names, worded):
    assert naming(names) == worded


def test_months_are_named_in_english():
    assert month_name("2031-12") == "Dec 2031"


def test_a_description_stops_before_it_tires():
    assert told("It rains", "Chart", [str(n) for n in range(20)]).endswith("10; 11; and 8 more.")
