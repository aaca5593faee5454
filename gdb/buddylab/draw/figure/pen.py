"""How Graphviz is told of points, sizes, lines and texts. Its y grows upwards, so every y is turned round here."""

from __future__ import annotations

import math
from html import escape
from typing import Iterable, List, Sequence

from buddylab.draw.figure.geometry import Point, Rect, toward

MONO_FONT = "DejaVu Sans Mono,Menlo,Consolas,monospace"
SANS_FONT = "DejaVu Sans,Helvetica,Arial,sans-serif"
CORNER = 5.0  # the radius of an arrow's bends


class Pen:
    """Writes nodes and lines on a canvas of so many points."""

    def __init__(self, height: float) -> None:
        self.height = height

    def at(self, point: Point) -> str:
        """A point as Graphviz writes it."""
        return f"{number(point[0])},{number(self.height - point[1])}"

    def node(self, key: str, rect: Rect, kinds: Iterable[str], attributes: str) -> str:
        """A node in the middle of `rect`."""
        return f'  "{key}" [id="{key}" class="{" ".join(kinds)}" pos="{self.at(rect.center)}" {attributes}]'

    def course(self, points: Sequence[Point], tail: float, tip: float) -> str:
        """A line through `points` as Graphviz wants it: Bézier curves, here with the corners rounded.

        `tail` and `tip` are the lengths of what is drawn at the ends; 0 stands for nothing.
        """
        ends = (f"s,{self.at(points[0])} " if tail else "") + (f"e,{self.at(points[-1])} " if tip else "")
        inner = [toward(points[0], points[1], tail), *points[1:-1], toward(points[-1], points[-2], tip)]
        return ends + " ".join(self.at(point) for point in _rounded(inner))


def _rounded(points: Sequence[Point]) -> List[Point]:
    """The control points of Bézier curves along `points`, with each corner cut by a curve."""
    controls = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:]):
        radius = min(CORNER, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = toward(corner, before, radius), toward(corner, after, radius)
        controls += [controls[-1], start, start, corner, corner, end]
    return controls + [controls[-1], points[-1], points[-1]]


def fixed(width: float, height: float) -> str:
    """The size of a cell, in whole points as Graphviz wants it."""
    return f'FIXEDSIZE="TRUE" WIDTH="{math.ceil(width)}" HEIGHT="{math.ceil(height)}"'


def inches(rect: Rect) -> str:
    """The size of a node."""
    return f"fixedsize=true width={number(rect.width / 72, 4)} height={number(rect.height / 72, 4)}"


def html(text: str) -> str:
    r"""`text` for an HTML-like label; what XML cannot hold becomes a question mark.

    Graphviz replaces \N and the like by names even here, so backslashes are doubled.
    """
    return escape("".join(char if char.isprintable() else "?" for char in text)).replace("\\", 2 * "\\")


def number(value: float, digits: int = 2) -> str:
    """A number without needless digits."""
    written = f"{value:.{digits}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
