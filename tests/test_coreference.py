"""Pronouns and definite descriptions: whom they stand for, and when they stand for nobody."""

import pytest
from annotated import annotated


def references(*paragraphs):
    return [(row.text, row.form, row.entity) for row in annotated(*paragraphs)["entities"] if row.form != "name"]


@pytest.mark.parametrize(
    ("paragraphs", "text", "form", "entity"),
    [
        (("Mara Quist spoke. She was angry.",), "She", "pronoun", "Mara Quist"),
        (("Mara Quist spoke.", "She was angry."), "She", "pronoun", "Mara Quist"),
        (("Mara Quist praised her town.",), "her", "pronoun", "Mara Quist"),
        (("Mara Quist hurt herself.",), "herself", "pronoun", "Mara Quist"),
        (("Tom Reyl spoke. Nobody heard him.",), "him", "pronoun", "Tom Reyl"),
        (("Mr Reyl met Ms Quist. He left.",), "He", "pronoun", "Reyl"),
        (("Mr Reyl met Ms Quist. She left.",), "She", "pronoun", "Quist"),
        (("The chairman, Tom Reyl, met the chairwoman, Mara Quist. She left.",), "She", "pronoun", "Mara Quist"),
        (("Mara Quist met Tom Reyl. Quist said she was angry.",), "she", "pronoun", "Mara Quist"),
        (("In his speech, Tom Reyl praised the town.",), "his", "pronoun", "Tom Reyl"),
        (("Mayor Mara Quist came. The mayor was late.",), "The mayor", "nominal", "Mara Quist"),
        (("The Harbour Workers Union met. The union was angry.",), "The union", "nominal", "Harbour Workers Union"),
        (("Mayor Mara Quist met Judge Tom Reyl. The judge was late.",), "The judge", "nominal", "Tom Reyl"),
        (("Mayor Mara Quist came. The mayor, who was late, left.",), "The mayor", "nominal", "Mara Quist"),
        (("Hydravess Works shut the bridge. The company gave no reason.",), "The company", "nominal", "Hydravess Works"),
        (("Tom Reyl met Jonas Brandl. He said that Brandl was late.",), "He", "pronoun", "Tom Reyl"),
        (("Mara Quist, 43, met Tom Reyl, 50. The 43-year-old was late.",), "The 43-year-old", "nominal", "Mara Quist"),
        (("His wife, Agata Holm, came. She was late.",), "She", "pronoun", "Agata Holm"),
    ],
    ids=[
        "subject",
        "in the next paragraph",
        "possessive",
        "reflexive",
        "object",
        "he by title",
        "she by title",
        "she by role",
        "the subject of the cue",
        "before the name",
        "role",
        "body",
        "the right role of two",
        "with a relative clause behind a comma",
        "the company",
        "not the one named in the clause",
        "by age",
        "after a relative",
    ],
)
def test_a_pronoun_or_description_stands_for(paragraphs, text, form, entity):
    assert (text, form, entity) in references(*paragraphs)


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("She was angry. It rained.", "She"),
        ("The bridge was shut. He left.", "He"),
        ("Ms Quist spoke. He left.", "He"),
        ("The bridge over the Marr was quiet. She left.", "She"),
        ("Mara Quist spoke. It rained.", "It"),
    ],
    ids=["nobody named", "no person", "the other gender", "a place", "it"],
)
def test_a_pronoun_that_nobody_fits_stands_for_nobody(text, pronoun):
    assert pronoun not in [found for found, _, _ in references(text)]


def test_a_person_is_not_he_in_an_argument_beside_himself():
    assert ("him", "pronoun", "Tom Reyl") not in references("Jonas Brandl came. Tom Reyl praised him.")


def test_a_speaker_is_not_he_in_his_own_words():
    found = references('Jonas Brandl came. "He is a liar," said Tom Reyl.')
    assert ("He", "pronoun", "Jonas Brandl") in found


def test_who_is_named_in_somebodys_words_is_not_that_somebody():
    found = references("Mara Quist came to the hall.", '"Dana Hollis has shut the bridge," she said.')
    assert ("she", "pronoun", "Mara Quist") in found


def test_a_description_with_an_indefinite_article_is_somebody_new():
    assert references("Mayor Mara Quist came. A mayor was late.") == []


def test_pronouns_elsewhere_tell_whom_one_means():
    """Nothing but the other sentences tells who is she."""
    found = references(
        "Robin Quist left the hall, and she was angry. Robin Quist has said that she likes walls.",
        "Kim Reyl stayed, and he was glad. Kim Reyl has said that he hates walls.",
        "Robin Quist met Kim Reyl on Monday. She was late.",
    )
    assert [entity for text, _, entity in found if text == "She"] == ["Robin Quist"]


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        (("Mara Quist came.", 'A junior official was angry. "It is shut," he said.'), "A junior official"),
        (("The new report was long.", 'It said the bridge was "a danger".'), "new report"),
    ],
    ids=["a person without a name", "a document"],
)
def test_a_pronoun_may_mean_somebody_whom_the_text_only_describes(paragraphs, speaker):
    assert {row.speaker for row in annotated(*paragraphs)["quotes"]} == {speaker}


@pytest.mark.parametrize(
    "late",
    [
        "Jonas Brandl, whose uncle built it, argued that it was sold. He wrote to the town.",
        "Jonas Brandl read the conditions on the steps. He folded them up.",
        "At the gate stood Jonas Brandl. He had been there since noon.",
    ],
)
def test_who_has_just_been_introduced_is_meant_before_whom_the_text_is_about(late):
    about = ("Tom Reyl opened the bridge. Reyl was glad.", "Reyl said that he had waited.", "“It is ours,” said Reyl.")
    assert [entity for text, _, entity in references(*about, late) if text == "He"] == ["Jonas Brandl"]


def test_what_is_only_described_is_no_named_entity():
    assert references("A junior official came. He was angry.") == []


def test_confidence_is_lower_where_two_people_fit():
    sure, unsure = (
        next(q.confidence for q in annotated(text)["quotes"])
        for text in ('Mr Reyl met Ms Quist. "No," he said.', 'Tom Reyl met Jonas Brandl. "No," he said.')
    )
    assert unsure < sure


@pytest.mark.parametrize(
    ("text", "thing", "side"),
    [
        ("The Harbour Board wants a toll on every boat. The toll would pay for the quay. Tom Reyl opposes it.", "toll", -1),
        ("The strike began on Monday. Mara Quist supports it.", "strike", 1),
        ("The strikes began on Monday. Mara Quist condemned them.", "strikes", -1),
        ("The town has a new bridge. Tom Reyl never wanted it.", "new bridge", -1),
        ("The rules took effect in May. Mara Quist has attacked them since.", "rules", -1),
    ],
)
def test_it_and_they_may_stand_for_things_that_have_no_name(text, thing, side):
    found = {(row.speaker, row.target): row.stance for row in annotated(text)["stances"]}
    assert [stance for (speaker, target), stance in found.items() if speaker in {"Tom Reyl", "Mara Quist"} and target == thing] == [
        side
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Board met on Monday. It seemed that nobody agreed.",
        "The Harbour Board met on Monday. It took an hour to find a chair.",
        "The Harbour Board met on Monday. It was the first time that anybody came.",
        "The Harbour Board met on Monday. That was no surprise.",
        "The Harbour Board met on Monday. Those who left said the plan was wrong.",
    ],
)
def test_an_it_that_only_fills_a_place_stands_for_nobody(text):
    assert references(text) == []
