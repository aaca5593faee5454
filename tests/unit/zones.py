"""A zone of Linux over an image of memory, made by hand: which pages are free, and how many of which kind."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Dict, List, Tuple

from buddylab.diff import heap_difference
from buddylab.heaps.check_heap import check_heap
from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.heaps.zone import Cpu, PageMap, ZoneShape
from buddylab.model import Shape
from unit.memories import memory
from buddylab.snapshot import Moment

ZONE, MAP, FIRST, PAGE = 0x80219000, 0x80300000, 0x80000, 4096
ORDERS, KINDS = 11, ("MIGRATE_UNMOVABLE", "MIGRATE_MOVABLE", "MIGRATE_RECLAIMABLE", "MIGRATE_ISOLATE")
AREA = 16 * len(KINDS) + 8  # list heads, and nr_free
NUMBERS = ZONE + ORDERS * AREA  # start, spanned, present, managed, free, then a processor's held back, threshold, pages
PAGES = PageMap(MAP, FIRST, 64, 8, PAGE)
OWN = ZoneShape(
    name="DMA32",
    page=PAGE,
    pages=PAGES,
    array="free_list",
    kinds=KINDS,
    apart=16,
    alone=frozenset(KINDS[3:]),
    uncounted=frozenset(KINDS[3:]),
    counts=tuple(ZONE + at * AREA + 16 * len(KINDS) for at in range(ORDERS)),
    start=NUMBERS,
    spanned=NUMBERS + 8,
    present=NUMBERS + 16,
    managed=NUMBERS + 24,
    free=NUMBERS + 32,
    cpus=(Cpu(0, NUMBERS + 40, NUMBERS + 48, NUMBERS + 56),),
)
SHAPE = HeapShape(
    ZONE,
    "zone",
    ZONE,
    AREA,
    ORDERS,
    link=Shape(next=0, prev=8),
    circular=True,
    array="free_area",
    block=PAGES.block,
    zone=OWN,
)
Blocks = Dict[Tuple[int, int], List[int]]  # by order and kind the numbers of the first pages


def words(blocks: Blocks, pages: int) -> Dict[int, int]:
    """The zone in memory."""
    found: Dict[int, int] = {}
    for order in range(ORDERS):
        for kind in range(len(KINDS)):
            head = ZONE + order * AREA + kind * 16
            row = [head, *(MAP + 64 * page + 8 for page in blocks.get((order, kind), ())), head]
            for one, next in zip(row, row[1:]):
                found[one], found[next + 8] = next, one
        found[OWN.counts[order]] = sum(len(each) for (at, _), each in blocks.items() if at == order)
    free = sum(len(each) << order for (order, kind), each in blocks.items() if kind != 3)
    numbers = (FIRST, pages, pages, pages, free, 0, 12, 7)
    found.update({NUMBERS + 8 * at: number for at, number in enumerate(numbers)})
    return found


def scattered(seed: int, pages: int) -> Blocks:
    """Free blocks by chance, none a buddy of another; each MiB of memory has its kind."""
    dice, found = random.Random(seed), {}

    def divide(page: int, order: int, kind: int) -> bool:
        """Whether all of it is free; if a part is, that is noted."""
        if order == 0 or dice.random() < 0.2:
            return dice.random() < 0.4
        half = 1 << order - 1
        free = [divide(each, order - 1, kind) for each in (page, page + half)]
        for each, is_free in zip((page, page + half), free):
            if is_free and not all(free):
                found.setdefault((order - 1, kind), []).append(each)
        return all(free)

    for page in range(0, pages, 1 << ORDERS - 1):
        kind = dice.randrange(len(KINDS))
        if divide(page, ORDERS - 1, kind):
            found.setdefault((ORDERS - 1, kind), []).append(page)
    return found


def snapshot(blocks: Blocks, pages: int) -> HeapSnapshot:
    """The zone as it is shown."""
    return HeapSnapshot(check_heap(read_heap(memory(words(blocks, pages)), SHAPE)))


def compared(blocks: Blocks, then: Blocks, pages: int) -> HeapSnapshot:
    """The same, compared with what was free at stop 1."""
    now, before = snapshot(blocks, pages), memory(words(then, pages))
    now = replace(now, moment=Moment("Linux' own", 2, "64 MiB are out"))
    return replace(now, difference=heap_difference(1, before, read_heap(before, SHAPE), now, title="before"))
