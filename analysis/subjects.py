"""Who is behind a verb or a noun that reports: its subject, its owner, wherever the sentence puts them."""

from __future__ import annotations

from spacy.tokens import Token

from analysis.contents import reports_too
from analysis.inversion import speaker_behind
from analysis.resources import cue_lexicon, roles

_BORROWS_SUBJECT = {"conj", "advcl", "xcomp", "pcomp", "dep", "prep"}
_RELATIVES = {"who", "which", "that", "whom"}
_LIGHT = {
    "make",
    "repeat",
    "reiterate",
    "voice",
    "express",
    "issue",
    "echo",
    "give",
    "have",
    "raise",
    "renew",
    "offer",
    "level",
    "file",
    "air",
    "stand",
}
_ASKING = {"ask", "urge", "tell", "order", "invite", "beg", "persuade", "allow", "force", "advise"}  # somebody to do something
_QUOTED_AS = {"quote", "cite", "record", "hear"}
_BODIES = {"ORG", "GPE", "LOC", "FAC"}
_ACTORS = {"PERSON", "ORG", "GPE", "NORP"}  # that stand before what they claim or demand: "the Quist claim that ..."
_MAX_STEPS = 6  # how far a subject is looked for up the tree


def subject(verb: Token) -> Token | None:
    """The token of who says what a verb reports.

    That is its subject, the agent of a passive, the antecedent of a relative, or the subject of the verb that it hangs on.

    >>> from analysis.language import parse
    >>> doc = parse("He was told by the minister that it was over.")
    >>> subject(doc[2]).text
    'minister'
    """
    if (speaker := speaker_behind(verb)) is not None:
        return speaker
    active = verb.tag_ in {"VBD", "VBZ"} or any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children)
    below = verb
    for _ in range(_MAX_STEPS):
        own = _own_subject(verb)
        if own is not None:
            return (_whose(own) or own) if own.pos_ != "VERB" else None
        if any(child.dep_ in {"nsubjpass", "csubj", "expl", "auxpass"} for child in verb.children):
            return _of_passive(verb, below) if active else None
        if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"}:
            return verb.head if verb.tag_ == "VBG" else _of_sentence(verb)
        if (controller := _controller(verb)) is not None:
            return _antecedent(controller, verb.head)
        if _reports_beside(verb):  # "noted that ..., and asked", hung on what was noted
            verb = verb.head.head
            continue
        short = verb.pos_ == "ADV" and verb.dep_ == "advmod"  # "stopped short of saying"
        if (verb.dep_ not in _BORROWS_SUBJECT and not short) or verb.head.i == verb.i:
            return _before_clause(verb) or _behind_place(verb) or (_of_first_clause(verb) if active else None)
        below = verb
        cited = verb.lower_ == "as" and verb.head.lemma_ in _QUOTED_AS  # "the Post quoted her as saying"
        verb = verb.head
        if cited and (whom := next((c for c in verb.children if c.dep_ == "dobj"), None)) is not None:
            return whom
    return None


def _whose(noun: Token) -> Token | None:
    """Who has the noun of a clause that the parser took for the main one: "Quist, whose brother died, said"."""
    whose = next((c for c in noun.children if c.tag_ == "WP$"), None)
    if whose is None or noun.head.dep_ == "relcl" or whose.i < 2 or whose.nbor(-1).text != ",":
        return None
    before = whose.nbor(-2)
    return before if before.pos_ in {"PROPN", "NOUN"} else None


def _of_passive(verb: Token, below: Token) -> Token | None:
    """Whom a passive is about, as the subject of a verb joined to it: "was elected in May and said"."""
    joined = below.dep_ == "conj" and below.tag_ in {"VBD", "VBZ"}
    about = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    return _antecedent(about, verb) if about is not None and joined else None


def _reports_beside(verb: Token) -> bool:
    clause = verb.head
    if verb.dep_ != "conj" or clause.dep_ != "ccomp":
        return False
    other_form = verb.tag_ == "VBD" and clause.tag_ == "VBN" and clause.head.tag_ == "VBD"  # "denied it was hidden and praised"
    return other_form or reports_too(verb, clause, clause.head)


def _behind_place(verb: Token) -> Token | None:
    """Who acts, where the parser takes a name for a part of the place before it: "In Tolm Mara Quist, the mayor, proposed"."""
    place = next((c for c in verb.lefts if c.dep_ == "prep" and c.lower_ in {"in", "at"}), None)
    names = [c for c in place.children if c.dep_ == "pobj"] if place is not None else []
    if not names or verb.tag_ not in {"VBD", "VBN", "VBZ"}:
        return None
    beside = verb.doc[verb.i - 1].head if verb.doc[verb.i - 1].text == "," else verb
    if beside.dep_ == "appos" and beside.ent_type_ == "PERSON" and beside.right_edge.i + 1 == verb.i:
        return beside  # "In Tolm, in the valley, Mara Quist, who lives there, said"
    second = len(names) > 1 and (names[-1].lower_ in roles() or names[-1].ent_type_ in _ACTORS)  # "In a letter the mayor praised"
    return names[-1] if second or names[0].ent_type_ == "PERSON" else None


def _before_clause(verb: Token) -> Token | None:
    """The subject of the clause before a verb that has another one behind it: "Quist sits down, says it is over"."""
    left = next((c for c in verb.lefts if c.dep_ == "ccomp" and c.tag_ == verb.tag_), None)
    behind = any(c.dep_ == "ccomp" for c in verb.rights)
    return _own_subject(left) if left is not None and behind else None


def _of_first_clause(root: Token) -> Token | None:
    """Who acts in a sentence that the parser hangs on a preposition: "In a note to lawyers he denied it, and threatened"."""
    if root.pos_ != "ADP" or root.dep_ != "ROOT":
        return None
    first = next((t for t in root.subtree if t.dep_ == "nsubj" and t.head.dep_ == "relcl" and t.pos_ in {"PRON", "PROPN"}), None)
    return first if first is not None and first.tag_ not in {"WDT", "WP"} else None


def _controller(verb: Token) -> Token | None:
    """Who is to do what somebody else asks: "asked her to say", "was asked by the mayor to say"."""
    infinitive = verb.dep_ == "xcomp" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    whom = {"nsubjpass", "dobj"} if verb.head.lemma_ in _ASKING else {"nsubjpass"}  # "is set to vote"
    return next((c for c in verb.head.children if c.dep_ in whom and c.i < verb.i), None) if infinitive else None


def _of_sentence(verb: Token) -> Token | None:
    """The noun that a sentence hangs on, where the parser takes its verb for a participle: "A person close to her called it".

    A sentence without any other verb has no better one for "Quist, who was late, promised to pay" or "In Tolm Quist promised".
    """
    root = next((a for a in verb.ancestors if a.dep_ == "ROOT"), None)
    if root is None or root.i > verb.i:
        return None
    if root.pos_ == "ADP":
        root = next((c for c in root.children if c.dep_ == "pobj" and c.i < verb.i), root)
    top = verb.head
    while top.dep_ == "appos":
        top = top.head
    clause = any(c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i for c in verb.children)
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"} or (verb.tag_ == "VBN" and clause and top.i == root.i and verb.nbor(-1).text == ",")
    return root if finite and root.pos_ in {"NOUN", "PROPN"} else None


def _own_subject(verb: Token) -> Token | None:
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if len(subjects) > 1:  # of two, the second may be the noun of a phrase of time: "a poll taken before the audit showed"
        subjects = [s for s in subjects if not (s.left_edge.i > 0 and s.left_edge.nbor(-1).dep_ == "mark")] or subjects
    if subjects:  # of two, the parser took an apposition for one: the name is the one beside the verb
        nearest = min(subjects, key=lambda child: abs(child.i - verb.i))
        return _put_in(nearest, verb) or _name_before(nearest) or _antecedent(nearest, verb)
    for child in verb.children:
        if child.dep_ == "agent" and verb.tag_ != "VBG":  # "was quoted as saying by the Post"
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.dep_ == "nsubjpass" and verb.lemma_ in _QUOTED_AS:
            return _antecedent(child, verb)
    return None


def _name_before(child: Token) -> Token | None:
    """The name whose apposition the parser takes for the subject: "In Tolm Mara Quist, the mayor, said"."""
    start, end, doc = child.left_edge.i, child.right_edge.i + 1, child.doc
    described = child.pos_ == "NOUN" and doc[start].lower_ in {"the", "a", "an"} and end < len(doc) and doc[end].text == ","
    if not described or start < 2 or doc[start - 1].text != "," or doc[start - 2].ent_type_ != "PERSON":
        return None
    name = doc[start - 2]
    return name if name.dep_ in {"pobj", "ROOT", "npadvmod", "nsubj"} and name.sent.start == child.sent.start else None


def _put_in(child: Token, verb: Token) -> Token | None:
    """Who speaks between commas, where the parser takes it for an apposition: "Vessany, an official there suggested, was late"."""
    last = next((c for c in child.children if c.dep_ == "appos" and child.i < c.i < verb.i), None)
    if last is None or last.right_edge.i + 1 != verb.i or verb.i + 1 >= len(verb.doc):
        return None
    return last if last.left_edge.nbor(-1).text == "," and verb.nbor(1).text == "," else None


def _antecedent(child: Token, verb: Token) -> Token | None:
    if child.lower_ in _RELATIVES and verb.dep_ == "relcl":
        head = _person_above(verb.head) if child.lower_ == "who" else verb.head
        return head if head.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} else None
    return None if child.lower_ in {"what", "it", "which"} and child.tag_ in {"WP", "WDT"} else child


def _person_above(noun: Token) -> Token:
    """Whom "who" behind a comma means, where the parser hangs it on a body or a place: "Quist, the head of the Bank, who left"."""
    if noun.dep_ == "pobj" and noun.pos_ == "NOUN" and noun.lower_ not in roles() and _before_comma(noun):
        whose = noun.head.head  # "Quist, a farmer from the dry interior, who left"
        return whose if whose.lower_ in roles() or whose.ent_type_ == "PERSON" else noun
    above = noun
    while above.ent_type_ in _BODIES and above.dep_ == "pobj" and above.head.dep_ == "prep":
        above = above.head.head
    return above if above.ent_type_ not in _BODIES and above.right_edge.i + 1 < len(noun.doc) else noun


def _before_comma(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).text == ","


def noun_source(noun: Token) -> Token | None:
    """The token of who is behind a noun that reports or takes a stance.

    That is its owner, the subject of "make" and the like, or a people's adjective.

    >>> from analysis.language import parse
    >>> noun_source(parse("She rejected the criticism by Quist.")[3]).text
    'Quist'
    """
    for child in noun.children:
        if child.dep_ == "nsubj" and child.i < noun.i and noun.dep_ == "ROOT":  # a verb taken for a noun: "the bank forecast that"
            return child
        if child.dep_ == "poss":
            relative = child.tag_ == "WP$" and noun.head.dep_ == "relcl"  # "the builder, whose threat to leave"
            return noun.head.head if relative else child
        if child.dep_ in {"compound", "nmod"} and child.ent_type_ in _ACTORS and child.ent_type_ != noun.ent_type_:
            return child
        if child.dep_ == "amod" and (own := _own_subject(child)) is not None:  # "Quist repeated demands", taken for a noun phrase
            return own
    if noun.dep_ in {"dobj", "pobj"} and noun.head.lemma_ in _LIGHT and (who := subject(noun.head)) is not None:
        return who
    if (
        noun.dep_ == "pobj"
        and (noun.head.head.lemma_.lower(), "VERB") in cue_lexicon()
        and (who := subject(noun.head.head)) is not None
    ):
        return who  # "said in a statement that"
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in {"by", "of", "from"}:
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    people = next((c for c in noun.children if c.dep_ == "amod" and c.ent_type_ == "NORP"), None)
    if people is None and noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN":  # "assurances on guarantees": one owner
        return noun_source(noun.head.head)
    return people
