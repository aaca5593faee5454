"""show-list: dump an intrusive list like x, check it, and draw it."""

from __future__ import annotations

from dataclasses import replace
import gdb

from buddylab.check import check
from buddylab.commands import options, session, show
from buddylab.diff import difference
from buddylab.draw import files, json, text
from buddylab.model import Shape, Snapshot
from buddylab.target import memory, names, shapes
from buddylab.walk import walk

OPTIONS = ("--out", "--count", "--memory", "--since")

MANUAL = """\
Show a linked list: the words that it is made of, as x prints them, and a figure of who points at whom.

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
looks like a link but is on no chain. Cut the right-hand column off and what is left is what x/Ngx ADDRESS prints."""


class ShowList(gdb.Command):
    __doc__ = MANUAL  # what help prints

    def __init__(self) -> None:
        super().__init__("show-list", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument: str, from_tty: bool) -> None:
        """Runs the command; every mistake becomes one sentence."""
        show.guarded("show-list", argument, OPTIONS, _show)


def _show(wanted: options.Options) -> None:
    snapshot = take(wanted)
    forms = files.Forms(
        text=lambda: text.show(snapshot, names.suffix),
        json=lambda: json.dumps(snapshot),
        drawn=snapshot,
    )
    show.deliver(wanted.out, "memory.svg", forms)


def take(wanted: options.Options) -> Snapshot:
    """Everything that the command is to show, read from the target."""
    image = memory.current()
    known = names.Names()
    shape = Shape(wanted.count)
    head = shapes.head(wanted.expression, image, known)
    chain = walk(image, shape, head.word, known.label, head.member)
    chain = replace(chain, problems=check(chain, image.word_size))
    words = shapes.words(wanted.memory, image, known) if wanted.memory else []
    snapshot = Snapshot(chain, tuple(words), moment=session.moment(), word_size=image.word_size)
    targets = snapshot.targets()
    snapshot = replace(
        snapshot,
        variables=show.owners(known, [*snapshot.shown(), head.word]),
        pointers=tuple(
            pointer for pointer in known.pointers(image) if pointer.value in targets and pointer.address not in targets
        ),
    )
    visit = session.earlier(wanted.since)
    if visit is None:
        return snapshot
    return replace(snapshot, difference=difference(visit.number, visit.memory(), shape, snapshot))


ShowList()
