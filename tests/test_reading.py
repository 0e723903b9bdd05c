import pytest
from bs4 import BeautifulSoup
from report_samples import HOSTILE, PARAGRAPHS, QUOTES, READ_AS, Sample, doc_id, tables

from analysis.reading import NotAnnotated, article_text, open_article


@pytest.fixture
def shown():
    return BeautifulSoup(article_text(tables(), doc_id(Sample())), "html.parser")


def said(shown, number):
    """The words of a quotation as they are shown, without the name beside them."""
    first = shown.find(id=f"q-{number}")
    return first.get_text().removeprefix(first.find(class_="rp-note").get_text() if first.find(class_="rp-note") else "")


def test_the_paragraphs_stand_in_their_reading_order(shown):
    order = [int(p["id"].removeprefix("p-")) for p in shown.select(".rp-body p")]
    assert [READ_AS[paragraph] for paragraph in order] == sorted(READ_AS)


def test_a_paragraph_that_was_moved_says_where_it_stands_in_the_file(shown):
    assert {note.parent["id"]: note.get_text() for note in shown.select(".rp-moved")} == {
        "p-1": "2nd in the file",
        "p-2": "3rd in the file",
    }


def test_nothing_of_the_text_is_lost(shown):
    for note in shown.select(".rp-note, .rp-moved"):
        note.extract()
    assert sorted(p.get_text() for p in shown.select(".rp-body p")) == sorted(PARAGRAPHS)


def test_every_sentence_and_quotation_can_be_linked_to(shown):
    ids = [element["id"] for element in shown.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {f"q-{number}" for number in range(len(QUOTES))} <= set(ids)
    assert {f"s-{number}" for number in range(len(tables().sentences))} <= set(ids)


def test_a_quotation_is_marked_with_the_marks_around_it(shown):
    assert said(shown, 0) == "“We asked for one boat, and they sent us a brochure,”"
    assert said(shown, 3) == "the council had ignored its own figures"


def test_a_quotation_within_another_stands_within_it(shown):
    assert shown.find(id="q-2").find_parent(id="q-1")


@pytest.mark.parametrize(
    ("number", "by"), [(0, "Odile Varga"), (1, "Odile Varga"), (3, "Per Aldous"), (4, "Per Aldous?"), (6, "speaker not found")]
)
def test_the_speaker_stands_beside_the_quotation_in_the_margin_and_after_it(shown, number, by):
    mark = shown.find(id=f"q-{number}")
    assert mark.find(class_="rp-note").bdi.get_text() == by
    assert mark.find_next(class_="rp-by", attrs={"data-by": by})


def test_one_who_repeats_own_words_is_named_once(shown):
    assert not shown.find(id="q-2").find(class_="rp-note")


def test_scare_quotes_have_no_speaker(shown):
    assert not shown.find(id="q-5").find(class_="rp-note")


@pytest.mark.parametrize(("number", "unsure"), [(0, False), (2, False), (4, True), (5, False), (6, True)])
def test_an_unsure_quotation_looks_unsure(shown, number, unsure):
    assert ("rp-unsure" in shown.find(id=f"q-{number}")["class"]) is unsure


def test_a_quotation_explains_itself(shown):
    assert shown.find(id="q-4")["title"] == "mixed; cue: called; found from a pronoun; unsure\u00a00.44"


@pytest.mark.parametrize("text", HOSTILE)
def test_the_text_of_an_article_is_text(text):
    sample = Sample(paragraphs=(text, "Nobody spoke."))
    shown = BeautifulSoup(article_text(tables(sample), doc_id(sample)), "html.parser")
    assert shown.find(id="p-0").get_text() == text
    assert {tag.name for tag in shown.find_all()} <= {"div", "p", "mark", "span", "small"}


@pytest.mark.parametrize("text", HOSTILE)
def test_the_name_of_a_speaker_is_text(text):
    sample = Sample(name=text)
    shown = BeautifulSoup(article_text(tables(sample), doc_id(sample)), "html.parser")
    assert shown.find(id="q-0").find(class_="rp-note").get_text() == f"{text}: "
    assert shown.find(class_="rp-by")["data-by"] in (text, "Per Aldous")
    assert {tag.name for tag in shown.find_all()} <= {"div", "p", "mark", "span", "small", "bdi", "i"}


def test_an_article_without_quotations_is_shown_without_marks():
    sample = Sample(paragraphs=("Rain fell all day.",))
    assert "<mark id" not in article_text(tables(sample), doc_id(sample))


def test_an_article_is_found_in_annotated_tables_by_its_path(tmp_path):
    both = tables(Sample(), Sample(path="seeds/other.txt", title="Another"))
    both.write(tmp_path)
    assert open_article("seeds/other.txt", str(tmp_path)).documents["title"].tolist() == ["Another"]


def test_an_article_that_is_not_in_the_tables_is_an_error_that_names_it(tmp_path):
    tables().write(tmp_path)
    with pytest.raises(NotAnnotated, match=r"seeds/none\.txt"):
        open_article("seeds/none.txt", str(tmp_path))
