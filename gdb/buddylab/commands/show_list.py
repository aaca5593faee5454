"""show-list: dump an intrusive list like x, check it, and draw it."""

from __future__ import annotations

from typing import Sequence, Tuple, TYPE_CHECKING

import gdb

from buddylab.commands import options, session, show
from buddylab.commands.options import Option, Options, Syntax

if TYPE_CHECKING:  # what reads lists is loaded with the first one that is shown: it takes longer than GDB's start
    from buddylab.snapshot import Snapshot
    from buddylab.target.lists.readings import Way

NEXT = Option("--next", options.TEXT, "MEMBER")
OFFSET = Option("--offset", options.INTEGER, "BYTES")
CONTAINER = Option("--container", options.TEXT, "TYPE.MEMBER")
PREV = Option("--prev", options.TEXT, "MEMBER")
HOME = Option("--home", options.TEXT, "EXPR")
LINK = Option("--link", options.TEXT, "EXPR")
END = Option("--end", options.TEXT, "VALUE")
FIELD = Option("--field", options.TEXTS, "PATH")
LABEL = Option("--label", options.TEXT, "PATH")
MEMORY = Option("--memory", options.TEXTS, "EXPR")
CPU = Option("--cpu", options.number(0), "N")

SYNTAX = Syntax(
    "show-list",
    "list",
    (
        MEMORY,
        options.COUNT,
        options.SINCE,
        options.OUT,
        options.THEME,
        options.FIT,
        options.RELATIVE,
        options.BLANK,
        (NEXT, OFFSET, CONTAINER),
        PREV,
        HOME,
        LINK,
        END,
        FIELD,
        LABEL,
        CPU,
    ),
)

MANUAL = f"""\
Show a linked list, as words and as a figure.

{SYNTAX.usage()}

EXPR is a list, a pointer to its first node, a node, or the address of one. A list, its address, a pointer to it and a
reference to it all mean the same list. The text has the head, a dump of the nodes in address order as x prints it, the
chain, how it ends, and what changed since the last numbered stop, marked *. The figure shows which word points at
which. Of a long list only the first and the last nodes are shown, and the others are counted; JSON has all of them.

  show-list list                    the list; the figure goes to memory.svg
  show-list list --memory values    also every word of values, whether it is on the list or not; and may be given again
  show-list list --since 2          what changed from stop 2 to here: words, nodes, arrows
  show-list list --count 3          walks three nodes at most
  show-list &values[3]              the chain that starts at this node
  show-list list --out push.svg     writes the figure into this file: .svg .pdf .png .dot; or .json .txt
  show-list list --out push.pdf --theme print    light, dark or print; print is grey on white, for handouts
  show-list list --out push.pdf --fit slide      laid out for slide, page, phone, or WIDTHxHEIGHT points: no letters
                                    smaller than 8 points; words without room are counted
  show-list list --relative         prints places such as values+0x18, and no addresses: the same in every build
  show-list list --memory values --blank    the words to be filled in: on paper, or for a guess
  show-list list --out -            prints the same as JSON

In the dump, [1] with an arrow to [0] is a node that points at another one, and `[0] null` is the last node. A dashed
arrow is a word that looks like a link but is on no chain. Without the column on the right, the dump is what x/Ngx
ADDRESS prints; on a narrow terminal the words stand closer together, or each has a line of its own.

The types say how the nodes are linked; a link called next comes before others. Memory must agree: of several readings
the first one that is sound is shown, and a note says what was not followed. A head is never read as a node. If that
goes wrong, or the types say nothing, say it yourself:

  show-list kmem.freelist --next next            struct run *next, as in xv6; also a path: --next a.b.next
  show-list pool --offset 8                      the link lies 8 bytes into each node
  show-list &tasks --container task.list         Linux's list_head: a circle through the member list of struct task
  show-list queue --prev prev                    the link back, if it was not found; each link back is checked
  show-list &bcache.buf[1] --home &bcache.head   a ring that starts at one of its nodes, and the object that is its head
  show-list first_slot --link '&slots[$link]' --end -1   encoded links: where $link of the node at $node leads to;
                                                 and the link that ends the list; '$link & ~7' removes lock bits,
                                                 '$link ^ $prev' walks a XOR list: $prev is the node before, or 0
  show-list &tasks --container task.list --field pid --field name    shows these members of each node
  show-list &tasks --container task.list --label name    names the nodes by this member, a text or a number

In a kernel, GDB takes long to find the first name; set index-cache enabled on makes it fast from the next time on.
A per-CPU variable of Linux is only a template: each processor has a copy of its own.

  show-list runqueue --cpu 1                     the copy of processor 1, at __per_cpu_offset[1] from the template"""


def _show(wanted: Options) -> None:
    from buddylab.draw import forms
    from buddylab.target import names

    snapshot, note = take(wanted)
    note = snapshot.spelling.sentence(note)
    made = forms.Forms(snapshot, wanted[options.THEME], suffix=names.suffix, note=note, place=wanted[options.FIT])
    show.deliver(wanted[options.OUT], "memory.svg", made)
    session.at_hand.last = SYNTAX.command, wanted.line


def take(wanted: Options) -> Tuple[Snapshot, str]:
    """Everything that the command is to show, read from the target; and a note on how it was read."""
    from buddylab.target import values

    options.check_blank(wanted)
    way = _way(wanted)
    value = values.evaluate(wanted.expression)
    beside = [(each, values.evaluate(each)) for each in wanted[MEMORY]]
    with values.looking_only():  # --link is evaluated for each node
        return _looked(wanted, way, value, beside)


def _looked(
    wanted: Options, way: Way, value: gdb.Value, beside: Sequence[Tuple[str, gdb.Value]]
) -> Tuple[Snapshot, str]:
    """The same, once nothing is left to evaluate that may call a function."""
    from dataclasses import replace

    from buddylab.check import check
    from buddylab.diff import difference, gone
    from buddylab.snapshot import Container, Snapshot
    from buddylab.target import memory, names, percpu, values
    from buddylab.target.lists import own_names, shapes
    from buddylab.walk import again, walk

    image = memory.current()
    cpu = wanted[CPU]
    if cpu is None:
        percpu.check_none(wanted.expression, value, image)
    else:
        value = percpu.copy(wanted.expression, value, cpu, image)
    values.check_seen(wanted.expression, value, image)
    known = names.Names()
    moment = session.at_hand.moment()  # both before a walk in which the target may die
    visit = session.at_hand.earlier(wanted[options.SINCE])
    found = shapes.reading(wanted.expression, value, way, image, known)
    label = known.labels(found.shape.start, found.object)
    own = wanted[LABEL]
    if own is not None:
        label = own_names.labels(own, found.object, found.shape.start, image, label)
    chain = walk(image, found.shape, found.head, label, found.member)
    chain = replace(chain, problems=check(chain, image.word_size))
    words = {word.address or 0: word for each in beside for word in shapes.words(*each, image, known)}
    was = None if visit is None else visit.memory(image)
    then = None if was is None else again(was, chain)
    left = () if wanted[options.SINCE] is None else gone(then, chain, image, label)
    snapshot = Snapshot(
        chain, tuple(words[at] for at in sorted(words)), moment=moment, gone=left, word_size=image.word_size
    )
    snapshot = replace(snapshot, blank=wanted[options.BLANK])
    if way.container is not None and found.object is not None:
        name = way.container.partition(".")[0]
        snapshot = replace(snapshot, container=Container(name, values.look(found.object, name)))
    if wanted[options.RELATIVE]:
        size = image.word_size if found.object is None else int(found.object.sizeof)
        snapshot = replace(snapshot, spelling=known.places(image, node=names.numbered(chain, size)))
    targets = snapshot.targets()
    snapshot = replace(
        snapshot,
        variables=show.owners(known, [*snapshot.shown(), found.head]),
        pointers=tuple(
            pointer for pointer in known.pointers(image) if pointer.value in targets and pointer.address not in targets
        ),
    )
    if visit is not None and was is not None:
        title = None if wanted[options.SINCE] is None else visit.title
        snapshot = replace(snapshot, difference=difference(visit.number, was, then, snapshot, title))
    return snapshot, found.note


def _way(wanted: Options) -> Way:
    """What the options say about the way through the list; raises options.Mistake."""
    from buddylab.target.lists import shapes
    from buddylab.target.lists.readings import Way

    if OFFSET in wanted and (NEXT in wanted or CONTAINER in wanted):
        raise options.Mistake(
            "--offset says where the link is, and so do --next and --container; leave out --offset or the others."
        )
    home = wanted[HOME]
    return Way(
        wanted[NEXT],
        wanted[OFFSET],
        wanted[CONTAINER],
        wanted[PREV],
        wanted[FIELD],
        wanted[options.COUNT],
        None if home is None else shapes.place_of(home),
        wanted[LINK],
        wanted[END],
    )


COMMAND = show.Command(SYNTAX, MANUAL, _show)
