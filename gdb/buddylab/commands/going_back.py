"""Goes backwards: brings the machine to the place that one of GDB's reverse commands means, and says where that is."""

from __future__ import annotations

import re
from functools import partial
from typing import Callable, Dict, List, Optional

import gdb

from buddylab.commands import ours, places
from buddylab.target import ask
from buddylab.target.runs import backwards, hits, lines, packets, travel
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


def go(command: str, times: int) -> None:
    """Does what the command says, so many times. GdbError where there is no such place, and after Ctrl-C."""
    run = ours.lesson().running()
    if run is None:
        raise gdb.GdbError("The lesson is over, so no place lies before; lab undo takes back what ended it.")
    if command == "reverse-continue":
        way = _Continue()
        gone = _go(run, way)
        places.say(way.why, gone)
        return
    if command == "reverse-stepi":  # at once: it may be thousands
        gone = _go(run, partial(lines.instruction, count=times))
    else:
        gone = _go(run, WAYS[command], times)
    places.say("Gone back.", gone)


def _go(run: Run, back: Back, times: int = 1) -> List[str]:
    """Brings the machine to the place that `back` finds, so many times over; gives the breakpoints that GDB deleted.

    GdbError where there is no such place, and after Ctrl-C; the machine then stands where it stood.
    """
    stood, edits, visits = travel.place(run), run.edits, run.visits
    problem = ""
    lost: List[str] = []
    ours.lesson().past.moved()
    try:
        with travel.undisturbed() as lost, run.machine.muted(), run.quiet(), travel.uninterrupted():
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
    return lost


class _Continue:
    """The way to the breakpoint or watchpoint that was hit before, of those enabled now; or to the beginning."""

    def __init__(self) -> None:
        self.why = ""  # what the machine came back to
        self._breakpoints: Dict[int, List[gdb.Breakpoint]] = {}  # by address
        self._watched: Dict[int, gdb.Breakpoint] = {}
        self._sizes: Dict[int, int] = {}  # of the words that are watched
        for each in travel.own():
            if not each.enabled:
                continue
            if each.type in WATCHPOINTS:
                value = _watched(each)
                if value is not None:
                    self._watched[ask.address(value)] = each
                    self._sizes[ask.address(value)] = int(value.type.sizeof)
            elif each.type in hits.COUNTED:
                for address in hits.addresses(each):
                    self._breakpoints.setdefault(address, []).append(each)

    def __call__(self, run: Run, place: travel.Place) -> Optional[travel.Place]:
        """The place before; notes what it is. Raises packets.Astray and backwards.Interrupted."""
        first = ours.lesson().past.moments[0].place
        assert first is not None  # it began somewhere
        wanted = backwards.Wanted(list(self._breakpoints), self._sizes, stops=self._stops)
        found = backwards.passes(run, wanted, place, first.clock)
        if not found:
            self.why = "No breakpoint was hit before: this is the beginning."
            return first if place.clock > first.clock else None
        last = found[-1]
        if last.word is not None:
            watch = self._watched[last.word]
            self.why = f"Back at watchpoint {watch.number} ({watch.expression}): the next instruction changes it."
        else:
            self.why = f"Back at breakpoint {self._breakpoints[last.pc][0].number}."
        return travel.Place(last.pc, last.clock)

    def _stops(self, pc: int) -> bool:
        """Whether one of them stops the machine, which stands there."""
        return any(_holds(each.condition) for each in self._breakpoints[pc])


def _watched(breakpoint: gdb.Breakpoint) -> Optional[gdb.Value]:
    """The word that it watches; None where that is none in memory, here."""
    try:
        value = gdb.parse_and_eval(re.sub(r"^-l(ocation)?\s+", "", str(breakpoint.expression)))
    except gdb.error:
        return None
    return value if is_word(value) else None


def _holds(condition: Optional[str]) -> bool:
    """Whether a breakpoint with it stops here; as in GDB, also where it cannot be evaluated."""
    try:
        return condition is None or bool(gdb.parse_and_eval(condition))
    except gdb.error:
        return True
