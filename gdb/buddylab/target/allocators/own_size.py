"""How large a block is by what its node says: by --size, or by the member that memory bears out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Sequence, Tuple

import gdb

from buddylab.memory.image import Memory, Unreadable
from buddylab.target import ask
from buddylab.target.types import members
from buddylab.target.types.members import MEMBERS
from buddylab.spelling import count


@dataclass(frozen=True)
class OwnSize:
    """A member that tells a block's size: where it lies in a node, its bytes, and what it counts in."""

    offset: int
    width: int
    unit: int
    said: str  # what a person calls the member
    flagged: bool  # whether its highest bit may say that a block is handed out, as no size has it

    def read(self, memory: Memory, node: int) -> Tuple[int, bool]:
        """The size in bytes of the block of a node, and whether that says that it is handed out."""
        data = memory.read(node + self.offset, self.width)
        number = int.from_bytes(data, "big" if memory.byteorder == "big" else "little")
        flag = 1 << 8 * self.width - 1
        is_marked = self.flagged and bool(number & flag)
        return (number & ~flag if is_marked else number) * self.unit, is_marked


@dataclass(frozen=True)
class Said:
    """What --size says."""

    expression: str
    node: gdb.Type  # what a pointer to a node points at
    now: Memory  # the only one of which GDB can tell

    def read(self, memory: Memory, node: int) -> Tuple[int, bool]:
        """The same, in terms of $node."""
        if memory is not self.now:
            raise Unreadable("unreadable", node)
        before = gdb.convenience_variable("node")
        try:
            gdb.set_convenience_variable("node", gdb.Value(node).cast(self.node.pointer()))
            return max(0, int(gdb.parse_and_eval(self.expression))), False
        except gdb.MemoryError:
            raise Unreadable("unreadable", node)
        except gdb.error as fault:
            told = f"--size {self.expression} cannot be evaluated: {str(fault).rstrip('.')}"
            raise gdb.GdbError(f"{told}; expected an expression with $node, a pointer to the node.")
        finally:
            gdb.set_convenience_variable("node", before)


def guesses(node: gdb.Type, links: Sequence[int]) -> Iterator[OwnSize]:
    """The members of a `node` that may tell its size, likeliest first; not those at `links`.

    They count bytes, or nodes where a node is a union with what is aligned most, as K&R's header is.
    """
    units = (int(node.sizeof), 1) if node.code == gdb.TYPE_CODE_UNION else (1, int(node.sizeof))
    numbers = [each for each in _numbers(node, 0, "") if each[0] not in links]
    for unit in units:
        for offset, type, said in numbers:
            yield OwnSize(offset, int(type.sizeof), unit, said, int(type.sizeof) == ask.word_size())


def _numbers(type: gdb.Type, base: int, path: str) -> Iterator[Tuple[int, gdb.Type, str]]:
    for field in members.fields(type):
        inner, at, said = members.type_of(field), base + members.start(field), path + members.written(field)
        if inner.code in MEMBERS:
            yield from _numbers(inner, at, said)
        elif inner.code == gdb.TYPE_CODE_INT and inner.sizeof > 1 and not field.bitsize:
            yield at, inner, said.lstrip(".")


def fits(sizes: Sequence[Tuple[int, int]], least: int, align: int) -> bool:
    """Whether most of these addresses and sizes may be blocks, each at least `least` bytes long and none in another.

    A size of 0 is a mark, and says nothing; that alone bears nothing out.
    """
    places = sorted(place for place in sizes if place[1])
    ends: List[int] = [address + size for address, size in places]
    wrong = sum(size < least or size % align != 0 for _, size in places)
    wrong += sum(end > after[0] for end, after in zip(ends, places[1:]))
    return bool(places) and 2 * wrong < len(places)


def told(size: OwnSize) -> str:
    """The clause on which member was read."""
    unit = "" if size.unit == 1 else f", in units of {count(size.unit, 'byte')}"
    return f"{size.said} was read as the size of a block{unit}"
