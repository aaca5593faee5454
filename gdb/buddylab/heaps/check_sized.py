"""Says what is wrong with blocks that tell their own sizes, and with the order of their list."""

from __future__ import annotations

from itertools import islice
from typing import Iterator, List, Tuple

from buddylab.ends import End
from buddylab.heaps.free_list import Block, FreeList
from buddylab.heaps.heap_model import MOST, Heap, name
from buddylab.model import Problem

SURE = 8  # blocks of a list that no mark ends; of fewer, nobody knows that they are kept in address order
FEW = 20  # problems of one kind that are told; the rest would say the same again


def check_sized(heap: Heap) -> Iterator[Problem]:
    """The problems of each list."""
    for each in heap.lists:
        for kind in (_unknown(heap, each), _sizes(heap, each), _unordered(heap, each), _touching(heap, each)):
            yield from islice(kind, FEW)


def keeps_order(heap: Heap, each: FreeList) -> bool:
    """Whether the list is a ring, or a block of no bytes at the end of its memory ends it.

    Allocators that keep their blocks in address order, to merge neighbours, have one or the other.
    """
    own, nodes = each.own or {}, each.chain.addresses()
    if each.chain.end in (End.RING, End.HEAD):
        return True
    inside = not heap.regions or any(node in part for node in nodes[-1:] for part in heap.regions)
    return inside and bool(nodes) and own.get(nodes[-1]) == 0


def _unknown(heap: Heap, each: FreeList) -> Iterator[Problem]:
    """Each node tells how large its block is."""
    for node in each.chain.addresses():
        if each.own is not None and node not in each.own:
            yield Problem("size", node, f"The block at {node:#x} is free, but its size cannot be read.")


def _sizes(heap: Heap, each: FreeList) -> Iterator[Problem]:
    """No block is smaller than what it begins with, reaches further than memory, or says that it is handed out."""
    for block in each.blocks():
        what = name(heap, block)
        if block.size < heap.node_size:
            yield Problem(
                "size",
                block.address,
                f"{what} has {block.size} bytes by its own account; expected the {heap.node_size} bytes of"
                f" {heap.node or 'its link'} or more.",
            )
        elif block.address in heap.beyond or block.size > MOST:
            yield Problem(
                "size",
                block.address,
                f"{what} has {block.size} bytes by its own account, and reaches further than the memory there.",
            )
        if block.address in each.marked:
            yield Problem(
                "handed-out",
                block.address,
                f"{what} is free, but the highest bit of its size is set, as in a block that is handed out.",
            )


def _unordered(heap: Heap, each: FreeList) -> Iterator[Problem]:
    """Blocks lie in the order of their addresses, where that seems to be meant; a ring begins anywhere."""
    blocks = [block for block in each.blocks()]
    wrong = _descents(blocks)
    if each.chain.end == End.RING and len(wrong) == 1 and blocks[-1].address < blocks[0].address:
        return
    by_size = all(one.size <= two.size for one, two in zip(blocks, blocks[1:]))
    sure = keeps_order(heap, each) or (len(blocks) >= SURE and len(wrong) <= len(blocks) // SURE and not by_size)
    lowest = min(blocks, key=lambda block: block.address, default=None)
    for one, two in wrong if sure else ():
        if each.chain.end == End.RING and two == lowest:
            continue  # the ring comes round there
        yield Problem(
            "unordered",
            two.address,
            f"{name(heap, two)} comes after {name(heap, one)}, but lies before it; expected a list in the order of"
            " addresses.",
        )


def _descents(blocks: List[Block]) -> List[Tuple[Block, Block]]:
    return [(one, two) for one, two in zip(blocks, blocks[1:]) if two.address < one.address]


def _touching(heap: Heap, each: FreeList) -> Iterator[Problem]:
    """Two free blocks do not touch, where neighbours are merged: as many that do are no rule to be broken."""
    blocks = sorted(each.blocks(), key=lambda block: block.address)
    both = [(one, two) for one, two in zip(blocks, blocks[1:]) if one.end == two.address]
    merges = keeps_order(heap, each)
    if not merges and 2 * len(both) >= len(blocks):
        return
    doubt = "" if merges else " If neighbours are not merged here, that is correct."
    for one, two in both:
        yield Problem(
            "unmerged",
            one.address,
            f"{name(heap, one)} and {name(heap, two)} touch, and both are free; expected one block of"
            f" {one.size + two.size} bytes.{doubt}",
        )
