"""The numbered stops of a lesson: their titles, their breakpoints, and what notices that the machine comes there.

A lesson marks them with STEP(n, title), which leaves two symbols in the image: step_n in front of the code, and
step_n_title with the words. A STEP in a loop or in a function called twice is visited more than once.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Callable, Dict, List, NamedTuple, Optional

import gdb


class Stop(NamedTuple):
    """One numbered stop."""

    number: int
    title: str
    address: int


class Stops:
    """The stops of the program that GDB has loaded."""

    def __init__(self, arrive: Callable[[Stop], bool]) -> None:
        """`arrive` is told of each arrival, and says whether to stand still there. GdbError where there is no stop."""
        self.all: List[Stop] = []
        for number in range(1, count() + 1):
            address = symbol(f"step_{number}")
            assert address is not None  # it was counted
            self.all.append(Stop(number, _string(f"step_{number}_title"), address))
        if not self.all:
            raise gdb.GdbError("This program has no numbered stops; start a lesson with make debug LESSON=01.")
        # What notices the visits, whatever becomes of the numbered breakpoints.
        self.marks = [Notice(f"*step_{stop.number}", partial(arrive, stop)) for stop in self.all]

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

    def lesson(self) -> str:
        """The lesson's number and title, as "Lesson 1: An intrusive list on the stack"; an exercise's likewise."""
        path = str(program())
        number = re.search(r"(\d+)-[^/]*$", path)
        kind = "Exercise" if re.search("/exercises/[^/]*$", path) else "Lesson"
        title = _string("lesson_title")
        return f"{kind} {int(number.group(1))}: {title}" if number else title


class Notice(gdb.Breakpoint):
    """Notices that the machine comes to a place, which no list of breakpoints tells."""

    def __init__(self, place: str, arrive: Callable[[], bool]) -> None:
        """`arrive` is told of each arrival, and says whether to stand still there."""
        super().__init__(place, internal=True)
        self.silent = True
        self._arrive = arrive

    def stop(self) -> bool:
        """Asked by GDB."""
        return self._arrive()


def program() -> Optional[str]:
    """The path of the program that GDB has loaded, if it has any."""
    space = gdb.current_progspace()
    return None if space is None else space.filename


def count() -> int:
    """How many stops the program has: as far as they are numbered without a gap."""
    number = 0
    while symbol(f"step_{number + 1}") is not None:
        number += 1
    return number


def symbol(name: str) -> Optional[int]:
    """The address of a symbol of the program, None where it has no such symbol."""
    try:
        return int(gdb.parse_and_eval(f"(unsigned long)&{name}"))
    except gdb.error:
        return None


def _string(symbol: str) -> str:
    return str(gdb.parse_and_eval(f"(char *)&{symbol}").string())
