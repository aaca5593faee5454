"""Travel in a lesson's run: back is a reset and the same way once more, for the machine does the same every time.

The learner's own breakpoints, watchpoints and their counts notice nothing of it.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import Callable, Iterator, List, NamedTuple, Optional

import gdb

from buddylab.target.runs import exact, packets
from buddylab.target.runs.run import Run, Visit

LONGEST = 200_000_000  # instructions that somebody may wait for to run once more


class Lost(gdb.GdbError):
    """The machine did not come to the place that was wanted; it stands somewhere else."""


class Place(NamedTuple):
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
    """Goes back to `place`; gives the names of the breakpoints that GDB deleted. Lost if it cannot be reached.

    The memory of a visit there is that of the run before.
    """
    check_length(place)
    with undisturbed() as gone, run.machine.muted():
        arrived = replay(run, rewind(run), place)
    if not arrived:
        raise Lost("The machine did not come there again; type run to start the lesson from the beginning.")
    return gone


def check_length(place: Place) -> None:
    """Raises GdbError for a place that is too far to be gone to once more, while the machine still stands somewhere."""
    if place.clock > LONGEST:
        raise gdb.GdbError(f"{place.clock} instructions lie between the reset and there: too many to run once more.")


def stand(run: Run, place: Place) -> None:
    """The same where it is quiet already. Raises packets.Astray."""
    if not replay(run, rewind(run), place):
        raise packets.Astray


def rewind(run: Run) -> List[Visit]:
    """Resets the machine; gives the visits that there were. To be used undisturbed and muted, as is `replay`."""
    known, run.visits = run.visits, []
    run.machine.reset()
    return known


def replay(run: Run, known: List[Visit], place: Place) -> bool:
    """Runs from the reset to `place`, and selects its frame; False if the machine does not come there.

    What was written by hand on the way is written again.
    """
    run.visits = [visit for visit in known if visit.clock <= place.clock]
    with run.quiet(), uninterrupted():
        arrived = _came(run, place, _step_of_gdb)
        if not arrived:  # into a trap GDB does not step
            run.machine.reset()
            arrived = _came(run, place, _step)
        run.over = run.failed = False
    if arrived:
        select(place.level)
    return arrived


def _came(run: Run, place: Place, step: Callable[[], None]) -> bool:
    """Runs from the reset to a place, the last instruction by `step`; gives whether the machine came there."""
    try:
        run_to(run, max(0, place.clock - 1))
        _arrive(run, place, step)
    except packets.Astray:
        return False
    finally:
        packets.look_anew()
    return True


def _step_of_gdb() -> None:
    """Else GDB would meet a breakpoint at the place once more."""
    gdb.execute("stepi", to_string=True)


def _step() -> None:
    packets.move(packets.STEP)
    packets.look_anew()


def run_to(run: Run, clock: int) -> None:
    """Runs on from the reset to a clock, with what was written by hand. Raises packets.Astray."""
    way = [(edit.clock, edit.pc, edit.repeat) for edit in run.edits if edit.clock <= clock]
    trap: Optional[int] = None  # the part of the way on which the program traps
    while True:
        try:
            for part, (at, pc, arrived) in enumerate([*way, (clock, None, lambda: None)]):
                if part == trap:
                    exact.run_to_trap()
                exact.run_to(run.machine, at, pc)
                arrived()
            return
        except exact.Trapped:
            if trap is not None:
                raise
            trap = part
            run.machine.reset()


def _arrive(run: Run, place: Place, step: Callable[[], None]) -> None:
    """Goes the last instruction to a place, and writes there what was written there. Raises packets.Astray."""
    edits = [edit for edit in run.edits if edit.clock == place.clock and place.clock]
    pc = edits[0].pc if edits else place.pc  # None: whatever stands there
    packets.look_anew()
    while run.machine.clock() < place.clock or pc not in (None, int(gdb.newest_frame().pc())):
        step()
        if run.machine.clock() > place.clock:
            raise packets.Astray
    for edit in edits:
        edit.repeat()
    if int(gdb.newest_frame().pc()) != place.pc:
        raise packets.Astray


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C comes when the machine has arrived, which takes a moment: in between nobody could say where it stands."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _go_on(run: Run, halt: Callable[[Visit], bool]) -> bool:
    """Goes on to a stop that `halt` says yes to; False where something else came first."""
    run.halt, run.halted = halt, False
    try:
        gdb.execute("continue", to_string=True)
        return run.halted
    except KeyboardInterrupt:
        return False
    finally:
        run.halt = None


def select(level: int) -> None:
    """Selects the frame that is so many calls further out than the innermost."""
    frame = gdb.newest_frame()
    for _ in range(level):
        frame = frame.older() or frame
    frame.select()


def _name(breakpoint: gdb.Breakpoint) -> str:
    kind = "breakpoint" if breakpoint.type == gdb.BP_BREAKPOINT else "watchpoint"
    return f"{kind} {breakpoint.number} ({breakpoint.expression or breakpoint.location})"
