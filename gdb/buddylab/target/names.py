"""What the program calls things: the variables in the selected frame, then in its callers, then the globals."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Callable, Iterator, Optional, Sequence, Tuple

import gdb

from buddylab.addresses import Places
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Chain, Word
from buddylab.snapshot import Variable
from buddylab.target.types import links
from buddylab.target.types.paths import owner, path, pointers
from buddylab.target.variables import Globals, Known, of_frames
from buddylab.walk import read

ELSEWHERE = "elsewhere"  # what has no name of its own

Numbered = Callable[[int], Optional[Tuple[int, int]]]  # an address to the number and the address of the node there


class Names:
    """The names that hold while the target stands still. Made anew for each command."""

    def __init__(self) -> None:
        self._known = list(of_frames())
        self._globals = Globals()

    def label(self, address: int) -> Optional[str]:
        """The name of the word at `address`, such as values[15]; None if it has none."""
        known = self._find(address)
        if known is None:
            return None
        return known.variable.name + path(known.type, address - known.variable.address)

    def owner(self, address: int, member: str) -> Optional[str]:
        """The name of what has the word at `address` as its `member`, such as .head; of "" the word's, list.head."""
        known = self._find(address)
        way = None if known is None else owner(known.type, address - known.variable.address, member)
        return None if known is None or way is None else known.variable.name + way

    def labels(self, start: int, object: Optional[gdb.Type]) -> Callable[[int], Optional[str]]:
        """A function from a node's address to the name of the object that it is part of, `start` bytes from there."""
        if object is None:
            return self.label

        def label(address: int) -> Optional[str]:
            known = self._find(address + start)
            if known is None:
                return None
            offset = address + start - known.variable.address
            return known.variable.name + path(known.type, offset, object)

        return label

    def kind(self, address: int, type: gdb.Type) -> Optional[str]:
        """What an object of `type` has in common with others like it: its variable's type, and the way to it there.

        Elements of an array are alike, and so are variables of one type; None where it has no name.
        """
        known = self._find(address)
        if known is None:
            return None
        way = path(known.type, address - known.variable.address, type)
        return str(known.type) + re.sub(r"\[\d+\]", "[]", way)

    def has(self, type: gdb.Type, start: int, address: int) -> Optional[bool]:
        """Whether the variable in which `address` lies has an object of `type` at `start`; None if it lies in none."""
        known = self._find(address)
        return None if known is None else links.holds(known.type, type, start - known.variable.address)

    def variable(self, address: int) -> Optional[Variable]:
        """The variable that the word at `address` is part of."""
        known = self._find(address)
        return None if known is None else known.variable

    def pointers(self, memory: Memory, any: bool = False) -> Iterator[Word]:
        """The pointers to plain words, or to `any` data, that the frames' variables are, or hold: prev, cursor.curr."""
        for known in self._known:
            for name, offset in pointers(known.type, known.variable.name, any):
                yield read(memory, known.variable.address + offset, name)

    def places(self, memory: Memory, regions: Sequence[range] = (), node: Numbered = lambda address: None) -> Places:
        """How addresses are named by variables alone; what is none, by the node or the one of `regions` it lies in."""

        def at(address: int, inside: int) -> str:
            known = self._find(inside)
            if known is not None:
                return _offset(known.variable.name, address - known.variable.address)
            found = node(inside)
            if found is not None:
                return _offset(f"node[{found[0]}]", address - found[1])
            for number, region in enumerate(regions):
                if inside in region:
                    name = "region" if len(regions) == 1 else f"region[{number}]"
                    return _offset(name, address - region.start)
            return ELSEWHERE

        def to(value: int) -> Optional[str]:
            label = self.label(value)
            if label is not None:
                return f"&{label}"
            if node(value) is not None or any(value in region for region in regions):
                return f"&{at(value, value)}"
            try:
                memory.read(value, 1)
            except Unreadable:
                return None
            return ELSEWHERE

        return Places(at, to)

    def _find(self, address: int) -> Optional[Known]:
        return next((known for known in self._known if known.has(address)), None) or self._globals.at(address)


def numbered(chain: Chain, size: int) -> Numbered:
    """A function from an address to the node of `chain` whose object, of `size` bytes, it lies in."""
    nodes = sorted((address, number) for number, address in enumerate(chain.addresses()))
    starts = [address + chain.shape.start for address, _ in nodes]

    def node(address: int) -> Optional[Tuple[int, int]]:
        at = bisect_right(starts, address) - 1
        return (nodes[at][1], nodes[at][0]) if at >= 0 and address < starts[at] + size else None

    return node


def _offset(name: str, offset: int) -> str:
    return f"{name}{offset:+#x}" if offset else name


def suffix(address: int) -> str:
    """What GDB's x prints between the address and the colon: " <name+offset>", or nothing."""
    pointer = gdb.Value(address).cast(gdb.lookup_type("char").pointer())
    _, _, symbol = str(pointer.format_string(format="a")).partition(" ")
    return f" {symbol}" if symbol else ""
