"""Tables as CSV of which no spreadsheet runs a cell.

A cell that a spreadsheet would take for a formula gets an apostrophe before the sign, which is taken away when it is read. So does
one behind a semicolon, where a spreadsheet that parts columns there would begin a cell (OWASP, "CSV Injection").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

_SIGN = r"(?=[=+\-@\t\r\n＝＋－＠])"
_LIVE = re.compile(rf"(?:^|;)[ \"\u00a0]*'*{_SIGN}")
_DEFUSED = re.compile(rf"((?:^|;)[ \"\u00a0]*'*)'{_SIGN}")


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused("It is; -1 "), defused("Mara Quist")
    ("'=1+1", "It is; '-1 ", 'Mara Quist')
    """
    return _LIVE.sub(lambda found: f"{found[0]}'", cell)


def restored(cell: str) -> str:
    """What a cell was before it was defused; another stays as it is.

    >>> restored(defused("'=1+1")), restored("'tis")
    ("'=1+1", "'tis")
    """
    return _DEFUSED.sub(r"\1", cell)


def csv_text(frame: pd.DataFrame, *, header: bool = True, end: str = "\n") -> str:
    """A frame as CSV without its index: no cell of text can start a formula, and a day is written as 2024-05-17.

    >>> csv_text(pd.DataFrame({"who": ["=1+1", None], "change": [-1, 2]})).splitlines()
    ['who,change', "'=1+1,-1", ',2']
    """
    plain = {name: column if is_numeric_dtype(column) else [_plain(cell) for cell in column] for name, column in frame.items()}
    cells = pd.DataFrame(plain, index=frame.index).set_axis([_plain(name) for name in frame.columns], axis="columns")
    return str(cells.to_csv(index=False, header=header, lineterminator=end))


def _plain(cell: Any) -> Hashable:
    if isinstance(cell, str):
        return defused(cell)
    return f"{cell:%Y-%m-%d}" if isinstance(cell, dt.date) and not pd.isna(cell) else cell
