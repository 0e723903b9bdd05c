"""Rules that hold for the rows of any article: offsets, order, and what must make no difference."""

import re

import pytest
from annotated import annotated, seed
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.pipeline import annotate_seed, annotate_seeds
from analysis.schema import ROWS
from analysis.seeds import load_seeds
from analysis.tables import Tables

ARTICLE = (
    "The road bridge at Talheim was closed on Tuesday after engineers found cracks in two of its piers.",
    'Transport Minister Mara Quist said the bridge would stay closed for at least six weeks. "No lorry will cross it before we '
    'know what we are dealing with," she told reporters.',
    "Quist accused the Corvanian Road Agency (CRA) of silence. The minister demanded new rules.",
    'The CRA rejected the criticism. "We asked for money and heard nothing," said its director, Jonas Brandl.',
    'Brandl called the closure "a disgrace". "Nobody will pay for it," he added.',
    "According to Brandl, the cracks grew faster than the agency's own engineers expected.",
)
SENTENCES = [
    "Mara Quist said the bridge was shut.",
    "“We will not pay,” she said.",
    "\"Tom Reyl told me, 'Never,' and left,\" said Ms Quist.",
    "According to the CRA, it rained.",
    "Oslo rejected the plan of Lisbon.",
    "The minister accused him of lying.",
    "QUIST: “No.”",
    "He denied it.",
]
NASTY = [
    *"“”\"‘’'«»„`()[]{}<>&$*_#|\\/-–—…:;,.!? \t\u00a0\u2009",
    "``",
    "''",
    "  ",
    "🙂",
    "👩‍👩‍👧",
    "e\u0301",
    "İ",
    "ﬁ",
    "<script>alert(1)</script>",
    "<b>",
    "&quot;",
    "{{ title }}",
    "$x^2$",
    "https://a.example/?q=“",
    "said",
    "Quist",
    "according to",
    "no",
    '12"',
    "'90s",
]
LINE = st.lists(st.sampled_from(SENTENCES) | st.sampled_from(NASTY), min_size=1, max_size=6)
LINES = st.lists(st.tuples(LINE, st.sampled_from(["", " "])).map(lambda parts: parts[1].join(parts[0])), max_size=5)


def loadable(lines):
    """The paragraphs that a seed file may give: none is empty, none begins or ends with a space."""
    return [line.strip() for line in lines if line.strip()]


@settings(max_examples=50)
@given(LINES.map(loadable))
@example([])
@example(["“"])
@example(["“Never,” said"])
def test_any_article_gives_tables_whose_offsets_reproduce_its_text(lines):
    rows = annotate_seed(seed(*lines))
    Tables.from_rows(rows).check()
    text = "\n".join(lines)
    assert [text[p.start : p.end] for p in rows["paragraphs"]] == lines
    assert sorted(p.reading_order for p in rows["paragraphs"]) == list(range(len(lines)))
    bounds = [(s.start, s.end) for s in rows["sentences"]]
    assert all(bounds[t.sentence][0] <= t.start < t.end <= bounds[t.sentence][1] for t in rows["tokens"])
    assert all(bounds[e.sentence][0] <= e.start < e.end <= bounds[e.sentence][1] for e in rows["entities"])
    assert "".join(t.text for t in rows["tokens"]) == re.sub(r"\s", "", text)
    for q in rows["quotes"]:
        assert q.text.strip()
        assert q.text[0].isspace() or bounds[q.sentence][0] <= q.start < bounds[q.sentence][1]
        assert (q.speaker is None) == (q.resolution == "unresolved")
        if q.inside is not None:
            assert rows["quotes"][q.inside].start <= q.start < q.end <= rows["quotes"][q.inside].end
    assert {s.speaker for s in rows["speakers"]} == {q.speaker for q in rows["quotes"] if q.speaker and q.kind != "scare"}
    assert all(s.quote is None or s.quote < len(rows["quotes"]) for s in rows["stances"])


def test_an_article_gives_rows_in_every_table_and_the_same_twice():
    rows = annotated(*ARTICLE)
    assert rows.keys() == ROWS.keys()
    assert all(rows[table] for table in ROWS)
    assert annotate_seed(seed(*ARTICLE)) == rows


def test_articles_that_are_read_together_give_what_each_gives_alone():
    articles = [seed(*ARTICLE), seed(), seed(*SENTENCES)]
    assert annotate_seeds(articles) == [annotate_seed(one) for one in articles]


def test_an_article_without_text_has_a_document_and_nothing_else():
    rows = annotate_seed(seed())
    assert {table: len(found) for table, found in rows.items() if found} == {"documents": 1}


def said(rows):
    return [(q.text, q.kind, q.speaker, q.resolution, q.via) for q in rows["quotes"]]


def stances(rows):
    return [(s.speaker, s.target, s.label, s.relation) for s in rows["stances"]]


def mentions(rows):
    return [(e.text, e.form, e.entity) for e in rows["entities"]]


@pytest.mark.parametrize("name", ["Dana Hollis", "Elin Brandvoort", "Lena Moravec", "Ida Marlow"])
def test_another_name_for_a_person_changes_names_only(name):
    first, last = name.split()

    def renamed(value):
        return value.replace("Mara", first).replace("Quist", last) if isinstance(value, str) else value

    before, after = annotated(*ARTICLE), annotated(*map(renamed, ARTICLE))
    for part in (said, stances, mentions):
        assert part(after) == [tuple(map(renamed, row)) for row in part(before)]


CURLY = str.maketrans({"'": "’"})


def curly(text):
    return re.sub(r'"([^"]*)"', r"“\1”", text).translate(CURLY)


def test_curly_marks_for_straight_ones_change_no_speaker():
    straight = [(curly(q.text), q.kind, q.speaker) for q in annotated(*ARTICLE)["quotes"]]
    assert [(q.text, q.kind, q.speaker) for q in annotated(*map(curly, ARTICLE))["quotes"]] == straight


def test_line_ends_of_windows_change_nothing(tmp_path):
    lines = ["Bridge closed", "2031-05-02", "https://harbourpost.example/bridge", *ARTICLE]
    found = []
    for name, end in (("unix.txt", "\n"), ("windows.txt", "\r\n")):
        (tmp_path / name).write_bytes((end.join(lines) + end).encode())
        rows = annotate_seed(next(load_seeds(tmp_path / name)))
        found.append([[row[1:] for row in rows[table]] for table in ROWS if table != "documents"])
    assert found[0] == found[1]


def test_a_further_paragraph_leaves_the_offsets_before_it_as_they_were():
    rows, more = annotated(*ARTICLE), annotated(*ARTICLE, "It rained.")
    assert more["sentences"][: len(rows["sentences"])] == rows["sentences"]
    assert [q[2:7] for q in more["quotes"]] == [q[2:7] for q in rows["quotes"]]


def test_the_document_says_what_the_seed_says():
    (row,) = annotated(*ARTICLE)["documents"]
    assert row[:6] == ("d0", "a.txt", "News from Talheim", None, None, None)
    assert (row.text, row.paragraphs, row.language) == ("\n".join(ARTICLE), len(ARTICLE), "en")
    assert row.words == len(re.findall(r"[\w]+", row.text.replace("'s", "")))


def test_good_words_score_above_bad_ones():
    good, bad = annotated("It was a wonderful, happy day.", "It was a horrible, sad failure.")["sentences"]
    assert 1 >= good.sentiment > 0.5
    assert -1 <= bad.sentiment < -0.5


def test_shuffled_paragraphs_say_so_and_keep_the_offsets_of_the_file():
    order = [5, 4, 3, 2, 1, 0]
    rows = annotated(*(ARTICLE[n] for n in order))
    assert [row.paragraph for row in rows["paragraphs"]] == list(range(6))
    assert [row.start for row in rows["paragraphs"]] == sorted(row.start for row in rows["paragraphs"])
    assert [row.moved for row in rows["paragraphs"]] == [row.reading_order != row.paragraph for row in rows["paragraphs"]]
