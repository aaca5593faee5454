"""A figure as it was rendered: reads boxes, arrows and texts back from its SVG. In points, y downwards."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Dict, Iterator, List, Optional, Tuple
from xml.etree import ElementTree

Point = Tuple[float, float]
Segment = Tuple[Point, Point]
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
EM = {"mono": 0.62, "sans": 0.58, "bold": 0.66}  # the budget of a character


@dataclass(frozen=True)
class Rect:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Rect:
        """The rectangle with its borders moved outwards."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, point: Point) -> bool:
        """Whether `point` is inside or on the border."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: Rect) -> bool:
        """Whether the two overlap by more than a border."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )

    def contains(self, other: Rect) -> bool:
        """Whether `other` lies inside."""
        return self.holds((other.left, other.top)) and self.holds((other.right, other.bottom))


def around(points: List[Point]) -> Rect:
    """The smallest rectangle around `points`."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))


@dataclass
class Text:
    """One line of text, with the room that any font may need for it."""

    content: str
    rect: Rect


@dataclass
class Part:
    """One node of the figure: a box, a frame, a tag or a text."""

    key: str
    kinds: List[str]
    rects: List[Rect] = field(default_factory=list)
    texts: List[Text] = field(default_factory=list)

    @cached_property
    def rect(self) -> Rect:
        """The whole of it."""
        return around([p for r in self.rects for p in ((r.left, r.top), (r.right, r.bottom))])

    @property
    def word(self) -> Optional[Text]:
        """The text of the word cell: the second line of a box."""
        below = self.rect.top + 15
        return next((text for text in self.texts if text.rect.top > below), None)

    @property
    def word_cell(self) -> Rect:
        """The cell in which the word stands."""
        word = self.word
        assert word is not None, f"{self.key} has no word"
        return self.cell(word)

    @property
    def back(self) -> Optional[Text]:
        """The line of the link back below the word."""
        return next((text for text in self.texts if text.content.startswith("prev")), None)

    @property
    def note(self) -> Optional[Text]:
        """The line that says what the word was."""
        return next((text for text in self.texts if "was 0x" in text.content), None)

    def cell(self, text: Text) -> Rect:
        """The cell in which a text stands."""
        return min((rect for rect in self.rects if rect.holds(center(text.rect))), key=lambda r: r.bottom - r.top)


@dataclass
class Line:
    """One edge of the figure."""

    key: str
    kinds: List[str]
    paths: List[List[Point]]
    tail: Point
    tip: Point
    colour: str
    headed: bool  # whether it ends in a tip

    @property
    def segments(self) -> List[Segment]:
        """Every stretch of it, from its tail to its tip, with the gap of a broken one."""
        points = [self.tail, *(point for path in self.paths for point in path), self.tip]
        return list(zip(points, points[1:]))


@dataclass
class Figure:
    """A whole figure."""

    view: Rect
    parts: Dict[str, Part]
    lines: Dict[str, Line]

    def of(self, *kinds: str) -> List[Part]:
        """The parts of one of those kinds, in the order in which they are painted."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [part for part in self.parts.values() if not set(kinds).isdisjoint(part.kinds)]

    @cached_property
    def _by_kind(self) -> Dict[str, List[Part]]:
        found: Dict[str, List[Part]] = {}
        for part in self.parts.values():
            for kind in dict.fromkeys(part.kinds):
                found.setdefault(kind, []).append(part)
        return found

    @cached_property
    def offset(self) -> int:
        """How many bytes into their nodes the words of a list lie."""
        on_chain = [box for box in self.of("chain", "head") if box.texts[0].content.startswith("0x")]
        return max((int(box.key[2:], 16) - int(box.texts[0].content, 16) for box in on_chain), default=0)

    @property
    def boxes(self) -> List[Part]:
        """The boxes of words, and of what is not shown."""
        return self.of("word", "ghost")

    @property
    def arrows(self) -> List[Line]:
        """The lines that stand for pointers in memory."""
        return [line for line in self.lines.values() if not {"end", "pointer", "cross", "rest"} & set(line.kinds)]


def center(rect: Rect) -> Point:
    """The middle of it."""
    return (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2


def read(svg: str) -> Figure:
    """The figure in an SVG file."""
    return figure(ElementTree.fromstring(svg))


def figure(root: ElementTree.Element) -> Figure:
    """The figure in the root of an SVG file."""
    left, top, width, height = (float(number) for number in root.get("viewBox", "").split())
    parts, lines = {}, {}
    graph = root.find(f"{SVG}g")
    assert graph is not None
    moved = re.search(r"translate\((\S+) (\S+)\)", graph.get("transform", ""))
    shift = (float(moved.group(1)), float(moved.group(2))) if moved else (0.0, 0.0)
    for group in graph.iter(f"{SVG}g"):
        key, kinds = group.get("id", ""), group.get("class", "").split()
        if kinds[:1] == ["node"]:
            parts[key] = Part(key, kinds, list(_rects(group, shift)), list(_texts(group, shift)))
        elif kinds[:1] == ["edge"]:
            lines[key] = _line(group, shift)
    for rest in [line for line in lines.values() if "rest" in line.kinds]:
        start = next(lines[letter + rest.key[1:]] for letter in "be" if letter + rest.key[1:] in lines)
        start.paths, start.tip, start.headed = start.paths + rest.paths, rest.tip, rest.headed
    return Figure(Rect(left, top, left + width, top + height), parts, lines)


def _points(numbers: str, shift: Point) -> List[Point]:
    values = [float(number) for number in NUMBER.findall(numbers)]
    return [(x + shift[0], y + shift[1]) for x, y in zip(values[::2], values[1::2])]


def _rects(group: ElementTree.Element, shift: Point) -> Iterator[Rect]:
    for element in group:
        if element.tag in (f"{SVG}polygon", f"{SVG}path", f"{SVG}polyline"):
            yield around(_points(element.get("points") or element.get("d", ""), shift))


def _texts(group: ElementTree.Element, shift: Point) -> Iterator[Text]:
    for element in group.iter(f"{SVG}text"):
        content, size = "".join(element.itertext()), float(element.get("font-size", "14"))
        kind = "mono" if "Mono" in element.get("font-family", "") else "sans"
        em = EM["bold" if element.get("font-weight") == "bold" else kind]
        cells = sum(
            0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in content
        )
        width = cells * size * em
        x, y = float(element.get("x", "0")) + shift[0], float(element.get("y", "0")) + shift[1]
        x -= {"middle": width / 2, "end": width}.get(element.get("text-anchor", "start"), 0.0)
        yield Text(content, Rect(x, y - 0.75 * size, x + width, y + 0.2 * size))


def _line(group: ElementTree.Element, shift: Point) -> Line:
    paths = [_flat(_points(element.get("d", ""), shift)) for element in group.iter(f"{SVG}path")]
    tail, tip, headed = paths[0][0], paths[0][-1], False
    for element in group.iter(f"{SVG}ellipse"):
        tail = (float(element.get("cx", "0")) + shift[0], float(element.get("cy", "0")) + shift[1])
    for element in group.iter(f"{SVG}polygon"):
        corners = _points(element.get("points", ""), shift)
        tip, headed = max(corners, key=lambda corner: distance(corner, paths[0][-1])), True
    colour = next(element.get("stroke", "") for element in group.iter(f"{SVG}path"))
    return Line(group.get("id", ""), group.get("class", "").split(), paths, tail, tip, colour, headed)


def _flat(points: List[Point]) -> List[Point]:
    """The Bézier curves with these control points as short straight lines."""
    flat = points[:1]
    for a, b, c, d in zip(points[0::3], points[1::3], points[2::3], points[3::3]):
        straight = len({a, b, c, d}) == 2
        for step in [8] if straight else range(1, 9):
            t = step / 8
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            flat.append((_mix(weights, (a[0], b[0], c[0], d[0])), _mix(weights, (a[1], b[1], c[1], d[1]))))
    return flat


def _mix(weights: Tuple[float, ...], values: Tuple[float, ...]) -> float:
    return sum(weight * value for weight, value in zip(weights, values))


def distance(a: Point, b: Point) -> float:
    """Between two points."""
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)
