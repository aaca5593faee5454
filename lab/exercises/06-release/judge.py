"""Judges exercise 6: what the heap has, as its blocks come back."""

from random import Random
from typing import Callable, Optional

from buddylab.grading.judging import Inputs, State, Test, handed_out

N = 8


def vary(random: Random) -> Inputs:
    """The blocks come back in another order, that of the source included."""
    return {"order": random.sample(range(N), N)}


def out(released: int) -> Callable[[State], Optional[str]]:
    """So many blocks are back; what is free is merged as far as it goes."""

    def fault(state: State) -> Optional[str]:
        still_out = state.inputs["order"][released:]
        blocks = [handed_out(state.value(f"blocks[{at}]"), 16) for at in still_out]
        return state.heap_fault("heap", 8, "memory", blocks)

    return fault


def unharmed(state: State) -> Optional[str]:
    still_out = state.inputs["order"][2:]
    faults = (state.number_fault(f"*blocks[{at}]", 0x1111111111111111 * at) for at in still_out)
    return next(filter(None, faults), None) or out(2)(state)


TESTS = (
    Test(2, "eight blocks are out", out(0)),
    Test(3, "two blocks are back, and merged if they are buddies", out(2)),
    Test(4, "nobody wrote into the blocks that are out", unharmed),
    Test(5, "all blocks are back, and are one", out(N)),
)
