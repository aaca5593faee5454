"""The moments of a lesson at which somebody was asked what to do next, and how to stand at one of them again.

A moment is its place in the run, and what was written to the machine by hand until then: the machine does the same
every time, so it need only be run there anew. What memory held is kept only to see whether it holds that again. QEMU's
own record and replay would go backwards too; but it must be chosen before the machine is switched on, keeps snapshots
in a file on disk, and lets nobody write to the machine that it replays.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import List, Mapping, NamedTuple, Optional, Tuple

import gdb

from buddylab.memory.ahead import PAGE
from buddylab.target.runs import hits, travel
from buddylab.target.runs.edits import Edit, differences, registers
from buddylab.target.runs.run import Run, Visit

WORD = 8  # bytes


class Moment(NamedTuple):
    """Where the machine stood, and how it had come there."""

    place: Optional[travel.Place]  # None: the lesson was over
    edits: Tuple[Edit, ...]
    visits: Tuple[Visit, ...] = ()
    hits: Mapping[int, Tuple[int, int]] = {}  # of the learner's breakpoints, and those to ignore
    pages: Tuple[bytes, ...] = ()  # the memory that the program writes to; those that did not change are shared
    registers: Tuple[Tuple[str, int], ...] = ()

    def same(self, other: "Moment") -> bool:
        """Whether the machine stands there as it stands in the other, whatever frame is looked at."""
        mine, theirs = self.place, other.place
        if mine is None or theirs is None:
            return mine is theirs
        return (mine.pc, mine.clock, self.edits) == (theirs.pc, theirs.clock, other.edits)


class Past:
    """The moments in order, and which of them is now: those behind it were taken back."""

    def __init__(self) -> None:
        self.moments: List[Moment] = []
        self.at = -1
        self._moved = False  # whether the machine has run since the last moment
        self._start = 0  # where its memory begins
        self._memory = b""  # what that held then, but for what was told since
        self._registers: Tuple[Tuple[str, int], ...] = ()
        self._called = 0  # the clock at which GDB has a function of the program called
        self._had_moved = False  # _moved as it was then

    def moved(self) -> None:
        """The machine runs, or is run to some other place."""
        self._moved = True

    def wrote(self, run: Run, address: int, length: int) -> None:
        """GDB tells that memory was written by hand."""
        data = bytes(gdb.selected_inferior().read_memory(address, length))
        self._edit(run, memory=((address, data),))
        at = address - self._start
        if 0 <= at and at + length <= len(self._memory):
            self._memory = self._memory[:at] + data + self._memory[at + length :]

    def set_register(self, run: Run) -> None:
        """GDB tells that a register was written by hand."""
        now = registers()
        self._edit(run, registers=now)
        self._registers = now

    def calls(self, run: Run) -> None:
        """GDB is about to have a function of the program called."""
        self._called, self._had_moved = run.machine.clock(), self._moved
        self._start, self._memory = run.memory()

    def called(self, run: Run) -> None:
        """It has returned: for the program a moment in which nothing was executed, and memory was written."""
        run.machine.forget(run.machine.clock() - self._called)
        self._moved = self._had_moved
        before, (_, self._memory) = self._memory, run.memory()
        pieces = tuple(differences(self._start, before, self._memory))
        if pieces:
            self._edit(run, pieces)

    def note(self, run: Optional[Run]) -> bool:
        """Somebody is asked what to do next; gives whether anything has happened to the machine since the last time."""
        if run is None:
            if not self.moments:
                return False  # the lesson has not begun
            here = Moment(None, self.now.edits)
        else:
            start, memory = run.memory()
            now = registers()
            if not self._moved and self._memory:  # what has changed since was written, and nobody has told
                pieces = tuple(differences(start, self._memory, memory))
                if pieces or now != self._registers:
                    self._edit(run, pieces, now)
            self._start, self._memory, self._registers = start, memory, now
            here = Moment(
                travel.place(run), tuple(run.edits), tuple(run.visits), hits.counts(), self._pages(memory), now
            )
        self._moved = False
        if self.moments and here.same(self.now):
            self.moments[self.at] = here
            return False
        self.at += 1
        self.moments[self.at :] = [here]
        return True

    @property
    def now(self) -> Moment:
        """The moment at hand."""
        return self.moments[self.at]

    def stand(self, run: Run, at: int) -> Tuple[List[str], List[int], List[str]]:
        """Has the machine stand at a moment again, which is not the end of the lesson.

        Gives the breakpoints that GDB deleted, and the addresses and registers that do not hold what they held, since
        something was written that GDB does not tell of. travel.Lost where the machine does not come there for that.
        """
        wanted = self.moments[at]
        assert wanted.place is not None
        travel.check_length(wanted.place)
        run.edits = list(wanted.edits)
        hits.restore(run, wanted.hits)
        gone = travel.back(run, wanted.place)
        run.visits = list(wanted.visits)
        run.over = run.failed = False
        self.at = at
        self._start, self._memory = run.memory()
        self._registers = registers()
        self._moved = False
        lost = [address & -WORD for address, _ in differences(self._start, b"".join(wanted.pages), self._memory)]
        return gone, lost, [name for name, value in wanted.registers if dict(self._registers)[name] != value]

    def _edit(
        self, run: Run, memory: Tuple[Tuple[int, bytes], ...] = (), registers: Tuple[Tuple[str, int], ...] = ()
    ) -> None:
        pc = None if self._moved or not self._registers else dict(self._registers)["pc"]
        run.edits.append(Edit(run.machine.clock(), pc, memory, registers))

    def _pages(self, memory: bytes) -> Tuple[bytes, ...]:
        last = self.now.pages if self.moments else ()
        pages = [memory[at : at + PAGE] for at in range(0, len(memory), PAGE)]
        return tuple(old if old == page else page for old, page in zip_longest(last[: len(pages)], pages))
