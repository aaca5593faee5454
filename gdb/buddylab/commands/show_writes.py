"""show-writes: the history of a word, from the reset to now."""

from __future__ import annotations

from dataclasses import replace

import gdb

from buddylab.commands import options, ours, show
from buddylab.commands.options import Option, Options, Syntax

COUNT = Option("--count", options.number(1), "N")

SYNTAX = Syntax("show-writes", "list.head", (COUNT, options.OUT, options.THEME))

MANUAL = f"""\
Show who wrote a word, from the reset on.

{SYNTAX.usage()}

EXPR is a word in memory: a variable, an array element, a member. Every store to it is listed in order: the stop
after which it happened, the old and the new value, the function, and the source line. A store that leaves the value as
it was is listed too; GDB's watch passes over it. Stores from before the variable existed stand apart: the same bytes of
the stack belonged to other functions then.

  show-writes values[3]                     the pattern, then the pointer that push wrote; pop never touches it
  show-writes list.head                     the initialisation, and each push and pop
  show-writes list.head --count 3           the last three stores
  show-writes list.head --out writes.svg    a timeline; or .pdf .png .dot, .json, .txt

The machine is reset and runs once more to the place where it stands, and comes back to it exactly; your breakpoints do
not fire. Ctrl-C cuts it short."""


def _show(wanted: Options) -> None:
    from buddylab.draw import forms  # not before there is something to show: they take long to load
    from buddylab.target import values
    from buddylab.target.runs import writes

    run = ours.lesson().running()
    if run is None:
        raise gdb.GdbError("Nothing is running whose past could be replayed; type run to start the lesson again.")
    if run.edited is not None:
        raise gdb.GdbError(
            "You wrote to the machine by hand, or had it call a function, which a replay does not repeat;"
            " type lab back or run, and ask again."
        )
    word = values.evaluate(wanted.expression)
    try:
        history = writes.history(wanted.expression, word, run)
    except writes.Interrupted:
        raise gdb.GdbError("Ctrl-C was pressed, so the history stays unknown; you stand where you stood.")
    count = wanted[COUNT]
    if count is not None:
        cut = max(0, len(history.stores) - count)
        history = replace(history, stores=history.stores[cut:], cut=cut)
    show.deliver(wanted[options.OUT], None, forms.Forms(history, wanted[options.THEME]))


show.Command(SYNTAX, MANUAL, _show)
