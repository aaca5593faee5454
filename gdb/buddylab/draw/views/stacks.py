"""A table of boxes in stacks: its rows one below the other, in as many columns as suit them."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterable, List, Sequence

from buddylab.draw.figure.scene import Aside, Box

ROWS = 3  # in one stack at most, if there is room for two
ACROSS = 6  # boxes in a row of two stacks at most


def widths(boxes: Iterable[Box]) -> List[int]:
    """How many columns each row has, its title's among them."""
    found: Dict[int, int] = {}
    for box in boxes:
        found[box.row] = max(found.get(box.row, 0), box.column + 1)
    return [found[row] for row in sorted(found)]


def suited(each: Sequence[int]) -> int:
    """Two stacks where there are many rows, and these are short."""
    half = (len(each) + 1) // 2
    left, right = max(each[:half], default=0), max(each[half:], default=0)
    return 1 if len(each) <= ROWS or left + right - 2 > ACROSS else 2


def stacked(boxes: Dict[str, Box], asides: List[Aside], each: Sequence[int], stacks: int) -> int:
    """Parts the rows, whose widths are `each`, into so many stacks; gives the number of columns."""
    high = max(1, -(-len(each) // stacks))
    lefts = [0]
    for first in range(0, len(each), high):
        lefts.append(lefts[-1] + max(each[first : first + high]))
    for key, box in boxes.items():
        boxes[key] = replace(box, row=box.row % high, column=lefts[box.row // high] + box.column)
    asides[:] = [replace(aside, row=aside.row % high, column=lefts[aside.row // high]) for aside in asides]
    return lefts[-1]
