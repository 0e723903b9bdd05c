"""What a person corrects is applied, marked and followed; nothing is lost in silence; without the file all is as before."""

import random

import pandas as pd
import pytest
from annotated import seed
from bs4 import BeautifulSoup
from corrected_articles import hall_and_port, quote_row, stance_row
from report_samples import HOSTILE

from analysis import html
from analysis.canonical import COLUMNS
from analysis.corpus import annotate
from analysis.correction_file import COLUMNS as CELLS
from analysis.correction_file import write_sheet
from analysis.corrections import apply
from analysis.reading import article_text
from analysis.recount import recounted
from analysis.schema import ROWS
from analysis.tables import Tables
from analysis.wording import shorten


@pytest.fixture
def tables():
    return hall_and_port()


def speakers(tables):
    return {(row.doc_id, row.speaker): (row.quotes, row.words) for row in tables.speakers.itertuples()}


def test_a_corrected_speaker_is_marked_and_the_counts_and_stances_follow(applied):
    done = applied(quote_row("Tom Reyl"))
    first = done.tables.quotes.iloc[0]
    assert (first["speaker"], first["resolution"], first["confidence"]) == ("Tom Reyl", "corrected", 1.0)
    assert speakers(done.tables) == {("d0", "Mara Quist"): (1, 6), ("d0", "Tom Reyl"): (2, 7), ("d1", "Quist"): (1, 2)}
    assert done.tables.stances["speaker"].tolist() == ["Tom Reyl", "Tom Reyl"]
    assert [row.line for row in done.applied] == [2]
    assert not done.problems


def test_what_a_person_said_is_marked_in_text_tables_and_limits(applied, tables):
    done = applied(quote_row("Tom Reyl")).tables
    text, before = (BeautifulSoup(article_text(one, "d0"), "html.parser") for one in (done, tables))
    assert "Tom Reyl\xa0✓" in [by["data-by"] for by in text.select(".rp-by")]
    assert "✓ = corrected by a person" in text.select_one(".rp-legend").get_text()
    assert "✓" not in before.get_text()
    assert "✓\xa0corrected" in html.quotes_table(done, done.quotes, caption="")
    assert "has corrected or confirmed 1 quotation: they are marked ✓" in html.limits(done)
    assert "✓" not in html.limits(tables)


def test_a_new_speaker_gets_a_row_and_one_who_is_left_without_words_loses_it(applied):
    done = applied(quote_row("Odile Varga", words="a joy"))
    assert speakers(done.tables)["d0", "Odile Varga"] == (1, 2)
    assert ("d0", "Tom Reyl") not in speakers(done.tables)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Harrow Bay town council", "organization"),
        ("Harrow Bay Harbour Authority", "organization"),
        ("the Ministry of Fisheries", "organization"),
        ("Bank of Tolm", "organization"),
        ("TRA", "organization"),
        ("Harrow Bay police", "group"),
        ("Norway", "country"),
        ("the United Kingdom", "country"),
        ("Odile Varga", "person"),
        ("Odile Bank", "person"),
        ("Ursula of Tolm", "person"),
    ],
)
def test_what_kind_of_speaker_a_new_name_is_its_words_tell(applied, name, kind):
    for row in (quote_row(name), {"what": "name", "name": "Mara Quist", "right": name}):
        found = applied(row).tables.speakers
        assert found[found["speaker"] == name]["kind"].tolist() == [kind]


def test_a_name_may_be_written_as_the_article_does(applied):
    assert applied(quote_row("tom reyl")).tables.quotes["speaker"][0] == "Tom Reyl"


def test_nobody_leaves_the_words_without_speaker_and_without_stance(applied):
    done = applied(quote_row("nobody"))
    assert pd.isna(done.tables.quotes["speaker"][0])
    assert done.tables.quotes["resolution"][0] == "corrected"
    assert done.tables.stances["speaker"].tolist() == ["Tom Reyl"]


def test_what_is_not_a_quotation_is_gone_with_its_stance_and_its_words(applied):
    done = applied(quote_row("Not a quotation", words="a joy"))
    assert done.tables.quotes["text"].tolist() == ["The bridge is a wreck", "Nobody crosses it. It will fall", "joy", "It pays"]
    assert done.tables.quotes["inside"].isna().all()
    assert done.tables.stances["speaker"].tolist() == ["Mara Quist"]
    assert ("d0", "Tom Reyl") not in speakers(done.tables)


def test_ok_says_that_a_person_has_seen_it(applied):
    done = applied(quote_row("ok"), stance_row("OK"))
    assert done.tables.quotes[["speaker", "resolution", "confidence"]].iloc[0].tolist() == ["Mara Quist", "corrected", 1.0]
    assert done.tables.stances[["label", "relation", "confidence"]].iloc[0].tolist() == ["oppose", "reject", 1.0]


@pytest.mark.parametrize(("right", "label", "stance"), [("for", "support", 1.0), ("0", "neutral", 0.0), ("+1", "support", 1.0)])
def test_a_corrected_stance_is_marked(applied, right, label, stance):
    row = applied(stance_row(right)).tables.stances.iloc[0]
    assert (row["label"], row["stance"], row["relation"], row["confidence"]) == (label, stance, "corrected", 1.0)


@pytest.mark.parametrize("row", [quote_row("not a quotation"), stance_row("none")], ids=["quotation", "stance"])
def test_what_is_gone_already_is_not_missed(applied, row):
    done = applied(row, to=applied(row).tables)
    assert (len(done.applied), done.problems) == (1, [])


def test_a_stance_that_is_none_is_gone(applied):
    assert applied(stance_row("none")).tables.stances["speaker"].tolist() == ["Tom Reyl"]


def test_what_a_person_says_of_a_stance_outlives_the_quotation(applied):
    done = applied(quote_row("not a quotation"), stance_row("against"))
    row = done.tables.stances.iloc[0]
    assert (row["speaker"], row["stance"], pd.isna(row["quote"])) == ("Mara Quist", -1.0, True)
    assert len(done.applied) == 2


def test_the_parts_of_one_utterance_follow_unless_they_are_told_otherwise(tables, applied):
    joined = Tables(**{**vars(tables), "quotes": tables.quotes.assign(utterance=[0, 0, 2, 3, 0])})
    done = applied(quote_row("Tom Reyl"), to=joined)
    assert done.tables.quotes["speaker"].dropna().tolist() == ["Tom Reyl", "Tom Reyl", "Tom Reyl", "Quist"]
    done = applied(quote_row("Tom Reyl"), quote_row("ok", words="Nobody crosses it. It will fall"), to=joined)
    assert done.tables.quotes["speaker"].dropna().tolist() == ["Tom Reyl", "Mara Quist", "Tom Reyl", "Quist"]
    done = applied(quote_row("no quotation"), to=joined)
    assert done.tables.quotes["utterance"].tolist() == [1, 2, 3, 0]


def test_a_reading_order_changes_the_places_of_the_paragraphs(applied):
    done = applied({"what": "order", "right": "3 > 1 > 2", "doc_id": "d0"})
    assert done.tables.paragraphs["reading_order"].tolist() == [1, 2, 0, 0]
    assert done.tables.paragraphs["moved"].tolist() == [True, True, True, False]


def test_two_names_that_are_one_are_one_in_all_articles(applied):
    done = applied({"what": "name", "name": "Quist", "right": "Mara Quist"})
    assert all("Quist" not in getattr(done.tables, table)[column].tolist() for table, column in COLUMNS)
    assert speakers(done.tables)["d1", "Mara Quist"] == (1, 2)


def test_names_lead_on_and_two_speakers_of_one_article_become_one(applied):
    rows = [{"what": "name", "name": a, "right": b} for a, b in [("Quist", "Mara Quist"), ("Mara Quist", "Tom Reyl")]]
    done = applied(*rows)
    assert speakers(done.tables) == {("d0", "Tom Reyl"): (3, 13), ("d1", "Tom Reyl"): (1, 2)}


def test_one_name_that_is_two_is_parted_in_one_article_or_at_one_place(tables, applied):
    done = applied({"what": "name", "name": "Mara Quist", "right": "Lena Quist", "doc_id": "d0"})
    assert set(done.tables.quotes["speaker"].dropna()) == {"Lena Quist", "Tom Reyl", "Quist"}
    assert done.tables.stances["speaker"].tolist() == ["Lena Quist", "Tom Reyl"]
    at = tables.documents["text"][0].index("Mara Quist")
    place = {"speaker_text": "Mara Quist", "speaker_start": at, "speaker_end": at + 10}
    quotes = tables.quotes.copy()
    quotes.loc[0, list(place)] = list(place.values())
    row = {"what": "name", "name": "Mara Quist", "right": "Lena Quist", "doc_id": "d0", "words": "Mara Quist"}
    done = applied(row, to=Tables(**{**vars(tables), "quotes": quotes}))
    assert done.tables.quotes["speaker"].tolist()[:2] == ["Lena Quist", "Mara Quist"]
    assert done.tables.stances["speaker"].tolist() == ["Lena Quist", "Tom Reyl"]
    assert done.tables.entities["entity"].tolist() == ["Lena Quist", "Tom Reyl", "Quist"]


FORMULAS = ['=HYPERLINK("http://x.example")', "@SUM(1)", "-2+3", "x;=cmd|'/c calc'!A0", "=cmd|' /C calc'!A0", "+1", "'=1"]


@pytest.mark.parametrize("words", [*HOSTILE, *FORMULAS])
def test_whatever_is_written_is_text(applied, words):
    done = applied(quote_row(words), {"what": "name", "name": "Quist", "right": words})
    said = {done.tables.quotes["speaker"].tolist()[0], done.tables.quotes["speaker"].tolist()[-1]}
    assert said == {" ".join(shorten(words, 500).split())}  # on one line, without what cannot be seen
    page = BeautifulSoup(article_text(done.tables, "d0"), "html.parser")
    assert page.find(id="q-0").find(class_="rp-note").get_text().startswith(said.pop())
    assert "corrected by a person" in page.find(id="q-0")["title"]
    assert not page.find_all(["script", "img", "iframe", "svg"])
    assert len(page.find_all("style")) == 1  # that of the page


def test_rows_without_an_answer_change_nothing(tables, applied):
    done = applied(quote_row(" "), stance_row(""))
    assert all(getattr(done.tables, table).equals(getattr(tables, table)) for table in ROWS)
    assert not done.applied + done.problems


def test_the_speakers_are_counted_as_the_articles_are_read(examples):
    pd.testing.assert_frame_equal(recounted(examples, examples.documents["doc_id"]).speakers, examples.speakers)


def random_rows(tables, draw):
    """100 corrections of all kinds, and what each must come to."""
    names = sorted(tables.speakers["speaker"].unique())
    sources, aims = names[::9][:6], names[1::9]
    rows, alias = [], {}
    for name in sources:
        alias[name] = draw.choice(aims)
        rows.append({"what": "name", "name": name, "right": alias[name]})
    for doc_id, size in draw.sample(list(zip(tables.documents["doc_id"], tables.documents["paragraphs"], strict=True)), 4):
        order = draw.sample(range(size), size)
        rows.append({"what": "order", "doc_id": doc_id, "right": " > ".join(str(n + 1) for n in order), "_": order})
    for row in tables.quotes.loc[draw.sample(range(len(tables.quotes)), 50)].itertuples():
        right = draw.choice([*names, "nobody", "not a quotation", "Odile Varga", "=1+1", "ok"])
        rows.append(
            {
                "what": "speaker",
                "doc_id": row.doc_id,
                "start": str(row.start),
                "end": str(row.end),
                "words": row.text,
                "right": right,
                "_": row,
            }
        )
    for row in tables.stances.loc[draw.sample(range(len(tables.stances)), 40)].itertuples():
        cells = {"what": "stance", "doc_id": row.doc_id, "start": str(row.start), "end": str(row.end), "words": row.text}
        rows.append(
            cells
            | {"name": row.speaker, "target": row.target, "right": draw.choice(["for", "against", "neutral", "none"]), "_": row}
        )
    draw.shuffle(rows)
    return rows, alias


@pytest.mark.parametrize("number", range(3))
def test_a_hundred_random_corrections_are_all_applied(examples, tmp_path, number):
    rows, alias = random_rows(examples, random.Random(number))
    write_sheet(tmp_path / "c.csv", CELLS, [{k: v for k, v in row.items() if k != "_"} for row in rows])
    done = apply(examples, tmp_path / "c.csv")
    done.tables.check()
    assert not done.problems
    assert [row.line for row in done.applied] == list(range(2, 102))
    quotes = {(row.doc_id, row.quote): row for row in done.tables.quotes.itertuples()}
    stances = {(row.doc_id, row.stance_id): row for row in done.tables.stances.itertuples()}
    for row in rows:
        right, old = row["right"], row.get("_")
        if row["what"] == "name":
            assert all(row["name"] not in set(getattr(done.tables, table)[column]) for table, column in COLUMNS)
        elif row["what"] == "order":
            mine = done.tables.paragraphs[done.tables.paragraphs["doc_id"] == row["doc_id"]].sort_values("reading_order")
            assert mine["paragraph"].tolist() == old
            assert (mine["moved"] == (mine["paragraph"] != mine["reading_order"])).all()
        elif row["what"] == "speaker" and right == "not a quotation":
            assert (old.doc_id, old.quote) not in quotes
        elif row["what"] == "speaker":
            new = quotes[old.doc_id, old.quote]
            wanted = (
                None if right == "nobody" or (right == "ok" and pd.isna(old.speaker)) else old.speaker if right == "ok" else right
            )
            assert (None if pd.isna(new.speaker) else new.speaker) == alias.get(wanted, wanted)
            assert (new.resolution, new.confidence) == ("corrected", 1.0)
        elif right == "none":
            assert (old.doc_id, old.stance_id) not in stances
        else:
            new = stances[old.doc_id, old.stance_id]
            assert (new.stance, new.confidence) == ({"for": 1.0, "against": -1.0, "neutral": 0.0}[right], 1.0)
    assert recounted(done.tables, set(done.tables.documents["doc_id"])).speakers.equals(done.tables.speakers)


def test_a_run_without_the_file_gives_the_first_result_byte_for_byte(tmp_path):
    seeds = [seed("“Never,” said Tom Reyl. “Not here.”", "Mara Quist opposed the bridge.", doc_id="d0")]
    rows = [quote_row("Mara Quist", words="Never,"), {"what": "name", "name": "Mara Quist", "right": "M. Quist"}]
    write_sheet(tmp_path / "c.csv", CELLS, rows)

    def written(name, **options):
        found = annotate(seeds, store=tmp_path / "store", **options)
        return found, [path.read_bytes() for path in found.write(tmp_path / name, csv=True)]

    _, first = written("first")
    found, second = written("second", corrections=tmp_path / "c.csv")
    _, third = written("third")
    assert set(found.quotes["speaker"]) == {"M. Quist"}
    assert first == third != second
