"""What is said of free lists that are no buddy system's: blocks of one size, or blocks that tell their own."""

from __future__ import annotations

from typing import List

from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import PAGES, SIZED, Heap
from buddylab.spelling import count, human


def kind(heap: Heap) -> str:
    """What the heap is: its lists, and how large its blocks are."""
    lists = "a list" if len(heap.lists) == 1 else count(len(heap.lists), "list")
    if heap.kind == SIZED:
        return f"{lists} of blocks of any size"
    sizes = {each.size for each in heap.lists}
    if len(sizes) > 1:
        return f"{lists} of blocks of {human(min(sizes))} to {human(max(sizes))}"
    return f"{lists} of blocks of {human(heap.largest)}"


def size(each: FreeList, node: int) -> str:
    """How large the block of a node is."""
    if each.own is None:
        return human(each.size)
    own = each.own.get(node)
    return "unreadable" if own is None else human(own) if own else "mark"


def books(heap: Heap, is_damaged: bool) -> List[str]:
    """What is free, in how many blocks; and what the program counts, if it does."""
    blocks = heap.free()
    free = f"free {heap.free_bytes} bytes"
    pieces = f" in {len(blocks)} blocks" if len(blocks) > 1 else ""
    if heap.kind == SIZED and len(blocks) > 1 and not is_damaged:
        largest = max(block.size for block in blocks)
        pieces += f", the largest of {human(largest)}: fragmentation {1 - largest / heap.free_bytes:.2f}"
    if heap.left is None:
        return [f"{free}{pieces}; this heap has no counters to compare that with."]
    name, left = heap.left
    if left != heap.free_bytes:
        lines = [f"{free}, but {name} is {left}."]
    elif is_damaged:
        lines = [f"{free} = {name}, though the list is damaged."]
    else:
        verified = "" if heap.problems else " (verified)"
        lines = [f"{free} = {name}{verified}{pieces and ',' + pieces}."]
    return lines + ([f"{heap.least[0]} is {heap.least[1]}."] if heap.least is not None else [])


def spoken(heap: Heap) -> List[str]:
    """Each list that has blocks, for those who cannot see the figure."""
    return [
        f"{each.name} has {count(each.count, 'block')}" + (f" of {human(each.size)}" if heap.kind == PAGES else "")
        for each in heap.lists
        if each.count
    ]
