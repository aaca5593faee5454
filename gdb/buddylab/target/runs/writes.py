"""Who wrote this word: the machine runs once more, from its reset to where it stands, under watchpoints.

A store that leaves the value as it was counts too, which GDB's own `watch` passes over.
"""

from __future__ import annotations

import linecache
import re
from dataclasses import dataclass, replace
from typing import Dict, List, Optional, Sequence, Tuple

import gdb

from buddylab.history import History, Store
from buddylab.target import ask, memory
from buddylab.target.names import Names
from buddylab.target.runs import packets, trace, travel
from buddylab.target.runs.run import Run, Visit
from buddylab.target.values import word_in
from buddylab.target.variables import frames

C_TYPES = {1: "char", 2: "short", 4: "int", 8: "long"}
STORES = ("sb", "sh", "sw", "sd", "fs", "sc.", "amo")  # how the names of instructions that store begin
SYMBOL = re.compile(r"\S+ \+ (\d+) in section")
COMMENT = re.compile(r"/\*.*?\*/|//.*")
MOST = 20_000  # stores; each takes a millisecond or two
TRIES = 3  # to come back to where one stood
FARTHEST = 1_000_000  # instructions from the last stop on, where each pass by the place is looked at


class Interrupted(Exception):
    """The replay was cut short; the machine stands where it stood."""


@dataclass(frozen=True)
class Wanted:
    """A word whose history is asked for."""

    expression: str
    address: int
    size: int = 8


def history(expression: str, value: gdb.Value, run: Run) -> History:
    """Every store to the word that `value` is since the reset; the machine then stands where it stood.

    Raises GdbError where the word or the run is not one that this can be told of, Interrupted after Ctrl-C.
    """
    return histories([Wanted(expression, *_word(expression, value))], run)[0]


def histories(words: Sequence[Wanted], run: Run) -> List[History]:
    """The histories of several words, of one run that tells of all of them. Raises what `history` does."""
    place = travel.place(run)
    _check_length(run, place)
    frame_of = {word: _frame_around(word.address) for word in words}
    calls = {frame: _Calls(frame) for frame in frame_of.values() if frame is not None}
    with travel.undisturbed(), run.machine.muted():
        run.machine.reset()
        found = {word.address: _Stores(word) for word in words}
        try:
            _listen(run, place, found, calls)
        except (KeyboardInterrupt, packets.Astray, gdb.GdbError) as fault:
            if not _returned(run, place):
                raise gdb.GdbError("The machine did not come back to where it stood; type lab back or run.")
            if isinstance(fault, gdb.GdbError):
                raise
            raise Interrupted
        travel.select(place.level)
    names = Names()
    return [
        found[word.address].history(calls[frame] if frame is not None else None, run, names)
        for word, frame in frame_of.items()
    ]


def _returned(run: Run, place: travel.Place) -> bool:
    """Whether the machine is back at `place`; what a Ctrl-C has left behind may cut the first try short."""
    known = travel.rewind(run)
    for _ in range(TRIES):
        if travel.replay(run, known, place):
            return True
        travel.rewind(run)
    return False


def _listen(run: Run, place: travel.Place, found: Dict[int, _Stores], calls: Dict[_Frame, _Calls]) -> None:
    """Runs from the reset to `place`, and notes stores and calls."""
    way = [(place.pc, place.clock)] if place.clock else []
    if run.visits:  # only behind the last stop is it worth looking at each pass by the place
        last = run.visits[-1]
        way.insert(0, (run.stops.all[last.number - 1].address, last.clock))
    watch = trace.Watch(
        run.machine, {address: each.word.size for address, each in found.items()}, [frame.entry for frame in calls]
    )
    instructions: Dict[int, Optional[Tuple[str, str, str]]] = {}  # what is known of each, by the address behind it
    for hit in watch.hits(list(dict.fromkeys(way))):
        if hit.address is None:
            for each in calls.values():
                each.note(hit)
            continue
        if hit.pc not in instructions:
            instructions[hit.pc] = _store(gdb.newest_frame())
        store = instructions[hit.pc]
        if store is not None:
            found[hit.address].note(hit.clock, *store)


def _dated(store: Store, visits: Sequence[Visit], label: Optional[str]) -> Store:
    """The store with the stop behind which it happened."""
    last = next((visit for visit in reversed(visits) if visit.clock < store.clock), None)
    return replace(store, stop=last.number if last else None, visit=last.times if last else 0, label=label)


def is_word(value: gdb.Value) -> bool:
    """Whether it is something in memory that one store can write."""
    is_function = value.type.strip_typedefs().code == gdb.TYPE_CODE_FUNC
    return value.address is not None and not is_function and value.type.sizeof in C_TYPES


def _word(expression: str, value: gdb.Value) -> Tuple[int, int]:
    """The address and the size of the word that `value` is."""
    if value.address is None:
        raise gdb.GdbError(f"{expression} is not in memory; expected a word that is, such as values[3].")
    address, size = int(value.address), int(value.type.sizeof)
    if not is_word(value):
        example = word_in(expression, value.type) or "values[3] or list.head"
        raise gdb.GdbError(f"{expression} has {size} bytes; expected one word of it, such as {example}.")
    if not memory.current().is_ram(address, size):
        raise gdb.GdbError(f"{address:#x} is not in the machine's RAM; expected a word that is, such as values[3].")
    return address, size


def _check_length(run: Run, place: travel.Place) -> None:
    """Whether the run is short enough to be run once more while somebody waits."""
    since = place.clock - (run.visits[-1].clock if run.visits else 0)
    if place.clock > travel.LONGEST or since > FARTHEST:
        raise gdb.GdbError(
            f"The machine has executed {place.clock} instructions, {since} of them since the last stop: too many to run"
            " again; type lab goto N to go to a stop, and ask there."
        )


@dataclass(frozen=True)
class _Frame:
    """The frame of a function's call."""

    name: str
    entry: int  # the function's first instruction
    top: int  # the stack pointer there, before the frame was made


def _frame_around(address: int) -> Optional[_Frame]:
    """The frame that `address` lies in; None where it is on no frame that exists."""
    for frame in frames():
        caller = frame.older()
        if caller is None or not int(frame.read_register("sp")) <= address < int(caller.read_register("sp")):
            continue
        function = frame.function()
        if function is not None:
            return _Frame(str(frame.name()), ask.address(function.value()), int(caller.read_register("sp")))
    return None


class _Calls:
    """Notes when the call began that a frame belongs to: the last one with that stack pointer."""

    def __init__(self, frame: _Frame) -> None:
        self.frame = frame
        self.clock = 0

    def note(self, hit: trace.Hit) -> None:
        """The machine stands at a function's first instruction."""
        if hit.pc == self.frame.entry and int(gdb.newest_frame().read_register("sp")) == self.frame.top:
            self.clock = hit.clock


class _Stores:
    """Collects the stores to one word. Made right after a reset, for that is when `first` was there."""

    def __init__(self, word: Wanted) -> None:
        self.word = word
        self._stores: List[Store] = []
        self._first = self._held = self._value()

    def note(self, clock: int, function: str, place: str, source: str) -> None:
        """The machine has stored something."""
        before, self._held = self._held, self._value()
        self._stores.append(Store(clock, function, place, source, before, self._held))
        if len(self._stores) >= MOST:
            name = self.word.expression
            raise gdb.GdbError(f"{name} was written more than {MOST} times; go to an earlier stop, and ask there.")

    def history(self, calls: Optional[_Calls], run: Run, names: Names) -> History:
        """What was found, with the names of stops and addresses."""
        word, born = self.word, calls.clock if calls else 0
        stores = tuple(
            _dated(store, run.visits, names.label(store.after) if word.size == 8 else None) for store in self._stores
        )
        owner = calls.frame.name if calls and born else None
        return History(
            word.expression, word.address, names.label(word.address), word.size, self._first, stores, born, owner
        )

    def _value(self) -> int:
        return int.from_bytes(bytes(gdb.selected_inferior().read_memory(self.word.address, self.word.size)), "little")


def _store(frame: gdb.Frame) -> Optional[Tuple[str, str, str]]:
    """Function, place and source line of the instruction before the frame's place; None where that is no store."""
    if not _is_store(frame):
        return None
    line = gdb.find_pc_line(frame.pc() - 1)
    if line.symtab is None:
        return frame.name() or "", "", ""
    source = COMMENT.sub("", linecache.getline(line.symtab.fullname(), line.line)).strip()
    return frame.name() or "", f"{line.symtab.filename}:{line.line}", source


def _is_store(frame: gdb.Frame) -> bool:
    """Whether the instruction before the frame's place writes to memory."""
    pc = int(frame.pc())
    # Instructions have two bytes or four: which, can be told only from a place where one is sure to begin.
    offset = SYMBOL.match(ask.said(f"info symbol {pc - 1:#x}"))
    start = pc - 1 - int(offset.group(1)) if offset else pc - 4
    before = frame.architecture().disassemble(start, pc - 1)
    return bool(before) and str(before[-1]["asm"]).split()[0].startswith(STORES)
