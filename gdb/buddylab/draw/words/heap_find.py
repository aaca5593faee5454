"""Which block an address lies in, as show-freelists --find says it."""

from __future__ import annotations

from buddylab.draw.words import heap_text
from buddylab.heaps.heap_model import Block, Heap, HeapSnapshot
from buddylab.spelling import human


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
            return (
                f"{at(address)} is not in a free block of {heap.label}: it was handed out, or is on a processor's list."
            )
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
    return told + ("is free" if _is_free(heap, other, block.size) else f"is not free as a block of {human(block.size)}")


def _is_free(heap: Heap, address: int, size: int) -> bool:
    return any((block.address, block.size) == (address, size) for block in heap.free())
