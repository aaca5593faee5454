"""Says what is wrong with what a zone of Linux counts, and with what stands for its pages."""

from __future__ import annotations

from itertools import groupby, islice
from typing import Iterator, List

from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import Heap
from buddylab.heaps.zone import Zone
from buddylab.model import Problem
from buddylab.spelling import count

MOST = 20  # entries in no struct page that are told


def check_zone(heap: Heap) -> Iterator[Problem]:
    """Its numbers of pages, each order's number of blocks, the count of free pages, and the struct pages."""
    zone = heap.zone
    assert zone is not None  # or nobody had asked
    yield from _pages(heap, zone)
    yield from islice(_astray(heap, zone), MOST)
    for order, group in groupby(heap.lists, key=lambda each: each.order):
        yield from _counted(heap, zone, order, list(group))
    if all(each.chain.ends_well for each in heap.lists):
        yield from _free(heap, zone)


def _pages(heap: Heap, zone: Zone) -> Iterator[Problem]:
    """There is no more of a part than of the whole."""
    names = ("spanned_pages", "present_pages", "managed_pages")
    numbers = (zone.spanned, zone.present, zone.managed)
    if zone.memory is None:
        start, spanned = ("unreadable" if each is None else f"{each:#x}" for each in (zone.start, zone.spanned))
        said = f"zone_start_pfn is {start} and spanned_pages {spanned}; expected pages that an address can reach."
        yield Problem("zone", heap.address, said)
        return
    for whole, part, most, value in zip(names, names[1:], numbers, numbers[1:]):
        if most is not None and value is not None and value > most:
            yield Problem("zone", heap.address, f"{part} is {value}, but {whole} is {most}; expected at most that.")


def _astray(heap: Heap, zone: Zone) -> Iterator[Problem]:
    """Each entry of a list lies where a struct page has it."""
    pages = zone.shape.pages
    if pages is None:
        return
    for each in heap.lists:
        for node in each.chain.addresses():
            if not pages.holds(node):
                said = f"The entry at {node:#x} is on {each.called}, but in no struct page; expected one"
                yield Problem("no-page", node, f"{said} {pages.entry} bytes into an element of the memory map.")


def _counted(heap: Heap, zone: Zone, order: int, lists: List[FreeList]) -> Iterator[Problem]:
    """An order has as many blocks as it counts."""
    said = zone.counts[order]
    found = sum(len(each.chain.nodes) for each in lists)
    if said != found and said is not None and all(each.chain.ends_well for each in lists):
        have = f"its lists have {count(found, 'block')}"
        yield Problem("counters", heap.address, f"nr_free of order {order} is {said}, but {have}.")


def _free(heap: Heap, zone: Zone) -> Iterator[Problem]:
    """The zone counts as many free pages as there are, but for what its processors may hold back."""
    found = heap.counted
    if zone.counted is not None and abs(zone.counted - found) > zone.slack:
        said = f"vm_stat[NR_FREE_PAGES] is {zone.free}, with what the processors hold back {zone.counted}"
        most = f"they can hold back {zone.slack} at most"
        yield Problem("counters", heap.address, f"{said}, but the lists have {count(found, 'page')}; {most}.")
    if zone.managed is not None and found > zone.managed:
        said = f"The lists have {count(found, 'page')}, but managed_pages is {zone.managed}; expected at most that."
        yield Problem("counters", heap.address, said)
