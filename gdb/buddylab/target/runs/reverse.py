"""GDB's reverse commands for a machine that cannot go backwards: each is a way to a place that lies before."""

from __future__ import annotations

import re
from functools import partial
from typing import Callable, Dict, Iterable, List, Optional, Tuple

import gdb

from buddylab import spelling
from buddylab.target import ask, variables
from buddylab.target.runs import backwards, hits, lines, packets, travel
from buddylab.target.runs.past import Past
from buddylab.target.runs.run import Run
from buddylab.target.runs.writes import is_word

Back = Callable[[Run, travel.Place], Optional[travel.Place]]  # from a place to one before it; None where there is none
WATCHPOINTS = (gdb.BP_WATCHPOINT, gdb.BP_HARDWARE_WATCHPOINT)
BEGUN = "Nothing lies before this place."
WAYS: Dict[str, Back] = {
    "reverse-nexti": lines.next_instruction,
    "reverse-step": lines.step,
    "reverse-next": lines.next,
    "reverse-finish": lines.finish,
}


def go(run: Run, past: Past, command: str, times: int) -> Tuple[str, List[str]]:
    """Does what the command says, so many times; gives where that led, and the breakpoints that GDB deleted.

    GdbError where there is no such place, and after Ctrl-C; the machine then stands where it stood.
    """
    past.moved()
    if command == "reverse-continue":
        first = past.moments[0].place
        assert first is not None  # it began somewhere
        way = _Stopped(first)
        gone = _go(run, way)
        return way.why, gone
    if command == "reverse-stepi":  # at once: it may be thousands
        return "Gone back.", _go(run, partial(lines.instruction, count=times))
    return "Gone back.", _go(run, WAYS[command], times)


def _go(run: Run, back: Back, times: int = 1) -> List[str]:
    """Brings the machine to the place that `back` finds, so many times over; gives the breakpoints that GDB deleted.

    GdbError where there is no such place, and after Ctrl-C; the machine then stands where it stood.
    """
    stood, edits, visits = travel.place(run), run.edits, run.visits
    travel.check_length(stood)
    problem = ""
    gone: List[str] = []
    try:
        with travel.undisturbed() as gone, run.machine.muted(), run.quiet(), travel.uninterrupted():
            here = stood
            for _ in range(times):
                found = back(run, here)
                if found is None:
                    raise gdb.GdbError(BEGUN)
                run.edits = [each for each in run.edits if each.clock <= found.clock]
                travel.stand(run, found)
                here = found
    except backwards.Interrupted:
        problem = "Ctrl-C was pressed; you stand where you stood."
    except packets.Astray:
        problem = "The machine did not come there again; you stand where you stood."
    except gdb.GdbError as fault:
        problem = str(fault)
    if problem:
        run.edits, run.visits = edits, visits
        travel.back(run, stood)
        raise gdb.GdbError(problem)
    return gone


class _Stopped:
    """The way to the breakpoint or watchpoint that was hit before, of those enabled now; or to the beginning."""

    def __init__(self, first: travel.Place) -> None:
        """`first` is where the lesson begins."""
        self.why = ""  # what the machine came back to
        self._first = first
        self._breakpoints: Dict[int, List[gdb.Breakpoint]] = {}  # by address
        self._watched: Dict[int, List[gdb.Breakpoint]] = {}
        self._sizes: Dict[int, int] = {}  # of the words that are watched
        self._unseen: List[int] = []  # the numbers of watchpoints that watch something else
        for each in filter(lambda each: each.enabled, travel.own()):
            if each.type in hits.COUNTED:
                for address in hits.addresses(each):
                    self._breakpoints.setdefault(address, []).append(each)
                continue
            value = _watched(each) if each.type in WATCHPOINTS else None
            if value is None:
                self._unseen.append(each.number)
            else:
                self._watched.setdefault(ask.address(value), []).append(each)
                self._sizes[ask.address(value)] = int(value.type.sizeof)

    def __call__(self, run: Run, place: travel.Place) -> Optional[travel.Place]:
        """The place before; notes what it is. Raises packets.Astray and backwards.Interrupted."""
        wanted = backwards.Wanted(
            self._breakpoints,
            self._sizes,
            stops=lambda pc: bool(_holding(self._breakpoints[pc])),
            changes=lambda address: bool(_holding(self._watched[address])),
        )
        found = backwards.passes(run, wanted, place, self._first.clock)
        if not found:
            self._say("No breakpoint was hit before: this is the beginning.")
            return self._first if place.clock > self._first.clock else None
        last = found[-1]
        if last.word is not None:
            watch = self._watched[last.word][0]
            self._say(f"Back at watchpoint {watch.number} ({watch.expression}): the next instruction changes it.")
        else:
            self._say(f"Back at breakpoint {self._breakpoints[last.pc][0].number}.")
        return travel.Place(last.pc, last.clock)

    def _say(self, why: str) -> None:
        numbers = spelling.numbers(self._unseen)
        which = f"{spelling.plural(len(self._unseen), 'Watchpoint')} {numbers}" if self._unseen else ""
        self.why = f"{which}: not looked at, since no word in memory is watched. {why}" if which else why


def _watched(breakpoint: gdb.Breakpoint) -> Optional[gdb.Value]:
    """The word that it watches; None where that is none in memory, here."""
    try:
        value = gdb.parse_and_eval(re.sub(r"^-l(ocation)?\s+", "", str(breakpoint.expression)))
    except gdb.error:
        return None
    return value if is_word(value) else None


def _holding(breakpoints: Iterable[gdb.Breakpoint]) -> List[gdb.Breakpoint]:
    """Those that stop here, for their condition is true; as in GDB, also those whose condition cannot be evaluated."""
    return [each for each in breakpoints if each.condition is None or _is_true(each)]


def _is_true(breakpoint: gdb.Breakpoint) -> bool:
    """Whether its condition is: a breakpoint's in its own frame, a watchpoint's in the one in which it was typed."""
    for frame in variables.frames():
        frame.select()
        try:
            return bool(gdb.parse_and_eval(str(breakpoint.condition)))
        except gdb.error:
            if breakpoint.type in hits.COUNTED:
                break
    return True
