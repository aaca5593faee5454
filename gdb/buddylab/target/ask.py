"""Questions to GDB whose answers have other types in each version of its type stubs, or none."""

from __future__ import annotations

from typing import Any

import gdb

_any: Any = gdb


def said(command: str) -> str:
    """What GDB prints on a command, without the command, which set trace-commands adds. Raises gdb.error."""
    text = str(gdb.execute(command, to_string=True))
    first, _, rest = text.partition("\n")
    return rest if first.startswith("+") and first.lstrip("+") == command else text


def connection() -> Any:
    """The selected inferior's connection to its target; None where it has none."""
    return _any.selected_inferior().connection


def address(value: gdb.Value) -> int:
    """Where a value lies that is known to lie in memory."""
    assert value.address is not None
    return int(value.address)


def value(data: bytes, type: gdb.Type) -> gdb.Value:
    """The object of `type` that has these bytes."""
    made: gdb.Value = _any.Value(data, type)
    return made
