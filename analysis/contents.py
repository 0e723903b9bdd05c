"""What a reporting verb reports: the clause or the thing that hangs on it, without what the narrator adds behind it."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.extents import rest_of_sentence, trimmed, without_addition
from analysis.inversion import FINITE, speaker_behind, speaker_of_inserted
from analysis.resources import CueEntry, cue_lexicon, roles, source_nouns
from analysis.things import thing

_CLAUSES = {"ccomp", "xcomp"}
_QUESTIONS = {"whether", "if", "what", "why", "how", "who", "when", "where"}
_OF_PEOPLE = {"accuse", "blame", "praise", "urge", "promise", "deny"}  # classes of what nobody but people do


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
    if speaker_of_inserted(verb) is not None:
        return trimmed(verb.doc, verb.sent.start, _next_clause(verb))
    clause = _reported_clause(verb, entry)
    if clause is not None:
        if (colon := _colon_before(clause, verb)) is not None:
            return trimmed(verb.doc, colon + 1, verb.sent.end)
        first = clause.left_edge.i if clause.i < verb.i else _whoever_is_to(clause, verb) or _behind_time(clause)
        condition = _condition(clause, verb)
        first = first if condition is None else condition
        joined = _joined_behind(clause, verb)
        return trimmed(verb.doc, first, joined.right_edge.i + 1 if joined is not None else _own_end(clause, verb))
    if entry.frames & {"that", "quote"} and (said := _behind_colon(verb)) is not None:
        return said
    if "whether" in entry.frames and (question := _cut_question(verb)) is not None:
        return question
    if entry.frames & {"that", "quote"} and _is_put_in(verb):
        whole, joined = rest_of_sentence(verb), _joined_behind(verb.head, verb)
        return trimmed(verb.doc, whole[0], joined.right_edge.i + 1) if whole is not None and joined is not None else whole
    return _around(verb, entry) or thing(verb, entry)


def _next_clause(verb: Token) -> int:
    """Where what is said around an inserted verb ends: at another main clause, "but Quist denied it"."""
    doc, end = verb.doc, verb.sent.end
    for token in doc[verb.i + 1 : end]:
        if token.dep_ == "cc" and token.nbor(-1).text == ",":
            joined = next((t for t in doc[token.i + 1 : end] if t.tag_ in FINITE), None)
            if joined is not None and any(c.dep_ in {"nsubj", "nsubjpass"} and c.i > token.i for c in joined.children):
                return int(token.i)
    return int(end)


def _condition(clause: Token, verb: Token) -> int | None:
    """Where a condition begins that stands before a verb put in: "If it is shut, she said, we will leave"."""
    doc, subject = verb.doc, next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    if subject is None or clause.i < verb.i or not any(t.text == "," for t in doc[verb.i + 1 : clause.i]):
        return None
    before = (c for c in verb.children if c.dep_ == "advcl" and c.left_edge.lower_ in {"if", "unless"})
    return next((int(c.left_edge.i) for c in before if c.right_edge.i + 2 == subject.left_edge.i), None)


def _colon_before(clause: Token, verb: Token) -> int | None:
    """The colon behind which a verb is put in: "Quist defended the rise: a degree, she pointed out, pays"."""
    doc = verb.doc
    comma = next((t for t in doc[verb.i + 1 : verb.sent.end - 1] if t.dep_ != "prt"), None)
    goes_on = comma is not None and comma.text == "," and comma.nbor(1).tag_ in FINITE
    colon = next((t.i for t in doc[clause.i : verb.i] if t.text == ":"), None)
    return colon if colon is not None and goes_on and not any(t.is_quote for t in doc[colon : verb.i]) else None


def _behind_colon(verb: Token) -> tuple[int, int] | None:
    """What follows a colon behind a verb and its subject: "Not so, says Quist: the plan is dead"."""
    doc, subject = verb.doc, next((c for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i), None)
    if subject is None or subject.i + 2 >= len(doc) or doc[subject.i + 1].text != ":" or doc[subject.i + 2].is_quote:
        return None
    return trimmed(doc, subject.i + 2, max(subject.right_edge.i + 1, subject.sent.end))


def _around(verb: Token, entry: CueEntry) -> tuple[int, int] | None:
    """A sentence that a verb with its subject stands in, whatever the parser makes of it: "the plan, she noted, dated from May"."""
    doc, subject = verb.doc, next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.right_edge.i + 1 != verb.i or verb.i + 2 >= len(doc) or not entry.frames & {"that", "quote"}:
        return None
    first, behind = verb.sent.start, doc[verb.i + 2]
    commas = subject.left_edge.i > first and subject.left_edge.nbor(-1).text == "," and doc[verb.i + 1].text == ","
    whole = any(t.tag_ in FINITE for t in doc[first : subject.left_edge.i])
    return trimmed(doc, first, verb.sent.end) if commas and not whole and behind.tag_ in {*FINITE, "VBN"} else None


def _reported_clause(verb: Token, entry: CueEntry) -> Token | None:
    """The clause that a verb reports: the one right behind it rather than one before a semicolon or a comma."""
    clauses = [c for c in verb.children if _is_reported_clause(c, verb, entry)]
    behind = next((c for c in clauses if c.left_edge.i > verb.i and not verb.doc[c.left_edge.i - 1].is_punct), None)
    if behind is not None:
        return behind
    whole = (c for c in clauses if c.i > verb.i or not any(t.text == ";" for t in verb.doc[c.right_edge.i + 1 : verb.i]))
    return next(whole, None) or _asked_of_agent(verb, entry) or _told(verb, entry)


def _told(verb: Token, entry: CueEntry) -> Token | None:
    """ "warned the council that it would fail", where the parser hangs the clause on the council."""
    objects = (c for c in verb.children if c.dep_ in {"dobj", "dative"} and (c.lemma_.lower(), "NOUN") not in cue_lexicon())
    clauses = (c for whom in objects for c in whom.children if c.dep_ == "acl")
    return (
        next((c for c in clauses if c.left_edge.lower_ == "that" and c.left_edge.dep_ == "mark"), None)
        if "that" in entry.frames
        else None
    )


def _joined_behind(clause: Token, verb: Token) -> Token | None:
    """What goes on with a report behind its verb, in the report's own tense: "it was late, she said, and would be later"."""
    doc, joined = verb.doc, next((c for c in verb.children if c.dep_ == "conj" and c.i > verb.i), None)
    if joined is None or clause.i > verb.i or any(c.dep_ == "mark" for c in joined.children):
        return None
    behind = next((c for c in verb.children if c.dep_ == "cc" and verb.i < c.i < joined.i), None)
    if behind is None or doc[behind.i - 1].text != ",":
        return None
    parts = {c.dep_ for c in joined.children}
    shifted = any(c.tag_ == "MD" for c in joined.children)
    judged = joined.lemma_ == "be" and joined.tag_ == "VBD" and parts & {"acomp", "attr"} and parts & {"nsubj", "expl"}
    told = joined.tag_ == "VBD" and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in joined.children)
    return joined if shifted or judged or told else None


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
    if verb.dep_ == "parataxis" or speaker_behind(verb) is not None:
        return True
    doc, after = verb.doc, verb.right_edge.i + 1
    if verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        return not any(c.dep_ in {"ccomp", "dobj", "xcomp"} for c in verb.children)
    own = any(c.dep_ == "nsubj" for c in verb.children) and not any(c.dep_ in {"mark", "ccomp", "dobj"} for c in verb.children)
    if verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ", "VBN"}:  # behind it, without an "and"
        return own and _stands_apart(verb)
    between = after < len(doc) and doc[after].text == "," and verb.head.i > after
    return verb.dep_ == "advcl" and own and between and verb.tag_ in {"VBD", "VBZ", "VBP"}


def _stands_apart(verb: Token) -> bool:
    """Does a verb with its subject follow a comma and end the sentence: "It will be shut, its owner has announced"."""
    doc, first = verb.doc, verb.left_edge.i
    ends = all(t.is_punct or t.is_space for t in doc[verb.i + 1 : verb.sent.end])
    return ends and verb.head.i < first and doc[first - 1].text == "," and verb.head.dep_ == "ROOT"


def _is_reported_clause(child: Token, verb: Token, entry: CueEntry) -> bool:
    if child.dep_ == "advcl":
        return child.i > verb.i and _is_taken_for_adverbial(child, verb, entry)
    if child.dep_ not in _CLAUSES or _is_quoting_participle(child):
        return False
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children)
    if entry.category == "demand" and child.i > verb.i and _is_small_clause(child):
        return "obj_to" in entry.frames
    wanted = {"to", "obj_to"} if infinitive else {"that", "quote", "whether"}
    return bool(entry.frames & wanted)


def _is_small_clause(clause: Token) -> bool:
    """A participle with its own subject: "wants the bridge mended"."""
    participle = clause.tag_ in {"VBN", "VBD"} and not any(c.dep_ in {"aux", "auxpass", "mark"} for c in clause.children)
    return participle and any(c.dep_ in {"nsubj", "nsubjpass"} for c in clause.children)


def _is_taken_for_adverbial(child: Token, verb: Token, entry: CueEntry) -> bool:
    """Is a clause reported that the parser hangs on its verb as an adverbial.

    "said after the vote she would go", "called on Quist to go", "asked on the telephone when she would go".
    """
    if "whether" in entry.frames and child.left_edge.tag_ == "WRB" and verb.doc[child.left_edge.i - 1].text != ",":
        return any(c.tag_ == "MD" for c in child.children)
    called_on = (cue_lexicon().get((f"{verb.lemma_.lower()} {c.lower_}", "VERB")) for c in verb.children if c.dep_ == "prep")
    if any(framed is not None and "obj_to" in framed.frames for framed in called_on) and _whoever_is_to(child, verb) is not None:
        return True
    return _is_bare_clause(child) and "that" in entry.frames


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


def _whoever_is_to(clause: Token, verb: Token) -> int | None:
    """Where an infinitive begins with whoever is to act: "urged the bank to lend", "called on the bank to lend"."""
    if not any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children):
        return None
    on = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "upon"} and c.i < clause.i), None)
    asked = [c for c in (*verb.children, *(on.children if on is not None else ())) if verb.i < c.i < clause.i]
    whom = next((c for c in asked if c.dep_ in {"dobj", "pobj", "dative"} and c.right_edge.i + 1 == clause.left_edge.i), None)
    return int(whom.left_edge.i) if whom is not None else None


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
    return without_addition(clause, _end_of_purpose(verb, end))


def _end_of_purpose(verb: Token, end: int) -> int:
    """The end of a clause with what its last preposition lacks, hung on the verb: "offered to pay for water to be brought"."""
    cut = verb.doc[end - 1]
    if cut.dep_ != "prep" or any(True for _ in cut.children):
        return end
    return next((c.right_edge.i + 1 for c in verb.children if c.dep_ in {"advcl", "ccomp"} and c.left_edge.i == end), end)


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
    tag = "VBD" if _is_finite(joined, clause) else joined.tag_
    differs = tag not in finite or "that" in (entry.frames if entry else ()) or _only_people_ask(joined, clause)
    return entry is not None and not own and tag == verb.tag_ and tag in {"VBD", "VBZ"} and differs


def _is_finite(joined: Token, clause: Token) -> bool:
    """Is what the tagger takes for a participle the past tense: "said jobs were lost and accused them", which no passive can be."""
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in clause.children)
    return joined.tag_ == "VBN" and not perfect and any(c.dep_ == "dobj" for c in joined.children)


def _only_people_ask(joined: Token, clause: Token) -> bool:
    """A question or a charge behind a clause about a thing is another report: "said that jobs were lost and accused the board"."""
    question = any(c.dep_ == "ccomp" and c.left_edge.lower_ in _QUESTIONS for c in joined.children)
    entry = cue_lexicon().get((joined.lemma_.lower(), "VERB"))
    charge = entry is not None and entry.category in _OF_PEOPLE and any(c.dep_ == "dobj" for c in joined.children)
    subject = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.pos_ != "NOUN" or subject.lower_ in roles():
        return False
    return question or (charge and subject.lemma_.lower() not in source_nouns())
