"""Names over a corpus: who is joined, who is kept apart, and what no table of names may ever lose."""

from __future__ import annotations

import random

import pytest
from annotated import seed
from named_articles import OUTLET, Article, corpus, names_of

from analysis.canonical import COLUMNS, with_corpus_names
from analysis.corpus import annotate

NOTHING = (None, None)  # what is said of a speaker without role and affiliation


def second(*names: list[str]) -> str:
    """What the first name of the last of these articles is called."""
    return names_of(*map(Article, names))[-1][0]


JOINED = [
    ("Mara Quist", "MARA QUIST"),
    ("Šimun Karás", "Simun Karas"),
    ("Jean-Luc Orr", "Jean Luc Orr"),
    ("Jean-Luc Orr", "Jean - Luc Orr"),
    ("Tom Reyl", "Tom R. Reyl"),
    ("Thomas Reyl", "Tom Reyl"),
    ("Wanda Pirk", "Councillor Wanda Pirk"),
    ("Sergei Lavin", "Sergey Lavin"),
    ("Volodymyr Zelan", "Volodimir Zelan"),
    ("Ute Müller", "Ute Mueller"),
    ("Ursula von der Harl", "URSULA VON DER HARL"),
    ("Bashar al-Venn", "Bashar Venn"),
    ("ORG:Talheim Road Agency", "ORG:the Talheim Road Agency"),
    ("ORG:Farmers' Union", "ORG:Farmers’ Union"),
    ("ORG:Farmers' Union", "ORG:Farmers ' Union"),
    ("ORG:River & Lake Trust", "ORG:River and Lake Trust"),
    ("ORG:Hydravess Ltd", "ORG:Hydravess"),
    ("ORG:TRA", "ORG:T.R.A."),
    ("ORG:OTRA", "ORG:Otra"),
    ("GPE:United Kingdom", "GPE:Britain"),
]


@pytest.mark.parametrize("forms", JOINED, ids=lambda pair: pair[1])
def test_forms_of_one_name_are_joined(forms):
    (one,), (other,) = names_of(*(Article([form]) for form in forms))
    assert one == other
    assert (one,) in {(form.split(":")[-1],) for form in forms}


KEPT = [
    ("Mara Quist", "Jon Quist"),
    ("Mara Quist", "Mara Orr"),
    ("John A. Harl", "John B. Harl"),
    ("John Harl", "John Harl Jr."),
    ("Sam Harl", "Samantha Harl"),
    ("Reyl", "ORG:Reyl Group"),
    ("Hollin Bank", "ORG:Bank"),
    ("ORG:Ministry of Water", "ORG:Ministry of Health"),
    ("ORG:Road Agency", "ORG:Talheim Road Agency"),
    ("ORG:TRA", "ORG:Talheim Road Agency"),
    ("ORG:TA", "ORG:Ta."),
    ("ORG:WHO", "ORG:Who"),
    ("Mara", "Mara Quist"),
]


@pytest.mark.parametrize("forms", KEPT, ids=lambda pair: pair[1])
def test_other_names_are_not(forms):
    assert names_of(*(Article([form]) for form in forms)) == [[form.split(":")[-1]] for form in forms]


@pytest.mark.parametrize("bare", ["Quist", "QUIST", "M. Quist", "Mayor Quist"])
def test_a_name_that_says_less_joins_the_one_person_of_that_name(bare):
    assert second(["Mara Quist"], [bare]) == "Mara Quist"


@pytest.mark.parametrize("full", ["Ursula von der Harl", "Bashar al-Harl"])
@pytest.mark.parametrize("bare", ["Harl", "von der Harl", "Von der Harl", "al-Harl"])
def test_particles_belong_to_a_surname(full, bare):
    assert second([full], [bare]) == full


@pytest.mark.parametrize(
    ("full", "bare"),
    [
        (["Mara Quist", "Jon Quist"], "Quist"),
        (["Mara Quist", "Mary Quist"], "M. Quist"),
        (["John A. Harl", "John B. Harl"], "John Harl"),
        (["Mara Quist"], "J. Quist"),
        (["Mara Quist"], "ORG:Quist"),
        (["ORG:Quist Bank"], "Quist"),
    ],
)
def test_where_nobody_or_two_fit_it_stays(full, bare):
    assert names_of(Article(full), Article([bare]))[1] == [bare.split(":")[-1]]


def test_the_one_whom_the_days_name_is_meant():
    old, new = Article(["Mara Quist"], day=1), Article(["Jon Quist"], day=100)
    assert names_of(old, new, Article(["Quist"], day=2))[2] == ["Mara Quist"]
    assert names_of(old, new, Article(["Quist"], day=101))[2] == ["Jon Quist"]


def test_the_one_whom_everybody_names_is_meant():
    known = [Article(["Mara Quist"]) for _ in range(10)]
    assert names_of(*known, Article(["Jon Quist"]), Article(["Quist"]))[-1] == ["Mara Quist"]
    assert names_of(*known[1:], Article(["Jon Quist"]), Article(["Quist"]))[-1] == ["Quist"]


def test_from_far_off_more_than_a_surname_must_agree():
    old = Article(["Mara Quist", "Ivo Marsh", "ORG:Valley Party"], roles={"Mara Quist": ("mayor", None)}, day=1)

    def later(*names, role=None, outlet="coast.example"):
        article = Article(["Quist", *names], roles={"Quist": (role, None)} if role else {}, day=200, outlet=outlet)
        return names_of(old, article)[1][0]

    assert later() == "Quist"
    assert later("Ivo Marsh") == "Quist"
    assert later("Ivo Marsh", "ORG:Valley Party") == "Mara Quist"
    assert later(role="former mayor") == "Mara Quist"
    assert later(role="nurse", outlet=OUTLET) == "Quist"


def test_articles_without_a_date_are_not_of_the_same_days():
    assert names_of(Article(["Mara Quist"], day=None), Article(["Quist"], day=None))[1] == ["Quist"]
    assert names_of(Article(["Mara Quist"], day=1), Article(["Quist"], day=1))[1] == ["Mara Quist"]


def test_the_role_decides_between_two():
    two = Article(["Mara Quist", "Jon Quist"], roles={"Mara Quist": ("mayor", None), "Jon Quist": ("farmer", None)})
    assert names_of(two, Article(["Quist"], roles={"Quist": ("Mayor", None)}))[1] == ["Mara Quist"]


def test_the_pronoun_decides_between_two():
    two = Article(["Mara Quist", "Jon Quist"], called={"Mara Quist": "she her she", "Jon Quist": "he his he"})
    assert names_of(two, Article(["Quist"], called={"Quist": "he he him"}))[1] == ["Jon Quist"]
    assert names_of(two, Article(["Quist"], called={"Quist": "they"}))[1] == ["Quist"]


def test_the_pronoun_of_a_title_counts_more_than_another():
    two = Article(
        ["Mara Quist", "Jon Quist"], {"Mara Quist": "she", "Jon Quist": "he"}, dict.fromkeys(["Mara Quist", "Jon Quist"], NOTHING)
    )
    assert names_of(two, Article(["Quist"], {"Quist": "he"}, {"Quist": NOTHING}))[1] == ["Jon Quist"]
    assert names_of(two, Article(["Quist"], {"Quist": "he"}))[1] == ["Quist"]


def test_another_gender_is_another_person():
    her = Article(["Mara Quist"], called={"Mara Quist": "she her she"})
    assert names_of(her, Article(["Quist"], called={"Quist": "he he him"}))[1] == ["Quist"]


@pytest.mark.parametrize("full", ["ORG:Talheim Road Agency|TRA", "ORG:Talheim Road Agency|T.R.A."])
def test_an_acronym_joins_what_an_article_introduces_with_it(full):
    assert second([full], ["ORG:TRA"]) == "Talheim Road Agency"


def test_an_acronym_of_two_bodies_stays():
    assert second(["ORG:Talheim Road Agency|TRA"], ["ORG:Tolm Rail Authority|TRA"], ["ORG:TRA"]) == "TRA"


def test_an_acronym_of_two_bodies_is_that_of_its_days():
    road = Article(["ORG:Talheim Road Agency|TRA"], day=1)
    rail = Article(["ORG:Tolm Rail Authority|TRA"], day=100)
    assert names_of(road, rail, Article(["ORG:TRA"], day=99))[2] == ["Tolm Rail Authority"]


def test_the_name_that_most_articles_use_is_the_name_of_all():
    articles = [["Mara Quist"], ["Mara Quist"], ["Mara E. Quist"], ["M. Quist"], ["M. Quist"], ["M. Quist"]]
    assert [name for (name,) in names_of(*map(Article, articles))] == ["Mara Quist"] * 6


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mara Quist", "Mara E. Quist"), ("Mara Quist", "MARA QUIST"), ("Šimun Karás", "Simun Karas"), ("Thomas Reyl", "Tom Reyl")],
)
def test_of_names_that_are_used_alike_the_fullest_without_initials_is_taken(one, other):
    assert names_of(Article([one]), Article([other])) == names_of(Article([other]), Article([one])) == [[one], [one]]


def test_two_people_of_one_name_are_told_apart_by_the_role():
    mayor = Article(
        ["John Harl", "ORG:Valley Party"], called={"John Harl": "he he his"}, roles={"John Harl": ("mayor", "Valley Party")}
    )
    nurse = Article(
        ["John Harl", "ORG:Tolm Clinic"], called={"John Harl": "she her she"}, roles={"John Harl": ("nurse", "Tolm Clinic")}
    )
    keeper = Article(["John Harl", "ORG:Orlenz Rovers"], roles={"John Harl": ("goalkeeper", "Orlenz Rovers")})
    again = Article(["John Harl", "ORG:Orlenz Rovers"])
    names = [first for first, _ in names_of(mayor, mayor, mayor, nurse, keeper, again)]
    assert names == [*["John Harl"] * 3, "John Harl (nurse)", *["John Harl (goalkeeper)"] * 2]


@pytest.mark.parametrize(
    "other",
    [
        Article(["John Harl"], roles={"John Harl": ("senator", None)}),
        Article(["John Harl", "ORG:Tolm Clinic"], called={"John Harl": "she her she"}),
        Article(["John Harl", "ORG:Valley Party"], called={"John Harl": "she she"}, roles={"John Harl": ("nurse", "Tolm Clinic")}),
        Article(["John Harl"], roles={"John Harl": ("former mayor", "Talheim")}),
    ],
    ids=["no affiliation", "no role", "company", "role"],
)
def test_but_only_where_everything_speaks_for_two(other):
    mayor = Article(
        ["John Harl", "ORG:Valley Party"], called={"John Harl": "he he his"}, roles={"John Harl": ("mayor", "Valley Party")}
    )
    assert [first for first, *_ in names_of(mayor, mayor, other)] == ["John Harl"] * 3


def test_what_an_article_keeps_apart_stays_apart():
    both = Article(["Tom Reyl", "TOM REYL", "Reyl"])
    assert names_of(Article(["Tom Reyl"]), both) == [["Tom Reyl"], ["Tom Reyl", "TOM REYL", "Reyl"]]


def test_a_surname_beside_the_full_name_does_not_keep_the_full_name_from_joining():
    one = Article(["Mara Quist"])
    assert names_of(one, one, Article(["MARA QUIST", "Quist"])) == [["Mara Quist"], ["Mara Quist"], ["Mara Quist", "Quist"]]


def test_an_article_that_leaves_the_suffix_out_later_does_not_join_father_and_son():
    son = Article(["John Harl Jr.|John Harl|Harl"])
    assert names_of(Article(["John Harl"]), son, Article(["John Harl"])) == [["John Harl"], ["John Harl Jr."], ["John Harl"]]


def test_a_name_that_is_taken_in_an_article_is_not_given_again():
    taken = Article(["MARA QUIST"], roles={"Mara Quist": (None, None)})
    assert names_of(Article(["Mara Quist"]), taken)[1] == ["MARA QUIST"]


def test_every_table_is_renamed():
    full = Article(["Mara Quist", "ORG:Talheim Road Agency|TRA"])
    short = Article(["Quist", "ORG:TRA"], roles={"Quist": ("engineer", "TRA")})
    renamed = with_corpus_names(corpus(full, short))
    assert {c: set(getattr(renamed, t)[c].dropna()) for t, c in COLUMNS if t != "entities"} == {
        "speaker": {"Mara Quist"},
        "via": {"Talheim Road Agency"},
        "affiliation": {"Talheim Road Agency"},
        "target": {"Talheim Road Agency"},
    }
    assert set(renamed.entities["entity"]) == {"Mara Quist", "Talheim Road Agency"}


def test_another_article_does_not_change_what_is_certain():
    articles = [Article(["Mara Quist"]), Article(["Quist"], day=2), Article(["Mara Quist"], day=40)]
    before = names_of(*articles)
    assert names_of(*articles, Article(["Jon Quist", "Mara E. Quist"], day=300))[:3] == before == [["Mara Quist"]] * 3


SEEDS = [
    seed(
        "Mara Quist, the mayor of Talheim, told the Valley Party that the bridge was shut.",
        "“It is unsafe,” Quist said.",
        doc_id="d0",
        path="a.txt",
    ),
    seed("Ms Quist told the Valley Party that the bridge in Talheim would open. “Soon,” she said.", doc_id="d1", path="b.txt"),
]


def test_annotating_joins_the_articles_whatever_the_store_holds(tmp_path):
    annotate(SEEDS[1:], store=tmp_path)
    for store in (None, tmp_path, tmp_path):
        tables = annotate(SEEDS, store=store)
        assert set(tables.quotes["speaker"]) == {"Mara Quist"}
    assert "Mara Quist" not in set(annotate(SEEDS[1:], store=tmp_path).quotes["speaker"])


def test_a_shuffled_list_of_seeds_gives_the_same_names():
    seeds = [*SEEDS, seed("Jon Quist said no in Orlenz.", doc_id="d2", path="c.txt")]
    names = []
    for n in range(3):
        random.Random(n).shuffle(seeds)
        tables = annotate(seeds)
        names.append(set(zip(tables.entities["doc_id"], tables.entities["start"], tables.entities["entity"], strict=True)))
    assert names[0] == names[1] == names[2]
