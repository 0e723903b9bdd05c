"""What the notebook's controls have in common: how they show text, and what stands in their place where no kernel runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from analysis.html import style
from analysis.markup import Fragment

_STANDING = "{} stand here in JupyterLab, while the notebook's kernel runs (python -m analysis lab). This is what they showed."


class Controls(widgets.VBox):  # type: ignore[misc]
    """Widgets below one another; a report or a saved page shows `standing()` instead, and says so.

    `called`: what they are, as the beginning of a sentence.
    """

    called = "Controls"
    _setting = False

    def standing(self) -> Fragment:
        """What they show, as HTML that needs no kernel."""
        raise NotImplementedError

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Set several fields, `_setting` meanwhile, so that they are not taken for set by the reader."""
        self._setting = True
        try:
            yield
        finally:
            self._setting = False

    def _repr_mimebundle_(self, **more: Any) -> dict[str, Any]:
        said = Markup('<p class="rp rp-hint">{}</p>').format(_STANDING.format(self.called))
        page = Markup("\n").join((style(), said, self.standing()))
        return {**(super()._repr_mimebundle_(**more) or {}), "text/html": str(page)}


def shown(*parts: str, live: bool = False) -> Markup:
    """Pieces of HTML for a `widgets.HTML`, whose value is taken as it is: text among them is escaped.

    `live`: a screen reader reads it out when it changes.

    >>> print(shown(Markup("<b>so</b>"), "<i>"))
    <div class="rp"><b>so</b>&lt;i&gt;</div>
    """
    role = Markup(' role="status"') if live else ""
    return Markup('<div class="rp"{}>{}</div>').format(role, Markup().join(parts))
