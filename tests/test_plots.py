import re
from xml.etree import ElementTree

import matplotlib
import pytest
from drawn import PAPER, svg, texts, texts_of, two_towns, voice
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
