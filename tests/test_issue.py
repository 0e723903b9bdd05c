"""What an article is about, and what stands for it: the vote on a stadium, the scheme, the measure."""

from __future__ import annotations

import pytest

from analysis.pipeline import read

STADIUM = "The council wants a new stadium in Orle. The stadium will cost 90 million. Some fear the stadium."


def targets(text, speaker, title=""):
    return {s.target for s in read(text, title).stances if s.speaker == speaker and s.sign}


@pytest.mark.parametrize(
    ("decided", "on_it"),
    [
        ("The council approved the stadium on Monday.", True),
        ("The council voted for the stadium on Monday.", True),
        ("The council voted to put 40 million into the stadium.", True),
        ("The council rejected the stadium on Monday.", False),
        ("The council threw out the stadium on Monday.", False),
        ("The council met on Monday.", False),
    ],
)
def test_a_decision_is_on_the_issue_where_it_was_decided_for(decided, on_it):
    found = targets(f"{STADIUM} {decided} Mara Quist hailed the vote.", "Mara Quist")
    assert ("new stadium" in found) == on_it


@pytest.mark.parametrize(
    ("text", "title", "target"),
    [
        (f"{STADIUM} Mara Quist backs the project.", "", "new stadium"),
        (f"{STADIUM} Mara Quist backs the £90m project.", "", "new stadium"),
        ("A levy on empty homes and a fund for repairs are planned. Mara Quist opposes the scheme.", "Senate weighs levy", "levy"),
        ("A levy on empty homes and a fund for repairs are planned. Mara Quist opposes the scheme.", "Senate weighs fund", "fund"),
        (
            "The board voted to close the mill. It will close in May. Few want a closure. Mara Quist opposes the decision.",
            "",
            "closure",
        ),
        (
            "The Orle Data Charter passed. Quist said the law was new. Mara Quist opposes the law.",
            "Orle has a law",
            "Orle Data Charter",
        ),
        ("A tram line is planned. Mara Quist supports the tram.", "", "tram line"),
        ("A housing scheme and a bank are planned. Mara Quist supports the plan.", "", "housing scheme"),
    ],
    ids=["another word", "its price", "title", "another title", "verbs", "a name", "part of its name", "a fuller scheme"],
)
def test_a_bare_noun_stands_for_the_thing_that_the_article_is_about(text, title, target):
    assert targets(text, "Mara Quist", title) == {target}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A school closure is planned. Mara Quist praised the school.", "school"),
        ("The opposition National Accord said it would go. It has fought the levy. Mara Quist opposes the deal.", "deal"),
        ("The rate rose. It was the fifth increase. The increase is steep. Mara Quist opposes the increase.", "increase"),
    ],
    ids=["what it is done to", "a party's name", "no name"],
)
def test_what_is_another_thing_keeps_its_own_name(text, target):
    assert target in targets(text, "Mara Quist")
