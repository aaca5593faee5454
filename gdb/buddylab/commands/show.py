"""What the show commands have in common: one sentence for every mistake, and where the drawing goes."""

from __future__ import annotations

from typing import Callable, List, Optional, Sequence, Tuple, TYPE_CHECKING

import gdb

from buddylab.columns import on_terminal
from buddylab.commands import manuals, session
from buddylab.commands.options import Mistake, Options, Syntax

if TYPE_CHECKING:
    from buddylab.draw import forms
    from buddylab.model import Word
    from buddylab.snapshot import Variable
    from buddylab.target import names


watchers: "List[Callable[[forms.Forms], None]]" = []  # told of all that is shown


class Command(gdb.Command):
    """A command that shows something; `task` does it."""

    def __init__(self, syntax: Syntax, manual: str, task: Callable[[Options], None]) -> None:
        self.__doc__ = manuals.laid_out(manual, session.width())  # what help prints
        self._syntax, self._task = syntax, task
        super().__init__(syntax.command, gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Runs the command; every mistake becomes one sentence."""
        with session.sentences(self._syntax.command, lambda: f"see help {self._syntax.command}"):
            try:
                self._task(self._syntax.parse(argument))
            except Mistake as mistake:
                raise gdb.GdbError(str(mistake))


def deliver(out: Tuple[str, ...], default: Optional[str], made: "forms.Forms") -> None:
    """Prints the text, or the JSON if `-` was asked for, and writes the files; `default`, if any, without --out."""
    from buddylab import whole

    for watcher in watchers:
        watcher(made)
    quiet, drawn = "-" in out, False
    with on_terminal(session.width()):
        gdb.write(made.json() if quiet else made.text())
    for name in [name for name in out if name != "-"] or ([] if out or default is None else [default]):
        try:
            whole.write(session.at_hand.file(name), made.content(name))
        except OSError as fault:
            raise gdb.GdbError(f"{name} was not written ({fault.strerror}); --out FILE names another file.")
        except RuntimeError as fault:
            raise gdb.GdbError(f"{name} was not written: {fault}")
        if not quiet:
            session.say(f"Wrote {session.at_hand.shown(session.at_hand.file(name))}")
            drawn = drawn or not name.lower().endswith((".json", ".txt"))
    if drawn and made.left_out():
        session.say(made.left_out())


def owners(known: names.Names, words: Sequence[Word]) -> Tuple[Variable, ...]:
    """The variables that the words are part of, in address order."""
    found: List[Optional[Variable]] = [known.variable(word.address) for word in words if word.address is not None]
    return tuple(sorted({variable for variable in found if variable is not None}, key=lambda each: each.address))
