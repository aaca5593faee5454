"""What is no list of free blocks by its type alone: one sentence says what it looks like."""

from __future__ import annotations

import re
from typing import Iterator, Optional, Tuple

import gdb

from buddylab.memory.image import Memory
from buddylab.target import values
from buddylab.target.heaps import HEAPS
from buddylab.target.types import links, members


def check(expression: str, value: gdb.Value, memory: Memory) -> None:
    """Raises GdbError where `expression` has no pointer that may lead to a free block, or an array of what is none."""
    there: Optional[gdb.Value] = value
    while there is not None and there.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
        there = values.follow(there, memory)
    type = (value if there is None else there).type.strip_typedefs()
    found = next(_arrays(type, ""), None)
    if found is not None:
        path, array = found
        count = int(array.range()[1]) + 1
        raise gdb.GdbError(
            f"{expression} is no allocator with free lists: {path[1:] or expression} is an array of {count}"
            f" {_short(array.target())}, which are no lists; {HEAPS}."
        )
    if not any(links.pointers(type)):
        raise gdb.GdbError(f"{expression} is of type {value.type}; {HEAPS}.")


def _short(type: gdb.Type) -> str:
    """What a type is called, without the modules that it comes from."""
    return re.sub(r"\b(\w+::)+", "", str(type))


def _arrays(type: gdb.Type, path: str) -> Iterator[Tuple[str, gdb.Type]]:
    """The arrays of structs in a type."""
    if type.code == gdb.TYPE_CODE_ARRAY and type.target().strip_typedefs().code in members.MEMBERS:
        yield path, type
    for field in members.fields(type):
        yield from _arrays(members.type_of(field), path + members.written(field))
