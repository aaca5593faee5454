"""The memory that a heap manages: as --region says it, or the variable that its blocks lie in."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

import gdb

from buddylab.target import ask, values
from buddylab.target.names import Names
from buddylab.target.types import members
from buddylab.target.types.members import MEMBERS

EXPECTED = "--region expects a variable such as an array, a slice, or START,SIZE"
TRIED = 16  # variables that are looked up
FEW = 8  # one block in so many lies in a variable that is not the heap's
POINTER, LENGTH = ("data_ptr", "ptr"), ("length", "len", "size")  # what slices and spans have


def given(expression: str) -> range:
    """The bytes that --region names."""
    start, size = _parts(expression)
    if size is not None:
        first, count = _number(start), _number(size)
        if count <= 0:
            raise gdb.GdbError(f"{size} is no number of bytes; {EXPECTED}.")
        return range(first, first + count)
    value = values.evaluate(expression)
    type = value.type.strip_typedefs()
    slice = _slice(value, type)
    if slice is not None:
        return slice
    if type.code == gdb.TYPE_CODE_PTR and type.target().strip_typedefs().code in (gdb.TYPE_CODE_ARRAY, *MEMBERS):
        first = int(value)
        return range(first, first + int(type.target().sizeof))
    if value.address is None:
        raise gdb.GdbError(f"{expression} is not in memory; {EXPECTED}.")
    return range(int(value.address), int(value.address) + int(value.type.sizeof))


def around(blocks: Sequence[int], names: Names) -> Tuple[range, ...]:
    """The variables that most blocks lie in, by their addresses; none where most lie in none.

    A variable with one block of many in it tells nothing: a link may lead there that was overwritten.
    """
    found: List[range] = []
    tried = 0
    for place in sorted(blocks):
        if tried == TRIED or any(place in region for region in found):
            continue
        tried += 1
        variable = names.variable(place)
        if variable is not None:
            found.append(range(variable.address, variable.address + variable.size))
    counts = [(region, sum(place in region for place in blocks)) for region in found]
    regions = tuple(region for region, count in counts if count * FEW > len(blocks))
    return regions if 2 * sum(count for _, count in counts) > len(blocks) else ()


def _parts(expression: str) -> Tuple[str, Optional[str]]:
    """START and SIZE, by the comma that lies in no brackets and no quotes; without one the whole, and None."""
    depth, quote = 0, ""
    for at, letter in enumerate(expression):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == "," and depth == 0:
            return expression[:at].strip(), expression[at + 1 :].strip()
    return expression, None


def _number(expression: str) -> int:
    """An address or a number of bytes; of an array where it lies."""
    value = values.evaluate(expression)
    type = value.type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_ARRAY and value.address is not None:
        return int(value.address)
    if type.code not in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR):
        raise gdb.GdbError(f"{expression} is of type {value.type}; {EXPECTED}.")
    return int(value) % (1 << 8 * ask.word_size()) if type.code == gdb.TYPE_CODE_PTR else int(value)


def _slice(value: gdb.Value, type: gdb.Type) -> Optional[range]:
    """The bytes that a slice is about: a pointer and a number of elements, nothing else."""
    fields = {str(field.name): members.type_of(field) for field in members.fields(type)}
    pointer = next((name for name in POINTER if name in fields and fields[name].code == gdb.TYPE_CODE_PTR), None)
    length = next((name for name in LENGTH if name in fields and fields[name].code == gdb.TYPE_CODE_INT), None)
    if pointer is None or length is None or len(fields) != 2:
        return None
    start, each = int(value[pointer]), int(fields[pointer].target().sizeof)
    return range(start, start + each * int(value[length]))
