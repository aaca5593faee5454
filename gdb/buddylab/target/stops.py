"""The numbered stops of a lesson: their titles, their breakpoints, and the visits of the current run.

A lesson marks them with STEP(n, title), which leaves two symbols in the image: step_n in front of the code, and
step_n_title with the words. A STEP in a loop or in a function called twice is visited more than once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Callable, Dict, List, Optional, TYPE_CHECKING

import gdb

from buddylab.image import Memory, PAGE
from buddylab.target import memory

if TYPE_CHECKING:
    from buddylab.target.machine import Machine


@dataclass(frozen=True)
class Stop:
    """One numbered stop."""

    number: int
    title: str
    address: int


@dataclass(frozen=True)
class Visit:
    """One arrival at a stop, with the writable memory as it was then."""

    number: int  # the stop's
    title: str
    count: int  # how often the machine has come to this stop in this run, this time included
    clock: int  # instructions since the reset
    start: int = 0  # the address of the first byte of memory
    pages: Dict[int, bytes] = field(default_factory=dict)  # empty where the machine ran past without standing still

    def memory(self) -> Memory:
        """That memory, readable like the target's own."""
        end = self.start + sum(len(page) for page in self.pages.values())
        return Memory(self._fetch, [range(self.start, end)], memory.word_size())

    def _fetch(self, address: int, size: int) -> Optional[bytes]:
        page = self.pages.get(address & -PAGE)
        return None if page is None else page[address % PAGE : address % PAGE + size]


class Stops:
    """The stops of the program that GDB has loaded, and the visits of the current run."""

    def __init__(self) -> None:
        self.all: List[Stop] = []
        self.visits: List[Visit] = []
        self.machine: Optional[Machine] = None
        self.halt: Optional[Callable[[Visit], bool]] = None  # set while we travel: whether to stand still there
        self.halted = False  # whether we do
        self.edited: Optional[int] = None  # when somebody first wrote to the machine by hand, by its clock
        while True:
            address = symbol(f"step_{len(self.all) + 1}")
            if address is None:
                break
            number = len(self.all) + 1
            self.all.append(Stop(number, _string(f"step_{number}_title"), address))
        if not self.all:
            raise gdb.GdbError("This program has no numbered stops; start a lesson with make debug LESSON=01.")
        self.marks = [_Mark(self, stop) for stop in self.all]  # what notices the visits

    def set_breakpoints(self) -> Dict[int, int]:
        """A breakpoint for each stop that has none, in order; gives their numbers, by the stop's.

        In a fresh GDB breakpoint N is stop N.
        """
        there = self.breakpoints()
        missing = [stop.number for stop in self.all if stop.number not in there]
        for number in missing:
            gdb.execute(f"break *step_{number}", to_string=True)
        there = self.breakpoints()
        return {number: there[number].number for number in missing}

    def breakpoints(self) -> Dict[int, gdb.Breakpoint]:
        """The learner's breakpoints at the stops, by the stop's number, disabled ones included."""
        numbers = {f"*step_{stop.number}": stop.number for stop in self.all}
        own = [each for each in gdb.breakpoints() if each.number > 0 and not each.temporary]
        return {numbers[each.location]: each for each in own if each.location in numbers}

    def here(self) -> Optional[Visit]:
        """The visit at which the machine stands, None in between."""
        if self.machine is None or not self.visits:
            return None
        last = self.visits[-1]
        frame = gdb.newest_frame()
        stands = frame.pc() == self.all[last.number - 1].address and self.machine.clock() == last.clock
        return last if stands else None

    def arrive(self, stop: Stop) -> bool:
        """Notes that the machine has come to `stop`; gives whether to stand still there."""
        assert self.machine is not None
        clock = self.machine.clock()
        if not self.visits or self.visits[-1].clock != clock:
            count = sum(visit.number == stop.number for visit in self.visits) + 1
            self.visits.append(Visit(stop.number, stop.title, count, clock))
        self.halted = self.halt is not None and self.halt(self.visits[-1])
        return self.halted

    def remember(self) -> None:
        """Keeps the writable memory of the visit at which the machine stands, sharing the pages that did not change."""
        if self.machine is None or self.visits[-1].pages:
            return
        start, end = symbol("data_start"), symbol("image_end")
        assert start is not None and end is not None  # kernel.ld defines them
        last = next((visit.pages for visit in reversed(self.visits) if visit.pages), {})
        copy = self.machine.save(start, end - start)
        pages = {}
        for offset in range(0, len(copy), PAGE):
            page = copy[offset : offset + PAGE]
            pages[start + offset] = last[start + offset] if last.get(start + offset) == page else page
        self.visits[-1] = replace(self.visits[-1], start=start, pages=pages)

    def forget_since(self, clock: int) -> None:
        """Drops the memory of the visits behind `clock`: somebody had written to it by hand."""
        self.visits = [visit if visit.clock <= clock else replace(visit, pages={}) for visit in self.visits]

    def earlier(self, since: Optional[int] = None) -> Optional[Visit]:
        """The visit to compare with: the last one to stop `since`, else the one before where the machine stands."""
        visits = self.visits[:-1] if self.here() is not None else self.visits
        known = [visit for visit in visits if visit.pages]
        if since is None:
            return known[-1] if known else None
        for visit in reversed(known):
            if visit.number == since:
                return visit
        numbers = ", ".join(str(visit.number) for visit in known) or "none yet"
        raise gdb.GdbError(f"Stop {since} does not lie behind us in this run; --since expects one of these: {numbers}.")

    def lesson(self) -> str:
        """The lesson's number and title, as "Lesson 1: An intrusive list on the stack"; an exercise's likewise."""
        path = str(gdb.current_progspace().filename)
        number = re.search(r"(\d+)-[^/]*$", path)
        kind = "Exercise" if re.search("/exercises/[^/]*$", path) else "Lesson"
        title = _string("lesson_title")
        return f"{kind} {int(number.group(1))}: {title}" if number else title


class _Mark(gdb.Breakpoint):
    """Notices each arrival at a stop, whatever becomes of the numbered breakpoint there."""

    def __init__(self, stops: Stops, stop: Stop) -> None:
        super().__init__(f"*step_{stop.number}", internal=True)
        self.silent = True
        self._arrive = lambda: stops.arrive(stop)

    def stop(self) -> bool:
        """Only when we travel, and have come to where we want to be."""
        return self._arrive()


def symbol(name: str) -> Optional[int]:
    """The address of a symbol of the program, None where it has no such symbol."""
    try:
        return int(gdb.parse_and_eval(f"(unsigned long)&{name}"))
    except gdb.error:
        return None


def _string(symbol: str) -> str:
    return str(gdb.parse_and_eval(f"(char *)&{symbol}").string())
