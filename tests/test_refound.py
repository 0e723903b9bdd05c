"""A correction finds its words again, whatever another version or a spreadsheet did to them."""

import pandas as pd
import pytest
from corrected_articles import hall_and_port, quote_row, stance_row
from factory import Article, corpus

from analysis.correction_problems import LostRow
from analysis.tables import Tables


@pytest.fixture
def tables():
    return hall_and_port()


def recut(tables, *spans):
    """The tables as a version would give them that cuts the first quotation so."""
    text = tables.documents["text"][0]
    first = tables.quotes.iloc[0].to_dict()
    new = [
        first | {"quote": 10 + n, "start": s, "end": e, "text": text[s:e], "utterance": 10 + n} for n, (s, e) in enumerate(spans)
    ]
    quotes = pd.concat([tables.quotes[1:], pd.DataFrame(new)]).astype(tables.quotes.dtypes.to_dict())
    stances = tables.stances.assign(quote=tables.stances["quote"].replace(0, 10 if spans else pd.NA))
    quotes = quotes.sort_values(["doc_id", "start"], ignore_index=True)
    return Tables(**{**vars(tables), "quotes": quotes, "stances": stances})


@pytest.mark.parametrize(
    "spans", [[(0, 23)], [(1, 18)], [(5, 22)], [(1, 11), (12, 22)]], ids=["wider", "shorter", "later", "in two"]
)
def test_a_correction_survives_a_version_that_cuts_the_words_differently(tables, applied, spans):
    new = recut(tables, *spans)
    new.check()
    done = applied(quote_row("Tom Reyl", start="1", end="22"), to=new)
    assert not done.problems
    mine = done.tables.quotes[done.tables.quotes["quote"] >= 10]
    assert mine["speaker"].tolist() == ["Tom Reyl"] * len(spans)
    others = done.tables.quotes[done.tables.quotes["quote"] == 1]
    assert others["speaker"].tolist() == ["Mara Quist"]


def test_the_words_are_found_where_an_offset_has_moved(tables, applied):
    done = applied(quote_row("Tom Reyl", start="7", end="28"), stance_row("for", start="40", end="46"))
    assert not done.problems
    assert done.tables.quotes["speaker"][0] == "Tom Reyl"


def test_words_in_which_nothing_is_found_any_more_are_told_of(tables, applied):
    [problem] = applied(quote_row("Tom Reyl", start="1", end="22"), to=recut(tables)).problems
    assert isinstance(problem, LostRow)


def test_letters_that_a_spreadsheet_lost_are_found_from_what_is_left(applied):
    """Excel's plain CSV writes ? for a letter that Windows-1252 has not."""
    hall = Article(
        ["“Řeka,” said Šárka Řehoř."], said=[("Odile", "Řeka", "direct")], mentions=[("Šárka Řehoř", "name", "Šárka Řehoř")]
    )
    done = applied(quote_row("Šárka ?eho?", words="?eka", start="1", end="5"), to=corpus(hall))
    assert done.tables.quotes["speaker"].tolist() == ["Šárka Řehoř"]
