"""How often the learner's breakpoints were hit, and how to have GDB count so again.

GDB lets nobody set that number but to 0, so the hits are made: the machine steps to the breakpoint by a return, again
and again. It is to be reset after that.
"""

from __future__ import annotations

import re
from typing import Dict, List, Optional

import gdb

from buddylab.target.ask import said
from buddylab.target.runs import travel
from buddylab.target.runs.run import Run
from buddylab.target.runs.stops import symbol

RETURN = b"\x82\x80"  # c.jr ra
SEARCHED = 1 << 14  # bytes of the program's code
ADDRESS = re.compile(r"\b0x[0-9a-f]{8,16}\b")
MOST = 1000  # hits that are made: each takes a third of a millisecond
COUNTED = (gdb.BP_BREAKPOINT, gdb.BP_HARDWARE_BREAKPOINT)


def counts() -> Dict[int, int]:
    """The hits by the breakpoint's number."""
    return {each.number: each.hit_count for each in travel.own()}


def addresses(breakpoint: gdb.Breakpoint) -> List[int]:
    """Where it stops the machine."""
    listed = said(f"maintenance info breakpoints {breakpoint.number}")  # of ours too, and each address twice
    return [int(each, 16) for each in dict.fromkeys(ADDRESS.findall(listed))]


def restore(run: Run, wanted: Dict[int, int]) -> None:
    """Has GDB count for each breakpoint the hits that are wanted; those of watchpoints stay, but for 0."""
    wrong = [each for each in travel.own() if each.hit_count != wanted.get(each.number, 0)]
    if not wrong:
        return
    with travel.undisturbed(), run.machine.muted(), run.quiet():
        back = _return(run)
        for each in wrong:
            hits = wanted.get(each.number, 0)
            if each.hit_count > hits and (hits == 0 or each.type in COUNTED):
                each.hit_count = 0
            if each.type in COUNTED and not each.temporary and hits - each.hit_count <= MOST:
                _hit(each, hits - each.hit_count, back)


def _hit(breakpoint: gdb.Breakpoint, times: int, back: Optional[int]) -> None:
    """Hits it so many times more, by the return at `back`, whatever it does then and whenever it would not stop."""
    there = addresses(breakpoint)
    if not times or not there or back is None:
        return
    kept = breakpoint.condition, breakpoint.commands or "", breakpoint.ignore_count
    breakpoint.condition, breakpoint.commands, breakpoint.ignore_count = None, "", 0
    breakpoint.enabled = True
    try:
        for _ in range(times):
            gdb.execute(f"set var $pc = {back:#x}", to_string=True)
            gdb.execute(f"set var $ra = {there[0]:#x}", to_string=True)
            gdb.execute("stepi", to_string=True)
    finally:
        breakpoint.enabled = False
        breakpoint.condition, breakpoint.commands, breakpoint.ignore_count = kept


def _return(run: Run) -> Optional[int]:
    """Where the program has a return; None for nowhere."""
    start = symbol("_start")
    if start is None:
        return None
    code = run.machine.save(start, SEARCHED)
    at = code.find(RETURN)
    while at % 2 and at > 0:
        at = code.find(RETURN, at + 1)
    return start + at if at >= 0 else None
