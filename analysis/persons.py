"""Which names are people, and whom a surname stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from analysis.metonyms import Geography
from analysis.name_forms import Form
from analysis.resources import roles

THING = "thing"  # a vote that grammar casts against a person
_PLACING = {"in", "at", "near", "outside", "inside"}
_FORMAL = {"professor", "prof.", "dr", "dr.", "doctor", "judge", "ms", "mrs", "miss", "sir", "lady"}  # of one who is not "Mr"
_SUFFIX = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}


def find_people(doc: Doc, forms: list[Form], geography: Geography) -> dict[tuple[str, ...], list[tuple[int, str]]]:
    """For each form that names a person the canonical names that it may stand for, each with the place of its first mention."""
    full: dict[tuple[str, ...], int] = {}
    votes = votes_on(doc, forms)
    for form in forms:
        if len(form.words) > 1 and _is_person(doc, form, forms, votes) and not geography.knows(form.words):
            full.setdefault(form.words, form.start)
    canonical = _same_person(full)
    by_last: dict[str, dict[str, int]] = defaultdict(dict)
    by_first: dict[str, dict[str, int]] = defaultdict(dict)
    for words, at in full.items():
        by_last[_last(words)].setdefault(canonical[words], at)
        by_first[words[0]].setdefault(canonical[words], at)
    people: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for form in forms:
        if form.words in full:
            people[form.words] = [(full[form.words], canonical[form.words])]
        elif len(form.words) == 1 and form.words not in people:
            word = form.words[0]
            options = by_last.get(word) or (by_first.get(word) if votes[form.words].most_common(1)[0][0] == "PERSON" else None)
            if options and not geography.knows(form.words):
                people[form.words] = sorted((at, name) for name, at in options.items())
            elif _is_person(doc, form, forms, votes) and not geography.knows(form.words):
                people[form.words] = [(form.start, word)]
    return people


def votes_on(doc: Doc, forms: list[Form]) -> dict[tuple[str, ...], Counter[str]]:
    """For the words of each form the labels of its mentions; THING where grammar speaks against a person.

    >>> from analysis.language import parse
    >>> from analysis.name_forms import find_forms
    >>> doc = parse("Mara Quist lives in Talheim.")
    >>> votes_on(doc, find_forms(doc))["Mara", "Quist"].most_common(1)
    [('PERSON', 1)]
    """
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for form in forms:
        votes[form.words][_label(doc, form)] += 1
    return votes


def _label(doc: Doc, form: Form) -> str:
    """The recogniser's label, but for a lone word that grammar shows to be no person: "the Marr", "the Hollin dam"."""
    if form.label != "PERSON":
        return form.label
    head = doc[form.end - 1]
    if _names_a_thing(head):
        return THING
    if len(form.words) > 1:
        return form.label
    if head.dep_ == "compound" and head.head.pos_ == "NOUN" and head.head.lower_ not in roles():
        return ""
    return "LOC" if form.start > 0 and doc[form.start - 1].lower_ == "the" else form.label


def _is_person(doc: Doc, form: Form, forms: list[Form], votes: dict[tuple[str, ...], Counter[str]]) -> bool:
    if _titled(doc, form):
        return True
    if _with_role(doc[form.start : form.end].root):
        return True
    counted = votes[form.words]
    if counted[THING]:
        return False
    if (
        len(form.words) > 1
        and not counted.total() - counted[""]
        and any(_titled(doc, f) for f in forms if f.words == form.words[-1:])
    ):
        return True
    return counted["PERSON"] > 0 and counted["PERSON"] * 2 >= counted.total() - counted[""]


def _titled(doc: Doc, form: Form) -> bool:
    """Does a title stand before the name: "Mr", "President"."""
    before = doc[form.start - 1] if form.start > 0 else None
    role = roles().get(before.lower_) if before is not None and before.text[0].isupper() else None
    return role is not None and role.titled and role.kind in {"title", "office"}


def _with_role(root: Token) -> bool:
    """Does an apposition give the name a person's role: "a spokesman, Ivo Marsh", "Ivo Marsh, a spokesman"."""
    others = [c for c in root.children if c.dep_ == "appos"] + ([root.head] if root.dep_ == "appos" else [])
    return any(role.kind not in {"org", "group"} for t in others if t.pos_ == "NOUN" and (role := roles().get(t.lower_)))


def _names_a_thing(head: Token) -> bool:
    """Is a name a place or a body by its preposition: "in Tamberley", "the mayor of Tamberley", "the Hydravess chairman"."""
    if head.dep_ == "compound":
        first = head.doc[head.left_edge.i - 1] if head.left_edge.i > 0 else head
        return first.dep_ == "det" and first.head.i == head.head.i and _is_office(head.head)
    return head.dep_ == "pobj" and (head.head.lower_ in _PLACING or (head.head.lower_ == "of" and _is_office(head.head.head)))


def _is_office(token: Token) -> bool:
    role = roles().get(token.lower_)
    return role is not None and role.kind == "office"


def _last(words: tuple[str, ...]) -> str:
    return words[-2] if len(words) > 2 and words[-1].lower() in _SUFFIX else words[-1]


def _same_person(full: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], str]:
    """Full names to the fullest form of the same person: one surname, first names that agree ("J. Quist", "Jo Ann Quist")."""
    canonical: dict[tuple[str, ...], str] = {}
    chosen: list[tuple[str, ...]] = []
    for words in sorted(full, key=lambda w: (-len(w), -len(" ".join(w)), full[w])):
        match = next((c for c in chosen if _agree(words, c)), None)
        if match is None:
            chosen.append(words)
        canonical[words] = " ".join(match or words)
    return canonical


def _agree(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if _last(short) != _last(long):
        return False
    a, b = short[0].rstrip("."), long[0].rstrip(".")
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or (a in long[1:-1] and len(long) > 2)


def role_words(doc: Doc, forms: list[Form], people: dict[tuple[str, ...], list[tuple[int, str]]]) -> dict[str, set[str]]:
    """Canonical name of a person to the role words around the full name, before it and in the apposition after it."""
    called: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        if len(form.words) > 1 and form.words in people:
            name = people[form.words][0][1]
            near = [*doc[max(0, form.start - 4) : form.start], *doc[form.end : form.end + 8]]
            called[name].update(t.lower_ for t in near if t.lower_ in roles())
    return called


def which_person(doc: Doc, form: Form, options: list[tuple[int, str]], called: dict[str, set[str]], before: Sequence[str]) -> str:
    """Of the people of one surname the one whom the title fits, else the one named last before a mention, else the first of all."""
    names = [name for _, name in options]
    if len(names) > 1 and form.start > 0:
        title = doc[form.start - 1].lower_
        fitting = [name for name in names if title in called[name]]
        others = [name for name in names if not called[name] & (_FORMAL if title not in _FORMAL else roles().keys())]
        if title in roles() and (len(fitting) == 1 or len(others) == 1):
            return (fitting or others)[0]
    last = next((name for name in reversed(before) if name in names), None)
    return last or next((name for start, name in reversed(options) if start <= form.start), names[0])
