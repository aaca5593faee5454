"""How addresses, words and sizes are written: as numbers, or with --relative by the names of what lies there."""

from __future__ import annotations

import re
from typing import Optional

from buddylab.model import Places

NUMBER = re.compile(r"\b0x[0-9a-f]+\b")
UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def address(places: Optional[Places], number: int, inside: Optional[int] = None) -> str:
    """An address: 0x80218d48, or values+0x18; `inside` is an address in the same variable, for the end of one."""
    return f"{number:#x}" if places is None else places.at(number, number if inside is None else inside)


def pointed(places: Optional[Places], number: int) -> str:
    """What a pointer holds that has no name of its own: a number, or &values[3]."""
    return (None if places is None else places.to(number)) or f"{number:#x}"


def word(places: Optional[Places], value: Optional[int], size: int) -> str:
    """A word of `size` bytes with all its digits, or what it points at."""
    if value is None:
        return "unreadable"
    return (None if places is None else places.to(value)) or f"0x{value:0{2 * size}x}"


def sentence(places: Optional[Places], text: str) -> str:
    """`text` with the addresses in it named."""
    return text if places is None else NUMBER.sub(lambda match: pointed(places, int(match.group(), 16)), text)


def human(size: int) -> str:
    """A size in the largest unit that leaves it whole: 8 B, 1016 B, 64 KiB."""
    unit = 0
    while size and size % 1024 == 0 and unit < len(UNITS) - 1:
        size //= 1024
        unit += 1
    return f"{size} {UNITS[unit]}"
