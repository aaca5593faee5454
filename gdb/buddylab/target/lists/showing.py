"""The members of nodes that --field names: where they lie, and how their bytes are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Callable, List, Optional, Sequence, Tuple

import gdb

from buddylab.memory.image import Memory, Unreadable
from buddylab.target import ask
from buddylab.target.types import fields, members
from buddylab.target.types.members import Member

Show = Callable[[bytes], str]
Field = Tuple[str, int, int, Show]  # its path, where it lies from a node's address, its size, itself


@dataclass(frozen=True)
class Lost:
    """What is shown of a member that no pointer leads to."""

    null: str = "null"
    unreadable: str = "unreadable"


def asked(paths: Sequence[str], type: Optional[gdb.Type], start: int, memory: Memory) -> Tuple[Field, ...]:
    """The members `paths` of nodes whose objects are of `type` and start `start` bytes from their addresses."""
    if paths and type is None:
        raise gdb.GdbError("The nodes are plain words without members; --field needs nodes that are structs.")
    shown: List[Field] = []
    for path in paths:
        assert type is not None
        found = members.member(type, path)
        fields.check(path, found.type if found.bits is None else found.bits[0])
        offset, size, show = reached(found, partial(fields.shown, type=found.type, memory=memory), memory)
        shown.append((path, start + offset, size, show))
    return tuple(shown)


def reached(member: Member, show: Show, memory: Memory, lost: Lost = Lost()) -> Tuple[int, int, Show]:
    """Where in an object the bytes lie that tell a member, how many, and how they are shown; a bit field as GDB does.

    Of one in another object they are the pointer that leads there, and `lost` is what is shown where nothing is there.
    """
    if member.bits is not None:
        owner, _, field = member.bits
        show = lambda data: str(ask.value(data, owner)[field])  # noqa: E731
    first = member
    while first.through is not None:
        show, first = _led(first, show, memory, lost), first.through
    return (*_place(first), show)


def _place(member: Member) -> Tuple[int, int]:
    """Where the bytes lie that tell a member, and how many they are: of a bit field those of its struct."""
    if member.bits is not None:
        owner, base, _ = member.bits
        return base, int(owner.sizeof)
    return member.offset, int(member.type.sizeof)


def _led(member: Member, show: Show, memory: Memory, lost: Lost) -> Show:
    """How a member of another object is shown from the bytes of the pointer that leads there."""
    offset, size = _place(member)

    def follow(data: bytes) -> str:
        address = int.from_bytes(data, "big" if memory.byteorder == "big" else "little")
        try:
            return lost.null if address == 0 else show(memory.read(address + offset, size))
        except Unreadable:
            return lost.unreadable

    return follow
