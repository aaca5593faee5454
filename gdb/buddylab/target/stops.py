"""The numbered stops of a lesson: their titles, their breakpoints, and the memory as it was at each one visited.

A lesson marks them with STEP(n, title), which leaves two symbols in the image: step_n in front of the code, and
step_n_title with the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Optional

import gdb

from buddylab.image import Memory, PAGE
from buddylab.target import memory
from buddylab.target.machine import Machine


@dataclass(frozen=True)
class Stop:
    """One numbered stop."""

    number: int
    title: str
    address: int


@dataclass(frozen=True)
class Visit:
    """The writable memory as it was when the machine arrived at a stop."""

    number: int
    start: int  # the address of the first byte
    pages: Dict[int, bytes]

    def memory(self) -> Memory:
        """That memory, readable like the target's own."""
        end = self.start + sum(len(page) for page in self.pages.values())
        return Memory(lambda address, size: self.pages.get(address), [range(self.start, end)], memory.word_size())


class Stops:
    """The stops of the lesson that GDB has loaded, and the visits of the current run."""

    def __init__(self) -> None:
        self.all: List[Stop] = []
        self.visits: List[Visit] = []
        while True:
            address = _symbol(f"step_{len(self.all) + 1}")
            if address is None:
                break
            number = len(self.all) + 1
            self.all.append(Stop(number, _string(f"step_{number}_title"), address))
        if not self.all:
            raise gdb.GdbError("This program has no numbered stops; start a lesson with make debug LESSON=01.")

    def set_breakpoints(self) -> None:
        """One breakpoint a stop, in order: in a fresh GDB breakpoint N is stop N."""
        for stop in self.all:
            gdb.execute(f"break *step_{stop.number}", to_string=True)

    def here(self) -> Optional[Stop]:
        """The stop at which the machine stands, None in between."""
        pc = int(gdb.parse_and_eval("$pc"))
        return next((stop for stop in self.all if stop.address == pc), None)

    def visit(self, stop: Stop, machine: Machine) -> None:
        """Remembers the writable memory, sharing with the last visit the pages that did not change."""
        start, end = _symbol("data_start"), _symbol("image_end")
        assert start is not None and end is not None  # kernel.ld defines them
        last = self.visits[-1].pages if self.visits else {}
        copy = machine.save(start, end - start)
        pages = {}
        for offset in range(0, len(copy), PAGE):
            page = copy[offset : offset + PAGE]
            pages[start + offset] = last[start + offset] if last.get(start + offset) == page else page
        self.visits.append(Visit(stop.number, start, pages))

    def earlier(self, since: Optional[int] = None) -> Optional[Visit]:
        """The visit to compare with: the last one to stop `since`, else the one before where the machine stands."""
        here = self.here()
        visits = self.visits[:-1] if here is not None else self.visits
        if since is None:
            return visits[-1] if visits else None
        for visit in reversed(visits):
            if visit.number == since:
                return visit
        known = ", ".join(str(visit.number) for visit in visits) or "none yet"
        raise gdb.GdbError(f"Stop {since} does not lie behind us in this run; --since expects one of these: {known}.")

    def lesson(self) -> str:
        """The lesson's number and title, as "Lesson 1: An intrusive list on the stack"."""
        number = re.search(r"(\d+)-[^/]*$", str(gdb.current_progspace().filename))
        title = _string("lesson_title")
        return f"Lesson {int(number.group(1))}: {title}" if number else title


def _symbol(name: str) -> Optional[int]:
    try:
        return int(gdb.parse_and_eval(f"(unsigned long)&{name}"))
    except gdb.error:
        return None


def _string(symbol: str) -> str:
    return str(gdb.parse_and_eval(f"(char *)&{symbol}").string())
