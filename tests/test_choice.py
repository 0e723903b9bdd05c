"""What a choice leaves of tables: rows that belong together, no more and no less, and the words for what changed."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import Sample, doc_id, tables

from analysis.choice import Choice, changes, holdings, narrowed
from analysis.schema import ROWS
from analysis.speaker_search import UnknownSpeaker

FERRY = Sample()
AIRPORT = Sample(
    title="Airport to stay", path="seeds/air.txt", outlet="islandpost.example", date=dt.date(2023, 6, 1), name="Ruth Orr"
)
UNDATED = Sample(title="A word on boats", path="seeds/boats.txt", outlet=None, date=None, url=None)
ALL = tables(FERRY, AIRPORT, UNDATED)


def titles(choice):
    return narrowed(ALL, choice).documents["title"].tolist()


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), [FERRY.title, AIRPORT.title, UNDATED.title]),
        (Choice(seeds=" AIR"), [AIRPORT.title]),
        (Choice(seeds="word on"), [UNDATED.title]),
        (Choice(seeds="(.*"), []),
        (Choice(article=doc_id(AIRPORT)), [AIRPORT.title]),
        (Choice(outlet="islandpost.example"), [AIRPORT.title]),
        (Choice(since=dt.date(2023, 5, 9)), [FERRY.title, AIRPORT.title]),
        (Choice(until=dt.date(2023, 5, 9)), [FERRY.title]),
        (Choice(since=dt.date(2024, 1, 1), until=dt.date(2023, 1, 1)), []),
        (Choice(speaker="Orr"), [AIRPORT.title]),
        (Choice(speaker="Orr", outlet="brackwatergazette.example"), []),
        (Choice(target="council"), [FERRY.title, AIRPORT.title, UNDATED.title]),
        (Choice(target="Nobody has heard of it"), []),
    ],
)
def test_a_choice_leaves_the_articles_that_fit(choice, expected):
    assert titles(choice) == expected


def test_a_speaker_leaves_what_they_say_and_where_they_stand():
    found = narrowed(ALL, Choice(speaker="aldous", article=doc_id(FERRY)))
    assert set(found.quotes["speaker"]) == set(found.stances["speaker"]) == set(found.speakers["speaker"]) == {"Per Aldous"}
    assert len(found.quotes) == 2
    assert len(found.sentences) == len(ALL.select([doc_id(FERRY)]).sentences)  # the article stays whole


def test_a_target_leaves_the_statements_on_it_and_the_quotations_that_hold_one():
    found = narrowed(ALL, Choice(target="Northsound Lines", article=doc_id(FERRY)))
    assert found.stances["target"].tolist() == ["Northsound Lines"]
    assert found.quotes["text"].tolist() == ["We asked for one boat, and they sent us a brochure,"]


def test_the_lowest_certainty_is_kept_itself():
    found = narrowed(ALL, Choice(least=0.44))
    assert found.quotes["confidence"].min() == 0.44
    assert found.stances["confidence"].min() > 0.44


def test_a_speaker_whom_nobody_knows_is_an_error():
    with pytest.raises(UnknownSpeaker, match="Aldous"):
        narrowed(ALL, Choice(speaker="Per Aldos"))


@settings(max_examples=25)
@given(
    choice=st.builds(
        Choice,
        seeds=st.sampled_from(["", "air", "seeds"]),
        outlet=st.sampled_from(["", "islandpost.example"]),
        since=st.none() | st.dates(dt.date(2023, 5, 1), dt.date(2023, 6, 9)),
        until=st.none() | st.dates(dt.date(2023, 5, 1), dt.date(2023, 6, 9)),
        speaker=st.sampled_from(["", "Per Aldous", "Odile Varga", "Harbour Council"]),
        target=st.sampled_from(["", "council", "ferry", "airport"]),
        least=st.just(0.0) | st.floats(0, 1),
    )
)
def test_what_is_left_keeps_every_rule_of_the_tables_and_holds_nothing_new(choice):
    found = narrowed(ALL, choice)
    found.check()
    for table in ROWS:
        assert len(getattr(found, table)) <= len(getattr(ALL, table))
    again = narrowed(found, choice._replace(speaker="")) if not choice.target else found
    assert holdings(again) == holdings(found)


def test_what_changed_is_told_in_settings_numbers_and_names():
    before, after = Choice(), Choice(outlet="islandpost.example", since=dt.date(2023, 6, 1), least=0.35)
    told = changes((before, ALL), (after, narrowed(ALL, after)))
    assert "outlet islandpost.example (was: all), from 2023-06-01 (was: all), lowest certainty 0.35 (was: all)" in told
    assert "Articles 3 → 1, quotations 21 → 6, statements 15 → 4." in told
    assert "Gone: Odile Varga." in told
    back = changes((after, narrowed(ALL, after)), (before, ALL))
    assert "outlet all (was: islandpost.example)" in back
    assert "New: Odile Varga." in back


def test_an_article_goes_by_its_title_and_no_change_is_no_word():
    one = Choice(article=doc_id(AIRPORT))
    assert "article “Airport to stay” (was: all)" in changes((Choice(), ALL), (one, narrowed(ALL, one)))
    assert changes((one, ALL), (one, ALL)) == ""
