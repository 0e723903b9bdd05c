"""Cues, the kinds of quotation, and which words each bounds."""

import pytest
from annotated import annotated, quotation

KINDS = [
    ("before its cue", '"The bridge will stay closed for six weeks," said Mara Quist.', "The bridge will", "direct"),
    ("a question", '"Who will pay for it?" asked Tom Reyl.', "Who will", "direct"),
    ("one word", '"Never," said Mara Quist.', "Never", "direct"),
    ("after a colon", 'Mara Quist said: "The bridge is not safe."', "The bridge", "direct"),
    ("after a comma", 'Mara Quist said, "The bridge is not safe."', "The bridge", "direct"),
    ("a phrase", 'Mara Quist called the plan "a gift to the banks".', "a gift", "mixed"),
    ("the end of a clause", 'Mara Quist said the report was "late and full of holes".', "late and", "mixed"),
    ("that-clause", "Mara Quist said that the bridge was not safe.", "the bridge", "indirect"),
    ("bare clause", "Mara Quist said the bridge was not safe.", "the bridge", "indirect"),
    ("question clause", "Tom Reyl asked whether the bridge was safe.", "the bridge", "indirect"),
    ("infinitive", "Mara Quist promised to mend the bridge.", "mend the bridge", "indirect"),
    ("according to", "The bridge will open in May, according to Mara Quist.", "The bridge", "indirect"),
    ("according to first", "According to Mara Quist, the bridge will open in May.", "the bridge", "indirect"),
    ("parenthetical", "The bridge, Mara Quist said, will open in May.", "will open", "indirect"),
    ("at the end", "The bridge will open in May, Mara Quist said.", "The bridge", "indirect"),
    ("noun", "Mara Quist repeated her claim that the bridge was safe.", "the bridge", "indirect"),
    ("so-called", 'The so-called "people\'s bank" closed in May.', "people", "scare"),
    ("a word", 'The "gold" in the hall was sold in May.', "gold", "scare"),
]


@pytest.mark.parametrize(("text", "words", "kind"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS])
def test_the_kind_follows_from_marks_and_grammar(text, words, kind):
    assert quotation(words, text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        'Tom Reyl read from his novel "The Long River" on Monday.',
        'Tom Reyl said that his novel "The Long River" was finished.',
        'Mara Quist sang "A Song of Rain" at the fair.',
        'Jonas Brandl, known as "the Heron", left the town on Monday.',
        'Mara Quist praised the film "Low Water" on Monday.',
        'The report, entitled "A Bridge in Need", came out on Monday.',
    ],
    ids=["novel", "novel in a clause", "song", "nickname", "film", "report"],
)
def test_titles_and_nicknames_have_no_speaker(text):
    marked = [row for row in annotated(text)["quotes"] if row.kind != "indirect"]
    assert [(row.kind, row.speaker) for row in marked] == [("scare", None)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mara Quist said that the bridge was not safe.", "the bridge was not safe"),
        ("Mara Quist said on Monday that the bridge was not safe.", "the bridge was not safe"),
        ("The bridge was not safe, Mara Quist said.", "The bridge was not safe"),
        ("The bridge was not safe, according to Mara Quist.", "The bridge was not safe"),
        ("According to Mara Quist, the bridge was not safe.", "the bridge was not safe"),
        ("Mara Quist denied that the bridge was not safe.", "the bridge was not safe"),
        ("Mara Quist warned the council that the bridge was not safe.", "the bridge was not safe"),
    ],
)
def test_an_indirect_quotation_bounds_the_reported_clause(text, words):
    assert [(row.text, row.kind, row.speaker) for row in annotated(text)["quotes"]] == [(words, "indirect", "Mara Quist")]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ('"No," said Mara Quist.', "said"),
        ('"No," Mara Quist told reporters.', "told"),
        ('"No," the mayor, Mara Quist, added.', "added"),
        ("The bridge is safe, according to Mara Quist.", "according to"),
        ("Mara Quist denied that the bridge was safe.", "denied"),
        ("Mara Quist has warned that the bridge is old.", "warned"),
        ("Mara Quist insists that the bridge is old.", "insists"),
        ('Mara Quist: "No, the bridge is old."', ":"),
    ],
)
def test_the_cue_is_the_word_that_reports(text, cue):
    (row,) = annotated(text)["quotes"]
    assert row.cue == cue == text[row.cue_start : row.cue_end]


@pytest.mark.parametrize(
    "text",
    [
        "Mara Quist walked over the bridge on Monday.",
        "The bridge is old and it was closed on Monday.",
        "It rained. Nobody came to the fair in Talheim.",
        "The dockers' union met in Tom O'Brien's hall.",
    ],
)
def test_what_nobody_says_is_no_quotation(text):
    assert annotated(text)["quotes"] == []


def test_a_quotation_in_another_is_numbered_and_knows_what_it_lies_in():
    text = "\"Tom Reyl told me, 'The bridge is dead,' and he left,\" said Mara Quist."
    rows = annotated(text)["quotes"]
    assert [row.quote for row in rows] == list(range(len(rows)))
    inner = next(row for row in rows if row.text == "The bridge is dead,")
    assert rows[inner.inside].text.startswith("Tom Reyl told me")
    assert rows[inner.inside].inside is None


def test_a_clause_wholly_in_marks_is_one_quotation():
    assert len(annotated('Mara Quist said that "the bridge will never be safe again".')["quotes"]) == 1


def test_a_phrase_in_marks_lies_in_the_clause_around_it():
    rows = annotated('Mara Quist said that the bridge, which the town built last year with money from a bank, was "a gift".')[
        "quotes"
    ]
    assert [(row.kind, row.inside, row.speaker) for row in rows] == [
        ("indirect", None, "Mara Quist"),
        ("mixed", 0, "Mara Quist"),
    ]


def test_the_surer_the_grammar_the_higher_the_confidence():
    beside = quotation("The bridge", '"The bridge is shut," said Mara Quist.')
    carried = quotation("The bridge", "Mara Quist opened the meeting.", '"The bridge is shut and it will not be opened again."')
    assert beside.confidence > carried.confidence > 0
