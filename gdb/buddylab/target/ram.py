"""Which addresses may be read without changing the machine: RAM and ROM, never a device's registers."""

from __future__ import annotations

import re
from typing import List, Optional

import gdb

SYSTEM = re.compile(r"Root memory region: system\n(.*?)(?:\n\s*\n|\Z)", re.DOTALL)
RANGE = re.compile(r"^\s*([0-9a-f]{16})-([0-9a-f]{16}) \(prio -?\d+, (?:ram|rom)\)", re.MULTILINE)


def ranges() -> Optional[List[range]]:
    """The target's RAM; None where nobody can tell, so that nothing is forbidden."""
    try:
        return parse(gdb.execute("monitor info mtree -f", to_string=True))
    except gdb.error:
        return None  # not QEMU: a process or a core file has no device registers in its memory


def parse(mtree: str) -> Optional[List[range]]:
    """The RAM in the flat view that QEMU's processors see, whose root is named "system"."""
    mtree = mtree.replace("\r", "")  # QEMU's monitor thinks it talks to a terminal
    found = SYSTEM.search(mtree)
    if found is None:
        return None
    return [range(int(low, 16), int(high, 16) + 1) for low, high in RANGE.findall(found.group(1))]
