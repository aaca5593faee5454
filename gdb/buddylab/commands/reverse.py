"""GDB's own commands to go backwards, which QEMU does not know: the machine runs anew to the place that is meant."""

from __future__ import annotations

import re
from functools import partial
from typing import Callable, Dict, List, Optional

import gdb

from buddylab.commands import manuals, ours, places, session
from buddylab.target import ask
from buddylab.target.runs import backwards, hits, lines, packets, travel
from buddylab.target.runs.run import Run
from buddylab.target.runs.writes import is_word

Back = Callable[[Run, travel.Place], Optional[travel.Place]]  # from a place to one before it; None where there is none
WATCHPOINTS = (gdb.BP_WATCHPOINT, gdb.BP_HARDWARE_WATCHPOINT)
BEGUN = "Nothing lies before this place."


class Reverse(gdb.Command):
    """One of these commands, in a lesson; in other sessions it stays GDB's."""

    def __init__(self, name: str, way: Callable[[], Back], manual: str, counts: bool = True) -> None:
        self._name, self._way, self._counts = name, way, counts
        usage = f"Usage: {name}" + (" [N]" if counts else "")
        more = "\n\nWith N it does so N times." if counts else ""
        how = "The machine is reset and runs there anew; lab undo takes it back."
        self.__doc__ = manuals.laid_out(f"{manual}\n\n{usage}\n\n{how}{more}", session.width())
        super().__init__(name, gdb.COMMAND_RUNNING)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Goes backwards, and says where the machine stands."""
        with session.sentences(self._name, lambda: "lab says where you are"):
            times = self._times(argument.strip())
            run = ours.lesson().running()
            if run is None:
                raise gdb.GdbError("The lesson is over, so no place lies before; lab undo takes back what ended it.")
            way = self._way()
            if way is lines.instruction:  # at once: it may be thousands
                way, times = partial(lines.instruction, count=times), 1
            gone = _go(run, way, times)
            places.say(way.why if isinstance(way, _Continue) else "Gone back.", gone)

    def _times(self, argument: str) -> int:
        if not argument:
            return 1
        if not self._counts:
            raise gdb.GdbError(f"{self._name} takes no argument; see help {self._name}.")
        if not re.fullmatch(r"[1-9]\d{0,4}", argument):
            raise gdb.GdbError(f"{self._name} expects how many times, such as {self._name} 3.")
        return int(argument)


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


for _name, _way, _manual in (
    ("reverse-stepi", lines.instruction, "Go back one instruction."),
    ("reverse-nexti", lines.next_instruction, "Go back one instruction, past a function that it called."),
    ("reverse-step", lines.step, "Go back to the beginning of the line that was executed before."),
    ("reverse-next", lines.next, "Go back to the line before in this function, past the functions that it called."),
):
    Reverse(_name, lambda way=_way: way, _manual)  # type: ignore[misc]
Reverse(
    "reverse-finish", lambda: lines.finish, "Go back to where the function of the selected frame was called.", False
)
Reverse(
    "reverse-continue",
    _Continue,
    "Go back to the breakpoint or watchpoint that was hit before, or to where the lesson begins.\n\n"
    "At a watchpoint the instruction that changes the word is the next one.",
    False,
)
