"""From an expression that a user typed to the head of a list, or to a run of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

import gdb

from buddylab.model import Memory, Word
from buddylab.target.memory import word_size
from buddylab.target.names import Names, frames
from buddylab.walk import read

LISTS = "expected a struct with one pointer, a pointer, or the address of a node"


@dataclass(frozen=True)
class Head:
    """Where a list starts: the word that points at the first node, and how it is reached from its label."""

    word: Word
    member: str


@dataclass(frozen=True)
class Link:
    """The one pointer of a type: how many bytes in, and how it is written: ".head", or "" if the type is a pointer."""

    offset: int
    member: str


def only_pointer(type: gdb.Type) -> Optional[Link]:
    """The pointer in a type that is nothing but one, alone or in a struct; None for other types."""
    type = type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_PTR:
        return Link(0, "")
    if type.code != gdb.TYPE_CODE_STRUCT or len(type.fields()) != 1:
        return None
    inner = only_pointer(type.fields()[0].type)
    return None if inner is None else Link(inner.offset, f".{type.fields()[0].name}{inner.member}")


def evaluate(expression: str) -> gdb.Value:
    """The value of `expression` in the selected frame, or in the first of its callers that knows its names."""
    try:
        return gdb.parse_and_eval(expression)
    except gdb.error as fault:
        first = fault
    chosen: Optional[gdb.Frame] = None
    try:
        chosen = gdb.selected_frame()
        for frame in list(frames())[1:]:
            frame.select()
            try:
                return gdb.parse_and_eval(expression)
            except gdb.error:
                continue
    except gdb.error:
        pass  # no frame at all: the first fault says enough
    finally:
        if chosen is not None:
            chosen.select()
    raise gdb.GdbError(f"GDB cannot evaluate {expression}: {str(first).rstrip('.')}; info locals lists the names here.")


def head(expression: str, memory: Memory, names: Names) -> Head:
    """The head that `expression` stands for; GdbError says what else was expected."""
    value = evaluate(expression)
    try:
        return _head(value, expression, memory, names)
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; {LISTS}.")


def _head(value: gdb.Value, expression: str, memory: Memory, names: Names) -> Head:
    if value.is_optimized_out:
        raise gdb.GdbError(f"{expression} was optimised out by the compiler; build with -O0, or name a global list.")
    type = value.type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_PTR and type.target().strip_typedefs().code == gdb.TYPE_CODE_STRUCT:
        value = value.dereference()
        type = value.type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_STRUCT:
        return _in_struct(value, type, expression, memory, names)
    is_word = type.code == gdb.TYPE_CODE_INT and type.sizeof == word_size()
    if value.address is not None and (is_word or type.code == gdb.TYPE_CODE_PTR):
        return _at(int(value.address), expression, "", memory, names)
    if type.code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_INT):
        return Head(Word(None, int(value) % (1 << 8 * word_size()), expression), "")
    raise gdb.GdbError(f"{expression} is of type {value.type}; {LISTS}.")


def _in_struct(value: gdb.Value, type: gdb.Type, expression: str, memory: Memory, names: Names) -> Head:
    pointers = [field for field in type.fields() if field.type.strip_typedefs().code == gdb.TYPE_CODE_PTR]
    if len(pointers) != 1:
        found = ", ".join(str(field.name) for field in pointers) or "none"
        raise gdb.GdbError(f"{expression} is a {value.type} with these pointers: {found}; {LISTS}.")
    if value.address is None:
        return Head(Word(None, int(value[pointers[0]]) % (1 << 8 * word_size()), expression), f".{pointers[0].name}")
    address = int(value.address) + pointers[0].bitpos // 8
    return _at(address, expression, f".{pointers[0].name}", memory, names)


def _at(address: int, expression: str, member: str, memory: Memory, names: Names) -> Head:
    """The head in memory; its label is the program's name for the word, without the member that GDB may add to it."""
    label = names.label(address) or expression
    if member and label.endswith(member):
        label = label[: -len(member)]
    return Head(read(memory, address, label), member)


def words(expression: str, memory: Memory, names: Names) -> List[Word]:
    """Every word of the variable that `expression` stands for, whole words only, in address order."""
    value = evaluate(expression)
    try:
        start, size = int(value.address or 0), int(value.type.sizeof)
        if value.address is None or value.is_optimized_out:
            raise gdb.GdbError(f"{expression} lies nowhere in memory; --memory expects a variable, such as an array.")
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; --memory expects a variable.")
    step = memory.word_size
    first = -(-start // step) * step
    return [read(memory, at, names.label(at)) for at in range(first, start + size - step + 1, step)]
