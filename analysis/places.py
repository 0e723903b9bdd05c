"""Where the target of a stance word stands: its object, the object of its preposition, wherever the sentence puts them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.polarity import carrier
from analysis.resources import StanceEntry, operators, roles, stance_lexicon

_RELATIVES = {"who", "which", "that", "whom"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
_PREPS = {"prep", "agent", "dative"}
_VERBS = {"VERB", "AUX"}
_FIRST_OF_TWO = {"out", "off", "up", "down", "away", "back"}
_AFTER_OBJECT = {"on", "to", "from"}


def entries(word: Token, lemma: str, part: str) -> tuple[StanceEntry, ...]:
    """What the lexicon of stance words says of a word, of a verb with its particle first: to rule out is not to rule.

    >>> from analysis.language import parse
    >>> [e.relation for e in entries(parse("She ruled out a vote.")[1], "rule", "VERB")]
    ['reject']
    """
    return _with_particle(word, lemma) or stance_lexicon().get((lemma, part), ())


def _with_particle(verb: Token, lemma: str) -> tuple[StanceEntry, ...]:
    behind = [c.lower_ for c in verb.children if c.i > verb.i and (c.dep_ in {"prt", "advmod"} or c.i == verb.i + 1)]
    known = (stance_lexicon().get((f"{lemma} {word}", "VERB")) for word in behind if verb.pos_ == "VERB")
    return next((found for found in known if found), ())


def heads(token: Token, place: str) -> list[Token]:
    """The heads of the targets that stand in a place of the lexicon (dobj, prep:WORD, in:WORD, bearer:WORD) beside a word.

    >>> from analysis.language import parse
    >>> [t.text for t in heads(parse("The plan that she opposed was cheap.")[4], "dobj")]
    ['plan']
    """
    where, _, word = place.partition(":")
    if where in {"dobj", "wanted"} and not word:
        found = objects(token)
    elif where == "in":
        found = behind(token, word) if token.dep_ == "pobj" and token.head.lower_ == "in" else []
    elif where in {"bearer", "wanted"}:
        found = behind(token, word) or (owners(token) if word == "of" else [])
    else:
        found = _received(token) if token.pos_ == "NOUN" else []
        found = found or behind(token, word)
    return [h for head in found for h in (head, *_joined(head))]


def objects(verb: Token) -> list[Token]:
    """The direct objects of a verb: behind it, before a passive, before a relative clause, shared with a verb beside it.

    >>> from analysis.language import parse
    >>> [t.text for t in objects(parse("She drafted and defended the bill.")[1])]
    ['bill']
    """
    passive = [c for c in verb.children if c.dep_ == "nsubjpass"]
    if passive:
        return [_antecedent(c, verb) for c in passive]
    own = [c for c in verb.children if c.dep_ == "dobj"]
    if own:
        return [_antecedent(c, verb) for c in own]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":  # "the bill, backed by her party"
        return [verb.head]
    if verb.dep_ == "relcl" and _is_gap(verb):
        return [verb.head]
    small = next((c for c in verb.children if c.dep_ == "oprd" and c.ent_type_), None)  # "called Quist a liar"
    if small is not None:
        return [small]
    if any(e.place == "dobj" for e in _with_particle(verb, verb.lemma_.lower())):  # "voted down the budget"
        own = [c for prep in verb.children if prep.i == verb.i + 1 for c in prep.children if c.dep_ == "pobj"]
    late = _put_off(verb)
    return own or ([late] if late is not None else _shared(verb))


def _put_off(verb: Token) -> Token | None:
    """The object behind a preposition's own noun, which the parser takes for an apposition: "demanded from the mayor a fund",
    "dismissed as “a stunt” the plan"."""
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ in {"from", "of", "as"} and prep.i == verb.i + 1 and verb.tag_ != "VBN":
            for noun in (c for c in prep.subtree if c.dep_ == "appos" and c.pos_ == "NOUN"):
                start = noun.left_edge
                marked = start.i and noun.doc[start.i - 1].is_quote and prep.lower_ == "as"
                role = roles().get(noun.lower_)
                thing = role is None or role.kind == "org"
                if start.dep_ == "det" and thing and (marked or start.lower_ in {"a", "an"}):
                    return noun
    return None


def _shared(verb: Token) -> list[Token]:
    joined = next((c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"), None)
    if joined is not None and not any(c.dep_ in {"prep", "ccomp", "xcomp", "prt"} for c in verb.children):
        return [c for c in joined.children if c.dep_ == "dobj"]
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in _SUBJECTS for c in verb.children):
        return [c for c in verb.head.children if c.dep_ == "nsubjpass"]
    return []


def _is_gap(verb: Token) -> bool:
    """Is the object of a relative clause what the clause stands beside: "the plan she opposed"."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    reports = any(c.dep_ in {"ccomp", "xcomp", "oprd"} for c in verb.children)
    return bool(subjects) and not reports and all(c.lower_ not in _RELATIVES for c in subjects) and not _stranded(verb)


def _stranded(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "prep" and not any(True for _ in c.children)), None)


def _antecedent(token: Token, verb: Token) -> Token:
    return verb.head if token.lower_ in _RELATIVES and verb.dep_ == "relcl" else token


def behind(token: Token, word: str) -> list[Token]:
    """What stands behind a preposition of a word, also where that hangs on its particle or on the verb that carries a noun.

    >>> from analysis.language import parse
    >>> [t.text for t in behind(parse("She took aim at the council.")[2], "at")]
    ['council']
    """
    bases = [token, *(c for c in token.children if c.i > token.i and (c.dep_ in {"prt", "advmod"} or _leads_on(c)))]
    verb = carrier(token) if token.pos_ in {"NOUN", "ADJ"} else token
    if verb.i != token.i and token.dep_ in {"dobj", "acomp", "attr", "oprd"} and verb.i < token.i:
        bases.append(verb)
    if token.pos_ == "NOUN" and token.dep_ in {"nsubjpass", "nsubj"} and token.head.tag_ == "VBN":
        bases.append(token.head)  # "sanctions were imposed on the bank"
    found: list[Token] = []
    for base in bases:
        for prep in base.children:
            if prep.dep_ in _PREPS and prep.lower_ == word and (base.pos_ not in _VERBS or base.i == token.i or prep.i > token.i):
                found += [c for c in prep.children if c.dep_ == "pobj"]
                found += [g for c in prep.children if c.dep_ == "pcomp" for g in c.children if g.dep_ == "dobj"]
        if base.dep_ == "relcl" and not found:
            prep_alone = _stranded(base)
            if prep_alone is not None and prep_alone.lower_ == word:
                found.append(base.head)
    if not found and token.pos_ == "VERB" and word in _AFTER_OBJECT:  # "blamed the flood on the council", taken for one phrase
        things = [c for c in token.children if c.dep_ == "dobj"]
        found = [p for c in things for prep in c.children if prep.lower_ == word for p in prep.children if p.dep_ == "pobj"]
    return found


def _leads_on(prep: Token) -> bool:
    """Is a preposition only the first of two: "out of"."""
    if prep.dep_ != "prep" or prep.lower_ not in _FIRST_OF_TWO:
        return False
    return any(c.dep_ == "prep" for c in prep.children) and not any(c.dep_ == "pobj" for c in prep.children)


def _received(noun: Token) -> list[Token]:
    """Who draws criticism or wins praise: the subject of the verb."""
    verb = carrier(noun)
    if noun.dep_ != "dobj" or operators().get((verb.lemma_.lower(), "VERB")) != "receive":
        return []
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    if own:
        return [_antecedent(own[0], verb)]
    if verb.dep_ == "acl":
        return [verb.head]
    up = verb.head if verb.dep_ in {"advcl", "conj", "xcomp"} else None
    return [c for c in up.children if c.dep_ == "nsubj"] if up is not None else []


def owners(noun: Token) -> list[Token]:
    """Whose a noun is, by its possessive or the name before it: "Reyl's resignation", "Reyl supporters".

    >>> from analysis.language import parse
    >>> [t.text for t in owners(parse("They want Reyl's resignation.")[4])]
    ['Reyl']
    """
    return [c for c in noun.children if c.dep_ == "poss" or (c.dep_ in {"compound", "nmod"} and c.ent_type_ and c.i == noun.i - 1)]


def _joined(head: Token) -> Iterator[Token]:
    yield from (c for c in head.conjuncts if c.i > head.i)
    if head.dep_ == "dobj":  # "will back the fund, she says, but not the dam", where the parser joins it to a verb
        verbs = (head.head, *(c for c in head.head.children if c.dep_ == "parataxis"))
        yield from (c for verb in verbs for c in verb.children if c.dep_ == "conj" and c.i > head.i and c.pos_ in {"NOUN", "PROPN"})
