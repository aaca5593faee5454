"""show-list: dump an intrusive list like x, check it, and draw it."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Optional

import gdb

from buddylab.check import check
from buddylab.commands import options, session
from buddylab.diff import difference
from buddylab.draw import files, json, text
from buddylab.model import Shape, Snapshot, Variable, Word
from buddylab.target import memory, names, shapes
from buddylab.walk import walk

FIGURE = "memory.svg"


class ShowList(gdb.Command):
    """Show a linked list: the words that it is made of, as x prints them, and a figure of who points at whom.

    Usage: show-list EXPR [--memory EXPR] [--count N] [--since STOP] [--out FILE]...

    EXPR is a list (a struct with one pointer), a pointer to one, or the address of a node. Printed are the head, a dump
    of the nodes in address order, the chain, how it ends, and what changed since the last numbered stop, marked *.

      show-list list                    the list; the figure goes to memory.svg
      show-list list --memory values    also every word of values, whether it is on the list or not
      show-list list --since 2          marks what changed since stop 2
      show-list list --count 3          walks three nodes at most
      show-list &values[3]              the chain that starts at this node
      show-list list --out push.svg     the figure into this file; the ending says what: .svg .pdf .png .dot .json .txt
      show-list list --out -            the same as JSON, printed

    In the dump `[1] → [0]` is a node that points at another, `[0] null` is the last one, and `[1] ⇢ [0]` is a word that
    looks like a link but is on no chain. Cut the right-hand column off and what is left is what x/Ngx ADDRESS prints.
    """

    def __init__(self) -> None:
        super().__init__("show-list", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Runs the command; every mistake becomes one sentence."""
        try:
            _show(options.parse(argument, "show-list"))
        except options.Mistake as mistake:
            raise gdb.GdbError(str(mistake))
        except gdb.error as fault:
            raise gdb.GdbError(f"GDB could not do that: {str(fault).rstrip('.')}; see help show-list.")
        except gdb.GdbError:
            raise
        except Exception as fault:  # a mistake of ours must not bury the user under a traceback
            raise gdb.GdbError(
                f"show-list failed ({type(fault).__name__}: {fault}); please report it with the command."
            )


def _show(wanted: options.Options) -> None:
    snapshot = take(wanted)
    if "-" in wanted.out:
        gdb.write(json.dumps(snapshot))
    else:
        gdb.write(text.show(snapshot, names.suffix))
    for name in [name for name in wanted.out if name != "-"] or ([] if wanted.out else [FIGURE]):
        try:
            files.write(name, files.content(snapshot, name, names.suffix))
        except OSError as fault:
            raise gdb.GdbError(f"{name} was not written ({fault.strerror}); --out FILE names another file.")
        except RuntimeError as fault:
            raise gdb.GdbError(f"{name} was not written: {fault}")
        if "-" not in wanted.out:
            gdb.write(f"Wrote {session.shown(name)}\n")


def take(wanted: options.Options) -> Snapshot:
    """Everything that the command is to show, read from the target."""
    image = memory.current()
    moment, visit = session.moment(), session.earlier(wanted.since)  # first: the target may die while it is read
    known = names.Names()
    shape = Shape(wanted.count)
    head = shapes.head(wanted.expression, image, known)
    chain = walk(image, shape, head.word, known.label, head.member)
    chain = replace(chain, problems=check(chain, image.word_size))
    words = shapes.words(wanted.memory, image, known) if wanted.memory else []
    snapshot = Snapshot(chain, tuple(words), moment=moment, word_size=image.word_size)
    targets = snapshot.targets()
    snapshot = replace(
        snapshot,
        variables=_owners(known, [*snapshot.shown(), head.word]),
        pointers=tuple(
            pointer for pointer in known.pointers(image) if pointer.value in targets and pointer.address not in targets
        ),
    )
    if visit is None:
        return snapshot
    return replace(snapshot, difference=difference(visit.number, visit.memory(), shape, snapshot))


def _owners(known: names.Names, words: List[Word]) -> "tuple[Variable, ...]":
    found: List[Optional[Variable]] = [known.variable(word.address) for word in words if word.address is not None]
    return tuple(sorted({variable for variable in found if variable is not None}, key=lambda each: each.address))


ShowList()
