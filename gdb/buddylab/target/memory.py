"""The target's memory as a Memory: whole pages, cached while the target stands still and nobody writes to it."""

from __future__ import annotations

from typing import Any, Optional

import gdb

from buddylab.model import Memory
from buddylab.target import ram

_cache: Optional[Memory] = None


def current() -> Memory:
    """The memory as it stands; GdbError where there is none to read."""
    global _cache
    if not is_running():
        raise gdb.GdbError("Nothing is running, so there is no memory to read; type run to start the lesson.")
    if _cache is None:
        _cache = Memory(_fetch, ram.ranges(), word_size(), _byteorder())
    return _cache


def is_running() -> bool:
    """Whether the debugger has a live target (or a core file) whose memory can be read."""
    return gdb.selected_inferior().pid != 0 and bool(gdb.selected_inferior().threads())


def word_size() -> int:
    """The size of a pointer on the target, in bytes."""
    return int(gdb.lookup_type("char").pointer().sizeof)


def forget(event: Any = None) -> None:
    """Drops the cached pages; called whenever memory may have changed."""
    global _cache
    _cache = None


def _fetch(address: int, size: int) -> Optional[bytes]:
    try:
        return bytes(gdb.selected_inferior().read_memory(address, size))
    except gdb.MemoryError:
        return None


def _byteorder() -> str:
    return "big" if "big" in gdb.execute("show endian", to_string=True) else "little"


# A typed `monitor system_reset` raises no event of its own, hence before_prompt.
for _registry in ("stop", "cont", "memory_changed", "exited", "before_prompt"):
    getattr(gdb.events, _registry).connect(forget)
