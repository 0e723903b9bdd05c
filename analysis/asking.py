"""The questions of `review` in a notebook, to click through: `ask(tables, "corrections.csv")`.

What is asked, and how answers reach the file, is in questions.py; here it is only put together.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
from markupsafe import Markup

from analysis.controls import Controls, shown
from analysis.correction_problems import CorrectionProblem
from analysis.html import style, table
from analysis.markup import Fragment, certainty, render
from analysis.questions import Cells, in_context, not_understood, record, speakers_beside, to_ask, usual_answers
from analysis.tables import Tables
from analysis.wording import counted, shorten

_BUTTONS = 8  # as many as any row has usual answers; they stay where they are, so that the keyboard does too
_ROWS = 8  # of the list that are seen at once
_LABEL = 60  # characters of a row of the list


def ask(tables: Tables, path: str | Path, top: int = 50) -> Questions:
    """The `top` findings most worth a look that nobody has answered in a file of corrections, to be answered and saved there.

    Raises UnreadableCorrections where the file is there and is none, BrokenRow where a row of it is none.

    >>> ask(Tables.from_rows({}), tmp / "corrections.csv").rows
    []
    """
    return Questions(tables, Path(path), top)


class Questions(Controls):
    """The widgets of `ask`. Attributes: `rows`, what is asked, and `answers` to them by number; `list`, `usual`, `own`, `next`,
    `save`, which answer them; `question`, `message`, what is told."""

    called = "Fields to answer these questions, the ones most worth it first,"

    def __init__(self, tables: Tables, path: Path, top: int) -> None:
        self._tables, self._path = tables, path
        self.rows: list[Cells] = to_ask(tables, path, top)
        self.answers: dict[int, str] = {}
        self._saved: dict[int, str] = {}
        self.list = widgets.Select(rows=_ROWS, layout={"width": "100%"})
        self.question, self.message = widgets.HTML(), widgets.HTML()
        self.usual = [widgets.Button(layout={"width": "auto"}) for _ in range(_BUTTONS)]
        self.own = widgets.Combobox(description="Or your own", continuous_update=False, style={"description_width": "6.5rem"})
        self.previous, self.next, self.save = (widgets.Button(description=name) for name in ("Previous", "Next", "Save"))
        self._connect()
        answers = [widgets.Box(self.usual, layout={"flex_flow": "row wrap"}), self.own]
        steps = widgets.Box([self.previous, self.next, self.save], layout={"flex_flow": "row wrap"})
        super().__init__([widgets.HTML(style()), self.list, self.question, *answers, steps, self.message])
        self._renew()

    def standing(self) -> Fragment:
        """The questions, and where to answer them."""
        asked = pd.DataFrame([{name: row.get(name, "") for name in ("what", "sentence", "found", "question")} for row in self.rows])
        return table(asked, caption=f"Answer them in {self._path.name}, as 'python -m analysis review' writes it")

    def _connect(self) -> None:
        self.list.observe(self._renew, "index")
        self.own.observe(lambda change: self._answer(change["new"]), "value")
        for number, button in enumerate(self.usual):
            button.on_click(partial(self._take, number))
        self.previous.on_click(lambda _: self._go(-1))
        self.next.on_click(lambda _: self._go(1))
        self.save.on_click(self._save)

    def _renew(self, *_: Any) -> None:
        """Show the row that is chosen in the list, and the list as it is answered."""
        if self._setting:
            return
        with self._quietly():
            here = self.list.index or 0
            labels = tuple((self._label(number), number) for number in range(len(self.rows)))
            if labels != self.list.options:
                self.list.options = labels
            self.list.index = here if self.rows else None
            self.question.value = shown(self._asked(here) if self.rows else "There is nothing to ask.")
            answers = usual_answers(self._tables, self.rows[here]) if self.rows else []
            for button, answer in zip(self.usual, answers + [""] * _BUTTONS, strict=False):
                button.description = answer
                button.layout.display = None if answer else "none"
            self.own.options = speakers_beside(self._tables, self.rows[here]) if self.rows else []
            self.own.value = self.answers.get(here, "")
            self.own.disabled = self.save.disabled = not self.rows

    def _label(self, number: int) -> str:
        cells, answer = self.rows[number], self.answers.get(number, "")
        mark = "?" if answer and not_understood(cells, answer) else "✓" if answer else "–"
        about = {"stance": "{name}: {found} {target}", "name": "{name} = {target}?" if cells.get("target") else "two {name}?"}
        found = shorten(f"{cells['what']}: {about.get(cells['what'], '{found}').format_map(cells)}", _LABEL)
        words = shorten(cells.get("words") or cells.get("sentence", ""), _LABEL)
        return f"{mark} {number + 1}. {found} {f'→ {shorten(answer, _LABEL)} ' if answer else ''}| {words}"

    def _asked(self, number: int) -> Markup:
        cells = self.rows[number]
        sure = certainty(float(cells["confidence"]))
        words = in_context(self._tables, cells)
        return render("question.html", number=number + 1, count=len(self.rows), row=cells, words=words, sure=sure)

    def _take(self, button: int, _: Any) -> None:
        """Give one of the usual answers, and go on."""
        self.own.value = self.usual[button].description
        self._go(1)

    def _answer(self, answer: str) -> None:
        if self._setting or not self.rows:
            return
        number = self.list.index
        self.answers[number] = answer.strip()
        self._tell(not_understood(self.rows[number], answer) if answer.strip() else "")
        self._renew()

    def _go(self, step: int) -> None:
        if self.rows:
            self.list.index = min(max(self.list.index + step, 0), len(self.rows) - 1)

    def _tell(self, what: str) -> None:
        given = sum(map(bool, self.answers.values()))
        unsaved = sum(self._saved.get(number, "") != answer for number, answer in self.answers.items())
        told = f"{given} of {len(self.rows)} answered, {unsaved} not saved yet. {what}"
        self.message.value = shown(told, live=True)

    def _save(self, _: Any) -> None:
        """Write the answers that can be read to the file, and say what became of them."""
        good = {n: answer for n, answer in self.answers.items() if not answer or not not_understood(self.rows[n], answer)}
        try:
            done = record(self._path, self.rows, good, self._saved)
        except (OSError, CorrectionProblem) as error:
            self._tell(f"Not saved: {error}")
            return
        self._saved |= done.saved
        kept = "".join(f" Row {n + 1} has another answer there, which stays." for n in done.kept)
        odd = "".join(f" Row {n + 1} cannot be read." for n in self.answers if n not in good)
        self._tell(f"{self._path}: {counted(sum(map(bool, done.saved.values())), 'answer')} saved.{kept}{odd}")
