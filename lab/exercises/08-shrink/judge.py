"""Judges exercise 8: the heap and its books, as a buffer becomes smaller."""

from random import Random
from typing import Callable, Optional

from buddylab.grading.judging import Inputs, State, Test, handed_out


def vary(random: Random) -> Inputs:
    """A buffer of other sizes, which may stay as large as they are."""
    return {"sizes": sorted((random.randint(1, 256) for _ in range(3)), reverse=True)}


def sized(step: int) -> Callable[[State], Optional[str]]:
    """The buffer has its size number `step`; all else is free, and the books say so."""

    def fault(state: State) -> Optional[str]:
        block = handed_out(state.value("buffer"), state.inputs["sizes"][step])
        if block.address != state.address("memory"):
            return f"the buffer is at {block.address:#x}; expected it to stay at {state.address('memory'):#x}."
        return state.heap_fault("heap", 9, "memory", [block])

    return fault


def given_back(state: State) -> Optional[str]:
    return state.heap_fault("heap", 9, "memory", [])


TESTS = (
    Test(2, "the buffer is out", sized(0)),
    Test(3, "it is smaller, and the books balance", sized(1)),
    Test(4, "it is smaller still, and the books balance", sized(2)),
    Test(5, "it is back, and nothing is out", given_back),
)
