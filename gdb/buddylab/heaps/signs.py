"""What speaks against an allocator: sizes of blocks that what lies on the lists, or the memory, cannot have."""

from __future__ import annotations

from bisect import bisect_right
from typing import List

from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import MOST, Heap
from buddylab.spelling import human

SEVERAL = 3  # lists with blocks, of which most must make no sense
SMALL = 4  # lists, of which fewer with blocks say too little, however small those are


def against(heap: Heap, word_size: int) -> str:
    """Why the lists of `heap` are no allocator's, as a clause; "" where they may be, or it is said that they are."""
    if heap.is_told:
        return ""
    if len(heap.lists) > 8 * word_size:
        return f"list {len(heap.lists) - 1} would have blocks of 2 to the power of {len(heap.lists) - 1} bytes"
    full = [each for each in heap.lists if each.chain.nodes]
    for each in full:  # one is enough: no memory holds such a block, and its list would be most of the sum
        if each.size > MOST or each.blocks()[0].address in heap.beyond:
            return f"{_block(each)}, more than there is memory"
    tiny = [each for each in full if each.size < word_size]
    nodes = sorted({address for each in full for address in each.places()})
    odd = list(filter(None, (_odd(heap, each, nodes, word_size) for each in full)))
    is_odd = len(full) >= SEVERAL and 2 * len(odd) > len(full)
    is_tiny = len(heap.lists) > SMALL and 0 < len(full) == len(tiny)
    return odd[0] if is_odd or is_tiny else ""


def looks(heap: Heap) -> str:
    """What the lists look like if they are no allocator's."""
    lists = any(len(each.chain.nodes) > 1 for each in heap.lists)
    what = ("lists", "of") if lists else ("pointers", "to")
    node = f" {what[1]} {heap.node}" if heap.node else ""
    return f"an array of {len(heap.lists)} {what[0]}{node}"


def _odd(heap: Heap, each: FreeList, nodes: List[int], word_size: int) -> str:
    """Why no allocator has such a list; `nodes` are those of all lists in address order."""
    inside = heap.node_size > word_size
    least = heap.node_size if inside else word_size
    if each.size < least:
        return f"{_block(each)}, too few for the {least} bytes of {f'a {heap.node}' if inside else 'its link'}"
    for address in each.places():
        after = bisect_right(nodes, address)
        if after < len(nodes) and nodes[after] < address + each.size:
            return f"{_block(each)}, and the next one lies {human(nodes[after] - address)} behind it"
    return ""


def _block(each: FreeList) -> str:
    return f"a block of list {each.order} would have {human(each.size)}"
