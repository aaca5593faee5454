"""The words that a walk keeps at hand: pages and blocks of memory as arrays of numbers."""

from __future__ import annotations

import sys
from array import array
from typing import Any, Dict, List, Optional, Tuple

from buddylab.memory.ahead import BLOCK, PAGE
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Shape

CODES = {4: "I", 8: "Q"}  # the type of array whose elements are as large as a word
NEAR = 128  # bytes: what is asked of a node beside its link is read with it where it lies so near
WORTH = 16  # nodes in a block, at which copying it costs less than reading them one by one
View = Dict[int, Any]  # memoryviews of words, by the number of the page or of the block


class Views:
    """The words around the links of one walk."""

    def __init__(self, memory: Memory, shape: Shape) -> None:
        self._pages: View = {}
        self._blocks: View = {}
        self._memory = memory
        self._next = shape.next
        asked = [(shape.next, memory.word_size)]
        if shape.prev is not None:
            asked.append((shape.prev, memory.word_size))
        asked += [(offset, size) for _, offset, size, _ in shape.fields]
        # Passing is for who asks for nothing else of what is read.
        self._most = 0 if memory.ahead is None or len(asked) > 1 else memory.ahead.most
        first, last = min(start for start, _ in asked), max(start + size for start, size in asked)
        if last - first > NEAR:
            first, last = shape.next, shape.next + memory.word_size
        self._node = range(first - shape.next, last - shape.next)  # what is read of a node, as seen from its link
        self._passing: List[int] = []  # the blocks here that the memory does not keep
        self._last = -1  # the block that was read in last,
        self._entered = 0  # how many nodes had been found then,
        self._ahead = 0  # and how many blocks are read at once, since those before had many nodes in a row

    def around(self, node: Optional[int]) -> Optional[Tuple[int, View]]:
        """Those that hold the link of this node, and the bytes of each; None where it was not read yet."""
        at = 0 if node is None else node + self._next
        if at // BLOCK in self._blocks:
            return BLOCK, self._blocks
        return (PAGE, self._pages) if at // PAGE in self._pages else None

    def read(self, at: int, found: int) -> int:
        """The word at `at`, which is not here yet; more may be after that. Raises Unreadable.

        `found` is how many nodes were found so far: where many lie one after the other in one block, they are likely to
        in the next one.
        """
        memory = self._memory
        size = memory.word_size
        if at % size or not 0 <= at < 1 << 8 * size:
            return memory.word(at)
        if at // BLOCK != self._last:
            many = found - self._entered >= WORTH * max(1, self._ahead)
            self._last, self._entered = at // BLOCK, found
            self._ahead = min(max(1, 2 * self._ahead), self._most) if many else 0
        alone = len(self._node) == size
        start, data = memory.around(at, size, self._ahead) if alone else self._read(at, size, self._ahead)
        if len(data) >= PAGE:
            self._keep(start, data)
        return int.from_bytes(data[at - start : at - start + size], "big" if memory.byteorder == "big" else "little")

    def _read(self, at: int, size: int, passing: int) -> Tuple[int, bytes]:
        """The same as Memory.around, but for all of the node, where that can be read."""
        first, last = at + self._node.start, at + self._node.stop
        if first & -PAGE == (last - 1) & -PAGE:
            try:
                return self._memory.around(first, last - first, passing)
            except Unreadable:
                pass  # but perhaps its link can
        return self._memory.around(at, size, passing)

    def _keep(self, start: int, data: bytes) -> None:
        memory = self._memory
        code, view = CODES[memory.word_size], memoryview(data)
        if memory.byteorder != sys.byteorder:
            swapped = array(code, data)
            swapped.byteswap()
            view = memoryview(swapped).cast("B")
        size, views = (PAGE, self._pages) if len(data) == PAGE else (BLOCK, self._blocks)
        units = [(start + at, view[at : at + size].cast(code)) for at in range(0, len(data), size)]
        # What holds the link of a node at 0 is never kept: a null pointer must not find a word there.
        kept = {at // size: unit for at, unit in units if not at <= self._next < at + size}
        if len(data) > BLOCK or (size == BLOCK and start not in memory.blocks):
            for number in self._passing:
                del views[number]
            kept = {number: unit for number, unit in kept.items() if number not in views}
            self._passing = list(kept)
        views.update(kept)
