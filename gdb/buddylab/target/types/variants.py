"""Enums of Rust: objects that are one of several variants, as a tag or a niche in them tells, which GDB reads."""

from __future__ import annotations

from typing import List, Optional, Tuple

import gdb

from buddylab.memory.image import Memory, Unreadable
from buddylab.target.types import links, members
from buddylab.target.types.links import Link


def names(type: gdb.Type) -> List[str]:
    """The variants of a type; none where it is no such enum, or one of a library's, such as Option."""
    if type.code not in members.STRUCTS or members.LIBRARY.search(str(type)) or links.WRAPPER.search(str(type)):
        return []
    fields = type.fields()
    is_tag = len(fields) > 1 and fields[0].artificial and not fields[0].name
    return [str(field.name) for field in fields[1:]] if is_tag else []


def whole(type: gdb.Type) -> gdb.Type:
    """The enum with all its variants, of which the type of a value has but one."""
    return gdb.lookup_type(str(type.name)).strip_typedefs() if names(type) and type.name else type


def within(type: gdb.Type) -> Optional[Tuple[gdb.Type, int]]:
    """An enum whose variants lead to others like it, and where it starts in a `type`, which may be that enum itself."""
    if "::" not in str(type.name) or any(links.to_itself(type)) and not names(type):
        return None  # nothing of Rust's, or a node by itself
    type = whole(type)
    if names(type):
        return (type, 0) if on(type) else None
    for field in members.fields(type):
        inner = within(members.type_of(field))
        if inner is not None:
            return inner[0], members.start(field) + inner[1]
    return None


def on(type: gdb.Type) -> List[Link]:
    """The pointers in the variants of an enum that lead to others like it, or to what contains one, as Rc's do."""
    every = [link for link in links.pointers(type) if link.leads is not None]
    return [link for link in every if link.outer == 0 or link.leads and links.part(link.leads, type) is not None]


def variant(link: Link) -> str:
    """The variant that a pointer is in."""
    return link.member.split(".")[1]


def at(type: gdb.Type, address: int, memory: Memory) -> Optional[str]:
    """Which variant the enum at an address is; None where that cannot be told."""
    try:
        memory.read(address, int(type.sizeof))  # a device is not read by GDB either
        value = gdb.Value(address).cast(type.pointer()).dereference()
        value.fetch_lazy()
        found = names(value.type)
    except (Unreadable, gdb.error):
        return None
    return found[0] if len(found) == 1 else None
