"""Numbers that look random and are the same everywhere: Python's own `random` may differ from version to version."""

from __future__ import annotations

MASK = (1 << 64) - 1


def mixed(*numbers: int) -> int:
    """A number of 64 bits that these give, in their order: splitmix64, as in lab/practice/practice.c."""
    state = 0
    for number in numbers:
        state = (state + (number & MASK) + 0x9E3779B97F4A7C15) & MASK
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & MASK
        state ^= state >> 31
    return state
