"""Linux' memory map: where the struct pages lie, and which page each stands for, by the kernel's types and symbols.

With FLATMEM a node has one array. With SPARSEMEM_VMEMMAP all memory has one, and each section of memory says where in
it page number 0 would be. Without VMEMMAP each section has an array of its own.
"""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

import gdb

from buddylab.heaps.zone import PageMap
from buddylab.memory.image import Memory
from buddylab.target import ask, kernel
from buddylab.walk import read

ENTRIES = ("buddy_list", "lru")  # by what a struct page is on a list of free blocks: since Linux 5.19, and before
FLAGS = 0x3F  # low bits of section_mem_map that are no part of an address: the arrays are aligned at more
HAS_MAP = 0x2  # the one that says that there is an array
PAGE = 4096  # where nothing tells
ADVICE = "--block EXPR says where the block of $node lies"


def page_size() -> int:
    """The size of a page, in bytes: what the kernel has made as large as one tells it."""
    page = kernel.variable("empty_zero_page")
    if page is not None and page.type.strip_typedefs().code == gdb.TYPE_CODE_ARRAY:
        return int(page.type.sizeof)
    header = kernel.type_called("union swap_header")
    return PAGE if header is None else int(header.sizeof)


def page_map(zone: gdb.Value, page: int, image: Memory) -> PageMap:
    """The memory map with the struct pages of `zone`; GdbError where the kernel does not tell."""
    struct = kernel.type_called("struct page")
    entry = None if struct is None else kernel.part(struct, *ENTRIES)
    if struct is None or entry is None:
        raise gdb.GdbError(f"A zone's lists run through struct pages, which this program does not describe; {ADVICE}.")
    base, first = _of_node(zone, image) or (_of_sections(page, image), 0)
    return PageMap(base, first, int(struct.sizeof), entry.offset, page, image.word_size)


def _of_node(zone: gdb.Value, image: Memory) -> Optional[Tuple[int, int]]:
    """The array that the zone's node has, and the number of the page that it begins with."""
    at = kernel.word(zone, "zone_pgdat", image)
    node = None if not at else gdb.Value(at).cast(zone["zone_pgdat"].type).dereference()
    base, first = (
        None if node is None else kernel.word(node, path, image) for path in ("node_mem_map", "node_start_pfn")
    )
    return None if not base or first is None else (base, first)


def _of_sections(page: int, image: Memory) -> int:
    """Where page number 0 would be in the one array of all memory."""
    root = kernel.variable("mem_section")
    if root is None:
        told = "This kernel has neither node_mem_map nor mem_section, so it is not known where its struct pages lie"
        raise gdb.GdbError(f"{told}; {ADVICE}.")
    coded = {word for word in _sections(root, page, image) if word & HAS_MAP}
    found = {word & ~FLAGS for word in coded}
    if len(found) != 1:
        told = "none has a memory map" if not found else "each has a memory map of its own (SPARSEMEM without VMEMMAP)"
        raise gdb.GdbError(f"Of the sections in mem_section {told}; {ADVICE}.")
    return found.pop()


def _sections(root: gdb.Value, page: int, image: Memory) -> Iterator[int]:
    """The word of each section that says where its memory map is.

    They are rows of sections, in an array; or each row is behind a pointer, and their array may be, too.
    """
    start, type = ask.address(root), root.type.strip_typedefs()
    last = kernel.variable("__highest_present_section_nr")
    row = type.target().strip_typedefs()
    section = row.target().strip_typedefs() if row.code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_ARRAY) else row
    map, size, is_far = kernel.part(section, "section_mem_map"), int(section.sizeof), row.code == gdb.TYPE_CODE_PTR
    if map is None:
        return
    per = page // size if is_far else int(row.sizeof) // size
    counts = [] if last is None else [int(last) // per + 1]
    if type.code == gdb.TYPE_CODE_PTR:
        start = read(image, start).value or 0
    else:
        counts.append(int(type.range()[1]) + 1)
    for number in range(min(counts, default=0)):
        at = start + number * int(row.sizeof)
        rows = (read(image, at).value or 0) if is_far else at
        for each in range(per) if rows else ():
            yield read(image, rows + each * size + map.offset).value or 0
