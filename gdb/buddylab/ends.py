"""How a list may end: in null, at its head, in a cycle, where a word is misaligned; and the sentence for each."""

from __future__ import annotations

from enum import Enum


class End(str, Enum):
    """How a list ends, by the name that JSON has for it, and what is said of that."""

    said: str  # behind the number of nodes
    reason: str  # in a figure, of what the last word leads to
    fault: str  # of the last word in a problem's sentence; "" where that is no fault, or has a sentence of its own

    def __new__(cls, name: str, said: str = "", reason: str = "not shown", fault: str = "") -> End:
        end = str.__new__(cls, name)
        end._value_ = name
        end.said, end.reason, end.fault = said, reason, fault
        return end

    NULL = "null", "ends in null"
    HEAD = "head", "and back at the head, as a circular list ends"
    RING = "ring", "and back at the first, a ring without a head"
    MARK = "mark", "and the mark that ends the list"
    CYCLE = "cycle", "then: cycle"
    MISALIGNED = "misaligned", "then: misaligned", "not aligned", "which is not a multiple of {align}"
    UNREADABLE = "unreadable", "then: unreadable", "unreadable", "where memory cannot be read"
    NOT_RAM = "not-ram", "then: not-ram", "not RAM", "which is not in RAM and was not read"
    LIMIT = "limit", "then: limit", "… and more"

    __hash__ = str.__hash__

    def __str__(self) -> str:
        return str(self.value)
