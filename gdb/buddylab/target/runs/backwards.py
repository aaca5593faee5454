"""Backwards: where the machine passed some instructions last, before the place at which it stands.

The run is looked at in pieces, the last one first. Most answers lie in that, so a loop's thousands of passes before it
are never looked at.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from itertools import chain
from typing import Callable, Collection, Iterator, List, Mapping, Optional, Tuple

from buddylab.target.runs import packets, trace, travel
from buddylab.target.runs.packets import STEP, move
from buddylab.target.runs.run import Run

FIRST, FACTOR = 250, 4  # instructions in the last piece, and how many times longer each one before that is


class Interrupted(Exception):
    """Ctrl-C was pressed; the machine stands somewhere else."""


@dataclass(frozen=True)
class Pass:
    """The machine is about to execute an instruction."""

    pc: int
    clock: int  # instructions since the reset
    sp: int
    word: Optional[int] = None  # the one that the instruction is about to change, where that was asked for


@dataclass(frozen=True)
class Wanted:
    """What to look for."""

    addresses: Collection[int]  # of instructions
    words: Mapping[int, int] = field(default_factory=dict)  # addresses of words that are changed, and their sizes
    frame: Callable[[int, int], bool] = lambda pc, sp: True  # whether a pass with this stack pointer counts
    stops: Optional[Callable[[int], bool]] = None  # asked then, while the machine stands there for GDB too
    changes: Optional[Callable[[int], bool]] = None  # the same of a word that has changed, behind the instruction
    enough: Callable[[List[Pass]], bool] = bool  # whether what was found is all that is needed


def passes(run: Run, wanted: Wanted, before: travel.Place, after: int = 0) -> List[Pass]:
    """The last passes before a place, in order, as many as are enough; none in front of the clock `after`.

    The machine then stands somewhere else. Raises packets.Astray and Interrupted.
    """
    found: List[Pass] = []
    end = last = _reached(run, before.pc, before.clock)
    size = FIRST
    while end[1] > after and not wanted.enough(found):
        start = max([after, end[1] - size] + [edit.clock for edit in run.edits if edit.clock < end[1]])
        begun = _begin(run, start)
        found = [*_piece(run, wanted, begun, end, last), *found]
        end, size = _reached(run, begun.pc, begun.clock), size * FACTOR
    return found


def trail(run: Run, place: travel.Place, count: int) -> List[Pass]:
    """The last `count` places before a place, or all since the reset. Raises packets.Astray and Interrupted."""
    end = _reached(run, place.pc, place.clock)
    found = [_begin(run, max(0, place.clock - count))]
    while (found[-1].pc, found[-1].clock) != end:
        _check()
        if found[-1].clock > place.clock:
            raise packets.Astray
        move(STEP)
        found.append(_here(run))
    packets.look_anew()
    return found[:-1]


def _reached(run: Run, pc: int, clock: int) -> Tuple[int, int]:
    """How the machine comes to a place: where somebody wrote the program counter there, to the place before that."""
    for edit in run.edits:
        if edit.clock == clock and edit.pc is not None:
            return edit.pc, clock
    return pc, clock


def _piece(run: Run, wanted: Wanted, begun: Pass, end: Tuple[int, int], last: Tuple[int, int]) -> Iterator[Pass]:
    """The passes from where the machine stands to the end of a piece; it ends at the next pass or the last place."""
    watch = trace.Watch(run.machine, wanted.words, {last[0], *wanted.addresses})
    for hit in chain([trace.Hit(begun.pc, begun.clock)], watch.hits([last])):
        _check()
        clock = hit.clock - (hit.address is not None)  # in front of the instruction that is told of
        if hit.clock > last[1]:
            raise packets.Astray
        if hit.address is None and (hit.pc, clock) == last or end != last and clock >= end[1]:
            return
        if hit.address is not None:
            if hit.changed and (wanted.changes is None or _asked(wanted.changes, hit.address)):
                yield Pass(hit.by, clock, packets.register("sp"), hit.address)
        elif hit.pc in wanted.addresses and wanted.frame(hit.pc, packets.register("sp")):
            if wanted.stops is None or _asked(wanted.stops, hit.pc):
                yield _here(run)


def _asked(ask: Callable[[int], bool], address: int) -> bool:
    """What GDB is asked about an address, while the machine stands there for GDB too."""
    packets.look_anew()
    return ask(address)


def _begin(run: Run, clock: int) -> Pass:
    """Runs from the reset to a clock."""
    run.machine.reset()
    travel.run_to(run, clock)
    return _here(run)


def _here(run: Run) -> Pass:
    return Pass(packets.register("pc"), run.machine.clock(), packets.register("sp"))


def _check() -> None:
    """Raises Interrupted after Ctrl-C, which travel keeps back."""
    if signal.SIGINT in signal.sigpending():
        signal.sigtimedwait({signal.SIGINT}, 0)
        raise Interrupted
