"""Runs the machine once more under watchpoints, by packets of our own, and tells of each access to some words.

At each hit GDB takes every watchpoint out and puts it back, reads all watched words, and steps once without any of
them: that is slow, and QEMU needs none of it. The machine must have been reset, and nothing of GDB's may be inserted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterable, Iterator, Optional, Sequence, Set, Tuple

import gdb

from buddylab.target.runs.machine import Machine, patient
from buddylab.target.runs.packets import GO_ON, STEP, WATCHED, move, send


@dataclass(frozen=True)
class Hit:
    """The machine stands behind an instruction that accessed a watched word, or at an entry."""

    pc: int
    clock: int  # instructions since the reset
    address: Optional[int]  # of the watched word; None at an entry


class Watch:
    """One run from the reset on."""

    def __init__(self, machine: Machine, words: Dict[int, int], entries: Iterable[int]) -> None:
        """To be told of: stores to `words`, the sizes in bytes by address, and passes by `entries`."""
        self._machine = machine
        self._words = words
        self._entries = frozenset(entries)
        self._breaks: Set[int] = set()

    def hits(self, way: Sequence[Tuple[int, int]]) -> Iterator[Hit]:
        """Runs to each place of `way` in turn, an instruction's address and the clock there; stands at the last one.

        Raises packets.Astray. Whoever stops listening leaves the machine where it is, with nothing inserted.
        """
        with patient():
            try:
                for address, size in self._words.items():
                    send(f"Z2,{address:x},{size:x}")
                for pc, clock in way:
                    self._set({pc, *self._entries})
                    yield from self._until(pc, clock)
            finally:
                self._set(set())
                for address, size in self._words.items():
                    send(f"z2,{address:x},{size:x}")
                gdb.execute("maintenance flush dcache", to_string=True)

    def _until(self, pc: int, clock: int) -> Iterator[Hit]:
        here, now = self._place()
        while (here, now) != (pc, clock):
            address = self._go_on(here)
            here, now = self._place()
            if address is not None:
                yield Hit(here, now, address)
            if here in self._entries:
                yield Hit(here, now, None)

    def _go_on(self, here: int) -> Optional[int]:
        """Runs to the next hit; the address of the watched word that was accessed, None for none."""
        stands_on = here in self._breaks  # then the machine would not move
        if stands_on:
            send(f"z1,{here:x},2")
        watched = WATCHED.search(move(STEP if stands_on else GO_ON))
        address = int(watched.group(1), 16) if watched else None
        if address is not None:  # it stands in front of the instruction now
            send(f"z2,{address:x},{self._words[address]:x}")
            move(STEP)
            send(f"Z2,{address:x},{self._words[address]:x}")
        if stands_on:
            send(f"Z1,{here:x},2")
        return address

    def _place(self) -> Tuple[int, int]:
        gdb.execute("maintenance flush register-cache", to_string=True)
        return int(gdb.newest_frame().pc()), self._machine.clock()

    def _set(self, breaks: Set[int]) -> None:
        for address in self._breaks - breaks:
            send(f"z1,{address:x},2")
        for address in breaks - self._breaks:
            send(f"Z1,{address:x},2")
        self._breaks = breaks
