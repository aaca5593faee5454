"""Which block an address lies in, as show-freelists --find says it."""

from __future__ import annotations

from buddylab.draw.words import heap_text
from buddylab.heaps.heap_model import HeapSnapshot
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
        known = "" if heap.taken is not None else "; only a checked build knows which block was handed out there"
        return f"{at(address)} is not in a free block of {heap.label}{known}."
    block = heap.named(blocks[0])
    free = {(other.address, other.order) for other in heap.free()}
    state = "free" if (block.address, block.order) in free else "handed out"
    state += "" if block.asked is None else f" for {human(block.asked)}"
    buddy = f"its buddy is {at(block.buddy)}, which differs in bit {block.order}, and "
    each = heap.holder(block)
    if heap.regions and not any(block.buddy in part for part in heap.regions):
        buddy += "does not belong to the heap"
    elif (block.buddy, block.order) in free:
        buddy += "is free"
    else:
        buddy += f"is not free as a block of {human(block.size)}"
    number = heap.number(block.size)
    kind = human(block.size) + ("" if number is None else f" of order {number}")
    kind += f", {each.kind}" if each is not None and each.kind else ""
    return f"{at(address)} lies in {heap_text.name(snapshot, block)}, {kind}, {state}; {buddy}."
