"""Nodes that carry their names themselves: the member that --label names, as what the nodes are called."""

from __future__ import annotations

from typing import Callable, Optional

import gdb

from buddylab.memory.image import Memory, Unreadable
from buddylab.target.types import fields, members

Label = Callable[[int], Optional[str]]
NUMBERS = (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR, gdb.TYPE_CODE_BOOL, gdb.TYPE_CODE_ENUM, gdb.TYPE_CODE_FLT)


def labels(path: str, object: Optional[gdb.Type], start: int, memory: Memory, otherwise: Label) -> Label:
    """A function from a node's address to what its member `path` says; where that is nothing, what `otherwise` says.

    The object lies `start` bytes from there. GdbError where the member is missing, or neither text nor number.
    """
    if object is None:
        raise gdb.GdbError("The nodes are plain words without members; --label needs nodes that are structs.")
    link = members.placed(object, path)
    if link.type.code not in NUMBERS and not fields.is_text(link.type):
        raise gdb.GdbError(f"{path} of {object} is a {link.type}; --label expects a text or a number.")
    size = min(int(link.type.sizeof), fields.TEXT + 1)  # of a text no more is said

    def label(address: int) -> Optional[str]:
        try:
            data = memory.read(address + start + link.offset, size)
        except Unreadable:
            return otherwise(address)
        return fields.plain(data, link.type, memory) or otherwise(address)

    return label
