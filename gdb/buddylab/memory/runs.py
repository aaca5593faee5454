"""Which virtual pages lie one behind the other in physical memory: one question for a run of them, not for each page.

The question goes to whoever knows about one page for certain. How far the same holds is read from RISC-V's page tables
where they can be had; else a run is one page.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Tuple

from buddylab.memory.ahead import PAGE

LEVELS = {8: 3, 9: 4, 10: 5}  # of Sv39, Sv48 and Sv57, by the mode in satp
ENTRIES = 512  # in a table
VALID, LEAF, ACCESSED_OR_DIRTY = 0x1, 0xE, 0xC0  # flags of an entry; a leaf may be read, written or executed
PAGE_NUMBER = (1 << 44) - 1  # of a physical page, in an entry from bit 10 on


class Runs:
    """Where virtual pages lie, a question for each run of them."""

    def __init__(self, ask: Callable[[int], Optional[int]], tables: "Optional[Tables]") -> None:
        self._ask = ask
        self._tables = tables
        self._starts: List[int] = []  # of the runs, in order
        self._runs: Dict[int, Tuple[range, int]] = {}

    def physical(self, page: int) -> Optional[int]:
        """The physical address of a page, None where nothing is mapped."""
        run, further = self._found(page)
        if page not in run:
            frame = self._ask(page)
            if frame is None:
                return None
            run, further = self._tables.run(page) if self._tables is not None else (range(0), 0)
            if frame != page + further or page not in run:  # the tables are not those that QEMU looks through
                run, further = range(page, page + PAGE), frame - page
            self._runs[run.start] = run, further
            self._starts.insert(bisect_right(self._starts, run.start), run.start)  # last: Ctrl-C may come in between
        return page + further

    def run(self, page: int) -> range:
        """What is known to lie as one piece with a page that `physical` was asked about."""
        return self._found(page)[0]

    def _found(self, page: int) -> Tuple[range, int]:
        at = bisect_right(self._starts, page)
        run = self._runs[self._starts[at - 1]] if at else (range(0), 0)
        return run if page in run[0] else (range(0), 0)


@dataclass(frozen=True)
class Tables:
    """RISC-V's page tables from `root` on; `page` gives a page of RAM by its physical address, or None."""

    root: int
    levels: int
    page: Callable[[int], Optional[bytes]]

    def run(self, page: int) -> Tuple[range, int]:
        """The pages around `page` that one table maps to one piece of memory alike, and how far off that lies."""
        table, nothing = self.root, (range(0), 0)
        for level in reversed(range(self.levels)):
            size = PAGE * ENTRIES**level  # of what an entry maps
            data = self.page(table)
            if data is None:
                return nothing
            entries = struct.unpack(f"<{ENTRIES}Q", data)
            at = page // size % ENTRIES
            entry = entries[at]
            if not entry & VALID:
                return nothing
            table = (entry >> 10 & PAGE_NUMBER) * PAGE
            if entry & LEAF:
                if entry >> 63 or table % size:
                    return nothing  # means something else than it seems, or nothing
                step = size // PAGE << 10
                # In the uppermost table the two halves are the two ends of the address space.
                half = ENTRIES // 2 if level == self.levels - 1 else ENTRIES
                first, last = _alike([each & ~ACCESSED_OR_DIRTY for each in entries], at, step, half)
                start = page & -size
                return range(start + (first - at) * size, start + (last + 1 - at) * size), table - start
        return nothing


def _alike(entries: List[int], at: int, step: int, part: int) -> Tuple[int, int]:
    """The first and the last of the entries around `at`, within a part of so many, that go on from each other."""
    first = last = at
    while first % part and entries[first - 1] + step == entries[first]:
        first -= 1
    while (last + 1) % part and entries[last + 1] - step == entries[last]:
        last += 1
    return first, last
