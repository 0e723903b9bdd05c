import json

from factory import Article, corpus

from analysis.search_index import in_page, search_index

OLD = Article(["The ferry sails."], date="2031-05-02", said=[("Orr", "ferry", "direct"), ("Quist", "sails", "scare")])
NEW = Article(["The ferry sails."], date=None, outlet=None, said=[("Orr", "sails", "direct")], stances=[("Venn", "ferry", -1.0)])


def found(*articles, fresh=()):
    order = [f"d{n}" for n in range(len(articles))]
    made = search_index(corpus(*articles), order, fresh)
    return made, json.loads(made.data)


def named(data, column, article):
    return [data["names"][int(place, 36)] for place in data[column][article].split()]


def test_an_article_is_found_by_those_who_speak_or_act_in_it_and_by_what_they_stand_toward():
    _, data = found(OLD, NEW)
    assert [named(data, "speakers", n) for n in (0, 1)] == [["Orr"], ["Orr", "Venn"]]
    assert [named(data, "targets", n) for n in (0, 1)] == [[], ["ferry"]]
    assert data["said"] == [1, 1]


def test_the_filters_offer_what_there_is_with_the_number_of_articles():
    made, data = found(OLD, OLD, NEW)
    assert [choice[1:] for choice in made.outlets] == [("Harbour Post", 2), ("no outlet", 1)]
    assert [choice[1:] for choice in made.months] == [("undated", 1), ("2031-05", 2)]
    assert [choice[1:] for choice in made.speakers] == [("Orr", 3)]
    assert data["outlets"] == [0, 0, 1] and data["months"] == [1, 1, 0] and data["undated"] == 0
    assert data["names"][int(made.speakers[0].value, 36)] == "Orr"


def test_many_names_keep_their_places():
    names = [f"Orr {n}" for n in range(1500)]
    articles = [
        Article(["The ferry sails."], said=[(name, "ferry", "direct") for name in names[n : n + 500]]) for n in (0, 500, 1000)
    ]
    _, data = found(*articles)
    assert [named(data, "speakers", n) for n in range(3)] == [names[:500], names[500:1000], names[1000:]]


def test_what_is_new_is_marked():
    assert found(OLD, NEW, fresh=["d1"])[1]["fresh"] == [0, 1]
    assert found(OLD, NEW)[1]["fresh"] == []


def test_data_do_not_end_the_element_that_holds_them():
    for text in ("</script><script>alert(1)</script>", "<!--<script>", "&lt;", "\u2028"):
        assert not set(in_page([text])) & set("<>&")
        assert json.loads(in_page([text])) == [text]
