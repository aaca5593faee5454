"""Runs the machine once more under watchpoints, by packets of our own, and tells of each access to some words.

At each hit GDB takes every watchpoint out and puts it back, reads all watched words, and steps once without any of
them: that is slow, and QEMU needs none of it. The machine must have been reset, and nothing of GDB's may be inserted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Iterator, Mapping, Optional, Sequence, Set, Tuple

import gdb

from buddylab.target.runs.machine import Machine
from buddylab.target.runs.packets import GO_ON, STEP, WATCHED, look_anew, move, register, send


@dataclass(frozen=True)
class Hit:
    """The machine stands behind an instruction that accessed a watched word, or at an entry."""

    pc: int
    clock: int  # instructions since the reset
    address: Optional[int] = None  # of the watched word; None at an entry
    by: int = 0  # the address of the instruction that accessed it
    changed: bool = False  # whether it holds something else now


class Watch:
    """One run on from where the machine stands."""

    def __init__(self, machine: Machine, words: Mapping[int, int], entries: Iterable[int]) -> None:
        """To be told of: stores to `words`, the sizes in bytes by address, and passes by `entries`."""
        self._machine = machine
        self._words = words
        self._entries = frozenset(entries)
        self._breaks: Set[int] = set()

    def hits(self, way: Sequence[Tuple[int, int]]) -> Iterator[Hit]:
        """Runs to each place of `way` in turn, an instruction's address and the clock there; stands at the last one.

        Raises packets.Astray. Whoever stops listening leaves the machine where it is, with nothing inserted.
        """
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
            look_anew()

    def _until(self, pc: int, clock: int) -> Iterator[Hit]:
        here, now = self._place()
        while (here, now) != (pc, clock):
            access = self._go_on(here)
            here, now = self._place()
            if access is not None:
                yield Hit(here, now, *access)
            if here in self._entries:
                yield Hit(here, now)

    def _go_on(self, here: int) -> Optional[Tuple[int, int, bool]]:
        """Runs to the next hit; of the watched word that was accessed, the address, by what, and whether it changed."""
        stands_on = here in self._breaks  # then the machine would not move
        if stands_on:
            send(f"z1,{here:x},2")
        watched = re.search(WATCHED, move(STEP if stands_on else GO_ON))
        access = self._pass_by(int(watched.group(1), 16)) if watched else None
        if stands_on:
            send(f"Z1,{here:x},2")
        return access

    def _pass_by(self, address: int) -> Tuple[int, int, bool]:
        """Leads the machine past the instruction in front of which it stands, and which accesses a watched word."""
        word, by = f"{address:x},{self._words[address]:x}", register("pc")
        before = send(f"m{word}")
        send(f"z2,{word}")
        move(STEP)
        send(f"Z2,{word}")
        return address, by, send(f"m{word}") != before

    def _place(self) -> Tuple[int, int]:
        gdb.execute("maintenance flush register-cache", to_string=True)
        return register("pc"), self._machine.clock()

    def _set(self, breaks: Set[int]) -> None:
        for address in self._breaks - breaks:
            send(f"z1,{address:x},2")
        for address in breaks - self._breaks:
            send(f"Z1,{address:x},2")
        self._breaks = breaks
