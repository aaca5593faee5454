"""Makes a figure part of a page: its words and arrows can be reached there, and several stand on one page."""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, Optional, Tuple
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
REACH = 3.0  # points between an arrow's tip and the box that it ends at
Point = Tuple[float, float]


def inline(svg: str, key: str) -> str:
    """The SVG file `svg` as an element of a page; `key` tells it from the other figures there.

    Its ids become data-id, its colours for dark pages are left to the page (see style.py), and each arrow says where it
    comes from and where it goes: data-from and data-to.
    """
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for style in root.findall(f"{{{SVG}}}style"):
        root.remove(style)
    groups = {group.get("id", ""): group for group in root.iter(f"{{{SVG}}}g")}
    boxes = {name: _points(group) for name, group in groups.items() if "node" in group.get("class", "").split()}
    boxes = {name: points for name, points in boxes.items() if points and _is_end(groups[name])}
    for name, group in groups.items():
        if name.startswith("e-"):
            _connect(name, group, boxes)
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


def _is_end(group: ElementTree.Element) -> bool:
    """Whether arrows can end here: at a word, or the ghost of one."""
    return bool({"word", "ghost"} & set(group.get("class", "").split()))


def _connect(name: str, arrow: ElementTree.Element, boxes: Dict[str, List[Point]]) -> None:
    source = next((each for each in ("w" + name[1:], name[2:]) if each in boxes), None)
    tip = _tip(arrow)
    target = None if tip is None else _around(tip, boxes)
    for attribute, end in (("data-from", source), ("data-to", target)):
        if end is not None:
            arrow.set(attribute, end)


def _tip(arrow: ElementTree.Element) -> Optional[Point]:
    """Where an arrow ends: the point of its head that is farthest from its line."""
    path, head = arrow.find(f"{{{SVG}}}path"), arrow.find(f"{{{SVG}}}polygon")
    if path is None or head is None:
        return None
    x, y = _pairs(path.get("d", ""))[-1]
    return max(_pairs(head.get("points", "")), key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)


def _around(tip: Point, boxes: Dict[str, List[Point]]) -> Optional[str]:
    """The box that `tip` touches."""
    best, least = None, REACH
    for name, points in boxes.items():
        gap = max(_outside(tip[axis], [point[axis] for point in points]) for axis in (0, 1))
        if gap < least:
            best, least = name, gap
    return best


def _outside(at: float, along: Iterable[float]) -> float:
    """How far `at` lies outside of what is covered."""
    covered = list(along)
    return max(min(covered) - at, at - max(covered), 0.0)


def _points(group: ElementTree.Element) -> List[Point]:
    shapes = [shape for shape in group if shape.tag in (f"{{{SVG}}}polygon", f"{{{SVG}}}path")]
    return [point for shape in shapes for point in _pairs(shape.get("points", "") or shape.get("d", ""))]


def _pairs(text: str) -> List[Point]:
    numbers = [float(number) for number in NUMBERS.findall(text)]
    return list(zip(numbers[::2], numbers[1::2]))
