"""Names over a corpus, whatever the articles: nothing is lost, and neither order nor repetition matters."""

from __future__ import annotations

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st
from named_articles import OUTLET, Article, corpus

from analysis.canonical import COLUMNS, corpus_names, with_corpus_names
from analysis.schema import ROWS
from analysis.tables import Tables

FORMS = [
    "Mara Quist", "Mara Quist|Quist", "MARA QUIST", "M. Quist", "Quist", "Mara E. Quist", "Mara B. Quist|Mara Quist", "Jon Quist",
    "Quist Jr.", "Jon Quist Jr.", "Jonathan Quist|Quist|Jon Quist", "John Quist", "QUIST|Quist", "Mara", "Harl", "ORG:Quist",
    "ORG:Mara Quist", "ORG:Talheim Road Agency|TRA", "ORG:the Talheim Road Agency", "ORG:TRA", "ORG:T.R.A.|TRA", "ORG:Tolm|TRA",
    "GPE:Britain", "GPE:United Kingdom", "GPE:Orlenz|Tolm", "GPE:Tolm", "NORP:Vessanians", "Tolm", "ORG:Valley Party", "Ivo Marsh",
]  # fmt: skip
ROLES = [None, "mayor", "nurse", "chief executive of the agency"]


@st.composite
def articles(draw):
    names = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=4, unique_by=lambda name: name.split(":")[-1].split("|")[0]))
    own = [name.split(":")[-1].split("|")[0] for name in names]
    called = draw(st.dictionaries(st.sampled_from(own), st.sampled_from(["he he he", "she her she", "he she", "they"])))
    roles = st.tuples(st.sampled_from(ROLES), st.sampled_from([None, *own]))
    speakers = draw(st.dictionaries(st.sampled_from([*own, "Mara Quist", "a spokesman"]), roles, max_size=2))
    return Article(
        names, called, speakers, draw(st.sampled_from([1, 2, 20, 200])), draw(st.sampled_from([OUTLET, "x.example", None]))
    )


corpora = st.lists(articles(), max_size=7)
few = settings(max_examples=25)


def same(one: Tables, other: Tables) -> None:
    for table in ROWS:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


@few
@given(corpora)
def test_no_name_is_lost_and_none_of_one_article_are_merged(some):
    before = corpus(*some)
    after = with_corpus_names(before)
    after.check()
    known = {name for table, column in COLUMNS for name in getattr(before, table)[column].dropna()} | {"United Kingdom"}
    for table, column in COLUMNS:
        one, other = getattr(before, table), getattr(after, table)
        assert (one[column].isna() == other[column].isna()).all()
        assert {name.split(" (")[0] for name in other[column].dropna()} <= known
    kept = {table: [c for c in ROWS[table]._fields if (table, c) not in COLUMNS] for table in ROWS}
    for table, columns in kept.items():
        pd.testing.assert_frame_equal(getattr(before, table)[columns], getattr(after, table)[columns])
    count = [tables.entities.groupby("doc_id")["entity"].nunique().tolist() for tables in (before, after)]
    assert count[0] == count[1]


@few
@example([Article(["ORG:Tolm|TRA"]), Article(["ORG:TRA", "ORG:T.R.A.|TRA"])])
@example([Article(["Mara Quist"]), Article(["MARA QUIST", "Mara Ann Quist"])])
@example(
    [Article(["Mara B. Quist"]), Article(["Mara Quist"]), Article(["Ivo Marsh"], roles={"Ivo Marsh": ("nurse", "Mara Quist")})]
)
@given(corpora)
def test_joining_twice_is_joining_once(some):
    once = with_corpus_names(corpus(*some))
    same(with_corpus_names(once), once)


@few
@given(corpora, st.integers(0, 1000))
def test_the_order_of_the_articles_is_nothing(some, chance):
    tables = corpus(*some)
    shuffled = {table: getattr(tables, table).sample(frac=1, random_state=chance) for table in ROWS}
    assert corpus_names(Tables(**shuffled)) == corpus_names(tables)


@few
@given(corpora)
def test_a_person_never_joins_a_body(some):
    before = corpus(*some)
    after = with_corpus_names(before)
    for person in (True, False):
        one, other = (set(t.entities[(t.entities["label"] == "PERSON") == person]["entity"]) for t in (before, after))
        assert {name.split(" (")[0] for name in other} <= one | ({"United Kingdom"} if not person else set())
