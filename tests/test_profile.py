from dataclasses import replace

import pytest
from factory import Article, corpus

from analysis.profile import most_quoted, speaker_profile
from analysis.schema import Speaker
from analysis.speaker_search import UnknownSpeaker, find_speaker, speaker_names
from analysis.tables import Tables


def known(*names):
    return Tables.from_rows({"speakers": [Speaker(f"d{n}", name, "person", *[None] * 5, 1, 5) for n, name in enumerate(names)]})


@pytest.mark.parametrize(
    ("names", "asked", "found"),
    [
        (["Mara Quist", "Orr"], "Mara Quist", "Mara Quist"),
        (["Mara Quist", "Orr"], "mara quist", "Mara Quist"),
        (["Mara Quist", "Orr"], " Quist ", "Mara Quist"),
        (["Anders Quist", "Quist"], "Quist", "Quist"),
        (["ORR", "Orr"], "Orr", "Orr"),
    ],
)
def test_a_speaker_is_found_by_name_or_by_a_last_word_of_its_own(names, asked, found):
    assert find_speaker(known(*names), asked) == found


def test_a_shared_last_word_is_refused_with_the_names_that_share_it():
    with pytest.raises(UnknownSpeaker, match="ask for one of Anders Quist, Mara Quist") as error:
        find_speaker(known("Mara Quist", "Anders Quist", "Orr"), "Quist")
    assert error.value.nearest == ["Anders Quist", "Mara Quist"]


def test_a_speaker_is_found_by_any_form_that_only_this_one_has():
    article = Article(["M. Quist of TRA spoke."], said=[("Mara Quist", "spoke", "indirect"), ("Road Agency", "spoke", "indirect")])
    tables = corpus(replace(article, mentions=[("Mara Quist", "name", "M. Quist"), ("Road Agency", "name", "TRA")]))
    assert [find_speaker(tables, asked) for asked in ("m. quist", "TRA")] == ["Mara Quist", "Road Agency"]
    with pytest.raises(UnknownSpeaker):
        find_speaker(tables, "spoke")


def test_what_tells_namesakes_apart_is_no_last_word():
    with pytest.raises(UnknownSpeaker, match=r"ask for one of John Harl, John Harl \(mayor\)"):
        find_speaker(known("John Harl", "John Harl (mayor)"), "Harl")


def test_an_unknown_name_is_refused_with_the_nearest_ones():
    with pytest.raises(KeyError, match="no speaker is called 'Qvist'; the nearest names are Mara Quist") as error:
        find_speaker(known("Mara Quist", "Orr"), "Qvist")
    assert (error.value.name, error.value.nearest) == ("Qvist", ["Mara Quist"])


def test_a_name_like_no_other_is_refused_too():
    with pytest.raises(UnknownSpeaker, match="no name comes near it; the table `speakers` and the index page"):
        find_speaker(known("Orr"), "Zebedee")


def test_the_first_name_alone_is_not_enough():
    with pytest.raises(UnknownSpeaker, match="nearest names are Mara Quist"):
        find_speaker(known("Mara Quist"), "Mara")


def test_who_only_takes_a_stance_is_a_speaker_too():
    assert speaker_names(corpus(Article(["The ferry."], stances=[("Vessany", "ferry", -1.0)]))) == ["Vessany"]


@pytest.fixture
def profile():
    tables = corpus(
        Article(
            ["We will sail. Quist is wrong, I say. The ferry and the bridge. Quist again."],
            said=[("Mara Quist", "We will sail", "direct"), ("Orr", "Quist is wrong, I say", "direct")],
            stances=[("Mara Quist", "ferry", 1.0), ("Mara Quist", "bridge", -1.0), ("Orr", "ferry", -1.0)],
            mentions=[("Mara Quist", "name", "Quist")],
        )
    )
    return speaker_profile(tables, "Quist")


def test_a_profile_holds_what_they_say_and_stand_for(profile):
    assert profile.name == "Mara Quist"
    assert profile.quotes["text"].tolist() == ["We will sail"]
    assert profile.stances["target"].tolist() == ["ferry", "bridge"]


def test_a_profile_holds_what_others_say_about_them(profile):
    assert profile.said_about_them[["speaker", "text"]].to_numpy().tolist() == [["Orr", "Quist is wrong, I say"]]


def test_a_profile_reads_well(profile):
    assert repr(profile).splitlines() == [
        "Mara Quist",
        "  quoted 1 time in 1 article",
        "  for: ferry (1)",
        "  against: bridge (1)",
        "  spoken about in 1 quotation of others",
    ]


def test_months_without_a_quotation_are_there():
    tables = corpus(
        Article(["Aye it is. No."], date="2031-01-05", said=[("Quist", "Aye it is", "direct"), ("Orr", "No", "direct")]),
        Article(["Rain."], date="2031-03-05"),
        Article(["Aye."], date=None, said=[("Quist", "Aye", "direct")]),
    )
    months = speaker_profile(tables, "Quist").over_time.to_numpy().tolist()
    assert months == [["2031-01", 1, 1, 3], ["2031-02", 0, 0, 0], ["2031-03", 0, 0, 0]]


def test_without_a_name_it_is_whoever_is_quoted_most():
    tables = corpus(Article(["Aye it is. No."], said=[("Quist", "Aye it is", "direct"), ("Orr", "No", "direct")]))
    assert speaker_profile(tables).name == "Quist"
    assert most_quoted(tables) == ["Quist", "Orr"]
    with pytest.raises(UnknownSpeaker):
        speaker_profile(Tables.from_rows({}))


def test_targets_who_speaks_of_them_and_who_agrees(profile):
    assert profile.targets[["target", "support", "oppose"]].to_numpy().tolist() == [["bridge", 0, 1], ["ferry", 1, 0]]
    assert profile.spoken_of_by[["speaker", "quotations", "statements"]].to_numpy().tolist() == [["Orr", 1, 0]]
    assert profile.agrees_with[["other", "agree", "disagree"]].to_numpy().tolist() == [["Orr", 0, 1]]


def test_typical_words_are_those_of_the_quotations():
    tables = corpus(
        Article(
            ["We like rowing and rowing. These stone walls and stone towers."],
            said=[("Quist", "We like rowing and rowing", "direct"), ("Orr", "These stone walls and stone towers", "direct")],
        )
    )
    assert speaker_profile(tables, "Orr").typical_words["term"].tolist() == ["stone"]


def test_stances_of_others_toward_them_are_apart_from_their_own():
    tables = corpus(Article(["Orr blames Quist."], stances=[("Orr", "Quist", -1.0), ("Quist", "Orr", -1.0)]))
    profile = speaker_profile(tables, "Quist")
    assert profile.stances_toward_them["speaker"].tolist() == ["Orr"]
    assert profile.stances["target"].tolist() == ["Orr"]


def test_roles_and_affiliations_come_with_the_most_frequent_first():
    rows = [
        Speaker(f"d{n}", "Mara Quist", "person", role, None, None, of, "she", 1, 5)
        for n, (role, of) in enumerate([("mayor", "Talheim"), ("mayor", "Talheim"), ("candidate", None)])
    ]
    profile = speaker_profile(Tables.from_rows({"speakers": rows}), "Mara Quist")
    assert profile.roles.to_numpy().tolist() == [["mayor", 2], ["candidate", 1]]
    assert profile.affiliations.to_numpy().tolist() == [["Talheim", 2]]
    assert repr(profile).startswith("Mara Quist (mayor, Talheim)\n")
