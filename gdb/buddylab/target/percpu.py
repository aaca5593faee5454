"""Per-CPU variables of Linux: their addresses lie in a template, and each processor has a copy, so far away from it."""

from __future__ import annotations

import re
from typing import Dict, Optional

import gdb

from buddylab.memory.image import Memory
from buddylab.target import ask
from buddylab.walk import read

START, END, OFFSETS = "__per_cpu_start", "__per_cpu_end", "__per_cpu_offset"
POSSIBLE = "__cpu_possible_mask"  # a bit for each processor that there may be
ADDRESS = re.compile("0x[0-9a-f]+")


def check_none(expression: str, value: gdb.Value, image: Memory) -> None:
    """Raises GdbError where `value` lies in the template, or points there, though each processor has a copy."""
    if _place(OFFSETS) is not None and (_is_template(_address(value)) or _is_template(_target(value, image))):
        raise gdb.GdbError(
            f"{expression} is in the template of the per-CPU variables, and each processor has a copy of its own;"
            " --cpu 0 shows the copy of processor 0."
        )


def copy(expression: str, value: gdb.Value, cpu: int, image: Memory) -> gdb.Value:
    """What processor `cpu` has for `value`, which is a per-CPU variable or the address of one. Raises GdbError."""
    distance, size = _distance(cpu, image), 8 * image.word_size
    address, target = _address(value), _target(value, image)
    if address is not None and (_is_template(address) or not _is_template(target)):
        return gdb.Value((address + distance) % (1 << size)).cast(value.type.pointer()).dereference()
    if target is None:
        raise gdb.GdbError(
            f"{expression} is of type {value.type}, and is not in memory; --cpu expects a per-CPU variable, or the"
            " address of one."
        )
    return gdb.Value((target + distance) % (1 << size)).cast(value.type)


def copies(target: int, image: Memory) -> Dict[int, int]:
    """Where each processor that there may be has what lies at `target` for all; of a machine with one, `target`."""
    distances = _place(OFFSETS)
    if distances is None:
        return {0: target}
    mask, count, bits = _place(POSSIBLE), _count() or 1, 8 * image.word_size
    words = (
        [] if mask is None else [read(image, mask + at * image.word_size).value or 0 for at in range(-(-count // bits))]
    )
    possible = [cpu for cpu in range(count) if not words or words[cpu // bits] >> cpu % bits & 1]
    found = {cpu: read(image, distances + cpu * image.word_size).value for cpu in possible}
    return {cpu: (target + distance) % (1 << bits) for cpu, distance in found.items() if distance is not None}


def _distance(cpu: int, image: Memory) -> int:
    """How far from the template the variables of processor `cpu` lie."""
    place = _place(OFFSETS)
    if place is None:
        raise gdb.GdbError(
            f"The program has no {OFFSETS}, the array that says where the variables of each processor are; --cpu is"
            " only for Linux."
        )
    count = _count()
    if count is not None and cpu >= count:
        raise gdb.GdbError(f"There is no processor {cpu}; {OFFSETS} has {count} elements, 0 to {count - 1}.")
    found = read(image, place + cpu * image.word_size).value
    if found is None:
        raise gdb.GdbError(f"{OFFSETS}[{cpu}] cannot be read, so the address of that processor's copy is not known.")
    return found


def _count() -> Optional[int]:
    """How many processors there may be; None where the program does not tell."""
    try:
        type = gdb.parse_and_eval(OFFSETS).type.strip_typedefs()
    except gdb.error:
        return None  # there is a symbol, without a type
    return int(type.range()[1]) + 1 if type.code == gdb.TYPE_CODE_ARRAY else None


def _address(value: gdb.Value) -> Optional[int]:
    return None if value.address is None else int(value.address)


def _target(value: gdb.Value, image: Memory) -> Optional[int]:
    """What a pointer leads to, or a number that serves as an address; None for any other value."""
    code = value.type.strip_typedefs().code
    if value.address is None:
        return int(value) if code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_INT) else None
    return read(image, int(value.address)).value if code == gdb.TYPE_CODE_PTR else None


def _is_template(address: Optional[int]) -> bool:
    start, end = _place(START), _place(END)
    return address is not None and start is not None and end is not None and start <= address < end


def _place(symbol: str) -> Optional[int]:
    """Where a symbol lies, also one without a type; None where the program has none of that name."""
    try:
        found = ADDRESS.search(ask.said(f"info address {symbol}"))  # an expression that GDB does not know takes 15 ms
    except gdb.error:
        return None
    return int(found.group(), 16) if found else None
