"""Of many the first and the last are shown, and the rest is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, TypeVar, Union

T = TypeVar("T")


@dataclass(frozen=True)
class More:
    """What stands for those that are not shown."""

    count: int

    def __str__(self) -> str:
        return f"… {self.count} more"


@dataclass(frozen=True)
class Few:
    """How many are shown of what stands in a row."""

    first: int
    last: int = 0
    most: int = 0  # up to so many all are shown

    def hidden(self, count: int) -> int:
        """How many of `count` are not shown; the first of them is number `first`."""
        return 0 if count <= max(self.most, self.first + self.last) else count - self.first - self.last

    def shown(self, each: Sequence[T]) -> List[T]:
        """Those that are shown. The others are not looked at."""
        return [*each[: self.first], *each[self.first + self.hidden(len(each)) :]]

    def row(self, each: Sequence[T]) -> List[Union[T, More]]:
        """Those that are shown, and in their place what stands for the others."""
        shown: List[Union[T, More]] = [*self.shown(each)]
        hidden = self.hidden(len(each))
        return [*shown[: self.first], More(hidden), *shown[self.first :]] if hidden else shown
