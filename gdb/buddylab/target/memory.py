"""The target's memory as a Memory: whole pages, cached while the target stands still and nobody writes to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, List, Optional, Tuple

import gdb

from buddylab.image import Ahead, Gone, Memory
from buddylab.target import ask, ram


@dataclass
class _Kept:
    """What was read since the target last moved."""

    memory: Optional[Memory] = None
    thread: Optional[Tuple[int, ...]] = None  # through whose page tables it was read


_kept = _Kept()

# The connection to the machine that is ours, and how it copies RAM by physical address; machine.py sets it.
ours: Optional[Tuple[Any, Callable[[int, int], bytes]]] = None


def current() -> Memory:
    """The memory as the selected thread sees it; GdbError where there is none to read."""
    thread, image = _stopped_thread(), _kept.memory
    if image is None or image.interrupted or _kept.thread != thread.ptid:
        known = ram.known()
        _stopped_thread()  # once more: a connection that broke shows only when something is asked
        translate = None if known.translate is None else _guarded(known.translate)
        image = Memory(_guarded(_fetch), known.ram, word_size(), _byteorder(), translate, _ahead(known.ram))
        _kept.memory, _kept.thread = image, thread.ptid
    return image


def _stopped_thread() -> gdb.InferiorThread:
    """The selected thread, of a live target or a core file; GdbError where it cannot be looked at."""
    if gdb.selected_inferior().pid == 0:
        raise gdb.GdbError(
            "Nothing is running, so there is no memory to read; type run, or connect to a target or load a core first."
        )
    thread = gdb.selected_thread()
    if thread is None:
        raise gdb.GdbError("The thread that was selected has ended; type info threads, and thread N to choose another.")
    if thread.is_running():
        raise gdb.GdbError("The target is running, and its memory changes meanwhile; type interrupt to stop it first.")
    return thread


def word_size() -> int:
    """The size of a pointer on the target, in bytes."""
    return int(gdb.lookup_type("char").pointer().sizeof)


def forget(event: Any = None) -> None:
    """Drops the cached pages; called whenever memory may have changed."""
    _kept.memory = None


def _fetch(address: int, size: int) -> bytes:
    if hasattr(gdb.Value, "bytes"):
        # If the target dies meanwhile, read_memory leaves GDB 16 believing in a thread that is gone: an internal error.
        page = gdb.lookup_type("char").array(size - 1).pointer()
        value: Any = gdb.Value(address).cast(page).dereference()
        return bytes(value.bytes)
    return bytes(gdb.selected_inferior().read_memory(address, size))


def _ahead(known: Optional[List[range]]) -> Optional[Ahead]:
    """The quicker way, where it is our machine that is looked at."""
    if known is None or ours is None or ask.connection() != ours[0]:
        return None
    copy = ours[1]

    def copied(start: int, size: int) -> Optional[bytes]:
        try:
            return copy(start, size)
        except gdb.error:
            if gdb.selected_inferior().pid:
                return None  # packets may do better
            raise

    return Ahead(_guarded(copied), known)


def _guarded(question: Callable[..., Any]) -> Callable[..., Any]:
    """`question`, answered with None where memory cannot be read, and with Gone where nobody answers any more."""

    def guarded(*arguments: int) -> Any:
        try:
            return question(*arguments)
        except gdb.MemoryError:
            return None
        except gdb.error as fault:
            what = "does not answer as it should" if gdb.selected_inferior().pid else "is gone"
            raise Gone(f"the target {what} ({str(fault).rstrip('.')})")

    return guarded


def _byteorder() -> str:
    return "big" if "big" in ask.said("show endian") else "little"


# A typed `monitor system_reset` raises no event of its own, hence before_prompt.
for _registry in ("stop", "cont", "memory_changed", "exited", "before_prompt"):
    getattr(gdb.events, _registry).connect(forget)
