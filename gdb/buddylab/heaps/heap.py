"""Reads a buddy heap: Memory + HeapShape -> Heap. Like walk.py it trusts nothing and judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from buddylab.ends import End
from buddylab.memory.image import Memory, Unreadable
from buddylab.heaps.free_list import Block, FreeList
from buddylab.heaps.heap_model import BUDDY, MOST, Heap, is_absurd
from buddylab.heaps.read_tree import read_tree
from buddylab.heaps.read_zone import read_zone
from buddylab.heaps.tree import TAKEN, TreeShape
from buddylab.heaps.zone import Zone, ZoneShape
from buddylab.model import Chain, Shape, Word
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
    widths: Mapping[int, int] = field(default_factory=dict)  # by address: of counters that are no words, in bytes
    tree: Optional[TreeShape] = None  # in place of the lists
    block: Optional[Callable[[int], int]] = None  # from a node's address to its block's; None where they are the same
    zone: Optional[ZoneShape] = None  # of Linux: then each order has a list for each kind of block
    kind: str = BUDDY
    # Of a node: how large its block is, 0 for none, and whether that says that it is handed out; raises Unreadable.
    own: Optional[Callable[[Memory, int], Tuple[int, bool]]] = None
    named: Optional[Label] = None  # from a node's address to its name, where that is not its word's
    alone: bool = False  # whether there is but one list, which is no element of an array
    node: str = ""  # the type of what lies on the lists, and its size
    node_size: int = 0
    left: Optional[Tuple[str, int]] = None  # what counts the free bytes, and its address
    least: Optional[Tuple[str, int]] = None  # what counts how few they ever were, and its address
    base: int = 0  # of a buddy system: from where the blocks' places are counted
    around: Tuple[range, ...] = ()  # the memory managed, where only the variables that blocks lie in tell it


def read_heap(memory: Memory, shape: HeapShape, label: Label = lambda address: None) -> Heap:
    """The heap as it stands in `memory`; chains that are damaged end where they cannot be followed.

    Where the number of lists in use cannot be true, the lists are those up to the last that is in use.
    """
    if shape.tree is not None:
        return _tree(memory, shape, shape.tree, label)
    if shape.zone is not None:
        return _zone(memory, shape, read_zone(memory, shape.zone))
    order, total = _count(memory, shape, shape.order), _count(memory, shape, shape.total)
    every = range(shape.lists)
    heap = Heap(
        shape.address,
        shape.label,
        _lists(memory, shape, every if order is None else every[:order], label),
        _signed(shape, shape.user, _count(memory, shape, shape.user), total, memory.word_size),
        _signed(shape, shape.allocated, _count(memory, shape, shape.allocated), total, memory.word_size),
        total,
        _regions(memory, shape),
        _taken(memory, shape, label),
        order=order,
        room=shape.lists,
        kind=shape.kind,
        node=shape.node,
        node_size=shape.node_size,
        left=_named_count(memory, shape, shape.left),
        least=_named_count(memory, shape, shape.least),
        base=shape.base,
    )
    heap = replace(heap, beyond=tuple(_beyond(memory, heap)))
    if order is None or (heap.is_balanced and 0 < order <= shape.lists):
        return heap
    whole = replace(heap, lists=_in_use((*heap.lists, *_lists(memory, shape, every[order:], label))))
    more = len(whole.lists) > len(heap.lists) and (order == 0 or whole.is_balanced)
    return whole if more or (order > shape.lists and whole.lists) else heap


def _tree(memory: Memory, shape: HeapShape, place: TreeShape, label: Label) -> Heap:
    """A heap that is a tree, which tells what is handed out, though not for how many bytes."""
    tree = read_tree(memory, place, label)
    total = len(tree.region)
    user, allocated = (
        _signed(shape, each, _count(memory, shape, each), total, memory.word_size)
        for each in (shape.user, shape.allocated)
    )
    regions = (tree.region,) if tree.nodes else ()
    taken = tuple(Block(*place) for place in tree.blocks(TAKEN))
    return Heap(shape.address, shape.label, (), user, allocated, total, regions, taken, tree=tree)


def _zone(memory: Memory, shape: HeapShape, zone: Zone) -> Heap:
    """A heap that is a zone of Linux; no variable is where its nodes and blocks are."""
    owner, lists = _owner(shape), []
    for order in range(shape.lists):
        for index, kind in enumerate(zone.shape.kinds):
            at = shape.first + order * shape.stride + index * zone.shape.apart
            name = f"{owner}.{shape.array}[{order}].{zone.shape.array}[{index}]"
            chain = walk(memory, replace(shape.link, home=at), read(memory, at, name))
            size = zone.shape.page << order
            lists.append(FreeList(order, chain, size, zone.shape.array, shape.block, kind, index))
    regions = () if zone.memory is None else (zone.memory,)
    return Heap(shape.address, shape.label, tuple(lists), None, None, None, regions, zone=zone)


def _owner(shape: HeapShape) -> str:
    return shape.label if PLAIN.fullmatch(shape.label) else f"({shape.label})"


def _lists(memory: Memory, shape: HeapShape, orders: range, label: Label) -> Tuple[FreeList, ...]:
    """The lists of `orders`."""
    owner = _owner(shape)
    array = shape.array.rpartition(".")[2]
    if shape.alone or not array or "[]" in shape.array:
        array = shape.array if shape.alone else f"{owner}{shape.array}"
    lists = []
    for order in orders:
        at = shape.first + order * shape.stride
        size = shape.sizes[order] if shape.sizes else 0
        each = FreeList(order, Chain(Word(at, None), (), End.NULL), size, array, shape.block, alone=shape.alone)
        name = label(at) or (each.name if each.name.startswith(owner) else f"{owner}.{shape.array}[{order}]")
        member = "" if name.endswith(shape.member) else shape.member  # a name may lead to the word already
        link = replace(shape.link, home=at - shape.link.next) if shape.circular else shape.link
        each = replace(each, chain=walk(memory, link, read(memory, at, name), shape.named or label, member))
        lists.append(each if shape.own is None else _telling(memory, shape.own, each))
    return tuple(lists)


def _telling(memory: Memory, own: Callable[[Memory, int], Tuple[int, bool]], each: FreeList) -> FreeList:
    """The same list with the sizes that its blocks tell."""
    sizes: Dict[int, int] = {}
    marked: List[int] = []
    for node in each.chain.addresses():
        try:
            sizes[node], is_marked = own(memory, node)
        except Unreadable:
            continue
        marked += [node] if is_marked else []
    return replace(each, own=sizes, marked=tuple(marked))


def _beyond(memory: Memory, heap: Heap) -> Iterator[int]:
    """The blocks, by their own account, that do not lie in memory to their ends; what is only not known may lie there.

    Of blocks whose size is that of their list the first one stands for all.
    """
    for each in heap.lists:
        for block in each.blocks()[: None if each.own is not None else 1]:
            if block.size <= MOST and not _holds(memory, block.end - memory.word_size):
                yield block.address


def _holds(memory: Memory, address: int) -> bool:
    """Whether there is memory, as far as that is known."""
    try:
        memory.word(address & -memory.word_size)
    except Unreadable as fault:
        return fault.kind == "interrupted" or bool(memory.why(address))
    return True


def _in_use(lists: Tuple[FreeList, ...]) -> Tuple[FreeList, ...]:
    """Those up to the last that is not empty."""
    used = [each.order for each in lists if each.chain.head.value and (each.chain.nodes or not each.chain.ends_well)]
    return lists[: max(used, default=-1) + 1]


def _count(memory: Memory, shape: HeapShape, address: Optional[int]) -> Optional[int]:
    if address is None:
        return None
    try:
        data = memory.read(address, shape.widths.get(address, memory.word_size))
    except Unreadable:
        return None
    return int.from_bytes(data, "big" if memory.byteorder == "big" else "little")


def _named_count(memory: Memory, shape: HeapShape, named: Optional[Tuple[str, int]]) -> Optional[Tuple[str, int]]:
    """What a counter outside the heap says, with its name."""
    value = None if named is None else _count(memory, shape, named[1])
    return None if named is None or value is None else (named[0], value)


def _signed(
    shape: HeapShape, address: Optional[int], value: Optional[int], total: Optional[int], word_size: int
) -> Optional[int]:
    """A counter of what was given out, which counts below zero where more came back."""
    if value is None or address is None:
        return None
    below = value - (1 << 8 * shape.widths.get(address, word_size))
    is_below = -below <= value and value > (total or 0) and not is_absurd(below)
    return below if is_below else value


def _regions(memory: Memory, shape: HeapShape) -> Tuple[range, ...]:
    if shape.region is not None:
        return (shape.region,)
    if shape.regions is None:
        return shape.around
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
