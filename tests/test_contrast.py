import pytest
from factory import Article, corpus

from analysis.comparisons import outlet_comparison
from analysis.contrast import NotComparable, names_compared, stances_behind, stances_compared, two_sides, words_compared
from analysis.contrast_plots import shares_apart, stances_apart

WORDS = "Rowing boats sail"
OTHER = "Stone walls stand"


def articles(number, speaker, words, side, **where):
    one = Article([f"{words}. The ferry."], said=[(speaker, words, "direct")], stances=[(speaker, "ferry", side)], **where)
    return [one] * number


@pytest.fixture
def town():
    """Eight articles of either outlet, each with a speaker, words and a side of its own."""
    first = articles(8, "Mara Quist", WORDS, 1.0, outlet="a.example", date="2031-01-05")
    return corpus(*first, *articles(8, "Orr", OTHER, -1.0, outlet="b.example", date="2031-03-05"))


@pytest.mark.parametrize(
    ("asked", "kind", "names"),
    [
        (("", ""), "outlet", ["a.example", "b.example"]),
        (("B.Example", "a.example"), "outlet", ["b.example", "a.example"]),
        (("quist", "Orr"), "speaker", ["Mara Quist", "Orr"]),
        (("2031-01", "2031-03"), "period", ["Jan 2031", "Mar 2031"]),
        (("2030-12..2031-02", "2031-03..2031-12"), "period", ["Dec 2030 to Feb 2031", "Mar 2031 to Dec 2031"]),
    ],
)
def test_sides_are_outlets_speakers_or_periods(town, asked, kind, names):
    sides = two_sides(town, *asked)
    assert [side.name for side in sides] == names
    assert {side.kind for side in sides} == {kind}
    assert [side.size for side in sides] == [8, 8]


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (("a.example", "Orr"), "a.example is an outlet and Orr is a speaker: compare two of a kind"),
        (("Orr", "orr"), "there is nothing to compare; name two that are apart"),
        (("2031", "2031-03"), "overlap"),
        (("2029", "2031"), "no article is from 2029: they are from 2031-01 to 2031-03"),
        (("a.example", "Qvist"), "'Qvist' is no outlet and no period such as 2024-03.*nearest names are Mara Quist"),
        (("a.example", ""), "'' is no outlet"),
    ],
)
def test_what_cannot_be_compared_says_why(town, asked, complaint):
    with pytest.raises(NotComparable, match=complaint):
        two_sides(town, *asked)


def test_an_outlet_looks_in_a_comparison_as_it_does_in_the_figure_of_all_outlets():
    one = {name: Article(["One two."], said=[("Orr", "One two", "direct")], outlet=f"{name}.example") for name in "abcdef"}
    tables = corpus(*(article for number, article in enumerate(one.values()) for _ in range(6 - number)))
    in_all = marks(outlet_comparison(tables))
    assert list(in_all) == ["a.example", "b.example", "c.example", "d.example"]
    for one, other in (("a", "b"), ("d", "b"), ("c", "f"), ("e", "f"), ("f", "a")):
        sides = two_sides(tables, f"{one}.example", f"{other}.example")
        here = marks(shares_apart(names_compared(tables, *sides), *sides))
        assert all(here[name] == in_all[name] for name in here if name in in_all)
        assert all(here[name] not in in_all.values() for name in here if name not in in_all)
        assert len(set(here.values())) == 2


def marks(picture):
    """The mark and the colour of each name in the key."""
    handles, names = picture.figure.axes[0].get_legend_handles_labels()
    return {name: (handle.get_marker(), handle.get_color()) for handle, name in zip(handles, names, strict=True)}


def test_one_outlet_leaves_the_two_who_speak_most():
    said = [("Orr", "One two", "direct"), ("Abel", "three four five", "direct"), ("Venn", "six", "direct")]
    sides = two_sides(corpus(Article(["One two three four five six."], said=said)))
    assert [side.name for side in sides] == ["Abel", "Orr"]


def test_whom_each_quotes_differs_beyond_chance(town):
    found = names_compared(town, *two_sides(town)).set_index("name")
    assert found.loc["Orr", ["first", "second", "first_share", "second_share"]].tolist() == [0, 8, 0.0, 1.0]
    assert found["beyond_chance"].all()


def test_stances_toward_the_same_target_are_tested_by_article(town):
    [row] = stances_compared(*two_sides(town)).to_dict("records")
    assert (row["target"], row["first_stance"], row["second_stance"], row["first_articles"]) == ("ferry", 1.0, -1.0, 8)
    assert row["beyond_chance"]


def test_a_statement_repeated_in_one_article_is_no_second_article():
    loud = Article(["The ferry."], outlet="a.example", stances=[("Orr", "ferry", 1.0)] * 30)
    calm = Article(["The ferry."], outlet="b.example", stances=[("Orr", "ferry", -1.0)] * 30)
    [row] = stances_compared(*two_sides(corpus(loud, calm))).to_dict("records")
    assert (row["first_statements"], row["first_articles"], row["beyond_chance"]) == (30, 1, False)


def test_words_that_only_one_side_uses_come_first_and_common_ones_do_not_differ(town):
    found = words_compared(town, *two_sides(town)).set_index("term")
    assert found.loc["rowing", ["side", "first", "second"]].tolist() == ["a.example", 8, 0]
    assert found.loc["rowing", "beyond_chance"]
    assert "ferry" not in found.index or not found.loc["ferry", "beyond_chance"]


def test_speakers_are_compared_by_their_own_words(town):
    found = words_compared(town, *two_sides(town, "Quist", "Orr"))
    assert set(found["term"]) == {"rowing", "boats", "sail", "stone", "walls", "stand"}


def test_swapping_the_sides_swaps_the_columns_and_keeps_the_p_values(town):
    one, other = two_sides(town)
    there = stances_compared(one, other).iloc[0]
    back = stances_compared(other, one).iloc[0]
    assert (there["first_stance"], there["p"], there["difference"]) == (back["second_stance"], back["p"], -back["difference"])


def test_alike_sides_differ_in_nothing():
    tables = corpus(*(article for outlet in "ab" for article in articles(9, "Orr", WORDS, 1.0, outlet=f"{outlet}.example")))
    sides = two_sides(tables)
    for found in (names_compared(tables, *sides), stances_compared(*sides), words_compared(tables, *sides)):
        assert not found["beyond_chance"].any()


def test_the_stances_behind_the_rows_are_those_of_both_sides(town):
    sides = two_sides(town)
    assert len(stances_behind(stances_compared(*sides), *sides)) == 16


@pytest.mark.parametrize("asked", [(), ("Quist", "Orr"), ("2031-01", "2031-03")])
def test_figures_name_both_sides_and_the_test(town, asked):
    sides = two_sides(town, *asked)
    for picture, test in (
        (shares_apart(names_compared(town, *sides), *sides), "Fisher’s exact test"),
        (stances_apart(stances_compared(*sides), *sides), "a permutation test"),
    ):
        if picture.caption:  # of whom these speakers speak nobody knows
            assert test in picture.caption
            assert "Benjamini and Hochberg" in picture.caption
            assert all(side.name in picture.alt for side in sides)


def test_the_title_of_a_picture_names_what_can_be_seen_in_it():
    def dam(side, **where):
        return Article(["The dam stands."], stances=[("Orr", "dam", side)], **where)

    outlets = [{"outlet": "a.example"}, {"outlet": "b.example"}]
    ferry = [one for where, side in zip(outlets, (1.0, 0.0), strict=True) for one in articles(8, "Orr", WORDS, side, **where)]
    sides = two_sides(corpus(*ferry, dam(1.0, **outlets[0]), dam(-1.0, **outlets[1])))
    found = stances_compared(*sides)
    assert found["difference"].abs().tolist() == [1.0, 2.0]  # the likelier to be chance is the wider apart
    assert stances_apart(found, *sides).title.startswith("Widest apart: dam,")
    assert stances_apart(found, *sides, top=1).title.startswith("Widest apart: ferry,")
