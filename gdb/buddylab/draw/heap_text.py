"""A heap as text: the table of its free lists, the dump of their blocks, and its books against a walk."""

from __future__ import annotations

from typing import List

from buddylab.model import HeapSnapshot

UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def human(size: int) -> str:
    """A size in the largest unit that leaves it whole: 8 B, 1016 B, 64 KiB."""
    unit = 0
    while size and size % 1024 == 0 and unit < len(UNITS) - 1:
        size //= 1024
        unit += 1
    return f"{size} {UNITS[unit]}"


def title(snapshot: HeapSnapshot) -> str:
    """One line that says lesson, stop and step; just the heap's name where there is no lesson."""
    moment = snapshot.moment
    stop = None if moment.stop is None else f"stop {moment.stop}"
    where = ": ".join(part for part in (stop, moment.step) if part)
    return " · ".join(part for part in (moment.lesson, where) if part) or snapshot.heap.label or "the heap"


def caption(snapshot: HeapSnapshot) -> List[str]:
    """The sentences below a figure."""
    return [f"free {human(snapshot.heap.free_bytes)}"]


def spoken(snapshot: HeapSnapshot) -> str:
    """The free lists read aloud."""
    return " ".join(caption(snapshot))
