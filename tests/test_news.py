import pytest
from factory import Article, corpus

from analysis.news import known_articles, news, remember

FERRY = "The ferry sails."


def stands(*signs, date="2031-05-02", said=()):
    return Article([FERRY], date=date, stances=[("Orr", "ferry", sign) for sign in signs], said=list(said))


def turns(*articles, known=("d0",)):
    return [turn[:6] for turn in news(corpus(*articles), known).turned]


def test_on_a_first_run_and_without_new_articles_nothing_is_new():
    tables = corpus(stands(-1.0, said=[("Orr", "ferry", "direct")]))
    for known in (None, ["d0"], ["d0", "gone"]):
        assert news(tables, known) == ([], [], [])


def test_new_are_the_articles_that_were_not_there():
    assert news(corpus(stands(), stands(), stands()), ["d1"]).articles == ["d0", "d2"]


def test_new_speakers_are_those_whom_only_new_articles_quote_the_most_quoted_first():
    old = stands(said=[("Orr", "ferry", "direct")])
    new = stands(said=[("Orr", "ferry", "direct"), ("Quist", "ferry", "direct"), ("Venn", "The ferry sails", "direct")])
    assert news(corpus(old, new), ["d0"]).speakers == ["Venn", "Quist"]


def test_nobody_gets_to_know_an_official_who_is_not_named():
    tables = corpus(stands(), stands(said=[("an official", "ferry", "direct")]))
    tables.speakers["kind"] = "anonymous"
    assert news(tables, ["d0"]).speakers == []


@pytest.mark.parametrize(
    ("before", "now", "turned"),
    [
        ([-1.0], [1.0], [("Orr", "ferry", "oppose", 1, "support", 1)]),
        ([1.0, 1.0], [-1.0], [("Orr", "ferry", "support", 2, "oppose", 1)]),
        ([-1.0], [-1.0], []),
        ([-1.0], [0.0], []),  # neutral is no side
        ([-1.0], [1.0, -1.0], []),  # divided
        ([-1.0, 1.0], [1.0], []),  # was divided
        ([], [1.0], []),  # had said nothing
    ],
)
def test_a_stance_turned_only_if_it_was_clear_and_is_clear_on_the_other_side(before, now, turned):
    assert turns(stands(*before), stands(*now)) == turned


def test_the_turn_leads_to_the_latest_words_on_the_new_side():
    articles = [stands(-1.0), stands(1.0, date="2031-07-01"), stands(1.0, date="2031-06-01"), stands(date="2031-08-01")]
    [turn] = news(corpus(*articles), ["d0"]).turned
    assert (turn.doc_id, turn.start) == ("d1", FERRY.index("ferry"))


def test_what_was_there_is_remembered_and_a_damaged_memory_is_none(tmp_path):
    path = tmp_path / "run.json"
    remember(path, ["d1", "d0"])
    assert known_articles(path) == {"d0", "d1"}
    for damaged in ("", "[]", "{}", "null", '{"articles": 1}', '{"articles": [[]]}'):
        path.write_text(damaged)
        assert known_articles(path) is None
    path.write_bytes(b"\xff\xfe")
    assert known_articles(path) is None
