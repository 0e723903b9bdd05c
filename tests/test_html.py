import base64
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from matplotlib.figure import Figure
from report_samples import HOSTILE, Sample, doc_id, tables

from analysis import html
from analysis.drawing import Picture
from analysis.tables import Tables

OURS = {
    *("header", "p", "span", "time", "h1", "a", "bdi", "footer", "dl", "dt", "dd", "details", "summary", "ul", "li", "code"),
    *("div", "table", "caption", "thead", "tbody", "tr", "th", "td", "mark", "small", "figure", "figcaption", "b", "i"),
    *("aside", "h3", "ol", "label", "input", "style"),
}


def mistakes_in(found):
    """Errors about whatever the tables hold."""
    rows = found.quotes.assign(
        cause="no speaker given", words=found.quotes["text"], expected=found.quotes["speaker"].fillna("nobody")
    )
    return rows.assign(given=found.quotes["speaker"])


FRAGMENTS = {
    "heading": lambda t: html.heading(t, t.documents["doc_id"][0]),
    "article_text": lambda t: html.article_text(t, t.documents["doc_id"][0]),
    "speakers_table": html.speakers_table,
    "stances_table": html.stances_table,
    "entities_table": html.entities_table,
    "gold_heading": lambda t: html.gold_heading(t, {"fair": {"quotes": [{}]}}),
    "mistakes_table": lambda t: html.mistakes_table(
        t, mistakes_in(t), caption="Errors", pages=dict.fromkeys(t.documents["doc_id"], "")
    ),
    "provenance": html.provenance,
}
each_fragment = pytest.mark.parametrize("draw", FRAGMENTS.values(), ids=FRAGMENTS)


def parsed(fragment):
    return BeautifulSoup(fragment, "html.parser")


def cells(fragment):
    """The words of each row of a table, the head first."""
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in parsed(fragment).find_all("tr")]


@cache
def hostile(text):
    return tables(Sample(title=text, path=text, outlet=text, url=text, name=text))


@each_fragment
@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_seed_is_text_wherever_it_is_shown(draw, text):
    shown = parsed(draw(hostile(text)))
    assert {tag.name for tag in shown.find_all()} <= OURS
    assert not [name for tag in shown.find_all() for name in tag.attrs if name.startswith("on")]
    assert not [tag for tag in shown.find_all(href=True) if not tag["href"].startswith(("#", "https://"))]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_seed_is_shown_as_it_is(text):
    both = tables(Sample(title=text, name=text))
    assert parsed(html.heading(both, both.documents["doc_id"][0])).h1.get_text() == text
    assert text in [row[0] for row in cells(html.speakers_table(both))]
    assert text in [row[0] for row in cells(html.stances_table(both))]
    assert text in [row[0] for row in cells(html.entities_table(both))]


@each_fragment
def test_a_notebook_can_show_every_fragment(draw):
    assert draw(tables())._repr_html_().startswith("<")


@each_fragment
def test_an_article_in_which_nothing_was_found_is_shown_too(draw):
    assert draw(tables(Sample(paragraphs=("Rain fell all day.",))))


def test_the_heading_says_what_was_found_and_links_to_the_source():
    head = parsed(html.heading(tables(), doc_id(Sample())))
    assert "6 quotations by 2 speakers" in head.find(class_="rp-lede").get_text()
    assert head.time["datetime"] == "2023-05-09"
    assert head.a["href"] == Sample().url


def test_the_heading_does_without_what_is_not_known():
    bare = Sample(date=None, url=None, outlet=None)
    head = parsed(html.heading(tables(bare), doc_id(bare)))
    assert not head.time
    assert not head.a
    assert head.find(class_="rp-kicker").get_text().strip() == "114 words"


def test_an_address_that_is_none_of_the_web_is_no_link():
    odd = Sample(url="javascript:alert(1)")
    head = parsed(html.heading(tables(odd), doc_id(odd)))
    assert not head.a
    assert "javascript:alert(1)" in head.get_text()


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        ((Sample(),), "6 quotations by 2 speakers; Odile Varga speaks most"),
        ((Sample(),), "5 stances: 1 for, 3 against, 1 neutral."),
        ((Sample(paragraphs=("Rain fell.",)),), "No quotation was found. No stance was found."),
        ((Sample(), Sample(path="seeds/b.txt")), "12 quotations by 2 speakers"),
    ],
)
def test_the_summary_counts_what_was_found(samples, words):
    assert words in html.summary(tables(*samples))


def test_speakers_come_with_role_and_share_the_most_quoted_first():
    head, *rows = cells(html.speakers_table(tables()))
    assert head == ["Who", "Role", "Kind", "Quotations", "Words", "Share in %"]
    assert [row[0] for row in rows] == ["Odile Varga", "Per Aldous", "speaker not found"]
    assert rows[1][1:4] == ["director", "person", "2"]
    assert 99 <= sum(int(row[-1]) for row in rows) <= 101


def test_a_stance_is_shown_with_a_sign_and_a_word_and_linked_to_its_sentence():
    shown = parsed(html.stances_table(tables()))
    signs = {sign.get_text() for sign in shown.select(".rp-sign")}
    assert signs == {"+ support", "− oppose", "○ neutral"}
    text = tables().sentences.set_index("sentence")["text"]
    for link in shown.find_all("a"):
        assert link.get_text().strip("“”") in text[int(link["href"].removeprefix("#s-"))]


def test_stances_of_several_articles_are_not_linked_since_their_texts_are_elsewhere():
    shown = parsed(html.stances_table(tables(Sample(), Sample(path="seeds/b.txt"))))
    assert shown.find(class_="rp-words")
    assert not [link for link in shown.select("a") if link.find(class_="rp-words")]


def test_what_is_unsure_looks_it_and_nothing_else_does():
    both = tables()
    sure = [row.find(class_="rp-doubt") is None for row in parsed(html.stances_table(both)).tbody.find_all("tr")]
    assert sure == [row.confidence >= 0.5 for row in both.stances.sort_values(["speaker", "target"]).itertuples()]
    said = parsed(html.quotes_table(both, both.quotes, caption=""))
    assert [cell.get_text() for cell in said.select(".rp-doubt")] == ["unsure\u00a00.44", "unsure\u00a00.35"]
    assert "<" not in said.get_text()


def test_an_error_says_what_is_given_instead_of_what_and_leads_to_its_sentence():
    both = tables()
    rows = parsed(html.mistakes_table(both, mistakes_in(both), caption="Errors")).tbody.find_all("tr")
    assert rows[4].find(class_="rp-given").get_text() == "Per Aldous instead of Per Aldous"
    assert rows[5].find(class_="rp-given").get_text() == "nothing instead of nobody"
    assert rows[4].a["href"] == f"#s-{both.quotes['sentence'][4]}"


def test_the_head_of_quality_counts_what_a_person_found():
    gold = {"night_ferry": {"quotes": [{}, {}], "stances": [{}]}, "fog": {"not_speech": ["a"]}}
    said = parsed(html.gold_heading(tables(Sample(), Sample(path="fog.txt"), Sample(path="c.txt")), gold)).get_text()
    assert "2 quotations, 1 stance, 1 non-quotation in 2 of 3 articles" in said


def test_the_limits_count_what_is_unsure_and_what_was_moved():
    shown = parsed(html.limits(tables())).get_text()
    assert "Of 6 quotations, 1 has no speaker that could be found, and 2 are unsure" in shown
    assert "Of 5 stances, 1 is unsure" in shown
    assert "2 paragraphs of 6 were moved" in shown
    assert "moved" not in html.limits(tables(Sample(paragraphs=("Rain fell.",))))


def test_entities_are_counted_by_form():
    assert ["Per Aldous", "person", "2", "1", "0", "1"] in cells(html.entities_table(tables()))
    assert len(cells(html.entities_table(tables(), top=2))) == 3


def test_provenance_names_versions_settings_and_seeds(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    shown = html.provenance(tables(), top=5)
    facts = dict(zip(*([e.get_text() for e in parsed(shown).find_all(tag)] for tag in ("dt", "dd")), strict=True))
    assert facts["Made"] == "1970-01-02"
    assert "spaCy" in facts["Language pipeline"]
    assert facts["Settings"] == "top = 5"
    assert f"{doc_id(Sample())} seeds/night_ferry.txt" in parsed(shown).get_text()


def test_provenance_is_dated_today_where_no_date_is_set(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert re.search(r"<dd>20\d\d-\d\d-\d\d</dd>", html.provenance(tables()))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "3"),
        (np.int64(1200), "1,200"),
        (0.5, "0.50"),
        (float("nan"), "–"),
        (None, "–"),
        (pd.NA, "–"),
        (pd.NaT, "–"),
        (pd.Timestamp(2024, 5, 6), "2024-05-06"),
        (True, "yes"),
        (np.bool_(False), "no"),
        ("<b>", "<b>"),
        (Markup("<i>a</i>"), "a"),
        (["a", "b"], "['a', 'b']"),
    ],
)
def test_a_value_of_any_type_is_written_for_a_reader(value, written):
    frame = pd.DataFrame({"what": pd.Series([value], dtype=object)})
    assert cells(html.table(frame, caption="Values")) == [["What"], [written]]


def test_a_table_has_a_caption_heads_for_columns_and_rows_and_scrolls_within_itself():
    shown = parsed(html.table(pd.DataFrame({"who_is": ["Quist"], "times": [3]}), caption="How often"))
    assert shown.caption.get_text() == "How often"
    assert [head.get_text() for head in shown.select('th[scope="col"]')] == ["Who is", "Times"]
    assert [head.get_text() for head in shown.select('th[scope="row"]')] == ["Quist"]
    assert shown.select_one('.rp-table[role="region"][tabindex="0"]')["aria-label"] == "How often"
    assert "rp-number" in shown.find("td")["class"]


def test_a_named_index_becomes_the_first_column():
    wide = pd.DataFrame({"dam": [1.0]}, index=pd.Index(["Quist"], name="speaker"))
    assert cells(html.table(wide, caption="")) == [["Speaker", "Dam"], ["Quist", "1"]]


def test_an_empty_table_says_so():
    assert "Nothing was found" in html.stances_table(Tables.from_rows({}))


def test_a_picture_has_its_finding_above_its_caption_below_and_a_text_for_who_cannot_see_it():
    figure = Figure(figsize=(2, 1))
    figure.subplots().set_title("$x^2$ <b>", parse_math=False)
    shown = parsed(html.picture(Picture(figure, "Quist <speaks> most", "Words & more", "A bar")))
    assert [child.name for child in shown.figure.find_all(recursive=False)] == ["p", "div", "figcaption"]
    assert shown.figure.p.get_text() == "Quist <speaks> most"
    assert shown.figcaption.get_text() == "Words & more"
    assert (shown.svg["role"], shown.svg["aria-label"]) == ("img", "A bar")
    assert "$x^2$ <b>" in shown.svg.get_text()


def test_a_picture_of_data_comes_with_it_and_with_itself_to_take_away():
    figure = Figure(figsize=(2, 1))
    shown = parsed(html.picture(Picture(figure, 'Quist "speaks" most', "", "A bar", data=pd.DataFrame({"who": ["=Quist"]}))))
    data, picture = shown.select("a[download]")
    assert [link["download"] for link in (data, picture)] == ["quist-speaks-most.csv", "quist-speaks-most.svg"]
    assert base64.b64decode(data["href"].partition(",")[2]).decode() == "\ufeffwho\r\n'=Quist\r\n"
    assert 'Quist "speaks" most' in base64.b64decode(picture["href"].partition(",")[2]).decode()
    assert data["aria-label"] == 'Data (CSV): Quist "speaks" most'


def test_of_long_data_a_page_holds_the_first_rows_and_says_so():
    long = pd.DataFrame({"n": range(html.MOST_ROWS + 1)})
    shown = parsed(html.picture(Picture(Figure(figsize=(2, 1)), "Many", "", "A bar", data=long)))
    [data] = shown.select("a[download$=csv]")
    assert data.get_text() == "Data (CSV, the first 1,000 of 1,001 rows)"
    assert base64.b64decode(data["href"].partition(",")[2]).decode().split()[-1] == "999"


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, "paper") for text in ("ink", "muted", "accent", "support", "oppose")),
        *(("ink", ground) for ground in ("lit", "rule")),
    ],
)
def test_text_stands_out_from_its_ground_as_wcag_aa_asks(text, ground, scheme):
    colours = dict(re.findall(r"--rp-(\w+): light-dark\((#\w{6}, #\w{6})\)", html.style()))
    bright, dark = sorted((luminance(colours[name].split(", ")[scheme]) for name in (text, ground)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_of_very_many_seeds_the_first_are_named_and_a_hash_stands_for_all():
    many = tables(*(Sample(path=f"seeds/{n:03}.txt", paragraphs=(f"Rain {n} fell.",)) for n in range(230)))
    shown = parsed(html.provenance(many)).find("details")
    assert len(shown.find_all("li")) == 201
    assert "230 seeds" in shown.summary.get_text()
    assert shown.find_all("li")[-1].get_text().strip().startswith("and 30 more")
    fewer = many.select(many.documents["doc_id"].iloc[:-1])
    assert parsed(html.provenance(fewer)).find_all("code")[-1] != shown.find_all("code")[-1]
