"""lab undo and lab redo: takes back what a command did to the machine, and does it again."""

from __future__ import annotations

from typing import Any, Dict, List

import gdb

from buddylab.commands import ours, places, predict, session
from buddylab.course.predictions import Prediction
from buddylab.target.ask import said
from buddylab.target.runs import hits, travel
from buddylab.target.runs.past import Past
from buddylab.target.runs.stops import program, symbol

FEW = 3  # words, and registers, that are named


class Undo:
    """Notes at each prompt what was typed, and where the machine stands then."""

    def __init__(self) -> None:
        self._typed: Dict[int, str] = {}  # by the moment that it led to
        self._waiting: Dict[int, List[Prediction]] = {}  # the predictions at that moment
        self._hears = False  # whether GDB tells of prompts: it does not where a front end talks to it

    def begin(self) -> None:
        """Listens from here on."""
        events: Any = gdb.events  # the stubs do not know all of them
        events.before_prompt.connect(self._prompt)
        events.stop.connect(self._stopped)

    def undo(self) -> None:
        """Takes the last command back. GdbError where there is none."""
        past = self._past()
        if past.at <= 0:
            raise gdb.GdbError("There is nothing to take back: nothing has happened since the lesson began.")
        command, at = past.at, past.at - 1
        while True:
            try:
                self._go(at, "Taken back", command)
                return
            except travel.Lost:  # it was written to while it ran, and nobody was told
                at -= 1
                if at < 0:
                    raise
                session.say("The place before cannot be reached again; you go back to the one before that.")

    def redo(self) -> None:
        """Does again what was taken back last. GdbError where there is nothing."""
        past = self._past()
        if past.at + 1 >= len(past.moments):
            raise gdb.GdbError("There is nothing to do again; lab undo takes something back first.")
        stood = past.at
        try:
            self._go(stood + 1, "Done again", stood + 1)
        except travel.Lost:
            self._go(stood, "It cannot be done again", -1)

    @staticmethod
    def _past() -> Past:
        lesson = ours.lesson()
        lesson.check_program()
        return lesson.past

    def _go(self, at: int, done: str, command: int) -> None:
        """Has the machine stand at a moment; says where that is, and which command led away from there, or to it."""
        lesson, past = ours.lesson(), self._past()
        typed = self._typed.get(command)
        done += f": {typed}." if typed else "."
        if past.moments[at].place is None:
            self._end(at, done)
            return
        gone, words, registers = past.stand(lesson.running() or lesson.switch_on(), at)
        predict.pending[:] = self._waiting.get(at, [])
        places.say(done, gone)
        if words or registers:
            from buddylab.target.names import Names  # seldom needed, and takes a moment to load

            names = Names()
            lost = [names.label(word) or f"{word:#x}" for word in words[:FEW]] + [
                f"${each}" for each in registers[:FEW]
            ]
            more = max(0, len(words) - FEW) + max(0, len(registers) - FEW)
            lost += [f"{more} more"] if more else []
            session.say(
                f"Not what they were: {', '.join(lost)}. Perhaps they were written while the machine ran; GDB does not"
                " tell of a restore, for example."
            )

    def _end(self, at: int, done: str) -> None:
        """Has the lesson be over, as it was at a moment: by running to its end, where it stands just before."""
        lesson, past = ours.lesson(), self._past()
        forward, past.at = at > past.at, at
        if forward:
            session.say(done)
            places.to_the_end()
        else:
            lesson.end()
            session.say(f"{done} The lesson is over; nothing runs.")

    def _prompt(self) -> None:
        self._hears = True
        self._note()

    def _stopped(self, event: Any) -> None:
        run = ours.lesson().run
        if run is not None and run.halt is not None:
            return
        if not self._hears:
            self._note()

    def _note(self) -> None:
        """Something may have happened since the last time."""
        lesson = ours.lesson()
        past = lesson.past
        if program() is None or symbol("step_1") is None:
            return  # after file without a name, say
        if past.note(lesson.running()):
            history = said("show commands").splitlines()
            self._typed[past.at] = history[-1].split(maxsplit=1)[-1] if history and past.at else ""
        self._waiting[past.at] = list(predict.pending)


_undo = Undo()


def undo(argument: str) -> None:
    """Take back what the last command did.

    Usage: lab undo

    It may be a step, next, finish, until, advance, continue, jump, return, call, set var or lab goto. The machine
    stands where it stood before, with the same registers, memory and frame, and as many hits of each breakpoint. Once
    more takes back the command before, and so on until the lesson begins; lab redo does them again. For this the
    machine is reset and runs there anew."""
    if argument:
        raise gdb.GdbError("lab undo takes no argument; see help lab undo.")
    _undo.undo()


def redo(argument: str) -> None:
    """Do again what lab undo has taken back.

    Usage: lab redo

    Once more does the next one again. A command that does something else to the machine ends that."""
    if argument:
        raise gdb.GdbError("lab redo takes no argument; see help lab redo.")
    _undo.redo()


class _Jump(gdb.Command):
    """GDB's own jump tells nobody that it writes the program counter; this one does."""

    def __init__(self) -> None:
        self.__doc__ = "Continue at another place of the program.\n\nUsage: jump LOCATION\n\nlab undo takes it back."
        super().__init__("jump", gdb.COMMAND_RUNNING, gdb.COMPLETE_LOCATION)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Goes on there."""
        with session.sentences("jump", lambda: "lab says where you are"):
            if not argument.strip():
                raise gdb.GdbError("jump expects where to go on, such as jump 40 or jump *0x80000100.")
            place = gdb.Breakpoint(argument, internal=True)
            try:
                (address, *more) = hits.addresses(place) or [0]
            finally:
                place.delete()
            if more or not address:
                found = f"{argument} is {len(more) + 1} places" if address else f"{argument} is no place"
                raise gdb.GdbError(f"{found}; expected one, such as jump 40 or jump *0x80000100.")
            gdb.write(f"Continuing at {address:#x}.\n")
            gdb.execute(f"set var $pc = {address:#x}")
            gdb.execute("continue")


def begin() -> None:
    """From here on, what is typed can be taken back."""
    _undo.begin()
    _Jump()
