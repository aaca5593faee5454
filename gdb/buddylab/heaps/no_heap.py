"""Tells what is no heap, such as one that was overwritten: one sentence then, and nothing of it is believed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Dict, List, Optional

from buddylab import poison
from buddylab.ends import End
from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import Heap
from buddylab.heaps.signs import against, looks
from buddylab.model import Problem

FEW = 3  # lists whose heads are damaged; of more, and most of those in use, no allocator makes sense
ASTRAY = (End.NULL, End.MISALIGNED, End.UNREADABLE, End.NOT_RAM)  # ends of a list that is damaged at its head


def believed(heap: Heap, word_size: int = 8) -> Heap:
    """`heap` as it is; of what is none only its place, and the problem that says so."""
    if not heap.is_made and heap.zone is not None:
        return heap
    if heap.tree is not None and heap.tree.fault:
        return _nothing(heap, f"{heap.label} is not a buddy tree: {heap.tree.fault}.")
    why = against(heap, word_size)
    if why:
        told = f"{heap.label} is no allocator: it looks like {looks(heap)}, and {why}"
        return _nothing(heap, f"{told}; --order-size says how large blocks are, if it is one.")
    used = [each for each in heap.lists if each.chain.nodes or not each.chain.ends_well]
    lost = [each for each in used if _is_astray(each)]
    counts = heap.unused is not None and heap.knows_order
    shared = [] if counts else _shared(used)  # its own words speak for it: a half was put on several lists, say
    if len(lost) + len(shared) <= FEW or 2 * (len(lost) + len(shared)) <= len(used):
        return heap
    return _nothing(heap, _said(heap, lost, shared, word_size))


def _nothing(heap: Heap, said: str) -> Heap:
    """What is left of what is no heap."""
    problem = Problem("no-heap", heap.address, said)
    nothing: Dict[str, Optional[int]] = {"user": None, "allocated": None, "total": None, "order": None}
    return replace(heap, lists=(), taken=None, problems=(problem,), **nothing)


def _is_astray(each: FreeList) -> bool:
    """Whether its head leads to no block at all. What is not known, or leads back to the head, may be meant so."""
    chain = each.chain
    known = not chain.absent and not chain.interrupted
    return known and not chain.nodes and not chain.ends_well and chain.end in ASTRAY


def _shared(lists: List[FreeList]) -> List[FreeList]:
    """Those whose first block is the first of another list, too."""
    first = {each.order: each.chain.head.value for each in lists if each.chain.nodes}
    times = Counter(first.values())
    return [each for each in lists if times[first.get(each.order)] > 1]


def _said(heap: Heap, lost: List[FreeList], shared: List[FreeList], word_size: int) -> str:
    head, member = (lost or shared)[0].chain.head, (lost or shared)[0].chain.member
    count, lists = len(lost) + len(shared), len(heap.lists)
    which = f"all {lists}" if count == lists else f"{count} of its {lists}"
    where = " and ".join(["nowhere"] * bool(lost) + ["to blocks of other lists"] * bool(shared))
    name = f"{head.label}{member}" if head.label else "a head"
    clause = poison.clause(head.value, head.address, word_size)
    holds = "cannot be read" if head.value is None else f"holds {head.value:#x}{clause}"
    look = f" (watch -l {head.label}{member} stops where)" if head.label else ""
    told = f"{heap.label} is not a heap: {which} lists lead {where}, {name} {holds}"
    return f"{told}; it was overwritten{look} or never made."
