"""A machine with Linux on it, and the one process there, /init of lab/linux, which asks the debugger what to do.

It asks by a system call that the kernel does not have. There the machine is stopped, inside the kernel, and answered in
the kernel's place. Nothing that happens is left to chance or to the time of day: each boot is like the one before.
"""

from __future__ import annotations

import tempfile
from typing import IO, Dict, List

import gdb

from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.memory.ahead import PAGE
from buddylab.memory.image import Memory
from buddylab.target.runs.machine import Machine

NO_CALL = "__riscv_sys_ni_syscall"  # what the kernel calls for a system call that it does not have
MEMORY = "512M"
LINE = "nokaslr quiet panic=-1"  # KASLR would put the kernel where its symbols are not; a panic ends the machine


class Linux(Machine):
    """A machine on which Linux runs."""

    def __init__(self, kernel: str, initrd: str) -> None:
        """Starts QEMU, stopped before its first instruction, and connects; GdbError says why it could not."""
        self._initrd = initrd
        gdb.execute("set suppress-cli-notifications on")
        try:
            super().__init__(kernel)
        finally:
            gdb.execute("set suppress-cli-notifications off")
        self._question = _Question(f"*{NO_CALL}")

    def wait(self) -> None:
        """Runs until /init asks, or somebody stops the machine."""
        gdb.execute("continue", to_string=True)

    def asks(self) -> bool:
        """Whether the machine stands where /init has asked."""
        return (
            self.answers() and int(gdb.newest_frame().pc()) == int(gdb.parse_and_eval(f"(long) &{NO_CALL}")) % 2**64
        )

    def answer(self, number: int) -> None:
        """Gives /init a number, which must have asked, and waits until it has done what that means, and asks again."""
        gdb.execute(f"set var $a0 = {number}")
        gdb.execute("set var $pc = $ra")
        self.wait()

    def _options(self) -> List[str]:
        return ["-m", MEMORY, "-no-reboot", "-seed", "1", "-initrd", self._initrd, "-append", LINE]

    def _opened(self) -> IO[bytes]:
        return tempfile.TemporaryFile(buffering=0)

    def show_console(self) -> None:
        """Prints nothing: the firmware has much to say that is of no interest."""


class _Question(gdb.Breakpoint):
    """Stops the machine where /init has asked."""

    def __init__(self, place: str) -> None:
        super().__init__(place, internal=True)
        self.silent = True


def kept(image: Memory, shape: HeapShape) -> Dict[int, bytes]:
    """The pages of memory that tell of a zone: what is read of it, and all of its struct pages."""
    heap = read_heap(image, shape)
    pages = None if heap.zone is None else heap.zone.shape.pages
    if pages is not None and heap.zone is not None and heap.zone.memory is not None:
        first, last = (pages.struct(page) for page in (heap.zone.memory.start, heap.zone.memory.stop))
        image.read(first, last - first)
    told = {*image.pages, *image.first}
    return {start: image.read(start, PAGE) for start in told if image.is_ram(start, PAGE)}
