"""Questions to GDB whose answers have other types in each version of its type stubs, or none."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Any, Iterator, Optional

import gdb

_any: Any = gdb
ROOM = 1 << 26  # bytes; what stands in the way of a length that was never written stays
TOO_LARGE = r"requires (\d+) bytes, which is more than max-value-size"


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
    """The object of `type` that has these bytes. Raises GdbError where GDB makes none so large: GDB 13 would crash."""
    check_size(f"A {type}", type.sizeof)
    made: gdb.Value = _any.Value(data, type)
    return made


def fits(size: int) -> bool:
    """Whether GDB makes values of so many bytes."""
    limit = _limit()
    return limit is None or size <= limit


def check_size(what: str, size: int) -> None:
    """Raises GdbError where GDB makes no values of so many bytes, as `what` has."""
    if not fits(size):
        raise gdb.GdbError(f"{what} ({size} bytes) is larger than GDB's max-value-size ({_limit()}); {_raised(size)}.")


@contextmanager
def room() -> Iterator[None]:
    """Meanwhile GDB makes values of up to ROOM bytes: GDB 13 crashes where a function returns more than it may make."""
    before = _limit()
    if before is None or before >= ROOM:
        yield
        return
    gdb.execute(f"set max-value-size {ROOM}", to_string=True)
    try:
        yield
    finally:
        gdb.execute(f"set max-value-size {before}", to_string=True)


def told(fault: Exception) -> str:
    """What GDB says went wrong, without its full stop; of a value that is too large also what helps."""
    text = str(fault).rstrip(".")
    found = re.search(TOO_LARGE, text)
    return f"{text}; {_raised(int(found.group(1)))}" if found else text


def _limit() -> Optional[int]:
    """GDB's max-value-size in bytes; None for unlimited, which the versions of GDB tell in two ways."""
    limit: Optional[int] = _any.parameter("max-value-size")
    return None if limit is None or limit < 0 else limit


def _raised(size: int) -> str:
    return f"set max-value-size {size} lets GDB read it"


def word_size() -> int:
    """The size of a pointer on the target, in bytes."""
    return int(gdb.lookup_type("char").pointer().sizeof)
