"""The history of a word: each store to it since the machine was reset. The nouns that show-writes speaks in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple


@dataclass(frozen=True)
class Store:
    """One store to the word."""

    clock: int  # instructions since the reset, this one included
    function: str  # in which function
    place: str  # the source line, as "kernel/linked_list.c:16"; "" where it is unknown
    source: str  # what stands there, without comments; "" where it is unknown
    before: int  # what the word held
    after: int  # what it holds now, perhaps the same
    stop: Optional[int] = None  # the numbered stop that the machine had passed last, None before the first
    visit: int = 0  # how often it had come to that stop by then
    label: Optional[str] = None  # the name of the address that it holds now


@dataclass(frozen=True)
class History:
    """Everything that one show-writes found."""

    expression: str
    address: int
    label: Optional[str]
    size: int  # of the word in bytes
    first: int  # what it held when the machine was reset
    stores: Tuple[Store, ...]  # in order
    born: int = 0  # the clock at which the function was called whose variable it is; 0 for what always exists
    owner: Optional[str] = None  # that function
    cut: int = 0  # stores that are not among `stores`, because only the last ones were asked for

    def strangers(self) -> Tuple[Store, ...]:
        """The stores before the variable's frame existed: then the same bytes belonged to something else."""
        return tuple(store for store in self.stores if store.clock < self.born)

    def own(self) -> Tuple[Store, ...]:
        """The stores to the variable itself."""
        return tuple(store for store in self.stores if store.clock >= self.born)
