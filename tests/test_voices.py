import pytest
from report_samples import STANCES, tables

from analysis.tables import Tables
from analysis.voices import LOOKS, NOT_FOUND, looks, places, voices, words_id


@pytest.fixture(scope="module")
def found():
    return {voice.name: voice for voice in voices(tables())}


def test_who_says_most_comes_first_and_the_words_of_nobody_known_last(found):
    assert list(found) == ["Odile Varga", "Per Aldous", "Harbour Council", "Northsound Lines", NOT_FOUND]


def test_a_speaker_comes_with_role_and_numbers(found):
    assert found["Per Aldous"].role == "director"
    assert found["Per Aldous"].said == "2 quotations · 12 words · 26\u00a0%"
    assert (found["Harbour Council"].said, found["Harbour Council"].place) == ("not quoted", "")


def test_a_stance_comes_with_its_sign_and_says_whether_it_is_unsure(found):
    stands = {stand.target: stand for stand in found["Per Aldous"].stands}
    assert stands["Harbour Council"][1:] == ("−", "against", "Harbour Council", 1, False)
    assert stands["airport"][1:] == ("○", "neutral toward", "airport", 1, True)


def test_those_for_or_against_come_before_the_neutral(found):
    assert [stand.sign for stand in found["Per Aldous"].stands] == ["−", "○"]


def test_a_long_list_is_folded_but_for_its_first_four():
    rows = [("d0", n, "Orr", f"pier {n}", f"pier {n}", 0, 6, 1.0, "support", "praise", 0.9, None, 0, 1, "x") for n in range(7)]
    [orr] = voices(Tables.from_rows({"stances": rows}))
    assert [len(orr.stands), len(orr.more)] == [4, 3]
    [orr] = voices(Tables.from_rows({"stances": rows[:5]}))
    assert [len(orr.stands), len(orr.more)] == [5, 0]


def test_no_two_speakers_share_a_line_until_the_lines_run_out():
    unknown = (None, None, None)
    said = [
        (n, 0, 0, 1, "word " * (20 - n), "direct", *unknown, f"S{n:02}", *unknown, "named", 0.9, None, None, n) for n in range(12)
    ]
    rows = [("d0", *row) for row in said]
    look = looks(Tables.from_rows({"quotes": rows}))
    assert [look[f"S{n:02}"] for n in range(12)] == [*range(1, LOOKS + 1), 0, 0, 0, 0]


def test_every_place_is_there_once(found):
    names = places(list(found.values()))
    assert len(names) == len(set(names))
    assert {words_id(speaker, target) for speaker, target, *_ in STANCES} <= set(names)
