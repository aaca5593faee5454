"""The members of nodes that --field names: where they lie, and how their bytes are shown."""

from __future__ import annotations

from functools import partial
from typing import Callable, List, Optional, Sequence, Tuple

import gdb

from buddylab.memory.image import Memory, Unreadable
from buddylab.target import ask
from buddylab.target.types import fields, members
from buddylab.target.types.members import Member

Field = Tuple[str, int, int, Callable[[bytes], str]]  # its path, where it lies from a node's address, its size, itself


def asked(paths: Sequence[str], type: Optional[gdb.Type], start: int, memory: Memory) -> Tuple[Field, ...]:
    """The members `paths` of nodes whose objects are of `type` and start `start` bytes from their addresses."""
    if paths and type is None:
        raise gdb.GdbError("The nodes are plain words without members; --field needs nodes that are structs.")
    shown: List[Field] = []
    for path in paths:
        assert type is not None
        found = members.member(type, path)
        fields.check(path, found.type if found.bits is None else found.bits[0])
        first = found
        while first.through is not None:
            first = first.through
        offset, size = _place(first)
        shown.append((path, start + offset, size, _shower(found, memory)))
    return tuple(shown)


def _place(member: Member) -> Tuple[int, int]:
    """Where the bytes lie that tell a member, and how many they are: of a bit field those of its struct."""
    if member.bits is not None:
        owner, base, _ = member.bits
        return base, int(owner.sizeof)
    return member.offset, int(member.type.sizeof)


def _shower(member: Member, memory: Memory) -> Callable[[bytes], str]:
    """How the bytes of a member are shown; of one in another object from the pointer that leads there."""
    if member.bits is not None:
        owner, _, field = member.bits
        show: Callable[[bytes], str] = lambda data: str(ask.value(data, owner)[field])  # noqa: E731
    else:
        show = partial(fields.shown, type=member.type, memory=memory)
    return show if member.through is None else _led(member, show, memory)


def _led(member: Member, show: Callable[[bytes], str], memory: Memory) -> Callable[[bytes], str]:
    """How a member of another object is shown from the bytes of the pointer that leads there."""
    offset, size = _place(member)

    def follow(data: bytes) -> str:
        address = int.from_bytes(data, "big" if memory.byteorder == "big" else "little")
        try:
            return "null" if address == 0 else show(memory.read(address + offset, size))
        except Unreadable:
            return "unreadable"

    assert member.through is not None
    return follow if member.through.through is None else _led(member.through, follow, memory)
