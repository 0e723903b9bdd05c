"""Who may take a side toward what in the narrator's words: the holder of each verb and noun, and the things that it reaches."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from spacy.tokens import Span, Token

from analysis.frames import GAMES
from analysis.holders import Holder, holders
from analysis.resources import plain_words, roles
from analysis.scene import Scene
from analysis.targets import Target, phrase, target

Range = tuple[int, int]
_OFTEN = 3  # times that an article speaks of a thing before it is asked about wherever it stands
_NOUNS = {"NOUN", "PROPN"}
_VERBS = {"VERB", "AUX"}
ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT", "dative", "poss"}  # "is a disgrace" names no target
# As readers judged 11,000 pairs, a side is taken toward two of five of what something is done to, and one of three behind these
_DONE_TO = {"dobj", "nsubjpass", "dative"}
_TOWARD = {"for", "against", "to", "with", "on", "over", "toward", "towards", "behind", "about", "at"}
_ELSEWHERE = {"in", "from", "as", "by", "into", "near", "during", "since", "until", "after", "before", "within", "between", "among"}
_FOR_AN_END = {
    "come",
    "stand",
    "remain",
    "run",
    "leave",
    "wait",
    "go",
    "stay",
    "arrive",
    "return",
    "gather",
    "search",
    "look",
    "work",
}
_SUBJECTS = {"nsubj", "nsubjpass", "agent", "csubj"}
_OWNED = {"poss", "compound", "nmod", "amod"}
_GIVING = {"by", "from", "among"}
_RELATIVES = {"WDT", "WP"}


class Pair(NamedTuple):
    """A holder with the tokens of their mention, and a target that they may be for or against."""

    holder: Holder
    mention: Range
    target: Target


def noun_counts(view: Scene) -> Mapping[str, int]:
    """How often an article has each noun."""
    return Counter(token.lemma_.lower() for token in view.doc if token.pos_ in _NOUNS)


def pairs(sentence: Span, told: Container[int], often: Mapping[str, int], view: Scene) -> list[Pair]:
    """The pairs of a sentence, each by its names once; `told`: the tokens that count, such as those of the narrator's own words;
    `often`: how often the article has each noun.

    >>> from analysis.pipeline import read
    >>> from analysis.scene import scene
    >>> reading = read("Mara Quist, who detests the dam, thanked Tom Reyl.")
    >>> view = scene(reading.doc, reading.quotations, reading.who)
    >>> found = pairs(next(reading.doc.sents), range(len(reading.doc)), noun_counts(view), view)
    >>> [(pair.holder.name, pair.target.name) for pair in found]
    [('Mara Quist', 'dam'), ('Mara Quist', 'Tom Reyl')]
    """
    reached: dict[int, list[tuple[Token, Target]]] = defaultdict(list)
    for token, one in _targets(sentence, told, often, view):
        for word in _telling(token):
            if word.i in told and (word.pos_ in _VERBS or _has_owner(word, view)):
                reached[word.i].append((token, one))
    found: dict[tuple[str, str], Pair] = {}
    for i in sorted(reached):
        for holder in holders(view.doc[i], view):
            start, end = _mention(holder, view)
            own = _around(view.doc[holder.head])
            for token, one in reached[i] if sentence.start <= start < end <= sentence.end else ():
                if one.name != holder.name and (end <= one.start or one.end <= start) and token.i not in own:
                    found.setdefault((holder.name, one.name), Pair(holder, (start, end), one))
    return list(found.values())


def _around(head: Token) -> set[int]:
    """The tokens beside a holder, without clauses: "Quist and Reyl's aide left" tells of no side between them."""
    while head.dep_ in {"conj", "appos"} and head.head.i != head.i:
        head = head.head
    if head.dep_ not in {"nsubj", "nsubjpass"}:
        return set()
    clauses = {token.i for word in head.subtree if word.dep_ in {"relcl", "acl"} for token in word.subtree}
    return {token.i for token in head.subtree} - clauses


def _has_owner(noun: Token, view: Scene) -> bool:
    """Is a noun somebody's: "Quist's fight", "the union's fight", "an attack by the union"."""
    return any((c.dep_ in _OWNED and _is_somebody(c, view)) or (c.dep_ == "prep" and c.lower_ in _GIVING) for c in noun.children)


def _is_somebody(token: Token, view: Scene) -> bool:
    return token.i in view.who.names or token.i in view.who.references or (token.dep_ == "poss" and token.lower_ in roles())


def _mention(holder: Holder, view: Scene) -> Range:
    head = view.doc[holder.head]
    known = view.who.names.get(head.i) or view.who.references.get(head.i)
    start, end = phrase(head)
    return (min(start, known.start), max(end, known.end)) if known else (start, end)


def _targets(sentence: Span, told: Container[int], often: Mapping[str, int], view: Scene) -> Iterator[tuple[Token, Target]]:
    """What a side may be taken toward in a sentence, where that is likely enough to ask; each with its head."""
    for token in sentence:
        if token.i in told and _is_asked(token, often, view):
            one = target(token, view.who)
            if one is not None and one.start <= token.i < one.end:
                yield token, one


def _is_asked(token: Token, often: Mapping[str, int], view: Scene) -> bool:
    if token.pos_ == "PRON":
        behind = token.head.lower_ if token.dep_ == "pobj" else ""
        return token.i in view.who.references and token.dep_ != "poss" and token.lower_ != "it" and behind not in _ELSEWHERE
    if token.pos_ not in _NOUNS or not (token.dep_ in ARGUMENTS or token.dep_ == "appos" or _relatives(token)):
        return False
    first = token
    while first.dep_ == "conj" and first.head.i != first.i and first.head.pos_ in _NOUNS:
        first = first.head
    behind = first.head.lower_ if first.dep_ == "pobj" else ""
    if behind == "for" and first.head.head.lemma_.lower() in _FOR_AN_END:
        return False
    if first.dep_ in _DONE_TO or behind in _TOWARD:
        return True
    name = view.who.names.get(token.i)
    if name is not None and name.label != "GPE":
        return True
    known = name is not None or token.i in view.who.references or token.i in view.who.things
    return behind not in _ELSEWHERE and (known or often.get(token.lemma_.lower(), 0) >= _OFTEN)


def _telling(token: Token) -> list[Token]:
    """The words that may show a side toward a thing: none where the nearest is one that seldom does."""
    words = list(_reaching(token))
    nearest = (words[0].lemma_.lower(), "NOUN" if words[0].pos_ == "NOUN" else "VERB") if words else ("", "")
    against = token.dep_ == "pobj" and token.head.lower_ == "against"
    return words if against or nearest not in plain_words() else []


def _reaching(token: Token) -> Iterator[Token]:
    """The verbs and nouns that a thing stands under, up to a clause of somebody else's; and what stands beside it: relative clauses
    ("the dam, which Quist detests"), a noun that means it ("Tom Reyl, Quist's pick")."""
    yield from _relatives(token)
    yield from (c for c in token.children if c.dep_ == "appos" and c.pos_ == "NOUN")
    node = token
    while node.head.i != node.i and not _is_of_another(node):
        above = node.head
        rival = node.lower_ == "against" and above.lemma_.lower() in GAMES  # "played against Reyl"
        if above.pos_ in _VERBS | {"NOUN"} and not rival:
            yield above
        node = above


def _relatives(token: Token) -> list[Token]:
    """The relative clauses on a noun in which another than it does something."""
    clauses = (c for c in token.children if c.dep_ == "relcl")
    return [c for c in clauses if not any(d.tag_ == "WRB" or (d.dep_ in _SUBJECTS and d.tag_ in _RELATIVES) for d in c.children)]


def _is_of_another(clause: Token) -> bool:
    return clause.dep_ in {"relcl", "acl", "conj", "advcl"} and any(c.dep_ in _SUBJECTS for c in clause.children)
