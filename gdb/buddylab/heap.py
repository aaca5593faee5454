"""Reads a buddy heap: Memory + HeapShape -> Heap. Like walk.py it trusts nothing and judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Iterator, Optional, Tuple

from buddylab.image import Memory, Unreadable
from buddylab.heap_model import Block, FreeList, Heap
from buddylab.model import Shape
from buddylab.walk import Label, read, walk

PLAIN = re.compile(r"[\w$]+(\.\w+|->\w+|::\w+|\[[^][]*\])*")  # an expression behind which .member may stand as it is


@dataclass(frozen=True)
class Table:
    """Rows of words that a program keeps: where their number stands, where they start, where each field lies."""

    count: int  # the address of the word that says how many rows are in use
    rows: int  # the address of the first row
    stride: int  # from row to row, in bytes
    room: int  # how many rows fit
    fields: Tuple[int, ...]  # the offsets of the words that are read of each row

    def read(self, memory: Memory) -> Iterator[Tuple[int, ...]]:
        """The rows in use, as far as they can be read."""
        try:
            for row in range(min(memory.word(self.count), self.room)):
                start = self.rows + row * self.stride
                yield tuple(memory.word(start + field) for field in self.fields)
        except Unreadable:
            return


@dataclass(frozen=True)
class HeapShape:
    """Where the parts of a heap are; what the program does not have is None."""

    address: int
    label: str
    first: int  # the address of the head of list 0
    stride: int  # from head to head, in bytes
    lists: int  # how many heads there are
    member: str = ""  # how a head's word is reached from its name: ".head"
    order: Optional[int] = None  # the address of the word that says how many of the lists are in use
    user: Optional[int] = None  # the addresses of the counters
    allocated: Optional[int] = None
    total: Optional[int] = None
    regions: Optional[Table] = None  # rows of heap, start, end
    blocks: Optional[Table] = None  # rows of heap, address, size asked, order
    region: Optional[range] = None  # the memory managed, as the user gave it
    link: Shape = Shape()  # how the blocks of a list hang together
    circular: bool = False  # whether each list comes home to its head
    sizes: Tuple[int, ...] = ()  # of the blocks of each list, in bytes; () for the powers of two
    array: str = "free_list"  # how the array of heads is reached from `label`: data.value.free_list


def read_heap(memory: Memory, shape: HeapShape, label: Label = lambda address: None) -> Heap:
    """The heap as it stands in `memory`; chains that are damaged end where they cannot be followed."""
    in_use = _count(memory, shape.order)
    owner = shape.label if PLAIN.fullmatch(shape.label) else f"({shape.label})"
    lists = []
    for order in range(shape.lists if in_use is None else min(in_use, shape.lists)):
        at = shape.first + order * shape.stride
        name = label(at) or f"{owner}.{shape.array}[{order}]"
        member = "" if name.endswith(shape.member) else shape.member  # a name may lead to the word already
        link = replace(shape.link, home=at - shape.link.next) if shape.circular else shape.link
        size = shape.sizes[order] if shape.sizes else 0
        chain = walk(memory, link, read(memory, at, name), label, member)
        lists.append(FreeList(order, chain, size, shape.array.rpartition(".")[2]))
    return Heap(
        shape.address,
        shape.label,
        tuple(lists),
        _count(memory, shape.user),
        _count(memory, shape.allocated),
        _count(memory, shape.total),
        _regions(memory, shape),
        _taken(memory, shape, label),
    )


def _count(memory: Memory, address: Optional[int]) -> Optional[int]:
    return None if address is None else read(memory, address).value


def _regions(memory: Memory, shape: HeapShape) -> Tuple[range, ...]:
    if shape.region is not None:
        return (shape.region,)
    if shape.regions is None:
        return ()
    rows = shape.regions.read(memory)
    return tuple(
        sorted(
            (range(start, end) for heap, start, end in rows if heap == shape.address and start < end),
            key=lambda part: part.start,
        )
    )


def _taken(memory: Memory, shape: HeapShape, label: Label) -> Optional[Tuple[Block, ...]]:
    if shape.blocks is None:
        return None
    blocks = [
        Block(address, order, label(address), asked)
        for heap, address, asked, order in shape.blocks.read(memory)
        if heap == shape.address and order < 8 * memory.word_size
    ]
    if memory.interrupted:
        return None  # nobody knows how many more there are
    return tuple(sorted(blocks, key=lambda block: block.address))
