"""Where reported words begin and end: without punctuation, relays, and what the narrator adds behind them."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_NARRATORS = {"although", "though", "while", "whereas"}  # conjunctions behind a comma that go on with the story
_DASHES = {"-", "–", "—", "--"}


def rest_of_sentence(token: Token) -> tuple[int, int] | None:
    """The tokens of the clause that an "according to" or a parenthetical verb hangs on, from its start to its end.

    >>> from analysis.language import parse
    >>> doc = parse("The plan was dead, according to Quist.")
    >>> doc[slice(*rest_of_sentence(doc[5]))].text
    'The plan was dead'
    """
    head, sent = token.head, token.sent
    if head.i == token.i:
        return None
    if head.dep_ == "nsubj":  # "the plan, according to Quist, was dead"
        head = head.head
    before, after = (head.left_edge.i, token.left_edge.i), (token.right_edge.i + 1, head.right_edge.i + 1)
    if head.dep_ == "ROOT":
        before, after = (sent.start, before[1]), (after[0], sent.end)
    if before[0] >= before[1]:  # the parser hangs what stands before it elsewhere: "a charge: ferries, she said, should be free"
        before = (sent.start, before[1])
    parts = [i + 1 for i in range(before[0], before[1]) if token.doc[i].text in {":", ";"}]
    named = bool(parts) and any(t.ent_type_ == "PERSON" for t in token.doc[before[0] : parts[-1]])
    if parts and (head.i > token.i or named):  # what stands before a colon is another statement
        before = (parts[-1], before[1])
    sides = [side for side in (trimmed(token.doc, *before), trimmed(token.doc, *after)) if side]
    return (sides[0][0], sides[-1][1]) if sides else None


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """A token range without what is at its edges: punctuation, spaces, "that", an "according to"; None if nothing is left.

    >>> from analysis.language import parse
    >>> trimmed(parse("She said that it rained."), 2, 6)
    (3, 5)
    """
    relay = next(
        (i for i in range(start + 1, end) if doc[i].lower_ == "according" and (doc[i - 1].is_punct or doc[i - 1].is_quote)), None
    )
    end = relay - 1 if relay and doc[relay].right_edge.i >= end - 2 else end
    while start < end and (_is_edge(doc[start]) or doc[start].lower_ == "that"):
        start += 1
    while end > start and _is_edge(doc[end - 1]) and doc[end - 1].text not in {")", "%"}:
        end -= 1
    return (start, end) if start < end else None


def _is_edge(token: Token) -> bool:
    return bool(token.is_punct or token.is_space or token.is_quote)


def without_addition(clause: Token, end: int) -> int:
    """The end of a clause without a last relative clause, apposition or participle behind a comma: the narrator's own words.

    >>> from analysis.language import parse
    >>> doc = parse("She liked Tom Reyl, who had a plan.")
    >>> doc[: without_addition(doc[1], 9)].text
    'She liked Tom Reyl'
    """
    doc, node = clause.doc, clause
    while True:
        last = next((c for c in reversed(list(node.rights)) if not c.is_punct), None)
        if last is None or last.right_edge.i + 1 < end - 1:
            return end
        edge = last.left_edge.i
        if edge - 1 > clause.i and doc[edge - 1].text in {",", *_DASHES} and _is_addition(last):
            return edge - 1
        node = last


def _is_addition(token: Token) -> bool:
    if token.dep_ == "relcl":
        return token.doc[token.left_edge.i].tag_ in {"WDT", "WP", "WRB", "WP$", "IN"}
    if token.dep_ == "advcl":
        return token.tag_ == "VBG" or token.left_edge.lower_ in _NARRATORS
    return token.dep_ == "appos"
