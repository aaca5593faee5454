"""Points, rectangles and texts with a place, and the sizes that every figure shares. All in points, y downwards.

Graphviz 2 rounds the width and height of a box to whole points, around its middle, and where a table's is odd, it puts
the table half a point further on; Graphviz 14 does neither. So boxes are given whole sizes, and tables even ones: then
each draws precisely what was laid out, and what does not overlap here does not overlap there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence, Tuple

from buddylab.draw.figure import measure
from buddylab.draw.figure.sizes import even

__all__ = ["Label", "Point", "Rect", "even", "label", "text_height", "toward"]

Point = Tuple[float, float]

LEADING = 1.4  # from line to line, in letter heights


@dataclass(frozen=True)
class Rect:
    """A rectangle; top is less than bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def center(self) -> Point:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Label:
    """Lines of text in a rectangle of their own."""

    rect: Rect
    lines: Tuple[str, ...]


def label(left: float, top: float, lines: Sequence[str], size: float, em: float) -> Label:
    """`lines` in letters of `size` points, each budgeted `em` wide, with the top left corner given."""
    width = max((measure.width(line, size, em) for line in lines), default=0.0)
    return Label(Rect(left, top, left + width, top + text_height(len(lines), size)), tuple(lines))


def text_height(lines: int, size: float) -> float:
    """The height of so many lines in letters of `size` points."""
    return float(lines * round(size * LEADING))


def toward(start: Point, end: Point, length: float) -> Point:
    """The point `length` from `start` on the way to `end`."""
    whole = math.dist(start, end)
    share = length / whole if whole else 0.0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
