"""Judges exercise 1: what is on the stack, and what comes back."""

from random import Random
from typing import List, Optional

from buddylab.grading.judging import Inputs, State, Test


def vary(random: Random) -> Inputs:
    """The words are pushed in another order."""
    return {"order": random.sample(range(8), 8)}


def pushed(state: State, count: int) -> List[int]:
    """The addresses of the first words that were pushed, the latest first."""
    return [state.address(f"words[{index}]") for index in reversed(state.inputs["order"][:count])]


def first(state: State) -> Optional[str]:
    return state.list_fault("stack.top", pushed(state, 1))


def all_eight(state: State) -> Optional[str]:
    return state.list_fault("stack.top", pushed(state, 8))


def counted(state: State) -> Optional[str]:
    return state.number_fault("depth", 8) or state.list_fault("stack.top", pushed(state, 8))


def back(state: State) -> Optional[str]:
    for at, expected in enumerate(pushed(state, 8)):
        fault = state.number_fault(f"popped[{at}]", expected)
        if fault:
            return fault
    return state.list_fault("stack.top", [])


TESTS = (
    Test(2, "the first word is on the stack, and nothing else", first),
    Test(3, "eight words are on the stack, the latest on top", all_eight),
    Test(4, "eight words are counted", counted),
    Test(5, "they come back in reverse, and the stack is empty", back),
)
