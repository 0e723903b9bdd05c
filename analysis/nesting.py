"""Names within names and around them: "Talheim" in "University of Talheim", "Irving, Texas", "the Valley Party's Mara Quist".

The mentions of names.py share no token, so that a token has one name; the table of entities holds these beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from analysis.metonyms import country_named
from analysis.name_forms import words_of
from analysis.names import Name
from analysis.resources import name_nouns, regions, roles

_OPAQUE = {"PERSON", "NORP"}  # names that hold no other name
_MEMBER = {"of", "from"}  # "Mara Quist of the Valley Party"
_MAX = 10  # words that may stand between a person's name and the name that it belongs to


def inner_names(doc: Doc, names: Sequence[Name]) -> list[Name]:
    """The names that stand within longer ones: places, and whatever the text also names alone.

    >>> from analysis.language import parse
    >>> from analysis.names import find_names
    >>> doc = parse("The University of Sollis is old. Sollis is small.")
    >>> [(doc[n.start:n.end].text, n.entity) for n in inner_names(doc, find_names(doc))]
    [('Sollis', 'Sollis')]
    """
    alone: dict[tuple[str, ...], Name] = {}
    for name in names:
        alone.setdefault(words_of(doc, name.start, name.end), name)
    found: list[Name] = []
    for name in names:
        text = " ".join(words_of(doc, name.start, name.end))
        if name.label not in _OPAQUE and name.end - name.start > 1 and not country_named(text) and text not in regions():
            found.extend(_within(doc, name, alone))
    return found


def _within(doc: Doc, outer: Name, alone: dict[tuple[str, ...], Name]) -> Iterator[Name]:
    start = outer.start
    while start < outer.end:
        ends = range(outer.end if start > outer.start else outer.end - 1, start, -1)
        inner = next((n for end in ends if (n := _known(doc, start, end, outer, alone))), None)
        if inner is None and start > outer.start and doc[start - 1].lower_ == "of":
            inner = _owner(doc, start, outer)
        if inner:
            yield inner
        start = inner.end if inner else start + 1


def _known(doc: Doc, start: int, end: int, outer: Name, alone: dict[tuple[str, ...], Name]) -> Name | None:
    words = words_of(doc, start, end)
    if not words or not words[0][0].isupper():
        return None
    text = " ".join(words)
    same = alone.get(words)
    if same and same.label != "NORP" and same.entity != outer.entity and not _is_common(words):
        return Name(start, end, same.label, same.entity)
    place = country_named(text) or regions().get(text)
    return Name(start, end, "GPE", place) if place else None


def _is_common(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and (words[0].lower() in roles() or words[0].lower() in name_nouns())


def _owner(doc: Doc, start: int, outer: Name) -> Name | None:
    """What a body is named after: the words behind "of" in "University of Lower Sollis"."""
    role = roles().get(doc[start - 2].lower_) if start - 2 >= outer.start else None
    end = start
    while end < outer.end and doc[end].pos_ == "PROPN" and doc[end].text[0].isupper():
        end += 1
    if role is None or role.kind != "org" or end == start or outer.label not in {"ORG", "FAC"} or end - start > 2:
        return None
    return Name(start, end, "GPE", doc[start:end].text)


def extents(doc: Doc, names: Sequence[Name]) -> list[tuple[int, int]]:
    """For each name the token range of its whole phrase, where that holds another name.

    >>> from analysis.language import parse
    >>> doc = parse("It rained in Irving, Texas.")
    >>> extents(doc, [Name(3, 4, "GPE", "Irving"), Name(5, 6, "GPE", "Texas")])
    [(3, 6), (5, 6)]
    """
    starts = {n.start: n for n in names}
    held = {i: n for n in names for i in range(n.start, n.end)}
    owners: dict[Name, tuple[int, int]] = {}
    found = {}
    for name in names:
        start = _with_owner(doc, name, held)
        found[name] = (start, _with_tail(doc, name, starts))
        if start < name.start and doc[name.start - 1].tag_ == "POS" and (owner := held.get(name.start - 2)):
            owners[owner] = (start, name.start)
    return [owners.get(name, found[name]) for name in names]


def described_bodies(doc: Doc, names: Sequence[Name]) -> list[Name]:
    """Bodies that a country's or a body's name and a common noun name together: "the Vessany government".

    >>> from analysis.language import parse
    >>> doc = parse("The Norway government said no.")
    >>> described_bodies(doc, [Name(1, 2, "GPE", "Norway")])
    [Name(start=1, end=3, label='ORG', entity='Norway government')]
    """
    found = []
    for name in names:
        noun = doc[name.end] if name.end < len(doc) else None
        role = roles().get(noun.lower_) if noun is not None and noun.pos_ == "NOUN" and noun.text.islower() else None
        joined = doc[name.end - 1].dep_ in {"compound", "amod", "nmod"} and doc[name.end - 1].head == noun
        if role and role.kind == "org" and joined and name.label in {"GPE", "NORP", "LOC"}:
            found.append(Name(name.start, name.end + 1, "ORG", doc[name.start : name.end + 1].text))
    return found


def _with_tail(doc: Doc, name: Name, starts: dict[int, Name]) -> int:
    """The end of a name with the region that it lies in or the body that it belongs to."""
    end = name.end
    while end + 1 < len(doc) and doc[end].text == "," and (region := starts.get(end + 1)) and _lies_in(doc, end, region, name):
        end = region.end
    if end > name.end:
        return end
    at = end + 1 if end < len(doc) and doc[end].lower_ in _MEMBER and doc[end].head.i in range(name.start, name.end) else len(doc)
    at += at < len(doc) and doc[at].lower_ == "the"
    body = starts.get(at)
    if body and body.end < len(doc) and doc[body.end].tag_ == "POS":  # "of Talheim's Sollis Institute"
        return end
    return body.end if body and name.label == "PERSON" and body.label in {"ORG", "GPE", "FAC", "LOC"} else end


def _lies_in(doc: Doc, comma: int, region: Name, name: Name) -> bool:
    """Is a name behind a comma the state or the country of the town before it."""
    text = doc[region.start : region.end].text
    before = doc[name.start : name.end].text
    if text in regions():
        return before not in regions() and country_named(before, capitals=False) is None
    country = country_named(text, capitals=False) is not None and country_named(before, capitals=False) is None
    return country and doc[comma - 1].ent_type_ in {"GPE", "LOC", "ORG"}


def _with_owner(doc: Doc, name: Name, held: dict[int, Name]) -> int:
    """The start of a phrase with the body or country before it: "Vessany's Prime Minister Mara Quist"."""
    root = doc[name.start : name.end].root
    if name.label != "PERSON" and (name.start == 0 or doc[name.start - 1].tag_ != "POS"):
        return name.start
    start = root.left_edge.i
    while start < name.start and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ in {"det", "cc"}):
        start += 1
    between = doc[start : name.start]
    if len(between) > _MAX or any(t.pos_ in {"VERB", "AUX", "ADP", "CCONJ"} or (t.is_punct and t.text != "-") for t in between):
        return name.start
    whole = start not in held or held[start].start == start
    return start if whole and any(t.i in held for t in between) else name.start
