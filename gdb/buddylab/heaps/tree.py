"""A buddy tree as kernel/buddy_tree.h keeps it: a byte a node, the order of the largest block to be had in its part."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Callable, Dict, List, Optional, Tuple

LEAF = 3  # the order of the smallest blocks, which are words
TOP = 63  # of the largest region that buddy_tree_init() takes
FREE, TAKEN, SPLIT, UNKNOWN = "free", "taken", "split", "unknown"

Place = Tuple[int, int]  # a block's address and order


@dataclass(frozen=True)
class TreeShape:
    """The addresses of the words that say where the bytes are and which memory they are about."""

    node: int
    start: int
    order: int


@dataclass(frozen=True)
class Tree:
    """The bytes of a tree. Node 1 is the root, nodes 2i and 2i + 1 are the halves of node i."""

    start: int = 0  # of the region
    order: int = 0  # the region has 2^order bytes
    address: int = 0  # of the bytes
    nodes: bytes = b""  # none where no tree was made yet, or where there is a fault
    fault: str = ""  # a clause that says why this is no tree
    label: Callable[[int], Optional[str]] = field(default=lambda address: None, compare=False)  # a block's name

    @property
    def region(self) -> range:
        """The memory managed."""
        return range(self.start, self.start + (1 << self.order)) if self.nodes else range(0)

    def level(self, node: int) -> int:
        """The order of the blocks that nodes like this one stand for."""
        return self.order + 1 - node.bit_length()

    def place(self, node: int) -> Place:
        """The block that a node stands for."""
        level = self.level(node)
        return self.start + (node - (1 << (self.order - level)) << level), level

    def node(self, place: Place) -> int:
        """The node that stands for a block."""
        address, order = place
        return (1 << (self.order - order)) + (address - self.start >> order)

    def levels(self) -> List[Tuple[int, int]]:
        """The order of each level and its first node, from the root down; it has as many nodes as that number."""
        return [(order, 1 << (self.order - order)) for order in range(self.order, LEAF - 1, -1)] if self.nodes else []

    def blocks(self, state: str) -> List[Place]:
        """The blocks in that state, in address order."""
        return sorted(self.place(node) for node, found in self.states.items() if found == state)

    @cached_property
    def states(self) -> Dict[int, str]:
        """What each node is, down to whole blocks; what lies below those is not in use."""
        found: Dict[int, str] = {}
        pending = [1] if self.nodes else []
        while pending:
            node = pending.pop()
            found[node] = self._state(node)
            if found[node] == SPLIT:
                pending += [2 * node, 2 * node + 1]
        return found

    def _state(self, node: int) -> str:
        """Handing out sets a node to 0 and leaves those below it; where both halves are used up, they are 0 as well.

        What makes no sense is taken for split, since the halves may make some.
        """
        value, level = self.nodes[node], self.level(node)
        if level == LEAF:
            return {LEAF: FREE, 0: TAKEN}.get(value, UNKNOWN)
        if value == level:
            return FREE
        halves = self.nodes[2 * node], self.nodes[2 * node + 1]
        return TAKEN if value == 0 and halves == (level - 1, level - 1) else SPLIT
