"""An invented article and its tables, made by hand, for the tests of everything that draws them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import NamedTuple

from analysis.schema import Document, Entity, Paragraph, Quote, Sentence, Speaker, Stance
from analysis.tables import Tables

TITLE = "Harbour council rejects night ferry as islanders and operator trade blame"
ADDRESS = "https://www.brackwatergazette.example/2023/05/night-ferry"
PARAGRAPHS = (
    "The harbour council of Brackwater voted on Tuesday to reject the night ferry, ending a dispute of eleven months.",
    "“We asked for one boat, and they sent us a brochure,” said Odile Varga, who chairs the Islanders’ Association. "
    "“I told them, ‘Nobody sleeps in a brochure.’ They laughed.”",
    "The operator, Northsound Lines, promised to appeal. Its director, Per Aldous, said the council had ignored its own figures.",
    "He called the vote “a gift to the airport” and accused the council of bad faith.",
    "The council’s so-called “quiet hours” begin at ten in the evening. The rule is older than the ferry.",
    "Residents would, according to a report, lose two hours of sleep a week.",
)
READ_AS = (0, 2, 1, 3, 4, 5)  # the place of each paragraph in the reading order

# text, kind, cue, speaker, mention beside the cue, resolution, confidence, text of the quotation that it stands in
QUOTES = (
    ("We asked for one boat, and they sent us a brochure,", "direct", "said", "Odile Varga", "Odile Varga", "named", 0.95, None),
    ("I told them, ‘Nobody sleeps in a brochure.’ They laughed.", "direct", None, "Odile Varga", None, "continued", 0.78, None),
    ("Nobody sleeps in a brochure.", "direct", "told", "Odile Varga", "I", "pronoun", 0.61, 1),
    ("the council had ignored its own figures", "indirect", "said", "Per Aldous", "Per Aldous", "named", 0.83, None),
    ("a gift to the airport", "mixed", "called", "Per Aldous", "He", "pronoun", 0.44, None),
    ("quiet hours", "scare", None, None, None, "unresolved", 0.3, None),
    (
        "Residents would, according to a report, lose two hours of sleep a week",
        "indirect",
        "according to",
        None,
        None,
        "unresolved",
        0.35,
        None,
    ),
)
# speaker, target, target's words, sign, label, relation, confidence, quote, evidence
STANCES = (
    ("Per Aldous", "Harbour Council", "the council", -1.0, "oppose", "accuse", 0.88, None, "accused the council of bad faith"),
    ("Odile Varga", "Northsound Lines", "they", -0.8, "oppose", "mock", 0.58, 0, "they sent us a brochure"),
    ("Harbour Council", "night ferry", "the night ferry", -1.0, "oppose", "reject", 0.91, None, "reject the night ferry"),
    ("Northsound Lines", "appeal", "appeal", 0.7, "support", "promise", 0.66, None, "promised to appeal"),
    ("Per Aldous", "airport", "the airport", 0.0, "neutral", "mention", 0.32, 4, "a gift to the airport"),
)
SPEAKERS = (
    ("Odile Varga", "person", "chairs the Islanders’ Association", "Islanders’ Association", "she"),
    ("Per Aldous", "person", "director", "Northsound Lines", "he"),
)
ENTITIES = (
    ("council", "ORG", "nominal", "Harbour Council"),
    ("Odile Varga", "PERSON", "name", "Odile Varga"),
    ("Brackwater", "GPE", "name", "Brackwater"),
    ("Northsound Lines", "ORG", "name", "Northsound Lines"),
    ("Per Aldous", "PERSON", "name", "Per Aldous"),
    ("He", "PERSON", "pronoun", "Per Aldous"),
)
# Text that would do something, if it were taken for anything but text.
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p>A paragraph</p><h1>",
    "{{ 7*7 }}",
    "{% raw %}",
    "${7*7} $x^2$",
    "**b** _i_ `c`",
    "[x](javascript:alert(1))",
    "javascript:alert(1)",
    "</style></title><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "]]> <!-- &lt;b&gt; &#60;i&#62;",
    "\u202edesrever",
    "\U0001f525 \U0001d504",
    "../../x",
    "\\u003cscript\\u003e",
)
_SENTENCE = re.compile(r"\S.*?(?:[.!?][”’]*(?=\s|$)|$)")


class Sample(NamedTuple):
    """The parts of the article that a test may want to be different."""

    title: str = TITLE
    paragraphs: tuple[str, ...] = PARAGRAPHS
    date: dt.date | None = dt.date(2023, 5, 9)
    url: str | None = ADDRESS
    outlet: str | None = "brackwatergazette.example"
    path: str = "seeds/night_ferry.txt"
    name: str = "Odile Varga"  # under which the tables, not the text, know her


def tables(*samples: Sample) -> Tables:
    """The tables of one such article each."""
    rows: dict[str, list[tuple]] = {}
    for sample in samples or (Sample(),):
        for name, found in _rows(sample).items():
            rows.setdefault(name, []).extend(found)
    return Tables.from_rows(rows)


def doc_id(sample: Sample) -> str:
    return hashlib.sha256(repr(sample).encode()).hexdigest()[:16]


def _rows(sample: Sample) -> dict[str, list[tuple]]:
    doc, text = doc_id(sample), "\n".join(sample.paragraphs)
    size = (len(sample.paragraphs), len(text.split()))
    document = Document(doc, sample.path, sample.title, sample.date, sample.url, sample.outlet, text, *size, "en", doc)
    bounds = [(0, len(sample.paragraphs[0]))]
    for paragraph in sample.paragraphs[1:]:
        bounds.append((bounds[-1][1] + 1, bounds[-1][1] + 1 + len(paragraph)))
    order = READ_AS if sample.paragraphs == PARAGRAPHS else range(len(bounds))
    paragraphs = [Paragraph(doc, i, *bounds[i], order[i], order[i] != i) for i in range(len(bounds))]
    spans = [(p.paragraph, *m.span()) for p in paragraphs for m in _SENTENCE.finditer(text, p.start, p.end)]
    sentences = [Sentence(doc, i, p, a, b, text[a:b], round(0.4 - i % 5 * 0.2, 2)) for i, (p, a, b) in enumerate(spans)]
    found = {"documents": [document], "paragraphs": paragraphs, "sentences": sentences}
    return found | (_findings(doc, text, sentences, sample.name) if sample.paragraphs == PARAGRAPHS else {})


def _findings(doc: str, text: str, sentences: list[Sentence], name: str) -> dict[str, list[tuple]]:
    def span(words: str | None) -> tuple[int | None, int | None]:
        return (None, None) if words is None else (text.index(words), text.index(words) + len(words))

    def sentence(words: str) -> int:
        return next(s.sentence for s in sentences if s.start <= text.index(words) < s.end)

    def called(speaker: str | None) -> str | None:
        return name if speaker == "Odile Varga" else speaker

    quotes = [
        Quote(
            *(doc, i, sentence(said), *span(said), said, kind, cue, *span(cue)),
            *(called(speaker), mention, *span(mention), how, sure, None, inside, i),
        )
        for i, (said, kind, cue, speaker, mention, how, sure, inside) in enumerate(QUOTES)
    ]
    speakers = [
        Speaker(doc, called(who), kind, role, *span(role), group, pronoun, *_said(quotes, called(who)))
        for who, kind, role, group, pronoun in SPEAKERS
    ]
    stances = [
        Stance(doc, i, called(who), target, words, *span(words), sign, label, relation, sure, quote, *span(shown), shown)
        for i, (who, target, words, sign, label, relation, sure, quote, shown) in enumerate(STANCES)
    ]
    entities = [
        Entity(doc, sentence(words), *span(words), words, label, form, called(entity)) for words, label, form, entity in ENTITIES
    ]
    return {"quotes": quotes, "speakers": speakers, "stances": stances, "entities": entities}


def _said(quotes: list[Quote], speaker: str) -> tuple[int, int]:
    own = [quote for quote in quotes if quote.speaker == speaker]
    return len(own), sum(len(quote.text.split()) for quote in own if quote.inside is None)
