"""From an expression that a user typed to its value, without reading a device."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Iterator, Optional

import gdb

from buddylab.memory.image import Memory
from buddylab.target import ask, memory
from buddylab.target.types import members
from buddylab.target.variables import frames
from buddylab.walk import read


ADDRESS = re.compile("0x[0-9a-f]+")


class OutOfReach(gdb.GdbError):
    """An expression whose names are known, and whose value lies where nothing can be read."""


def evaluate(expression: str) -> gdb.Value:
    """The value of `expression` in the selected frame, or in the first of its callers that knows its names.

    It is evaluated once: it may call a function that changes what is to be seen, even where it fails in the end.
    Raises GdbError; OutOfReach where it is only memory that is missing.
    """
    memory.check_stopped()
    ask.said("maintenance flush dcache")  # GDB's own copy of the stack; others may have written there since
    with ask.room(), _frame_for(expression):
        try:
            return _plain(gdb.parse_and_eval(expression))
        except gdb.MemoryError as fault:
            where = ADDRESS.search(str(fault))
            why = memory.why(int(where.group(), 16)) if where else ""
            raise OutOfReach(
                f"GDB cannot evaluate {expression}: {str(fault).rstrip('.')}; {why}."
                if why
                else _sentence(expression, fault)
            )
        except gdb.error as fault:
            memory.check_stopped()  # once more: a connection that broke shows only when something is asked
            raise gdb.GdbError(_sentence(expression, fault))


@contextmanager
def _frame_for(expression: str) -> Iterator[None]:
    """Meanwhile the first frame is selected that knows the names in it; the one at hand where none does."""
    around = frames()
    chosen = next(around, None)
    if chosen is None or _is_known(expression):
        yield
        return
    try:
        for frame in around:
            frame.select()
            if _is_known(expression):
                break
        else:
            chosen.select()
        yield
    finally:
        chosen.select()


def _is_known(expression: str) -> bool:
    """Whether GDB can tell its type in the selected frame, which calls and changes nothing."""
    try:
        # In brackets, for the name of a type is no expression, though whatis knows it.
        return "no debug info>" not in ask.said(f"with print object off -- whatis ({expression})")
    except gdb.MemoryError:
        return True  # no caller is to be asked where only memory is missing
    except gdb.error:
        return False


@contextmanager
def looking_only() -> Iterator[None]:
    """No function of the program is called meanwhile: that would make the machine do something of its own."""
    before = "on" if gdb.parameter("may-call-functions") else "off"
    gdb.execute("set may-call-functions off", to_string=True)
    try:
        yield
    finally:
        gdb.execute(f"set may-call-functions {before}", to_string=True)


def _sentence(expression: str, fault: gdb.error) -> str:
    advice = "" if re.search(ask.TOO_LARGE, str(fault)) else "; info locals lists the names here"
    return f"GDB cannot evaluate {expression}: {ask.told(fault)}{advice}."


def _plain(value: gdb.Value) -> gdb.Value:
    references = (gdb.TYPE_CODE_REF, getattr(gdb, "TYPE_CODE_RVALUE_REF", gdb.TYPE_CODE_REF))
    value = value.referenced_value() if value.type.strip_typedefs().code in references else value
    return gdb.Value(int(value)).cast(value.type) if _is_sum(value) else value


def _is_sum(value: gdb.Value) -> bool:
    """Whether it is what a pointer and a number come to, such as p + 1, which GDB says to lie where p does."""
    if value.type.strip_typedefs().code != gdb.TYPE_CODE_PTR or value.is_lazy or value.address is None:
        return False
    return int(value.address.cast(value.type.pointer()).dereference()) != int(value)


def check_seen(expression: str, value: gdb.Value, image: Memory) -> None:
    """Raises GdbError where `value` lies in memory that cannot be seen from here, and that is known to be no damage."""
    if value.address is not None and read(image, int(value.address)).value is None:
        why = image.why(int(value.address))
        if why:
            raise OutOfReach(f"{expression} cannot be read: {why}.")


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
    names = dict.fromkeys((str(type), name, f"struct {name}"))
    for each in (each for each in names if "{" not in each):  # struct {...} is what GDB calls one without a name
        for pointer in (f"({each} *){{}}", f"({{}} as *mut {each})"):
            try:
                gdb.parse_and_eval(pointer.format(0))
                return f"p *{pointer}"
            except gdb.error:
                continue
    return None


def follow(value: gdb.Value, image: Memory) -> Optional[gdb.Value]:
    """What a pointer points at; None where the pointer itself cannot be read, because it lies in a device, say."""
    if value.address is None:
        return value.dereference()
    word = read(image, int(value.address)).value
    return None if word is None else gdb.Value(word).cast(value.type.strip_typedefs()).dereference()
