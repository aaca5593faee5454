"""What the program calls things: the variables in the selected frame, then in its callers, then the globals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple

import gdb

from buddylab.addresses import Places
from buddylab.image import Memory, Unreadable
from buddylab.model import Variable, Word
from buddylab.target import members
from buddylab.target.ask import said
from buddylab.target.memory import word_size
from buddylab.walk import read


ELSEWHERE = "elsewhere"  # what has no name of its own


@dataclass
class _Known:
    variable: Variable
    type: gdb.Type


class Names:
    """The names that hold while the target stands still. Made anew for each command."""

    def __init__(self) -> None:
        self._known: List[_Known] = [known for frame in frames() for known in _locals(frame)]
        self._globals: Dict[str, Optional[_Known]] = {}
        self._word_size = word_size()

    def label(self, address: int) -> Optional[str]:
        """The name of the word at `address`, such as values[15]; None if it has none."""
        known = self._find(address)
        if known is None:
            return None
        return known.variable.name + _path(known.type, address - known.variable.address, self._word_size)

    def labels(self, start: int, object: Optional[gdb.Type]) -> Callable[[int], Optional[str]]:
        """A function from a node's address to the name of the object that it is part of, `start` bytes from there."""
        if object is None:
            return self.label

        def label(address: int) -> Optional[str]:
            known = self._find(address + start)
            if known is None:
                return None
            offset = address + start - known.variable.address
            return known.variable.name + _path(known.type, offset, self._word_size, object)

        return label

    def kind(self, address: int, type: gdb.Type) -> Optional[str]:
        """What an object of `type` has in common with others like it: its variable's type, and the way to it there.

        Elements of an array are alike, and so are variables of one type; None where it has no name.
        """
        known = self._find(address)
        if known is None:
            return None
        path = _path(known.type, address - known.variable.address, self._word_size, type)
        return str(known.type) + re.sub(r"\[\d+\]", "[]", path)

    def variable(self, address: int) -> Optional[Variable]:
        """The variable that the word at `address` is part of."""
        known = self._find(address)
        return None if known is None else known.variable

    def pointers(self, memory: Memory) -> Iterator[Word]:
        """The pointers to plain words that the frames' variables are, or hold as members: prev, cursor.curr."""
        for known in self._known:
            for name, offset in _word_pointers(known.type, known.variable.name):
                yield read(memory, known.variable.address + offset, name)

    def places(self, memory: Memory, regions: Sequence[range] = ()) -> Places:
        """How addresses are named by variables alone; within `regions` that are no variables, by those."""

        def at(address: int, inside: int) -> str:
            known = self._find(inside)
            if known is not None:
                return _offset(known.variable.name, address - known.variable.address)
            for number, region in enumerate(regions):
                if inside in region:
                    name = "region" if len(regions) == 1 else f"region[{number}]"
                    return _offset(name, address - region.start)
            return ELSEWHERE

        def to(value: int) -> Optional[str]:
            label = self.label(value)
            if label is not None:
                return f"&{label}"
            if any(value in region for region in regions):
                return f"&{at(value, value)}"
            try:
                memory.read(value, 1)
            except Unreadable:
                return None
            return ELSEWHERE

        return Places(at, to)

    def _find(self, address: int) -> Optional[_Known]:
        for known in self._known:
            if known.variable.address <= address < known.variable.address + known.variable.size:
                return known
        return self._find_global(address)

    def _find_global(self, address: int) -> Optional[_Known]:
        """GDB tells the symbol's name; its type and bounds are looked up once."""
        for known in self._globals.values():
            if known is not None and 0 <= address - known.variable.address < known.variable.size:
                return known
        name = _symbol_at(address)
        if name is None:
            return None
        if name not in self._globals:
            self._globals[name] = _global(name)
        known = self._globals[name]
        return known if known is not None and 0 <= address - known.variable.address < known.variable.size else None


def _offset(name: str, offset: int) -> str:
    return f"{name}+{offset:#x}" if offset else name


def suffix(address: int) -> str:
    """What GDB's x prints between the address and the colon: " <name+offset>", or nothing."""
    pointer = gdb.Value(address).cast(gdb.lookup_type("char").pointer())
    _, _, symbol = str(pointer.format_string(format="a")).partition(" ")
    return f" {symbol}" if symbol else ""


def frames() -> Iterator[gdb.Frame]:
    """The selected frame and its callers, innermost first; none where the target has no frame."""
    try:
        frame: Optional[gdb.Frame] = gdb.selected_frame()
        while frame is not None and frame.is_valid():
            yield frame
            frame = frame.older()
    except gdb.error:
        return


def _locals(frame: gdb.Frame) -> Iterator[_Known]:
    """The variables of every block around the frame's pc, inner blocks first."""
    try:
        block: Any = frame.block()
    except RuntimeError:  # no debug information for this code
        return
    while block is not None and not block.is_global and not block.is_static:
        for symbol in block:
            if symbol.is_variable or symbol.is_argument:
                known = _lies_at(symbol, frame)
                if known is not None:
                    yield known
        block = block.superblock


def _lies_at(symbol: gdb.Symbol, frame: Optional[gdb.Frame]) -> Optional[_Known]:
    """The variable of a frame, or for None a global one, if it lies in memory."""
    try:
        value = symbol.value(frame) if frame is not None else symbol.value()
        address = value.address
        if address is None:
            return None
        place = "a global variable"
        if frame is not None:
            place = f"{'on the stack' if symbol.needs_frame else 'a static variable'} of {frame.name()}()"
        return _Known(Variable(symbol.name, int(address), int(value.type.sizeof), place), value.type.strip_typedefs())
    except gdb.error:
        return None  # lives in a register, or nowhere


def _symbol_at(address: int) -> Optional[str]:
    text = said(f"info symbol {address:#x}")
    return None if text.startswith("No symbol") else text.split(" ", 1)[0]


def _global(name: str) -> Optional[_Known]:
    symbol = gdb.lookup_global_symbol(name) or gdb.lookup_static_symbol(name)
    if symbol is not None and symbol.addr_class == gdb.SYMBOL_LOC_UNRESOLVED:
        symbol = _defined(name)
    if symbol is None or not symbol.is_variable:
        return None
    return _lies_at(symbol, None)


def _defined(name: str) -> Optional[gdb.Symbol]:
    """The definition of a variable of which GDB has only read an extern, whose type may be incomplete.

    The search makes GDB read the file that defines it. Then the object file is asked: GDB itself remembers what it
    has found the first time.
    """
    gdb.execute(f"info variables -q -n ^{re.escape(name)}$", to_string=True)
    found = (file.lookup_global_symbol(name) for file in gdb.objfiles())
    return next((symbol for symbol in found if symbol is not None and symbol.is_variable), None)


def _path(type: gdb.Type, offset: int, size: int, stop: Optional[gdb.Type] = None) -> str:
    """How the word `offset` bytes into an object is reached: [3], .free_list[2]; a word-sized object needs no more.

    With `stop` an object of that type is not looked into.
    """
    path, nameless = "", False  # an unnamed member is looked into, however small it is
    type = type.strip_typedefs()
    while (type.sizeof > size or nameless) and not (stop is not None and offset == 0 and members.same(type, stop)):
        if type.code == gdb.TYPE_CODE_ARRAY:
            type = type.target().strip_typedefs()
            path += f"[{offset // type.sizeof}]"
            offset %= type.sizeof
        elif type.code == gdb.TYPE_CODE_STRUCT:
            inside = [
                field
                for field in members.fields(type)
                if 0 <= offset - members.start(field) < max(members.type_of(field).sizeof, 1)
            ]
            if not inside:
                return f"{path}+{offset}"
            nameless = not members.written(inside[0])
            path += members.written(inside[0])
            offset -= members.start(inside[0])
            type = members.type_of(inside[0])
        else:
            break
    return path if offset == 0 else f"{path}+{offset}"


def _word_pointers(type: gdb.Type, name: str) -> List[Tuple[str, int]]:
    """The names and offsets of the pointers to integers in a pointer, or in a struct of more than one word."""
    if type.code == gdb.TYPE_CODE_PTR:
        return [(name, 0)] if type.target().strip_typedefs().code == gdb.TYPE_CODE_INT else []
    if type.code != gdb.TYPE_CODE_STRUCT or type.sizeof <= word_size():
        return []
    found = []
    for field in members.fields(type):
        if members.type_of(field).code == gdb.TYPE_CODE_PTR:
            inner = _word_pointers(members.type_of(field), name + members.written(field))
            found += [(path, members.start(field)) for path, _ in inner]
    return found
