"""Definite descriptions: the body that is called by its kind, the holder of an office, and when nobody named is meant."""

import pytest
from annotated import annotated


def meant(text, *paragraphs):
    """Whom the last description of these words stands for; None if it stands for nobody named."""
    rows = annotated(*paragraphs)["entities"]
    return next((row.entity for row in reversed(rows) if row.form == "nominal" and row.text.lower() == text), None)


@pytest.mark.parametrize(
    ("text", "paragraphs", "entity"),
    [
        ("the union", ("The Federation of Dock Workers met. Tom Reyl praised the union.",), "Federation of Dock Workers"),
        ("the group", ("Arms Monitor, a campaign group, sued the city. The group lost.",), "Arms Monitor"),
        ("the shipyard", ("The shipyard, Corvane Marine, was shut. Mara Quist visited the shipyard.",), "Corvane Marine"),
        ("the inspectorate", ("The Coastguard Inspectorate passed it. The inspectorate was wrong.",), "Coastguard Inspectorate"),
        ("the paper", ("The Talheim Herald was late. Tom Reyl bought the paper.",), "Talheim Herald"),
        ("the airline", ("Karsovian Airways lost money. Tom Reyl sold the airline.",), "Karsovian Airways"),
        (
            "the firm",
            ("Hydravess Works met the Guild of Dockers. Tom Reyl praised the firm.",),
            "Hydravess Works",
        ),
        (
            "the union",
            ("Union convener Mara Quist, of the Federation of Sound Crews, came.", "Tom Reyl praised the union."),
            "Federation of Sound Crews",
        ),
    ],
    ids=[
        "by a word of the name",
        "by an apposition",
        "by the noun before it",
        "by its last word",
        "paper",
        "airline",
        "no other",
        "role",
    ],
)
def test_a_body_is_called_by_its_kind(text, paragraphs, entity):
    assert meant(text, *paragraphs) == entity


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("the union", ("The Talheim Bank lent money. Tom Reyl praised the union.",)),
        ("the union", ("The Talheim Dockers Union met the union.",)),
        ("the union", ("The Talheim Dockers Union met. A union of nurses came too. The union was angry.",)),
        ("the merged company", ("Hydravess Works bought Orbane Oil. Tom Reyl will run the merged company.",)),
        ("the police", ("The Talheim Council met. Tom Reyl called the police.",)),
    ],
    ids=["of another kind", "beside it", "a new one", "not yet", "not named"],
)
def test_a_kind_of_body_without_a_name_is_nobody_named(text, paragraphs):
    assert meant(text, *paragraphs) is None


def test_of_two_bodies_that_fit_the_nearer_is_meant_and_less_surely():
    alone, both = "The Veska Nurses Union met. ", "The Talheim Dockers Union met. The Veska Nurses Union met. "
    rows = [annotated(text + "The union said it was angry.") for text in (alone, both)]
    assert [quote.speaker for row in rows for quote in row["quotes"]] == ["Veska Nurses Union"] * 2
    sure, unsure = (row["quotes"][0].confidence for row in rows)
    assert unsure < sure


@pytest.mark.parametrize(
    ("text", "paragraphs", "entity"),
    [
        ("the governor", ("Governor Mara Quist met former governor Tom Reyl. Dana Hollis praised the governor.",), "Mara Quist"),
        ("the minister", ("Former minister Tom Reyl was tried. The minister was late.",), "Tom Reyl"),
        ("his successor", ("Governor Mara Quist met former governor Tom Reyl. Tom Reyl praised his successor.",), "Mara Quist"),
        ("his predecessor", ("Governor Tom Reyl met former governor Mara Quist. Tom Reyl praised his predecessor.",), "Mara Quist"),
        ("the mayor", ("Katarina Bel is the mayor of Veska. Tom Reyl praised the mayor of Veska.",), "Katarina Bel"),
        ("the mayor", ("That leaves Katarina Bel. The mayor of Veska was late.",), "Katarina Bel"),
        ("his editor", ("Tom Reyl came. His editor disagreed. Mara Quist, who is 50, left.",), "Mara Quist"),
    ],
    ids=[
        "who holds it now",
        "who held it",
        "successor",
        "predecessor",
        "of a town",
        "whom the sentence before names",
        "named next",
    ],
)
def test_an_office_stands_for_its_holder(text, paragraphs, entity):
    found = meant(text, *paragraphs) or meant(text.removeprefix("his "), *paragraphs)
    assert found == entity


@pytest.mark.parametrize(
    "text",
    ["President Mara Quist met the president of Nambria.", "At the head of the column walked Tom Reyl, the head of Orbane Oil."],
)
def test_an_office_elsewhere_is_not_that_of_the_only_holder(text):
    assert [row.entity for row in annotated(text)["entities"] if row.form == "nominal" and row.text != "the head"] == []
    assert [q.speaker for q in annotated(text)["quotes"]] == []
