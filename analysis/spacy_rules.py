"""spaCy's rules for lemmas and for parts of speech, looked up where spaCy searches; they find the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import Any, NamedTuple

from spacy.attrs import DEP, LOWER, TAG
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc, Token

Match = tuple[int, int, int, int]  # of a rule: its number, its name's, the first token, the one behind the last
_NAMES = ("TAG", "LOWER", "DEP")  # of what a rule that is looked up may ask of its token


def make_rules_quick(nlp: Language) -> None:
    """Change the components of a pipeline that search; one of another kind stays as it is.

    >>> from analysis.language import parse
    >>> [(token.pos_, token.lemma_) for token in parse("Towns have voted.")][:3]
    [('NOUN', 'town'), ('AUX', 'have'), ('VERB', 'vote')]
    """
    for _, component in nlp.pipeline:
        if isinstance(component, Lemmatizer) and component.mode == "rule":
            _remember_lemmas(component)
        elif isinstance(component, AttributeRuler):
            _look_rules_up(component)


def _remember_lemmas(lemmatizer: Lemmatizer) -> None:
    """Look each word up once by what its lemma hangs on; spaCy's own memory leaves out the words that are their own lemma, and
    its lists of all nouns and verbs take long to search."""
    index = lemmatizer.lookups.get_table("lemma_index", {})
    for part_of_speech, words in index.items():
        index[part_of_speech] = frozenset(words)
    find, known = lemmatizer.lemmatize, {}

    def lemmas(token: Token) -> list[str]:
        key = token.orth, token.pos, hash(token.morph)
        if key not in known:
            known[key] = find(token)
        return known[key]

    lemmatizer.lemmatize = lemmas


class _Asked(NamedTuple):
    """What a rule asks of a token beside what it is found by (None: anything), with its number and its name's."""

    tag: int | None
    dep: int | None
    number: int
    name: int


def _look_rules_up(ruler: AttributeRuler) -> None:
    """Look the rules for single tokens up by their words or their tags; spaCy tries each of 180 rules on each token."""
    by_word: dict[int, list[_Asked]] = defaultdict(list)
    by_tag: dict[int, list[_Asked]] = defaultdict(list)
    strings, searched, rules = ruler.vocab.strings, ruler.matcher, ruler.patterns
    for number, rule in enumerate(rules):
        patterns: Any = rule["patterns"]
        asked = [list(_asked(*pattern)) if len(pattern) == 1 else [] for pattern in patterns]
        if not all(asked):
            continue
        for texts in chain.from_iterable(asked):
            tag, lower, dep = (strings.as_int(text) if text is not None else None for text in texts)
            found = _Asked(tag, dep, number, strings.as_int(str(number)))
            if lower is not None:
                by_word[lower].append(found)
            elif tag is not None:
                by_tag[tag].append(found)
        searched.remove(str(number))

    def match(doc: Doc) -> list[Match]:
        found = [(int(strings[name]), name, start, end) for name, start, end in searched(doc, allow_missing=True)]
        for i, (tag, lower, dep) in enumerate(doc.to_array([TAG, LOWER, DEP]).tolist()):
            for rule in (*by_word.get(lower, ()), *by_tag.get(tag, ())):
                if rule.tag in {None, tag} and rule.dep in {None, dep}:
                    found.append((rule.number, rule.name, i, i + 1))
        return sorted(found)

    changed: Any = ruler
    changed.match = match


def _asked(token: Mapping[str, Any]) -> Iterator[tuple[str | None, str | None, str | None]]:
    """The tags, words and dependencies that a rule asks of a token, in all combinations; none where it asks in another way."""
    if set(token) <= set(_NAMES) and set(token) != {"DEP"}:
        values = [[v] if isinstance(v := token.get(name), str | None) else v["IN"] if set(v) == {"IN"} else [] for name in _NAMES]
        yield from product(*values)
