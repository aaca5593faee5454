"""From an expression that a user typed to the places where a heap with an array of lists keeps its things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Optional, Tuple

import gdb

from buddylab.heaps.heap import PLAIN, HeapShape, Table
from buddylab.heaps.heap_model import BUDDY, PAGES
from buddylab.heaps.tree import TreeShape
from buddylab.memory.image import Memory
from buddylab.model import Shape
from buddylab.target import ask, formulas, values, zone
from buddylab.target.types import heads, likely, links, members
from buddylab.target.types.members import Member
from buddylab.target.names import Names

HEAPS = (
    "expected a struct with an array of lists, such as a buddy heap, a buddy tree, or a pointer to one; or the head of"
    " a free list"
)
LEDGER = "buddy_ledger"  # the global in which a checked build keeps its books


@dataclass(frozen=True)
class Layout:
    """What the options say about a heap; None is left to the types."""

    region: Optional[range] = None  # the memory managed
    lists: Optional[str] = None  # the member that is the array of lists
    order_size: Optional[str] = None  # the size of the blocks of list $order
    block: Optional[Callable[[int], int]] = None  # from a node's address to its block's
    size: Optional[str] = None  # the size of the block of the node $node


def shape(
    expression: str, value: Optional[gdb.Value], layout: Layout, memory: Memory, names: Names
) -> Optional[HeapShape]:
    """Where the heap that `expression`, whose value it is, has its parts; None where it has no array of lists.

    GdbError says what is wrong with the expression or the layout.
    """
    try:
        while value is not None and value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
            value = values.follow(value, memory)
        if value is None:
            raise gdb.GdbError(f"{expression} is a pointer that cannot be read; {HEAPS}.")
        if layout.lists is None and _is_tree(value.type):
            return _tree(value, expression, layout, names)
        if layout.lists is None and zone.is_zone(value.type):
            return _zone(value, expression, layout, names, memory)
        zone.check_none(expression, value.type)
        if layout.lists is not None:
            found: Optional[heads.Heads] = ((), heads.named(value.type, layout.lists))
        elif heads.is_array(value.type.strip_typedefs()):
            found = ((), Member(0, "", value.type.strip_typedefs()))
        else:
            found = next(heads.inside(value.type), None)
        if found is None:
            return None
        label = called_by(value, expression, names)
        for field in found[0]:
            value = value[field]
        return _shape(value, found[1], expression, label, layout)
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; {HEAPS}.")


def check_none(expression: str, type: gdb.Type) -> None:
    """Raises GdbError where `expression`, of which one list was expected, has an array of them."""
    for _, lists in heads.inside(type):
        way = f"show-freelists {expression} shows them"
        if lists.member:
            owner = expression if PLAIN.fullmatch(expression) else f"({expression})"
            way += f", show-list {owner}{lists.member}[0] the first of them"
        raise gdb.GdbError(f"{expression} has an array of lists in it, as a heap does; {way}.")


def check_no_tree(expression: str, type: gdb.Type) -> None:
    """Raises GdbError where `expression`, of which one list was expected, is a buddy tree, whose node is no list's."""
    if _is_tree(type):
        raise gdb.GdbError(f"{expression} is a buddy tree, not a list; show-freelists {expression} shows it.")


def _next(node: Optional[gdb.Type]) -> int:
    """Where a free block that is a `node` has its link; of plain words the first one is it."""
    found = [] if node is None else likely.on(node)
    return found[0].offset - (found[0].outer or 0) if found else 0


def _is_tree(type: gdb.Type) -> bool:
    """Whether it is a struct with a byte for each node, and numbers that say which memory they are about."""
    if type.strip_typedefs().code != gdb.TYPE_CODE_STRUCT:
        return False
    kinds = {field.name: members.type_of(field) for field in members.fields(type.strip_typedefs())}
    node, rest = kinds.get("node"), [kinds.get(name) for name in ("start", "order")]
    if node is None or node.code != gdb.TYPE_CODE_PTR or node.target().strip_typedefs().sizeof != 1:
        return False
    return all(each is not None and each.code == gdb.TYPE_CODE_INT and each.sizeof == ask.word_size() for each in rest)


def sizes_of(layout: Layout, count: int) -> Tuple[int, ...]:
    """The size of the blocks of each list, by the expression of --order-size."""
    return () if layout.order_size is None else formulas.sizes(layout.order_size, count)


def is_doubling(sizes: Tuple[int, ...]) -> bool:
    """Whether blocks of these sizes may be halves of one another: powers of two, each list's larger than the last's."""
    powers = all(size & (size - 1) == 0 for size in sizes)
    return powers and all(one < two for one, two in zip(sizes, sizes[1:]))


def _shape(heap: gdb.Value, lists: Member, expression: str, label: str, layout: Layout) -> HeapShape:
    address = _place(heap, expression)
    element = lists.type.target().strip_typedefs()
    circular, link = links.is_circular(element), heads.first(element)
    assert link is not None  # or it had not been taken for an array of heads
    node = link.target if link.target.code == gdb.TYPE_CODE_STRUCT else None
    inside = {} if node is None else {each.name: each for each in links.to_itself(node)}
    next = inside["next"].offset if "next" in inside else _next(node)
    prev = inside["prev"].offset if circular and "prev" in inside else None
    count = lists.type.range()[1] + 1

    counters = _counters(heap.type, address)
    sizes = sizes_of(layout, count)
    return HeapShape(
        address=address,
        label=label,
        first=address + lists.offset + link.offset,
        stride=lists.type.target().sizeof,
        lists=count,
        member=link.member,
        array=lists.member[1:],
        order=counters.at("order"),
        user=counters.at("user"),
        allocated=counters.at("allocated"),
        total=counters.at("total"),
        regions=_table("region", ("heap", "start", "end")),
        blocks=_table("block", ("heap", "address", "size", "order")),
        region=layout.region,
        link=Shape(next=next, prev=prev),
        circular=circular,
        sizes=sizes,
        widths=counters.widths,
        block=layout.block,
        kind=BUDDY if is_doubling(sizes) else PAGES,
        node="" if link.type.code != gdb.TYPE_CODE_PTR or link.is_void else str(link.type.target()),
        node_size=int(link.target.sizeof) if node is not None else 0,
    )


def _tree(heap: gdb.Value, expression: str, layout: Layout, names: Names) -> HeapShape:
    """Where a buddy tree has its parts."""
    if layout != Layout():
        raise gdb.GdbError(
            f"{expression} is a buddy tree, which knows its memory and its sizes; expected it without --region,"
            " --order-size and --block."
        )
    address = _place(heap, expression)
    counters = _counters(heap.type, address)
    node, start, order = (
        address + members.start(field)
        for name in ("node", "start", "order")
        for field in members.fields(heap.type.strip_typedefs())
        if field.name == name
    )
    return HeapShape(
        address=address,
        label=called_by(heap, expression, names),
        first=0,
        stride=0,
        lists=0,
        user=counters.at("user"),
        allocated=counters.at("allocated"),
        widths=counters.widths,
        tree=TreeShape(node, start, order),
    )


def _zone(value: gdb.Value, expression: str, layout: Layout, names: Names, memory: Memory) -> HeapShape:
    """Where a zone of Linux has its parts."""
    _place(value, expression)
    if layout != Layout(block=layout.block):
        raise gdb.GdbError(
            f"{expression} is a zone of Linux, which knows its memory and its sizes; expected it without --region and"
            " --order-size."
        )
    return zone.shape(value, expression, layout.block, memory)


def _place(heap: gdb.Value, expression: str) -> int:
    """The address of a heap; GdbError where it has none."""
    if heap.address is None:
        if heap.is_optimized_out:
            raise gdb.GdbError(
                f"{expression} was optimised out by the compiler; build with -O0, or name a global heap."
            )
        raise gdb.GdbError(f"{expression} is not in memory; {HEAPS}.")
    return int(heap.address)


def called_by(heap: gdb.Value, expression: str, names: Names) -> str:
    """What a heap is called by the program, or else by who typed it."""
    label = None if heap.address is None else names.labels(0, heap.type.strip_typedefs())(int(heap.address))
    return label or expression


@dataclass(frozen=True)
class _Counters:
    """The addresses of a heap's numbers by name, and their widths by address."""

    places: Dict[str, int]
    widths: Dict[int, int]

    def at(self, name: str) -> Optional[int]:
        """The address of one; None where the heap has no such number."""
        return self.places.get(name)


def _counters(type: gdb.Type, address: int) -> _Counters:
    """The numbers among the members of a heap of that type."""
    numbers = [
        field
        for field in members.fields(type.strip_typedefs())
        if field.name and members.type_of(field).code == gdb.TYPE_CODE_INT
    ]
    places = {str(field.name): address + members.start(field) for field in numbers}
    return _Counters(places, {places[str(field.name)]: members.type_of(field).sizeof for field in numbers})


def _table(noun: str, fields: Tuple[str, ...]) -> Optional[Table]:
    """The ledger's table of regions or blocks; None where the program has no ledger."""
    symbol = gdb.lookup_global_symbol(LEDGER)
    if symbol is None:
        return None
    ledger = symbol.value()
    rows = ledger[f"{noun}s"]
    row = rows.type.target().strip_typedefs()
    offsets = {field.name: members.start(field) for field in row.fields()}
    return Table(
        count=ask.address(ledger[f"{noun}_count"]),
        rows=ask.address(rows),
        stride=row.sizeof,
        room=rows.type.range()[1] + 1,
        fields=tuple(offsets[name] for name in fields),
    )
