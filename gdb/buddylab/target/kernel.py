"""What a program that is a kernel says by the names of its variables, types and enumerators; None for what it lacks."""

from __future__ import annotations

from typing import Dict, Optional

import gdb

from buddylab.memory.image import Memory
from buddylab.target.types import members
from buddylab.target.types.members import Member
from buddylab.walk import read


def variable(name: str) -> Optional[gdb.Value]:
    """A variable that lies in memory."""
    try:
        value = gdb.parse_and_eval(name)
    except gdb.error:
        return None
    return None if value.address is None else value


def type_called(name: str) -> Optional[gdb.Type]:
    """A type, such as struct page."""
    try:
        return gdb.lookup_type(name).strip_typedefs()
    except gdb.error:
        return None


def part(type: gdb.Type, *paths: str) -> Optional[Member]:
    """The first of these members that a type has."""
    for path in paths:
        try:
            return members.placed(type, path, strict=True)
        except gdb.GdbError:
            continue
    return None


def word(value: gdb.Value, path: str, image: Memory) -> Optional[int]:
    """What the member `path`, which is a word, of what lies in memory holds."""
    found = part(value.type, path)
    return None if found is None or value.address is None else read(image, int(value.address) + found.offset).value


def enumerators(name: str) -> Dict[str, int]:
    """Those of an enum by name, in its order; none where the program does not have it."""
    found = type_called(name)
    if found is None or found.code != gdb.TYPE_CODE_ENUM:
        return {}
    return {str(field.name).rpartition("::")[2]: int(field.enumval) for field in found.fields()}
