"""Reads an answer as it was typed: an expression of the debugger, a number, yes or no, several words."""

from __future__ import annotations

import re
from typing import List

import gdb

from buddylab.course.predictions import changes
from buddylab.practice.question import Form, Truth
from buddylab.practice.state import State

WORDS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
NULL = ("null", "nil")
NONE = ("none", "null", "nothing")
BITS = 64


def read(said: str, form: Form, was: State) -> Truth:
    """What was answered. GdbError where that is no answer of the form."""
    if not said:
        raise gdb.GdbError(f"lab answer expects {form.expected(was)}.")
    change = changes(said)
    if change:
        raise gdb.GdbError(f"{said} would change the machine ({change}); leave that out.")
    if form is Form.YES:
        if said.lower() not in WORDS:
            raise gdb.GdbError(f"{said} is no answer to this question; expected yes or no.")
        return WORDS[said.lower()]
    if form in (Form.ADDRESS, Form.NUMBER):
        return _number(said, form, was)
    parts = [] if said.lower() in NONE else _parts(said)
    if form is Form.NODES:
        return tuple(_number(part, form, was) for part in parts)
    return frozenset((_place if form is Form.WORDS else _number)(part, form, was) for part in parts)


def _parts(said: str) -> List[str]:
    """What stands between commas that are in no brackets."""
    parts, depth = [""], 0
    for each in said:
        depth += (each in "([{") - (each in ")]}")
        if each == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += each
    return [part.strip() for part in parts if part.strip()]


def _value(said: str, form: Form, was: State) -> gdb.Value:
    from buddylab.target import values

    try:
        with values.looking_only():
            return values.evaluate(said)
    except gdb.GdbError as fault:
        raise gdb.GdbError(f"{str(fault).partition('; info locals')[0].rstrip('.')}; expected {form.expected(was)}.")


def _number(said: str, form: Form, was: State) -> int:
    """The number, or the address, that an expression comes to."""
    if said.lower() in NULL and form is not Form.ORDERS:
        return 0
    value = _value(said, form, was)
    type = value.type.strip_typedefs()
    if type.code == gdb.TYPE_CODE_ARRAY and form in (Form.ADDRESS, Form.NODES) and value.address is not None:
        return int(value.address)
    if type.code not in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_BOOL, gdb.TYPE_CODE_ENUM):
        raise gdb.GdbError(f"{said} is of type {value.type}; expected {form.expected(was)}.")
    return int(value) % (1 << BITS)


def _place(said: str, form: Form, was: State) -> int:
    """The address of a word that is named, or that is given itself."""
    value = _value(said, form, was)
    if value.address is not None and value.type.sizeof == BITS // 8 and not re.match(r"[\d&]", said):
        return int(value.address)
    return _number(said, form, was)
