"""Judges exercise 3: the tasks, and where they live."""

from random import Random
from typing import Callable, Optional

from buddylab.grading.judging import Inputs, State, Test

N = 5


def vary(random: Random) -> Inputs:
    """Tasks with other numbers."""
    return {"numbers": [random.getrandbits(64) for _ in range(N)]}


def listed(count: int) -> Callable[[State], Optional[str]]:
    """So many tasks are in the list, the latest in front."""

    def fault(state: State) -> Optional[str]:
        broken = state.list_fault("tasks.first")
        if broken:
            return broken
        nodes = state.nodes("tasks.first")
        numbers = [state.program.memory.word(node + 8) for node in nodes]
        expected = list(reversed(state.inputs["numbers"][:count]))
        if numbers != expected:
            return f"the list has the tasks {numbers}; expected {expected}."
        return None

    return fault


def lasting(state: State) -> Optional[str]:
    """Five tasks are in the list, and none of them lies on the stack, however far that was from the other work."""
    stack = range(state.address("stack_bottom"), state.address("stack_top"))
    lost = [node for node in state.nodes("tasks.first") if node in stack]
    told = f"the task at {lost[0]:#x} would not be there after more work; expected it to stay." if lost else None
    return listed(N)(state) or told


TESTS = (
    Test(2, "one task is in the list", listed(1)),
    Test(3, "five tasks are in the list, the latest in front", listed(N)),
    Test(4, "they are still there after other work", lasting),
)
