"""Articles of nothing but names, for the tests of names over a corpus."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from factory import Rows, assembled, document

from analysis.canonical import with_corpus_names
from analysis.tables import Tables

OUTLET = "harbourpost.example"


@dataclass
class Article:
    """An article by the names in it.

    Each name is "canonical form|other form|…", a person's, or a body's after "ORG:". `called` holds the pronouns of a person,
    `roles` the role and affiliation of a speaker.
    """

    names: list[str]
    called: dict[str, str] = field(default_factory=dict)
    roles: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    day: int | None = 1
    outlet: str | None = OUTLET


def corpus(*articles: Article) -> Tables:
    """The checked tables of some articles."""
    return assembled(_add, articles)


def _add(rows: Rows, doc_id: str, a: Article) -> None:
    text = ""

    def written(words: str) -> tuple[int, int, str]:
        nonlocal text
        text += words + " "
        return len(text) - len(words) - 1, len(text) - 1, words

    for name in a.names:
        label, forms = name.split(":") if ":" in name else ("PERSON", name)
        entity = forms.split("|")[0]
        for form in forms.split("|"):
            rows["entities"].append((doc_id, 0, *written(form), label, "name", entity))
        for pronoun in a.called.get(entity, "").split():
            rows["entities"].append((doc_id, 0, *written(pronoun), label, "pronoun", entity))
    for n, (speaker, (role, affiliation)) in enumerate(a.roles.items()):
        start, end, _ = written(role) if role else (None, None, None)
        pronoun = next((word for word in a.called.get(speaker, "").split() if word in {"he", "she"}), None)
        rows["speakers"].append((doc_id, speaker, "person", role, start, end, affiliation, pronoun, 1, 1))
        said = written("no")
        cue = mention = [None] * 3
        rows["quotes"].append((doc_id, n, 0, *said, "direct", *cue, speaker, *mention, "named", 0.9, affiliation, None, n))
        rows["stances"].append(
            (doc_id, n, speaker, affiliation or "dam", "no", *said[:2], -1.0, "oppose", "reject", 0.9, None, *said)
        )
    date = None if a.day is None else dt.date(2031, 1, 1) + dt.timedelta(a.day)
    rows["documents"].append(document(doc_id, doc_id, "A town meets", date, a.outlet, text, 1))


def names_of(*articles: Article) -> list[list[str]]:
    """The names of each article after they were joined, in the order of the text."""
    found = with_corpus_names(corpus(*articles)).entities
    return [list(dict.fromkeys(found[found["doc_id"] == f"d{n}"]["entity"])) for n in range(len(articles))]
