"""Judges exercise 2: the history and the document after each undo."""

from random import Random
from typing import Callable, Optional

from buddylab.grading.judging import Inputs, State, Test

N = 5


def vary(random: Random) -> Inputs:
    """Another document, and other values typed into it."""
    values = [random.getrandbits(64) for _ in range(N + 1)]
    return {"document": values[:1], "typed": values[1:]}


def left(changes: int) -> Callable[[State], Optional[str]]:
    """So many changes are in the history, the latest in front, and the document is what they have led to."""

    def fault(state: State) -> Optional[str]:
        values = [*state.inputs["document"], *state.inputs["typed"]]
        nodes = [state.address(f"changes[{index}]") for index in reversed(range(changes))]
        kept = [state.number_fault(f"changes[{index}].before", values[index]) for index in range(changes)]
        return (
            state.list_fault("history.latest", nodes)
            or next(filter(None, kept), None)
            or state.number_fault("document", values[changes])
        )

    return fault


def at_the_end(state: State) -> Optional[str]:
    return state.number_fault("more", 0) or left(0)(state)


TESTS = (
    Test(2, "five changes are in the history", left(5)),
    Test(3, "one undo takes one change back, and out of the history", left(4)),
    Test(4, "the next takes the change before", left(3)),
    Test(5, "all undone, the document is as it was", left(0)),
    Test(6, "nothing is left to undo", at_the_end),
)
