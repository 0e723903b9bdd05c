"""The word lists in analysis/resources: well formed, sorted, without contradictions, and large enough to be of use."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from analysis.resources import alternatives, rows

SPEECH = {"say", "ask", "claim", "deny", "demand", "urge", "promise", "announce", "agree", "threaten", "warn", "think", "show"}
VALUATION = {"praise", "accuse", "blame", "reject", "support", "oppose", "call"}
FRAMES = ["that", "to", "obj_to", "quote", "np", "as", "of", "for", "whether"]
PARTS_OF_SPEECH = {"VERB", "NOUN", "ADJ"}
SIGNS = {"-1", "0", "1"}
ALWAYS_ISE = {
    "compromise",
    "advertise",
    "advise",
    "apprise",
    "chastise",
    "despise",
    "improvise",
    "praise",
    "promise",
    "surmise",
    "televise",
}

COLUMNS = {
    "cues.tsv": ["lemma", "pos", "class", "frames", "prep", "factive"],
    "stance_verbs.tsv": ["lemma", "pos", "relation", "sign", "object", "person_sign"],
    "places.tsv": ["name", "aliases", "adjectives", "people", "capital", "seats"],
    "roles.tsv": ["noun", "kind", "gender", "titled", "plural"],
    "sources.tsv": ["noun", "kind"],
    "quote_titles.tsv": ["word", "kind"],
    "name_nouns.tsv": ["word", "kind", "last", "before"],
    "regions.tsv": ["name", "short", "country"],
    "short_names.tsv": ["short", "long"],
    "parties.tsv": ["name", "country", "always", "there"],
    "operators.tsv": ["word", "pos", "effect"],
    "judgements.tsv": ["word", "pos", "sign"],
    "thing_kinds.tsv": ["noun", "kinds", "stands_for", "verbs"],
    "decisions.tsv": ["verb", "sign"],
    "deeds.tsv": ["verb", "done", "undone"],
    "stance_phrases.tsv": ["verb", "noun", "target", "sign"],
    "short_titles.tsv": ["short", "long"],
    "body_kinds.tsv": ["noun", "words", "open", "any"],
    "columns.tsv": ["field", "rank", "name"],
    "agencies.tsv": ["name", "forms"],
    "outlets.tsv": ["domain", "name"],
    "outlet_words.tsv": ["word", "place"],
}
# What identifies a row and gives the order of the rows.
KEYS = {
    "cues.tsv": ["lemma", "pos", "prep"],
    "stance_verbs.tsv": ["lemma", "pos", "object"],
    "places.tsv": ["name"],
    "roles.tsv": ["noun"],
    "sources.tsv": ["noun", "kind"],
    "quote_titles.tsv": ["word"],
    "name_nouns.tsv": ["word"],
    "regions.tsv": ["country", "name"],
    "short_names.tsv": ["short"],
    "parties.tsv": ["name"],
    "operators.tsv": ["word", "pos"],
    "judgements.tsv": ["word", "pos"],
    "thing_kinds.tsv": ["noun"],
    "decisions.tsv": ["verb"],
    "deeds.tsv": ["verb"],
    "stance_phrases.tsv": ["verb", "noun", "target"],
    "short_titles.tsv": ["short"],
    "body_kinds.tsv": ["noun"],
    "columns.tsv": ["field", "rank", "name"],
    "agencies.tsv": ["name"],
    "outlets.tsv": ["domain"],
    "outlet_words.tsv": ["word"],
}
CLOSED = [
    ("outlet_words.tsv", "place", {"first", "last"}),
    ("stance_phrases.tsv", "sign", {"-1", "1"}),
    ("decisions.tsv", "sign", {"-1", "1"}),
    ("deeds.tsv", "done", SIGNS),
    ("deeds.tsv", "undone", {"-1", "0"}),
    ("columns.tsv", "field", {"title", "date", "url", "text"}),
    ("cues.tsv", "pos", PARTS_OF_SPEECH),
    ("cues.tsv", "class", SPEECH | VALUATION),
    ("cues.tsv", "factive", {"yes", "no", "-"}),
    ("stance_verbs.tsv", "pos", PARTS_OF_SPEECH),
    ("stance_verbs.tsv", "sign", SIGNS),
    ("stance_verbs.tsv", "person_sign", SIGNS),
    ("roles.tsv", "kind", {"office", "title", "profession", "relation", "group", "org"}),
    ("roles.tsv", "gender", {"m", "f", "-"}),
    ("roles.tsv", "titled", {"yes", "-"}),
    ("name_nouns.tsv", "kind", {"place", "body", "thing"}),
    ("name_nouns.tsv", "last", {"yes", "-"}),
    ("name_nouns.tsv", "before", {"yes", "-"}),
    ("sources.tsv", "kind", {"anonymous", "document", "medium", "press"}),
    ("quote_titles.tsv", "kind", {"work", "naming", "word"}),
    ("operators.tsv", "pos", PARTS_OF_SPEECH),
    ("operators.tsv", "effect", {"turn", "open", "other", "receive"}),
    ("judgements.tsv", "pos", PARTS_OF_SPEECH - {"VERB"}),
    ("judgements.tsv", "sign", SIGNS - {"0"}),
    ("body_kinds.tsv", "any", {"yes", "-"}),
]


def lines(name: str) -> list[str]:
    return (files("analysis") / "resources" / name).read_text(encoding="utf-8").splitlines()


def forms(row: dict[str, str], *columns: str) -> list[str]:
    return [form for column in columns for form in alternatives(row[column])]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_header_explains_the_list_and_one_row_names_the_columns(name):
    comments = [line.startswith("# ") for line in lines(name)]
    header = comments.index(False)
    assert header >= 4
    assert not any(comments[header:])
    assert any(line.startswith("# Source: ") for line in lines(name)[:header])
    assert any(line.startswith("# To add a row: ") for line in lines(name)[:header])
    assert lines(name)[header].split("\t") == COLUMNS[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_no_cell_is_empty_or_padded(name):
    assert [cell for row in rows(name) for cell in row.values() if not cell or cell != " ".join(cell.split())] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_rows_are_sorted_and_none_comes_twice(name):
    keys = [tuple(row[column] for column in KEYS[name]) for row in rows(name)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(("name", "column", "allowed"), CLOSED)
def test_a_closed_column_holds_only_its_values_and_uses_them_all(name, column, allowed):
    assert {row[column] for row in rows(name)} == allowed


def test_frames_are_known_and_stand_in_one_order():
    for row in rows("cues.tsv"):
        frames = row["frames"].split(",")
        assert frames == sorted(set(frames), key=FRAMES.index), row


@pytest.mark.parametrize(("pos", "least"), [("VERB", 500), ("NOUN", 120), ("ADJ", 40)])
def test_enough_cues_of_each_part_of_speech(pos, least):
    assert len({row["lemma"] for row in rows("cues.tsv") if row["pos"] == pos}) >= least


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("stance_verbs.tsv", 250),
        ("places.tsv", 193 + 10),
        ("roles.tsv", 500),
        ("sources.tsv", 200),
        ("quote_titles.tsv", 100),
        ("short_names.tsv", 50),
    ],
)
def test_enough_rows(name, least):
    assert len(rows(name)) >= least


def test_regions_lie_in_countries_of_the_list_and_name_nouns_show_something():
    countries = {form for row in rows("places.tsv") for form in forms(row, "name")}
    assert {row["country"] for row in rows("regions.tsv")} <= countries
    assert [row for row in rows("name_nouns.tsv") if row["last"] == row["before"] == "-"] == []


def test_a_short_first_name_is_short_for_one_that_is_not():
    short = {row["short"] for row in rows("short_names.tsv")}
    assert not short & {row["long"] for row in rows("short_names.tsv")}


def test_a_short_title_and_its_long_form_are_roles():
    nouns = {row["noun"] for row in rows("roles.tsv")}
    assert {row["short"] for row in rows("short_titles.tsv")} | {row["long"] for row in rows("short_titles.tsv")} <= nouns


def test_a_noun_stands_only_for_kinds_that_some_noun_names():
    named = {kind for row in rows("thing_kinds.tsv") for kind in forms(row, "kinds")}
    assert {kind for row in rows("thing_kinds.tsv") for kind in forms(row, "stands_for")} <= named
    assert [row for row in rows("thing_kinds.tsv") if row["kinds"] == row["stands_for"] == "-"] == []


def test_words_of_a_kind_of_body_are_in_lower_case_and_those_that_leave_it_open_are_of_another():
    for row in rows("body_kinds.tsv"):
        own, others = forms(row, "noun", "words"), forms(row, "open")
        assert len({*own, *others}) == len(own) + len(others), row
        assert all(word == word.lower() for word in (*own, *others)), row


def test_a_preposition_of_a_cue_is_one_lower_case_word():
    assert [row for row in rows("cues.tsv") if row["prep"] != "-" and not (row["prep"].isalpha() and row["prep"].islower())] == []


def test_the_target_of_a_stance_stands_in_a_known_place():
    places = {row["object"] for row in rows("stance_verbs.tsv")}
    assert {place for place in places if ":" not in place} == {"dobj", "clause", "wanted", "subject"}
    assert {place.partition(":")[0] for place in places if ":" in place} == {"prep", "in", "bearer", "wanted"}
    assert all(place.rpartition(":")[2].isalpha() for place in places)


@pytest.mark.parametrize(
    ("name", "columns"), [("cues.tsv", ["lemma", "pos", "prep"]), ("stance_verbs.tsv", ["lemma", "pos", "object"])]
)
def test_both_spellings_of_a_verb_in_ise_mean_the_same(name, columns):
    table = {tuple(row[column] for column in columns): row for row in rows(name)}
    for key, row in table.items():
        if row["pos"] == "VERB" and key[0].endswith("ise") and key[0] not in ALWAYS_ISE and " " not in key[0]:
            american = table.get((key[0][:-3] + "ize", *key[1:]))
            assert american is not None, key
            assert american | {columns[0]: key[0]} == row


def test_names_and_aliases_belong_to_one_place():
    owners = Counter(form for row in rows("places.tsv") for form in forms(row, "name", "aliases"))
    assert [form for form, count in owners.items() if count > 1] == []


def test_only_brussels_stands_for_two_governments():
    owners = Counter(form for row in rows("places.tsv") for form in forms(row, "name", "aliases", "capital", "seats"))
    assert [form for form, count in owners.items() if count > 1] == ["Brussels"]


@pytest.mark.parametrize(
    ("form", "column", "name"),
    [
        ("U.K.", "aliases", "United Kingdom"),
        ("Downing Street", "seats", "United Kingdom"),
        ("Kremlin", "seats", "Russia"),
        ("White House", "seats", "United States"),
        ("Brussels", "seats", "European Union"),
        ("Kiev", "capital", "Ukraine"),
        ("Scottish", "adjectives", "Scotland"),
        ("Poles", "people", "Poland"),
    ],
)
def test_a_form_leads_to_its_place(form, column, name):
    assert [row["name"] for row in rows("places.tsv") if form in forms(row, column)] == [name]


@pytest.mark.parametrize(
    ("lemma", "pos", "prep", "kind", "frame"),
    [
        ("say", "VERB", "-", "say", "quote"),
        ("call", "VERB", "for", "demand", "np"),
        ("urge", "VERB", "-", "urge", "obj_to"),
        ("vow", "VERB", "-", "promise", "to"),
        ("criticise", "VERB", "-", "blame", "for"),
        ("accuse", "VERB", "-", "accuse", "of"),
        ("point out", "VERB", "-", "say", "that"),
        ("allegation", "NOUN", "-", "accuse", "that"),
        ("confident", "ADJ", "-", "think", "that"),
        ("critical", "ADJ", "of", "blame", "np"),
    ],
)
def test_a_cue_has_its_class_and_frame(lemma, pos, prep, kind, frame):
    found = [row for row in rows("cues.tsv") if (row["lemma"], row["pos"], row["prep"]) == (lemma, pos, prep)]
    assert [row["class"] for row in found] == [kind]
    assert frame in found[0]["frames"].split(",")


@pytest.mark.parametrize(
    ("lemma", "where", "signs"),
    [
        ("blame", "dobj", ("-1", "-1")),
        ("deny", "dobj", ("-1", "0")),
        ("vote", "prep:against", ("-1", "-1")),
        ("praise", "dobj", ("1", "1")),
        ("call", "prep:for", ("1", "1")),
        ("urge", "dobj", ("1", "0")),
    ],
)
def test_a_stance_verb_has_its_signs(lemma, where, signs):
    found = [row for row in rows("stance_verbs.tsv") if (row["lemma"], row["pos"], row["object"]) == (lemma, "VERB", where)]
    assert [(row["sign"], row["person_sign"]) for row in found] == [signs]


@pytest.mark.parametrize(
    ("noun", "kind", "gender", "plural"),
    [
        ("spokeswoman", "profession", "f", "spokeswomen"),
        ("father", "relation", "m", "fathers"),
        ("analyst", "profession", "-", "analysts"),
        ("ministry", "org", "-", "ministries"),
        ("attorney general", "office", "-", "attorneys general"),
        ("police", "group", "-", "police"),
    ],
)
def test_a_role_has_its_kind_gender_and_plural(noun, kind, gender, plural):
    found = [row for row in rows("roles.tsv") if row["noun"] == noun]
    assert [(row["kind"], row["gender"], row["plural"]) for row in found] == [(kind, gender, plural)]


def test_the_country_of_each_party_is_in_the_list_of_places():
    assert {row["country"] for row in rows("parties.tsv")} <= {row["name"] for row in rows("places.tsv")}


def test_what_always_means_one_party_is_no_form_of_another():
    owners = Counter(form for row in rows("parties.tsv") for form in forms(row, "name", "always"))
    owners.update({form for row in rows("parties.tsv") for form in forms(row, "there")})
    assert [form for form, times in owners.items() if times > 1] == []
