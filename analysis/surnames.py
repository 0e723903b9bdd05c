"""The people of one surname told apart: by the title before it, by who was named just before, by whom the text names most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from spacy.tokens import Doc

from analysis.name_forms import Form, core
from analysis.persons import People, Words
from analysis.resources import roles

_BREAKS = {".", "!", "?", ";", ":", "”", '"'}  # where the words around a name end
_FORMAL = {"professor", "prof.", "prof", "dr", "dr.", "doctor", "judge", "sir", "lady", "dame", "lord"}  # of one who is not "Mr"
_PLAIN = {"mr": "he", "mr.": "he", "ms": "she", "ms.": "she", "mrs": "she", "mrs.": "she", "miss": "she"}
_ECHO = 60  # tokens behind a full name within which "he" or "she" tells its gender
_OVERSHADOWED = 4  # times that another of the surname is named more, so that the surname alone is his
_RECENT = 120  # tokens within which a surname goes back to the one of its bearers who was named last
_AT_ONCE = 4  # people and titles of one surname that are weighed together
# what speaks for giving a title to a person: it stands by the full name; the pronouns after the name; another title stands there
_BESIDE, _PRONOUN, _OTHER, _SHARED = 2.0, 1.0, -1.5, -1.0


class Namesakes:
    """Tells the people of one surname apart, mention after mention in the order of the text."""

    def __init__(self, doc: Doc, forms: Sequence[Form], people: People) -> None:
        self._doc, self._people = doc, people
        self._called = _role_words(doc, forms, people)
        self._holder = dict(self._holders(forms))
        self._counts: Counter[str] = Counter()
        self._last: dict[str, int] = {}

    def which(self, form: Form) -> str:
        """Whom a form stands for: whom its title fits, else who was named just before, else whom the text names most."""
        options = self._people[form.words]
        name = options[0][1] if len(options) == 1 else self._choose(form, [name for _, name in options], options[0][1])
        self._last[name] = form.start
        self._counts[name] += 1
        return name

    def _choose(self, form: Form, names: Sequence[str], first: str) -> str:
        title = _title(self._doc, form)
        if holder := self._holder.get((form.words, title)):
            return holder
        before = [name for name in names if name in self._last]
        if not before:
            return first
        latest = max(before, key=lambda name: self._last[name])
        chief = max(before, key=lambda name: self._counts[name])
        kin = any(roles()[word].kind == "relation" for word in self._called[latest])
        passing = kin or self._counts[latest] * _OVERSHADOWED < self._counts[chief]
        return chief if passing or form.start - self._last[latest] > _RECENT else latest

    def _holders(self, forms: Sequence[Form]) -> Iterator[tuple[tuple[Words, str], str]]:
        """For each surname that several have, and each title before it, whose it is, where the text tells."""
        titles: dict[Words, set[str]] = defaultdict(set)
        for form in forms:
            if len(self._people.get(form.words, ())) > 1 and (title := _title(self._doc, form)):
                titles[form.words].add(title)
        shown = _pronouns_after(self._doc, forms, self._people) if titles else {}
        for words, used in titles.items():
            names, order = [name for _, name in self._people[words]], sorted(used)
            if max(len(names), len(order)) > _AT_ONCE:
                continue
            fit = {(t, n): self._fit(t, n, shown.get(n, Counter())) for t in order for n in names}
            best = max(product(names, repeat=len(order)), key=lambda chosen: _total(order, chosen, fit))
            for title, name in zip(order, best, strict=True):
                if any(fit[title, n] != fit[title, name] for n in names) or _told_by_others(title, order):
                    yield (words, title), name

    def _fit(self, title: str, name: str, shown: Counter[str]) -> float:
        called = self._called[name]
        score = _BESIDE if title in called else 0.0
        if gender := _PLAIN.get(title):
            score += _PRONOUN * ((shown[gender] > 0) - (shown["he" if gender == "she" else "she"] > 0))
            kin = {roles()[word].gender for word in called}
            score += _PRONOUN * (("m" if gender == "he" else "f") in kin) - _PRONOUN * (("f" if gender == "he" else "m") in kin)
            opposed = {t for t, g in _PLAIN.items() if g != gender} | (_FORMAL if gender == "he" else set())
            score += _OTHER if called & opposed else 0.0
        elif title in _FORMAL and called & {"mr", "mr."}:
            score += _OTHER
        return score


def _title(doc: Doc, form: Form) -> str:
    before = doc[form.start - 1].lower_ if form.start > 0 else ""
    return before if before in roles() else ""


def _total(titles: Sequence[str], chosen: Sequence[str], fit: dict[tuple[str, str], float]) -> float:
    """How well titles go to people; titles that differ in kind hardly go to one."""
    score = sum(fit[title, name] for title, name in zip(titles, chosen, strict=True))
    pairs = [(a, b) for i, a in enumerate(titles) for j, b in enumerate(titles) if i < j and chosen[i] == chosen[j]]
    return score + sum(_SHARED for a, b in pairs if _apart(a, b))


def _apart(a: str, b: str) -> bool:
    """Are two titles hardly those of one person: Mr and Ms, Mr and Professor."""
    if a in _PLAIN and b in _PLAIN:
        return _PLAIN[a] != _PLAIN[b]
    return (a in _PLAIN) != (b in _PLAIN) and bool({a, b} & _FORMAL)


def _told_by_others(title: str, titles: Sequence[str]) -> bool:
    return any(_apart(title, other) for other in titles)


def _pronouns_after(doc: Doc, forms: Sequence[Form], people: People) -> dict[str, Counter[str]]:
    """Canonical name to the "he" and "she" that follow its full name before anybody else is named."""
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    named = [f for f in forms if f.words in people]
    for form, after in zip(named, [*named[1:], None], strict=True):
        if len(core(form.words)) > 1:
            end = min(form.end + _ECHO, after.start if after else len(doc))
            first = next((t.lower_ for t in doc[form.end : end] if t.lower_ in {"he", "she"}), None)
            if first:
                shown[people[form.words][0][1]][first] += 1
    return shown


def _role_words(doc: Doc, forms: Iterable[Form], people: People) -> dict[str, set[str]]:
    """Canonical name of a person to the role words around the full name in its sentence, before it and in apposition after it."""
    called: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        if form.words not in people or len(core(form.words)) == 1:
            continue
        start, end = max(0, form.start - 4), min(len(doc), form.end + 8)
        breaks = (i for i in range(form.start - 1, start - 1, -1) if doc[i].is_space or doc[i].text in _BREAKS)
        start = next(breaks, start - 1) + 1
        if form.end < len(doc) and doc[form.end].text == ",":
            end = next((i for i in range(form.end + 1, end) if doc[i].is_space or doc[i].text in _BREAKS | {","}), end)
        else:
            end = form.end
        near = [*doc[start : form.start], *doc[form.end : end]]
        called[people[form.words][0][1]].update(t.lower_ for t in near if t.lower_ in roles())
    return called
