"""Nodes that carry their names themselves: the member that --label names, as what the nodes are called."""

from __future__ import annotations

from functools import partial
from typing import Callable, Optional

import gdb

from buddylab.memory.image import Memory, Unreadable
from buddylab.target.lists import showing
from buddylab.target.types import fields, members

Label = Callable[[int], Optional[str]]
NUMBERS = (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR, gdb.TYPE_CODE_BOOL, gdb.TYPE_CODE_ENUM, gdb.TYPE_CODE_FLT)


def labels(path: str, object: Optional[gdb.Type], start: int, memory: Memory, otherwise: Label) -> Label:
    """A function from a node's address to what its member `path` says; where that is nothing, what `otherwise` says.

    The object lies `start` bytes from there. GdbError where the member is missing, or neither text nor number.
    """
    if object is None:
        raise gdb.GdbError("The nodes are plain words without members; --label needs nodes that are structs.")
    found = members.member(object, path)
    if found.type.code not in NUMBERS and not fields.is_text(found.type):
        raise gdb.GdbError(f"{path} of {object} is a {found.type}; --label expects a text or a number.")
    fields.check(path, found.type if found.bits is None else found.bits[0])
    show: showing.Show = partial(fields.plain, type=found.type, memory=memory)
    offset, size, show = showing.reached(found, show, memory, showing.Lost("", ""))
    if found.bits is None:
        size = min(size, fields.TEXT + 1)  # of a text no more is said

    def label(address: int) -> Optional[str]:
        try:
            return show(memory.read(address + start + offset, size)) or otherwise(address)
        except Unreadable:
            return otherwise(address)

    return label
