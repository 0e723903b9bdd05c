"""The things without a name that a text speaks of, by the nouns for them: what "it" and "they" may stand for beside names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Token

from analysis.mentions import Mention
from analysis.nominals import role_of

THING, THINGS = "THING", "THINGS"  # labels of what one noun names, in the singular and in the plural
UNNAMED = {THING, THINGS}
NO_THING = {"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"}
_NO_HEAD = {"compound", "nmod", "npadvmod"}
_OFTEN = 3  # times that a thing is spoken of before it is what a text is about
_TOPICS = 2  # things that a text may be about


class Topics(NamedTuple):
    """How often a text speaks of each thing, the words of its title, and the first mentions of what it speaks of most."""

    spoken: Counter[str]
    title: frozenset[str]
    most: Sequence[Mention]


def names_thing(token: Token) -> bool:
    """Is a noun the head of a phrase that "it" or "they" may stand for.

    >>> from analysis.language import parse
    >>> [token.text for token in parse("They closed the ferry port on Monday.") if names_thing(token)]
    ['port']
    """
    return token.pos_ == "NOUN" and token.dep_ not in _NO_HEAD and token.ent_type_ not in NO_THING


def thing(token: Token, sentence: int) -> Mention:
    """The mention that a noun makes; all those of one noun are of one thing, its singular apart from its plural.

    >>> from analysis.language import parse
    >>> thing(parse("The ferries left.")[1], 0)[2:5]
    ('ferry, many', 'THINGS', 'thing')
    """
    many = token.tag_ == "NNS"
    name = token.lemma_.lower()
    return Mention(token.i, token.i, f"{name}, many" if many else name, THINGS if many else THING, "thing", sentence)


def topics(nouns: Sequence[Token], order: Sequence[int], title: str) -> Topics:
    """What a text speaks of by its nouns for things; `order`: the sentence number of each of its tokens in reading order.

    >>> from analysis.language import parse
    >>> doc = parse("They want a levy. The levy is high. Nobody likes the levy.")
    >>> topics([token for token in doc if names_thing(token)], [0] * len(doc), "A new levy").most[0].entity
    'levy'
    """
    mentions = [thing(token, order[token.i]) for token in nouns]
    spoken = Counter(mention.entity for mention in mentions)
    first = {mention.entity: mention for mention in reversed(mentions)}
    often = [first[name] for name, times in spoken.most_common() if times >= _OFTEN]
    people = {token.i for token in nouns if role_of(token) is not None}
    most = [mention for mention in often if mention.head not in people][:_TOPICS]
    return Topics(spoken, frozenset(re.findall(r"[^\W\d_]+", title.lower())), most)
