"""Makes a figure part of a page: its words and arrows can be reached there, and several stand on one page."""

from __future__ import annotations

import re
from typing import List
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"


def inline(svg: str, key: str) -> str:
    """The SVG file `svg` as an element of a page; `key` tells it from the other figures there.

    Its ids become data-id, which data-from and data-to of its arrows name, and its colours for dark pages are left to
    the page (see style.py).
    """
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for style in root.findall(f"{{{SVG}}}style"):
        root.remove(style)
    for element in root.iter():
        if element.get("id"):
            element.set("data-id", element.attrib.pop("id"))
    _describe(root, key)
    root.set("style", f"--width: {root.attrib.pop('width')}")
    root.attrib.pop("height")
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
