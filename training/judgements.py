"""Reads the files of what readers judged (training/*_judgements.tsv)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd


def read_judgements(path: str | Path) -> pd.DataFrame:
    """The rows of a file of judgements, without the comments at its head; a name in it may hold "#" or quotation marks."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    table = "\n".join(line for line in lines if not line.startswith("#"))
    return pd.read_csv(io.StringIO(table), sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False)
