from factory import Article, corpus

from analysis.addresses import article_pages, evidence_id, sentence_addresses


def test_each_row_leads_to_its_sentence_in_its_own_order():
    tables = corpus(
        Article(["A ferry.", "A bridge."], stances=[("Orr", "bridge", 1.0), ("Orr", "ferry", 1.0)]), Article(["A hill."])
    )
    found = sentence_addresses(tables, tables.stances, {"d0": "a.html"})
    assert found.tolist() == ["a.html#s-1", "a.html#s-0"]


def test_what_has_no_page_and_what_stands_before_every_sentence_leads_nowhere():
    tables = corpus(Article(["A ferry."], stances=[("Orr", "ferry", 1.0)]))
    assert sentence_addresses(tables, tables.stances, {}).tolist() == [None]
    tables.sentences["start"] += 5
    assert sentence_addresses(tables, tables.stances, {"d0": ""}).tolist() == [None]


def test_the_pages_are_those_of_the_report_or_none():
    tables = corpus(Article(["A."]), Article(["B."]))
    assert article_pages(tables, "articles") == {"d0": "articles/d0.html", "d1": "articles/d1.html"}
    assert article_pages(tables, "") == {}


def test_two_pairs_never_share_a_place():
    assert evidence_id("a b", "c") != evidence_id("a", "b c")
