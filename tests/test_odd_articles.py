"""Articles that are not as expected: not English, too long, full of marks. The others are still read, and each is told of."""

import time

import pytest
from annotated import seed

from analysis.corpus import AnnotationFailed, NotEnglish, annotate, annotate_to
from analysis.language import language
from analysis.tables import Tables

GERMAN = "Der Bürgermeister von Talheim sagte am Montag: „Die Brücke bleibt für den Verkehr gesperrt.“ Niemand widersprach ihm."


def test_what_is_not_english_is_kept_counted_and_named(tmp_path):
    good, other = seed("“No,” said Mara Quist.", doc_id="d0", path="a.txt"), seed(GERMAN, doc_id="d1", path="b.txt")
    for n in range(2):  # told of each time
        with pytest.warns(NotEnglish, match=r"b\.txt: its language is 'de'.* not analysed for speech"):
            assert annotate_to(tmp_path, [good, other], store=tmp_path / ".store") == 2, n
    found = Tables.open(tmp_path)
    assert found.documents["language"].tolist() == ["en", "de"]
    assert found.documents["words"].tolist()[1] == 17
    assert set(found.quotes["doc_id"]) == {"d0"}
    with pytest.warns(NotEnglish, match=r"b\.txt"):
        annotate([good, other])


def test_an_article_of_names_is_english():
    names = (
        "Mara Quist, Tom Reyl, Odile Varga, Jonas Brandl, Talheim, Vessany, Orlenz and the ministers of the two regions met there."
    )
    assert language(names) == "en"


@pytest.mark.parametrize("paragraphs", [["It rained. " * 60_000], ["It rained."] * 60_000], ids=["one paragraph", "many"])
def test_an_article_that_is_too_long_is_refused_by_name_at_once(paragraphs):
    begun = time.monotonic()
    good = seed("It rained.", doc_id="d0", path="a.txt")
    with pytest.warns(
        AnnotationFailed, match=r"b\.txt: not annotated: 6\d\d,\d\d\d characters, expected at most 150,000; split it"
    ):
        assert annotate([good, seed(*paragraphs, doc_id="d1", path="b.txt")]).documents["path"].tolist() == ["a.txt"]
    assert time.monotonic() - begun < 10


def test_a_long_list_of_names_is_asked_of_whole():
    names = [
        f"{first}{last}ia"
        for first in ("Ol", "Ber", "Kar", "Vess", "Tal", "Mor", "Hes", "Lim")
        for last in ("and", "ov", "in", "ur", "esk", "al")
    ]
    thanks = f"“We thank {', '.join(names[:-1])} and {names[-1]},” said Mara Quist on the quay, where she had come to speak."
    found = annotate([seed(thanks, "It was the first time that the mayor had spoken of the help that the town had been given.")])
    assert len(found.stances[found.stances["speaker"] == "Mara Quist"]) > 20


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "paragraph",
    ["“" * 2_000, '"' * 2_000, "“no” " * 1_000, "She said: " + "“I heard him say ‘" * 100 + "no" + "’ there”" * 100],
    ids=["opening marks", "straight marks", "quotations", "nested"],
)
def test_many_marks_are_read_in_a_bounded_time(paragraph):
    annotate([seed(paragraph.strip(), "Mara Quist said no.")]).check()
