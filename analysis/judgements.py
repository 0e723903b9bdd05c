"""What is called good or bad: "called the plan a disgrace", "described it as unfair"; in a quotation "it is a disgrace"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.holders import Holder, holders
from analysis.polarity import asked, negated, polarity
from analysis.resources import judgements
from analysis.scene import Scene, speaker
from analysis.sentiment import sentence_sentiment
from analysis.stands import Frame, Stand, stands

_NAMING = {"call", "brand", "label", "dub", "term", "deem", "consider", "find", "think", "declare", "pronounce", "hold", "rate"}
_CALLING = {"call", "brand", "label", "dub", "term"}
_AS = {"describe", "see", "view", "regard", "characterise", "characterize", "portray", "paint", "depict", "brand", "treat", "cast"}
_BEING = {"be", "seem", "look", "sound", "remain", "become"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_GUILT = {"accountable", "liable", "responsible", "guilty", "complicit"}
_TONE = 0.3
_VERBS = {"VERB", "AUX"}


def find_judgements(verb: Token, view: Scene) -> Iterator[Stand]:
    """The stances of those who call something good or bad.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist called the plan a disgrace.")
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> [(s.speaker, s.target, s.sign) for s in find_judgements(reading.doc[2], view)]
    [('Mara Quist', 'plan', -1.0)]
    """
    if verb.pos_ not in _VERBS:
        return
    lemma = verb.lemma_.lower()
    if lemma in _NAMING or lemma in _AS:
        yield from _called(verb, view)
    if lemma in _BEING:
        yield from _is(verb, view)


def worth(word: Token) -> int:
    """Is a noun or an adjective with its modifiers good (1), bad (-1) or neither (0).

    >>> from analysis.language import parse
    >>> [worth(parse(text)[-1]) for text in ("a disgrace", "a very good idea", "too expensive", "no hero")]
    [-1, 1, -1, -1]
    """
    part = "NOUN" if word.pos_ == "PROPN" else word.pos_
    value = 0 if word.lemma_.lower() in _GUILT else judgements().get((word.lemma_.lower(), part), 0)
    before = [c for c in word.children if c.i < word.i]
    if part == "ADJ" and any(c.lower_ == "too" for c in before):
        value = -1
    if not value:
        joined = [c for c in word.children if c.dep_ == "conj" and c.pos_ == word.pos_]
        values = [judgements().get((c.lemma_.lower(), "ADJ"), 0) for c in before] + [worth(c) for c in joined]
        value = max(values, key=abs, default=0)
    if any(c.lower_ in {"no", "not", "hardly", "never"} for c in before):
        value = -1 if value > 0 else 0
    return value


def _worth_in_marks(word: Token, lemma: str) -> int:
    """The worth of somebody's own words for a thing: by their tone; who calls a thing a name of his own without praise mocks it."""
    edge = word if word.i and word.doc[word.i - 1].is_quote else word.left_edge
    before = word.doc[edge.i - 1] if edge.i else edge
    if not (edge.is_quote or before.is_quote or word.is_quote) or word.ent_type_:
        return 0
    last = next((i for i in range(word.i + 1, word.sent.end) if word.doc[i].is_quote), word.right_edge.i + 1)
    tone = sentence_sentiment([word.doc[edge.i : last].text])[0]
    if abs(tone) >= _TONE:
        return 1 if tone > 0 else -1
    return -1 if lemma in {"call", "be", "dismiss", "brand", "label"} else 0


def _called(verb: Token, view: Scene) -> Iterator[Stand]:
    lemma = verb.lemma_.lower()
    for head, word in _namings(verb):
        sign = worth(word) or _worth_in_marks(word, lemma)
        if word.lemma_.lower() in _GUILT:
            sign = -1
        turn, certain = polarity(verb)
        if not sign or not certain or (turn < 0 and sign < 0):
            continue
        relation = "blame" if word.lemma_.lower() in _GUILT else "criticize" if sign * turn < 0 else "praise"
        for holder in holders(verb, view):
            for stand in stands(Frame(verb, holder, relation, "judgement"), head, sign * turn, view):
                yield stand._replace(end=max(stand.end, word.i + 1))


def _namings(verb: Token) -> Iterator[tuple[Token, Token]]:
    """(what is called so, what it is called) beside a verb of naming."""
    lemma = verb.lemma_.lower()
    told = [c for c in verb.children if c.dep_ in {"oprd", "acomp", "attr"} and c.i > verb.i]
    told += [c for thing in verb.children if thing.dep_ == "dobj" for c in thing.children if _belongs_behind(c, thing)]
    thing = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    if lemma in _AS:
        told = [
            c
            for p in verb.children
            if p.lower_ == "as"
            for c in p.children
            if c.dep_ in {"pobj", "amod", "acomp", "pcomp", "advmod"}
        ]
        told += [p for p in verb.children if p.dep_ in {"pobj", "oprd"} and p.i > verb.i]
    small = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if small is not None and lemma in _NAMING and not any(c.dep_ == "mark" for c in small.children):
        thing = [c for c in small.children if c.dep_ == "nsubj"] or thing
        told = [small] if small.pos_ not in _VERBS else [c for c in small.children if c.dep_ in {"acomp", "attr"}]
    if lemma in _NAMING and not thing and len(told) == 1:  # "called the survey “hasty”", where the parser makes it one phrase
        before = [c for c in told[0].lefts if c.dep_ in {"nmod", "compound"} and c.doc[c.i + 1].is_quote]
        thing = before[-1:]
    if lemma in _NAMING and not thing and len(told) > 1:  # two complements: the first one is the object
        thing, told = told[:1], told[1:]
    if lemma in _CALLING and thing and not told:
        told = _quoted_behind(thing[0])
    for head in thing[:1]:
        yield from ((head, word) for word in told if word.i != head.i)


def _quoted_behind(thing: Token) -> list[Token]:
    """What stands in marks behind a thing, whatever the parser hangs it on: "called her plan to pay for it “a cheque”"."""
    end = thing.sent.end
    first = next((i for i in range(thing.i + 1, end) if thing.doc[i].is_quote), end) + 1
    if any(t.tag_ in _FINITE or t.dep_ in {"cc", "mark"} for t in thing.doc[thing.i + 1 : first]):  # another clause has begun
        return []
    last = next((i for i in range(first, end) if thing.doc[i].is_quote), end)
    inner = thing.doc[first:last]
    word = inner.root if len(inner) else thing
    return [word] if word.pos_ in {"NOUN", "ADJ", "PROPN"} else []


def _supposed(verb: Token) -> bool:
    """Is it only said what would be: "if it is", "would be, if"."""
    clauses = [verb, *(c for c in verb.children if c.dep_ == "advcl")]
    return any(c.dep_ in {"mark", "advmod"} and c.lower_ in {"if", "unless", "whether"} for each in clauses for c in each.children)


def _mixed(verb: Token, view: Scene) -> bool:
    """Are the speaker's words told by the narrator, so that marks show what is the speaker's own."""
    number = view.inside[verb.i]
    return number is not None and view.quotations[number].quotation.kind in {"indirect", "mixed"}


def _belongs_behind(child: Token, thing: Token) -> bool:
    """Is what the parser hung on the object said of it: "called the dam “a cork”", "labelled it a disgrace"."""
    if child.dep_ == "appos":
        return _marked(child)
    return child.i > thing.i and child.dep_ in {"npadvmod", "amod"} and child.doc[child.left_edge.i - 1].i <= thing.i


def _marked(token: Token) -> bool:
    return token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].is_quote


def _is(verb: Token, view: Scene) -> Iterator[Stand]:
    """What a speaker says that something is."""
    source = speaker(verb, view)
    about = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if source is None or about is None or asked(verb) or _supposed(verb):
        return
    doubt = any(c.dep_ == "aux" and c.lower_ in {"may", "might", "could", "should", "can"} for c in verb.children)
    for word in (c for c in verb.children if c.dep_ in {"acomp", "attr"}):
        better = word.lower_ in {"better", "worse"} and any(c.lower_ == "than" for c in word.children)
        sign = (
            (1 if word.lower_ == "better" else -1)
            if better
            else worth(word) or _worth_in_marks(word, "be" if _mixed(verb, view) else "")
        )
        if negated(verb):
            sign = -1 if sign > 0 else 0
        if not sign or doubt:
            continue
        holder = Holder(str(source.entity), source.confidence, -1)
        frame = Frame(word, holder, "criticize" if sign < 0 else "praise", "comparison" if better else "judgement")
        yield from stands(frame, about, sign, view)
        if better:
            other = [c for p in word.children if p.lower_ == "than" for c in p.children if c.dep_ == "pobj"]
            for head in other:
                yield from stands(frame._replace(relation="praise" if sign < 0 else "criticize"), head, -sign, view)
