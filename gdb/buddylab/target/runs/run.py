"""One run of a lesson: its machine, the visits to the stops so far, and what happened to it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Callable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import gdb

from buddylab.memory.ahead import PAGE
from buddylab.target.runs.edits import Edit
from buddylab.target.runs.machine import Machine
from buddylab.target.runs.stops import Stop, Stops, symbol

if TYPE_CHECKING:
    from buddylab.memory.image import Memory


class Visit(NamedTuple):
    """One arrival at a stop, with the writable memory as it was then."""

    number: int  # the stop's
    title: str
    times: int  # how often the machine has come to this stop in this run, this time included
    clock: int  # instructions since the reset
    pages: Mapping[int, bytes] = {}  # empty where the machine ran past without standing still

    def memory(self, now: Memory) -> Memory:
        """That memory, readable like the target's own, which is `now`: of its RAM the rest was not kept."""
        from buddylab.memory.image import Memory  # loaded with what reads it

        return Memory(self._fetch, None if now.translate else now.ram, now.word_size)

    def _fetch(self, address: int, size: int) -> Optional[bytes]:
        page = self.pages.get(address & -PAGE)
        return None if page is None else page[address % PAGE : address % PAGE + size]


class Run:
    """From a machine's switching on to its end; travelling back and on again goes on with the same run."""

    def __init__(self, stops: Stops, machine: Machine) -> None:
        self.stops, self.machine = stops, machine
        self.visits: List[Visit] = []
        self.halt: Optional[Callable[[Visit], bool]] = None  # set while we travel: whether to stand still there
        self.halted = False  # whether we do
        self.edits: List[Edit] = []  # what somebody wrote to the machine by hand, in order
        self.over = False  # it is about to power off
        self.failed = False  # with a status that is not 0

    def here(self) -> Optional[Visit]:
        """The visit at which the machine stands, None in between."""
        if not self.visits:
            return None
        last = self.visits[-1]
        stands = int(gdb.newest_frame().pc()) == self.stops.all[last.number - 1].address
        return last if stands and self.machine.clock() == last.clock else None

    def arrive(self, stop: Stop) -> bool:
        """Notes that the machine has come to `stop`; gives whether to stand still there."""
        clock = self.machine.clock()
        if not self.visits or self.visits[-1].clock != clock:
            times = sum(visit.number == stop.number for visit in self.visits) + 1
            self.visits.append(Visit(stop.number, stop.title, times, clock))
        self.halted = self.halt is not None and self.halt(self.visits[-1])
        return self.halted

    def remember(self) -> None:
        """Keeps the writable memory of the visit at which the machine stands, sharing the pages that did not change.

        Where an earlier run has left another copy somebody wrote to that machine and GDB was not told, as of `restore`:
        nobody knows which of the other copies that has changed as well.
        """
        last: Mapping[int, bytes] = next((visit.pages for visit in reversed(self.visits) if visit.pages), {})
        start, copy = self.memory()
        pages = {}
        for offset in range(0, len(copy), PAGE):
            page = copy[offset : offset + PAGE]
            pages[start + offset] = last[start + offset] if last.get(start + offset) == page else page
        if self.visits[-1].pages not in ({}, pages):
            self.visits = [visit._replace(pages={}) for visit in self.visits]
        self.visits[-1] = self.visits[-1]._replace(pages=pages)

    def memory(self) -> Tuple[int, bytes]:
        """Where the memory begins that a program writes to, and what it holds."""
        start, end = symbol("data_start"), symbol("image_end")
        assert start is not None and end is not None  # kernel.ld defines them
        return start, self.machine.save(start, end - start)

    def forget_edits(self) -> None:
        """Drops the memory of the visits behind the first edit: a replay will not repeat it."""
        if self.edits:
            clock = self.edits[0].clock
            self.visits = [visit if visit.clock <= clock else visit._replace(pages={}) for visit in self.visits]
            self.edits = []

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Meanwhile what the machine does, and what is written to it, is ours and nobody else's business."""
        before, self.halt = self.halt, lambda visit: False
        try:
            yield
        finally:
            self.halt = before


def earlier(visits: Sequence[Visit], since: Optional[int]) -> Optional[Visit]:
    """The visit to compare with: the last one to stop `since`, else the last one of all."""
    known = [visit for visit in visits if visit.pages]
    if since is None:
        return known[-1] if known else None
    for visit in reversed(known):
        if visit.number == since:
            return visit
    numbers = ", ".join(str(visit.number) for visit in known) or "none yet"
    raise gdb.GdbError(f"Stop {since} was not passed in this run; --since expects one of these: {numbers}.")
