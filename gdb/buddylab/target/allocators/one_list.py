"""One list of free blocks: each tells its own size, as K&R's and FreeRTOS' do, or all have one, as pages of xv6."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import List, Optional, Tuple, Union

import gdb

from buddylab.ends import End
from buddylab.heaps import sizes
from buddylab.heaps.heap import HeapShape
from buddylab.heaps.heap_model import PAGES, SIZED
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Chain
from buddylab.spelling import human
from buddylab.target import values
from buddylab.target.allocators import counters, regions
from buddylab.target.allocators.own_size import OwnSize, Said, fits, guesses, told
from buddylab.target.heaps import HEAPS, Layout, called_by, sizes_of
from buddylab.target.lists import shapes
from buddylab.target.lists.readings import Reading, Way
from buddylab.target.names import Names
from buddylab.target.types.members import MEMBERS
from buddylab.walk import read, walk

ENOUGH = 1000  # blocks by which the sizes of all are told


@dataclass(frozen=True)
class Asked:
    """One expression, and what it is asked of."""

    expression: str
    value: gdb.Value
    layout: Layout
    memory: Memory
    names: Names


def shape(asked: Asked) -> Tuple[HeapShape, str]:
    """Where the list has its parts, and a note on how its blocks were read; GdbError where it is none."""
    if asked.value.type.strip_typedefs().code not in (gdb.TYPE_CODE_PTR, *MEMBERS):
        raise gdb.GdbError(f"{asked.expression} is of type {asked.value.type}; {HEAPS}.")
    reading = headed(asked, shapes.reading(asked.expression, asked.value, Way(), asked.memory, asked.names))
    head = reading.head
    if head.address is None:
        raise gdb.GdbError(
            f"{asked.expression} is an address, and not the head of a list; expected a variable that leads to the first"
            " free block."
        )
    chain = walk(asked.memory, reading.shape, head)
    name = (head.label or asked.expression) + ("" if (head.label or "").endswith(reading.member) else reading.member)
    found = HeapShape(
        address=head.address,
        label=_label(asked, head.address) or head.label or asked.expression,
        first=head.address,
        stride=0,
        lists=1,
        member=reading.member,
        array=name,
        link=replace(reading.shape, limit=None),
        block=None if not reading.shape.start else lambda node: node + reading.shape.start,
        alone=True,
        named=asked.names.labels(reading.shape.start, reading.object),
        region=asked.layout.region,
        node="" if reading.object is None else str(reading.object),
        node_size=0 if reading.object is None else int(reading.object.sizeof),
    )
    own = _own(asked, reading, chain)
    if own is not None:
        return _sized(asked, found, chain, own)
    return _equal(asked, reading, found, chain)


def headed(asked: Asked, reading: Reading) -> Reading:
    """`reading` from its head on, where a variable that is like a node was taken for one: it is none of the blocks."""
    if reading.head.address is not None or reading.kind != "node" or not reading.of:
        return reading
    variable = asked.names.variable(reading.of)
    is_whole = variable is not None and (variable.address, variable.size) == (reading.of, reading.size)
    if variable is None or not is_whole:
        return reading
    at = reading.of + reading.shape.next
    head = replace(read(asked.memory, at), label=variable.name)
    line = replace(reading, head=head, member=reading.link, kind="head")
    home = replace(line, shape=replace(line.shape, home=reading.of, tail=None, before=()))
    comes_back = walk(asked.memory, home.shape, head).end == End.HEAD
    return home if comes_back else line


def _label(asked: Asked, address: int) -> str:
    """What the list is called: the variable with its head, or the part of one that EXPR names."""
    value = asked.value
    type = value.type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_PTR and value.address is not None and int(value.address) == address:
        return called_by(value, asked.expression, asked.names)
    while type.code == gdb.TYPE_CODE_PTR:
        there = values.follow(value, asked.memory)
        if there is None:
            return ""
        value, type = there, there.type.strip_typedefs()
    return called_by(value, asked.expression, asked.names)


def _own(asked: Asked, reading: Reading, chain: Chain) -> Union[OwnSize, Said, None]:
    """How blocks tell their sizes, if they do: by --size, or by the member that memory bears out."""
    layout, node = asked.layout, reading.object
    if layout.size is not None:
        return Said(layout.size, node if node is not None else gdb.lookup_type("char"), asked.memory)
    if layout.order_size is not None or node is None:
        return None
    links = [each for each in (reading.shape.next, reading.shape.prev) if each is not None]
    found = list(guesses(node, [each - reading.shape.start for each in links]))
    if not chain.nodes:
        return found[0] if found else None
    start, word = reading.shape.start, asked.memory.word_size
    for guess in found:
        if fits(_read(asked.memory, chain, guess, start), int(node.sizeof), word):
            return guess
    return None


def _read(memory: Memory, chain: Chain, size: OwnSize, start: int) -> List[Tuple[int, int]]:
    """The addresses and sizes of the first blocks."""
    places = []
    for node in chain.addresses()[:ENOUGH]:
        try:
            places.append((node + start, size.read(memory, node + start)[0]))
        except Unreadable:
            continue
    return places


def _sized(asked: Asked, found: HeapShape, chain: Chain, own: Union[OwnSize, Said]) -> Tuple[HeapShape, str]:
    """A list whose blocks tell their sizes: it may be a ring, if a block of no bytes is on that."""
    reach = own.read
    start = 0 if found.block is None else found.block(0)
    tells = [(node, _size(asked.memory, own, node + start)) for node in chain.addresses()]
    marks = [node for node, size in tells if size == 0]
    link = found.link
    if chain.end == End.CYCLE and chain.nodes and chain.last().value == chain.addresses()[0] and marks:
        link = replace(link, ring=True)
    blocks = [node + start for node, size in tells if size]
    last = _closing(asked, tells, found)
    left, least = counters.of(asked.names.variable(found.address))
    shape = replace(
        found,
        kind=SIZED,
        link=link,
        own=lambda memory, node: (0, False) if node == last else reach(memory, node + start),
        around=regions.around(blocks, asked.names),
        left=left,
        least=least,
    )
    if isinstance(own, Said):
        return shape, ""
    return shape, f"The member {told(own)}; --size EXPR, in terms of $node, says another one."


def _size(memory: Memory, own: Union[OwnSize, Said], node: int) -> Optional[int]:
    try:
        return own.read(memory, node)[0]
    except Unreadable:
        return None


def _closing(asked: Asked, tells: List[Tuple[int, Optional[int]]], found: HeapShape) -> Optional[int]:
    """The last node, where it is a variable of its own that stands for the end of the list, as heap_2's xEnd does."""
    if len(tells) < 2:
        return None
    node, _ = tells[-1]
    variable = asked.names.variable(node)
    is_whole = variable is not None and (variable.address, variable.size) == (node, found.node_size)
    return node if is_whole else None


def _equal(asked: Asked, reading: Reading, found: HeapShape, chain: Chain) -> Tuple[HeapShape, str]:
    """A list whose blocks are all of one size: what --order-size says, or what lies between them."""
    given = sizes_of(asked.layout, 1)
    start = 0 if found.block is None else found.block(0)
    blocks = [node + start for node in chain.addresses()]
    shape = replace(found, kind=PAGES, around=regions.around(blocks, asked.names))
    if given:
        return replace(shape, sizes=given), ""
    if not blocks:
        return replace(shape, sizes=(max(found.node_size, asked.memory.word_size),)), ""
    is_object = reading.object is not None and asked.names.has(reading.object, blocks[0], blocks[0]) is True
    size = found.node_size if is_object else sizes.of_equals(blocks, max(found.node_size, asked.memory.word_size))
    if size is None:
        raise gdb.GdbError(
            f"Where the free blocks of {asked.expression} lie does not tell how large they are; --order-size BYTES says"
            " it, or --size EXPR in terms of $node."
        )
    why = f"As each is a {reading.object}" if is_object else "By where they lie"
    return replace(shape, sizes=(size,)), f"{why}, all blocks have {human(size)}; --order-size says otherwise."
