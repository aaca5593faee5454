"""Who wrote this word: the machine runs once more, from its reset to where it stands, under a watchpoint.

GDB's `watch` passes over a store that leaves the value as it was. So every access stops here, and one counts if the
instruction before was a store.
"""

from __future__ import annotations

import linecache
import re
from dataclasses import dataclass, replace
from typing import List, Optional, Sequence, Tuple

import gdb

from buddylab.history import History, Store
from buddylab.target import memory, travel
from buddylab.target.machine import Machine
from buddylab.target.names import Names, frames
from buddylab.target.stops import Stops, Visit

C_TYPES = {1: "char", 2: "short", 4: "int", 8: "long"}
STORES = ("sb", "sh", "sw", "sd", "fs", "sc.", "amo")  # how the names of instructions that store begin
SYMBOL = re.compile(r"\S+ \+ (\d+) in section")
COMMENT = re.compile(r"/\*.*?\*/|//.*")
MOST = 100_000  # stores
LONGEST = 200_000_000  # instructions that somebody may wait for to run once more
FARTHEST = 1_000_000  # instructions from the last stop on, where each pass by the place is looked at


class Interrupted(Exception):
    """The replay was cut short; the machine stands where it stood."""


def history(expression: str, value: gdb.Value, stops: Stops) -> History:
    """Every store to the word that `value` is since the reset; the machine then stands where it stood.

    Raises GdbError where the word or the run is not one that this can be told of, Interrupted after Ctrl-C.
    """
    assert stops.machine is not None
    address, size = _word(expression, value)
    place = travel.place(stops)
    _check_length(stops, place)
    frame = _frame_around(address)
    with travel.undisturbed(), stops.machine.muted():
        known = travel.rewind(stops)
        watch = _Watch(address, size, stops)
        calls = None if frame is None else _Calls(frame, stops.machine)
        try:
            arrived = travel.replay(stops, known, place)
        finally:
            watch.delete()
            if calls is not None:
                calls.delete()
        if not arrived:
            travel.rewind(stops)
            travel.replay(stops, known, place)
    if len(watch.stores) >= MOST:
        raise gdb.GdbError(f"{expression} was written more than {MOST} times; go to an earlier stop and ask there.")
    if not arrived:
        raise Interrupted
    names = Names()
    stores = tuple(
        _dated(store, stops.visits, names.label(store.after) if size == 8 else None) for store in watch.stores
    )
    born = calls.clock if calls is not None else 0
    owner = frame.name if frame is not None and born else None
    return History(expression, address, names.label(address), size, watch.first, stores, born, owner)


def _dated(store: Store, visits: Sequence[Visit], label: Optional[str]) -> Store:
    """The store with the stop behind which it happened."""
    last = next((visit for visit in reversed(visits) if visit.clock < store.clock), None)
    return replace(store, stop=last.number if last else None, visit=last.count if last else 0, label=label)


def _word(expression: str, value: gdb.Value) -> Tuple[int, int]:
    """The address and the size of the word that `value` is."""
    if value.address is None:
        raise gdb.GdbError(f"{expression} lies nowhere in memory; expected a word that does, such as values[3].")
    address, size = int(value.address), int(value.type.sizeof)
    if size not in C_TYPES or value.type.strip_typedefs().code == gdb.TYPE_CODE_FUNC:
        raise gdb.GdbError(f"{expression} has {size} bytes; expected one word of it, such as values[3] or list.head.")
    if not memory.current().is_ram(address, size):
        raise gdb.GdbError(f"{address:#x} is not in the machine's RAM; expected a word that is, such as values[3].")
    return address, size


def _check_length(stops: Stops, place: travel.Place) -> None:
    """Whether the run is short enough to be run once more while somebody waits."""
    since = place.clock - (stops.visits[-1].clock if stops.visits else 0)
    if place.clock > LONGEST or since > FARTHEST:
        raise gdb.GdbError(
            f"The machine has executed {place.clock} instructions, {since} of them since the last stop: too many to run"
            " them once more; lab goto N goes to a stop, where show-writes can tell."
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
            return _Frame(str(frame.name()), int(function.value().address), int(caller.read_register("sp")))
    return None


class _Calls(gdb.Breakpoint):
    """Notes when the call began that a frame belongs to: the last one with that stack pointer."""

    def __init__(self, frame: _Frame, machine: Machine) -> None:
        super().__init__(f"*{frame.entry:#x}", internal=True)
        self.silent = True
        self.clock = 0
        self._top = frame.top
        self._machine = machine

    def stop(self) -> bool:
        """Never."""
        if int(gdb.newest_frame().read_register("sp")) == self._top:
            self.clock = self._machine.clock()
        return False


class _Watch(gdb.Breakpoint):
    """Collects the stores to one word. Made right after a reset, for that is when `first` was there."""

    def __init__(self, address: int, size: int, stops: Stops) -> None:
        expression = f"*(unsigned {C_TYPES[size]} *){address:#x}"
        super().__init__(expression, gdb.BP_WATCHPOINT, gdb.WP_ACCESS, internal=True)
        self.silent = True
        self.stores: List[Store] = []
        self._address, self._size, self._stops = address, size, stops
        self.first = self._held = self._value()

    def stop(self) -> bool:
        """Always: what is to be done is done when the machine stands still, for in here GDB 16 does not hear Ctrl-C."""
        self._stops.noticed = self.note
        return True

    def note(self) -> bool:
        """Keeps what was stored; gives whether to go on."""
        frame = gdb.newest_frame()
        if _is_store(frame):
            line = gdb.find_pc_line(frame.pc() - 1)
            name = line.symtab.filename if line.symtab else ""
            source = linecache.getline(line.symtab.fullname(), line.line) if line.symtab else ""
            before, self._held = self._held, self._value()
            self.stores.append(
                Store(
                    clock=self._stops.machine.clock(),
                    function=frame.name() or "",
                    place=f"{name}:{line.line}" if name else "",
                    source=COMMENT.sub("", source).strip(),
                    before=before,
                    after=self._held,
                )
            )
        return len(self.stores) < MOST

    def _value(self) -> int:
        return int.from_bytes(bytes(gdb.selected_inferior().read_memory(self._address, self._size)), "little")


def _is_store(frame: gdb.Frame) -> bool:
    """Whether the instruction before the frame's place writes to memory."""
    pc = int(frame.pc())
    # Instructions have two bytes or four: which, can be told only from a place where one is sure to begin.
    offset = SYMBOL.match(gdb.execute(f"info symbol {pc - 1:#x}", to_string=True))
    start = pc - 1 - int(offset.group(1)) if offset else pc - 4
    before = frame.architecture().disassemble(start, pc - 1)
    return bool(before) and before[-1]["asm"].split()[0].startswith(STORES)
