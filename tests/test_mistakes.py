import pytest
from report_samples import PARAGRAPHS, Sample, doc_id, tables

from analysis import mistakes
from analysis.mistakes import CAUSES, by_cause

TEXT = "\n".join(PARAGRAPHS)
RIGHT = {"start_text": "We asked", "speakers": ["Odile Varga"], "kind": "direct"}


@pytest.fixture(scope="module")
def here():
    return tables()


def said(start, speaker, kind="direct"):
    return {"quotes": [{"start_text": start, "speakers": [speaker], "kind": kind}]}


def stands(speaker, target, side, **more):
    return {"stances": [{"speaker": speaker, "target": target, "stance": side, **more}]}


def from_source(content, source):
    spans = {"source": source, "cue": "said", "content": content}
    return {"attributions": [{role: [[TEXT.index(words), TEXT.index(words) + len(words)]] for role, words in spans.items()}]}


COUNCIL = {"evidence": "accused the council of bad faith"}


@pytest.mark.parametrize(
    ("gold", "cause", "expected", "given"),
    [
        (said("The rule is older", "Per Aldous"), mistakes.NOT_FOUND, "Per Aldous", None),
        (said("sent us a brochure,” said Odile", "Odile Varga"), mistakes.BOUNDS, "Odile Varga", None),
        (said("Residents would", "Report", "indirect"), mistakes.NOBODY, "Report", None),
        (said("a gift to the", "Odile Varga", "mixed"), mistakes.PRONOUN, "Odile Varga", "Per Aldous"),
        (said("I told them", "Per Aldous"), mistakes.CONTINUED, "Per Aldous", "Odile Varga"),
        (
            {"quotes": [RIGHT, *said("the council had", "Odile Varga", "indirect")["quotes"]]},
            mistakes.STRANGER,
            "Odile Varga",
            "Per Aldous",
        ),
        (
            {
                "quotes": [
                    *said("the council had", "Odile Varga", "indirect")["quotes"],
                    *said("a gift", "Aldous", "mixed")["quotes"],
                ]
            },
            mistakes.ANOTHER,
            "Odile Varga",
            "Per Aldous",
        ),
        ({"not_speech": ["a gift to the airport"]}, mistakes.NOT_SPEECH, "nobody", "Per Aldous"),
        (stands("Odile Varga", "night ferry", 1), mistakes.UNSEEN, "for", None),
        (stands("Per Aldous", "airport", 1), mistakes.NEUTRAL, "for", "neutral"),
        (stands("Per Aldous", "council", 1), mistakes.SIGN, "for", "against"),
        (stands("Odile Varga", "council", -1, **COUNCIL), mistakes.OTHER_SPEAKER, "Odile Varga", "Per Aldous"),
        (stands("Per Aldous", "ferry lobby", -1, **COUNCIL), mistakes.OTHER_TARGET, "ferry lobby", "Harbour Council"),
        (from_source("older than the ferry", "The rule"), mistakes.NOT_FOUND, "The rule", None),
        (from_source("its own figures", "Per Aldous"), mistakes.BOUNDS, "Per Aldous", None),
        (from_source("a gift to the airport", "the council"), mistakes.MENTION, "the council", "He"),
        (from_source("Residents would, according to a report, lose", "a report"), mistakes.NOBODY, "a report", None),
    ],
)
def test_an_error_has_its_cause_what_was_expected_and_what_is_given(here, gold, cause, expected, given):
    found = mistakes.mistakes(here, {"night_ferry": gold})
    [row] = found[found["cause"] != mistakes.TOO_MUCH].astype(object).where(found.notna(), None).itertuples()
    assert (row.cause, row.expected, row.given) == (cause, expected, given)


def test_what_is_right_is_no_error(here):
    gold = {"quotes": [RIGHT], "not_speech": ["quiet hours"], **stands("Aldous", "council", -1)}
    assert mistakes.mistakes(here, {"night_ferry": gold}).empty


def test_a_row_with_a_speaker_that_no_attribution_has_is_too_much(here):
    found = mistakes.mistakes(here, {"night_ferry": from_source("a gift to the airport", "He")})
    spoken = here.quotes[here.quotes["speaker_start"].notna() & (here.quotes["text"] != "a gift to the airport")]
    assert set(found["cause"]) == {mistakes.TOO_MUCH}
    assert sorted(found["words"]) == sorted(spoken["text"])


def test_errors_come_by_cause_the_commonest_first_each_with_the_sentence_of_its_article():
    other = Sample(path="seeds/b.txt")
    lost = said("The rule is older", "Per Aldous")
    gold = {"b": {"quotes": said("a gift", "Odile Varga", "mixed")["quotes"] + lost["quotes"]}, "night_ferry": lost}
    found = mistakes.mistakes(tables(Sample(), other), gold)
    assert found["cause"].tolist() == [mistakes.NOT_FOUND, mistakes.NOT_FOUND, mistakes.PRONOUN]
    assert found["doc_id"].tolist() == [doc_id(Sample()), doc_id(other), doc_id(other)]
    assert found["text"].tolist()[1:] == ["The rule is older than the ferry.", PARAGRAPHS[3]]
    assert by_cause(found).to_dict() == {mistakes.NOT_FOUND: 2, mistakes.PRONOUN: 1}


def test_a_stance_without_evidence_is_shown_where_its_target_is_named(here):
    [row] = mistakes.mistakes(here, {"night_ferry": stands("Odile Varga", "quiet hours", 1)}).itertuples()
    assert "quiet hours" in row.text


def test_every_cause_is_explained_and_short_enough_for_a_figure():
    names = {name for key, name in vars(mistakes).items() if key.isupper() and isinstance(name, str)}
    assert names == set(CAUSES)
    assert max(map(len, names)) <= 24
