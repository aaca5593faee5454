"""Which kind of allocator an expression stands for: its types propose, what lies in memory decides, a note names it."""

from __future__ import annotations

from typing import Optional, Tuple

import gdb

from buddylab.heaps.heap import HeapShape
from buddylab.memory.image import Memory
from buddylab.target import heaps
from buddylab.target.allocators import many_lists, no_lists, one_list
from buddylab.target.heaps import Layout
from buddylab.target.names import Names
from buddylab.target.values import OutOfReach


def shape(
    expression: str, value: Optional[gdb.Value], layout: Layout, memory: Memory, names: Names
) -> Tuple[HeapShape, str]:
    """Where the heap that `expression`, whose value it is, has its parts, and a note on how it was read.

    GdbError says what else was expected.
    """
    found = None if layout.size is not None else heaps.shape(expression, value, layout, memory, names)
    if found is not None:
        return many_lists.judged(found, memory)
    assert value is not None
    asked = one_list.Asked(expression, value, layout, memory, names)
    try:
        several = None if layout.size is not None else many_lists.shape(asked)
        return several or one_list.shape(asked)
    except OutOfReach:
        raise
    except gdb.GdbError:
        no_lists.check(expression, value, memory)
        raise
