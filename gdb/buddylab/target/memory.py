"""The target's memory as a Memory: what it holds now, in whole pages."""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Tuple

import gdb

from buddylab.image import Ahead, Gone, Memory
from buddylab.target import ask, ram


# The connection to the machine that is ours, and how it copies RAM by physical address; machine.py sets it.
ours: Optional[Tuple[Any, Callable[[int, int], bytes]]] = None


def current() -> Memory:
    """A fresh image of memory as the selected thread sees it; GdbError where there is none to read.

    It is for one command, which takes it once all that was typed has been evaluated: that may have called a function.
    Nothing is kept for the next command, since nobody tells of all that changes memory, `restore` for one.
    """
    check_stopped()
    known = ram.known()
    check_stopped()  # once more: a connection that broke shows only when something is asked
    translate = None if known.translate is None else _guarded(known.translate)
    absent = None if known.absent is None else _guarded(known.absent)
    return Memory(_guarded(_fetch), known.ram, word_size(), _byteorder(), translate, _ahead(known.ram), absent)


def check_stopped() -> None:
    """GdbError where the selected thread, of a live target or a core file, cannot be looked at."""
    if gdb.selected_inferior().pid == 0:
        raise gdb.GdbError(
            "Nothing is running, so there is no memory to read; type run, or connect to a target or load a core first."
        )
    thread = gdb.selected_thread()
    if thread is None:
        raise gdb.GdbError("The thread that was selected has ended; type info threads, and thread N to choose another.")
    if thread.is_running():
        raise gdb.GdbError("The target is running, and its memory changes meanwhile; type interrupt to stop it first.")


def word_size() -> int:
    """The size of a pointer on the target, in bytes."""
    return int(gdb.lookup_type("char").pointer().sizeof)


def why(address: int) -> str:
    """Why nothing can be read at `address` though memory may well be there, as a clause; "" for none that is known."""
    absent = ram.known().absent
    return "" if absent is None else absent(address)


def _fetch(address: int, size: int) -> bytes:
    if hasattr(gdb.Value, "bytes") and ask.fits(size):
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
