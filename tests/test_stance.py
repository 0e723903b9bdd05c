"""Who is for or against whom, by which words, and what turns or weakens it."""

import pytest
from annotated import annotated
from behaviour_cases import annotated as annotated_together
from behaviour_cases import foreseen, is_one_of, parameter, rows

from analysis import stance
from analysis.pipeline import read
from analysis.stance_model import score_heads


def stands(*paragraphs):
    return [(row.speaker, row.target, row.label, row.relation) for row in annotated(*paragraphs)["stances"]]


def side(text, speaker, target):
    """The side that a speaker takes toward a target in a text: support, oppose or none."""
    found = annotated_together(tuple(text.split(" ¶ ")), TITLE)["stances"]
    fitting = [
        r for r in found if is_one_of(r.speaker, speaker) and (is_one_of(r.target, target) or is_one_of(r.target_text, target))
    ]
    total = sum(row.stance for row in fitting)
    return "support" if total > 0 else "oppose" if total < 0 else "none"


TITLE = "News of stances"  # none that test_behaviour.py gives its texts, whose stances are left out
CASES = rows("stance")
NAMES = [("Liv", "Brandt-Osei"), ("Adaora", "Nwekesi"), ("Šárka", "Vlk"), ("Tomiko", "Harada")]


@pytest.mark.parametrize("case", [parameter("stance", case, "".join(case[5:])) for case in CASES])
def test_who_takes_which_side(case):
    _, text, speaker, target, expected = case[:5]
    assert side(text, speaker, target) == expected


RENAMED = [
    parameter("stance", case, "".join(case[5:]), NAMES[at % len(NAMES)], variation=NAMES[at % len(NAMES)][1])
    for case in CASES
    if "Mara Quist" in case[1] and "fails" not in case[5:]
    for at in [len(case[1])]  # one of the names, the same whatever rows are added
]


def renamed(case, person):
    first, last = person
    return [cell.replace("Mara", first).replace("Quist", last) for cell in case[:5]]


foreseen += [text for _, text, *_ in CASES]
foreseen += [renamed(*parameters.values)[1] for parameters in RENAMED]


@pytest.mark.parametrize(("case", "person"), RENAMED)
def test_another_name_changes_no_side(case, person):
    _, text, speaker, target, expected = renamed(case, person)
    assert side(text, speaker, target) == expected


def test_the_table_has_cases_of_every_side():
    sides = [case[4] for case in CASES]
    assert len(CASES) >= 120
    assert min(sides.count(each) for each in ("support", "oppose", "none")) >= 40


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("The council wants the Hollin bridge bill. Mara Quist opposes the bill.", ["Hollin bridge bill", "Hollin bridge bill"]),
        ("Mara Quist opposes the bill. The council wants the Hollin bridge bill.", ["Hollin bridge bill", "Hollin bridge bill"]),
        ("The council wants a harbour bill. Mara Quist opposes the bridge bill.", ["harbour bill", "bridge bill"]),
        ("The council wants a humanitarian cease-fire. Mara Quist opposes the cease-fire.", ["humanitarian cease-fire"] * 2),
        ("The council wants a harbour bill. Mara Quist opposes a bill.", ["harbour bill", "bill"]),
    ],
    ids=["shorter later", "shorter first", "two bills", "cease-fire", "not the same"],
)
def test_variants_of_a_target_come_under_one_name(text, targets):
    assert [row.target for row in annotated(text)["stances"]] == targets


@pytest.mark.parametrize(
    ("text", "target", "ground"),
    [
        ("Mara Quist supports Tom Reyl.", "Tom Reyl", "object"),
        ("Mara Quist criticised Tom Reyl’s speech.", "Tom Reyl", "owner"),
        ("Mara Quist voiced support for Tom Reyl.", "Tom Reyl", "nominal"),
        ("Mara Quist is critical of Tom Reyl.", "Tom Reyl", "adjective"),
        ("Mara Quist, a critic of Tom Reyl, left.", "Tom Reyl", "bearer"),
        ("Mara Quist urged voters to reject Tom Reyl.", "Tom Reyl", "clause"),
        ("Mara Quist demanded the release of Tom Reyl.", "Tom Reyl", "nested"),
        ("Mara Quist called Tom Reyl a liar.", "Tom Reyl", "judgement"),
        ("Mara Quist is against Tom Reyl.", "Tom Reyl", "against"),
        ("“Tom Reyl should resign,” said Mara Quist.", "Tom Reyl", "agent"),
        ("“We must stop Tom Reyl,” said Mara Quist.", "Tom Reyl", "demand"),
    ],
)
def test_a_stance_keeps_what_gave_it(text, target, ground):
    found = [s.ground for s in read(text).stances if s.speaker == "Mara Quist" and s.target == target and s.sign]
    assert found == [ground]


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("Mara Quist supports Tom Reyl.", ("Mara Quist", "Tom Reyl", "support", "support")),
        ("Mara Quist supported the new bridge.", ("Mara Quist", "new bridge", "support", "support")),
        ("Mara Quist opposes Tom Reyl.", ("Mara Quist", "Tom Reyl", "oppose", "oppose")),
        ("Mara Quist opposed the new bridge.", ("Mara Quist", "new bridge", "oppose", "oppose")),
        ("Mara Quist accused Tom Reyl of lying.", ("Mara Quist", "Tom Reyl", "oppose", "accuse")),
        ("Mara Quist denied the claim.", ("Mara Quist", "claim", "oppose", "deny")),
        ("Mara Quist demanded new rules.", ("Mara Quist", "new rules", "support", "demand")),
        ("Mara Quist urged the council to close the bridge.", ("Mara Quist", "bridge", "oppose", "urge")),
        ("Mara Quist praised Tom Reyl.", ("Mara Quist", "Tom Reyl", "support", "praise")),
        ("Mara Quist blamed Tom Reyl for the flood.", ("Mara Quist", "Tom Reyl", "oppose", "blame")),
        ("Mara Quist rejected the plan.", ("Mara Quist", "plan", "oppose", "reject")),
        ("Mara Quist promised a new bridge.", ("Mara Quist", "new bridge", "support", "promise")),
        ("Mara Quist criticised Tom Reyl.", ("Mara Quist", "Tom Reyl", "oppose", "criticize")),
        ("Mara Quist condemned the Talheim Bank.", ("Mara Quist", "Talheim Bank", "oppose", "condemn")),
        ("Tom Reyl was praised by Mara Quist.", ("Mara Quist", "Tom Reyl", "support", "praise")),
        ("Tom Reyl was accused by Mara Quist of lying.", ("Mara Quist", "Tom Reyl", "oppose", "accuse")),
        ("Mara Quist came. She praised Tom Reyl.", ("Mara Quist", "Tom Reyl", "support", "praise")),
        ("Mara Quist's support for the bridge was clear.", ("Mara Quist", "bridge", "support", "support")),
        ("Mara Quist's criticism of Tom Reyl was sharp.", ("Mara Quist", "Tom Reyl", "oppose", "criticize")),
        ('"I support Tom Reyl," said Mara Quist.', ("Mara Quist", "Tom Reyl", "support", "support")),
        ('"We reject the plan," said Mara Quist.', ("Mara Quist", "plan", "oppose", "reject")),
        ("Mara Quist was one of the four who opposed the bridge.", ("Mara Quist", "bridge", "oppose", "oppose")),
        ("One of the two who opposed the bridge, Mara Quist, left.", ("Mara Quist", "bridge", "oppose", "oppose")),
        ("Mara Quist campaigns against closing the school.", ("Mara Quist", "school", "support", "oppose")),
        ("Mara Quist is in favour of scrapping the levy.", ("Mara Quist", "levy", "oppose", "support")),
        ("Mara Quist is against raising fees.", ("Mara Quist", "fees", "oppose", "oppose")),
        ("Mara Quist had harsh words for Tom Reyl.", ("Mara Quist", "Tom Reyl", "oppose", "oppose")),
        ("Mara Quist has taken Tom Reyl's side.", ("Mara Quist", "Tom Reyl", "support", "support")),
        ("Mara Quist gave the plan her blessing.", ("Mara Quist", "plan", "support", "support")),
        ("Mara Quist turned her back on the plan.", ("Mara Quist", "plan", "oppose", "oppose")),
        ("Mara Quist came to Tom Reyl's defence.", ("Mara Quist", "Tom Reyl", "support", "support")),
        ("Norway condemned Portugal.", ("Norway", "Portugal", "oppose", "condemn")),
        ("Oslo condemned Lisbon.", ("Norway", "Portugal", "oppose", "condemn")),
    ],
)
def test_a_word_of_stance_gives_speaker_target_and_side(text, stand):
    assert stand in stands(text)


@pytest.mark.parametrize(
    ("plain", "turned"),
    [
        ("Mara Quist supports Tom Reyl.", "Mara Quist does not support Tom Reyl."),
        ("Mara Quist supports Tom Reyl.", "Mara Quist never supported Tom Reyl."),
        ("Mara Quist supports Tom Reyl.", "Mara Quist no longer supports Tom Reyl."),
        ("Mara Quist supports Tom Reyl.", "Mara Quist refused to support Tom Reyl."),
        ("Mara Quist will praise Tom Reyl.", "Mara Quist will not praise Tom Reyl."),
        ('"I support Tom Reyl," said Mara Quist.', '"I do not support Tom Reyl," said Mara Quist.'),
        ("Mara Quist promised to support the bridge.", "Mara Quist declined to support the bridge."),
    ],
)
def test_a_negation_or_refusal_turns_support_into_opposition(plain, turned):
    def sides(text):
        return [row.label for row in annotated(text)["stances"] if row.speaker == "Mara Quist"]

    assert "support" in sides(plain)
    assert "oppose" in sides(turned)
    assert "support" not in sides(turned)


@pytest.mark.parametrize(
    "text",
    [
        "Mara Quist did not reject the plan.",
        "Mara Quist did not accuse Tom Reyl.",
        "Mara Quist never opposed the bridge.",
        "Mara Quist did not blame Tom Reyl.",
    ],
)
def test_not_to_oppose_is_not_to_oppose(text):
    assert "oppose" not in [label for _, _, label, _ in stands(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Will Mara Quist support Tom Reyl?",
        "Does Mara Quist oppose the bridge?",
        "Tom Reyl asked whether Mara Quist supports the bridge.",
        "Nobody knows whether Mara Quist supports the bridge.",
        "It would help if Mara Quist supported the bridge.",
        "Unless Mara Quist supports the bridge, it will be shut.",
        "Mara Quist might support the bridge.",
    ],
)
def test_a_question_or_a_condition_is_no_stance(text):
    assert [(row.label, row.stance) for row in annotated(text)["stances"] if row.speaker == "Mara Quist" and row.stance] == []


@pytest.mark.parametrize(
    ("text", "evidence", "target"),
    [
        ("Mara Quist accused Tom Reyl of lying.", "accused Tom Reyl", "Tom Reyl"),
        ("Mara Quist rejected the new plan.", "rejected the new plan", "new plan"),
        ("Mara Quist had long opposed the new bridge.", "opposed the new bridge", "new bridge"),
        ("Tom Reyl was praised by Mara Quist.", "Tom Reyl was praised", "Tom Reyl"),
    ],
)
def test_the_evidence_holds_the_word_of_stance_and_the_target(text, evidence, target):
    (row,) = annotated(text)["stances"]
    assert (row.text, row.target_text) == (evidence, target)
    assert text[row.start : row.end] == evidence
    assert text[row.target_start : row.target_end] == target


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ('"Tom Reyl is a wonderful, honest man," said Mara Quist.', ("Mara Quist", "Tom Reyl", "support", "praise")),
        ('"Tom Reyl is a terrible liar," said Mara Quist.', ("Mara Quist", "Tom Reyl", "oppose", "criticize")),
        ('"Tom Reyl did not answer our letters," said Mara Quist.', ("Mara Quist", "Tom Reyl", "oppose", "criticize")),
        ('"Tom Reyl has failed to answer," said Mara Quist.', ("Mara Quist", "Tom Reyl", "oppose", "criticize")),
        ("Mara Quist said Tom Reyl had ignored three letters.", ("Mara Quist", "Tom Reyl", "oppose", "criticize")),
        ("Mara Quist said Tom Reyl had saved the theatre.", ("Mara Quist", "Tom Reyl", "support", "praise")),
    ],
    ids=["good words", "bad words", "left undone", "failed", "a bad deed", "a good deed"],
)
def test_what_is_said_of_somebody_is_a_stance(text, stand):
    assert stand in stands(text)


def test_a_stance_in_a_quotation_names_the_quotation():
    rows = annotated('It rained. "I reject the plan," said Mara Quist.')
    (row,) = rows["stances"]
    assert rows["quotes"][row.quote].text == "I reject the plan,"
    assert annotated("Mara Quist rejected the plan.")["stances"][0].quote is None


@pytest.mark.parametrize(
    "text",
    [
        "Mara Quist drove over the bridge.",
        "It rained in Talheim.",
        "Mara Quist blamed herself.",
        "The bridge supports forty lorries.",
        '"Tom Reyl came on Monday," said Mara Quist.',
    ],
)
def test_where_nobody_takes_a_side_there_is_no_stance(text):
    assert stands(text) == []


def test_nobody_takes_a_stance_toward_himself():
    rows = annotated("Mara Quist praised Mara Quist. Quist blamed herself and criticised Quist.")["stances"]
    assert [row for row in rows if row.speaker == row.target] == []


def test_plain_words_of_stance_are_surer_than_the_tone_of_a_quotation():
    (plain,) = annotated("Mara Quist condemned Tom Reyl.")["stances"]
    (tone,) = annotated('"Tom Reyl is a terrible liar," said Mara Quist.')["stances"]
    assert 1 >= plain.confidence > tone.confidence > 0


def test_what_is_asked_of_one_source_in_one_sentence_is_read_once(monkeypatch):
    asked = []
    monkeypatch.setattr(stance, "score_heads", lambda items, **how: asked.extend(items) or score_heads(items, **how))
    read('"The ferry plan is a disgrace," said Mara Quist, "and Tom Reyl is a liar."')
    texts = {(item.text, item.source, frozenset([item.target, *item.beside])) for item in asked}
    assert len(asked) > 1
    assert len(texts) == 1
