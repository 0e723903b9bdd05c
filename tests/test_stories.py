import random

import pytest
from factory import Article, corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.agencies import agency_of
from analysis.drawing import nothing
from analysis.outlets import outlet, outlet_name, outlet_names
from analysis.shingles import alike, bands, shingles
from analysis.stance_summaries import stance_matrix
from analysis.stories import copies, once, with_stories
from analysis.story_summaries import counted_once, listed, stories, stories_told
from analysis.summaries import overview, quoted

SAID = "“The piers of the bridge are rotten and have been for years,” said Mara Quist, who leads the council of Talheim."
COPY = [
    "TALHEIM (Vessany Press Agency) — The old bridge at Talheim will close for good in the spring, the council said on Friday.",
    SAID,
    "The bridge was built in the year of the great flood, and it was last mended when the railway came to the valley.",
]
OWN = "In the Harbour Street market, Tom Reyl was selling the last of his plums and would not speak to anybody of it at all."
OTHER = [
    "A fair opened in Lower Orlenz on Sunday, and the brass band played until the rain came down upon the tents.",
    "Nobody minded the rain, since the beer was free and the geese had been put into the barn in the morning.",
]
QUOTE = ("Mara Quist", "The piers of the bridge are rotten and have been for years", "direct")


def told(paragraphs, outlet="tolmpost.example", **more):
    return Article(
        paragraphs,
        outlet=outlet,
        **({"said": [QUOTE], "stances": [("Mara Quist", "bridge", -1.0)]} if SAID in paragraphs else {}),
        **more,
    )


def town():
    """An agency's copy in three outlets, one of them with a paragraph of its own, and an article on something else."""
    return with_stories(
        corpus(
            told(COPY, "b.example", date="2031-05-03"),
            told([*COPY[::-1], OWN], "c.example", date="2031-05-04"),
            told(OTHER, "c.example", date="2031-05-01"),
            told(COPY, "a.example", date="2031-05-02"),
        )
    )


def test_copies_are_one_story_named_after_the_first_by_date_in_whatever_order_of_paragraphs():
    assert town().documents["story"].tolist() == ["d3", "d3", "d2", "d3"]


@given(st.permutations(range(4)))
@settings(max_examples=24)
def test_the_stories_do_not_depend_on_the_order_of_the_articles(order):
    tables = town()
    shuffled = with_stories(
        tables.select(tables.documents["doc_id"]).__class__(**vars(tables) | {"documents": tables.documents.iloc[order]})
    )
    assert dict(zip(shuffled.documents["doc_id"], shuffled.documents["story"], strict=True)) == {
        "d0": "d3",
        "d1": "d3",
        "d2": "d2",
        "d3": "d3",
    }


@pytest.mark.parametrize(
    ("change", "one_story"),
    [
        (lambda text: text, True),
        (lambda text: [*text, OWN, *OTHER], True),  # all of it in a longer one
        (lambda text: text[:2], True),  # cut from below
        (lambda text: [line.replace("spring", "autumn").replace("Friday", "Monday") for line in text], True),
        (lambda text: [text[0].upper().replace(",", ""), *text[1:]], True),
        (lambda text: [text[1], OWN, *OTHER], False),  # one quotation in common
        (lambda text: OTHER, False),
        (lambda text: ["The council said on Friday."], False),  # too little to show anything
    ],
)
def test_half_of_the_shorter_article_makes_a_copy(change, one_story):
    tables = with_stories(corpus(told(COPY), Article(change(COPY))))
    assert (tables.documents["story"].nunique() == 1) == one_story


def test_of_many_copies_every_one_is_found_and_of_texts_without_a_run_in_common_none():
    dice = random.Random(7)
    words = [f"w{n}" for n in range(5000)]
    texts = [" ".join(dice.choices(words, k=120)) for _ in range(200)]
    cut = [" ".join(text.split()[: dice.randrange(80, 120)]) for text in texts]
    runs = [shingles(text) for text in texts + cut]
    assert alike(runs, [bands(one) for one in runs], 0.5) == [*range(200), *range(200)]


def test_each_paragraph_is_a_copy_or_an_outlets_own():
    found = copies(town())
    assert found["doc_id"].tolist() == ["d3"] * 3 + ["d0"] * 3 + ["d1"] * 4
    assert found["shared"].tolist() == [True] * 9 + [False]
    assert found["repeated"].tolist() == [False] * 3 + [True] * 6 + [False]


def test_what_copies_repeat_is_counted_once_and_what_an_outlet_adds_stays():
    tables = town()
    single = once(tables)
    assert quoted(tables)["quotations"].sum() == 3
    assert quoted(single)["quotations"].sum() == 1
    assert stance_matrix(single)["statements"].tolist() == [1]
    assert single.quotes["doc_id"].tolist() == ["d3"]
    assert set(single.sentences["text"]) == {*COPY, OWN, *OTHER}
    assert len(single.sentences) == 6
    assert len(single.documents) == 4
    single.check()


def test_a_quotation_keeps_no_link_to_one_that_is_left_out():
    words = [("Mara Quist", SAID[:60], "direct"), ("Tom Reyl", "The piers of the bridge are rotten", "direct")]
    tables = with_stories(corpus(Article(COPY, said=words), Article([*COPY, f"{OWN} {SAID[:60]}"], said=words, outlet="b.example")))
    for n, place in enumerate(tables.quotes["doc_id"]):
        if place == "d1":
            tables.quotes.loc[n, ["inside", "utterance"]] = [0, 0]
    tables.quotes.loc[3, ["start", "end", "text"]] = [
        tables.documents["text"][1].index(OWN),
        tables.documents["text"][1].index(OWN) + 2,
        "In",
    ]
    tables.check()
    found = once(tables)
    found.check()
    assert found.quotes[["doc_id", "quote", "utterance"]].to_numpy().tolist() == [["d0", 0, 0], ["d0", 1, 1], ["d1", 1, 1]]


def test_without_copies_the_tables_are_the_same():
    tables = with_stories(corpus(told(COPY), told(OTHER)))
    assert once(tables) is tables
    assert stories(tables).empty
    assert stories_told(tables) == "No two articles have mostly the same text."
    assert "once" not in counted_once(nothing("x"), tables, once(tables)).caption


def test_a_story_is_listed_with_its_outlets_what_they_share_and_its_agency():
    [row] = stories(town()).to_dict("records")
    assert (row["doc_id"], row["articles"], row["outlets"]) == ("d3", 3, ["a.example", "b.example", "c.example"])
    assert row["agency"] == "Vessany Press Agency"
    own = len(OWN.split())
    assert row["shared"] == pytest.approx(1 - own / row["words"])
    assert listed(stories(town()))["outlets"].tolist() == ["a.example, b.example, c.example"]
    tables = town()
    assert stories_told(tables).startswith("3 articles of 4 tell one story in mostly the same words: ")
    assert counted_once(nothing("x"), tables, once(tables)).caption.endswith("What copies of one story repeat is counted once.")


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("TALHEIM (Reuters) - The bridge will close.", "Reuters"),
        ("TALHEIM, May 2 (AFP) — The bridge will close.", "Agence France-Presse"),
        ("Talheim (dpa) – The bridge will close.", "Deutsche Presse-Agentur"),
        ("(AP) — The bridge will close.", "The Associated Press"),
        ("By The Associated Press", "The Associated Press"),
        ("Source: Xinhua", "Xinhua"),
        ("/PRNewswire/", "PR Newswire"),
        ("AFP", "Agence France-Presse"),
        ("ORLENZ (Orlenz News Service) -- It rained.", "Orlenz News Service"),
        ("The bridge (Reuters) will close.", None),
        ("The bridge will close, Reuters reported on Friday.", None),
        ("Lena Orr (Green) - 34 votes", None),
        ("Tom Reyl (62) – a baker", None),
        ("By Mara Quist", None),
        ("Trend", "Trend"),
        ("(Press freedom is at stake)", None),
    ],
)
def test_an_agency_is_named_by_a_dateline_or_a_credit_and_not_by_what_is_reported(line, agency):
    assert agency_of(f"{OWN}\n{line}") == agency


@pytest.mark.parametrize(
    ("url", "domain", "name"),
    [
        ("https://www.nytimes.com/2031/a.html", "nytimes.com", "The New York Times"),
        ("https://news.bbc.co.uk/1/a", "bbc.co.uk", "BBC"),
        ("https://en.wikinews.org/wiki/A", "wikinews.org", "Wikinews"),
        ("https://www.thetolmpost.co.uk/a", "thetolmpost.co.uk", "The Tolm Post"),
        ("https://daily-tolm.test/a", "daily-tolm.test", "Daily Tolm"),
        ("https://upper-tolm-echo.example/a", "upper-tolm-echo.example", "Upper Tolm Echo"),
        ("https://tolm.example/a", "tolm.example", "tolm.example"),
        ("https://times.example/a", "times.example", "times.example"),
        ("https://news24x7.example/a", "news24x7.example", "news24x7.example"),
        ("http://127.0.0.1/a", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_an_outlet_is_the_registered_domain_and_has_a_name(url, domain, name):
    assert outlet(url) == domain
    assert outlet_name(domain) == name


def test_outlets_that_would_have_one_name_are_told_apart_unless_they_are_one():
    names = outlet_names(["bbc.com", "bbc.co.uk", "tolmpost.example", "tolm-post.test"])
    assert names == {
        "bbc.com": "BBC",
        "bbc.co.uk": "BBC",
        "tolmpost.example": "Tolm Post (tolmpost.example)",
        "tolm-post.test": "Tolm Post (tolm-post.test)",
    }


def test_two_domains_of_one_outlet_are_one_row_and_the_reports_name_it():
    tables = corpus(Article(OTHER, outlet="bbc.com"), Article(COPY, outlet="bbc.co.uk"), Article(COPY))
    assert overview(tables)[["outlet", "articles"]].to_numpy().tolist() == [["BBC", 2], ["Harbour Post", 1]]
