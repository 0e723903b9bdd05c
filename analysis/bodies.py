"""Names of organisations and the like: acronyms and short forms to the full name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from spacy.tokens import Doc

from analysis.name_forms import Form
from analysis.resources import company_forms, name_nouns, regions, roles

_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}")
_BEFORE_OTHER = {"of", "for", "at", "in", "on", "and", "&", "to", "de"}  # what follows is another's name: "Municipality of Tolm"
_SMALL = {"of", "the", "for", "and", "in", "on", "at", "to", "de", "&"}

Words = tuple[str, ...]


def find_bodies(doc: Doc, forms: Iterable[Form]) -> dict[Words, str]:
    """The words of each form to the fullest name that the text has for it.

    >>> from analysis.language import parse
    >>> from analysis.name_forms import find_forms
    >>> doc = parse("The Talheim Road Agency closed it. The TRA said no.")
    >>> find_bodies(doc, find_forms(doc))["TRA",]
    'Talheim Road Agency'
    """
    kept = list(forms)
    ordered = list(dict.fromkeys(sorted((f.words for f in kept), key=lambda w: (-len(w), w))))
    explained = {words: f.words for f in kept if (words := _explained_acronym(doc, f))}
    fuller = _Fuller(ordered)
    canonical: dict[Words, str] = {}
    for words in ordered:
        if region := regions().get(" ".join(words)):
            canonical[words] = region
            continue
        full = explained.get(words) or fuller.find(words)
        canonical[words] = canonical.get(full, " ".join(full)) if full and full != words else " ".join(words)
    return canonical


def _explained_acronym(doc: Doc, form: Form) -> Words | None:
    """The acronym in brackets right after a full name, if there is one: "Talheim Road Agency (TRA)"."""
    rest = doc[form.end : form.end + 4]
    at = next((i for i, t in enumerate(rest) if t.text == "("), None)
    if len(form.words) < 2 or at is None or at > 1 or at + 2 >= len(rest) or rest[at + 2].text not in {")", ",", ";"}:
        return None
    short = rest[at + 1].text
    fits = short.isupper() and len(short) > 1 and short[0] in {w[0].upper() for w in form.words}
    return (short,) if fits and short.isalpha() else None


class _Fuller:
    """The longer names of a text by their words and by their initials."""

    def __init__(self, ordered: Collection[Words]) -> None:
        self.by_word: Mapping[str, list[Words]] = defaultdict(list)
        self.by_letters: dict[str, Words] = {}
        for words in ordered:
            if len(words) < 2:
                continue
            for word in set(words):
                self.by_word[word.lower()].append(words)
            for letters in _initials(words):
                self.by_letters.setdefault(letters, words)

    def find(self, short: Words) -> Words | None:
        """The first, longest name that a shorter one may stand for."""
        if len(short) == 1 and _ACRONYM.fullmatch(short[0]):
            return self.by_letters.get(short[0].replace(".", ""))
        options = self.by_word.get(short[-1].lower(), ())
        return next((w for w in options if len(w) > len(short) and _short_for(short, w)), None)


def _initials(words: Words) -> Iterable[str]:
    parts = [part for word in words for part in word.split("-") if part and part[0].isalpha()]
    yield "".join(p[0] for p in parts if p[0].isupper())
    yield "".join(p[0] for p in parts).upper()


def _is_company_form(word: str) -> bool:
    form = word.lower().rstrip(".")
    return form == "holdings" or form in company_forms()


def _short_for(short: Words, full: Words) -> bool:
    """Is a name a part of a fuller one that stands for it: "Road Agency" but not "Tolm" for "Municipality of Tolm"."""
    if full[-len(short) :] == short:
        before = {word.lower() for word in full[: -len(short)]}
        return not before & _BEFORE_OTHER and (len(short) > 1 or not _is_common(short[0]) or len(full) < 4)
    if full[: len(short)] == short:
        rest = full[len(short) :]
        return rest[0].lower() in _BEFORE_OTHER - {"and", "&"} or all(_is_company_form(word) for word in rest)
    at = next((i for i in range(1, len(full) - len(short)) if full[i : i + len(short)] == short), None)
    return at is not None and len(short) > 1 and _is_common(short[-1]) and full[at + len(short)].lower() in _SMALL


def _is_common(word: str) -> bool:
    return word.lower() in roles() or word.lower() in name_nouns()
