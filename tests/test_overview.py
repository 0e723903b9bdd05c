import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup
from report_samples import HOSTILE, Sample, doc_id, tables

from analysis.news import news
from analysis.overview import index_page
from analysis.tables import Tables

QUIET = ("Rain fell all day.",)


def cards(*samples, articles=None):
    found = BeautifulSoup(index_page(tables(*samples), articles or {}, []), "html.parser")
    return [card.get_text(" ", strip=True) for card in found.select(".rp-card")]


def test_an_article_is_listed_with_what_was_found():
    [card] = cards(Sample())
    for words in (
        "9 May 2023",
        "Brackwater Gazette",
        Sample().title,
        "114 words",
        "6 quotations by 2 speakers",
        "5 stances (1 for, 3 against, 1 neutral)",
        "Most quoted: Odile Varga, Per Aldous",
    ):
        assert words in card


def test_an_article_with_nothing_in_it_says_so():
    assert "no quotation · no stance" in cards(Sample(paragraphs=QUIET))[0]


def test_the_newest_comes_first_and_what_has_no_date_last():
    days = {"old": dt.date(2020, 1, 1), "undated": None, "new": dt.date(2024, 1, 1)}
    found = cards(*(Sample(title=title, date=day, paragraphs=QUIET) for title, day in days.items()))
    assert [next(title for title in days if title in card.split()) for card in found] == ["new", "old", "undated"]


def test_an_article_is_linked_to_its_report_and_one_without_a_report_is_not():
    there, missing = Sample(title="There"), Sample(title="Missing")
    found = BeautifulSoup(index_page(tables(there, missing), {doc_id(there): "articles/there.html"}, []), "html.parser")
    assert [a["href"] for a in found.main.find_all("a")] == ["articles/there.html"]
    assert "Missing" in found.main.get_text()


def test_the_reports_on_all_articles_are_linked_by_their_titles():
    found = BeautifulSoup(index_page(Tables.from_rows({}), {}, [("corpus.html", "All <articles>")]), "html.parser")
    assert found.main.a["href"] == "corpus.html"
    assert found.main.a.get_text() == "All <articles>"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_seed_stays_text(text):
    found = BeautifulSoup(index_page(tables(Sample(title=text, outlet=text, name=text)), {}, []), "html.parser")
    assert found.h2.get_text() == text
    shown = found.find(class_="rp-most")
    assert text in shown.get_text()
    assert shown.bdi is None or shown.bdi.get_text() == text  # a name that might turn its neighbours' direction stands apart
    assert bool(shown.bdi) == (not text.isascii())
    assert [script.get("type") for script in found.find_all("script")] == ["application/json", None]
    assert not found.find_all("img")
    assert text in json.loads(found.find(id="rp-data").string)["names"]


def test_what_is_new_is_told_with_links_to_the_articles_and_to_the_words_that_show_a_turn():
    old, new = Sample(title="Old"), Sample(title="New", date=dt.date(2023, 6, 1))
    both = tables(old, new)
    both.stances.loc[both.stances["doc_id"] == doc_id(new), "stance"] *= -1
    page = index_page(both, {doc_id(new): "articles/new.html"}, [], news(both, {doc_id(old)}))
    section = BeautifulSoup(page, "html.parser").find(class_="rp-news")
    assert [summary.get_text() for summary in section.find_all("summary")] == ["1 article", "4 stances that turned"]
    turn = section.find("a", string="Per Aldous on Harbour Council: against (1 statement), now for (1 statement)")
    assert turn["href"] == "articles/new.html#s-6"
    assert section.find("a", string="New")["href"] == "articles/new.html"


def test_a_first_run_says_nothing_of_news():
    page = BeautifulSoup(index_page(tables(Sample()), {}, [], news(tables(Sample()), None)), "html.parser")
    assert not page.find(class_="rp-news") and not page.find(id="rp-fresh")


def test_of_many_new_articles_the_first_are_named_and_the_rest_counted():
    samples = [Sample(title=f"Rain {n}", paragraphs=QUIET) for n in range(60)]
    page = BeautifulSoup(index_page(tables(*samples), {}, [], news(tables(*samples), [])), "html.parser")
    named = [item.get_text() for item in page.select(".rp-news li")]
    assert len(named) == 51 and named[-1] == "and 10 more"
