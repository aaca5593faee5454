"""Strips of addresses, and which bar each is along an axis: those too thin to be told apart are one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Callable, List, Optional, Sequence, Tuple

from buddylab.draw.bars.axis import Axis
from buddylab.few import Few, More

LEAST = 3.0  # the width of a bar that would be thinner to scale; whole, as all edges of bars are
NARROW = 12.0
LOOKS = {  # a state: its ground, the colour of its border, the style of that
    "free": ("free", "free-line", "solid"),
    "taken": ("taken", "taken-line", "solid"),
    "lost": ("lost", "taken-line", "dashed"),
    "parked": ("lost", "taken-line", "solid"),
    "split": ("split", "split-line", "solid"),
    "unknown": ("unknown", "unknown-line", "dotted"),
    "was": ("was", "was-line", "dashed"),
    "many": ("many", "ink-off", "solid"),
    "blank": ("region", "unknown-line", "solid"),
}


@dataclass(frozen=True)
class Strip:
    """A run of addresses that is drawn as a bar."""

    key: str
    start: int
    stop: int
    state: str  # a key of LOOKS
    say: Callable[[], Tuple[Tuple[str, ...], str]]  # the texts for its label, the best first, and its meaning
    mark: str = ""  # what happened to it
    used: Optional[int] = None  # where the bytes that were asked for end
    lost: str = ""  # how much lies behind that
    names: Tuple[str, ...] = ()  # of the variables that point at it
    count: int = 1  # how many blocks it stands for

    @cached_property
    def said(self) -> Tuple[Tuple[str, ...], str]:
        """What it says; made only for a strip that is shown as one, not for those too thin to be told apart."""
        return self.say()


@dataclass(frozen=True)
class Row:
    """Strips on one line."""

    key: str
    title: str
    note: str
    strips: Tuple[Strip, ...]


@dataclass(frozen=True)
class Fit:
    """A strip with its place; or several, too thin to be told apart."""

    left: float
    right: float
    strips: Tuple[Strip, ...]

    @cached_property
    def overlap(self) -> bool:
        """Whether some of the strips share addresses, as blocks never should."""
        return any(one.stop > two.start for one, two in zip(self.strips, self.strips[1:]))

    @property
    def is_narrow(self) -> bool:
        """Whether its bar has no room for more than its border and its ground: dashes and frames would be a flicker."""
        return self.right - self.left < NARROW

    @property
    def count(self) -> int:
        """How many blocks all stand for."""
        return sum(strip.count for strip in self.strips)

    @property
    def marked(self) -> bool:
        """Whether something happened to some of the strips."""
        return any(strip.mark for strip in self.strips)

    @property
    def state(self) -> str:
        """The state that all have, or many."""
        return self.strips[0].state if len({strip.state for strip in self.strips}) == 1 else "many"


def fewer(rows: Sequence[Row], most: int) -> List[Row]:
    """The rows; of more than `most`, unless that is 0, the first and the last, and how many are not shown.

    As many of the first as leave out the fewest rows in which something happened, or has a name; else half of them.
    """
    shown = most - 1
    telling = [any(strip.mark or strip.names for strip in row.strips) for row in rows]
    few = Few(most=len(rows), first=0)
    if 0 < most < len(rows):
        kept = {first: sum(telling[:first] + telling[len(rows) - shown + first :]) for first in range(most)}
        first = max(kept, key=lambda first: (kept[first], -abs(first - most // 2)))
        few = Few(first, last=shown - first, most=most)
    return [Row("more", f"{row} rows", "", ()) if isinstance(row, More) else row for row in few.row(rows)]


def fits(strips: Sequence[Strip], axis: Axis) -> List[Fit]:
    """The strips that the axis shows, left to right, none overlapping: those that would are put together.

    All edges are whole points, so that Graphviz moves none: bars that only touch here only touch in the drawing.
    """
    found: List[Tuple[float, float, List[Strip]]] = []
    for strip in sorted(strips, key=lambda strip: (strip.start, strip.stop)):
        part = axis.part(strip.start, strip.stop)
        if part is None:
            continue
        left, right = part.x(strip.start), part.x(strip.stop)
        if right - left < LEAST:
            left = min(left, part.right - LEAST)
            right = left + LEAST
        if found and left < found[-1][1]:
            before, reach, together = found.pop()
            together.append(strip)
            found.append((before, max(reach, right), together))
        else:
            found.append((left, right, [strip]))
    return [Fit(left, right, tuple(together)) for left, right, together in found]
