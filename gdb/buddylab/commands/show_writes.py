"""show-writes: the history of a word, from the reset to now."""

from __future__ import annotations

import gdb

from buddylab.commands import options, ours, show
from buddylab.commands.options import Option, Options, Syntax

COUNT = Option("--count", options.number(1), "N")

SYNTAX = Syntax("show-writes", "list.head", (COUNT, options.OUT, options.THEME))

MANUAL = f"""\
Show who wrote a word since the reset.

{SYNTAX.usage()}

EXPR is a word in memory: a variable, an array element, a member. Every store to it is listed in order: the stop before
it, the old and the new value, the function, and the source line. A store that writes the value that was there already
is listed too; GDB's watch does not stop at it. Stores from before the variable existed are listed apart: then these
bytes of the stack belonged to other functions.

  show-writes values[3]                     the pattern, then the pointer that push wrote; pop never touches it
  show-writes list.head                     the initialisation, and each push and pop
  show-writes list.head --count 3           the last three stores
  show-writes list.head --out writes.svg    a timeline; or .pdf .png .dot, .json, .txt

The machine is reset and runs again to exactly the place where it is now. Your breakpoints do not stop it. Ctrl-C ends
it early."""


def _show(wanted: Options) -> None:
    from dataclasses import replace

    from buddylab.draw import forms  # not before there is something to show: they take long to load
    from buddylab.target import values
    from buddylab.target.runs import writes

    run = ours.lesson().running()
    if run is None:
        raise gdb.GdbError("Nothing is running, so there is no history to show; type run to start the lesson again.")
    if run.edits:
        raise gdb.GdbError(
            "You changed the machine by hand, or made it call a function, and a replay does not repeat that;"
            " type lab back or run, and ask again."
        )
    word = values.evaluate(wanted.expression)
    try:
        history = writes.history(wanted.expression, word, run)
    except writes.Interrupted:
        raise gdb.GdbError("Ctrl-C was pressed, so there is no history to show; the machine is where it was.")
    count = wanted[COUNT]
    if count is not None:
        cut = max(0, len(history.stores) - count)
        history = replace(history, stores=history.stores[cut:], cut=cut)
    show.deliver(wanted[options.OUT], None, forms.Forms(history, wanted[options.THEME]))


show.Command(SYNTAX, MANUAL, _show)
