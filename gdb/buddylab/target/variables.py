"""The variables that lie in memory: those of the selected frame and its callers, and the globals, by their address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterator, List, Optional, Sequence, Set, Tuple

import gdb

from buddylab.snapshot import Variable
from buddylab.target import ask

SYMBOL = re.compile(r"(.+?)(?: \+ \d+)? in [a-z ]*section ")  # what info symbol says; names of C++ have spaces


GLOBAL = "a global variable"
_searched: Set[str] = set()  # variables for whose definitions the program at hand was searched


@dataclass
class Known:
    """A variable, and its type."""

    variable: Variable
    type: gdb.Type

    def has(self, address: int) -> bool:
        """Whether this byte is part of it."""
        return self.variable.address <= address < self.variable.address + self.variable.size


def frames() -> Iterator[gdb.Frame]:
    """The selected frame and its callers, innermost first; none where the target has no frame."""
    try:
        frame: Optional[gdb.Frame] = gdb.selected_frame()
        while frame is not None and frame.is_valid():
            yield frame
            frame = frame.older()
    except gdb.error:
        return


def of_frames() -> Iterator[Known]:
    """The variables of all frames, of every block around a frame's pc, inner ones first."""
    for frame in frames():
        try:
            block: Any = frame.block()
        except RuntimeError:  # no debug information for this code
            continue
        while block is not None and not block.is_global and not block.is_static:
            for symbol in block:
                if symbol.is_variable or symbol.is_argument:
                    place = "on the stack" if symbol.needs_frame else "a static variable"
                    known = _lies_at(symbol, frame, f"{place} of {frame.name()}()")
                    if known is not None:
                        yield known
            block = block.superblock


class Globals:
    """The global variables, each looked up when the first address in it is asked for."""

    def __init__(self) -> None:
        self._known: List[Known] = []
        self._asked: Set[Tuple[str, bool]] = set()

    def at(self, address: int) -> Optional[Known]:
        """The global variable that has this byte; of those that single files have, the right one."""
        found = self._seen(address)
        name = None if found else _symbol_at(address)
        for static in (False, True):
            if found is None and name is not None and (name, static) not in self._asked:
                self._asked.add((name, static))
                self._known += _statics(name) if static else _global(name)
                found = self._seen(address)
        return found

    def _seen(self, address: int) -> Optional[Known]:
        return next((known for known in self._known if known.has(address)), None)


def _symbol_at(address: int) -> Optional[str]:
    match = SYMBOL.match(ask.said(f"info symbol {address:#x}"))
    return match.group(1) if match else None


def _global(name: str) -> List[Known]:
    """The variable that all files know by this name, if there is one."""
    symbol = gdb.lookup_global_symbol(name)
    if symbol is not None and symbol.addr_class == gdb.SYMBOL_LOC_UNRESOLVED:
        symbol = _defined(name)
    known = _lies_at(symbol, None, GLOBAL) if symbol is not None and symbol.is_variable else None
    return [] if known is None else [known]


def _statics(name: str) -> List[Known]:
    """The variables that single files call so. Another file's than the selected frame's is called 'file.c'::name."""
    symbols = [symbol for symbol in gdb.lookup_static_symbols(name) if symbol.is_variable]
    files = [_file(symbol) for symbol in symbols]
    here = _file(next((frame.function() for frame in frames()), None))
    alone = len(symbols) == 1 and gdb.lookup_global_symbol(name) is None
    found = [
        _lies_at(symbol, None, GLOBAL, name if alone or file == here else f"'{_shortest(file, files)}'::{name}")
        for symbol, file in zip(symbols, files)
    ]
    return [known for known in found if known is not None]


def _defined(name: str) -> Optional[gdb.Symbol]:
    """The definition of a variable of which GDB has only read an extern, whose type may be incomplete.

    The search makes GDB read the file that defines it, which takes long in a large program, and is not needed again.
    Then the object file is asked: GDB itself remembers what it has found the first time.
    """
    found = _in_files(name)
    if found is None and name not in _searched:
        gdb.execute(f"info variables -q -n ^{re.escape(name)}$", to_string=True)
        _searched.add(name)
        found = _in_files(name)
    return found


def _in_files(name: str) -> Optional[gdb.Symbol]:
    for file in gdb.objfiles():
        symbol = file.lookup_global_symbol(name)
        if symbol is not None and symbol.is_variable and symbol.addr_class != gdb.SYMBOL_LOC_UNRESOLVED:
            return symbol
    return None


def _search_anew(event: Any) -> None:
    _searched.clear()


gdb.events.new_objfile.connect(_search_anew)
gdb.events.clear_objfiles.connect(_search_anew)


def _lies_at(symbol: gdb.Symbol, frame: Optional[gdb.Frame], place: str, name: str = "") -> Optional[Known]:
    """The variable of a frame, or for None a global one, if it lies in memory."""
    try:
        value = symbol.value(frame) if frame is not None else symbol.value()
        if value.address is None:
            return None
        variable = Variable(name or symbol.name, int(value.address), int(value.type.sizeof), place)
        return Known(variable, value.type.strip_typedefs())
    except gdb.error:
        return None  # lives in a register, or nowhere


def _file(symbol: Optional[gdb.Symbol]) -> str:
    """The file that defines it, as the compiler was told; "" where that is not known."""
    return symbol.symtab.filename if symbol is not None and symbol.symtab is not None else ""


def _shortest(file: str, files: Sequence[str]) -> str:
    """As much of a file's name, from its end, as tells it from the other files, and as GDB understands."""
    parts = file.split("/")
    for count in range(1, len(parts)):
        short = "/".join(parts[-count:])
        if sum(f"/{each}".endswith(f"/{short}") for each in files) == 1:
            return short
    return file
