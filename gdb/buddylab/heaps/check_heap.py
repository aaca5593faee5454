"""Says what is wrong with a heap: the invariants of its kind, each broken one a named problem."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Dict, Iterator, List, Sequence, Tuple

from buddylab.check import check
from buddylab.heaps.check_books import check_books, check_order
from buddylab.heaps.check_tree import check_tree
from buddylab.heaps.check_sized import check_sized
from buddylab.heaps.check_zone import check_zone
from buddylab.heaps.free_list import Block, FreeList
from buddylab.heaps.heap_model import SIZED, Heap, joined, name
from buddylab.model import Problem
from buddylab.heaps.no_heap import believed

Found = Tuple[Block, FreeList]  # a free block, and the list that it is on
MOST = 20  # problems of one kind that are told; the rest would say the same again


def check_heap(heap: Heap, word_size: int = 8) -> Heap:
    """`heap` with its problems, and each of its chains with its own; what is no heap has one, and nothing else."""
    heap = believed(heap, word_size)
    if not heap.is_one or heap.zone is not None and not heap.is_made:
        return heap
    lists = tuple(
        replace(each, chain=replace(each.chain, problems=check(each.chain, word_size))) for each in heap.lists
    )
    heap = replace(heap, lists=lists)
    found = _found(heap)
    of_blocks = [_outside(heap, found), _twice(heap, found), _overlaps(heap)]
    if heap.is_buddy:
        of_blocks = [_misaligned(heap, found), *of_blocks, _unmerged(heap)]
    elif heap.kind == SIZED:
        of_blocks = [*of_blocks, check_sized(heap)]
    problems = [*check_order(heap, word_size), *_chains(lists)]
    problems += islice(check_tree(heap.tree), MOST) if heap.tree is not None else ()
    problems += [problem for kind in of_blocks for problem in islice(kind, MOST)]
    problems += check_books(replace(heap, problems=tuple(problems)), word_size)
    problems += check_zone(heap) if heap.zone is not None else ()
    kept: Dict[str, List[Problem]] = {}
    for problem in problems:
        kept.setdefault(problem.kind, []).append(problem)
    return replace(heap, problems=tuple(problem for group in kept.values() for problem in group[:MOST]))


def _chains(lists: Sequence[FreeList]) -> Iterator[Problem]:
    for each in lists:
        for problem in each.chain.problems:
            what = "is not known to its end" if problem.kind in ("absent", "interrupted") else "is damaged"
            yield replace(problem, message=f"{each.called[0].upper()}{each.called[1:]} {what}. {problem.message}")


def _found(heap: Heap) -> List[Found]:
    """Every free block with the list that it is on, in address order."""
    found = [(block, each) for each in heap.lists for block in each.blocks()]
    return sorted(found, key=lambda one: (one[0].address, one[1].order, one[1].index))


def _misaligned(heap: Heap, found: Sequence[Found]) -> Iterator[Problem]:
    """A block's address is a multiple of its size, counted from where the heap's memory starts."""
    start = f", from {heap.base:#x} on" if heap.base else ""
    for block, each in found:
        if (block.address - heap.base) % block.size:
            yield Problem(
                "misaligned-block",
                block.address,
                f"{name(heap, block)} is on {each.called}, but not at a multiple of its size, {block.size}{start}.",
            )


def _outside(heap: Heap, found: Sequence[Found]) -> Iterator[Problem]:
    """A block lies inside the memory that was added; regions that touch can hold one block between them."""
    regions = joined(heap.regions)
    memory = ", ".join(f"{part.start:#x} to {part.stop:#x}" for part in regions)
    for block, each in found if regions else ():
        if not any(block.address in part and block.end - 1 in part for part in regions):
            yield Problem(
                "out-of-region",
                block.address,
                f"{name(heap, block)} is on {each.called}, but not in the heap's memory, {memory}.",
            )


def _twice(heap: Heap, found: Sequence[Found]) -> Iterator[Problem]:
    seen: Dict[int, FreeList] = {}
    for block, each in found:
        if block.address in seen:
            both = f"{seen[block.address].called} and {each.called}"
            yield Problem(
                "two-lists", block.address, f"{name(heap, block)} is on two lists: {both}; expected it on one."
            )
        seen[block.address] = each


def _overlaps(heap: Heap) -> Iterator[Problem]:
    """Free blocks share no byte with one another, nor with a block that is handed out."""
    # What is on two lists is told as that; what was handed out twice is told here.
    blocks = sorted([*{*heap.free()}, *(heap.taken or ())], key=lambda block: (block.address, -block.size))
    reach = blocks[:1]  # the block that reaches furthest so far
    for block in blocks[1:]:
        if block.address < reach[0].end:
            yield Problem("overlap", block.address, f"{_what(heap, block)} overlaps {_what(heap, reach[0])}.")
        if block.end > reach[0].end:
            reach = [block]


def _unmerged(heap: Heap) -> Iterator[Problem]:
    """Two buddies of one order are not both free, but where no list has twice their size or they were added apart."""
    for size in sorted({each.size for each in heap.lists if heap.number(2 * each.size) is not None}):
        free = {block.address: (block, each) for each in heap.lists if each.size == size for block in each.blocks()}
        for address, (block, each) in sorted(free.items(), key=lambda one: one[0]):
            at = heap.buddy(block)
            if address < at and at in free and not _apart(heap, address, at):
                buddy, other = free[at]
                if heap.zone is not None and not heap.zone.merges(each.kind, other.kind):
                    continue
                doubt = "" if heap.regions else " If they were added separately, that is correct."
                where = each.called + ("" if each is other else f" and {other.called}")
                both = f"{name(heap, block)} and its buddy {name(heap, buddy)}"
                yield Problem(
                    "unmerged",
                    address,
                    f"{both} are both free on {where}; expected one block of {2 * block.size} bytes.{doubt}",
                )


def _apart(heap: Heap, one: int, other: int) -> bool:
    return any((one in part) != (other in part) for part in heap.regions)


def _what(heap: Heap, block: Block) -> str:
    state = "free" if block.asked is None else "handed out"
    return f"{name(heap, block)} ({block.size} bytes, {state})"
