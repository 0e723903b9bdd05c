"""The shipped model: what it answers, that names carry no stance, and what it costs."""

import random
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from analysis.sentiment import score_targets
from analysis.stance import score_pairs
from analysis.stance_input import Item, is_name
from analysis.stance_model import score

SENTENCES = (Path(__file__).parent / "stance_sentences.txt").read_text(encoding="utf-8").splitlines()
MARK = re.compile(r"\{(?P<role>[SNP+0-])\|(?P<text>[^{}|=]*)(?:=(?P<other>[^{}|]*))?(?:\|(?P<kind>\w+)[^{}]*)?\}")
LABELS = {"+": "positive", "-": "negative", "0": "neutral"}
NAMES = {
    "person": ["Ilse Marrow", "Tadeo Brandl", "Amara Nwosu-Kell", "Joon Seo", "Viktor Halle", "Noor Farid", "Owen Dask"],
    "body": ["Harrow Institute", "Tarn Rail", "Delmont Trust", "Civic Watch", "Board of Ports"],
    "party": ["Meadow Party", "Union of the Left", "Blue Front", "Reform Club"],
    "country": ["Kestria", "Belmar", "Torland", "Mirador"],
}


def read(line, names=None):
    """The items of a line with marks, and their labels; with `names` (a random.Random) all names and genders are others."""
    text, source, targets, at, known = "", None, [], 0, {}
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        words, at = match["text"], match.end()
        if names and match["role"] == "P" and match["other"]:
            words = match["other"]
        elif names and match["kind"] in NAMES and is_name(words):
            words = swapped(words, NAMES[match["kind"]], known, names)
        span = (len(text), len(text) + len(words))
        text += words
        if match["role"] == "S":
            source = span
        elif match["role"] in LABELS:
            targets.append((span, LABELS[match["role"]]))
    text += line[at:]
    return [(Item(text, span, source), label) for span, label in targets]


def swapped(words, pool, known, random_):
    """Another name for the same one in all of its forms, with the article that it has."""
    article, name = re.fullmatch(r"((?:[Tt]he )?)(.*)", words).groups()
    key = name.split()[-1]
    if key not in known:
        known[key] = random_.choice([new for new in pool if new not in known.values()])
    return article + known[key]


@pytest.fixture(scope="module")
def cases():
    return [case for line in SENTENCES for case in read(line)]


@pytest.fixture(scope="module")
def labels(cases):
    return score([item for item, _ in cases])["label"].tolist()


def test_other_names_and_genders_change_the_stance_in_at_most_two_of_a_hundred_sentences(labels):
    assert len(SENTENCES) >= 200
    random_ = random.Random(7)
    others = [item for line in SENTENCES for item, _ in read(line, random_)]
    changed = [a != b for a, b in zip(labels, score(others)["label"], strict=True)]
    assert sum(changed) / len(changed) <= 0.02


def test_whichever_names_are_drawn_two_of_a_hundred_labels_change_at_most(labels):
    changed = []
    for draw in range(6):
        random_ = random.Random(draw)
        others = [item for line in SENTENCES for item, _ in read(line, random_)]
        changed += [a != b for a, b in zip(labels, score(others)["label"], strict=True)]
    assert sum(changed) / len(changed) <= 0.02


def test_stances_in_sentences_that_it_was_not_trained_on_are_found(cases, labels):
    truth = [label for _, label in cases]
    assert f1_score(truth, labels, average="macro") >= 0.6


def test_whoever_speaks_the_words_count(labels):
    praise, blame = (
        score([Item(f"{name} called the ferry plan {word}.", (len(name) + 8, len(name) + 22), (0, len(name)))])["label"][0]
        for name, word in [("Mara Quist", "a blessing"), ("Mara Quist", "a disgrace")]
    )
    assert (praise, blame) == ("positive", "negative")


def test_targets_asked_together_are_answered_as_if_the_text_were_read_once():
    text = "Mara Quist praised the bridge and mocked Tom Reyl."
    spans = [(23, 29), (41, 49)]
    items = [Item(text, span, (0, 10), tuple(s for s in spans if s != span)) for span in spans]
    assert score(items)["label"].tolist() == ["positive", "negative"]


def test_any_number_of_targets_may_be_asked_together():
    names = [f"the harbour board of {chr(65 + n % 26)}{'ab' * (1 + n // 26)}" for n in range(60)]
    text = f"Mara Quist thanked {', '.join(names)}."
    spans = [(at := text.index(f"{name},") if name != names[-1] else text.index(f"{name}."), at + len(name)) for name in names]
    items = [Item(text, span, (0, 10), tuple(s for s in spans if s != span)) for span in spans]
    assert len(score(items)) == 60


def test_answers_come_in_the_order_of_the_questions_with_probabilities_that_add_up():
    items = [("Voters adore Mara Quist.", 13, 23), ("A long walk, then nothing: Tom Reyl is a liar and a cheat.", 27, 35)]
    found = score_targets(items)
    assert list(found.columns) == ["negative", "neutral", "positive", "label"]
    assert found["label"].tolist() == ["positive", "negative"]
    assert found[["negative", "neutral", "positive"]].sum(axis=1).to_numpy() == pytest.approx([1, 1], abs=1e-5)


def test_no_questions_are_an_empty_table():
    assert score_pairs([]).columns.tolist() == ["negative", "neutral", "positive", "label"]
    assert score_pairs([]).empty


@pytest.mark.parametrize("span", [(3, 3), (5, 2), (-1, 2), (0, 99)])
def test_a_span_outside_of_its_text_is_named(span):
    with pytest.raises(ValueError, match="item 1: the target"):
        score_targets([("Mara Quist", 0, 4), ("Mara Quist", *span)])


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=1500), st.data())
def test_any_text_and_any_spans_are_answered(text, data):
    cut = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    spans = [(a, b) for a, b in (cut[:2], cut[2:]) if a < b]
    if len(spans) == 2:
        assert score([Item(text, spans[0], spans[1]), Item(text, spans[1])])["label"].notna().all()


def test_the_same_questions_have_the_same_answers(cases):
    some = [item for item, _ in cases[:40]]
    assert score(some, threads=2).equals(score(some, threads=1))


def test_an_answer_is_the_same_whatever_is_asked_beside_it(cases):
    some = [item for item, _ in cases[:30]]
    assert score(some)["positive"].tolist() == [score([item])["positive"][0] for item in some]


def test_the_model_is_one_file_of_at_most_25_megabytes():
    assert len(files("analysis").joinpath("resources", "stance_model.onnx").read_bytes()) <= 25_000_000


def test_names_and_pronouns_are_masked_and_things_are_read():
    assert [is_name(text) for text in ("Mara Quist", "the Harbour Board", "She")] == [True, True, True]
    assert not any(is_name(text) for text in ("the ferry plan", "The ferry plan", "a ban"))
