"""The horizontal axis of map and tree: where an address stands, with the empty stretches between regions cut out.

An address stands at a whole point, so that every bar has whole edges: Graphviz draws it there (see geometry.py), and
where one block ends and the next begins, one bar does and the next. Where a region begins or ends is rounded first, and
what lies inside counts from there: no bar is more than half a point from where the region's drawing says that it is.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Callable, List, Optional, Sequence, Tuple

from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import even
from buddylab.spelling import neighbours

Named = Callable[[int, int], str]  # an address, and where the part that it is in starts, to what it is called

BREAK = 30.0  # between two parts of a broken axis
NEAR = 0.2  # a gap of at most this share of all memory is drawn as it is
MOST = 6  # parts that are shown, the largest
AIR = 18.0  # between two addresses at the axis


@dataclass(frozen=True)
class Part:
    """One unbroken part of the axis, to scale."""

    start: int
    stop: int
    left: float
    right: float
    named: Named
    marks: Tuple[Tuple[int, float], ...]  # where its regions begin and end, and at which x that is
    origin: int = 0  # from where on the addresses between its ends are counted: 0, or its start

    def said(self, address: int) -> str:
        """What `address` is called at the axis."""
        return self.named(address, self.start)

    def x(self, address: int) -> float:
        """Where `address` stands: at a whole point."""
        at = min(bisect_right(self.marks, (address, math.inf)), len(self.marks) - 1)
        (start, left), (stop, right) = self.marks[at - 1 : at + 1]
        return _whole(left + (right - left) * ((address - start) / (stop - start)))


@dataclass(frozen=True)
class Tick:
    """An address at the axis."""

    address: int
    x: float
    side: str  # left, middle or right: how its text stands to x


@dataclass(frozen=True)
class Axis:
    """The whole axis."""

    left: float
    right: float
    parts: Tuple[Part, ...]
    letters: float  # of the addresses at it
    omitted: int = 0  # regions that there was no room for

    @property
    def one_scale(self) -> bool:
        """Whether a byte is as wide in every part, but for the rounding."""
        sizes = [part.stop - part.start for part in self.parts]
        widths = [part.right - part.left for part in self.parts]
        return all(abs(width - sum(widths) * (size / sum(sizes))) <= 1 for size, width in zip(sizes, widths))

    def part(self, start: int, stop: int) -> Optional[Part]:
        """The part that shows [start, stop), if one does."""
        at = bisect_right([part.start for part in self.parts], start) - 1
        return self.parts[at] if at >= 0 and stop <= self.parts[at].stop else None


def axis(
    regions: Sequence[range], left: float, right: float, letters: float, named: Named, relative: bool = False
) -> Axis:
    """The axis from `left` to `right` for `regions`, which are in address order and do not touch."""
    groups = _groups(regions)
    shown = sorted(groups, key=lambda group: group[0].start - group[-1].stop)[:MOST]
    while sum(_least(group, named, letters) + BREAK for group in shown) > right - left + BREAK:
        shown.pop()
    shown.sort(key=lambda group: group[0].start)
    room = right - left - BREAK * (len(shown) - 1)
    widths = _widths(
        [group[-1].stop - group[0].start for group in shown], [_least(group, named, letters) for group in shown], room
    )
    parts = []
    x = left
    for group, width in zip(shown, widths):
        parts.append(_part(group, _whole(x), _whole(x + width), named, relative))
        x += width + BREAK
    return Axis(
        left, right, tuple(parts), letters, sum(len(group) for group in groups) - sum(len(group) for group in shown)
    )


def _part(group: Sequence[range], left: float, right: float, named: Named, relative: bool) -> Part:
    """The part from `left` to `right` that shows the regions of `group`."""
    start, stop = group[0].start, group[-1].stop
    scale = (right - left) / (stop - start)
    ends = [address for region in group for address in (region.start, region.stop)]
    marks = tuple((address, _whole(left + scale * (address - start))) for address in ends)
    return Part(start, stop, left, right, named, marks, start if relative else 0)


def _whole(x: float) -> float:
    """The nearest whole point; of two the left one, so that a bar that is widened a little ends less than one off."""
    return float(math.ceil(x - 0.5))


def ticks(part: Part, letters: float) -> List[Tick]:
    """Its start, its end, and between them the multiples of a power of two, as many as stand apart from each other."""
    width = text_width(part.said(part.stop), letters)
    result = [Tick(part.start, part.left, "left")]
    first, last = part.left + width + AIR, part.right - width - AIR
    if part.right - width < first:
        return result
    step = 1
    while (part.right - part.left) * (step / (part.stop - part.start)) < width + AIR:
        step *= 2
    between = _multiples(part, step)
    while any(tick.x - width / 2 < first or tick.x + width / 2 > last for tick in between):
        step *= 2
        between = _multiples(part, step)
    return [*result, *between, Tick(part.stop, part.right, "right")]


def _multiples(part: Part, step: int) -> List[Tick]:
    """The multiples of `step` within the part."""
    first = part.origin + ((part.start - part.origin) // step + 1) * step
    return [Tick(address, part.x(address), "middle") for address in range(first, part.stop, step)]


def text_width(said: str, letters: float) -> float:
    """The room for an address at the axis."""
    return even(measure.width(said, letters) + 4)


def _groups(regions: Sequence[range]) -> List[List[range]]:
    """The regions that share a part, since what lies between them is small."""
    near = NEAR * sum(region.stop - region.start for region in regions)
    return neighbours(regions, lambda one, other: other.start - one.stop <= near)


def _least(group: Sequence[range], named: Named, letters: float) -> float:
    return text_width(named(group[-1].stop, group[0].start), letters) + 16


def _widths(sizes: Sequence[int], least: Sequence[float], room: float) -> List[float]:
    """Widths that fill `room`: in proportion to `sizes`, but none below its `least`."""
    small: List[int] = []
    while True:
        rest = room - sum(least[at] for at in small)
        whole = sum(size for at, size in enumerate(sizes) if at not in small)
        widths = [least[at] if at in small else rest * (size / whole) for at, size in enumerate(sizes)]
        too_small = [at for at, width in enumerate(widths) if at not in small and width < least[at]]
        if not too_small:
            return widths
        small += too_small
