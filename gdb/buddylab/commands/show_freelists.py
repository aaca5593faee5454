"""show-freelists: the free lists of a buddy heap as a table, a dump and a figure, and its books checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gdb

from buddylab.commands import options, session, show
from buddylab.commands.options import Option, Options, Syntax
from buddylab.draw.views import choice

if TYPE_CHECKING:  # what reads heaps is loaded with the first one that is shown
    from buddylab.heaps.heap_model import HeapSnapshot

VIEW = Option("--view", options.one_of(lambda: tuple(choice.VIEWS), ""), "VIEW")  # "": the usual one
ALL = Option("--all", options.FLAG)
ORDER = Option("--order", options.number(0), "K")
FIND = Option("--find", options.TEXT, "ADDR")
REGION = Option("--region", options.TEXT, "EXPR")
LISTS = Option("--lists", options.TEXT, "MEMBER")
ORDER_SIZE = Option("--order-size", options.TEXT, "EXPR")
BLOCK = Option("--block", options.TEXT, "EXPR")
SIZE = Option("--size", options.TEXT, "EXPR")

SYNTAX = Syntax(
    "show-freelists",
    "heap",
    (
        VIEW,
        ALL,
        ORDER,
        FIND,
        REGION,
        options.SINCE,
        options.OUT,
        options.THEME,
        options.FIT,
        options.RELATIVE,
        options.BLANK,
        LISTS,
        ORDER_SIZE,
        BLOCK,
        SIZE,
    ),
)

VIEWED = "\n".join(f"  {f'show-freelists heap --view {name}':40}{said}" for name, said in choice.said().items())
MANUAL = f"""\
Show a heap's free lists, and a figure.

{SYNTAX.usage()}

EXPR is a buddy heap, a locked heap, a byte allocator, a buddy tree, or a pointer to one. The text has a row for each
order that has blocks; the first words of the blocks, as x prints them; what is handed out, if a checked build or a tree
says it; the counters, compared with the blocks on the lists; what is wrong; and what changed since the last numbered
stop. For a tree it has a row for each level, with its bytes from left to right. In the figures of map and tree a block
that is handed out has the name of a variable that points at it, if the frames have one.

  show-freelists heap                     the heap; the figure goes to freelists.svg
{VIEWED}
  show-freelists heap --all               empty orders as well
  show-freelists heap --order 4           only order 4, in the table and in the chains
  show-freelists heap --find &memory[3]   only the block in which this address lies, and its buddy
  show-freelists heap --region memory     the memory that the heap manages, if no checked build says it
  show-freelists heap --since 1           what happened to the blocks from stop 1 to here
  show-freelists heap --out split.svg     writes the figure into this file: .svg .pdf .png .dot; or .json .txt
  show-freelists heap --relative          prints places such as memory+0x40, and no addresses
  show-freelists heap --out split.pdf --theme print    light, dark or print; print is grey on white
  show-freelists heap --out split.pdf --fit slide    laid out for slide, page, phone, or WIDTHxHEIGHT points
  show-freelists heap --blank             lists and blocks to be filled in: on paper, or for a guess
  show-freelists heap --out -             prints the same as JSON

EXPR can also be any struct with an array of lists in it, or the array itself. Its elements can be pointers, structs
with one pointer, structs with a first and a last one, or list_heads. List k is expected to hold blocks of 2 to the
power of k bytes. If there are several arrays, or other sizes, say so:

  show-freelists heap --lists free_list --order-size 1<<$order

For a global allocator of Rust, name its variable: the heap is found behind spin's locks, and in Lazy or a cell.

  show-freelists HEAP_ALLOCATOR --region arena    the arena that was given to its init

EXPR can also be one list of free blocks. Each node tells its size, as in K&R's malloc and in FreeRTOS, where a note
says which member that is; or all blocks are of one size, as the pages of xv6. Then the text says how large the largest
free block is, and the fragmentation: 1 - largest / free. Such a heap has chains and a map, and no tree.

  show-freelists freep                            K&R and xv6's malloc: a ring, sizes in units of its header
  show-freelists freep --size '$node->s.size*16'  how large a block is, in bytes, if the note names the wrong member
  show-freelists xStart --region ucHeap           FreeRTOS: the list, its counters, and the memory of the heap
  show-freelists xStart --region ucHeap,sizeof(ucHeap)    START,SIZE; a slice such as ucHeap[8]@64 works as well
  show-freelists kmem                             xv6: the free pages, or an array of such lists
  show-freelists bd_sizes                         MIT's buddy allocator: a struct for each size

If a node is not in its block, but stands for one that lies elsewhere, --block EXPR says where, in terms of $node, the
address of the node. For Linux that is known.

EXPR can also be a zone of Linux, whose nodes are struct pages. Each row of the table is an order, and says how many
blocks it has of each type of pages. The blocks' addresses are physical; --find also takes a virtual address, or that of
a struct page. A kernel without NUMA has its zones in contig_page_data.node_zones. GDB reads the symbols of a kernel for
20 seconds each time, unless set index-cache enabled on is typed first.

  show-freelists node_data[0]->node_zones[0]                      its types and symbols say all that is needed
  show-freelists node_data[0]->node_zones[0] --view map           a row for each order and type
  show-freelists node_data[0]->node_zones[0] --find 0x80300000    which block, of which order and type, and its buddy"""


def _show(wanted: Options) -> None:
    from buddylab.draw import forms
    from buddylab.target import names

    options.check_blank(wanted, FIND)
    find = wanted[FIND]
    address = None if find is None else _address(find)
    snapshot = take(wanted)
    answer = "" if address is None else _found(snapshot, address)
    # Who asks one thing is told that.
    alone = bool(answer) and snapshot.heap.is_one and wanted[ORDER] is None and not wanted[ALL]
    note = answer or snapshot.note
    made = forms.Forms(snapshot, wanted[options.THEME], wanted[VIEW], names.suffix, note, alone, wanted[options.FIT])
    show.deliver(wanted[options.OUT], "freelists.svg", made)
    session.at_hand.last = SYNTAX.command, wanted.line


def _found(snapshot: HeapSnapshot, address: int) -> str:
    """Which block that address lies in, or is about."""
    from buddylab.draw.words import heap_find
    from buddylab.target import memory, zone

    said = ""
    if snapshot.heap.zone is not None:
        address, said = zone.place(address, snapshot.heap.zone, memory.current())
    return said + heap_find.find(snapshot, address)


def take(wanted: Options) -> HeapSnapshot:
    """Everything that the command is to show, read from the target."""
    from dataclasses import replace

    from buddylab.diff import heap_difference
    from buddylab.heaps.check_heap import check_heap
    from buddylab.heaps.heap import read_heap
    from buddylab.heaps.heap_model import HeapSnapshot
    from buddylab.heaps.no_heap import believed
    from buddylab.target import formulas, heaps, memory, names, values
    from buddylab.target.allocators import choose, regions

    region, block = wanted[REGION], wanted[BLOCK]
    value = values.evaluate(wanted.expression)
    layout = heaps.Layout(
        None if region is None else regions.given(region),
        wanted[LISTS],
        wanted[ORDER_SIZE],
        None if block is None else formulas.blocks(block),
        wanted[SIZE],
    )
    image = memory.current()  # once nothing is left to evaluate
    values.check_seen(wanted.expression, value, image)
    known = names.Names()
    moment = session.at_hand.moment()  # both before a walk in which the target may die
    visit = session.at_hand.earlier(wanted[options.SINCE])
    with values.looking_only():  # --order-size is evaluated for each list, --block and --size for each node
        shape, note = choose.shape(wanted.expression, value, layout, image, known)
        heap = check_heap(read_heap(image, shape, known.label), image.word_size)
    order = wanted[ORDER]
    orders = (
        [order for order, _ in heap.tree.levels()] if heap.tree is not None else [each.order for each in heap.lists]
    )
    if order is not None and orders and order not in orders:
        noun = "list" if heap.tree is None else "order"
        raise gdb.GdbError(f"{heap.label} has no {noun} {order}; expected {min(orders)} to {max(orders)}.")
    possible = choice.possible(heap)
    if wanted[VIEW] in choice.VIEWS["all"] and wanted[VIEW] not in possible:
        why = "a buddy tree, which has no chains" if heap.tree is not None else "no buddy system, which has no tree"
        views = ", ".join([*possible, "all"])
        raise gdb.GdbError(f"{heap.label} is {why}; --view expects one of these: {views}.")
    note = note if heap.is_one else ""
    snapshot = HeapSnapshot(heap, moment, word_size=image.word_size, order=order, all_orders=wanted[ALL], note=note)
    snapshot = replace(snapshot, pointers=tuple(known.pointers(image, any=True)))
    snapshot = replace(snapshot, blank=wanted[options.BLANK] and heap.is_made and heap.is_one)
    if wanted[options.RELATIVE]:
        snapshot = replace(snapshot, spelling=known.places(image, heap.regions))
    if visit is None or not heap.is_one or snapshot.blank:
        return snapshot
    title = None if wanted[options.SINCE] is None else visit.title
    before = visit.memory(image)
    then = believed(read_heap(before, shape), before.word_size)
    # What merely has a node has no variable's name.
    named = shape.named or (known.label if shape.block is None else lambda address: None)
    change = heap_difference(visit.number, before, then, snapshot, named, title)
    return replace(snapshot, difference=change)


def _address(expression: str) -> int:
    from buddylab.target import ask, values

    value = values.evaluate(expression)
    if value.type.strip_typedefs().code not in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_PTR):
        raise gdb.GdbError(f"{expression} is of type {value.type}; --find expects an address, such as &memory[3].")
    return int(value) % (1 << 8 * ask.word_size())


COMMAND = show.Command(SYNTAX, MANUAL, _show)
