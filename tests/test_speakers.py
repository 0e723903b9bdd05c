"""Who said it: every way in which an article tells a reader, and what it says of the speaker."""

import pytest
from annotated import annotated, quotation

NAMED = [
    ("before", 'Mara Quist said, "The bridge is shut."', "Mara Quist"),
    ("after", '"The bridge is shut," Mara Quist said.', "Mara Quist"),
    ("inverted", '"The bridge is shut," said Mara Quist.', "Mara Quist"),
    ("in the middle", '"The bridge is shut," said Mara Quist, "and it stays so."', "Mara Quist"),
    ("with a role", '"The bridge is shut," said the mayor, Mara Quist.', "Mara Quist"),
    ("with a title", '"The bridge is shut," Mayor Mara Quist said on Monday.', "Mara Quist"),
    ("with an apposition", '"The bridge is shut," said Mara Quist, who leads the council.', "Mara Quist"),
    ("a verb of no lexicon", '"The bridge is shut," Mara Quist grinned.', "Mara Quist"),
    ("colon", 'Mara Quist had a warning: "The bridge is shut."', "Mara Quist"),
    ("transcript", 'QUIST: "The bridge is shut."', "QUIST"),
    ("transcript with full name", 'Mara Quist: "The bridge is shut."', "Mara Quist"),
    ("dash", '"The bridge is shut." – Mara Quist', "Mara Quist"),
    ("according to", "The bridge is shut, according to Mara Quist.", "Mara Quist"),
    ("told by", "The council was told by Mara Quist that the bridge is shut.", "Mara Quist"),
    ("quoted as saying", 'Mara Quist was quoted as saying "the bridge is shut".', "Mara Quist"),
    ("relative clause", 'Mara Quist, who said "the bridge is shut", left the hall.', "Mara Quist"),
    ("participle", "Mara Quist left the hall, saying the bridge is shut.", "Mara Quist"),
    ("second verb", "Mara Quist opened the meeting and said the bridge is shut.", "Mara Quist"),
    ("noun", "Mara Quist rejected the claim by Tom Reyl that the bridge is shut.", "Tom Reyl"),
    ("organisation", "The Talheim Road Agency said the bridge is shut.", "Talheim Road Agency"),
]


@pytest.mark.parametrize(("text", "speaker"), [n[1:] for n in NAMED], ids=[n[0] for n in NAMED])
def test_a_speaker_is_named_beside_the_words(text, speaker):
    row = quotation("ridge is shut", text)
    assert (row.speaker, row.resolution) == (speaker, "named")
    assert row.speaker_text == text[row.speaker_start : row.speaker_end]
    assert set(row.speaker_text.split()) & set(speaker.split())


CARRIED = [
    ("he", ["Tom Reyl opened the meeting.", '"The bridge is shut," he said.'], "Tom Reyl", "pronoun"),
    ("she in the same paragraph", ['Mara Quist came. She said, "The bridge is shut."'], "Mara Quist", "pronoun"),
    (
        "gender stated by a title",
        ["Ms Quist met Mr Reyl in Talheim.", '"The bridge is shut," she said.'],
        "Quist",
        "pronoun",
    ),
    (
        "gender stated by a role",
        ["The chairwoman, Mara Quist, met the chairman, Tom Reyl.", '"The bridge is shut," he said.'],
        "Tom Reyl",
        "pronoun",
    ),
    (
        "they",
        ["The Talheim Road Agency closed the road.", "They said the bridge is shut."],
        "Talheim Road Agency",
        "pronoun",
    ),
    (
        "definite description",
        ["Mayor Mara Quist met Tom Reyl, a farmer.", '"The bridge is shut," the mayor said.'],
        "Mara Quist",
        "named",
    ),
    (
        "definite description without the modifier",
        ["Foreign Minister Mara Quist came to Talheim.", '"The bridge is shut," the minister said.'],
        "Mara Quist",
        "named",
    ),
    (
        "description of an organisation",
        ["The Harbour Workers Union met the Talheim Bank.", "The union said the bridge is shut."],
        "Harbour Workers Union",
        "named",
    ),
    (
        "goes on in the paragraph",
        ['"It rained," said Mara Quist. "The bridge is shut."'],
        "Mara Quist",
        "continued",
    ),
    (
        "goes on after a sentence between",
        ['"It rained," said Mara Quist. "The river rose. The bridge is shut."'],
        "Mara Quist",
        "continued",
    ),
    (
        "goes on in the next paragraph",
        ['"It rained for days," said Mara Quist.', '"The bridge is shut and it will stay shut."'],
        "Mara Quist",
        "continued",
    ),
    (
        "opens in one paragraph and goes on in the next",
        ["Mara Quist said: “It rained for many days.", "“The bridge is shut and it will stay shut.”"],
        "Mara Quist",
        "continued",
    ),
    (
        "named by the sentence before",
        ['Mara Quist shook her head. "The bridge is shut and it will stay shut."'],
        "Mara Quist",
        "continued",
    ),
    (
        "named after the first of two",
        ['"The bridge is shut." "It stays so," said Mara Quist.'],
        "Mara Quist",
        "continued",
    ),
]


@pytest.mark.parametrize(("paragraphs", "speaker", "resolution"), [c[1:] for c in CARRIED], ids=[c[0] for c in CARRIED])
def test_a_speaker_is_carried_to_words_that_do_not_name_one(paragraphs, speaker, resolution):
    row = quotation("ridge is shut", *paragraphs)
    assert (row.speaker, row.resolution) == (speaker, resolution)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"The bridge is shut," said a senior official.', "a senior official"),
        ('"The bridge is shut," said two people familiar with the plan.', "two people familiar with the plan"),
        ("A spokesman for the league said the bridge is shut.", "A spokesman for the league"),
        ("Several dockers said the bridge is shut.", "Several dockers"),
    ],
)
def test_a_source_without_a_name_is_called_what_the_article_calls_it(text, speaker):
    row = quotation("ridge is shut", text)
    assert row.speaker == speaker
    (kind,) = [r.kind for r in annotated(text)["speakers"]]
    assert kind in {"anonymous", "group"}


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("Mara Quist said the bridge is shut, according to the Talheim Post.", "Mara Quist", "Talheim Post"),
        ("The bridge is shut, Mara Quist said, according to the Talheim Post.", "Mara Quist", "Talheim Post"),
        ("According to the Talheim Post, Mara Quist said the bridge is shut.", "Mara Quist", "Talheim Post"),
        ("Mara Quist said the bridge is shut.", "Mara Quist", None),
    ],
)
def test_whoever_only_passes_words_on_is_not_their_speaker(text, speaker, via):
    row = quotation("ridge is shut", text)
    assert (row.speaker, row.via) == (speaker, via)
    assert [r.speaker for r in annotated(text)["speakers"]] == [speaker]


def test_a_quotation_in_another_has_its_own_speaker():
    text = "\"Tom Reyl told me, 'The bridge is dead,' and he left,\" said Mara Quist."
    assert quotation("The bridge is dead", text).speaker == "Tom Reyl"
    assert quotation("and he left", text).speaker == "Mara Quist"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\"I said 'never again' to the council,\" Mara Quist said.", "never again"),
        ('"I told them that the bridge was dead," said Mara Quist.', "the bridge was dead"),
    ],
)
def test_i_inside_a_quotation_is_who_speaks_it(text, words):
    assert quotation(words, text).speaker == "Mara Quist"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ('"Tom Reyl has shut the bridge," said Mara Quist.',),
        ('"Tom Reyl is a liar and Jonas Brandl is another," she said.',),
        ('"Tom Reyl has shut the bridge and he knows why."',),
        ('"We asked Tom Reyl, and nobody answered us," said a docker.',),
        ("Mara Quist spoke.", '"Tom Reyl said no," she said.'),
        ('"Ask Tom Reyl," was the answer.',),
    ],
)
def test_nobody_named_only_inside_a_quotation_speaks_it(paragraphs):
    row = max(annotated(*paragraphs)["quotes"], key=lambda q: len(q.text))
    assert row.speaker not in {"Tom Reyl", "Jonas Brandl"}


@pytest.mark.parametrize(
    ("text", "role", "affiliation", "kind"),
    [
        ('"No," said Foreign Minister Mara Quist.', "Foreign Minister", None, "person"),
        ('"No," said Mara Quist, chairwoman of Hydravess.', "chairwoman of Hydravess", "Hydravess", "person"),
        (
            '"No," said Mara Quist, the head of the Talheim Road Agency.',
            "head of the Talheim Road Agency",
            "Talheim Road Agency",
            "person",
        ),
        ('"No," said Norwegian President Mara Quist.', "Norwegian President", "Norway", "person"),
        ('"No," said Mara Quist.', None, None, "person"),
        ("The Talheim Road Agency said it was late.", None, None, "organization"),
        ("Norway said it was late.", None, None, "country"),
    ],
)
def test_a_speaker_has_the_role_and_affiliation_that_the_article_words(text, role, affiliation, kind):
    (row,) = annotated(text)["speakers"]
    assert (row.role, row.affiliation, row.kind) == (role, affiliation, kind)


@pytest.mark.parametrize(
    ("paragraphs", "pronoun"),
    [
        (("Mara Quist came.", '"No," she said.'), "she"),
        (("Mara Quist came.", '"No," he said.'), "he"),
        (('"No," said Ms Quist.',), "she"),
        (('"No," said Mary Quist.',), None),
    ],
    ids=["she", "he", "title", "never from a name"],
)
def test_a_speaker_has_the_pronoun_that_the_article_uses(paragraphs, pronoun):
    (row,) = annotated(*paragraphs)["speakers"]
    assert row.pronoun == pronoun


def test_words_and_quotations_of_a_speaker_are_counted_once():
    text = '"The bridge is shut," said Mara Quist. "I said \'never again\' in May."'
    (row,) = annotated(text)["speakers"]
    assert (row.speaker, row.quotes, row.words) == ("Mara Quist", 2, 10)
