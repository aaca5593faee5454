"""Judges exercise 9: on which pile each sheet of paper lies."""

from random import Random
from typing import Callable, Optional

from buddylab.grading.judging import Inputs, State, Test

SHEETS = 5
ROOM = 3
DRAFTS = 2


def vary(random: Random) -> Inputs:
    """Other texts."""
    return {"texts": random.sample(range(1, 1000), ROOM + 1), "notes": random.sample(range(1000, 2000), DRAFTS)}


def piles(waiting: int, drafts: int) -> Callable[[State], Optional[str]]:
    """So many letters are in the box, so many sheets are drafts, the others are blank: five, each on one pile."""

    def fault(state: State) -> Optional[str]:
        broken = state.list_fault("office.blank.top") or state.list_fault("office.box.top")
        if broken:
            return broken
        blank, box = state.nodes("office.blank.top"), state.nodes("office.box.top")
        taken = [state.value(f"drafts[{at}]") for at in range(drafts)]
        sheets = sorted(state.address(f"sheets[{at}]") for at in range(SHEETS))
        if len(box) != waiting:
            return f"{len(box)} letters are in the box; expected {waiting}."
        if sorted([*blank, *box, *taken]) != sheets:
            return (
                f"{len(blank)} sheets are blank, {len(box)} in the box, {drafts} taken; expected each of the "
                f"{SHEETS} on one pile or with one clerk."
            )
        texts = [state.program.memory.word(sheet + 8) for sheet in reversed(box)]
        if texts != list(state.inputs["texts"][:waiting]):
            return f"the letters in the box say {texts}; expected {list(state.inputs['texts'][:waiting])}."
        return state.number_fault("office.waiting", waiting)

    return fault


def refused(state: State) -> Optional[str]:
    return state.number_fault("accepted", 0) or piles(ROOM, 0)(state)


def two_drafts(state: State) -> Optional[str]:
    faults = (state.number_fault(f"drafts[{at}]->text", note) for at, note in enumerate(state.inputs["notes"]))
    return next(filter(None, faults), None) or piles(ROOM, DRAFTS)(state)


def all_read(state: State) -> Optional[str]:
    faults = (state.number_fault(f"read_back[{at}]", state.inputs["texts"][at]) for at in range(ROOM))
    return next(filter(None, faults), None) or piles(0, DRAFTS)(state)


TESTS = (
    Test(2, "three letters are in the box", piles(ROOM, 0)),
    Test(3, "the fourth is refused, and its sheet is blank", refused),
    Test(4, "each clerk has a sheet", two_drafts),
    Test(5, "the letters are read, and their sheets are blank", all_read),
)
