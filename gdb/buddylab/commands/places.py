"""Where the machine stands: in words, and as the debugger shows it after the machine was brought there."""

from __future__ import annotations

from typing import List, Optional

import gdb

from buddylab.commands import ours, session
from buddylab.commands.tutor import tutor
from buddylab.spelling import again
from buddylab.target.ask import said
from buddylab.target.runs import travel
from buddylab.target.runs.run import Visit


def told(here: Optional[Visit], last: Optional[Visit]) -> str:
    """The place in words: the stop, or else the function and the line, behind the `last` stop."""
    if here is not None:
        return f"You stand at stop {of(here)}: {here.title}"
    frame = gdb.newest_frame()
    line = frame.find_sal()
    name = f"{frame.name()}()" if frame.name() else f"nameless code at {frame.pc():#x}"
    place = name + (f", {line.symtab.filename}:{line.line}" if line.symtab else "")
    return f"You stand in {place}, " + (f"after stop {of(last)}: {last.title}" if last else "before stop 1")


def of(visit: Visit) -> str:
    """Which stop of how many."""
    return f"{visit.number} of {len(ours.lesson().stops.all)}{again(visit.times)}"


def say(done: str, gone: List[str]) -> None:
    """Says what was done and where the machine stands now, and shows the line and what the learner has displayed."""
    lesson = ours.lesson()
    here, last = lesson.here(), lesson.visits[-1] if lesson.visits else None
    deleted(gone)
    session.say(f"{done} {told(here, last)}.")
    frame = gdb.newest_frame()
    # In a line's middle GDB says where.
    within = "" if int(frame.find_sal().pc) == int(frame.pc()) else f"{frame.pc():#018x}\t"
    gdb.write("".join(within + line for line in said("frame").splitlines(keepends=True)[1:2]))
    if here is not None:
        tutor.stands(here.number)
    for mover in ours.movers:
        mover()
    gdb.execute("display")


def deleted(gone: List[str]) -> None:
    """Says which breakpoints went."""
    for name in gone:
        session.say(f"GDB deleted {name}, since the frame that it belonged to is gone.")


def to_the_end() -> None:
    """Runs to the end of the lesson, past what would stop the machine."""
    lesson = ours.lesson()
    run = lesson.running()
    if run is not None:
        with travel.undisturbed() as gone:
            travel.forward(run, lambda visit: False)
        deleted(gone)
        lesson.report()
