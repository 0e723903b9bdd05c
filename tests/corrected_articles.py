"""Two short articles with what was found in them, and rows of corrections to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
from factory import Article, corpus

from analysis.correction_file import COLUMNS, write_sheet
from analysis.corrections import Outcome, apply
from analysis.tables import Tables

HALL = Article(
    ["“The bridge is a wreck,” said Mara Quist.", "“Nobody crosses it. It will fall,” she added.", "Tom Reyl called it “a joy”."],
    said=[
        ("Mara Quist", "The bridge is a wreck", "direct"),
        ("Mara Quist", "Nobody crosses it. It will fall", "direct"),
        ("Tom Reyl", "a joy", "mixed"),
        (None, "joy", "scare"),
    ],
    stances=[("Mara Quist", "bridge", -1.0), ("Tom Reyl", "bridge", 1.0)],
    mentions=[("Mara Quist", "name", "Mara Quist"), ("Tom Reyl", "name", "Tom Reyl")],
)
PORT = Article(["“It pays,” said Quist."], said=[("Quist", "It pays", "direct")], mentions=[("Quist", "name", "Quist")])


def hall_and_port() -> Tables:
    """The tables of both, the caller's own; the first stance is shown by the first quotation, the second by the third."""
    return Tables(**{name: rows.copy() for name, rows in vars(_hall_and_port()).items()})


@cache
def _hall_and_port() -> Tables:
    found = corpus(HALL, PORT)
    stances = found.stances.assign(quote=pd.array([0, 2], dtype="Int64"), start=[4, 91], end=[10, 96])
    texts = [found.documents["text"][0][s:e] for s, e in zip(stances["start"], stances["end"], strict=True)]
    found = Tables(**{**vars(found), "stances": stances.assign(text=texts)})
    found.check()
    return found


def corrected_by(path: Path, *rows: dict[str, str], to: Tables | None = None) -> Outcome:
    """What rows written to a file make of the tables, those of both articles unless others are given; they pass their check."""
    write_sheet(path, COLUMNS, rows)
    done = apply(to or hall_and_port(), path)
    done.tables.check()
    return done


def quote_row(right: str, words: str = "The bridge is a wreck", **more: str) -> dict[str, str]:
    return {"what": "speaker", "right": right, "doc_id": "sha256:d0", "words": words, **more}


def stance_row(right: str, name: str = "Mara Quist", words: str = "bridge", **more: str) -> dict[str, str]:
    cells = {"what": "stance", "right": right, "doc_id": "d0", "name": name, "target": "bridge"}
    return {**cells, "words": words, "start": "4", **more}
