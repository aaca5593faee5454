"""The nouns of free memory: Block, and FreeList, the list of the free blocks of one order. Nothing here knows GDB."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Callable, List, Mapping, Optional, Tuple

from buddylab.model import Chain


@dataclass(frozen=True)
class Block:
    """A run of a heap's memory, in a buddy system of 2 to the power of `order` bytes at a multiple of its size.

    The list that has such blocks may have another number: Heap.number tells it.
    """

    address: int
    order: int  # where its size is no power of two, that of the next smaller one
    label: Optional[str] = None  # the name of its first word
    asked: Optional[int] = None  # bytes asked for; None while it is free, and where nobody knows it
    sized: int = 0  # its size in bytes, where that is no power of two

    @property
    def size(self) -> int:
        """In bytes."""
        return self.sized or 1 << self.order

    @property
    def end(self) -> int:
        """The first address behind it."""
        return self.address + self.size


def block_of(address: int, size: int) -> Block:
    """The block of so many bytes, at least one."""
    order = size.bit_length() - 1
    return Block(address, order, sized=0 if size == 1 << order else size)


@dataclass(frozen=True)
class FreeList:
    """The free blocks of one order, as a list that runs through their first words; or through what stands for them."""

    order: int  # the list's own number
    chain: Chain
    sized: int = 0  # a block's size in bytes; 0 for 2 to the power of `order`
    array: str = "free_list"  # what the program calls the array of heads
    block: Optional[Callable[[int], int]] = None  # from a node's address to its block's; None where they are the same
    kind: str = ""  # of an order with several lists, what its blocks have in common: MIGRATE_MOVABLE
    index: int = 0  # which of these lists it is
    own: Optional[Mapping[int, int]] = None  # by node: how large its block is, where each tells that; 0: it has none
    marked: Tuple[int, ...] = ()  # of these the nodes that say that their blocks are handed out
    alone: bool = False  # whether it is the heap's only list, which is no element of an array

    @property
    def name(self) -> str:
        """Its head as the program writes it: free_list[4], kmem[4].freelist, freep."""
        if self.alone:
            return self.array
        index = f"[{self.index if self.kind else self.order}]"
        return self.array.replace("[]", index, 1) if "[]" in self.array else f"{self.array}{index}"

    @property
    def key(self) -> str:
        """What tells it from the heap's other lists."""
        return f"{self.order}-{self.index}" if self.kind else f"{self.order}"

    @property
    def called(self) -> str:
        """How a sentence speaks of it."""
        if self.alone:
            return "the list"
        return f"list {self.order} of {self.kind}" if self.kind else f"list {self.order}"

    @property
    def size(self) -> int:
        """The size of a block in bytes; of the largest where each tells its own."""
        return max(self.own.values(), default=0) if self.own is not None else self.sized or 1 << self.order

    @property
    def count(self) -> int:
        """How many blocks it has."""
        return len(self.chain.nodes) if self.own is None else sum(map(bool, self.own.values()))

    @property
    def free_bytes(self) -> int:
        """The sum of its blocks."""
        return self.count * self.size if self.own is None else sum(self.own.values())

    def blocks(self) -> Tuple[Block, ...]:
        """The blocks in list order, without their names."""
        return self._blocks

    @cached_property
    def _blocks(self) -> Tuple[Block, ...]:
        if self.own is not None:
            sizes = (self.own.get(node, 0) for node in self.chain.addresses())
            return tuple(block_of(place, size) for place, size in zip(self.places(), sizes) if size)
        one = block_of(0, self.size)
        return tuple(Block(address, one.order, sized=one.sized) for address in self.places())

    def places(self) -> List[int]:
        """The blocks' addresses in list order."""
        nodes = self.chain.addresses()
        return nodes if self.block is None else list(map(self.block, nodes))

    def place(self, node: int) -> int:
        """The address of the block that the node at `node` is in, or stands for."""
        return node if self.block is None else self.block(node)
