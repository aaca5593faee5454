"""Where the labels of a row of bars go: inside their bars, beside them or below on leader lines, never overlapping."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from buddylab.draw.figure import measure
from buddylab.draw.figure.geometry import even

PAD = 8.0  # what a label takes beyond its letters
AIR = 4.0  # between a bar and the label beside it
CLEAR = 10.0  # from a label beside its bar to the next bar, so that nobody takes it for that one's
LANES = 3  # of labels on leader lines below a row
CROWD = 8  # bars in a row beyond which a label beside one of them would say too little
GOOD = 2  # texts of a bar that say enough; the others are for want of room


@dataclass(frozen=True)
class Wanted:
    """A bar that wants a label."""

    key: str
    left: float  # of the bar
    right: float
    rooms: Tuple[Tuple[float, float], ...]  # where inside the bar a label may stand
    texts: Tuple[str, ...]  # the best first
    near: Tuple[float, float]  # where a label beside the bar is best
    marked: bool = False  # it matters more than others


@dataclass(frozen=True)
class Spot:
    """Where a label stands."""

    text: str
    left: float
    right: float
    side: str = "middle"  # or left, or right: where in that room the text stands
    lane: int = 0  # 0: beside or inside its bar; else the number of the lane below
    anchor: float = 0.0  # the x of its leader line


class Occupied:
    """What is taken of one line."""

    def __init__(self, spans: Sequence[Tuple[float, float]] = ()) -> None:
        self.spans = sorted(spans)

    def free(self, left: float, right: float) -> bool:
        """Whether nothing lies between `left` and `right`."""
        at = bisect_left(self.spans, (right, right))
        return all(span[1] <= left for span in self.spans[max(0, at - 1) : at])

    def take(self, left: float, right: float) -> None:
        """Takes what is between `left` and `right`, which is free."""
        insort(self.spans, (left, right))


def width(text: str, letters: float) -> float:
    """The room that a label in letters of that size needs."""
    return even(measure.width(text, letters) + PAD)


def place(wanted: Sequence[Wanted], left: float, right: float, letters: float, hang: str = "all") -> Dict[str, Spot]:
    """A spot for each label that has one between `left` and `right`; of each bar's texts the best that fits.

    `wanted` holds every bar of the row, left to right, those without texts too. `hang` says whose labels may hang
    below the row: all, marked or none.
    """
    row = Occupied([(bar.left, bar.right) for bar in wanted])
    crowded = len(wanted) > CROWD
    spots: Dict[str, Spot] = {}
    for bar in wanted:
        for text in bar.texts[:GOOD]:
            spot = _inside(bar, text, letters)
            if not spot and not (crowded and not bar.marked):
                spot = _beside(bar, text, letters, row, *bar.near) or _beside(bar, text, letters, row, left, right)
            if spot:
                spots[bar.key] = spot
                break
    rest = [bar for bar in wanted if bar.texts and bar.key not in spots]
    hung = _below(rest, right, letters) if hang == "all" else {}
    spots.update(hung or _below([bar for bar in rest if bar.marked and hang != "none"], right, letters))
    for bar in wanted:
        if bar.key not in spots:
            inside = [spot for spot in (_inside(bar, text, letters) for text in bar.texts[GOOD:]) if spot]
            spots.update({bar.key: spot for spot in inside[:1]})
    return spots


def _inside(bar: Wanted, text: str, letters: float) -> Optional[Spot]:
    for left, right in bar.rooms:
        if right - left >= width(text, letters):
            middle = (left + right) / 2
            return Spot(text, middle - width(text, letters) / 2, middle + width(text, letters) / 2)
    return None


def _beside(bar: Wanted, text: str, letters: float, row: Occupied, left: float, right: float) -> Optional[Spot]:
    """Right of its bar, or left of it."""
    start, end = bar.right + AIR, bar.right + AIR + width(text, letters)
    if end <= right and row.free(bar.right, end + CLEAR):
        row.take(bar.right, end)
        return Spot(text, start, end, "left")
    start, end = bar.left - AIR - width(text, letters), bar.left - AIR
    if start >= left and row.free(start - CLEAR, bar.left):
        row.take(start, bar.left)
        return Spot(text, start, end, "right")
    return None


def _below(bars: Sequence[Wanted], right: float, letters: float) -> Dict[str, Spot]:
    """All of them on leader lines, or none, with the best texts that allow it."""
    for choice in range(GOOD):
        spots = _hung({bar.key: bar.texts[min(choice, len(bar.texts) - 1)] for bar in bars}, bars, right, letters)
        if len(spots) == len(bars) and depth(spots) <= LANES:
            return spots
    return {}


def _hung(texts: Mapping[str, str], bars: Sequence[Wanted], right: float, letters: float) -> Dict[str, Spot]:
    """Labels in lanes: each starts at its line, so that lines cross no label.

    From right to left each label gets the lane below those that its letters reach over.
    """
    lanes: List[Tuple[float, int]] = []
    spots: Dict[str, Spot] = {}
    for bar in reversed(bars):
        anchor = (bar.left + bar.right) / 2
        end = anchor + AIR + 3 + width(texts[bar.key], letters)
        lane = 1 + max((other for x, other in lanes if x < end), default=0)
        if end <= right:
            lanes.append((anchor, lane))
            spots[bar.key] = Spot(texts[bar.key], anchor + AIR + 3, end, "left", lane, anchor)
    return spots


def depth(spots: Mapping[str, Spot]) -> int:
    """The number of lanes in use."""
    return max((spot.lane for spot in spots.values()), default=0)
