"""How addresses and words are written: as numbers, or with --relative by the names of what lies there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Optional

NUMBER = re.compile(r"\b0x[0-9a-f]+\b")


class Spelling:
    """How addresses and words are written: as numbers."""

    relative = False  # to what lies there, and so the same in every build

    def address(self, number: int, inside: Optional[int] = None) -> str:
        """An address: 0x80218d48, or values+0x18; `inside` is an address in the same variable, for the end of one."""
        return f"{number:#x}"

    def pointed(self, number: int) -> str:
        """What a pointer holds that has no name of its own: a number, or &values[3]."""
        return f"{number:#x}"

    def word(self, value: Optional[int], size: int) -> str:
        """A word of `size` bytes with all its digits, or what it points at."""
        return "unreadable" if value is None else f"0x{value:0{2 * size}x}"

    def sentence(self, text: str) -> str:
        """`text` with the addresses in it written so."""
        return text


@dataclass(frozen=True)
class Places(Spelling):
    """Addresses by name, where numbers would not outlive the next build."""

    at: Callable[[int, int], str]  # an address, and one in the same variable, to values+0x18; or to "elsewhere"
    to: Callable[[int], Optional[str]]  # what a word points at, as &values[3] or elsewhere; None: it is a mere number
    relative = True

    def address(self, number: int, inside: Optional[int] = None) -> str:
        return self.at(number, number if inside is None else inside)

    def pointed(self, number: int) -> str:
        return self.to(number) or super().pointed(number)

    def word(self, value: Optional[int], size: int) -> str:
        return (None if value is None else self.to(value)) or super().word(value, size)

    def sentence(self, text: str) -> str:
        return NUMBER.sub(lambda match: self.pointed(int(match.group(), 16)), text)
