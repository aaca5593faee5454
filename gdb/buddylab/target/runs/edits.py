"""What somebody writes to the machine by hand: noted with the place where it stood, so that it can be written again."""

from __future__ import annotations

from typing import Any, Iterator, List, NamedTuple, Optional, Tuple

import gdb

from buddylab.memory.ahead import PAGE
from buddylab.target.runs.packets import MASK

NEAR = 64  # bytes: what differs closer together than that is one piece


class Edit(NamedTuple):
    """Words that were written while the machine stood at a place."""

    clock: int  # instructions since the reset
    pc: Optional[int]  # None: not known, and what clock says is enough but behind a trap
    memory: Tuple[Tuple[int, bytes], ...] = ()  # addresses, and what was written there
    registers: Tuple[Tuple[str, int], ...] = ()  # all of them, as they are afterwards

    def repeat(self) -> None:
        """Writes it again to the machine, which stands there again."""
        for address, data in self.memory:
            gdb.selected_inferior().write_memory(address, data)
        now = dict(registers())
        for name, value in self.registers:
            if now[name] != value:
                gdb.execute(f"set var ${name} = {value:#x}", to_string=True)


def registers() -> Tuple[Tuple[str, int], ...]:
    """The names and values of the registers that a program computes with, and of the one that GDB changes with some."""
    frame = gdb.newest_frame()
    general: Any = frame.architecture().registers("general")
    names = [*(each.name for each in general), "mstatus"]  # which tells that floating-point registers were written
    return tuple((name, int(frame.read_register(name)) & MASK) for name in names)


def differences(start: int, before: bytes, after: bytes) -> Iterator[Tuple[int, bytes]]:
    """Where two copies of memory from `start` on differ, and what the second holds there."""
    pieces: List[List[int]] = []
    for page in range(0, len(after), PAGE):
        if before[page : page + PAGE] == after[page : page + PAGE]:
            continue
        for at in range(page, min(page + PAGE, len(after))):
            if before[at] != after[at]:
                if pieces and at - pieces[-1][1] < NEAR:
                    pieces[-1][1] = at + 1
                else:
                    pieces.append([at, at + 1])
    for first, end in pieces:
        yield start + first, after[first:end]
