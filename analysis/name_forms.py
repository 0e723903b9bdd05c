"""Where names stand in a text: the recogniser's mentions without titles and stray marks, and the proper nouns that it left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.metonyms import is_people, is_place
from analysis.resources import name_nouns, regions, roles

LABELS = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
_NO_NAME = {"the", "a", "an", "this", "that"}
_POSSESSIVE = {"'s", "’s", "'", "’", "s"}
_IRISH = re.compile(r"[OD]['’][A-Z]\w+")  # "O’Dell", which the tokenizer leaves whole
_LEARNED = {"dr", "dr.", "prof", "prof.", "professor"}  # of people only, unlike "General"
_HYPHENS = {"-", "‐", "‑"}
_PREFIXES = {"pro", "anti", "ex", "non", "post", "pre", "then"}  # "the pro-Talheim Valley Party"
_CAPTION = {"image", "photo", "photograph", "picture", "credit", "source", "file", "video"}  # before a colon, beside a name
_WHERE = {"of", "in", "at", "to", "from", "near", "for"}  # "the mayor of Tolm Mara Quist"
_PARTICLES = {
    *("de", "del", "della", "di", "da", "dos", "du", "van", "von", "der", "den", "ter"),
    *("bin", "ibn", "al", "el", "la", "le", "y", "e", "bint", "ben", "st"),
}


class Form(NamedTuple):
    """A name as it stands in the text: token range, the recogniser's label ("" where it has none), the words."""

    start: int
    end: int
    label: str
    words: tuple[str, ...]


def find_forms(doc: Doc) -> list[Form]:
    """The name mentions of a Doc in order, without titles, articles and possessives.

    >>> from analysis.language import parse
    >>> [form.words for form in find_forms(parse("Mayor Mara Quist's sister met the Talheim Bank."))]
    [('Mara', 'Quist'), ('Talheim', 'Bank')]
    """
    taken: set[int] = set()
    forms = []
    for ent in doc.ents:
        if ent.label_ in LABELS and (form := _form(doc, ent.start, ent.end, ent.label_)):
            forms.append(form)
            taken.update(range(form.start, form.end))
        if ent.label_ in LABELS or ent.label_ in {"DATE", "TIME"}:
            taken.update(range(ent.start, ent.end))
    for start, end in _proper_runs(doc, taken):
        if form := _form(doc, start, end, ""):
            forms.append(form)
    forms = _joined(doc, sorted(forms))
    forms += _surnames(doc, forms, taken)
    alone = {f.words for f in forms}
    return sorted(_apart(part for form in forms for part in _split(doc, form, alone)))


def words_of(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """The words of a token range as they are spaced in the text: "Glawin-Pirk" is one.

    >>> from analysis.language import parse
    >>> words_of(parse("Mara Quist-Reyl spoke."), 0, 4)
    ('Mara', 'Quist-Reyl')
    """
    return tuple(doc[start:end].text.split())


def core(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the particles it begins with.

    >>> core(("van", "der", "Holm"))
    ('Holm',)
    """
    start = next((i for i, word in enumerate(words) if word.lower() not in _PARTICLES), 0)
    return words[start:]


def is_role(token: Token) -> bool:
    """Is a token a noun for a role, alone no name ("President", "Police").

    >>> from analysis.language import parse
    >>> is_role(parse("the Minister")[1])
    True
    """
    return token.lower_ in roles()


def _joined(doc: Doc, forms: Iterable[Form]) -> list[Form]:
    """Forms of which two that stand side by side are a first and a last name, which the recogniser has taken apart."""
    joined: list[Form] = []
    for form in forms:
        before = joined[-1] if joined else None
        if before is not None and before.end == form.start and _is_first_name(doc, before) and _is_last_name(doc, form):
            joined[-1] = Form(before.start, form.end, "PERSON", words_of(doc, before.start, form.end))
        else:
            joined.append(form)
    return joined


def _is_first_name(doc: Doc, form: Form) -> bool:
    token = doc[form.start]
    alone = form.end - form.start == 1 and token.dep_ == "compound" and token.head.i == form.end and token.text.istitle()
    return alone and form.label != "PERSON" and not (is_role(token) or is_people(token.text) or is_place(token.text))


def _is_last_name(doc: Doc, form: Form) -> bool:
    token = doc[form.start]
    known = is_role(token) or is_people(token.text) or is_place(token.text) or token.text in regions()
    return form.end - form.start == 1 and token.text.istitle() and not known and token.lower_ not in name_nouns()


def _apart(forms: Iterable[Form]) -> Iterable[Form]:
    """Forms that share no token; the first of two that do, and the longer of two that begin together."""
    end = 0
    for form in sorted(forms, key=lambda form: (form.start, -form.end)):
        if form.start >= end:
            yield form
            end = form.end


def _proper_runs(doc: Doc, taken: set[int]) -> Iterable[tuple[int, int]]:
    """Runs of proper nouns that the entity recogniser left out."""
    start = None
    for token in doc:
        letters = token.is_alpha or _IRISH.fullmatch(token.text)
        proper = token.pos_ == "PROPN" and token.i not in taken and token.text[0].isupper() and letters
        if proper and start is None:
            start = token.i
        elif not proper and start is not None:
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(doc)


def _surnames(doc: Doc, forms: Iterable[Form], taken: set[int]) -> list[Form]:
    """The surnames of people that the tagger took for common nouns: "Mara Waters came. Waters spoke"."""
    known = {f.words[-1] for f in forms if f.label == "PERSON" and len(f.words) > 1}
    held = taken | {i for f in forms for i in range(f.start, f.end)}
    return [
        Form(t.i, t.i + 1, "", (t.text,)) for t in doc if t.text in known and t.i not in held and t.tag_ in {"NN", "NNS", "NNPS"}
    ]


def _form(doc: Doc, start: int, end: int, label: str) -> Form | None:
    """A mention without article, title, possessive and stray punctuation at its edges; None if no name is left."""
    start, end = _trimmed(doc, start, end)
    titled = label not in {"PERSON", ""} and _titled_person(doc, start, end, label)
    if label in {"PERSON", ""} or titled:
        end = _with_last_name(doc, end)
        start = _after_titles(doc, start if titled else _with_first_name(doc, start, end), end)
        end = _hyphenated(doc, start, end)
        label = "PERSON" if titled else label
        while end - start > 1 and doc[end - 1].text.islower() and doc[end - 2].text not in _HYPHENS:
            end -= 1
        if end - start > 1 and label == "PERSON" and is_people(doc[end - 1].text):  # "Top Ukrainian"
            start, label = end - 1, "NORP"
    if label == "ORG":
        end = _without_post(doc, start, _with_purpose(doc, start, end))
    words = words_of(doc, start, end)
    if words and end < len(doc) and f"{doc[end - 1].lower_} {doc[end].lower_}" in roles():  # the "Home" of "Home Secretary"
        return None
    if not words or not any(w[0].isupper() for w in words) or (label == "" and is_role(doc[end - 1])):
        return None
    return Form(start, end, label, words)


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while end > start and (doc[end - 1].text in _POSSESSIVE or not any(c.isalnum() for c in doc[end - 1].text)):
        end -= 1
    for i in range(start, end):
        if doc[i].is_space or (i > start and doc[i].is_sent_start) or doc[i].text in {"“", "”", '"', ",", ";", ":", "("}:
            end = i
            break
    if end - start > 1 and end < len(doc) and doc[end].text == ":" and doc[end - 1].lower_ in _CAPTION:
        end -= 1
    while start < end and (doc[start].lower_ in _NO_NAME or not any(c.isalnum() for c in doc[start].text)):
        start += 1
    if end - start > 2 and doc[start].lower_ in _PREFIXES and doc[start + 1].text in _HYPHENS:
        start += 2 if end - start == 3 else 3
    return start, end


def _titled_person(doc: Doc, start: int, end: int, label: str) -> bool:
    """Has the recogniser taken a title or a trade with a name for a body: "Councillor Mara Quist", "baker Joe Tibb"."""
    kinds = []
    first = roles().get(doc[start].lower_) if end - start == 3 and doc[start].text.islower() else None
    trade = first is not None and first.kind == "profession"
    start += int(trade)
    learned = start < end and doc[start].lower_ in _LEARNED
    while start < end and (role := roles().get(doc[start].lower_)) is not None and role.titled:
        kinds.append(role.kind)
        start += 1
    formal = {"office"} if label == "ORG" and not learned else {"office", "profession"}
    wanted = {1, 2} if "title" in kinds or len(kinds) > 1 else {2} if trade or (formal | {"relation"}) & set(kinds) else set()
    return end - start in wanted and all(
        t.text.istitle() and t.lower_ not in roles() and t.lower_ not in name_nouns() and not is_place(t.text)
        for t in doc[start:end]
    )


def _with_first_name(doc: Doc, start: int, end: int) -> int:
    """The start of a name together with a first name that the recogniser left out."""
    while start > 0 and start < end:
        before = doc[start - 1]
        free = not before.ent_type_ or (before.ent_type_ == "GPE" and start > 1 and _is_title(doc[start - 2]))
        mine = before.dep_ == "compound" and start <= before.head.i < end and free
        if not mine or not before.text.istitle() or is_role(before) or is_place(before.text):
            break
        start -= 1
    return start


def _with_last_name(doc: Doc, end: int) -> int:
    """The end of a name together with a last name that the recogniser left out: "Mary O’Dell"."""
    left_out = end < len(doc) and _IRISH.fullmatch(doc[end].text) and doc[end - 1].dep_ == "compound" and doc[end - 1].head.i == end
    return end + 1 if left_out else end


def _is_title(token: Token) -> bool:
    role = roles().get(token.lower_)
    return role is not None and role.titled and token.text[0].isupper()


def _hyphenated(doc: Doc, start: int, end: int) -> int:
    """The end of a name with the part behind its hyphen: "Sun Wei-lin", "Mara Quist-Reyl"."""
    while end + 1 < len(doc) and doc[end].text in _HYPHENS and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
        after = doc[end + 1]
        if not after.is_alpha or after.pos_ != "PROPN" or (after.text.islower() and end - start < 2):
            break
        end += 2
    if end < len(doc) and doc[end - 1].text in _HYPHENS and doc[end].is_alpha:
        end += 1
    return end


def _after_titles(doc: Doc, start: int, end: int) -> int:
    """Where the name itself begins after what belongs to a role: "Ambassador to Tolm Mara Quist"."""
    at = start
    for i in range(start, end - 1):
        word, role = doc[i], roles().get(doc[i].lower_)
        left = end - 1 - i
        titled = role is not None and role.titled and word.text[0].isupper()
        if word.lower_ in _WHERE and i - at >= 2 and not any(is_role(t) for t in doc[at:i]):  # "Mara Quist of Tolm"
            break
        joint = word.text.islower() and word.lower_ not in _PARTICLES and doc[i - 1].text not in _HYPHENS
        if titled or joint or (left >= 2 and i == at and (role is not None or is_place(word.text))):
            at = i + 1
    return at


def _with_purpose(doc: Doc, start: int, end: int) -> int:
    """The end of a body's name with what it is for: "Quist Foundation for the Visual Arts", "Ministry of Works"."""
    if end + 1 >= len(doc) or doc[end].lower_ not in {"for", "of"} or not (start <= doc[end].head.i < end):
        return end
    role = roles().get(doc[end - 1].lower_)
    first = end + 2 if doc[end + 1].lower_ == "the" and end + 2 < len(doc) else end + 1
    last = first
    while last < len(doc) and doc[last].pos_ == "PROPN" and doc[last].text[0].isupper():
        last += 1
    return last if role is not None and role.kind == "org" and last > first else end


def _without_post(doc: Doc, start: int, end: int) -> int:
    """The end of a body's name without somebody's post there: "Roads Department Spokesperson"."""
    role = roles().get(doc[end - 1].lower_) if end - start > 2 else None
    body = roles().get(doc[end - 2].lower_)
    return end - 1 if role and role.kind not in {"org", "group"} and body and body.kind == "org" else end


def _split(doc: Doc, form: Form, alone: set[tuple[str, ...]]) -> list[Form]:
    """A person's name apart from the place that the recogniser took with it: "of Tolm Mara Quist", "Mara Quist of Tolm"."""
    tokens = range(form.start, form.end)
    if form.label not in {"PERSON", "ORG"} or len(form.words) < 3:
        return [form]
    of = next((i for i in tokens if doc[i].lower_ in _WHERE), None)
    if form.label == "PERSON" and of is not None and of - form.start >= 2 and of + 1 < form.end:
        return [
            Form(form.start, of, "PERSON", words_of(doc, form.start, of)),
            Form(of + 1, form.end, "GPE", words_of(doc, of + 1, form.end)),
        ]
    place = doc[form.start].text
    if form.start > 0 and doc[form.start - 1].lower_ in _WHERE and len(form.words) == 3 and form.end - form.start == 3:
        opens = doc[form.start - 1].is_sent_start and doc[form.start - 1].lower_ != "for"
        known = opens or is_place(place) or place in regions() or (place,) in alone
        office = roles().get(doc[form.start - 2].lower_) if form.start > 1 else None
        if form.label == "ORG" and (office is None or office.kind != "office"):
            known = False
        if known and not any(is_role(doc[i]) for i in tokens):
            return [
                Form(form.start, form.start + 1, "GPE", (place,)),
                Form(form.start + 1, form.end, "PERSON", form.words[1:]),
            ]
    return [form]
