"""A naive buddy heap over an image of memory: the reference's rules once more, sharing no code with what it tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Optional, Tuple

from buddylab.ends import End
from buddylab.heaps.free_list import Block, FreeList
from buddylab.heaps.heap_model import Heap, HeapSnapshot
from buddylab.model import Chain, Word
from buddylab.snapshot import Moment

HEAP = 0x80219000  # struct buddy_heap: order, free_list[32], user, allocated, total
MEMORY = 0x8021A000


class Buddies:
    """Lists of addresses, the latest in front."""

    def __init__(self, size: int = 128, order: int = 8, start: int = MEMORY) -> None:
        self.order = order
        self.lists: List[List[int]] = [[] for _ in range(32)]
        self.user = self.allocated = self.total = 0
        self.regions: List[range] = []
        self.taken: Dict[int, Tuple[int, int]] = {}  # address: order, bytes asked for
        if size:
            self.add(start, start + size)

    def add(self, start: int, end: int) -> None:
        """Cuts [start, end) into the largest blocks that fit."""
        start, end = -(-start // 8) * 8, end // 8 * 8
        self.regions.append(range(start, end))
        while end - start >= 8:
            size = min(start & -start, 1 << ((end - start).bit_length() - 1), 1 << (self.order - 1))
            self.lists[size.bit_length() - 1].insert(0, start)
            start += size
            self.total += size

    def alloc(self, size: int, align: int = 1) -> Optional[int]:
        """The address of a block, None where there is none."""
        order = self._class(size, align)
        at = next((each for each in range(order, self.order) if self.lists[each]), None)
        if at is None:
            return None
        for each in range(at, order, -1):
            block = self.lists[each].pop(0)
            self.lists[each - 1][:0] = [block, block + (1 << (each - 1))]
        block = self.lists[order].pop(0)
        self.taken[block] = (order, size)
        self.user += size
        self.allocated += 1 << order
        return block

    def dealloc(self, block: int, size: int, align: int = 1) -> None:
        """Gives a block back and merges it upwards."""
        order = first = self._class(size, align)
        del self.taken[block]
        while order < self.order - 1 and block ^ (1 << order) in self.lists[order]:
            self.lists[order].remove(block ^ (1 << order))
            block = min(block, block ^ (1 << order))
            order += 1
        self.lists[order].insert(0, block)
        self.user -= size
        self.allocated -= 1 << first

    def _class(self, size: int, align: int) -> int:
        return (max(1 << (max(size, 1) - 1).bit_length(), align, 8)).bit_length() - 1

    def words(self) -> Dict[int, int]:
        """The heap as words of memory."""
        words = {HEAP: self.order}
        for order, blocks in enumerate(self.lists):
            for at, following in zip([HEAP + 8 + 8 * order] + blocks, blocks + [0]):
                words[at] = following
        return {**words, HEAP + 264: self.user, HEAP + 272: self.allocated, HEAP + 280: self.total}

    def heap(self, checked: bool = True) -> Heap:
        """The heap as the model has it."""
        words = self.words()
        lists = []
        for order in range(self.order):
            nodes = tuple(Word(block, words[block], label(block)) for block in self.lists[order])
            at = HEAP + 8 + 8 * order
            lists.append(FreeList(order, Chain(Word(at, words[at], label(at)), nodes, End.NULL, member=".head")))
        taken = [Block(at, order, label(at), asked) for at, (order, asked) in sorted(self.taken.items())]
        heap = Heap(HEAP, "heap", tuple(lists), self.user, self.allocated, self.total, order=self.order, room=32)
        return replace(heap, regions=tuple(self.regions), taken=tuple(taken)) if checked else heap

    def snapshot(self, checked: bool = True, stop: int = 3) -> HeapSnapshot:
        """The heap at a stop, compared with nothing."""
        return HeapSnapshot(self.heap(checked), Moment("Lesson 4: Splitting blocks", stop, "a step"))


def label(address: int) -> str:
    """The name of a list head, or of a word of the managed memory."""
    if HEAP <= address < HEAP + 288:
        return f"heap.free_list[{(address - HEAP - 8) // 8}]"
    return f"memory[{(address - MEMORY) // 8}]"
