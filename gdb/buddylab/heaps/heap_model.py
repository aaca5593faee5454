"""The nouns of a heap: Heap, what has happened to it, and what its snapshot holds. As in model.py nothing knows GDB."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Dict, Iterable, List, Optional, Tuple

from buddylab.addresses import Spelling
from buddylab.heaps.free_list import Block, FreeList
from buddylab.heaps.tree import FREE, LEAF, Tree
from buddylab.heaps.zone import Zone
from buddylab.model import Problem, Word
from buddylab.snapshot import Change, Moment

BUDDY, PAGES, SIZED = "buddy", "pages", "sized"  # kinds: halved and merged; of one size a list; each tells its own
MOST = 1 << 47  # bytes; more than any memory has, and no counter can have gone so far below zero


@dataclass(frozen=True)
class Heap:
    """A heap as it was read: its free lists or its tree, its books, and what a checked build knows beside it."""

    address: int
    label: str
    lists: Tuple[FreeList, ...]  # in the order of their orders, the empty ones too
    user: Optional[int]  # bytes asked for; None where the heap does not count them
    allocated: Optional[int]  # bytes handed out for them
    total: Optional[int]  # bytes added
    regions: Tuple[range, ...] = ()  # the memory that was added, in address order; () where nobody tells
    taken: Optional[Tuple[Block, ...]] = None  # blocks handed out, in address order; None without a checked build
    problems: Tuple[Problem, ...] = ()
    order: Optional[int] = None  # how many lists it says are in use; None where it does not say
    room: int = 0  # how many lists it can have
    tree: Optional[Tree] = None  # in place of the lists
    zone: Optional[Zone] = None  # what a zone of Linux says of itself
    kind: str = BUDDY
    node: str = ""  # the type of what lies on the lists, where it has one
    node_size: int = 0  # its bytes
    beyond: Tuple[int, ...] = ()  # the addresses of blocks that reach further than the memory there
    left: Optional[Tuple[str, int]] = None  # what counts the free bytes, where nothing else does, and what it says
    least: Optional[Tuple[str, int]] = None  # what counts how few they ever were, and what it says
    base: int = 0  # of a buddy system: where a block lies, as a multiple of its size, is counted from here

    @property
    def is_buddy(self) -> bool:
        """Whether its blocks are halved and merged, so that each has a buddy."""
        return self.kind == BUDDY

    @property
    def is_one(self) -> bool:
        """False of what turned out to be no heap."""
        return not any(problem.kind == "no-heap" for problem in self.problems)

    @property
    def is_made(self) -> bool:
        """Whether it has lists, or a tree; a zone also has pages."""
        is_empty = self.zone is not None and self.zone.present == 0 and not any(each.chain.nodes for each in self.lists)
        return bool(self.lists) and not is_empty or (self.tree is not None and bool(self.tree.nodes))

    @property
    def knows_order(self) -> bool:
        """Whether the lists are as many as it says are in use."""
        return self.order in (None, len(self.lists))

    @property
    def added(self) -> Optional[int]:
        """The bytes added, where it counts them and that can be true."""
        return None if self.total is None or is_absurd(self.total) else self.total

    @property
    def is_told(self) -> bool:
        """Whether something says that it is an allocator: its numbers, whatever they hold now, its memory or sizes."""
        counts = None not in (self.total, self.allocated) or self.order is not None
        sizes = any(each.sized or each.own is not None for each in self.lists)
        return counts or bool(self.regions) or sizes or self.kind != BUDDY or self.tree is not None

    @property
    def unused(self) -> Optional[int]:
        """The bytes that are free by the counters, where it has them and they can be true."""
        if self.added is None or self.allocated is None or is_absurd(self.allocated) or self.allocated > self.added:
            return None
        return self.added - self.allocated

    @property
    def is_balanced(self) -> bool:
        """Whether the free blocks are all that the counters say is free."""
        return self.free_bytes == self.unused and all(each.chain.ends_well for each in self.lists)

    def free(self) -> Tuple[Block, ...]:
        """Every free block, in address order, without its name; one that is on two lists comes twice."""
        return self._free

    def named(self, block: Block) -> Block:
        """A block with its name if it has one: naming each of very many would take long.

        A name of what merely stands for it is none of its own.
        """
        if block.label is not None:
            return block
        if self.tree is not None:
            return replace(block, label=self.tree.label(block.address))
        if block.address not in self._words:
            return block
        each, at = self._words[block.address]
        return block if each.block is not None else replace(block, label=each.chain.nodes[at].label)

    def holder(self, block: Block) -> Optional[FreeList]:
        """The list that a free block is on; of two, the last."""
        found = self._words.get(block.address)
        return found[0] if found is not None and found[0].size == block.size else None

    def buddy(self, block: Block) -> int:
        """The address of the block with which this one makes a block of twice the size."""
        return self.base + (block.address - self.base ^ block.size)

    def number(self, size: int) -> Optional[int]:
        """The number of the list that has the blocks of so many bytes, or their order in a tree; None for none."""
        if self.tree is not None:
            order = size.bit_length() - 1
            return order if LEAF <= order <= self.tree.order and size == 1 << order else None
        return self._numbers.get(size)

    @property
    def largest(self) -> int:
        """The size of the largest blocks that it can have; 1 where there are none."""
        return len(self.tree.region) or 1 if self.tree else max((each.size for each in self.lists), default=1)

    @property
    def free_bytes(self) -> int:
        """The sum of the free blocks."""
        if self.tree is not None:
            return sum(block.size for block in self._free)
        return sum(each.free_bytes for each in self.lists)

    @property
    def counted(self) -> int:
        """Of a zone: the free pages of the kinds that it counts."""
        left_out = frozenset() if self.zone is None else self.zone.shape.uncounted
        return sum(len(each.chain.nodes) << each.order for each in self.lists if each.kind not in left_out)

    @cached_property
    def _free(self) -> Tuple[Block, ...]:
        if self.tree is not None:
            return tuple(Block(*place) for place in self.tree.blocks(FREE))
        blocks = [block for each in self.lists for block in each.blocks()]
        return tuple(sorted(blocks, key=lambda block: (block.address, block.order)))

    @cached_property
    def _numbers(self) -> Dict[int, int]:
        return {each.size: each.order for each in self.lists}

    @cached_property
    def _words(self) -> Dict[int, Tuple[FreeList, int]]:
        """The list, and the place in it, of each free block."""
        return {address: (each, at) for each in self.lists for at, address in enumerate(each.places())}


@dataclass(frozen=True)
class HeapDifference:
    """What happened to a heap's blocks between an earlier stop and now, as far as the two states tell."""

    since: int  # the number of the earlier stop
    changed: Tuple[Change, ...] = ()  # list heads and first words of free blocks, in address order
    split: Tuple[Block, ...] = ()  # free then; now smaller blocks lie in its place
    merged: Tuple[Block, ...] = ()  # free now; then smaller blocks lay in its place
    taken: Tuple[Block, ...] = ()  # handed out since
    returned: Tuple[Block, ...] = ()  # given back since
    grown: int = 0  # bytes of memory added since
    resized: Tuple[Tuple[Block, Block], ...] = ()  # handed out then and now at the same place, but not of the same size
    anew: bool = False  # the heap had other lists or other memory then, so that its blocks cannot be compared
    fresh: bool = False  # it had none at all
    title: Optional[str] = None  # of that stop; None where it is only the one before, and new things are marked
    then: Optional[Heap] = None  # the heap as it was then, in a comparison with a title
    unknown: Tuple[int, ...] = ()  # the heads and first words of which no copy was kept: not known, not changed
    known: bool = True  # whether what was kept tells what happened to the blocks


@dataclass(frozen=True)
class HeapSnapshot:
    """Everything that one show-freelists saw, ready to be drawn in any form."""

    heap: Heap
    moment: Moment = Moment()
    difference: Optional[HeapDifference] = None  # None: there is no earlier stop to compare with
    word_size: int = 8
    spelling: Spelling = Spelling()
    order: Optional[int] = None  # of the only list that table and chains show; None: all
    all_orders: bool = False  # whether the table shows empty lists as well
    pointers: Tuple[Word, ...] = ()  # variables that point into blocks, such as vec.buffer
    note: str = ""  # how it was read, where that may be otherwise
    blank: bool = False  # only the frame is shown: lists and blocks are to be filled in

    def lists(self) -> List[FreeList]:
        """The lists to show."""
        return [each for each in self.heap.lists if self.order in (None, each.order)]

    def changed(self) -> Dict[int, Change]:
        """The changed words by address; empty where there is nothing to compare with."""
        return {} if self.difference is None else {change.address: change for change in self.difference.changed}


def is_absurd(counter: int) -> bool:
    """Whether no counter of bytes can hold this."""
    return abs(counter) > MOST


def below_zero(number: int, word_size: int) -> Optional[int]:
    """What `number` means in a word that counted below zero; None where it is no such number."""
    below = number - (1 << 8 * word_size)
    return below if is_absurd(number) and not is_absurd(below) else None


def joined(ranges: Iterable[range], gap: int = 0) -> List[range]:
    """`ranges` in address order, those joined that overlap or are at most `gap` apart."""
    result: List[range] = []
    for each in sorted(ranges, key=lambda each: each.start):
        if result and each.start <= result[-1].stop + gap:
            result[-1] = range(result[-1].start, max(result[-1].stop, each.stop))
        else:
            result.append(each)
    return result


def name(heap: Heap, block: Block) -> str:
    """A block by its address, and its name if it has one: memory[2] at 0x8021a010."""
    block = heap.named(block)
    return f"{block.label} at {block.address:#x}" if block.label else f"{block.address:#x}"
