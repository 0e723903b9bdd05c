import json
import re

import pytest
from factory import Article, corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gold import read_gold, words_of
from analysis.gold_places import bound, gold_of, place_of
from analysis.gold_problems import LostGoldWords, NotJson, UnknownGoldArticle, UnreadableGold, WrongGold, WrongGoldSpan

SAID = "“The ferry stays,” said Quist."
QUOTE = {"start_text": "The ferry stays", "speakers": ["Quist"], "kind": "direct"}
STANCE = {"speaker": "Quist", "target": "ferry", "stance": 1}
SPANS = {"source": [[24, 29]], "cue": [[19, 23]], "content": [[1, 17]]}


@pytest.fixture
def written(tmp_path):
    """Writes a file of gold and gives its path."""

    def write(content, name="gold.json"):
        path = tmp_path / name
        path.write_bytes(
            content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()
        )
        return path

    return write


@pytest.fixture(scope="module")
def tables():
    return corpus(Article([SAID]), Article(["Rain fell."]))


@pytest.fixture(scope="module")
def namesakes():
    found = corpus(Article([SAID]), Article(["Rain fell."]))
    found.documents["path"] = ["a/fair.txt", "b/fair.txt"]
    return found


def test_json_lines_are_read_by_their_id(written):
    lines = [{"id": "d0", "attributions": [SPANS], "date": "20310502"}, {"id": "d1", "quotes": [QUOTE]}]
    found = read_gold(written("\n".join(map(json.dumps, lines)) + "\n\n", "gold.jsonl"))
    assert found == {"d0": lines[0], "d1": lines[1]}


@pytest.mark.parametrize(
    ("content", "error", "line", "found"),
    [
        (b"\xff\xfe\x00", UnreadableGold, None, "bytes that are no UTF-8"),
        ('{\n "d0": {"quotes": []}\n "d1"', NotJson, 3, "Expecting ',' delimiter"),
        ("[]", WrongGold, None, "a list instead of an object"),
        ("{}", WrongGold, None, "no article"),
        ('{\n "d0": []}', WrongGold, 2, "d0: a list instead of an object"),
        ({"d0": {"quote": [QUOTE]}}, WrongGold, 1, 'd0: the key "quote", where "quotes" may be meant'),
        ({"d0": {"title": "A town meets"}}, WrongGold, 1, "d0: none of quotes, stances, not_speech, attributions"),
        ({"d0": {"quotes": [], "text": ["a"]}}, WrongGold, 1, 'd0: a list instead of the "text"'),
        ({"d0": {"quotes": {}}}, WrongGold, 1, "d0: an object instead of a list of quotes"),
        ({"d0": {"quotes": ["The ferry stays"]}}, WrongGold, 1, "d0: quotes 1: a text instead of an object"),
        ({"d0": {"quotes": [QUOTE, {**QUOTE, "kind": "loud"}]}}, WrongGold, 1, 'd0: quotes 2: "kind" is "loud", not one of direct'),
        ({"d0": {"quotes": [{**QUOTE, "speakers": []}]}}, WrongGold, 1, '"speakers" is [], not a list of names'),
        ({"d0": {"stances": [{**STANCE, "stance": 2}]}}, WrongGold, 1, '"stance" is 2, not -1 or 1'),
        ({"d0": {"stances": [{"speaker": "Quist", "stance": 1}]}}, WrongGold, 1, 'd0: stances 1: no "target"'),
        ({"d0": {"not_speech": ["…"]}}, WrongGold, 1, "d0: not_speech 1: no text"),
        ({"d0": {"attributions": [{**SPANS, "cue": [[1]]}]}}, WrongGold, 1, '"cue" is [[1]], not a list of [start, end]'),
    ],
)
def test_gold_that_cannot_be_read_is_an_error_that_names_file_place_and_remedy(written, content, error, line, found):
    path = written(content)
    with pytest.raises(error, match=re.escape(found)) as raised:
        read_gold(path)
    assert (raised.value.path, raised.value.line) == (str(path), line)
    assert raised.value.remedy in str(raised.value)


def test_a_line_without_id_and_an_article_given_twice_are_named_by_their_line(written):
    with pytest.raises(WrongGold, match=r'gold\.jsonl:2: .*no object with an "id"'):
        read_gold(written('{"id": "d0", "quotes": []}\n{"quotes": []}', "gold.jsonl"))
    with pytest.raises(WrongGold, match=r"gold\.jsonl:2: .*d0: a second time"):
        read_gold(written('{"id": "d0", "quotes": []}\n{"id": "d0", "quotes": []}', "gold.jsonl"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableGold, match=r"none\.json: cannot be read: found No such file"):
        read_gold(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("gold", "error", "found"),
    [
        ({"ferry": {"quotes": []}}, UnknownGoldArticle, "'ferry'"),
        ({"d0": {"quotes": [{**QUOTE, "start_text": "The ferry sails"}]}}, LostGoldWords, "d0, quotes 1: 'The ferry sails'"),
        ({"d0": {"not_speech": ["quiet hours"]}}, LostGoldWords, "d0, not_speech 1: 'quiet hours'"),
        ({"d0": {"stances": [{**STANCE, "evidence": "the ferry goes"}]}}, LostGoldWords, "d0, stances 1: 'the ferry goes'"),
        (
            {"d0": {"attributions": [SPANS, {**SPANS, "content": [[1, 99]]}]}},
            WrongGoldSpan,
            r"attributions 2: \[1, 99\] in a text of 30",
        ),
        ({"d0": {"attributions": [{**SPANS, "cue": [[4, 4]]}]}}, WrongGoldSpan, r"attributions 1: \[4, 4\]"),
        ({"d0": {"attributions": [{**SPANS, "cue": [[-3, 4]]}]}}, WrongGoldSpan, r"attributions 1: \[-3, 4\]"),
        ({"d0": {"attributions": [SPANS], "text": SAID.replace("stays", "sails")}}, WrongGoldSpan, "more than white space"),
    ],
)
def test_gold_that_does_not_fit_the_articles_is_an_error_that_names_the_place(tables, written, gold, error, found):
    with pytest.raises(error, match=rf"gold\.json: .*{found}"):
        gold_of(tables, written(gold))


def test_a_name_that_several_articles_have_is_an_error(namesakes):
    with pytest.raises(UnknownGoldArticle, match="'fair', which several articles have"):
        bound({"fair": {"quotes": []}}, namesakes)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["", " ", "\xa0", "\u200b", "\r", " \t "]), min_size=len(SAID), max_size=len(SAID)))
def test_offsets_into_a_text_with_other_white_space_become_those_of_the_article(tables, blanks):
    own, starts = "", []
    for character, blank in zip(SAID, blanks, strict=True):
        own += blank
        starts.append(len(own))
        own += character
    spans = {role: [[starts[start], starts[end - 1] + 1] for start, end in some] for role, some in SPANS.items()}
    assert bound({"d0": {"attributions": [spans], "text": own}}, tables)["d0"]["attributions"] == [SPANS]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20), st.text("abcÄß9", min_size=1, max_size=5), st.text(max_size=20))
def test_words_that_are_in_a_text_are_found_where_they_stand(before, word, after):
    text = f"{before} {word}. {after}"
    start, end = place_of(f"“{word}”", text)
    assert words_of(text[start:end]) == words_of(word)
    assert start <= len(before) + 1
