"""Travel in a lesson's run: back is a reset and the same way once more, for the machine does the same every time.

The learner's own breakpoints, watchpoints and their counts notice nothing of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Callable, Iterator, List

import gdb

from buddylab.target.runs.run import Run, Visit


@dataclass(frozen=True)
class Place:
    """A place in the run, and the frame that is looked at there."""

    pc: int
    clock: int  # instructions since the reset
    level: int = 0  # of the selected frame; 0 is the innermost


@contextmanager
def undisturbed() -> Iterator[List[str]]:
    """Meanwhile the learner's breakpoints and watchpoints neither stop the machine nor count, and GDB prints nothing.

    Yields a list which at the end names those that GDB had to delete, because the frame that they belong to went.
    """
    gone: List[str] = []
    waiting = [each for each in own() if each.enabled]
    names = {each.number: _name(each) for each in own()}
    for each in waiting:
        each.enabled = False
    gdb.execute("set suppress-cli-notifications on")
    try:
        yield gone
    finally:
        gdb.execute("set suppress-cli-notifications off")
        for each in waiting:
            if each.is_valid():
                each.enabled = True
        left = {each.number for each in own()}
        gone += [name for number, name in names.items() if number not in left]


def own() -> List[gdb.Breakpoint]:
    """The learner's breakpoints and watchpoints, the numbered ones included; ours have numbers below 0."""
    return [each for each in gdb.breakpoints() if each.number > 0]


def place(run: Run) -> Place:
    """Where the machine stands."""
    frame, level = gdb.selected_frame(), 0
    newer = frame.newer()
    while newer is not None:
        frame, newer, level = newer, newer.newer(), level + 1
    return Place(int(frame.pc()), run.machine.clock(), level)


def forward(run: Run, wanted: Callable[[Visit], bool]) -> bool:
    """Goes on, past every stop, to the first one that is `wanted`; False if something else comes first.

    There the memory of the visit is not kept yet.
    """
    while _go_on(run, lambda visit: True):
        if wanted(run.visits[-1]):
            return True
        run.remember()
    return False


def back(run: Run, place: Place) -> List[str]:
    """Goes back to `place`; gives the names of the breakpoints that GDB deleted. GdbError if it cannot be reached.

    The memory of a visit there is that of the run before.
    """
    with undisturbed() as gone, run.machine.muted():
        arrived = replay(run, rewind(run), place)
    if not arrived:
        raise gdb.GdbError("The machine did not come there again; type run to start the lesson from the beginning.")
    return gone


def rewind(run: Run) -> List[Visit]:
    """Resets the machine; gives the visits that there were. To be used undisturbed and muted, as is `replay`."""
    known, run.visits = run.visits, []
    run.machine.reset()
    return known


def replay(run: Run, known: List[Visit], place: Place) -> bool:
    """Runs from the reset to `place`, and selects its frame; False if something came first, Ctrl-C for example."""
    known = [visit for visit in known if visit.clock <= place.clock]
    start = known[-1].clock if known else 0  # only from here on it is worth looking at each instruction
    arrived = not known or _straight(run, known[-1])
    if arrived:
        run.visits = known
        if place.clock > start:
            here = _Here(run, place)
            try:
                arrived = _go_on(run, lambda visit: False)
            finally:
                here.delete()
    if arrived:
        select(place.level)
    return arrived and run.machine.clock() == place.clock


def _straight(run: Run, to: Visit) -> bool:
    """From the reset to a visit that is known, without a look at the stops on the way."""
    others = [mark for mark, stop in zip(run.stops.marks, run.stops.all) if stop.number != to.number]
    for mark in others:
        mark.enabled = False
    try:
        return _go_on(run, lambda visit: visit.clock >= to.clock)
    finally:
        for mark in others:
            mark.enabled = True


def _go_on(run: Run, halt: Callable[[Visit], bool]) -> bool:
    """Goes on to a stop that `halt` says yes to, or to a breakpoint of ours; False where something else came first."""
    run.halt, run.halted = halt, False
    try:
        gdb.execute("continue", to_string=True)
        return run.halted
    except KeyboardInterrupt:
        return False
    finally:
        run.halt = None


class _Here(gdb.Breakpoint):
    """Stops at an instruction, but only when as many as wanted have been executed."""

    def __init__(self, run: Run, place: Place) -> None:
        super().__init__(f"*{place.pc:#x}", internal=True)
        self.silent = True
        self._run = run
        self._clock = place.clock

    def stop(self) -> bool:
        """Here, or too far already."""
        self._run.halted = self._run.machine.clock() >= self._clock
        return self._run.halted


def select(level: int) -> None:
    """Selects the frame that is so many calls further out than the innermost."""
    frame = gdb.newest_frame()
    for _ in range(level):
        frame = frame.older() or frame
    frame.select()


def _name(breakpoint: gdb.Breakpoint) -> str:
    kind = "breakpoint" if breakpoint.type == gdb.BP_BREAKPOINT else "watchpoint"
    return f"{kind} {breakpoint.number} ({breakpoint.expression or breakpoint.location})"
