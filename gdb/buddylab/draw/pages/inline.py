"""Makes a figure part of a page: its words and arrows can be reached there, and several stand on one page."""

from __future__ import annotations

import re
from typing import List, NamedTuple
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"


class Size(NamedTuple):
    """How large a figure was drawn, in points: an element says it by a class, since a strict page allows no style."""

    width: int
    height: int

    @property
    def name(self) -> str:
        """The class, which has its rule in the style sheet (see style.py)."""
        return f"size-{self.width}x{self.height}"


def size(svg: str) -> Size:
    """How large the SVG file `svg` was drawn; where that is larger than it was laid out, as it was laid out."""
    drawn = re.findall(r' (?:width|height)="([0-9.]+)pt"', svg)[:2]
    laid_out = re.findall(r' viewBox="\S+ \S+ (\S+) (\S+)"', svg)[0]
    width, height = (round(min(float(one), float(other))) for one, other in zip(drawn, laid_out))
    return Size(width, height)


def inline(svg: str, key: str) -> str:
    """The SVG file `svg` as an element of a page; `key` tells it from the other figures there.

    Its ids become data-id, which data-from and data-to of its arrows name, and its colours for dark pages and paper are
    left to the page (see style.py).
    """
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for style in root.findall(f"{{{SVG}}}style"):
        root.remove(style)
    for element in root.iter():
        if element.get("id"):
            element.set("data-id", element.attrib.pop("id"))
    _describe(root, key)
    del root.attrib["width"], root.attrib["height"]
    root.set("class", size(svg).name)
    return ElementTree.tostring(root, encoding="unicode")


def words(svg: str) -> List[int]:
    """The addresses of the words that a figure shows."""
    return [int(address, 16) for address in re.findall(r' id="w-([0-9a-f]+)"', svg)]


def _describe(root: ElementTree.Element, key: str) -> None:
    """Its title and description have ids of their own on the page: that is how it is read aloud."""
    for part in ("title", "desc"):
        element = root.find(f"{{{SVG}}}{part}")
        if element is not None:
            element.set("id", f"{key}-{part}")
    root.set("role", "group")
    root.set("aria-labelledby", f"{key}-title")
    root.set("aria-describedby", f"{key}-desc")
