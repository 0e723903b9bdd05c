"""What a reader can take from a page that is all they have: data as CSV and pictures as SVG, each in a link that holds it."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Hashable
from typing import Any

import pandas as pd

from analysis.addresses import slugs_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet takes for the start of one
_MARK = "\ufeff"  # without it spreadsheets take the text for that of another alphabet


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV for spreadsheets, a named index as the first columns; no cell of text can start a formula.

    >>> csv_text(pd.DataFrame({"who": ["=1+1", "Orr"], "change": [-1, 2]})).splitlines()
    ['\\ufeffwho,change', "'=1+1,-1", 'Orr,2']
    """
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    plain = {column: [_plain(cell) for cell in frame[column]] for column in frame}
    cells = pd.DataFrame(plain, dtype=object).set_axis([_plain(name) for name in frame.columns], axis="columns")
    return _MARK + cells.to_csv(index=False, lineterminator="\r\n")


def _plain(cell: Any) -> Hashable:
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
    return f"{cell:%Y-%m-%d}" if isinstance(cell, dt.date) and not pd.isna(cell) else cell


def held(content: str, kind: str) -> str:
    """The address of a link that holds its content itself, of a media type.

    >>> held("a", "text/csv")
    'data:text/csv;charset=utf-8;base64,YQ=='
    """
    return f"data:{kind};charset=utf-8;base64,{base64.b64encode(content.encode()).decode()}"


def file_stem(title: str) -> str:
    """A name for a file of something with this title.

    >>> file_stem("Quist speaks most: 51 % of 1/2 of it")
    'quist-speaks-most-51-of-1-2-of-it'
    """
    return slugs_of({"": title.replace("/", " ").replace(".", " ")})[""]
