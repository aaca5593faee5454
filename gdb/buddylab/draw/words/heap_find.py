"""Which block an address lies in, as show-freelists --find says it."""

from __future__ import annotations

from typing import Iterable, Tuple

from buddylab.draw.words import heap_text
from buddylab.heaps.free_list import Block
from buddylab.heaps.heap_model import Heap, HeapSnapshot
from buddylab.heaps.zone import Zone
from buddylab.spelling import count, human, together


def find(snapshot: HeapSnapshot, address: int) -> str:
    """Which block `address` lies in, its buddy, and whether that is free; and whether the heap is damaged."""
    heap = snapshot.heap
    if not heap.is_one:
        return f"It is not known in which block {snapshot.spelling.address(address)} lies."
    if not heap_text.is_damaged(snapshot):
        return _found(snapshot, address)
    return f"{_found(snapshot, address)} But the {heap_text.noun(snapshot)} is damaged; leave out --find to see how."


def _found(snapshot: HeapSnapshot, address: int) -> str:
    heap, at = snapshot.heap, snapshot.spelling.address
    blocks = [block for block in (*heap.free(), *(heap.taken or ())) if block.address <= address < block.end]
    if not blocks:
        if heap.zone is not None and heap.zone.memory is not None and address in heap.zone.memory:
            return _apart(heap.zone, at(address), heap.label, address)
        if heap.regions and not any(address in part for part in heap.regions):
            return f"{at(address)} is not in the memory of {heap.label}."
        known = "" if heap.taken is not None or not heap.is_buddy else "; only a checked build knows which block was"
        return f"{at(address)} is not in a free block of {heap.label}{known and known + ' handed out there'}."
    block = heap.named(blocks[0])
    state = "free" if _is_free(heap, block.address, block.size) else "handed out"
    state += "" if block.asked is None else f" for {human(block.asked)}"
    number, each = heap.number(block.size), heap.holder(block)
    kind = human(block.size) + (f" of order {number}" if number is not None and heap.is_buddy else "")
    kind += f", {each.kind}" if each is not None and each.kind else ""
    buddy = f"; {_buddy(snapshot, block)}" if heap.is_buddy else ""
    return f"{at(address)} lies in {heap_text.name(snapshot, block)}, {kind}, {state}{buddy}."


def _buddy(snapshot: HeapSnapshot, block: Block) -> str:
    """What is to be said of a block's buddy."""
    heap, other = snapshot.heap, snapshot.heap.buddy(block)
    bit = "" if heap.base else f", which differs in bit {block.order},"
    told = f"its buddy is {snapshot.spelling.address(other)}{bit} and "
    if heap.regions and not any(other in part for part in heap.regions):
        return f"{told}does not belong to the heap"
    if _is_free(heap, other, block.size):
        return f"{told}is free"
    inside = "" if heap.zone is None else _inside(heap, heap.zone, range(other, other + block.size))
    return f"{told}is not free as a block of {human(block.size)}{inside}"


def _is_free(heap: Heap, address: int, size: int) -> bool:
    return any((block.address, block.size) == (address, size) for block in heap.free())


def _apart(zone: Zone, said: str, label: str, address: int) -> str:
    """What is said of an address in a zone that lies in none of its free blocks."""
    keeper = zone.keeper(address)
    if keeper is None:
        return f"{said} is not in a free block of {label}: it was handed out, or was never given to it."
    return f"{said} is on a list of processor {keeper.cpu}: it was given back, but not yet to {label}."


def _inside(heap: Heap, zone: Zone, part: range) -> str:
    """What the pages there are, which are not free as one block."""

    def pages(starts: Iterable[Tuple[int, int]]) -> int:
        return sum(max(0, min(stop, part.stop) - max(start, part.start)) for start, stop in starts) // zone.shape.page

    free = pages((block.address, block.end) for block in heap.free())
    parked = pages((each.start, each.stop) for each in zone.parked)
    every = len(part) // zone.shape.page
    numbers = (
        (free, "free in smaller blocks"),
        (parked, "on the processors' lists"),
        (every - free - parked, "handed out"),
    )
    return f"; its {count(every, 'page')}: {together([f'{number} {what}' for number, what in numbers if number])}"
