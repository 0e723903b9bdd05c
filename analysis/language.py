"""A seed to a spaCy Doc: tokens, sentences that never cross a paragraph, lemmas, parse and named entities."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import py3langid
import spacy
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from thinc.api import get_current_ops, use_ops

from analysis.datelines import dateline
from analysis.spacy_rules import make_rules_quick
from analysis.versions import pipeline_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_WORDS_TO_IDENTIFY = 12  # below that a guess at the language is worse than the default
_ENOUGH = 40  # words from which their shares can be trusted; in fewer a few names weigh too much
_ENGLISH, _ENGLISH_OF_FEW = 0.3, 0.12  # of the words are the small ones of English: more than in other languages
_TELLING = 2000  # characters of a text that tell its language
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LABEL = re.compile(r"(?P<label>[A-Z][^\n:.!?“\"]{1,60}:)\s*(?=[“\"])")  # who speaks
_LINE = re.compile(r"[^\n]+")


@Language.component("paragraph_bounds")
def _paragraph_bounds(doc: Doc) -> Doc:
    """Start a sentence at each paragraph, so that no sentence and no parse crosses one, and behind its dateline; none within
    the name of who speaks before a colon."""
    for token in doc[1:]:
        if "\n" in token.text:
            token.is_sent_start = False
        elif "\n" in token.nbor(-1).text:
            token.is_sent_start = True
    lines = [(start, end) for start, end, _ in _datelines(doc)]
    whole = [token_range(doc, *label) for label in _labels(doc.text)]
    for token in chain.from_iterable(doc[start + 1 : end] for start, end in (*lines, *whole)):
        token.is_sent_start = False
    for _, end in lines:
        doc[end].is_sent_start = True
    return doc


@Language.component("dateline_places")
def _dateline_places(doc: Doc) -> Doc:
    """What a dateline names first is a place, whatever the recogniser takes it for; no name reaches over its end."""
    for start, end, behind in _datelines(doc):
        others = [e for e in doc.ents if e.end <= start or e.start >= end]
        within = [e for e in doc.ents if behind <= e.start and e.end <= end]
        comma = next((t.i for t in doc[start:behind] if t.text == ","), behind)
        places = [Span(doc, a, b, label="GPE") for a, b in ((start, comma), (comma + 1, behind)) if a < b]
        doc.set_ents([*others, *places, *within])
    return doc


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the names, with their colons, that a paragraph begins with before what they say."""
    for start, end in paragraphs(text):
        found = dateline(text[start:end])
        if label := _LABEL.match(text, start + found.end if found else start, end):
            yield label.span("label")


def _datelines(doc: Doc) -> Iterator[tuple[int, int, int]]:
    """The token ranges of the datelines of a Doc's paragraphs, each with the end of its place."""
    for start, end in paragraphs(doc.text):
        if found := dateline(doc.text[start:end]):
            first, behind = token_range(doc, start, start + max(found.place, 1))
            report, _ = token_range(doc, start + found.end, start + found.end + 1)
            if behind <= report:
                yield first, report, behind if found.place else first


def _split_off(nlp: Language, mark: str) -> None:
    """Make the tokenizer take a mark for a token of its own."""
    tokenizer: Any = nlp.tokenizer  # typed as a mere function
    exceptions, tokenizer.rules = tokenizer.rules, {}  # or it would go through all of them at each of the changes
    tokenizer.prefix_search = compile_prefix_regex([*(nlp.Defaults.prefixes or ()), mark]).search
    tokenizer.suffix_search = compile_suffix_regex([*(nlp.Defaults.suffixes or ()), mark]).search
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), mark]).finditer
    tokenizer.rules = exceptions


def _multiplication() -> AbstractContextManager[Any]:
    """A context in which what is loaded multiplies by numpy's OpenBLAS, three times as fast as spaCy's BLIS for the same numbers;
    where a graphics card or Apple's library does it, that stays."""
    return use_ops("numpy", use_blis=False) if get_current_ops().name == "numpy" else nullcontext()


@lru_cache(maxsize=2)
def _load(name: str) -> Language:
    with _multiplication():
        nlp = spacy.load(name)
    make_rules_quick(nlp)
    _split_off(nlp, "―")  # the dash before a name, which the tokenizer's own rules leave at the mark before it
    nlp.add_pipe("paragraph_bounds", first=True)
    nlp.add_pipe("dateline_places", last=True)
    return nlp


def parse(text: str) -> Doc:
    """The Doc of a document's text, one paragraph a line; the pipeline is loaded once a process.

    >>> [s.text for s in sentences(parse("Mara Quist spoke\\nNobody listened."))]
    ['Mara Quist spoke', 'Nobody listened.']
    """
    return _load(pipeline_name())(text)


def parse_all(texts: Iterable[str]) -> list[Doc]:
    """The Docs of some texts in their order; faster than one by one.

    >>> [len(doc) for doc in parse_all(["It rained.", "No."])]
    [3, 2]
    """
    return list(_load(pipeline_name()).pipe(texts))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph of a document's text.

    >>> paragraphs("One.\\nTwo.")
    [(0, 4), (5, 9)]
    """
    return [m.span() for m in _LINE.finditer(text)]


def sentences(doc: Doc) -> list[Span]:
    """The sentences of a Doc without the line ends around them.

    >>> [s.text for s in sentences(parse("It rained.\\nIt stopped."))]
    ['It rained.', 'It stopped.']
    """
    return list(_trimmed(doc))


def _trimmed(doc: Doc) -> Iterator[Span]:
    for sent in doc.sents:
        start, end = sent.start, sent.end
        while start < end and doc[start].is_space:
            start += 1
        while end > start and doc[end - 1].is_space:
            end -= 1
        if start < end:
            yield doc[start:end]


def language(text: str) -> str:
    """ISO 639-1 code of the language of a text; English where it is too short to tell.

    >>> language("Der Bürgermeister von Talheim hat am Montag angekündigt, dass die Brücke gesperrt wird.")
    'de'
    """
    words = _WORD.findall(text[:_TELLING])
    if len(text.split()) < MIN_WORDS_TO_IDENTIFY or not words:
        return "en"
    small = sum(word.lower() in STOP_WORDS for word in words)  # of which names and figures, which mislead a guess, are none
    least = _ENGLISH if len(words) >= _ENOUGH else _ENGLISH_OF_FEW
    return "en" if small >= least * len(words) else str(py3langid.classify(text[:_TELLING])[0])


def token_range(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The token indices that characters start:end touch, as a half-open range.

    >>> token_range(parse("Mara Quist spoke."), 5, 10)
    (1, 2)
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    return (span.start, span.end) if span is not None else (0, 0)


def sentence_start(doc: Doc, i: int) -> int:
    """The index of the first token of the sentence of token i; unlike Token.sent it does not read the whole document.

    >>> sentence_start(parse("It rained. It stopped."), 5)
    3
    """
    while i > 0 and not doc[i].is_sent_start:
        i -= 1
    return i
