"""GDB's own commands to go backwards, which QEMU does not know: the machine runs anew to the place that is meant."""

from __future__ import annotations

import re

import gdb

from buddylab.commands import manuals, ours, places, session


class Reverse(gdb.Command):
    """One of these commands, in a lesson; in other sessions it stays GDB's."""

    def __init__(self, name: str, manual: str, counts: bool) -> None:
        self._name, self._counts = name, counts
        usage = f"Usage: {name}" + (" [N]" if counts else "")
        more = "\n\nWith N it does so N times." if counts else ""
        how = "The machine is reset and runs there anew; lab undo takes it back."
        self.__doc__ = manuals.laid_out(f"{manual}\n\n{usage}\n\n{how}{more}", session.width())
        super().__init__(name, gdb.COMMAND_RUNNING)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Goes backwards, and says where the machine stands."""
        with session.sentences(self._name, lambda: "lab says where you are"):
            times = self._times(argument.strip())
            lesson = ours.lesson()
            run = lesson.running()
            if run is None:
                raise gdb.GdbError("The lesson is over, so no place lies before; lab undo takes back what ended it.")
            from buddylab.target.runs import reverse  # loaded with the first of them

            done, gone = reverse.go(run, lesson.past, self._name, times)
            places.say(done, gone)

    def _times(self, argument: str) -> int:
        if not argument:
            return 1
        if not self._counts:
            raise gdb.GdbError(f"{self._name} takes no argument; see help {self._name}.")
        if not re.fullmatch(r"[1-9]\d{0,4}", argument):
            raise gdb.GdbError(f"{self._name} expects how many times, such as {self._name} 3.")
        return int(argument)


Reverse("reverse-stepi", "Go back one instruction.", True)
Reverse("reverse-nexti", "Go back one instruction, past a function that it called.", True)
Reverse("reverse-step", "Go back to the beginning of the line that was executed before.", True)
Reverse("reverse-next", "Go back to the line before in this function, past the functions that it called.", True)
Reverse("reverse-finish", "Go back to where the function of the selected frame was called.", False)
Reverse(
    "reverse-continue",
    "Go back to the breakpoint or watchpoint that was hit before, or to where the lesson begins.\n\n"
    "At a watchpoint the instruction that changes the word is the next one.",
    False,
)
