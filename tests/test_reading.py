import pytest
from bs4 import BeautifulSoup
from report_samples import HOSTILE, PARAGRAPHS, QUOTES, READ_AS, Sample, doc_id, tables

from analysis.reading import NotAnnotated, article_text, open_article
from analysis.voices import words_id


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
    assert {tag.name for tag in shown.find_all()} <= {"div", "p", "mark", "span", "small", "i"}


@pytest.mark.parametrize("text", HOSTILE)
def test_the_name_of_a_speaker_is_text(text):
    sample = Sample(name=text)
    shown = BeautifulSoup(article_text(tables(sample), doc_id(sample)), "html.parser")
    assert shown.find(id="q-0").find(class_="rp-note").get_text() == f"{text}: "
    assert shown.find(class_="rp-by")["data-by"] in (text, "Per Aldous")
    assert {tag.name for tag in shown.find(class_="rp-body").find_all()} <= {"div", "p", "mark", "span", "small", "bdi", "i"}


def test_each_speaker_has_a_line_of_their_own_in_the_text_and_in_the_margin(shown):
    lines = [{c for c in shown.find(id=f"q-{n}")["class"] if c.startswith("rp-v")} for n in (0, 1, 3)]
    assert lines == [{"rp-v1"}, {"rp-v1"}, {"rp-v2"}]
    assert "rp-v2" in shown.find(id="q-3").find(class_="rp-note")["class"]
    assert "rp-v0" in shown.find(id="q-6")["class"]


def test_what_a_speakers_link_leads_to_is_what_they_say_and_it_is_the_first_in_reading_order(shown):
    place = words_id("Per Aldous")
    lit = " ".join(span.get_text() for span in shown.find_all("span", class_=place))
    assert lit == "the council had ignored its own figures a gift to the airport"
    assert shown.find(id=place).get_text() == "the council had ignored its own figures"


def test_the_words_that_show_a_stance_can_be_linked_to(shown):
    assert shown.find(id=words_id("Per Aldous", "Harbour Council")).get_text() == "accused the council of bad faith"
    links = {a["href"] for a in shown.select(".rp-voices a")} - {"#text"}
    assert links == {f"#{span['id']}" for span in shown.select(".rp-body span[id^=w-]")}


def test_the_order_of_the_file_can_be_chosen_where_it_is_another(shown):
    assert shown.find("input", type="checkbox").find_parent("label")
    assert [p["style"] for p in shown.select(".rp-body p")] == [f"order:{p['id'][2:]}" for p in shown.select(".rp-body p")]
    straight = Sample(paragraphs=("Rain fell.", "It stopped."))
    assert "<input" not in article_text(tables(straight), doc_id(straight))


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
