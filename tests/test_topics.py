import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tables import Tables
from analysis.topics import concerns


def found(topic, target, wording="it", entities=()):
    stance = ("d0", 0, "Orr", target, wording, 0, 0, -1.0, "oppose", "reject", 0.9, None, 0, 0, "")
    [answer] = concerns(Tables.from_rows({"stances": [stance], "entities": entities}), topic)
    return answer


@pytest.mark.parametrize(
    ("topic", "target"),
    [
        ("ceasefire", "humanitarian cease-fires"),
        ("ceasefire", "a cease fire"),
        ("cease fire", "the ceasefire"),
        ("cease-fire", "ceasefire"),
        ("night ferry", "night ferries"),
        ("ferries", "the ferry"),
        ("tax", "taxes"),
        ("house", "houses"),
        ("crises", "the crisis"),
        ("U.S.", "the US army"),
        ("US", "U.S. army"),
        ("TRA", "Talheim Road Agency"),
        ("Talheim Road Agency", "TRA"),
        ("Bureau of Roads and Lakes", "BRL"),
        ("Zürn", "Zurn"),
    ],
)
def test_a_topic_finds_what_it_is_called(topic, target):
    assert found(topic, target)


@pytest.mark.parametrize(
    ("topic", "target"),
    [
        ("US", "us"),
        ("WHO", "who"),
        ("war", "anti-war movement"),
        ("war", "award"),
        ("news", "new road"),
        ("bus", "bu"),
        ("therapist", "the rapist"),
        ("Tra", "Talheim Road Agency"),
        ("road", "Talheim Rail Agency"),
        ("", "ferry"),
        ("?!", "ferry"),
    ],
)
def test_a_topic_does_not_find_what_is_another_thing(topic, target):
    assert not found(topic, target)


def test_a_target_is_found_by_what_an_article_calls_it_elsewhere():
    mentions = [
        ("d0", 0, 0, 4, "Park", "LOC", "name", "Harbour Reserve"),
        ("d0", 0, 9, 18, "that park", "LOC", "nominal", "Old Mill"),
    ]
    assert found("park", "Harbour Reserve", entities=mentions)
    assert not found("that park", "Old Mill", entities=mentions)  # a noun is no name


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_any_words_find_themselves_or_are_no_words(topic):
    assert found(topic, topic) == any(c.isalnum() or c == "_" for c in unicodedata.normalize("NFKC", topic))


@pytest.mark.parametrize("topic", ["ferry", "FERRY", "Ferry", "ferries"])
def test_case_and_number_of_the_topic_do_not_matter(topic):
    assert found(topic, "the ferry")
