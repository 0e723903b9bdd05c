"""Sentences and paragraphs of a text, its language, and a pipeline that is not there."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language import language, paragraphs, parse, sentences, token_range
from analysis.versions import ENVIRONMENT, PIPELINES, PipelineMissing, pipeline_name, pipeline_version

EXAMPLES = Path(__file__).parents[1] / "examples"
PIECES = [
    "Mara Quist said",
    "no",
    "Mr.",
    "...",
    "“",
    "”",
    '"',
    ",",
    ";",
    "and",
    " ",
    "  ",
    "\u00a0",
    "🙂",
    "(",
    "<b>",
    "a.m.",
    "?!",
]
LINES = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=6)


@settings(max_examples=60)
@given(LINES)
def test_sentences_never_cross_a_paragraph_and_leave_out_no_word(lines):
    text = "\n".join(lines)
    doc = parse(text)
    spans = paragraphs(text)
    found = sentences(doc)
    for sent in found:
        assert any(start <= sent.start_char < sent.end_char <= end for start, end in spans)
    covered = {token.i for sent in found for token in sent}
    assert all(token.i in covered for token in doc if not token.is_space)
    assert len(covered) == sum(len(sent) for sent in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came\nand two left", ["One came", "and two left"]),
        ("Mr.\nQuist came.", ["Mr.", "Quist came."]),
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        ("Mr. Quist met Dr. Reyl at 6 a.m. on Monday.", ["Mr. Quist met Dr. Reyl at 6 a.m. on Monday."]),
        ("\n\nOne came.\n\n\nTwo left.\n", ["One came.", "Two left."]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences_of_a_text(text, expected):
    assert [sent.text for sent in sentences(parse(text))] == expected


@given(st.lists(st.text(st.sampled_from("aé🙂 \t"), max_size=5), max_size=6))
def test_paragraphs_are_the_lines_that_hold_something(lines):
    text = "\n".join(lines)
    assert [text[start:end] for start, end in paragraphs(text)] == [line for line in lines if line]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The mayor of Talheim said on Monday that the old bridge over the river would stay closed until May.", "en"),
        ("Le maire de Talheim a dit lundi que le vieux pont sur la rivière resterait fermé jusqu’au mois de mai.", "fr"),
        ("El alcalde de Talheim dijo el lunes que el viejo puente sobre el río seguirá cerrado hasta mayo.", "es"),
        ("Der Pont est fermé.", "en"),
        ("", "en"),
    ],
    ids=["English", "French", "Spanish", "too short to tell", "nothing"],
)
def test_the_language_of_a_text(text, code):
    assert language(text) == code


@pytest.mark.parametrize(
    ("start", "end", "words"), [(0, 10, "Mara Quist"), (2, 3, "Mara"), (5, 12, "Quist spoke"), (16, 17, "."), (0, 0, "")]
)
def test_characters_give_the_tokens_that_they_touch(start, end, words):
    doc = parse("Mara Quist spoke.")
    first, last = token_range(doc, start, end)
    assert doc[first:last].text == words


@pytest.mark.parametrize("name", ["en_no_such_pipeline", "no such name", "no.such.pipeline", "../en", "json"])
def test_a_pipeline_that_is_not_installed_is_named_with_the_remedy(monkeypatch, name):
    monkeypatch.setenv(ENVIRONMENT, name)
    with pytest.raises(PipelineMissing) as caught:
        parse("It rained.")
    assert caught.value.name == name
    assert all(part in str(caught.value) for part in (repr(name), "pip install -r requirements.txt", "RAPPORTEUR_PIPELINE"))


def test_the_environment_chooses_an_installed_pipeline(monkeypatch):
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    default = pipeline_name()
    assert default in PIPELINES
    monkeypatch.setenv(ENVIRONMENT, default)
    assert pipeline_version().startswith(f"{default} ")


def test_the_pipeline_made_faster_reads_as_it_does_by_itself():
    text = " ".join((EXAMPLES / f"courier-0{number}.txt").read_text(encoding="utf-8").replace("\n", " ") for number in (1, 2, 3))
    found, expected = (
        [(t.text, t.lemma_, t.tag_, t.pos_, str(t.morph), t.dep_, t.head.i, t.ent_type_) for t in doc]
        for doc in (parse(text), spacy.load(pipeline_name())(text))
    )
    assert len(found) > 500
    assert found == expected
