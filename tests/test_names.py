"""Names: one canonical name for a person, a body, a country, and what the article calls them."""

from itertools import pairwise

import pytest
from annotated import annotated, entities


def names(*paragraphs):
    """Canonical names by mention, of the name mentions only."""
    return [(row.text, row.entity) for row in annotated(*paragraphs)["entities"] if row.form == "name"]


@pytest.mark.parametrize(
    ("paragraphs", "mention", "canonical"),
    [
        (("Mara Quist came to Talheim.", "Ms Quist left early."), "Quist", "Mara Quist"),
        (("Mara Quist came to Talheim.", "Quist left early."), "Quist", "Mara Quist"),
        (("Ms Quist left early.", "Mara Quist came to Talheim."), "Quist", "Mara Quist"),
        (("Mayor Mara Quist came.", "Mayor Quist left early."), "Quist", "Mara Quist"),
        (("Mara Quist came to Talheim.", "Mara left early."), "Mara", "Mara Quist"),
        (("Mara Quist came to Talheim.", "Quist's plan was late."), "Quist", "Mara Quist"),
        (("Mara Quist came to Talheim.", "M. Quist left early."), "M. Quist", "Mara Quist"),
        (("Mara Elin Quist came to Talheim.", "Mara Quist left early."), "Mara Quist", "Mara Elin Quist"),
        (("Tom Reyl Jr. came to Talheim.", "Reyl left early."), "Reyl", "Tom Reyl Jr."),
        (("Talheim Road Agency workers came.", "The Talheim Road Agency said no."), "Talheim Road Agency", "Talheim Road Agency"),
        (("The Talheim Road Agency (TRA) closed it.", "The TRA said no."), "TRA", "Talheim Road Agency"),
        (("The Talheim Road Agency closed it.", "The TRA said no."), "TRA", "Talheim Road Agency"),
        (("The Talheim Road Agency closed it.", "The Road Agency said no."), "Road Agency", "Talheim Road Agency"),
        (("The Free Dockers Union met.", "The Dockers Union said no."), "Dockers Union", "Free Dockers Union"),
        (("The U.S. said no.", "The United States said no again."), "U.S.", "United States"),
        (("The Talheim Road Agency, or TRA, closed it. Its workers left.", "The TRA said no."), "TRA", "Talheim Road Agency"),
        (("The Vessany Court of Appeal sat late.", "The Court of Appeal said no."), "Court of Appeal", "Vessany Court of Appeal"),
        (("Joris van der Holm came to Talheim.", "Mr van der Holm left early."), "van der Holm", "Joris van der Holm"),
        (("Mara Quist-Reyl came to Talheim.", "Ms Quist-Reyl left early."), "Quist-Reyl", "Mara Quist-Reyl"),
        (("Mr Léo Sández came to Talheim.", "Mr Sandez left early."), "Sandez", "Léo Sández"),
        (("Kristen Solway came to Talheim.", "Kristin Solway left early."), "Kristin Solway", "Kristen Solway"),
        (("Tomas Waters came to Talheim.", "Waters pointed to the river."), "Waters", "Tomas Waters"),
    ],
    ids=[
        "title and surname",
        "surname alone",
        "surname before the full name",
        "office and surname",
        "first name",
        "possessive",
        "initial",
        "middle name",
        "junior",
        "same words",
        "acronym in brackets",
        "acronym",
        "short form of an organisation",
        "short form of a union",
        "country and its short form",
        "acronym after or",
        "short form inside a longer name",
        "particles",
        "double surname",
        "accents",
        "a slip in a first name",
        "a surname that is a common noun",
    ],
)
def test_every_form_of_a_name_has_the_fullest_one(paragraphs, mention, canonical):
    assert (mention, canonical) in names(*paragraphs)
    assert {found for text, found in names(*paragraphs) if text == mention} == {canonical}


@pytest.mark.parametrize("surname", ["Quist", "Marsh", "Reyl", "Bank", "Ford", "May", "Sollis", "Okonkwo", "Brandvoort"])
def test_a_surname_alone_is_its_person_whatever_the_recogniser_says(surname):
    found = names(
        f"Mara {surname} came to Talheim.", f"{surname} said the bridge was shut.", f"The bridge was shut, {surname} said."
    )
    assert [entity for text, entity in found if text.endswith(surname)] == [f"Mara {surname}"] * 3


TWO = "{} Mara Quist opened the new hall beside the river on Monday. {} Tom Quist, who lives on the far bank, stayed away that day."


@pytest.mark.parametrize(
    ("first", "second", "again", "expected"),
    [
        ("Mayor", "The farmer", "Mayor", "Mara Quist"),
        ("Judge", "Mayor", "Mayor", "Tom Quist"),
        ("Judge", "Mayor", "Judge", "Mara Quist"),
        ("Professor", "The farmer", "Mr", "Tom Quist"),
        ("Professor", "The farmer", "Professor", "Mara Quist"),
        ("Ms", "The farmer", "Ms", "Mara Quist"),
        ("Ms", "Mr", "Mr", "Tom Quist"),
    ],
)
def test_two_people_of_one_surname_are_told_apart_by_their_titles(first, second, again, expected):
    found = names(TWO.format(first, second), "It rained all day long in the town.", f"{again} Quist said no.")
    assert {"Mara Quist", "Tom Quist"} <= {entity for _, entity in found}
    assert found[-1] == ("Quist", expected)


def test_two_people_of_one_surname_stay_two():
    assert {entity for _, entity in names("Mara Quist met Tom Quist in the hall.")} == {"Mara Quist", "Tom Quist"}


@pytest.mark.parametrize(
    ("text", "mention", "stands_for"),
    [
        ("Orlenz, the capital of Vessany, was quiet. Orlenz said no to the plan.", "Orlenz", "Vessany"),
        ("Orlenz, the capital of Vessany, was quiet. Orlenz rejected the plan.", "Orlenz", "Vessany"),
        ("Vessany's capital, Orlenz, was quiet. Orlenz accused the union of lying.", "Orlenz", "Vessany"),
        ("Orlenz, the capital of Vessany, was quiet. It rained in Orlenz.", "Orlenz", "Orlenz"),
        ("Orlenz, the capital of Vessany, was quiet. He drove to Orlenz on Monday.", "Orlenz", "Orlenz"),
        ("Oslo rejected the plan.", "Oslo", "Norway"),
        ("It rained in Oslo.", "Oslo", "Oslo"),
        ("The Kremlin rejected the plan.", "Kremlin", "Russia"),
        ("Crowds stood outside the Kremlin on Monday.", "Kremlin", "Kremlin"),
        ("Moscow accused the union. The Kremlin said no.", "Moscow", "Russia"),
        ("Talks between Oslo and Lisbon failed.", "Lisbon", "Portugal"),
    ],
)
def test_a_capital_is_its_country_where_it_acts_and_a_place_where_it_is_one(text, mention, stands_for):
    assert [entity for found, entity in names(text) if found == mention][-1] == stands_for


@pytest.mark.parametrize(
    ("text", "mention", "party"),
    [
        ("The GOP split over the ferry.", "GOP", "Republican Party"),
        ("Americans like the ferry. Republicans hate it.", "Republicans", "Republican Party"),
        ("The Republican Party met. Republicans were angry.", "Republicans", "Republican Party"),
        ("It rained in London. Labour said no.", "Labour", "Labour Party"),
        ("Republicans in Tolm want no queen.", "Republicans", "Republicans"),
        ("Mara Quist of The Washington Post knows. Democrats in Tolm want it.", "Democrats", "Democrats"),
        ("New Zealand votes. Labour said no.", "Labour", "New Zealand Labour Party"),
        ("London and Ottawa agreed. The Conservatives did not.", "Conservatives", "Conservatives"),
        ("The Seaside Police Department (SPD) met in Berlin. The SPD was angry.", "SPD", "Seaside Police Department"),
    ],
)
def test_a_party_has_one_name_where_its_country_or_itself_is_named(text, mention, party):
    assert [entity for found, entity in names(text) if found == mention][-1] == party


def test_a_country_that_speaks_through_its_capital_is_a_metonym():
    (row,) = annotated("Oslo said the bridge was shut.")["quotes"]
    assert (row.speaker, row.speaker_text, row.resolution) == ("Norway", "Oslo", "metonym")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Foreign Minister Mara Quist came.", "Mara Quist"),
        ("The mayor, Mara Quist, came.", "Mara Quist"),
        ("Dr Mara Quist came.", "Mara Quist"),
        ("The Norwegian foreign minister, Mara Quist, came.", "Mara Quist"),
        ("Police Commissioner Mara Quist came.", "Mara Quist"),
        ("Mara Quist's plan came late.", "Mara Quist"),
        ("Mara Quist’s plan came late.", "Mara Quist"),
        ("“Mara Quist” came.", "Mara Quist"),
    ],
)
def test_titles_articles_and_possessives_are_no_part_of_a_name(text, name):
    assert name in [mention for mention, _ in names(text)]


@pytest.mark.parametrize("mention", ["Maria", "Mario"])
def test_first_names_that_differ_at_the_end_are_two_people(mention):
    found = dict(names("Maria Solway came to Talheim. Mario Solway stayed at home."))
    assert found[f"{mention} Solway"] == f"{mention} Solway"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The ministry had plans. The Municipality of Orlenz said no. People in Orlenz agreed.", "Orlenz"),
        ("The Quist Foundation gave money. Mara Quist came. Quist left.", "Quist Foundation"),
    ],
)
def test_what_a_body_is_named_after_is_not_the_body(text, name):
    assert dict(names(text))[name] == name


@pytest.mark.parametrize(
    "text",
    [
        "The ferry Tamber sank on Monday. Tamber was forty years old.",
        "Hydravess, the builder, agreed. An engineer at Hydravess said no.",
        "The chief executive of Hydravess left. Hydravess said no.",
        "It rained in Tamberley. Tamberley was quiet.",
        "He wrote it on Twitter. Twitter was quiet.",
        "They met in Harrow Square. Harrow Square was full.",
        "They fled the bombardment of Qasr Dalan last year.",
        "The rebels tried to retake Kelm by force.",
        "Kelm voted no. The Kelm Council met.",
    ],
)
def test_what_grammar_shows_to_be_a_thing_is_no_person(text):
    assert "PERSON" not in {row.label for row in annotated(text)["entities"] if row.form == "name"}


@pytest.mark.parametrize(
    "text",
    [
        "The chairman of the election commission, Serik Dauletov, said no.",
        "The members' representative on the council, Tamara Okoll, left.",
    ],
)
def test_a_person_named_behind_the_body_that_he_leads_is_no_body(text):
    assert [row.label for row in annotated(text)["entities"] if row.form == "name"] == ["PERSON"]


@pytest.mark.parametrize(
    "text",
    [
        "Carola Wernick, whose stall was shut, left early.",
        "Lothar Prusk, who farms there, was angry.",
        "Nobody asked, said Eskil Oulk of the Talheim Land Survey.",
        "Nothing was heard from Esme Taldoran of the Labour Front.",
        "Joe Kettlewick, a shop steward with the Allied Transport Union, said his members were angry.",
        "In the chamber Oskar Prinn, finance spokesman of the Christian Democrats, says no.",
        "Gaspard Tuite leads Pellbury, and by most reckonings will lead North Vale. He spoke of a wedding.",
        "Kuno Wetterling told supporters that it was late.",
        "Major General Femi Adekosso, who led the force, said no.",
    ],
)
def test_what_grammar_shows_to_be_a_person_is_one(text):
    people = [row.entity for row in annotated(text)["entities"] if row.form == "name" and row.label == "PERSON"]
    assert any(" " in person for person in people)


@pytest.mark.parametrize(
    "text",
    [
        "Clean Furrow, a campaign group, announced that it would sue.",
        "The drug is made by Corvane Therapeutics of Leyden Falls.",
        "An old woman from Lower Sile, who was ill, came.",
    ],
)
def test_what_looks_like_a_person_to_none_but_a_rule_is_none(text):
    assert "PERSON" not in {row.label for row in annotated(text)["entities"] if row.form == "name"}


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("He lives in Harrowby.", "Harrowby", "GPE"),
        ("Farmers in Tolmeth are angry. Nobody came to Tolmeth.", "Tolmeth", "GPE"),
        ("The mayor of Tolmeth resigned.", "Tolmeth", "GPE"),
        ("Vessany's army crossed the river.", "Vessany", "GPE"),
        ("He sat in the Senate for a year.", "Senate", "ORG"),
        ("She has a desk in Tolmeth Council.", "Tolmeth Council", "ORG"),
        ("There is anger in the Valley Party.", "Valley Party", "ORG"),
        ("She has a stake in Hydravess.", "Hydravess", "ORG"),
    ],
)
def test_a_name_is_a_place_where_something_is_in_it_unless_its_words_are_those_of_a_body(text, name, label):
    assert [row.label for row in annotated(text)["entities"] if row.form == "name" and row.text == name][-1] == label


def test_of_two_people_of_one_surname_the_relative_is_named_in_passing():
    found = names("Tom Quist won the vote. His father Josef Quist had lost it in 1990. On Monday Quist opened the hall.")
    assert [entity for _, entity in found][-1] == "Tom Quist"


def test_a_surname_goes_to_the_one_whom_the_text_is_about():
    lines = ["Tom Quist won the vote.", *["Quist spoke of the river again."] * 6]
    found = names(*lines, "Grete Quist was not there. After the vote Quist thanked the town.")
    assert [entity for _, entity in found][-1] == "Tom Quist"


def test_titles_tell_people_apart_by_the_pronouns_after_their_names():
    found = names(
        "There are two of them. Tom Quill builds walls, and he likes it. Petra Quill counts fish, and she does not like walls.",
        "Professor Quill said no.",
        "Mr Quill said yes.",
    )
    assert [entity for _, entity in found][-2:] == ["Petra Quill", "Tom Quill"]


def test_a_name_is_a_mention_once():
    spans = [(row.start, row.end) for row in annotated("Mara Quist met Tom Reyl in Talheim. Quist left.")["entities"]]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_entities_are_in_the_order_of_the_text():
    assert [text for text, _ in entities("Mara Quist met Tom Reyl. She left.")] == ["Mara Quist", "Tom Reyl", "She"]


@pytest.mark.parametrize(
    ("paragraph", "place"),
    [
        ("TALHEIM (AP) — Mayor Tom Reyl mocked Mara Quist.", "Talheim"),
        ("ST. ORMOND, Orle — Mayor Tom Reyl mocked Mara Quist.", "St. Ormond"),
        ("Talheim, 5 May (Reuters) - Mayor Tom Reyl mocked Mara Quist.", "Talheim"),
    ],
)
def test_a_dateline_names_a_place_that_does_nothing_in_the_sentence_behind_it(paragraph, place):
    found = annotated("It rained.", paragraph, "Quist laughed.")
    assert {row.entity: row.label for row in found["entities"]}[place] == "GPE"
    assert {row.speaker for row in found["stances"]} == {"Tom Reyl"}


def test_a_name_in_capitals_is_the_one_that_stands_elsewhere_in_small_letters():
    assert names("MARA QUIST won. Mara Quist of Talheim laughed.")[0] == ("MARA QUIST", "Mara Quist")


@pytest.mark.parametrize("time", ["14:21 - ", "14.21 ", "2:21 p.m. — ", "2:21 PM — "])
def test_the_time_of_an_entry_in_a_live_report_is_no_part_of_a_name(time):
    found = annotated(f"{time}Hugo Sollis: “I ask only who pays.” He sat down.", f"{time}Mara Quist opposes the bill.")
    assert "Mara Quist" in {row.speaker for row in found["stances"]}
    assert {row.speaker for table in ("quotes", "stances") for row in found[table]} == {"Hugo Sollis", "Mara Quist"}


def test_a_person_in_capitals_before_a_dash_is_no_place():
    assert {row.label for row in annotated("MARA QUIST — The mayor wants the bridge.", "Mara Quist said no.")["entities"]} == {
        "PERSON"
    }
