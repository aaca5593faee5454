"""Judges exercise 7: what the heap has, as its blocks come back."""

from random import Random
from typing import Callable, Optional

from buddylab.grading.judging import Inputs, State, Test, handed_out

N = 6


def vary(random: Random) -> Inputs:
    """Requests of other sizes, which fit all the same, given back in another order."""
    return {"sizes": [random.randint(1, 32) for _ in range(N)], "order": random.sample(range(N), N)}


def out(returned: int) -> Callable[[State], Optional[str]]:
    """So many blocks are back; what is free is merged as far as it goes."""

    def fault(state: State) -> Optional[str]:
        still_out = state.inputs["order"][returned:]
        blocks = [handed_out(state.value(f"blocks[{at}]"), state.inputs["sizes"][at]) for at in still_out]
        return state.heap_fault("heap", 9, "memory", blocks)

    return fault


def whole(state: State) -> Optional[str]:
    return state.heap_fault("heap", 9, "memory", [handed_out(state.value("all"), 256)])


TESTS = (
    Test(3, "six blocks are out", out(0)),
    Test(4, "three blocks are back, and merged as far as they go", out(N // 2)),
    Test(5, "all blocks are back, and are one", out(N)),
    Test(6, "a request for all of it is served", whole),
)
