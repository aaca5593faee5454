"""Which addresses may be read without changing the machine: RAM and ROM, never a device's registers.

QEMU tells it of a machine, the operating system of a process. A core file is a file: looking at it changes nothing.
Of any other target nobody can tell, so that nothing is forbidden.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Callable, List, Optional, Sequence, Tuple

import gdb

from buddylab.memory.ahead import Ahead, PAGE
from buddylab.target import ask, fetch, paging

# The flat view that QEMU's processors see; its "Root memory region" may have a name of the machine's own.
SYSTEM = re.compile(r'^ AS "memory", root: system\n(.*?)(?:\n\s*\n|\Z)', re.DOTALL | re.MULTILINE)
RANGE = re.compile(r"^\s*([0-9a-f]{16})-([0-9a-f]{16}) \(prio -?\d+, (?:ram|romd?)\)", re.MULTILINE)
# Start, end, size and offset, then in GDB 12 and newer the permissions, then the file if there is one.
MAPPING = re.compile(r"^\s*0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+0x[0-9a-f]+\s+0x[0-9a-f]+(?:\s+([r-]\S*))?[ \t]*(.*)$", re.M)
# A part of memory in a core file: start, end, and flags.
SECTION = re.compile(r"^\s*\[\d+\]\s+0x([0-9a-f]+)->0x([0-9a-f]+) at 0x[0-9a-f]+: load\d+\w*(.*)$", re.M)
MEMORY_FILES = ("/dev/zero", "/dev/shm/", "/dev/hugepages/")  # what lies in /dev/ and is no device


@dataclass(frozen=True)
class Map:
    """What is known of a target's memory, in the terms of image.Memory; None stands for no limit, and no paging."""

    ram: Optional[List[range]] = None
    translate: Optional[Callable[[int], Optional[int]]] = None
    absent: Optional[Callable[[int], str]] = None
    run: Optional[Callable[[int], range]] = None
    ahead: Optional[Ahead] = None


def known(copy: Optional[fetch.Fetch] = None) -> Map:
    """What is known of the selected inferior's memory. `copy` is how its RAM is copied, where it is our machine."""
    connection = ask.connection()
    kind = "" if connection is None else connection.type
    if kind == "core":
        return core(_said("maintenance info sections"), _said("info proc mappings"))
    if kind != "native":
        ram = parse(_said("monitor info mtree -f"))
        if ram is not None:
            copies = Ahead(fetch.copied(copy or fetch.Exchange().copy), ram)
            paged = paging.translation(copies.page)
            if paged is None:
                return Map(ram, ahead=copies)
            return Map(ram, paged.physical, paging.unseen, paged.run, copies)
    readable, ram = mappings(_said("info proc mappings"))
    if not readable:
        return Map()
    mapped = _Mapped(readable)
    ahead = Ahead(fetch.copied(fetch.of_process), ram, few=16, most=1) if kind == "native" else None
    return Map(ram, mapped.itself, run=mapped.run, ahead=ahead)


class _Mapped:
    """What a process has mapped, at addresses in order: they mean the same to whoever reads there."""

    def __init__(self, parts: Sequence[range]) -> None:
        self._parts = parts
        self._starts = [part.start for part in parts]

    def itself(self, page: int) -> Optional[int]:
        """`page`, None where nothing is mapped."""
        return page if page in self.run(page) else None

    def run(self, page: int) -> range:
        """What is mapped as one around `page`."""
        at = bisect_right(self._starts, page)
        return self._parts[at - 1] if at else range(0)


def parse(mtree: str) -> Optional[List[range]]:
    """The RAM in the flat view that QEMU's processors see; None where the text is not QEMU's."""
    found = SYSTEM.search(mtree)
    if found is None:
        return None
    return [range(int(low, 16), int(high, 16) + 1) for low, high in RANGE.findall(found.group(1))]


def mappings(text: str) -> Tuple[List[range], List[range]]:
    """What a process has mapped and may read, and of that what is memory, not a device that it has opened."""
    readable, ram = [], []
    for start, end, rights, file in MAPPING.findall(text):
        part = range(int(start, 16) & -PAGE, int(end, 16))
        if not rights or rights.startswith("r"):
            readable.append(part)
            if not file.startswith("/dev/") or file.startswith(MEMORY_FILES):
                ram.append(part)
    return readable, ram


def core(sections: str, files: str) -> Map:
    """What a core file has, by the parts that GDB lists and the files that were mapped.

    Of a part without contents GDB itself reads zeros, unless it finds them in the file that was mapped there.
    """
    parts = [(range(int(low, 16), int(high, 16)), flags.split()) for low, high, flags in SECTION.findall(sections)]
    mapped = [
        range(int(low, 16), int(high, 16)) for low, high, _, file in MAPPING.findall(files) if os.path.isfile(file)
    ]
    left_out = [part for part, flags in parts if not {"HAS_CONTENTS", "READONLY"} & {*flags} and part not in mapped]
    lists_all = any("HAS_CONTENTS" not in flags for _, flags in parts)  # as a kernel does, and GDB's gcore does not

    def absent(address: int) -> str:
        is_part = any(address in part for part, _ in parts)
        return "the core has no such page" if is_part or not lists_all else ""

    return Map(None, lambda page: None if any(page in part for part in left_out) else page, absent)


def _said(command: str) -> str:
    """What GDB prints on `command`, "" where the target does not support it."""
    try:
        return ask.said(command).replace("\r", "")  # QEMU's monitor thinks it talks to a terminal
    except gdb.error:
        return ""
