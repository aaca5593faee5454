"""What an allocator counts in variables of its own beside its list: how many bytes are free, and ever were at least."""

from __future__ import annotations

from typing import Optional, Tuple

import gdb

from buddylab.snapshot import Variable

Counter = Optional[Tuple[str, int]]  # its name and its address

# FreeRTOS' heap_2, heap_4 and heap_5.
HEADS = ("xStart",)
LEFT = "xFreeBytesRemaining"
LEAST = "xMinimumEverFreeBytesRemaining"


def of(head: Optional[Variable]) -> Tuple[Counter, Counter]:
    """The counters of the list whose head is in that variable, where they are known by their names."""
    if head is None or head.name not in HEADS:
        return None, None
    return _counter(LEFT), _counter(LEAST)


def _counter(name: str) -> Counter:
    symbol = gdb.lookup_static_symbol(name) or gdb.lookup_global_symbol(name)
    if symbol is None or not symbol.is_variable:
        return None
    value = symbol.value()
    return None if value.address is None else (name, int(value.address))
