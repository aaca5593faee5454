"""Which addresses may be read without changing the machine: RAM and ROM, never a device's registers.

QEMU tells it of a machine, the operating system of a process. A core file is a file: looking at it changes nothing.
Of any other target nobody can tell, so that nothing is forbidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Tuple

import gdb

from buddylab.image import PAGE
from buddylab.target import ask, paging

# The flat view that QEMU's processors see; its "Root memory region" may have a name of the machine's own.
SYSTEM = re.compile(r'^ AS "memory", root: system\n(.*?)(?:\n\s*\n|\Z)', re.DOTALL | re.MULTILINE)
RANGE = re.compile(r"^\s*([0-9a-f]{16})-([0-9a-f]{16}) \(prio -?\d+, (?:ram|romd?)\)", re.MULTILINE)
# Start, end, size and offset, then in GDB 12 and newer the permissions, then the file if there is one.
MAPPING = re.compile(r"^\s*0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+0x[0-9a-f]+\s+0x[0-9a-f]+(?:\s+([r-]\S*))?[ \t]*(.*)$", re.M)
MEMORY_FILES = ("/dev/zero", "/dev/shm/", "/dev/hugepages/")  # what lies in /dev/ and is no device


@dataclass(frozen=True)
class Map:
    """What is known of a target's memory, in the terms of model.Memory; None stands for no limit, and no paging."""

    ram: Optional[List[range]] = None
    translate: Optional[paging.Translate] = None


def known() -> Map:
    """What is known of the selected inferior's memory."""
    connection = ask.connection()
    kind = "" if connection is None else connection.type
    if kind == "core":
        return Map()
    if kind != "native":
        ram = parse(_said("monitor info mtree -f"))
        if ram is not None:
            return Map(ram, paging.translation())
    readable, ram = mappings(_said("info proc mappings"))
    if not readable:
        return Map()
    return Map(ram, lambda page: page if any(page in part for part in readable) else None)


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


def _said(command: str) -> str:
    """What GDB prints on `command`, "" where the target does not support it."""
    try:
        return ask.said(command).replace("\r", "")  # QEMU's monitor thinks it talks to a terminal
    except gdb.error:
        return ""
