"""A row of corrections that does not fit is told of, with the place and the remedy, and costs no other."""

import warnings

import pytest
from annotated import seed
from corrected_articles import quote_row, stance_row

from analysis.corpus import annotate
from analysis.correction_file import COLUMNS, write_sheet
from analysis.correction_problems import (
    AmbiguousRow,
    Contradiction,
    CorrectionWarning,
    LostRow,
    LostWords,
    MissingCell,
    UnknownAnswer,
    UnknownArticle,
    UnknownKind,
    UnknownName,
)


@pytest.mark.parametrize(
    ("row", "problem", "told"),
    [
        ({"what": "spaeker", "right": "x"}, UnknownKind, "'spaeker', expected speaker, stance, name or order"),
        (stance_row("perhaps"), UnknownAnswer, "'perhaps'"),
        (stance_row("2"), UnknownAnswer, "'2'"),
        (quote_row("…"), UnknownAnswer, "'…'"),
        (quote_row("x" * 201), UnknownAnswer, "xxx…"),
        ({"what": "order", "right": "1 > 1", "doc_id": "d0"}, UnknownAnswer, "not the number of each paragraph once"),
        ({"what": "order", "right": "2 > 1", "doc_id": "d0"}, UnknownAnswer, "2 numbers for 3 paragraphs"),
        (quote_row("Tom Reyl", doc_id=""), MissingCell, "'doc_id'"),
        (quote_row("Tom Reyl", words=""), MissingCell, "'words'"),
        (quote_row("Tom Reyl", start="x"), MissingCell, "'start'"),
        ({"what": "name", "right": "Tom Reyl"}, MissingCell, "'name'"),
        (quote_row("Tom Reyl", doc_id="d9"), UnknownArticle, "'d9'"),
        (quote_row("Tom Reyl", words="a ferry"), LostWords, "'a ferry'"),
        (quote_row("Tom Reyl", words="added"), LostRow, "no quotation in 'added'"),
        (quote_row("Tom Reyl", words="it"), AmbiguousRow, "'it' 2 times"),
        (stance_row("for", words="Nobody crosses it"), LostRow, "no stance toward 'bridge'"),
        ({"what": "name", "name": "Mara Qist", "right": "x"}, UnknownName, "near it: 'Mara Quist'"),
    ],
)
def test_a_row_that_does_not_fit_is_told_of_and_the_others_are_applied(applied, row, problem, told):
    done = applied(row, quote_row("Odile Varga", words="a joy"))
    [found] = done.problems
    assert type(found) is problem
    assert str(found).split("/")[-1].startswith("c.csv:2: ")
    assert told in str(found)
    assert found.remedy in str(found)
    assert [one.answer for one in done.applied] == ["Odile Varga"]
    assert "Odile Varga" in done.tables.quotes["speaker"].tolist()


def test_rows_that_contradict_one_another_are_named_and_none_of_them_holds(applied):
    done = applied(quote_row("Tom Reyl"), quote_row("nobody"), quote_row("Tom Reyl", words="a joy"))
    [found] = done.problems
    assert isinstance(found, Contradiction)
    assert "'Tom Reyl' (line 2) and 'nobody' (line 3)" in str(found)
    assert done.tables.quotes["speaker"].tolist()[0] == "Mara Quist"
    assert [row.line for row in done.applied] == [4]


def test_names_that_lead_back_to_themselves_are_named(applied):
    pairs = [("Quist", "Mara Quist"), ("Mara Quist", "Quist"), ("Tom Reyl", "Thomas Reyl")]
    done = applied(*({"what": "name", "name": a, "right": b} for a, b in pairs))
    assert "in lines 2 and 3" in str(done.problems[0])
    assert [row.line for row in done.applied] == [4]
    assert set(done.tables.quotes["speaker"].dropna()) == {"Mara Quist", "Thomas Reyl", "Quist"}


def test_an_article_that_is_not_read_is_told_of_once(applied):
    done = applied(*(quote_row("Tom Reyl", doc_id="d9", words=words) for words in ("a", "b", "c")))
    assert [str(problem).split(": found ")[1].split(", expected")[0] for problem in done.problems] == [
        "doc_id 'd9', also in lines 3, 4"
    ]


def test_annotate_warns_of_what_does_not_fit(tmp_path):
    write_sheet(tmp_path / "c.csv", COLUMNS, [{"what": "name", "name": "Odile", "right": "Odile Varga"}])
    with pytest.warns(CorrectionWarning, match=r"c\.csv:2: nobody has this name: found 'Odile'"):
        annotate([seed("It rained.")], corrections=tmp_path / "c.csv")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        annotate([seed("It rained.")])
