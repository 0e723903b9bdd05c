"""What a reader can take from a page that is all they have: data as CSV and pictures as SVG, each in a link that holds it."""

from __future__ import annotations

import base64

import pandas as pd

from analysis.addresses import slugs_of
from analysis.spreadsheets import csv_text

_MARK = "\ufeff"  # without it spreadsheets take the text for that of another alphabet


def data_file(frame: pd.DataFrame) -> str:
    """A frame as CSV for spreadsheets, a named index as the first columns.

    >>> data_file(pd.DataFrame({"who": ["=1+1", "Orr"], "change": [-1, 2]})).splitlines()
    ['\\ufeffwho,change', "'=1+1,-1", 'Orr,2']
    """
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    return _MARK + csv_text(frame, end="\r\n")


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
