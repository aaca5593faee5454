"""Backwards by source lines, as GDB's reverse-step, reverse-next and reverse-finish go: which place is meant."""

from __future__ import annotations

from functools import lru_cache
from typing import List, Optional, Sequence

import gdb

from buddylab.target.runs import backwards
from buddylab.target.runs.backwards import Pass, Wanted
from buddylab.target.runs.run import Run
from buddylab.target.runs.travel import Place, stand

SHORT = 60  # instructions in which the line before was most likely executed
CALLS = (2, 4)  # the lengths of an instruction that calls


def step(run: Run, place: Place) -> Optional[Place]:
    """The beginning of the line that was executed before, in whatever function that is; None where there is none."""
    count = SHORT
    while True:
        trail = backwards.trail(run, place, count)
        begun = [each for each in trail if _begins(each.pc)]
        group = _last_line(begun)
        if group and len(group) < len(begun):
            return _place(group[0])
        if len(trail) < count:
            return _place(group[0]) if group else None
        count *= backwards.FACTOR


def next(run: Run, place: Place) -> Optional[Place]:
    """The same in the function at hand, past what it has called; from its beginning, the line that called it."""
    frame = gdb.newest_frame()
    caller, function = frame.older(), frame.function()
    if function is None or caller is None:
        return step(run, place)
    sp, top, entry = _sp(frame), _sp(caller), int(function.value().address)
    block = gdb.block_for_pc(entry)
    end = entry if block is None else int(block.end)
    starts = {int(each.pc): each.line for each in function.symtab.linetable() if entry <= int(each.pc) < end}
    first = {line: min(pc for pc in starts if starts[pc] == line) for line in starts.values()}

    def inside(pc: int, at: int) -> bool:
        return at == (top if pc == entry else sp)

    def enough(found: List[Pass]) -> bool:
        group = _last_line(found)
        return any(each.pc == entry or each.pc == first[starts[each.pc]] for each in group) or len(group) < len(found)

    found = (
        [] if place.pc == entry else backwards.passes(run, Wanted([*starts, entry], frame=inside, enough=enough), place)
    )
    begun = found[max((at + 1 for at, each in enumerate(found) if each.pc == entry), default=0) :]
    if begun:
        return _place(_last_line(begun)[0])
    stand(run, place)
    call = finish(run, place)
    if call is None or _begins(call.pc):
        return call
    stand(run, call)
    return next(run, call)


def finish(run: Run, place: Place) -> Optional[Place]:
    """The instruction that called the function whose frame is selected; None where nothing did."""
    caller = gdb.selected_frame().older()
    if caller is None:
        return None
    sp, behind = _sp(caller), int(caller.pc())
    wanted = Wanted([behind - length for length in CALLS], frame=lambda pc, at: at == sp)
    found = backwards.passes(run, wanted, place)
    return _place(found[-1]) if found else None


def instruction(run: Run, place: Place, count: int = 1) -> Optional[Place]:
    """The instruction before, or so many before."""
    trail = backwards.trail(run, place, count)
    return _place(trail[-count]) if len(trail) >= count else None


def next_instruction(run: Run, place: Place) -> Optional[Place]:
    """The instruction before in the function at hand: where that is the end of one that was called, the call."""
    sp = _sp(gdb.newest_frame())
    before = instruction(run, place)
    if before is None:
        return None
    stand(run, before)
    caller = gdb.newest_frame().older()
    return finish(run, before) if caller is not None and _sp(caller) == sp and _sp(gdb.newest_frame()) < sp else before


def _last_line(found: Sequence[Pass]) -> List[Pass]:
    """The passes at the end that belong to one line of one call."""
    group: List[Pass] = []
    for each in reversed(found):
        if group and (_line(each.pc), each.sp) != (_line(group[0].pc), group[0].sp):
            break
        group.insert(0, each)
    return group


@lru_cache(maxsize=None)
def _begins(pc: int) -> bool:
    """Whether a line begins there, other than the one with which a function begins: its frame is not made yet."""
    line = gdb.find_pc_line(pc)
    block = gdb.block_for_pc(pc)
    while block is not None and block.function is None:
        block = block.superblock
    return bool(line.line and line.pc == pc and (block is None or block.start != pc))


@lru_cache(maxsize=None)
def _line(pc: int) -> int:
    return gdb.find_pc_line(pc).line


def _sp(frame: gdb.Frame) -> int:
    return int(frame.read_register("sp"))


def _place(each: Pass) -> Place:
    return Place(each.pc, each.clock)
