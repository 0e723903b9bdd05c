import pytest
from factory import Article, corpus

from analysis.tables import Tables
from analysis.terms import BY, collocations, distinctive_terms

HARBOUR = "Ferry ferry ferry harbour harbour council council vote vote."
VALLEY = "Orchard orchard orchard harvest harvest council council vote vote."


def two_outlets(**more):
    return corpus(
        Article([HARBOUR], outlet="a.example", date="2031-05-01", **more),
        Article([VALLEY], outlet="b.example", date="2031-06-01"),
    )


@pytest.mark.parametrize(("by", "groups"), [("outlet", ["a.example", "b.example"]), ("month", ["2031-05", "2031-06"])])
def test_each_group_gets_its_own_words_and_not_the_shared_ones(by, groups):
    found = distinctive_terms(two_outlets(), by=by).groupby("group")["term"].agg(list)
    assert found.to_dict() == {groups[0]: ["ferry", "harbour"], groups[1]: ["orchard", "harvest"]}


def test_the_count_is_that_of_the_group():
    found = distinctive_terms(two_outlets()).set_index("term")["count"]
    assert found[["ferry", "harbour"]].tolist() == [3, 2]


def test_top_limits_each_group():
    assert distinctive_terms(two_outlets(), top=1)["term"].tolist() == ["ferry", "orchard"]


def test_by_speaker_only_the_quoted_words_count():
    said = [("Quist", "Ferry ferry ferry", "direct"), ("Orr", "council council", "direct"), (None, "vote vote", "direct")]
    found = distinctive_terms(two_outlets(said=said), by="speaker")
    assert found[["group", "term"]].to_numpy().tolist() == [["Orr", "council"], ["Quist", "ferry"]]


def test_words_after_a_nested_quotation_are_still_the_outer_speakers():
    said = [("Quist", "Nobody rides buses with wheels wheels wheels", "direct"), ("Orr", "rides buses", "direct")]
    trains = Article(["Trains trains trains."], said=[("Venn", "Trains trains trains", "direct")])
    found = distinctive_terms(corpus(Article([said[0][1]], said=said), trains), by="speaker")
    assert found[["group", "term"]].to_numpy().tolist() == [["Quist", "wheels"], ["Venn", "trains"]]


def test_a_rare_word_scores_below_a_frequent_one():
    tables = corpus(
        Article(["ferry " * 8 + "tunnel tunnel."], outlet="a.example"), Article(["orchard " * 10 + "."], outlet="b.example")
    )
    scores = distinctive_terms(tables).set_index("term")["score"]
    assert scores["ferry"] > scores["tunnel"] > 0


def test_the_words_of_a_name_are_one_term():
    tables = corpus(
        Article(["the town of Old Harbour", "in Old Harbour"], outlet="a.example"), Article(["rain rain"], outlet="b.example")
    )
    assert distinctive_terms(tables)["term"].tolist() == ["Old Harbour", "rain"]


@pytest.mark.parametrize("by", BY)
def test_one_group_has_nothing_distinctive(by):
    found = distinctive_terms(corpus(Article([HARBOUR], said=[("Quist", HARBOUR, "direct")])), by=by)
    assert found.empty
    assert list(found) == ["group", "term", "count", "score"]


def test_an_unknown_grouping_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match="'topic', expected one of outlet, month, document, speaker"):
        distinctive_terms(two_outlets(), by="topic")


@pytest.mark.parametrize(
    ("paragraphs", "pairs"),
    [
        (["night ferry sails", "night ferry returns"], ["night ferry"]),
        (["night", "ferry", "night", "ferry"], []),  # each ends a sentence
        (["night or ferry sails", "night or ferry returns"], []),  # not side by side
        (["night ferry sails"], []),  # once
        ([], []),
    ],
)
def test_a_collocation_stands_side_by_side_twice_within_sentences(paragraphs, pairs):
    assert collocations(corpus(Article(paragraphs)) if paragraphs else Tables.from_rows({}))["pair"].tolist() == pairs


def test_sentences_of_the_same_number_in_two_articles_are_not_one():
    assert collocations(corpus(Article(["night"]), Article(["ferry"]), Article(["night"]), Article(["ferry"]))).empty


def test_the_stronger_collocation_comes_first_and_top_limits():
    tables = corpus(Article(["night ferry"] * 6 + ["slow train"] * 2 + ["slow ferry", "other words"]))
    assert collocations(tables)["pair"].tolist() == ["night ferry", "slow train"]
    assert collocations(tables, top=1)["count"].tolist() == [6]


def test_words_that_avoid_each_other_are_no_collocation():
    common = [f"{first} {second}" for first, second in [("big", "ship"), ("ship", "big")] * 2] + ["big boat ship"] * 30
    assert "big ship" not in collocations(corpus(Article(common)))["pair"].tolist()
