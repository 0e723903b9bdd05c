import io
import re
import warnings
from functools import cache
from xml.etree import ElementTree

import matplotlib
import pytest
from factory import Article, corpus

from analysis import plots
from analysis.addresses import evidence_id
from analysis.profile import SpeakerProfile, most_quoted
from analysis.tables import Tables


def profile_of(tables):
    return SpeakerProfile(tables, next(iter(most_quoted(tables)), "Nobody"))


FIGURES = {
    "quoted_words": plots.quoted_words,
    "entity_counts": plots.entity_counts,
    "stance_grid": plots.stance_grid,
    "quotations_by_month": lambda tables: plots.quotations_by_month(profile_of(tables)),
    "for_and_against": lambda tables: plots.for_and_against(profile_of(tables)),
    "speakers_over_time": plots.speakers_over_time,
    "entities_over_time": plots.entities_over_time,
    "outlet_comparison": plots.outlet_comparison,
    "kinds_of_speakers": plots.kinds_of_speakers,
    "who_agrees": plots.who_agrees,
    "stances_over_time": plots.stances_over_time,
    "sentiment_course": lambda tables: plots.sentiment_course(tables, "d0"),
}
each_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
PAPER = "{http://www.w3.org/2000/svg}"


def voice(speaker, words=4, **more):
    """An article in which somebody says so many words and is against the ferry."""
    said = " ".join(f"word{n}" for n in range(words))
    mentions = [(speaker, "name", said[:5]), ("ferry", "nominal", "ferry")]
    more |= {"said": [(speaker, said, "direct")], "stances": [(speaker, "ferry", -1.0)], "mentions": mentions}
    return Article([f"{said} ferry."], **more)


def nobody(words):
    """An article in which it is not known who says so many words."""
    said = " ".join(["word"] * words)
    return Article([f"{said}."], said=[(None, said, "direct")])


@cache
def two_towns(first="Mara Quist", second="Orr"):
    return corpus(
        voice(first, 9, outlet="a.example", date="2031-01-05"),
        voice(second, 3, outlet="a.example", date="2031-02-05"),
        voice(second, 8, outlet="b.example", date="2031-04-05"),
    )


def svg(picture):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # of the font that measures; the page's fonts draw
        buffer = io.BytesIO()
        with matplotlib.rc_context({"svg.hashsalt": "test", "svg.fonttype": "none"}):
            picture.figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue().decode()


def texts(picture):
    return texts_of(svg(picture))


def texts_of(drawn):
    return [element.text for element in ElementTree.fromstring(drawn).iter(f"{PAPER}text")]


@each_figure
def test_nothing_to_draw_gives_a_picture_that_says_so(draw):
    picture = draw(Tables.from_rows({}))
    assert re.fullmatch(r"[A-Z].*\.", picture.title)
    assert picture.alt == picture.title
    assert texts(picture) == ["no data"]


@each_figure
def test_a_figure_has_a_finding_a_caption_and_a_text_for_who_cannot_see_it(draw):
    picture = draw(two_towns())
    assert picture.title
    assert picture.caption
    assert picture.alt.startswith(picture.title)
    assert len(texts(picture)) > 3


@each_figure
def test_the_same_tables_give_the_same_bytes_whatever_style_the_user_has_set(draw):
    before = svg(draw(two_towns()))
    with matplotlib.rc_context({"font.size": 30, "text.color": "red", "axes.grid": True}):
        after = draw(two_towns())
    assert svg(after) == before


@each_figure
def test_text_has_no_colour_of_its_own_so_that_it_takes_the_pages(draw):
    root = ElementTree.fromstring(svg(draw(two_towns())))
    assert not [element.text for element in root.iter(f"{PAPER}text") if "fill" in element.get("style", "")]


@pytest.mark.parametrize(
    "name",
    ["$x^2$", "<b>&amp;</b>", "إيلينا المرفأ", "海辺の町の議会", "\u202eevil", "a\nb", "nul\x00", "😀 party", "_private", "%s {x}"],
)
@each_figure
def test_any_name_comes_out_as_text(draw, name):
    written = texts_of(svg(draw(two_towns(first=name))))
    nameless = ("sentiment_course", "quotations_by_month", "for_and_against", "kinds_of_speakers", "stances_over_time")
    if draw not in [FIGURES[figure] for figure in nameless]:
        shown = " ".join(written)
        assert " ".join(name.replace("\u202e", "").replace("\x00", "").split()) in shown
        assert "\u202e" not in shown


@each_figure
def test_long_names_are_shortened_and_nothing_leaves_the_figure(draw):
    picture = draw(two_towns(first="The Standing Committee for the Harbours and Waterways of the Northern Islands"))
    picture.figure.draw_without_rendering()
    outer = picture.figure.bbox
    for axes in picture.figure.axes:
        inner = axes.get_tightbbox()
        assert outer.x0 <= inner.x0 + 1
        assert inner.x1 <= outer.x1 + 1
    assert "Waterways" not in " ".join(texts(picture))


class TestQuotedWords:
    def test_the_title_names_who_speaks_most_and_their_share(self):
        assert plots.quoted_words(two_towns()).title == "Orr speaks most: 55\u00a0% of the quoted words"

    def test_who_speak_equally_share_the_title(self):
        title = plots.quoted_words(corpus(voice("Orr", 4), voice("Abel", 4))).title
        assert title == "Abel and Orr speak most: 50\u00a0% of the quoted words each"

    def test_words_without_a_speaker_stand_last_and_win_no_title(self):
        picture = plots.quoted_words(corpus(voice("Orr", 2), Article(["One two three."], said=[(None, "One two three", "mixed")])))
        assert picture.title == "Orr speaks most: 40\u00a0% of the quoted words"
        names = [text for text in texts(picture) if text in ("Orr", "speaker not found")]
        assert names == ["Orr", "speaker not found"]

    def test_without_any_known_speaker_the_title_says_so(self):
        tables = corpus(Article(["One two three."], said=[(None, "One two three", "mixed")]))
        assert plots.quoted_words(tables).title == "Nobody is named as the speaker of the 3 words quoted"

    def test_the_key_names_only_the_kinds_that_occur(self):
        shown = texts(plots.quoted_words(corpus(voice("Orr"))))
        assert "in quotation marks" in shown
        assert "reported" not in shown

    def test_the_caption_sums_up_those_beyond_the_top(self):
        picture = plots.quoted_words(corpus(*(voice(f"S{n}", 9 - n) for n in range(5))), top=2)
        assert "Not shown: 3 others with 51\u00a0% between them." in picture.caption
        assert "S2" not in texts(picture)


class TestEntityCounts:
    def test_the_title_names_who_is_mentioned_most(self):
        assert plots.entity_counts(two_towns()).title == "ferry is mentioned most: 3 times"

    def test_of_several_articles_it_tells_in_how_many(self):
        assert "3 · 3" in texts(plots.entity_counts(two_towns()))
        assert "1" in texts(plots.entity_counts(corpus(voice("Orr"))))


class TestStanceGrid:
    @pytest.mark.parametrize(
        ("said", "cell"),
        [([1.0], "+ 1"), ([-1.0, -1.0], "− 2"), ([0.0], "○ 1"), ([1.0, -1.0], "± 2"), ([0.2], "○ 1"), ([1.0, 1.0, -1.0], "± 3")],
    )
    def test_a_cell_has_a_sign_and_the_number_of_statements(self, said, cell):
        tables = corpus(Article(["The ferry."], stances=[("Orr", "ferry", value) for value in said]))
        assert cell in texts(plots.stance_grid(tables))

    def test_a_field_looks_unsure_where_all_its_statements_are(self):
        stances = [("Orr", "ferry", 1.0), ("Orr", "ferry", 1.0), ("Orr", "port", -1.0)]
        tables = corpus(Article(["The ferry, the port."], stances=stances))
        tables.stances["confidence"] = [0.9, 0.2, 0.2]
        picture = plots.stance_grid(tables)
        slanted = [text.get_text() for text in picture.figure.axes[0].texts if text.get_style() == "italic"]
        assert slanted == ["− 1"]
        assert "Unfilled and in italics: a field whose statements are all unsure." in picture.caption
        assert "Orr against port (1, unsure)" in picture.alt and "Orr for ferry (2)" in picture.alt

    def test_the_title_names_what_can_be_seen(self):
        stances = [("Orr", "ferry", 1.0)] * 5 + [("Orr", "port", -1.0)] * 3 + [("Venn", "port", -1.0)]
        tables = corpus(Article(["The ferry, the port."], stances=stances))
        assert plots.stance_grid(tables, top=1).title == "Orr is against port in all 3 statements"

    def test_a_pair_without_evidence_has_no_cell(self):
        tables = corpus(Article(["The ferry, the bridge."], stances=[("Orr", "ferry", 1.0), ("Venn", "bridge", 0.0)]))
        assert [text for text in texts(plots.stance_grid(tables)) if re.fullmatch(r"\S \d+", text)] == ["+ 1", "○ 1"]

    @pytest.mark.parametrize(
        ("stances", "title"),
        [
            ([-1.0] * 3, "Orr is against ferry in all 3 statements"),
            ([1.0, 1.0, 1.0, 0.0], "Orr is for ferry in 3 of 4 statements"),
            ([-1.0], "1 statement: 1 against"),
            ([0.0, -1.0, -1.0], "3 statements: 2 against, 1 neutral"),
        ],
    )
    def test_the_title_is_the_clearest_stance(self, stances, title):
        tables = corpus(Article(["The ferry."], stances=[("Orr", "ferry", value) for value in stances]))
        assert plots.stance_grid(tables).title == title

    def test_many_speakers_each_with_a_target_of_their_own_still_fill_a_grid(self):
        names = [f"t{n:02}" for n in range(30)]
        stances = [(f"S{99 - n}", name, -1.0) for n, name in enumerate(names)]
        picture = plots.stance_grid(corpus(Article([" ".join(names)], stances=stances)), top=5)
        assert texts(picture).count("− 1") == 5

    def test_targets_and_speakers_can_be_chosen(self):
        shown = texts(plots.stance_grid(two_towns(), targets=["Ferry"], speakers=["Quist"]))
        assert {"Ferry", "Mara Quist"} <= set(shown)
        assert "Orr" not in shown

    def test_targets_of_several_speakers_come_before_those_of_one(self):
        tables = corpus(
            Article(["The ferry, the port."], stances=[("Orr", "ferry", 1.0)] * 3 + [("Orr", "port", 1.0), ("Venn", "port", 1.0)])
        )
        assert "port" in texts(plots.stance_grid(tables, top=1))
        assert "ferry" not in texts(plots.stance_grid(tables, top=1))

    def test_a_field_leads_to_the_sentence_of_its_statement_or_to_the_list_of_its_several(self):
        stances = [("Orr", "ferry", 1.0), ("Venn", "bridge", -1.0), ("Venn", "bridge", 0.0)]
        tables = corpus(Article(["A ferry.", "A bridge."], stances=stances))
        links = plots.stance_grid(tables, pages={"d0": "articles/a.html"}).links
        assert links == {
            "articles/a.html#s-0": "Orr for ferry (1): the words that show it",
            f"#{evidence_id('Venn', 'bridge')}": "Venn against bridge (2): the words that show it",
        }
        assert not plots.stance_grid(tables).links

    def test_the_rows_behind_it_are_the_surest_of_each_pair(self):
        tables = corpus(Article(["The ferry."], stances=[("Orr", "ferry", 1.0)] * 9))
        assert len(plots.grid_stances(tables, each=2)) == 2


class TestOneSpeaker:
    def test_the_title_names_the_month_with_the_most_quotations(self):
        title = plots.quotations_by_month(SpeakerProfile(two_towns(), "Orr")).title
        assert title == "Orr is quoted most in Feb 2031: 1 time in 1 article"

    def test_the_title_names_what_they_are_for_and_against(self):
        stances = [
            ("Orr", "ferry", 1.0),
            ("Orr", "port", -1.0),
            ("Orr", "bridge", -1.0),
            ("Orr", "bridge", -1.0),
            ("Orr", "hill", 0.0),
        ]
        tables = corpus(Article(["The ferry, the bridge, the port, the hill."], stances=stances))
        picture = plots.for_and_against(SpeakerProfile(tables, "Orr"), pages={"d0": ""})
        assert picture.title == "Orr is for ferry, against bridge and 1 other"
        assert "bridge: 2 against, 0 for" in picture.alt
        assert "hill" not in picture.alt
        assert f"#{evidence_id('Orr', 'ferry')}" in picture.links


class TestSentimentCourse:
    def test_sentences_come_in_reading_order(self):
        scores = {"sentiment": [0.5, 0.5, 0.5, -0.5, -0.5, -0.5]}
        as_written = corpus(Article(list("ABCDEF"), **scores))
        turned = corpus(Article(list("ABCDEF"), order=[5, 4, 3, 2, 1, 0], **scores))
        assert plots.sentiment_course(as_written, "d0").title.startswith("The tone darkens: from +0.50 in the first third to −0.50")
        assert plots.sentiment_course(turned, "d0").title.startswith("The tone brightens: from −0.50 in the first third to +0.50")

    def test_where_the_tone_does_not_turn_the_title_counts(self):
        tables = corpus(Article(list("ABC"), sentiment=[-0.5, 0.0, 0.5]))
        assert plots.sentiment_course(tables, "d0").title == "1 of 3 sentences sound negative, 1 positive"

    def test_the_caption_quotes_the_extremes(self):
        caption = plots.sentiment_course(corpus(Article(["Bad.", "Good."], sentiment=[-0.4, 0.7])), "d0").caption
        assert "lowest: “Bad.” (sentence 1, −0.40)" in caption
        assert "highest: “Good.” (sentence 2, +0.70)" in caption


class TestOverTime:
    def test_the_title_names_the_first_and_the_last_leader(self):
        picture = plots.speakers_over_time(two_towns())
        assert picture.title == "Mara Quist is given the most words in Jan 2031, Orr in Apr 2031"

    def test_months_without_articles_have_their_place(self):
        assert [text for text in texts(plots.speakers_over_time(two_towns())) if "2031" in text] == [
            "Jan 2031", "Feb 2031", "Mar 2031", "Apr 2031",
        ]  # fmt: skip

    def test_a_lasting_leader_is_said_to_last(self):
        title = plots.entities_over_time(two_towns()).title
        assert title == "ferry is mentioned most in Jan 2031 and still in Apr 2031"

    def test_one_month_is_no_course(self):
        picture = plots.speakers_over_time(corpus(voice("Orr")))
        assert picture.title == "Every dated article is from May 2031: there is no change to show."

    def test_undated_articles_are_left_out(self):
        assert plots.speakers_over_time(corpus(voice("Orr", date=None))).title == "No dated article quotes anybody."

    def test_ten_years_label_few_months(self):
        tables = corpus(voice("Orr", date="2021-01-01"), voice("Orr", date="2031-01-01"))
        assert len([text for text in texts(plots.speakers_over_time(tables)) if re.fullmatch(r"\w{3} \d{4}", text)]) <= 6


class TestOutletComparison:
    def test_the_title_states_the_widest_gap(self):
        picture = plots.outlet_comparison(two_towns())
        assert picture.title == "a.example gives Mara Quist 75\u00a0% of its quoted words, b.example 0\u00a0%"

    def test_one_outlet_is_no_comparison(self):
        assert plots.outlet_comparison(corpus(voice("Orr"))).title == "There are no two outlets to compare."

    def test_each_outlet_has_a_mark_in_the_key(self):
        assert {"a.example", "b.example"} <= set(texts(plots.outlet_comparison(two_towns())))


class TestKindsOfSpeakers:
    def test_the_title_says_who_has_the_most_words_and_how_many_have_no_name(self):
        tables = corpus(voice("Mara Quist", 6), voice("officials", 3), nobody(1))
        tables.speakers.loc[tables.speakers["speaker"] == "officials", "kind"] = "anonymous"
        picture = plots.kinds_of_speakers(tables)
        assert picture.title == "People are given 60\xa0% of the quoted words; 30\xa0% have no name to them"
        assert {"nobody by name", "speaker not found", "6 · 60\xa0%", "3 · 30\xa0%", "1 · 10\xa0%"} <= set(texts(picture))

    @pytest.mark.parametrize(
        ("speaker", "kind", "title"),
        [
            ("Quist", "person", "People are given 100\xa0% of the quoted words; none is without a name"),
            ("officials", "anonymous", "Most of the quoted words, 100\xa0%, have no name to them"),
        ],
    )
    def test_one_kind_alone(self, speaker, kind, title):
        tables = corpus(voice(speaker))
        tables.speakers["kind"] = kind
        assert plots.kinds_of_speakers(tables).title == title

    def test_without_any_speaker_it_says_so(self):
        assert plots.kinds_of_speakers(corpus(nobody(2))).title == "No speaker is found for the 2 words quoted"


class TestStancesOverTime:
    def months(self, **sides):
        """Articles of as many months as there are signs of each target, which are statements for (+) and against (-) it."""
        articles = [Article([" ".join(sides)], date=f"2031-{n:02}-05") for n in range(1, 1 + len(next(iter(sides.values()))))]
        for target, signs in sides.items():
            for article, said in zip(articles, signs, strict=False):
                article.stances += [("Orr", target, 1.0 if sign == "+" else -1.0) for sign in said]
        return corpus(*articles)

    def test_the_title_is_the_target_that_turned_and_chance_is_no_turn(self):
        picture = plots.stances_over_time(self.months(ferry=["----", "----", "++++", "++++"], port=["++", "+-", "++", "+-"]))
        assert picture.title == "ferry: 0 for and 8 against before Mar 2031, 8 for and 0 against since"
        assert "chance" not in picture.caption
        assert "port: 6 for, 2 against" in picture.alt
        few = plots.stances_over_time(self.months(ferry=["++-", "--+"]))
        assert few.title == "ferry: 2 for and 1 against before Feb 2031, 1 for and 2 against since"
        assert "no larger than chance" in few.caption

    def test_too_few_statements_are_no_change(self):
        picture = plots.stances_over_time(self.months(ferry=["++", "--"], port=["+", ""]))
        assert picture.title == "Most statements take a side on ferry: 4 statements"
        assert "too few" in picture.caption

    def test_statements_that_take_no_side_and_undated_ones_are_left_out(self):
        undated = Article(["The ferry."], date=None, stances=[("Orr", "ferry", 1.0)])
        neutral = Article(["The ferry."], stances=[("Orr", "ferry", 0.0)])
        assert plots.stances_over_time(corpus(undated, neutral)).title.startswith("No dated article holds a statement")


class TestWhoAgrees:
    def sides(self, **stances):
        """An article that has every target in it, and who is for (+) or against (-) which."""
        text = "ferry port bridge dam"
        said = [
            (who, target, 1.0 if sign == "+" else -1.0)
            for who, signs in stances.items()
            for target, sign in zip(text.split(), signs, strict=False)
        ]
        return corpus(Article([text], stances=said))

    def test_the_title_names_the_pair_that_shows_the_most(self):
        picture = plots.who_agrees(self.sides(Orr="++++", Quist="++++", Venn="--"))
        assert picture.title == "Orr and Quist agree on all 4 targets on which both take a side"
        assert {"+ 4", "− 2"} <= set(texts(picture))
        assert "Orr and Venn disagree on 2 of 2" in picture.alt

    def test_of_pairs_that_share_one_target_each_none_is_made_much_of(self):
        assert plots.who_agrees(self.sides(Orr="+", Quist="+", Venn="-")).title == (
            "1 pair of speakers agree on one target or more, 2 pairs disagree"
        )

    def test_those_who_agree_stand_beside_each_other(self):
        picture = plots.who_agrees(self.sides(Abel="++++", Bell="----", Cord="++++", Dorn="----"))
        order = [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]
        assert {frozenset(order[:2]), frozenset(order[2:])} == {frozenset(["Abel", "Cord"]), frozenset(["Bell", "Dorn"])}

    def test_who_shares_nothing_is_no_pair(self):
        assert plots.who_agrees(self.sides(Orr="+")).title == "No two speakers take a side on the same thing."
