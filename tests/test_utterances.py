"""Parts of one utterance: two rows, one speaker, and the table says that they belong together."""

import pytest
from annotated import annotated
from hypothesis import given
from hypothesis import strategies as st

WHOLE = [
    ("before and after", ['"The bridge is shut," said Mara Quist, "and it stays so."'], [0, 0]),
    ("goes on after a full stop", ['"The bridge is shut," said Mara Quist. "It stays so."'], [0, 0]),
    ("three parts", ['"It rained," said Mara Quist. "It stopped." She smiled. "It was dry."'], [0, 0, 0]),
    ("over paragraphs", ['Mara Quist said: "It rained.', '"It stopped.', '"It was dry."'], [0, 0, 0]),
    ("attribution after the second paragraph", ['"It rained all night.', '"It stopped at noon," said Mara Quist.'], [0, 0]),
    ("two speakers", ['"It rained," said Mara Quist. "No," said Tom Reyl.'], [0, 1]),
    ("two paragraphs, both closed", ['"It rained," said Mara Quist.', '"It stopped," said Mara Quist.'], [0, 1]),
    ("one alone", ['"It rained," said Mara Quist.'], [0]),
]


@pytest.mark.parametrize(("paragraphs", "expected"), [w[1:] for w in WHOLE], ids=[w[0] for w in WHOLE])
def test_the_parts_of_an_utterance_name_the_quotation_that_begins_it(paragraphs, expected):
    assert [q.utterance for q in annotated(*paragraphs)["quotes"]] == expected


@pytest.mark.parametrize(
    "paragraphs", [w[1] for w in WHOLE if len(set(w[2])) == 1], ids=[w[0] for w in WHOLE if len(set(w[2])) == 1]
)
def test_the_parts_of_an_utterance_have_one_speaker(paragraphs):
    assert {q.speaker for q in annotated(*paragraphs)["quotes"]} == {"Mara Quist"}


@given(
    st.lists(
        st.sampled_from(["It rained.", '"It rained," said Mara Quist.', '"No," he said. "Never."', '"Open']), min_size=1, max_size=6
    )
)
def test_an_utterance_begins_with_a_quotation_of_the_same_speaker_that_begins_itself(paragraphs):
    quotes = annotated(*paragraphs)["quotes"]
    for row in quotes:
        first = quotes[row.utterance]
        assert first.utterance == row.utterance <= row.quote
        assert row.utterance == row.quote or first.speaker == row.speaker
