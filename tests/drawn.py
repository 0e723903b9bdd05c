"""Articles to draw and what a picture of them says."""

from __future__ import annotations

import io
import warnings
from functools import cache
from xml.etree import ElementTree

import matplotlib
from factory import Article, corpus

PAPER = "{http://www.w3.org/2000/svg}"


def voice(speaker, words=4, **more):
    """An article in which somebody says so many words and is against the ferry."""
    said = " ".join(f"word{n}" for n in range(words))
    mentions = [(speaker, "name", said[:5]), ("ferry", "nominal", "ferry")]
    more |= {"said": [(speaker, said, "direct")], "stances": [(speaker, "ferry", -1.0)], "mentions": mentions}
    return Article([f"{said} ferry."], **more)


def nobody(words):
    """An article in which it is not known who says so many words."""
    said = " ".join(["word"] * words)
    return Article([f"{said}."], said=[(None, said, "direct")])


@cache
def two_towns(first="Mara Quist", second="Orr"):
    return corpus(
        voice(first, 9, outlet="a.example", date="2031-01-05"),
        voice(second, 3, outlet="a.example", date="2031-02-05"),
        voice(second, 8, outlet="b.example", date="2031-04-05"),
    )


def svg(picture):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # of the font that measures; the page's fonts draw
        buffer = io.BytesIO()
        with matplotlib.rc_context({"svg.hashsalt": "test", "svg.fonttype": "none"}):
            picture.figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue().decode()


def texts(picture):
    return texts_of(svg(picture))


def texts_of(drawn):
    return [element.text for element in ElementTree.fromstring(drawn).iter(f"{PAPER}text")]
