import base64
import csv
import datetime as dt
import io

import pandas as pd
import pytest
from report_samples import HOSTILE

from analysis.spreadsheets import restored
from analysis.takeaway import data_file, file_stem, held


def read(frame):
    return list(csv.reader(io.StringIO(data_file(frame).removeprefix("\ufeff"))))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", " =1", "＝1+1"])
def test_no_text_starts_a_formula_in_a_cell_or_a_head(text):
    head, row = read(pd.DataFrame({text: [text]}))
    sign = text.lstrip(" ")
    assert head == row == [text.removesuffix(sign) + "'" + sign]
    assert restored(row[0]) == text


@pytest.mark.parametrize("text", [*HOSTILE, "a,b", 'say "no"', "two\nlines", "A minus-sign", "5 = 5"])
def test_all_other_text_comes_back_as_it_was(text):
    assert read(pd.DataFrame({"words": [text]})) == [["words"], [text]]


def test_numbers_stay_numbers_and_dates_are_written_out_and_what_is_missing_is_empty():
    frame = pd.DataFrame(
        {"n": [-1, 2], "share": [-0.5, None], "day": [pd.Timestamp(2024, 5, 6), pd.NaT], "on": [dt.date(2024, 5, 7)] * 2}
    )
    assert read(frame)[1:] == [["-1", "-0.5", "2024-05-06", "2024-05-07"], ["2", "", "", "2024-05-07"]]


def test_a_named_index_comes_first():
    assert read(pd.DataFrame({"words": [3]}, index=pd.Index(["Orr"], name="speaker"))) == [["speaker", "words"], ["Orr", "3"]]


def test_a_link_holds_its_content():
    kind, _, content = held("Übung <b>", "text/csv").partition(",")
    assert kind == "data:text/csv;charset=utf-8;base64"
    assert base64.b64decode(content).decode() == "Übung <b>"


@pytest.mark.parametrize("title", HOSTILE)
def test_a_file_has_a_plain_name(title):
    assert set(file_stem(title)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
