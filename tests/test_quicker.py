"""What is looked up is what spaCy finds by searching."""

from pathlib import Path

import spacy

from analysis.language import parse
from analysis.seeds import load_seeds
from analysis.versions import pipeline_name

EXAMPLES = Path(__file__).parent.parent / "examples"
ODD = [
    "Let's go: she's gonna say that y'all ain't been told. There is hope. He'd better. I'd been that very one.",
    "To boldly go, MEN! She'll be goin' and ol' Tom is doin' nothin'.",
]


def words(doc):
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_) for t in doc]


def test_parts_of_speech_and_lemmas_are_those_of_the_pipeline_as_it_comes():
    as_it_comes = spacy.load(pipeline_name())
    for text in [*next(load_seeds(EXAMPLES)).text.split("\n")[:4], *ODD]:
        assert words(parse(text)) == words(as_it_comes(text))
