import re

import pytest
from drawn import nobody, texts, two_towns, voice
from factory import Article, corpus

from analysis import plots


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
