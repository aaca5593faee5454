"""From a zone of Linux to the places where it keeps its lists and its numbers, by the kernel's types and symbols."""

from __future__ import annotations

from typing import Callable, Dict, FrozenSet, Iterator, Optional, Tuple

import gdb

from buddylab.heaps.heap import PLAIN, HeapShape
from buddylab.heaps.zone import Cpu, Zone, ZoneShape
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Shape
from buddylab.target import ask, kernel, percpu
from buddylab.target.page_map import page_map, page_size
from buddylab.target.types import members

MERGED = "MIGRATE_PCPTYPES"  # the kinds before this one are made one block with one another, the others are not
UNCOUNTED = "MIGRATE_ISOLATE"  # whose pages are left out of the count of free ones
COUNTS = ("MIGRATE_PCPTYPES", "MIGRATE_TYPES")  # are numbers of kinds, and no kinds
COSTLY = 3  # the largest of the small orders, of which processors keep lists
ENTRY = 8  # bytes of an entry in a page table, where there are huge pages
NAME = 16  # bytes of a zone's name at most


def is_zone(type: gdb.Type) -> bool:
    """Whether it is a zone: for each order lists of free pages, their number, and which memory they are about."""
    area = kernel.part(type, "free_area") if type.strip_typedefs().code == gdb.TYPE_CODE_STRUCT else None
    if area is None or area.type.code != gdb.TYPE_CODE_ARRAY or kernel.part(type, "zone_start_pfn") is None:
        return False
    lists, count = (kernel.part(area.type.target().strip_typedefs(), name) for name in ("free_list", "nr_free"))
    return lists is not None and lists.type.code == gdb.TYPE_CODE_ARRAY and count is not None


def check_none(expression: str, type: gdb.Type) -> None:
    """Raises GdbError where an object of `type` has zones, of which one is to be shown."""
    way = expression if PLAIN.fullmatch(expression) else f"({expression})"
    while type.strip_typedefs().code == gdb.TYPE_CODE_ARRAY and not _are_zones(type):
        type, way = type.strip_typedefs().target(), f"{way}[0]"
        type = type.strip_typedefs().target() if type.strip_typedefs().code == gdb.TYPE_CODE_PTR else type
    for field in members.fields(type.strip_typedefs()):
        if _are_zones(members.type_of(field)):
            type, way = members.type_of(field), f"{way}.{field.name}"
            break
    if _are_zones(type):
        many = int(type.strip_typedefs().range()[1]) + 1
        raise gdb.GdbError(f"{expression} has {many} zones; show-freelists {way}[0] shows the first of them.")


def _are_zones(type: gdb.Type) -> bool:
    type = type.strip_typedefs()
    return type.code == gdb.TYPE_CODE_ARRAY and is_zone(type.target())


def shape(zone: gdb.Value, label: str, block: Optional[Callable[[int], int]], image: Memory) -> HeapShape:
    """Where a zone has its parts. `block` says where the block of a node lies, if the kernel is not to be asked."""
    type, address = zone.type.strip_typedefs(), ask.address(zone)
    areas, lists = (members.placed(type, path) for path in ("free_area", "free_area[0].free_list"))
    head, stride = lists.type.target().strip_typedefs(), int(areas.type.target().sizeof)
    orders, page = int(areas.type.range()[1]) + 1, page_size()
    pages = page_map(zone, page, image) if block is None else None
    kinds, alone = _kinds(int(lists.type.range()[1]) + 1)
    count = members.placed(type, "free_area[0].nr_free").offset

    def at(*paths: str) -> Optional[int]:
        found = kernel.part(type, *paths)
        return None if found is None else address + found.offset

    free = _index("vm_stat", "NR_FREE_PAGES")
    own = ZoneShape(
        name=_name(zone, image),
        page=page,
        pages=pages,
        array=lists.name,
        kinds=kinds,
        apart=int(head.sizeof),
        alone=alone,
        uncounted=frozenset((UNCOUNTED,)),
        counts=tuple(address + count + order * stride for order in range(orders)),
        start=at("zone_start_pfn"),
        spanned=at("spanned_pages"),
        present=at("present_pages"),
        managed=at("managed_pages.counter", "managed_pages"),
        free=None if free is None else at(free),
        cpus=tuple(_cpus(zone, page, image)),
    )
    return HeapShape(
        address=address,
        label=label,
        first=address + lists.offset,
        stride=stride,
        lists=orders,
        link=Shape(next=members.placed(head, "next").offset, prev=members.placed(head, "prev").offset),
        circular=True,
        array=areas.member[1:],
        block=block if pages is None else pages.block,
        zone=own,
    )


def place(address: int, zone: Zone, image: Memory) -> Tuple[int, str]:
    """Which address in the zone's memory is meant, and a sentence on that where it is another one.

    A struct page stands for its page, and what the kernel knows by a virtual address lies at a physical one.
    """
    memory, pages = zone.memory, zone.shape.pages
    if memory is None or address in memory:
        return address, ""
    page = None if pages is None else pages.described(address)
    if page is not None and page in memory:
        return page, f"{address:#x} is in the struct page of {page:#x}. "
    physical = image.physical(address)
    if physical is not None and physical in memory:
        return physical, f"{address:#x} is {physical:#x} in physical memory. "
    return address, ""


def _kinds(count: int) -> Tuple[Tuple[str, ...], FrozenSet[str]]:
    """What the lists of an order are called, and which of these kinds are not merged with others."""
    known = kernel.enumerators("enum migratetype")
    names = {value: name for name, value in known.items() if name not in COUNTS}
    kinds = tuple(names.get(at, f"free_list[{at}]") for at in range(count))
    return kinds, frozenset(kinds[known.get(MERGED, count) :])


def _index(array: str, item: str) -> Optional[str]:
    """How the element of an array is written that one of zone_stat_item is the number of."""
    found = kernel.enumerators("enum zone_stat_item").get(item)
    return None if found is None else f"{array}[{found}]"


def _name(zone: gdb.Value, image: Memory) -> str:
    """What the kernel calls it; "" where it has no name, or none that can be read."""
    at = kernel.word(zone, "name", image)
    try:
        return "" if not at else image.read(at, NAME).partition(b"\0")[0].decode("ascii", "replace")
    except Unreadable:
        return ""


def _cpus(zone: gdb.Value, page: int, image: Memory) -> Iterator[Cpu]:
    """What each processor that there may be keeps of this zone."""
    item = _index("vm_stat_diff", "NR_FREE_PAGES")
    held = {} if item is None else _copies(zone, "per_cpu_zonestats", item, image)
    thresholds = _copies(zone, "per_cpu_zonestats", "stat_threshold", image)
    pages = _copies(zone, "per_cpu_pageset", "count", image)
    lists = _copies(zone, "per_cpu_pageset", "lists", image)
    heads = [] if not lists else list(_heads(zone["per_cpu_pageset"].type.strip_typedefs().target(), page))
    for number, at in held.items():
        if number in thresholds:
            own = tuple((lists[number] + offset, order) for offset, order in heads)
            yield Cpu(number, at, thresholds[number], pages.get(number), own)


def _heads(type: gdb.Type, page: int) -> Iterator[Tuple[int, int]]:
    """Where the heads of a processor's lists lie among these, and of which order the blocks on each are.

    Each of the small orders has a list for each kind that is merged; what lists there are more have huge pages.
    """
    lists = members.placed(type, "lists")
    kinds = kernel.enumerators("enum migratetype").get(MERGED, 1)
    huge = (page // ENTRY).bit_length() - 1  # one table's entries make a huge page
    for at in range(int(lists.type.range()[1]) + 1):
        yield at * int(lists.type.target().sizeof), at // kinds if at < kinds * (COSTLY + 1) else huge


def _copies(zone: gdb.Value, pointer: str, path: str, image: Memory) -> Dict[int, int]:
    """Where each processor has that member of what a per-CPU pointer of the zone leads to; nothing for none."""
    target = kernel.word(zone, pointer, image)
    if not target:
        return {}
    found = kernel.part(zone[pointer].type.strip_typedefs().target(), path)
    return {} if found is None else {cpu: copy + found.offset for cpu, copy in percpu.copies(target, image).items()}
