"""Whether the tools at hand are those with which the pages were printed, for tests that compare with them."""

from __future__ import annotations

from typing import List

from buddylab.checking import versions
from buddylab.checking.versions import substitute
from chosen import tool

__all__ = ["comparable", "is_reference", "substitute"]


def is_reference() -> bool:
    """Whether GDB and the compiler are those of Debian 12, on which the pages were printed."""
    return versions.are_reference(tool("GDB"), tool("TOOLPREFIX") + "gcc")


def comparable(lines: List[str]) -> List[str]:
    """What is to be compared of the lines: all of them to the byte on the reference versions, else what is left."""
    return versions.comparable(lines, is_reference())
