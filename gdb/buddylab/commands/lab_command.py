"""A command of the tutor: its manual is the docstring of the function that does the work."""

from __future__ import annotations

from typing import Callable

import gdb

from buddylab.commands import manuals, session


class LabCommand(gdb.Command):
    """One of them, in a session of lessons or of Linux, which say what to type where GDB could not go on."""

    def __init__(self, name: str, task: Callable[[str], None], prefix: bool = False) -> None:
        self.__doc__ = manuals.laid_out(manuals.of(task), session.width())
        self._name, self._task = name, task
        super().__init__(name, gdb.COMMAND_SUPPORT, prefix=prefix)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Runs the command; every mistake becomes one sentence."""
        if self._name != "lab":  # which reads on, and so does Enter alone behind it
            self.dont_repeat()
        with session.sentences(self._name, self._advice):
            self._look()
            self._task(argument.strip())

    def _look(self) -> None:
        """Looks at the machine first, where that is needed."""

    def _advice(self) -> str:
        raise NotImplementedError
