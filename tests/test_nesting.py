"""Names within names: each has a row of its own, and the outer one keeps its entity."""

import pytest
from annotated import annotated


def rows(*paragraphs):
    return [(row.text, row.entity) for row in annotated(*paragraphs)["entities"] if row.form == "name"]


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        (
            "Sollis is small. The University of Sollis is old.",
            ("University of Sollis", "University of Sollis"),
            ("Sollis", "Sollis"),
        ),
        ("The University of Lisbon is old.", ("University of Lisbon", "University of Lisbon"), ("Lisbon", "Lisbon")),
        ("The U.S. Department of Agriculture said no.", None, ("U.S.", "United States")),
        ("Mara Quist came. The Mara Quist Foundation gave money.", None, ("Mara Quist", "Mara Quist")),
        ("It rained in Irving, Texas, on Monday.", ("Irving, Texas", "Irving"), ("Texas", "Texas")),
        ("It rained in Lisbon, Portugal, on Monday.", ("Lisbon, Portugal", "Lisbon"), ("Portugal", "Portugal")),
        ("Norway's Prime Minister Mara Quist came.", ("Norway's Prime Minister Mara Quist", "Mara Quist"), ("Norway", "Norway")),
        (
            "Mara Quist of the Valley Party came.",
            ("Mara Quist of the Valley Party", "Mara Quist"),
            ("Valley Party", "Valley Party"),
        ),
        ("The Norway government said no.", ("Norway government", "Norway government"), ("Norway", "Norway")),
    ],
)
def test_a_name_within_another_has_its_own_row(text, outer, inner):
    found = rows(text)
    assert inner in found
    assert outer is None or outer in found


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Mara Quist came. Mara Elin Quist left.", "Mara"),
        ("The United States said no.", "States"),
        ("It rained in New South Wales.", "Wales"),
        ("They came from Sollis and Mara Quist left.", "Sollis and Mara Quist"),
        ("Paris, Lisbon and Oslo agreed.", "Paris, Lisbon"),
        ("France, Portugal and Norway agreed.", "France, Portugal"),
        ("The University of Lisbon is old. The university is large.", "University"),
        ("Mara Quist met Tom Reyl of Oslo.", "Mara Quist met"),
    ],
)
def test_a_part_of_a_name_that_names_nothing_has_no_row(text, absent):
    assert absent not in [text for text, _ in rows(text)]


def test_a_speaker_beside_his_party_is_himself():
    (row,) = annotated('"No," said Mara Quist of the Valley Party.')["quotes"]
    assert (row.speaker, row.speaker_text) == ("Mara Quist", "Mara Quist")
