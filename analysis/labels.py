"""Attributions by layout alone: the name before a colon in a transcript, after a dash, in the line above a block quotation."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from analysis.cues import Attribution, Cue
from analysis.layout import Layout
from analysis.resources import CueEntry, cue_lexicon
from analysis.subjects import subject

LABEL = CueEntry("label", frozenset({"quote"}))  # the colon or dash between a name and its words
_MAX_LABEL = 8  # tokens before the colon of a transcript's line, or after the dash
_MAX_SPEAKER = 24  # the same for a label that begins with a person: "Mara Quist, mayor of Talheim, in a letter to the council:"
_MAX_CAPITALS = 4  # words of a name in capitals
_SAID = {"said", "says", "asked", "added", "replied", "wrote"}
_ENDS = {".", "!", "?", ";"}
_DASHES = {"-", "–", "—", "―", "--"}


def find_labels(index: int, place: Layout) -> list[Attribution]:
    """Names that the layout gives to a stretch: "QUIST: ...", "..." – Quist, "Quist wrote:" in the line above.

    >>> from analysis.language import parse, paragraphs
    >>> from analysis.layout import layout
    >>> from analysis.marks import marked
    >>> doc = parse('Mara Quist wrote:\\n"The bridge is shut."')
    >>> place = layout(doc, marked(doc.text, paragraphs(doc.text)), paragraphs(doc.text))
    >>> [doc[label.cue.source].text for label in find_labels(0, place)]
    ['Quist']
    """
    start, end = place.stretches[index]
    found = (
        (_in_capitals(start, end, place), 12.0),
        (_before_colon(start, place), 10.0),
        (_after_dash(end, place), 9.0),
        (_line_above(start, place), 8.5),
        (_scene_before_colon(start, place), 6.0),
    )
    return [Attribution(cue, score) for cue, score in found if cue is not None]


def _label(at: int, name: int) -> Cue:
    return Cue(at, at, at + 1, LABEL, name, None)


def _before_colon(start: int, place: Layout) -> Cue | None:
    """A name before a colon that opens the paragraph, or "Said Quist:"."""
    doc = place.doc
    lead = [i for i in range(place.opens[place.paragraph[start]], start) if not doc[i].is_quote]
    if len(lead) > 1 and doc[lead[0]].like_num and doc[lead[0]].i + 1 == lead[1]:  # the time of an entry
        lead = lead[2:] if doc[lead[1]].text == ":" else lead[1:]
    said = next((n for n in range(len(lead) - 2, max(len(lead) - _MAX_LABEL, -1), -1) if doc[lead[n]].lower_ in _SAID), None)
    if said is not None and (said == 0 or doc[lead[said - 1]].text in _ENDS):
        lead = lead[said + 1 :]
    longest = _MAX_SPEAKER if lead and doc[lead[0]].ent_type_ == "PERSON" else _MAX_LABEL
    if not lead or doc[lead[-1]].text != ":" or len(lead) > longest or any(doc[i].pos_ == "VERB" for i in lead):
        return None
    name = next((i for i in lead[:-1] if doc[i].ent_type_ == "PERSON" and doc[i].head.ent_type_ != "PERSON"), None)
    if name is None:  # the noun that the rest hangs on
        name = next((i for i in lead[:-1] if doc[i].pos_ == "PROPN" and doc[i].dep_ == "ROOT"), None)
    if name is None:
        name = next((i for i in reversed(lead[:-1]) if doc[i].pos_ in {"PROPN", "NOUN"}), None)
    return _label(lead[-1], name) if name is not None else None


def _after_dash(end: int, place: Layout) -> Cue | None:
    """A name after a dash that ends the paragraph."""
    doc, here = place.doc, place.paragraph[end - 1]
    rest = [i for i in range(end, min(end + 10, len(doc))) if place.paragraph[i] == here and not doc[i].is_quote]
    if len(rest) < 2 or doc[rest[0]].text not in _DASHES or rest[-1] - rest[0] >= _MAX_LABEL:
        return None
    names = [i for i in rest[1:] if doc[i].ent_type_ == "PERSON"] or [i for i in rest[1:] if doc[i].text.istitle()]
    verbal = any(doc[i].pos_ == "VERB" for i in rest[1:])
    return _label(rest[0], names[0]) if names and not verbal else None


def _in_capitals(start: int, end: int, place: Layout) -> Cue | None:
    """A name in capitals and a colon that open the words in marks themselves: "QUIST: The bridge is shut."."""
    doc = place.doc
    at = start
    while at < end and doc[at].text.isupper() and doc[at].text.isalpha():
        at += 1
    named = start < at <= start + _MAX_CAPITALS and at < end and doc[at].text == ":"
    return _label(at, at - 1) if named and not any(doc[i].is_quote for i in range(start, at)) else None


def _scene_before_colon(start: int, place: Layout) -> Cue | None:
    """The subject of the last clause before a colon, whatever its verb: "Quist faced the crowd: ..."."""
    doc = place.doc
    first = place.opens[place.paragraph[start]]
    colon = next((i for i in range(start - 1, first, -1) if not doc[i].is_quote and not doc[i].is_space), None)
    if colon is None or doc[colon].text != ":":
        return None
    begin = next((i + 1 for i in range(colon - 1, first - 1, -1) if doc[i].text in _ENDS), first)
    verbs = [t for t in doc[begin:colon] if t.tag_ in {"VBD", "VBZ", "VBP"} and place.within[t.i] is None]
    for verb in reversed(verbs):
        source = subject(verb)
        if source is not None and begin <= source.i < colon and place.within[source.i] is None:
            return _label(colon, source.i)
    return None


def _line_above(start: int, place: Layout) -> Cue | None:
    """The subject of the last sentence of the paragraph before, if that ends with a colon: "Quist wrote:"."""
    doc = place.doc
    first = place.opens[place.paragraph[start]]
    if first == 0 or any(not doc[i].is_quote for i in range(first, start)):
        return None
    last = next((i for i in range(first - 1, -1, -1) if not doc[i].is_space), None)
    if last is None or doc[last].text != ":":
        return None
    sentence = [t for t in doc[last].sent if not t.is_space]
    return _spoken_above(sentence, last, place)


def _spoken_above(sentence: Sequence[Token], colon: int, place: Layout) -> Cue | None:
    verbs = [t for t in sentence if t.pos_ in {"VERB", "AUX"} and place.within[t.i] is None]
    verbs.sort(key=lambda t: ((t.lemma_.lower(), "VERB") in cue_lexicon(), t.dep_ == "ROOT"), reverse=True)
    for verb in verbs:
        source = subject(verb)
        if source is not None and place.within[source.i] is None:
            return _label(colon, source.i)
    return None


def find_turns(place: Layout) -> list[tuple[Attribution, int, int]]:
    """The turns of a transcript, paragraphs such as "QUIST: The bridge is shut.", with the token range of what is said.

    One such paragraph makes no transcript: there must be two of them, and what follows the colon stands in no marks.

    >>> from analysis.language import parse, paragraphs
    >>> from analysis.layout import layout
    >>> doc = parse("QUIST: The bridge is shut.\\nREYL: Since when?")
    >>> [doc[first:last].text for _, first, last in find_turns(layout(doc, [], paragraphs(doc.text)))]
    ['The bridge is shut.', 'Since when?']
    """
    doc, found = place.doc, []
    for number, start in enumerate(place.opens):
        end = place.opens[number + 1] if number + 1 < len(place.opens) else len(doc)
        while end > start and doc[end - 1].is_space:
            end -= 1
        colon = _turn(start, end, place)
        if colon is not None:
            found.append((Attribution(_label(colon, colon - 1), 10.0), colon + 1, end))
    return found if len(found) > 1 else []


def _turn(start: int, end: int, place: Layout) -> int | None:
    """The colon behind a name in capitals, or behind a person's whole name, that opens a paragraph."""
    doc = place.doc
    colon = next((i for i in range(start + 1, min(start + _MAX_CAPITALS + 1, end - 1)) if doc[i].text == ":"), None)
    if colon is None or doc[colon + 1].is_quote:
        return None
    capitals = all(t.text.isupper() or t.text == "." for t in doc[start:colon]) and doc[colon - 1].is_alpha
    person = all(t.ent_type_ == "PERSON" for t in doc[start:colon])
    return colon if capitals or person else None
