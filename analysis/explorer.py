"""Controls for a notebook that choose from tables and show what is chosen: `explore(tables)`.

What they do is in choice.py, views.py and selection.py; here they are only put together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from analysis.choice import Choice, changes, holdings, narrowed
from analysis.controls import Controls, shown
from analysis.html import style
from analysis.markup import Fragment
from analysis.notebooks import NotebookError
from analysis.outlets import outlet_names
from analysis.schema import frame
from analysis.selection import save_csv, save_report
from analysis.speaker_search import UnknownSpeaker, find_speaker
from analysis.tables import Tables
from analysis.views import VIEWS
from analysis.wording import counted, shorten

MOST = 200  # articles that a list offers
_NAMES = 500  # names that a field proposes; any other may be written
_ALL = ("all", "")
_WIDE = {"width": "auto"}
_APART = {"width": "auto", "margin": "1rem 0"}
_ROW = {"flex_flow": "row wrap", "align_items": "center"}
_GRID = {"grid_template_columns": "repeat(auto-fit, minmax(18rem, 1fr))", "grid_gap": "0 1.5rem", "width": "100%"}


def explore(tables: Tables, folder: str = "../reports/selection") -> Explorer:
    """Controls that choose articles, outlet, period, speaker, target and certainty; below them what is chosen.

    `folder`: where the buttons save the choice unless another is written into the field.

    >>> explore(Tables.from_rows({})).chosen.documents.empty
    True
    """
    return Explorer(tables, folder)


class Explorer(Controls):
    """The controls of `explore`. Attributes: `fields`, a widget by name of a field of Choice; `view`, which of VIEWS is shown;
    `folder`, `csv`, `report`, what saves; `state`, `result`, `message`, what is told and shown."""

    called = "Controls to choose articles, outlet, period, speaker, target and certainty"

    def __init__(self, tables: Tables, folder: str) -> None:
        self.fields = _fields()
        self.view = widgets.ToggleButtons(options=list(VIEWS))
        self.folder = widgets.Text(folder, description="Folder", style=_named(), layout=_WIDE)
        self.csv = _button("Save as CSV", "What is chosen, a CSV and a Parquet file a table", self._save_csv)
        self.report = _button("Save as report", "The pages of the articles that are left, each whole", self._save_report)
        self.everything = _button("Choose all", "Empty every field", self._choose_all)
        self.state, self.result, self.message = widgets.HTML(), widgets.HTML(layout=_APART), widgets.HTML()
        for field in self.fields.values():
            field.observe(self._renew, "value")
        self.view.observe(lambda change: self._draw(), "value")
        self._seen = Choice(), tables
        super().__init__(
            [
                widgets.HTML(style()),
                widgets.GridBox([*self.fields.values(), self.everything], layout=_GRID),
                self.state,
                self.view,
                self.result,
                widgets.Box([self.folder, self.csv, self.report], layout=_ROW),
                self.message,
            ]
        )
        self.show(tables)
        self._tell("")

    @property
    def chosen(self) -> Tables:
        """The tables of what is chosen."""
        return narrowed(self._tables, self._seen[0])

    def show(self, tables: Tables) -> None:
        """Choose from other tables, for instance with corrections, as the fields say."""
        self._tables, self._light = tables, replace(tables, tokens=frame("tokens"))  # which nothing here shows
        with self._quietly():
            outlets = outlet_names(tables.documents["outlet"].dropna().unique()).values()
            _offer(self.fields["outlet"], [_ALL, *((name, name) for name in sorted(set(outlets), key=str.casefold))])
            for field, names in (("speaker", tables.quotes["speaker"]), ("target", tables.stances["target"])):
                self.fields[field].options = names.value_counts().index[:_NAMES].tolist()
            if name := self.fields["speaker"].value:
                try:
                    find_speaker(tables, name)
                except UnknownSpeaker:
                    self.fields["speaker"].value = ""
        self._renew()

    def standing(self) -> Fragment:
        """What is chosen, in numbers, and the view of it."""
        return Fragment(self.state.value + self.result.value)

    def _renew(self, *_: Any) -> None:
        """Show what the fields now say."""
        if self._setting:
            return
        asked = Choice(*(self.fields[name].value for name in Choice._fields))
        try:
            fitting = narrowed(self._light, asked._replace(article=""))
        except UnknownSpeaker as error:
            self._tell(f"{error}; what was chosen before stays")
            return
        with self._quietly():
            _offer(self.fields["article"], _articles(fitting))
        choice = asked._replace(article=self.fields["article"].value)
        before, self._seen = self._seen, (choice, fitting.select([choice.article]) if choice.article else fitting)
        self._tell(changes(before, self._seen))
        self._draw()

    def _tell(self, what: str) -> None:
        told = Markup('<p class="rp-lede">{}</p><p class="rp-hint">{}</p>').format(holdings(self._seen[1]), what)
        self.state.value = shown(told, live=True)

    def _draw(self) -> None:
        self.result.value = shown(VIEWS[self.view.value](self._seen[1]))

    def _choose_all(self, _: Any) -> None:
        with self._quietly():
            for name, value in Choice()._asdict().items():
                self.fields[name].value = value
        self._renew()

    def _save_csv(self, _: Any) -> None:
        self._save(lambda folder: save_csv(self.chosen, folder))

    def _save_report(self, _: Any) -> None:
        whole = self._tables.select(self._seen[1].documents["doc_id"])
        self._save(lambda folder: save_report(whole, folder, speaker=self._seen[0].speaker))

    def _save(self, save: Callable[[Path], str]) -> None:
        """Save to the folder that is named, and say what became of it."""
        self.message.value = shown("Saving …", live=True)
        self.csv.disabled = self.report.disabled = True
        try:
            self.message.value = shown(save(Path(self.folder.value.strip())), live=True)
        except (OSError, ValueError, NotebookError) as error:
            self.message.value = shown(f"Not saved: {error}", live=True)
        finally:
            self.csv.disabled = self.report.disabled = False


def _fields() -> dict[str, Any]:
    """A widget for each field of a Choice, in its order."""
    text = {"continuous_update": False, "style": _named(), "layout": _WIDE}
    picked = {"style": _named(), "layout": _WIDE}
    return {
        "seeds": widgets.Text(description="Seeds", placeholder="a word of the title or the file's name", **text),
        "article": widgets.Dropdown(description="Article", options=[_ALL], **picked),
        "outlet": widgets.Dropdown(description="Outlet", options=[_ALL], **picked),
        "since": widgets.DatePicker(description="From", **picked),
        "until": widgets.DatePicker(description="To", **picked),
        "speaker": widgets.Combobox(description="Speaker", placeholder="a name", **text),
        "target": widgets.Combobox(description="Target", placeholder="a name or a topic", **text),
        "least": widgets.FloatSlider(description="Certainty from", min=0, max=1, step=0.05, **text),
    }


def _named() -> dict[str, str]:
    return {"description_width": "6.5rem"}


def _button(name: str, tooltip: str, do: Any) -> Any:
    made = widgets.Button(description=name, tooltip=tooltip)
    made.on_click(do)
    return made


def _offer(field: Any, options: Sequence[tuple[str, str]]) -> None:
    """Offer other options, and keep what is chosen if it is among them."""
    value = field.value
    field.options = options
    field.value = value if value in [there for _, there in options] else options[0][1]


def _articles(tables: Tables) -> list[tuple[str, str]]:
    """What there is to choose: all of the articles, or one of them, the newest first."""
    documents = tables.documents.sort_values("date", ascending=False, na_position="last", kind="stable")
    rest = f", the newest {MOST} here" if len(documents) > MOST else ""
    dates = documents["date"].dt.strftime("%Y-%m-%d").fillna("undated")
    first = documents.head(MOST)
    named = [f"{date} {shorten(title, 70)}" for date, title in zip(dates[:MOST], first["title"], strict=True)]
    told = f"all that fit ({counted(len(documents), 'article')}{rest})"
    return [(told, ""), *zip(named, first["doc_id"], strict=True)]
