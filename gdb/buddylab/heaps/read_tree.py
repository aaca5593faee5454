"""Reads a buddy tree: Memory + TreeShape -> Tree. Like heap.py it trusts nothing and judges no byte."""

from __future__ import annotations

from typing import Callable, Optional

from buddylab.heaps.tree import LEAF, TOP, Tree, TreeShape
from buddylab.memory.image import Memory, Unreadable

LARGEST = 28  # the order of the largest region that is read: its tree has 64 MiB


def read_tree(memory: Memory, shape: TreeShape, label: Callable[[int], Optional[str]]) -> Tree:
    """The tree as it stands in `memory`."""
    try:
        address, start, order = (memory.word(word) for word in (shape.node, shape.start, shape.order))
    except Unreadable:
        return Tree(fault=f"it cannot be read{_since(memory)}")
    if address == start == order == 0:
        return Tree()
    if not LEAF <= order <= TOP:
        return Tree(fault=f"its order is {order}; expected {LEAF} to {TOP}")
    if start == 0 or start % (1 << order):
        return Tree(fault=f"its start is {start:#x}; expected a multiple of 2^{order}, the size of its memory")
    if order > LARGEST:
        return Tree(fault=f"its order is {order}; show-freelists reads trees of order {LARGEST} at most")
    try:
        nodes = memory.read(address, 1 << (order - LEAF + 1))
    except Unreadable:
        return Tree(fault=f"its bytes from {address:#x} on cannot be read{_since(memory)}")
    return Tree(start, order, address, nodes, label=label)


def _since(memory: Memory) -> str:
    return f", since {memory.interrupted}" if memory.interrupted else ""
