"""An array of lists of free blocks: whose sizes double from list to list, or all are equal, as memory bears it out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional, Tuple

import gdb

from buddylab.check import check
from buddylab.heaps import sizes
from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.heap_model import BUDDY, PAGES
from buddylab.memory.image import Memory
from buddylab.spelling import count, human
from buddylab.target.allocators.one_list import Asked
from buddylab.target.heaps import Layout, called_by, is_doubling, sizes_of
from buddylab.target.lists import shapes
from buddylab.target.lists.readings import Reading, Way
from buddylab.target.types import links
from buddylab.target.types.members import MEMBERS
from buddylab.target.types.paths import path
from buddylab.walk import read, walk

RUN = re.compile(r"\*(\w+)@.+")  # how GDB writes as many objects as there are in a row
ODD = 4  # one block in so many that makes no sense
LEAST = 1024  # bytes of blocks that are all of one size on several lists: pages, not what a hash table holds
MOST = 64  # lists in a row that only memory tells of


def shape(asked: Asked) -> Optional[Tuple[HeapShape, str]]:
    """An array of structs with a list in each, or a pointer to lists in a row; None where it is neither."""
    value, type = asked.value, asked.value.type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_PTR and type.target().strip_typedefs().code == gdb.TYPE_CODE_ARRAY:
        value, type = value.dereference(), type.target().strip_typedefs()
    if type.code == gdb.TYPE_CODE_ARRAY and type.target().strip_typedefs().code in MEMBERS:
        return _array(asked, value, int(type.range()[1]) + 1)
    if type.code == gdb.TYPE_CODE_PTR and type.target().strip_typedefs().code in MEMBERS:
        return _row(asked)
    return None


def judged(shape: HeapShape, memory: Memory) -> Tuple[HeapShape, str]:
    """`shape` with the sizes that memory bears out, where blocks of 1 byte on the first list make no sense."""
    if shape.tree is not None or shape.kind != BUDDY:
        return shape, ""
    heap = read_heap(memory, shape)
    lists = [each.places() for each in heap.lists]
    if shape.sizes:
        return replace(shape, base=sizes.base_of(lists, shape.sizes)), ""
    least = max(memory.word_size, shape.node_size if shape.circular else 0)
    plain = sizes.doubling(1, len(lists))
    tiny = any(nodes and size < memory.word_size for nodes, size in zip(lists, plain))
    is_odd = sizes.wrong(lists, plain, 0, memory.word_size) * ODD > sum(map(len, lists))
    if heap.is_told or not tiny and not is_odd:
        return shape, ""
    every = sorted({node for nodes in lists for node in nodes})
    equal = sizes.of_equals(every, max(least, LEAST)) if len(every) >= sizes.SEVERAL else None
    size = sizes.of_buddies(lists, least)
    doubling = sizes.doubling(size or 1, shape.lists)
    base = sizes.base_of(lists, doubling)
    is_page = equal is not None and equal & (equal - 1) == 0
    if equal is not None and is_page and sizes.wrong([every], (equal,), 0, equal) * sizes.SURE <= len(every):
        # The places of blocks of one size would bear out smaller ones, too.
        is_buddy = size is not None and not sizes.wrong(lists, doubling, base, least)
        if size is None or not is_buddy or sizes.larger(lists, size, equal) < sizes.SEVERAL:
            told = f"By where they lie, all blocks have {human(equal)}; --order-size says otherwise."
            return replace(shape, kind=PAGES, sizes=(equal,) * shape.lists), told
    if size is None:
        return shape, ""
    told = f"By where they lie, blocks have {human(size)} on list 0, and twice as many on each that follows"
    return replace(shape, sizes=doubling, base=base), f"{told}; --order-size says otherwise."


def _given(shape: HeapShape, layout: Layout) -> HeapShape:
    """`shape` with the sizes of --order-size, if there are any."""
    given = sizes_of(layout, shape.lists)
    return replace(shape, sizes=given, kind=BUDDY if is_doubling(given) else PAGES)


def _array(asked: Asked, value: gdb.Value, length: int) -> Optional[Tuple[HeapShape, str]]:
    """An array of structs, each of which is read like the first one."""
    if value.address is None:
        return None
    first = value[0]
    reading = shapes.reading(f"{asked.expression}[0]", first, Way(), asked.memory, asked.names)
    found = _lists(asked, reading, int(value.address), first.type, length)
    if found is None:
        return None
    run = RUN.fullmatch(asked.expression)
    expression = asked.expression if run is None else run.group(1)
    found = replace(found, label=called_by(value, expression, asked.names))
    return judged(_given(found, asked.layout), asked.memory)


def _row(asked: Asked) -> Optional[Tuple[HeapShape, str]]:
    """Rings that lie one behind the other where a pointer leads, and where no variable says how many they are."""
    start = int(asked.value)
    type = asked.value.type.strip_typedefs().target().strip_typedefs()
    if not start or asked.names.variable(start) is not None or links.is_pure(type):
        return None
    try:
        reading = shapes.reading(asked.expression, asked.value.dereference(), Way(), asked.memory, asked.names)
    except gdb.GdbError:
        return None
    found = _lists(asked, reading, start, type, MOST)
    if found is None or not found.circular:
        return None
    number = _sound(asked.memory, found)
    if number < 2:
        return None
    label = called_by(asked.value, asked.expression, asked.names)
    found, note = judged(_given(replace(found, label=label, lists=number), asked.layout), asked.memory)
    told = f"There are {count(number, 'list')} in a row where {asked.expression} leads"
    return found, f"{told}; *{asked.expression}@N says how many are meant. {note}".rstrip()


def _lists(asked: Asked, reading: Reading, start: int, type: gdb.Type, length: int) -> Optional[HeapShape]:
    """Lists of which the first one is `reading`, one in each element of an array; None where that is no head in it."""
    head, link, stride = reading.head, reading.shape, int(type.sizeof)
    at = head.address if head.address is not None else reading.of + link.next if reading.of else None
    if at is None or not start <= at < start + stride:
        return None
    member = path(type, at - start)
    circular = link.home is not None and link.home == at - link.next
    return HeapShape(
        address=start,
        label=asked.expression,
        first=at,
        stride=stride,
        lists=length,
        member=member,
        array=f"[]{member}",
        region=asked.layout.region,
        link=replace(link, home=None, limit=None, before=(), tail=None),
        circular=circular,
        node="" if reading.object is None else str(reading.object),
        node_size=0 if reading.object is None else int(reading.object.sizeof),
    )


def _sound(memory: Memory, shape: HeapShape) -> int:
    """How many rings there are, up to the last one that is sound."""
    last = 0
    for number in range(shape.lists):
        at = shape.first + number * shape.stride
        chain = walk(memory, replace(shape.link, home=at - shape.link.next), read(memory, at))
        if not check(chain, memory.word_size) and chain.head.value:
            last = number + 1
        elif number - last >= 2:
            break
    return last
