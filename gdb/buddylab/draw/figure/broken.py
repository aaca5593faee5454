"""Where the arrow of a wrong link back is broken: a gap with a cross in it, away from the other arrows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterator, Sequence, Tuple

from buddylab.draw.figure.geometry import Point, toward

GAP = 7.0  # from the cross to either end of the broken line
ARM = 3.5  # of the cross, to each side and up and down
INSIDE = 12.0  # of the box that an arrow starts in
BEND = 15.0  # from a corner, or an end, to the cross at least
STEP = 4.0  # between the places that are looked at
CLEAR = 14.0  # an arrow that is further from the cross does not matter

Segment = Tuple[Point, Point]


@dataclass(frozen=True)
class Break:
    """An arrow in pieces."""

    pieces: Tuple[Tuple[Point, ...], ...]  # of a stub there is only the first
    cross: Tuple[Segment, Segment]


def stub(points: Sequence[Point]) -> Break:
    """The break of an arrow that leads to nothing in the figure: it ends at the cross."""
    start, end = points
    return Break(((start, toward(end, start, GAP)),), _cross(end))


def broken(points: Sequence[Point], others: Sequence[Sequence[Point]]) -> Break:
    """The break of an arrow with these corners, as far from `others` as may be, and in the middle of a long stretch."""
    segments = [segment for each in others for segment in zip(each, each[1:])]
    near = [_near(stretch, segments) for stretch in zip(points, points[1:])]
    at, centre = max(
        _candidates(points), key=lambda place: _worth(place[1], points[place[0] : place[0] + 2], near[place[0]])
    )
    before, after = toward(centre, points[at], GAP), toward(centre, points[at + 1], GAP)
    return Break(((*points[: at + 1], before), (after, *points[at + 1 :])), _cross(centre))


def _candidates(points: Sequence[Point]) -> Iterator[Tuple[int, Point]]:
    """Points on straight stretches, with the number of the stretch; at least one."""
    stretches = list(zip(points, points[1:]))
    longest = max(range(len(stretches)), key=lambda at: math.dist(*stretches[at]))
    yield longest, toward(*stretches[longest], math.dist(*stretches[longest]) / 2)
    for at, (start, end) in enumerate(stretches):
        first = BEND + (INSIDE if at == 0 else 0.0)
        room = math.dist(start, end) - BEND - first
        for step in range(int(room / STEP) + 1 if room > 0 else 0):
            yield at, toward(start, end, first + step * STEP)


def _near(stretch: Segment, segments: Sequence[Segment]) -> Sequence[Segment]:
    """Those that may matter somewhere on an upright or level stretch; a large figure has thousands that do not."""
    return [each for each in segments if all(_gap(stretch, each, axis) < CLEAR for axis in (0, 1))]


def _gap(one: Segment, two: Segment, axis: int) -> float:
    """How far two segments lie apart along an axis; below 0 where they do not."""
    (a, b), (c, d) = sorted(point[axis] for point in one), sorted(point[axis] for point in two)
    return max(c - b, a - d)


def _worth(point: Point, stretch: Sequence[Point], segments: Sequence[Segment]) -> Tuple[float, float]:
    """How good a place is: first its distance to other arrows, then that to the ends of its stretch."""
    clear = min([CLEAR, *(_distance(point, segment) for segment in segments)])
    return clear, min(math.dist(point, end) for end in stretch)


def _distance(point: Point, segment: Segment) -> float:
    """From a point to an upright or level segment."""
    (x, y), (a, b) = point, segment
    right, down = max(a[0], b[0]), max(a[1], b[1])
    return math.hypot(max(min(a[0], b[0]) - x, 0.0, x - right), max(min(a[1], b[1]) - y, 0.0, y - down))


def _cross(centre: Point) -> Tuple[Segment, Segment]:
    x, y = centre
    return ((x - ARM, y - ARM), (x + ARM, y + ARM)), ((x - ARM, y + ARM), (x + ARM, y - ARM))
