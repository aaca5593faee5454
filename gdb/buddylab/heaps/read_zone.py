"""Reads what a zone counts: Memory + ZoneShape -> Zone. Like heap.py it trusts nothing and judges nothing."""

from __future__ import annotations

from typing import List, Optional, Tuple

from buddylab.heaps.zone import Parked, Zone, ZoneShape
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Shape
from buddylab.walk import read, walk


def read_zone(memory: Memory, shape: ZoneShape) -> Zone:
    """The zone's numbers as they stand in `memory`."""

    def word(address: Optional[int]) -> Optional[int]:
        return _number(memory, address, memory.word_size)

    return Zone(
        shape,
        word(shape.start),
        word(shape.spanned),
        word(shape.present),
        word(shape.managed),
        tuple(map(word, shape.counts)),
        word(shape.free),
        tuple(_number(memory, each.held, 1, signed=True) for each in shape.cpus),
        tuple(_number(memory, each.threshold, 1) for each in shape.cpus),
        tuple(_number(memory, each.pages, 4) for each in shape.cpus),
        _parked(memory, shape),
    )


def _parked(memory: Memory, shape: ZoneShape) -> Tuple[Parked, ...]:
    """The blocks on the processors' own lists."""
    found: List[Parked] = []
    for cpu in shape.cpus if shape.pages is not None else ():
        for head, order in cpu.lists:
            nodes = walk(memory, Shape(home=head), read(memory, head)).addresses()
            places = map(shape.pages.block, nodes) if shape.pages is not None else ()
            found += [Parked(place, place + (shape.page << order), cpu.number) for place in places]
    return tuple(sorted(found, key=lambda each: each.start))


def _number(memory: Memory, address: Optional[int], size: int, signed: bool = False) -> Optional[int]:
    try:
        data = None if address is None else memory.read(address, size)
    except Unreadable:
        return None
    return (
        None if data is None else int.from_bytes(data, "big" if memory.byteorder == "big" else "little", signed=signed)
    )
