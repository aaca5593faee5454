"""How often the learner's breakpoints were hit, and how to have GDB count so again.

GDB lets nobody set that number but to 0, so the hits are made: the machine steps to the breakpoint by a return, or
stores to the word that is watched, again and again. It is to be reset after that.
"""

from __future__ import annotations

import re
from typing import Dict, List, Mapping, Optional, Tuple

import gdb

from buddylab.target.ask import said
from buddylab.target.runs import travel
from buddylab.target.runs.run import Run
from buddylab.target.runs.stops import symbol

RETURN = b"\x82\x80"  # c.jr ra
STORE = {size: (0x00B50023 | width << 12).to_bytes(4, "little") for width, size in enumerate((1, 2, 4, 8))}  # a1, 0(a0)
ADDRESS = r"\b0x[0-9a-f]{8,16}\b"
MOST = 1000  # hits that are made: each takes a third of a millisecond
COUNTED = (gdb.BP_BREAKPOINT, gdb.BP_HARDWARE_BREAKPOINT)
AT = r"-l(?:ocation)? (.+)"  # what a watchpoint watches that belongs to no frame


def counts() -> Dict[int, Tuple[int, int]]:
    """The hits by the breakpoint's number, and how many are yet to be ignored."""
    return {each.number: (each.hit_count, each.ignore_count) for each in travel.own()}


def addresses(breakpoint: gdb.Breakpoint) -> List[int]:
    """Where it stops the machine."""
    listed = said(f"maintenance info breakpoints {breakpoint.number}")  # of ours too, and each address twice
    return [int(each, 16) for each in dict.fromkeys(re.findall(ADDRESS, listed))]


def restore(run: Run, wanted: Mapping[int, Tuple[int, int]]) -> None:
    """Has GDB count the hits that are wanted for each breakpoint; those of a watchpoint of a frame stay as they are."""
    with travel.undisturbed(), run.machine.muted(), run.quiet():
        for each in travel.own():
            hits, ignored = wanted.get(each.number, (0, each.ignore_count))
            if each.ignore_count != ignored:
                each.ignore_count = ignored
            made = None if each.hit_count == hits else _way(each)
            if made is None:
                continue
            if each.hit_count > hits:
                each.hit_count = 0
            if not each.temporary and hits - each.hit_count <= MOST:
                _hit(each, hits - each.hit_count, *made)


def _way(breakpoint: gdb.Breakpoint) -> Optional[Tuple[bytes, Dict[str, int]]]:
    """An instruction, and the registers with which it hits the breakpoint; None where none does so surely."""
    if breakpoint.type in COUNTED:
        there = addresses(breakpoint)
        return (RETURN, {"ra": there[0]}) if there else None
    found = re.fullmatch(AT, breakpoint.expression or "")
    if breakpoint.type != gdb.BP_HARDWARE_WATCHPOINT or found is None:
        return None
    try:
        value = gdb.parse_and_eval(found.group(1))
    except gdb.error:
        return None
    code = STORE.get(int(value.type.sizeof))
    return None if value.address is None or code is None else (code, {"a0": int(value.address), "a1": 0})


def _hit(breakpoint: gdb.Breakpoint, times: int, code: bytes, registers: Dict[str, int]) -> None:
    """Hits it so many times more by an instruction, whatever it does then and whenever it would not stop."""
    place = symbol("_start")  # code that a reset loads anew
    kept = breakpoint.condition, breakpoint.commands or "", breakpoint.ignore_count
    breakpoint.condition, breakpoint.commands, breakpoint.ignore_count = None, "", 0
    assert place is not None  # kernel/entry.S has it
    try:
        gdb.selected_inferior().write_memory(place, code)
        if "a0" in registers:  # the first store must change the word: GDB looks at it when this is enabled
            gdb.selected_inferior().write_memory(registers["a0"], b"\1")
        breakpoint.enabled = True
        for time in range(times):
            for name, value in {
                **registers,
                **({"a1": time % 2 << 1} if "a0" in registers else {}),
                "pc": place,
            }.items():
                gdb.execute(f"set var ${name} = {value:#x}", to_string=True)
            gdb.execute("stepi", to_string=True)
    finally:
        breakpoint.enabled = False
        breakpoint.condition, breakpoint.commands, breakpoint.ignore_count = kept
