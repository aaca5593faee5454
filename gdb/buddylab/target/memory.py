"""The target's memory as a Memory: what it holds now, in whole pages."""

from __future__ import annotations

import gdb

from buddylab.memory.image import Memory
from buddylab.target import ask, fetch, ram


def current() -> Memory:
    """A fresh image of memory as the selected thread sees it; GdbError where there is none to read.

    It is for one command, which takes it once all that was typed has been evaluated: that may have called a function.
    Nothing is kept for the next command, since nobody tells of all that changes memory, `restore` for one.
    """
    check_stopped()
    known = ram.known(fetch.own())
    check_stopped()  # once more: a connection that broke shows only when something is asked
    translate = None if known.translate is None else fetch.guarded(known.translate)
    absent = None if known.absent is None else fetch.guarded(known.absent)
    bytes_at = fetch.guarded(fetch.by_question)
    return Memory(bytes_at, known.ram, ask.word_size(), _byteorder(), translate, known.ahead, absent, known.run)


def check_stopped() -> None:
    """GdbError where the selected thread, of a live target or a core file, cannot be looked at."""
    if gdb.selected_inferior().pid == 0:
        raise gdb.GdbError(
            "Nothing is running, so there is no memory to read; type run, connect to a target, or load a core file."
        )
    thread = gdb.selected_thread()
    if thread is None:
        raise gdb.GdbError(
            "The selected thread has ended; info threads lists the threads, and thread N selects another one."
        )
    if thread.is_running():
        raise gdb.GdbError(
            "The target is running, so its memory can change at any moment; type interrupt to stop it first."
        )


def why(address: int) -> str:
    """Why nothing can be read at `address` though memory may well be there, as a clause; "" for none that is known."""
    absent = ram.known().absent
    return "" if absent is None else absent(address)


def _byteorder() -> str:
    return "big" if "big" in ask.said("show endian") else "little"
