"""spaCy's rules for lemmas and for parts of speech, looked up where spaCy searches; they find the same."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc, Token

Match = tuple[int, int, int, int]  # of a rule: its number, its name's, the first token, the one behind the last
_ONE_WORD = ({"TAG"}, {"LOWER"}, {"TAG", "LOWER"})  # what a rule asks of a single token


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


def _look_rules_up(ruler: AttributeRuler) -> None:
    """Look the rules for a tag, a word, or a word of a tag up by these; spaCy tries each of 180 rules on each token."""
    by_word: dict[tuple[int | None, int | None], list[tuple[int, int]]] = defaultdict(list)
    strings, searched, rules = ruler.vocab.strings, ruler.matcher, ruler.patterns
    for number, rule in enumerate(rules):
        patterns: Any = rule["patterns"]
        if all(len(p) == 1 and set(p[0]) in _ONE_WORD and all(isinstance(v, str) for v in p[0].values()) for p in patterns):
            for (asked,) in patterns:
                tag, lower = (strings.as_int(asked[name]) if name in asked else None for name in ("TAG", "LOWER"))
                by_word[tag, lower].append((number, strings.as_int(str(number))))
            searched.remove(str(number))

    def match(doc: Doc) -> list[Match]:
        found = [(int(strings[name]), name, start, end) for name, start, end in searched(doc, allow_missing=True)]
        for token in doc:
            i, tag, lower = token.i, token.tag, token.lower
            for key in ((tag, None), (None, lower), (tag, lower)):
                if key in by_word:
                    found += [(number, name, i, i + 1) for number, name in by_word[key]]
        return sorted(found)

    changed: Any = ruler
    changed.match = match
