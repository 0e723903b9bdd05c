"""What is known of a text while its pronouns are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis.common_nouns import Topics
from analysis.mentions import Mention


class Context(NamedTuple):
    """What the resolver needs to know of a document beside its names.

    `order`: the sentence number of each token in reading order; `within`: the innermost stretch in quotation marks of each
    token; `said`: for each token that is the source of a cue the token ranges of its words; `paragraph`: that of each token;
    `title`: the document's, which says what it is about.
    """

    order: Sequence[int]
    within: Sequence[int | None]
    said: Mapping[int, Sequence[tuple[int, int]]]
    paragraph: Sequence[int]
    title: str = ""


class Text(NamedTuple):
    """What is known of a text before its pronouns are read."""

    named: Mapping[int, str]  # the entity of each token of a name
    counts: Counter[str]  # how often each entity is named
    people: Mapping[str, Mention]  # the first mention of each person
    introduced: set[str]  # who has a full name, a title or a role
    ahead: Mapping[int, Sequence[Mention]]  # the names in each sentence
    stated: Mapping[str, str]  # he or she, by titles and roles
    loosely: set[str]  # for whom only a word says so that others are called by too: "chairman"
    never: Mapping[str, str]  # who cannot be he, or she, by all the pronouns of the text together
    homelands: Mapping[str, set[str]]  # the countries of people, by their titles
    places: Sequence[str]  # the dependency of each token
    verbs: dict[int, int | None]  # the verb that a token is an argument of, for those that it was asked of
    topics: Topics  # the things without a name that it speaks of


class Memory(NamedTuple):
    """What was read so far, and what an earlier reading of the whole text left behind."""

    text: Text
    seen: list[Mention]  # in reading order
    latest: dict[str, Mention]  # the last mention of each person so far
    spoke: list[Mention]  # those who were said to speak
    last: dict[str, tuple[str, int]]  # for each kind of pronoun the last entity that it stood for, and the sentence
    speaker: Mapping[int, set[str]]  # for each pronoun within somebody's words who speaks them
    shown: Mapping[str, Mapping[str, float]]  # by which pronouns people were called, and how surely
