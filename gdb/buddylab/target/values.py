"""From an expression that a user typed to its value, without reading a device."""

from __future__ import annotations

import re
from typing import Optional

import gdb

from buddylab.image import Memory
from buddylab.target import members
from buddylab.target.variables import frames
from buddylab.walk import read


class OutOfReach(gdb.GdbError):
    """An expression whose names are known, and whose value lies where nothing can be read."""


def evaluate(expression: str) -> gdb.Value:
    """The value of `expression` in the selected frame, or in the first of its callers that knows its names.

    Raises GdbError; OutOfReach where it is only memory that is missing.
    """
    try:
        return _here(expression)
    except gdb.error as fault:
        first = fault
    chosen: Optional[gdb.Frame] = None
    try:
        chosen = gdb.selected_frame()
        for frame in list(frames())[1:]:
            frame.select()
            try:
                return _here(expression)
            except gdb.error:
                continue
    except gdb.error:
        pass  # no frame at all: the first fault says enough
    finally:
        if chosen is not None:
            chosen.select()
    raise gdb.GdbError(_sentence(expression, first))


def _here(expression: str) -> gdb.Value:
    """Its value in the selected frame. No caller is to be asked where only memory is missing: the names are known."""
    try:
        return _plain(gdb.parse_and_eval(expression))
    except gdb.MemoryError as fault:
        raise OutOfReach(_sentence(expression, fault))


def _sentence(expression: str, fault: gdb.error) -> str:
    return f"GDB cannot evaluate {expression}: {str(fault).rstrip('.')}; info locals lists the names here."


def _plain(value: gdb.Value) -> gdb.Value:
    references = (gdb.TYPE_CODE_REF, getattr(gdb, "TYPE_CODE_RVALUE_REF", gdb.TYPE_CODE_REF))
    return value.referenced_value() if value.type.strip_typedefs().code in references else value


def word_in(expression: str, type: gdb.Type) -> Optional[str]:
    """How to write the first word in what `expression` is: words[0], list.head; None where there is none."""
    name = expression if re.fullmatch(r"[\w.\[\]]+", expression) else f"({expression})"
    type = whole = type.strip_typedefs()
    while type.code in (gdb.TYPE_CODE_ARRAY, gdb.TYPE_CODE_STRUCT):
        if type.code == gdb.TYPE_CODE_ARRAY:
            name, type = f"{name}[0]", type.target().strip_typedefs()
            continue
        first = next(iter(members.fields(type)), None)
        if first is None or first.bitsize:
            return None
        name, type = name + members.written(first), members.type_of(first)
    if type.code in (gdb.TYPE_CODE_FUNC, gdb.TYPE_CODE_UNION):
        return None
    return expression if type == whole else name


def look(type: gdb.Type, name: str) -> Optional[str]:
    """What is typed to see an object of `type`, called `name` by who asks, with {} for its address; None if nothing is.

    C, with the word struct or without it; or Rust.
    """
    for each in dict.fromkeys((str(type), name, f"struct {name}")):
        for pointer in (f"({each} *){{}}", f"({{}} as *mut {each})"):
            try:
                gdb.parse_and_eval(pointer.format(0))
                return f"p *{pointer}"
            except gdb.error:
                continue
    return None


def follow(value: gdb.Value, memory: Memory) -> Optional[gdb.Value]:
    """What a pointer points at; None where the pointer itself cannot be read, because it lies in a device, say."""
    if value.address is None:
        return value.dereference()
    word = read(memory, int(value.address)).value
    return None if word is None else gdb.Value(word).cast(value.type.strip_typedefs()).dereference()
