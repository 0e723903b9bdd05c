"""A matplotlib figure as an SVG element that can stand in a page beside others."""

from __future__ import annotations

import hashlib
import io
import re
import textwrap
import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_LINK = f"{{{_XLINK}}}href"
_GROUPS = (f"{{{_SVG}}}g", f"{{{_SVG}}}defs")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DECIMALS = re.compile(r"(\d\.\d\d)\d+")
_FONTS = re.compile(r"font-family: [^;]*;? ?")  # the same list on every text
_FONT = "font-family:'DejaVu Sans',system-ui,sans-serif"
_DRAWN = ("d", "x", "y", "width", "height", "transform", "points")  # the attributes that are numbers
_LINE = 58  # characters of a title that fit on a line of a figure
_SALT = "rapporteur"  # without one matplotlib's ids are random

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


def inline_svg(figure: Figure, alt: str, links: Mapping[str, str] = MappingProxyType({})) -> Markup:
    """The figure as one `<svg>` element: the same bytes every time, no style that leaks, no id that another figure has.

    `alt` says what the figure shows to those who cannot see it, `links` what each of its links is, by address.

    >>> from matplotlib.figure import Figure
    >>> inline_svg(Figure(), "Nothing at all").startswith("<svg ")
    True
    """
    drawn = _drawn(figure)
    root = ElementTree.fromstring(drawn)
    _drop(root, f"{{{_SVG}}}metadata", f"{{{_SVG}}}style")
    _make_small(root)
    led = _name_links(root, links)
    _rename_ids(root, hashlib.sha256(drawn).hexdigest()[:8])
    root.attrib |= {
        "role": "group" if led else "img",
        "aria-label": alt,
        "style": f"stroke-linejoin:round;stroke-linecap:butt;{_FONT}",
    }
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def svg_file(element: str, title: str) -> str:
    """An `inline_svg` as a file of its own, under its title and without links, which lead nowhere from there.

    >>> from matplotlib.figure import Figure
    >>> "Quist &amp; Orr" in svg_file(inline_svg(Figure(), "Two bars"), "Quist & Orr")
    True
    """
    root = ElementTree.fromstring(element)
    for link in root.iter(f"{{{_SVG}}}a"):
        link.attrib.pop("href", None)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    lines = textwrap.wrap(title, _LINE)
    above = 17 * len(lines) + 10
    root.attrib |= {"viewBox": f"{left:g} {top - above:g} {width:g} {height + above:g}", "width": f"{width:g}pt"}
    root.attrib["height"] = f"{height + above:g}pt"
    for n, line in enumerate(lines):
        text = ElementTree.SubElement(root, f"{{{_SVG}}}text", {"x": f"{left + 4:g}", "y": f"{top - above + 16 + 17 * n:g}"})
        text.attrib["style"] = "font: bold 13px serif"
        text.text = line
    return ElementTree.tostring(root, encoding="unicode")


def _make_small(root: ElementTree.Element) -> None:
    """Two decimals of a point are finer than any screen; the fonts are said once; what is empty goes. It is half as many bytes."""
    for parent in reversed(list(root.iter())):  # the innermost first
        for child in [child for child in parent if child.tag in _GROUPS and not len(child)]:
            parent.remove(child)
    for element in root.iter():
        if not element.tag.endswith(("text", "tspan")):
            element.text = None
            for child in element:
                child.tail = None
        if "style" in element.attrib:
            element.attrib["style"] = _FONTS.sub("", element.attrib["style"])
        for name in _DRAWN:
            if name in element.attrib:
                element.attrib[name] = _DECIMALS.sub(r"\1", element.attrib[name])


def _drawn(figure: Figure) -> bytes:
    import matplotlib

    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": _SALT, "svg.fonttype": "none"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the text stays text: the browser has the fonts
        figure.savefig(buffer, format="svg", metadata={"Date": None}, transparent=True)
    return buffer.getvalue()


def _drop(root: ElementTree.Element, *tags: str) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)


def _name_links(root: ElementTree.Element, links: Mapping[str, str]) -> bool:
    """Make plain links of matplotlib's, each with its name; are there any? What is in an image no reader's software can reach."""
    found = list(root.iter(f"{{{_SVG}}}a"))
    for element in found:
        address = element.attrib.pop(_LINK)
        element.attrib = {"href": address, "aria-label": links.get(address, address)}
        title = ElementTree.Element(f"{{{_SVG}}}title")
        title.text = element.attrib["aria-label"]
        element.insert(0, title)
    return bool(found)


def _rename_ids(root: ElementTree.Element, prefix: str) -> None:
    """Give the ids that something refers to a prefix that only this figure has, and drop the others."""
    elements = list(root.iter())
    used = {name for e in elements for value in e.attrib.values() for name in _REFERENCE.findall(value)}
    used |= {e.attrib[_LINK].removeprefix("#") for e in elements if _LINK in e.attrib}
    for element in elements:
        name = element.attrib.pop("id", None)
        for key, value in element.attrib.items():
            element.attrib[key] = _REFERENCE.sub(rf"url(#{prefix}-\1)", value)
        if name in used:
            element.attrib["id"] = f"{prefix}-{name}"
        if _LINK in element.attrib:
            element.attrib[_LINK] = f"#{prefix}-" + element.attrib[_LINK].removeprefix("#")
