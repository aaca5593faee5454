"""Lines over a bar: slanted where it is handed out, upright where it is several, too thin to be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, List, Optional, Tuple

from buddylab.draw.bars.labels import Spot
from buddylab.draw.figure.geometry import Point, Rect

HATCH = 5.0  # between slanted lines
COMB = 2.5  # between upright ones

Lines = List[Tuple[Point, ...]]


def hatching(rect: Rect, spot: Optional[Spot] = None) -> Lines:
    """Slanted lines all over `rect`, but not behind its label."""
    lines: Lines = []
    for side in _around(rect, spot):
        at = (side.left - side.height) // HATCH * HATCH
        while at < side.right:
            start, end = max(at, side.left), min(at + side.height, side.right)
            if end - start > 1:
                lines.append(((start, side.bottom - (start - at)), (end, side.bottom - (end - at))))
            at += HATCH
    return lines


def cuts(rect: Rect) -> Lines:
    """What is seen of a hatching in a bar too thin for slanted lines: gaps."""
    count = int((rect.height - 1) / HATCH)
    return [((rect.left, y), (rect.right, y)) for y in (rect.top + at * HATCH for at in range(1, count + 1))]


def combing(rect: Rect, spot: Optional[Spot] = None) -> Lines:
    """Upright lines all over `rect`: several bars, each too thin to be seen."""
    return [
        ((side.left + at * COMB, side.top), (side.left + at * COMB, side.bottom))
        for side in _around(rect, spot)
        for at in range(1, int((side.width - 0.5) / COMB) + 1)
    ]


def grain(xs: Iterable[float], rect: Rect, spot: Optional[Spot]) -> Lines:
    """Upright lines at each of `xs` within `rect`."""
    sides = _around(rect, spot)
    within = [x for x in sorted(set(xs)) if any(side.left < x < side.right for side in sides)]
    return [((x, rect.top + 1), (x, rect.bottom - 1)) for x in within]


def _around(rect: Rect, spot: Optional[Spot]) -> List[Rect]:
    """What is left of `rect` beside its label."""
    if spot and not spot.lane and rect.left <= spot.left and spot.right <= rect.right:
        return [replace(rect, right=spot.left), replace(rect, left=spot.right)]
    return [rect]
