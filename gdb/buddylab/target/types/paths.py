"""How a word inside an object is written behind the object's name: [3], .free_list[2], .ll.next."""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

import gdb

from buddylab.target.types import members
from buddylab.target.ask import word_size

PART = re.compile(r"(?=[.\[])")  # where a part of a way begins


def path(type: gdb.Type, offset: int, stop: Optional[gdb.Type] = None) -> str:
    """The way to the word `offset` bytes into an object, as far as there is more than that word.

    With `stop` an object of that type is not looked into.
    """
    return next(_ways(type, offset, stop))


def owner(type: gdb.Type, offset: int, member: str) -> Optional[str]:
    """The way to the object of which the word `offset` bytes from here is the `member`, such as .head; None if none is.

    Of the member "" it is the way to the word itself, through structs of one word too.
    """
    for way in _ways(type, offset, whole=True):
        parts = PART.split(way)
        for count in range(len(parts), 0, -1):
            name = "".join(parts[:count])
            if name.endswith(member):
                return name[: len(name) - len(member)]
    return None


def _ways(
    type: gdb.Type, offset: int, stop: Optional[gdb.Type] = None, whole: bool = False, named: bool = True
) -> Iterator[str]:
    """The ways to what lies there, several where unions are passed; an unnamed member is gone through in any case."""
    type = type.strip_typedefs()
    is_there = stop is not None and offset == 0 and members.same(type, stop)
    inside = [] if is_there or named and not whole and type.sizeof <= word_size() else _parts(type, offset)
    for written, start, inner in inside:
        for way in _ways(inner, offset - start, stop, whole, written != ""):
            yield written + way
    if not inside:
        yield f"+{offset}" if offset else ""


def _parts(type: gdb.Type, offset: int) -> List[Tuple[str, int, gdb.Type]]:
    """The elements or members that have this byte: how they are written, where they lie, their type.

    What has no bytes, as an empty struct, has none of them, wherever it lies.
    """
    if type.code == gdb.TYPE_CODE_ARRAY and type.target().sizeof:
        number = offset // type.target().sizeof
        return [(f"[{number}]", number * type.target().sizeof, type.target())]
    return [
        (members.written(field), members.start(field), members.type_of(field))
        for field in members.fields(type)
        if 0 <= offset - members.start(field) < members.type_of(field).sizeof
    ]


def pointers(type: gdb.Type, name: str, any: bool) -> List[Tuple[str, int]]:
    """The names and offsets of the pointers in a pointer, or in a struct of more than one word.

    That is those to integers, or those to `any` data.
    """
    if type.code == gdb.TYPE_CODE_PTR:
        target = type.target().strip_typedefs().code
        return [(name, 0)] if target == gdb.TYPE_CODE_INT or any and target != gdb.TYPE_CODE_FUNC else []
    if type.code != gdb.TYPE_CODE_STRUCT or type.sizeof <= word_size():
        return []
    found = []
    for field in members.fields(type):
        if members.type_of(field).code == gdb.TYPE_CODE_PTR:
            inner = pointers(members.type_of(field), name + members.written(field), any)
            found += [(way, members.start(field)) for way, _ in inner]
    return found
