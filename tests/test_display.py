import pytest
from bs4 import BeautifulSoup
from report_samples import HOSTILE, Sample, tables

from analysis.display import TOP
from analysis.profile import speaker_profile
from analysis.tables import Tables


def parsed(shown):
    return BeautifulSoup(shown._repr_html_(), "html.parser")


def test_tables_show_what_was_found_and_how_many_rows_there_are():
    shown = parsed(tables())
    assert shown.h3.get_text() == "1 article"
    assert not shown.h1  # a notebook has its own
    assert "6 quotations by 2 speakers" in shown.find(class_="rp-lede").get_text()
    heads, numbers = (
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in shown.find_all("table")[-1].find_all("tr")
    )
    assert dict(zip(heads, numbers, strict=True))["Quotes"] == "7"


def test_of_many_speakers_only_the_first_are_shown():
    many = tables(*(Sample(path=f"seeds/{n}.txt", name=f"Speaker {n}") for n in range(9)))
    assert len(parsed(many).find_all("table")[1].find_all("tr")) == TOP + 1


def test_a_profile_shows_where_a_speaker_stands_and_the_words():
    shown = parsed(speaker_profile(tables(), "Per Aldous"))
    assert shown.h3.get_text() == "Per Aldous"
    assert "“accused the council of bad faith”" in shown.get_text()
    assert [table.tbody.th.get_text() for table in shown.find_all("table")[:2]] == ["Harbour Council", "Per Aldous"]


def test_what_is_empty_shows_itself_too():
    assert "No quotation was found" in parsed(Tables.from_rows({})).get_text()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_they_show_is_text(text):
    found = tables(Sample(title=text, outlet=text, name=text))
    for shown in (parsed(found), parsed(speaker_profile(found, text))):
        assert text in shown.get_text()
        assert not shown.find_all(["script", "img"])
        assert not [name for tag in shown.find_all() for name in tag.attrs if name.startswith("on")]
