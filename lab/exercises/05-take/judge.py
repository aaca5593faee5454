"""Judges exercise 5: what the owners got, and what the heap has left."""

from random import Random
from typing import Callable, Optional

from buddylab.grading.judging import Inputs, State, Test, handed_out

N = 3


def vary(random: Random) -> Inputs:
    """The owners ask for blocks of other sizes; three of 64 bytes still fit."""
    return {"orders": [random.randrange(3, 7) for _ in range(N)]}


def taken(count: int) -> Callable[[State], Optional[str]]:
    """So many owners have a block each, and the rest is free, in blocks as large as can be."""

    def fault(state: State) -> Optional[str]:
        orders = state.inputs["orders"][:count]
        blocks = [handed_out(state.value(f"blocks[{at}]"), 1 << order) for at, order in enumerate(orders)]
        return state.heap_fault("heap", 9, "memory", blocks)

    return fault


def written(state: State) -> Optional[str]:
    faults = (state.number_fault(f"*blocks[{at}]", 0x1111111111111111 * (at + 1)) for at in range(N))
    return next(filter(None, faults), None) or taken(N)(state)


TESTS = (
    Test(2, "the heap is one block", taken(0)),
    Test(3, "the first owner has a block, the rest is free", taken(1)),
    Test(4, "three owners have three blocks, the rest is free", taken(N)),
    Test(5, "each finds in its block what it wrote", written),
)
