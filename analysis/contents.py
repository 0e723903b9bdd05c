"""What a reporting verb reports: the clause or the thing that hangs on it, without what the narrator adds behind it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from analysis.resources import CueEntry, cue_lexicon, roles, source_nouns

_CLAUSES = {"ccomp", "xcomp"}
# classes whose thing is reported speech: "attacked the plan", "praised her"; what is thought, asked or agreed on is none
_OF_THINGS = {
    "say",
    "claim",
    "announce",
    "promise",
    "call",
    "praise",
    "accuse",
    "blame",
    "deny",
    "reject",
    "oppose",
    "urge",
    "warn",
}
_ASKED_FOR = {"demand", "warn", "promise", "claim"}  # classes that report a thing behind a preposition: "called for a vote"
_TAILS = {"prep", "oprd", "xcomp", "dative", "prt"}  # what belongs to a thing: "attacked her for it", "called it a shame"
_NARRATORS = {"although", "though", "while", "whereas"}  # conjunctions behind a comma that go on with the story
_QUESTIONS = {"whether", "if", "what", "why", "how", "who", "when", "where"}
_DASHES = {"-", "–", "—", "--"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_GIVING = {"put", "estimate", "set", "reckon"}  # a number: "put the losses at"
_NO_THING = {"PRON", "SCONJ", "DET"}


def content(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """The token range of what a verb with this entry of the lexicon reports, None if it reports nothing.

    >>> from analysis.language import parse
    >>> doc = parse("Mara Quist called for a vote. She said she liked Tom Reyl, who had a plan.")
    >>> for word in ("called", "said"):
    ...     verb = next(t for t in doc if t.text == word)
    ...     first, last = content(verb, cue_lexicon()[verb.lemma_, "VERB"])
    ...     print(doc[first:last].text)
    a vote
    she liked Tom Reyl
    """
    clause = _reported_clause(verb, entry)
    if clause is not None:
        first = clause.left_edge.i if clause.i < verb.i else _behind_time(clause)
        joined = _joined_behind(clause, verb)
        return trimmed(verb.doc, first, joined.right_edge.i + 1 if joined is not None else _own_end(clause, verb))
    if "whether" in entry.frames and (question := _cut_question(verb)) is not None:
        return question
    if entry.frames & {"that", "quote"} and _is_put_in(verb):
        return rest_of_sentence(verb)
    if entry.category == "demand" and (thing := _demanded_from(verb)) is not None:
        return thing
    return _around(verb, entry) or amount(verb) or _called_for(verb) or _asked_for(verb, entry) or _thing(verb, entry)


def _around(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """A sentence that a verb with its subject stands in, whatever the parser makes of it: "the plan, she noted, dated from May"."""
    doc, subject = verb.doc, next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.right_edge.i + 1 != verb.i or verb.i + 2 >= len(doc) or not entry.frames & {"that", "quote"}:
        return None
    first, behind = verb.sent.start, doc[verb.i + 2]
    commas = subject.left_edge.i > first and subject.left_edge.nbor(-1).text == "," and doc[verb.i + 1].text == ","
    whole = any(t.tag_ in _FINITE for t in doc[first : subject.left_edge.i])
    return trimmed(doc, first, verb.sent.end) if commas and not whole and behind.tag_ in {*_FINITE, "VBN"} else None


def amount(verb: Token) -> tuple[int, int] | None:
    """ "put the losses at six million", "a delay that she puts at a year": the number that somebody gives.

    >>> from analysis.language import parse
    >>> doc = parse("She put the number at 26.")
    >>> doc[slice(*amount(doc[1]))].text
    'the number at 26'
    """
    at = next((c for c in verb.children if c.lower_ == "at" and c.dep_ == "prep" and c.i > verb.i), None)
    number = next((c for c in at.children if c.dep_ == "pobj"), None) if at is not None else None
    if number is None or verb.lemma_ not in _GIVING or not any(t.like_num for t in number.subtree):
        return None
    thing = next((c for c in verb.children if c.dep_ == "dobj"), number)
    behind = [c for c in verb.children if c.i > number.i and c.dep_ in {"advmod", "npadvmod"}]
    first = thing.left_edge.i if verb.i < thing.i < number.i else number.left_edge.i
    return trimmed(verb.doc, first, max(c.right_edge.i for c in [number, *behind]) + 1)


def _demanded_from(verb: Token) -> tuple[int, int] | None:
    """The thing behind whom it is demanded from, which the parser takes for his apposition: "demanded from Quist a new ferry"."""
    from_whom = next((c for c in verb.children if c.lower_ == "from" and c.i == verb.i + 1), None)
    if from_whom is None or any(c.dep_ == "dobj" for c in verb.children):
        return None
    things = [t for t in from_whom.subtree if t.dep_ == "appos" and any(c.lower_ in {"a", "an"} for c in t.children)]
    return trimmed(verb.doc, things[-1].left_edge.i, things[-1].right_edge.i + 1) if things else None


def _reported_clause(verb: Token, entry: CueEntry) -> Token | None:
    """The clause that a verb reports: the one right behind it rather than one before a semicolon or a comma."""
    clauses = [c for c in verb.children if _is_reported_clause(c, verb, entry)]
    behind = next((c for c in clauses if c.left_edge.i > verb.i and not verb.doc[c.left_edge.i - 1].is_punct), None)
    if behind is not None:
        return behind
    whole = (c for c in clauses if c.i > verb.i or not any(t.text == ";" for t in verb.doc[c.right_edge.i + 1 : verb.i]))
    return next(whole, None) or _asked_of_agent(verb, entry)


def _joined_behind(clause: Token, verb: Token) -> Token | None:
    """What goes on with a report behind its verb, in the report's own tense: "it was late, she said, and would be later"."""
    doc, joined = verb.doc, next((c for c in verb.children if c.dep_ == "conj" and c.i > verb.i), None)
    if joined is None or clause.i > verb.i or verb.i + 2 >= len(doc) or doc[verb.i + 1].text != ",":
        return None
    shifted = any(c.tag_ == "MD" for c in joined.children) and not any(c.dep_ == "mark" for c in joined.children)
    return joined if shifted and doc[verb.i + 2].dep_ == "cc" else None


def _cut_question(verb: Token) -> tuple[int, int] | None:
    """A question that the parser hangs on its verb as a second main clause: "asked Quist whether the ferry, full again, left"."""
    whether = next((c for c in verb.children if c.lower_ == "whether" and c.i > verb.i), None)
    asked = next((c for c in verb.children if c.dep_ == "conj" and c.i > whether.i), None) if whether is not None else None
    between = verb.doc[whether.i : asked.i] if whether is not None and asked is not None else ()
    if whether is None or asked is None or any(t.dep_ == "cc" and t.head.i == verb.i for t in between):
        return None
    return trimmed(verb.doc, whether.i, asked.right_edge.i + 1)


def _asked_of_agent(verb: Token, entry: CueEntry) -> Token | None:
    """ "was asked by a reporter whether ...", where the parser hangs the question on the reporter."""
    if "whether" not in entry.frames:
        return None
    agents = (c for by in verb.children if by.dep_ == "agent" for c in by.children)
    return next(
        (c for agent in agents for c in agent.children if c.left_edge.lower_ in _QUESTIONS and c.pos_ in {"VERB", "AUX"}), None
    )


def _is_put_in(verb: Token) -> bool:
    """Does a verb with its subject stand between commas in what it reports: "the plan, she said, was dead", "as she said"."""
    if verb.dep_ == "parataxis":
        return True
    doc, after = verb.doc, verb.right_edge.i + 1
    if verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        return not any(c.dep_ in {"ccomp", "dobj", "xcomp"} for c in verb.children)
    own = any(c.dep_ == "nsubj" for c in verb.children) and not any(c.dep_ in {"mark", "ccomp", "dobj"} for c in verb.children)
    between = after < len(doc) and doc[after].text == "," and verb.head.i > after
    return verb.dep_ == "advcl" and own and between and verb.tag_ in {"VBD", "VBZ", "VBP"}


def _is_reported_clause(child: Token, verb: Token, entry: CueEntry) -> bool:
    if child.dep_ == "advcl":  # the parser's mistake for "said after the vote she would go"
        return child.i > verb.i and _is_bare_clause(child) and bool(entry.frames & {"that"})
    if child.dep_ not in _CLAUSES or _is_quoting_participle(child):
        return False
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children)
    wanted = {"to", "obj_to"} if infinitive else {"that", "quote", "whether"}
    return bool(entry.frames & wanted)


def _is_bare_clause(clause: Token) -> bool:
    """A finite clause with a subject of its own and no conjunction."""
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in clause.children) and not any(
        c.dep_ == "mark" or c.tag_ in {"WRB", "WDT", "WP"} for c in clause.children
    )


def _is_quoting_participle(token: Token) -> bool:
    """ "..., saying no": not a clause that the verb before it reports, as one in the progressive is ("said he was asking")."""
    entry = cue_lexicon().get((token.lemma_.lower(), "VERB"))
    progressive = any(c.dep_ in {"aux", "nsubj"} for c in token.children)
    return token.tag_ == "VBG" and not progressive and entry is not None and entry.category == "say"


def _behind_time(clause: Token) -> int:
    """Where a clause begins when the time before its subject is that of the report: "told them on Monday she would go"."""
    edge = clause.left_edge
    subject = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or edge.dep_ == "mark" or edge.i == subject.left_edge.i:
        return int(edge.i)
    early = [c for c in clause.children if c.i < subject.left_edge.i and not c.is_punct]
    timed = bool(early) and all(c.dep_ == "npadvmod" or (c.dep_ == "prep" and c.right_edge.ent_type_ == "DATE") for c in early)
    return int(subject.left_edge.i) if timed and not any(c.is_punct for c in clause.children if c.i < subject.i) else int(edge.i)


def _own_end(clause: Token, verb: Token) -> int:
    """Where a reported clause ends: before a second report that is joined to it, and before what the narrator adds."""
    end = clause.right_edge.i + 1
    for joined in clause.children:
        if joined.dep_ == "conj" and reports_too(joined, clause, verb):
            end = min(end, max((c.i for c in clause.children if c.dep_ == "cc" and c.i < joined.i), default=joined.left_edge.i))
    return _without_addition(clause, end)


def reports_too(joined: Token, clause: Token, verb: Token) -> bool:
    """Is a verb joined to a reported clause a second report: "said she would stay and warned the council".

    It is a cue in the tense of the first, with no subject of its own.

    >>> from analysis.language import parse
    >>> doc = parse("She said the plan would fail and warned that the bridge was old.")
    >>> reports_too(doc[7], doc[5], doc[1])
    True
    """
    entry = cue_lexicon().get((joined.lemma_.lower(), "VERB"))
    own = any(c.dep_ in {"nsubj", "nsubjpass", "mark", "aux"} for c in joined.children)
    finite = {clause.tag_, *(c.tag_ for c in clause.children if c.dep_ in {"aux", "auxpass"})}
    differs = joined.tag_ not in finite or "that" in (entry.frames if entry else ()) or _only_people_ask(joined, clause)
    return entry is not None and not own and joined.tag_ == verb.tag_ and joined.tag_ in {"VBD", "VBZ"} and differs


def _only_people_ask(joined: Token, clause: Token) -> bool:
    """A question behind a clause about a thing is another report: "noted that the plan was late, and asked whether"."""
    question = any(c.dep_ == "ccomp" and c.left_edge.lower_ in _QUESTIONS for c in joined.children)
    subject = next((c for c in clause.children if c.dep_ == "nsubj"), None)
    return question and subject is not None and subject.pos_ == "NOUN" and subject.lower_ not in roles()


def _without_addition(clause: Token, end: int) -> int:
    """The end of a clause without a last relative clause, apposition or participle behind a comma: the narrator's own words."""
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


def is_thing(doc: Doc, reported: tuple[int, int]) -> bool:
    """Is what a cue reports a thing and no clause: "attacked the plan".

    >>> from analysis.language import parse
    >>> doc = parse("She attacked the plan.")
    >>> is_thing(doc, (2, 4))
    True
    """
    return doc[slice(*reported)].root.dep_ in {"dobj", "pobj"}


def _asked_for(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """A thing behind a preposition: "called for a vote", "accused him of lying"."""
    heads = {verb.i, *(c.i for c in verb.children if c.dep_ == "dobj")}
    for prep in verb.subtree:
        if prep.dep_ == "prep" and prep.head.i in heads and prep.i > verb.i:
            framed = cue_lexicon().get((f"{verb.lemma_.lower()} {prep.lower_}", "VERB"))
            if (prep.lower_ == "of" and "of" in entry.frames) or (framed and framed.category in _ASKED_FOR):
                thing = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
                return trimmed(verb.doc, thing.left_edge.i, thing.right_edge.i + 1) if thing is not None else None
    return None


def _called_for(verb: Token) -> tuple[int, int] | None:
    """ "called for a vote to be held": a thing and what is to become of it."""
    clause = next((c for c in verb.children if c.dep_ == "advcl" and c.left_edge.lower_ == "for" and c.i > verb.i), None)
    framed = cue_lexicon().get((f"{verb.lemma_.lower()} for", "VERB")) if clause is not None else None
    if clause is None or framed is None or framed.category not in _ASKED_FOR:
        return None
    return trimmed(verb.doc, clause.left_edge.i + 1, clause.right_edge.i + 1)


def _thing(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """A thing as the object, with what is said of it: "called the plan a shame", "attacked her for the delay"."""
    found = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    called = next((c for c in verb.children if c.dep_ == "oprd"), None)
    demanded = entry.category == "demand" and "quote" in entry.frames  # with one's voice, and not only wanted
    if entry.category not in _OF_THINGS and not demanded and not (entry.category == "show" and _is_document(verb)):
        return None
    complement = called is not None or any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children)
    if entry.category == "call" and not complement:  # by telephone
        return None
    if any(c.tag_ in {"MD", "TO"} for c in verb.children):  # what may be said, and is not
        return None
    if not entry.frames & {"np", "as", "for"} or found is None or (found.pos_ in _NO_THING and called is None):
        return None
    tails = [c for c in verb.children if c.dep_ in _TAILS and c.i > found.i]
    end = max(c.right_edge.i for c in [found, *tails]) + 1
    return trimmed(verb.doc, found.left_edge.i, _without_addition(found, end))


def _is_document(verb: Token) -> bool:
    """Is what shows something a text or a poll, and not a person who shows courage."""
    kinds = (source_nouns().get(c.lemma_.lower(), frozenset()) for c in verb.children if c.dep_ == "nsubj")
    return any("document" in kind for kind in kinds)


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
    parts = [i + 1 for i in range(before[0], before[1]) if token.doc[i].text in {":", ";"}]
    if parts and head.i > token.i:  # what stands before a colon is another statement
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
