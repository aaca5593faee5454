"""How the bytes of a target are had: by GDB's questions; or, where a question costs more than what it carries, copied.

QEMU writes RAM into a file by itself. A machine of ours has a file in memory for that. Any other gets the name of one
in a folder that nobody else can enter and whose name nobody could guess: a QEMU that runs elsewhere, or as somebody
else, finds no such folder, writes nothing, and is asked no more.
"""

from __future__ import annotations

import os
import shutil
import weakref
from typing import Any, Callable, Optional, Tuple

import gdb

from buddylab.target import ask

Fetch = Callable[[int, int], Optional[bytes]]
UNAVAILABLE = "not available"  # what GDB 18 says of a page that a core file lacks
SHARED = "/dev/shm"  # in memory, where the system has it

# The connection to the machine that is ours, and how it copies RAM by physical address; machine.py sets it.
ours: Optional[Tuple[Any, Callable[[int, int], bytes]]] = None


def own() -> Optional[Fetch]:
    """How the RAM of the selected inferior is copied, where that is our machine."""
    return ours[1] if ours is not None and ask.connection() == ours[0] else None


def of_process(address: int, size: int) -> bytes:
    """What GDB reads at `address`: of a process on this computer, any size."""
    return bytes(gdb.selected_inferior().read_memory(address, size))


def by_value(address: int, size: int) -> bytes:
    """The same. If the target dies meanwhile, read_memory leaves GDB 16 believing in a thread that is gone."""
    if not ask.fits(size):
        return of_process(address, size)
    byte = gdb.selected_inferior().architecture().integer_type(8, False)  # a char of Rust has four
    page = byte.array(size - 1).pointer()
    value: Any = gdb.Value(address).cast(page).dereference()
    return bytes(value.bytes)


by_question = by_value if hasattr(gdb.Value, "bytes") else of_process


def guarded(question: Callable[..., Any]) -> Callable[..., Any]:
    """`question`, answered with None where memory cannot be read, and with Gone where nobody answers any more."""

    def guarded(*arguments: int) -> Any:
        try:
            return question(*arguments)
        except gdb.MemoryError:
            return None
        except gdb.error as fault:
            if UNAVAILABLE in str(fault):
                return None
            from buddylab.memory.image import Gone  # loaded with what reads memory, and a machine has no need of it

            what = "does not answer as it should" if gdb.selected_inferior().pid else "is gone"
            raise Gone(f"the target {what} ({str(fault).rstrip('.')})")

    return guarded


def copied(copy: Fetch) -> Fetch:
    """`copy`, guarded; None also where it is not understood, since GDB's questions may do better."""

    def attempt(start: int, size: int) -> Optional[bytes]:
        try:
            return copy(start, size)
        except gdb.error:
            if gdb.selected_inferior().pid:
                return None
            raise

    return guarded(attempt)


def saved(start: int, size: int, path: str, file: int) -> bytes:
    """What QEMU writes of physical memory into the file at `path`, which is open here as `file`; as far as it does."""
    os.ftruncate(file, 0)  # whatever QEMU does not write must not be taken for a copy
    gdb.execute(f'monitor pmemsave {start:#x} {size:#x} "{path}"', to_string=True)
    return os.pread(file, size, 0)


class Exchange:
    """Through a file, a QEMU that somebody else has started hands over RAM. The file goes with this object."""

    def __init__(self) -> None:
        self._path = ""
        self._file = -1

    def copy(self, start: int, size: int) -> bytes:
        """`size` bytes by physical address; too few where QEMU cannot give them."""
        try:
            if not self._path:
                self._open()
            return saved(start, size, self._path, self._file)
        except OSError:
            return b""  # there is no room for the file, say

    def _open(self) -> None:
        import tempfile  # takes long to load, and is needed with somebody else's QEMU only

        folder = tempfile.mkdtemp(prefix="buddylab-", dir=SHARED if os.path.isdir(SHARED) else None)
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)  # at the latest when GDB ends
        self._path = os.path.join(folder, "ram")
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        weakref.finalize(self, os.close, self._file)
