"""What stands left of each row of a heap's chains: its order, and which orders above or below it have no row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence

from buddylab import spelling
from buddylab.draw.figure.scene import Aside
from buddylab.heaps.free_list import FreeList
from buddylab.heaps.zone import brief
from buddylab.spelling import human


@dataclass(frozen=True)
class Titles:
    """The lists that have a row, and those that have none."""

    shown: Sequence[FreeList]  # the largest blocks first
    folded: Sequence[int]  # orders that have nothing to show
    cut: Sequence[FreeList]  # for which there is no room
    is_buddy: bool  # whether lists are called orders
    short: bool  # whether there is little room

    def asides(self) -> List[Aside]:
        """One a row."""
        found = []
        for row, each in enumerate(self.shown):
            lines = [self._called(each), *([brief(each.kind)] if each.kind else [])]
            after = self.shown[row + 1] if row + 1 < len(self.shown) else None
            least, end = (after.order, (after.order, after.index)) if after else (-1, (-1, 0))
            above = [order for order in self.folded if order > each.order] if row == 0 else []
            below = [order for order in self.folded if least < order < each.order]
            cut = sorted({one.order for one in self.cut if end < (one.order, one.index) < (each.order, each.index)})
            said = [self._told(above, "empty"), self._told(below, "empty"), self._told(cut, "not shown")]
            lines = [*said[0], *lines, *said[1], *said[2]]
            found.append(Aside(f"t-order-{each.key}", row, 0, tuple(lines), len(said[0])))
        return found

    def _called(self, each: FreeList) -> str:
        """What a row is called: its number and the size of its blocks, unless these differ."""
        if each.alone:
            return "any size" if each.own is not None else human(each.size)
        noun = "" if self.short else "order " if self.is_buddy else "list "
        return f"{noun}{each.order}" + (f" · {human(each.size)}" if each.own is None else "")

    def _told(self, orders: Sequence[int], what: str) -> List[str]:
        """The line on orders that have no row, if there are any."""
        if not orders:
            return []
        said = spelling.runs(orders)
        return [f"{said.replace(' to ', '-')} {what}" if self.short else f"{said}: {what}"]
