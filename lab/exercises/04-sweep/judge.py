"""Judges exercise 4: which pages are on which list after the sweep."""

from random import Random
from typing import List, Optional

from buddylab.grading.judging import Inputs, State, Test

N = 8
SPARE = 2


def vary(random: Random) -> Inputs:
    """Other pages are dirty: none, all, or any."""
    return {"dirty": random.choice([[0] * N, [1] * N, [random.randrange(2) for _ in range(N)]])}


def pages(state: State, dirty: int) -> List[int]:
    """The addresses of the dirty pages, or of the clean ones."""
    return [state.address(f"pages[{at}]") for at, each in enumerate(state.inputs["dirty"]) if each == dirty]


def still_in_use(state: State) -> Optional[str]:
    return state.list_fault("in_use.first", pages(state, 0))


def swept(state: State) -> Optional[str]:
    broken = state.list_fault("to_clean.first")
    if broken:
        return broken
    spare = [state.address(f"spare[{at}]") for at in range(SPARE)]
    found = state.nodes("to_clean.first")
    if [page for page in found if page in spare] != spare:
        return "the list of pages to be cleaned has not the two pages that it began with, in their order."
    missing = set(pages(state, 1)) - set(found)
    if missing:
        return f"the dirty page at {min(missing):#x} is not on the list of pages to be cleaned."
    if len(found) != len(pages(state, 1)) + SPARE:
        return "a page that was not dirty is on the list of pages to be cleaned."
    return None


def unchanged(state: State) -> Optional[str]:
    faults = (state.number_fault(f"pages[{at}].dirty", each) for at, each in enumerate(state.inputs["dirty"]))
    return next(filter(None, faults), None) or still_in_use(state) or swept(state)


TESTS = (
    Test(3, "the clean pages are in use, in the order they had", still_in_use),
    Test(3, "every dirty page is on the list to be cleaned", swept),
    Test(4, "no page was washed on the way", unchanged),
)
