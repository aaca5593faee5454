"""Judges exercise 3: the tasks, and where they live."""

from random import Random
from typing import Callable, Optional

from buddylab.course.judging import Inputs, State, Test

N = 5


def vary(random: Random) -> Inputs:
    """Tasks with other numbers."""
    return {"numbers": [random.getrandbits(64) for _ in range(N)]}


def listed(count: int) -> Callable[[State], Optional[str]]:
    """So many tasks are in the list, the latest in front, and none of them lies on the stack."""

    def fault(state: State) -> Optional[str]:
        broken = state.list_fault("tasks.first")
        if broken:
            return broken
        nodes = state.nodes("tasks.first")
        numbers = [state.program.memory.word(node + 8) for node in nodes]
        expected = list(reversed(state.inputs["numbers"][:count]))
        if numbers != expected:
            return f"the list has the tasks {numbers}; expected {expected}."
        stack = range(state.address("stack_bottom"), state.address("stack_top"))
        for node in nodes:
            if node in stack:
                return f"the task at {node:#x} lies on the stack; expected it where a function that returns leaves it."
        return None

    return fault


TESTS = (
    Test(2, "one task is in the list, and can stay where it is", listed(1)),
    Test(3, "five tasks are in the list, the latest in front", listed(5)),
    Test(4, "they are still there after other work", listed(5)),
)
