import numpy as np
import pandas as pd
import pytest
from factory import Article, corpus
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import PARAGRAPHS, Sample, tables

from analysis.gold_attributions import attributions_against_gold, attributions_given
from analysis.intervals import resampled
from analysis.quality import reliability_by_band, stances_against_gold
from analysis.scores import explained, judged, listed, scores

TEXT = "\n".join(PARAGRAPHS)


@pytest.fixture(scope="module")
def here():
    return tables()


def attribution(content, source):
    spans = {"source": source, "cue": "said", "content": content}
    return {role: [[TEXT.index(words), TEXT.index(words) + len(words)]] for role, words in spans.items()}


def of(*attributions):
    return {"night_ferry": {"attributions": list(attributions)}}


@pytest.mark.parametrize(
    ("stances", "side", "found", "right"),
    [
        ([("Quist", "ferry", -1.0)], -1, True, True),
        ([("Quist", "ferry", -1.0)], 1, True, False),
        ([("Quist", "ferry", 0.0)], 1, False, False),
        ([("Quist", "ferry", 1.0), ("Quist", "ferry", -0.4)], 1, True, True),
        ([("Quist", "ferry", 1.0), ("Quist", "ferry", -1.0)], 1, True, False),
        ([("Orr", "ferry", 1.0), ("Quist", "port", 1.0)], 1, False, False),
        ([], 1, False, False),
    ],
)
def test_a_stance_is_found_if_one_takes_a_side_and_right_if_they_sum_to_that_of_the_gold(stances, side, found, right):
    here = corpus(Article(["Quist and Orr on the ferry and the port."], stances=stances))
    wanted = {"speaker": "Mara Quist", "target": "the ferry", "stance": side}
    row = stances_against_gold(here, {"d0": {"stances": [wanted]}}).iloc[0]
    assert (row["found"], row["right"]) == (found, right)


def test_what_the_tables_say_themselves_is_found_whole_and_right(here):
    spoken = here.quotes[here.quotes["speaker_start"].notna()]
    own = of(*(attribution(row.text, row.speaker_text) for row in spoken.itertuples()))
    found = scores(here, own).set_index("figure")
    spared = ["direct: recall", "direct: speaker right", "direct: precision"]  # speech without a mention is in no attribution
    assert (found.drop(index=spared)["share"] == 1).all()
    assert len(found) == 7


@pytest.mark.parametrize(
    ("content", "source", "found", "right"),
    [
        ("a gift to the airport", "He", True, True),
        ("the vote “a gift to the airport”", "He", True, True),
        ("a gift to the airport", "Per Aldous", True, False),
        ("He called the vote “a gift to the airport” and accused the council of bad faith", "He", False, False),
    ],
)
def test_an_attribution_is_found_from_half_of_the_union_and_right_if_the_mention_is_in_its_source(
    here, content, source, found, right
):
    row = attributions_against_gold(here, of(attribution(content, source))).query("not direct").iloc[0]
    assert (row["found"], row["right"]) == (found, right)


def test_words_in_marks_within_an_attribution_are_direct_and_those_outside_are_not(here):
    wanted = attributions_against_gold(here, of(attribution("the vote “a gift to the airport”", "He")))
    direct = wanted[wanted["direct"]]
    assert [TEXT[start:end] for start, end in zip(direct["start"], direct["end"], strict=True)] == ["a gift to the airport"]


def test_only_rows_of_articles_with_gold_attributions_are_judged():
    both = tables(Sample(), Sample(path="seeds/b.txt"))
    assert set(attributions_given(both, of(attribution("a gift to the airport", "He")))["article"]) == {"night_ferry"}


def test_figures_come_with_number_and_interval_and_only_where_gold_has_a_case(here):
    quotes = [{"start_text": "a gift", "speakers": ["Aldous"], "kind": "mixed", "pronoun": True}]
    found = scores(here, {"night_ferry": {"quotes": quotes, "not_speech": ["quiet hours"]}})
    assert found["figure"].tolist() == ["quotations found", "speaker right", "· pronoun or nothing", "speech of nobody"]
    assert found["share"].tolist() == [1, 1, 1, 0]
    assert found["low"].round(2).tolist() == [0.21, 0.21, 0.21, 0]
    assert listed(found)["95 % interval"].tolist()[:1] == ["20.7 to 100.0"]
    assert explained(found)["what it counts"].str.len().min() > 20


def test_attributions_are_judged_where_gold_has_no_quotations(here):
    found = judged(here, of(attribution("a gift to the airport", "He")))
    assert found[["found", "right", "confidence"]].to_numpy().tolist() == [[True, True, 0.44]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), max_size=30))
def test_each_speaker_that_is_found_is_in_the_band_of_its_confidence(rows):
    compared = pd.DataFrame(rows, columns=["confidence", "right", "found"]).astype({"right": bool, "found": bool})
    bands = reliability_by_band(compared)
    assert bands["statements"].sum() == compared["found"].sum()
    assert bands["confidence"].is_monotonic_increasing
    assert (bands["low"] <= bands["right"]).all() and (bands["right"] <= bands["high"]).all()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(9, 20)), min_size=2, max_size=8))
def test_the_interval_over_articles_lies_between_the_worst_and_the_best_of_them_and_is_always_the_same(rows):
    def share(sums):
        return sums[..., 0] / sums[..., 1]

    counts = np.array(rows, dtype=float)
    low, high = resampled(counts, share)
    assert share(counts).min() - 1e-9 <= low <= high <= share(counts).max() + 1e-9
    assert resampled(counts, share) == (low, high)


def test_the_interval_of_a_single_article_says_nothing():
    assert resampled(np.array([[1.0, 2.0]]), lambda sums: sums[..., 0]) == (0, 1)
