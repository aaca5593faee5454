"""Where a circular list comes home: at which of the objects that it goes through, or at none of them.

A ring alone does not tell. The head is what EXPR names or points at, unless the names of the program say otherwise:
the objects on a ring are alike (elements of one array, members of tasks), and the head is the one that is not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Iterator, Optional, Sequence, Set, Tuple

import gdb

from buddylab.memory.image import Memory
from buddylab.model import Chain, End, Shape, Word
from buddylab.target.types import called
from buddylab.target.lists.readings import Reading
from buddylab.target.names import Names
from buddylab.walk import read, walk

LONGEST = 100_000  # nodes after which a ring is not followed any more
ENOUGH = 1000  # nodes before the one at hand that are looked at
LOOKED_AT = 64  # objects on a ring whose names are asked for
NO_HEAD = "No head was found on this ring, so that every object on it was read as a node; --home EXPR names the head."
NO_BACK = "The member {name} is no link back here; --next {name} follows it, --prev {name} checks it."
OTHER_HEAD = "The ring was read as coming home at {name}; --home EXPR names another head."

At = Callable[[int, str], Word]


class Homes:
    """Looks for the home of one reading after another."""

    def __init__(self, memory: Memory, names: Names, at: At, contained: bool = False) -> None:
        """`at` gives a head in memory its name; `contained`: what the nodes are members of was said."""
        self.memory, self.names, self.at, self.contained = memory, names, at, contained

    def ways(self, reading: Reading) -> Iterator[Reading]:
        """What `reading` becomes with a home and without, likeliest first."""
        if reading.object is None or reading.shape.code is not None:
            yield reading
        elif reading.kind == "head" and reading.head.address is not None:
            yield from self._of_head(reading)
        elif reading.of:
            yield from self._of_node(reading)
        else:
            yield reading

    def given(self, reading: Reading, named: range) -> Reading:
        """`reading` with the home that --home names; from the head on where that is on the same ring."""
        home = self._node_in(reading, named)
        ring = self._ring(reading, home)
        shape = replace(reading.shape, home=home)
        chain = self._walk(reading.head, shape)
        whole = self._walk(ring.head, ring.shape)
        first = chain.head.value
        if first == home or whole.end == End.HEAD and first in whole.addresses():
            return self._ring(self._unwrapped(reading, [home, *whole.addresses()]), home)
        if ring.head.value is None and not self.memory.why(home):
            told = f"--home is at {home:#x}, where memory cannot be read"
            raise gdb.GdbError(f"{told}; expected the head of the list, a node of it, or a pointer to one.")
        return replace(reading, shape=replace(shape, tail=0))

    def _node_in(self, reading: Reading, named: range) -> int:
        """Which node the object is, or has in it, that --home names: the only one that the walk comes by, if any is."""
        start = reading.of + reading.shape.next if reading.kind == "node" and reading.of else None
        chain = self._walk(reading.head if start is None else read(self.memory, start), reading.shape)
        passed = {reading.of, *chain.addresses(), chain.last().value}
        within = [each for each in passed if each is not None and each in named]
        if named.start in within or not within:
            return named.start
        if len(within) > 1:
            told = f"--home is an object with {len(within)} nodes of this list in it"
            raise gdb.GdbError(f"{told}; expected the one that is the head, or a pointer to it.")
        return within[0]

    def _of_head(self, reading: Reading) -> Iterator[Reading]:
        """A pointer in a struct: it may be part of the ring, as the link of an end marker is, or lead into one."""
        shape, head = reading.shape, reading.head
        assert head.address is not None
        marker = head.address - shape.next
        back = None if shape.prev is None else marker + shape.prev
        inside = range(reading.of, reading.of + reading.size)
        own = back in inside
        ring = replace(reading, shape=replace(shape, home=marker, tail=None if own else shape.tail, before=()))
        around = replace(reading, shape=replace(shape, home=reading.of, before=()))
        line = replace(reading, shape=replace(shape, tail=None, before=()))
        chain = self._walk(head, line.shape)
        nodes, last = chain.addresses(), chain.last().value
        if chain.end == End.CYCLE and last == marker:
            yield ring
            return
        if not reading.holds and (last == reading.of or reading.of in nodes):
            yield around
            return
        line = self._with_back(line, nodes)
        first = None if not head.value or shape.prev is None else self._word(head.value + shape.prev)
        if chain.end == End.NULL and nodes and first == nodes[-1]:
            line = replace(line, shape=replace(line.shape, before=(nodes[-1],)))
        if chain.end == End.CYCLE and nodes and last == nodes[0]:
            is_first = first is not None and first in (0, head.address, reading.of)  # as its own link back says
            yield from (line,) if is_first else self._without_head(line)
            return
        if first == marker and own and not shape.prev_to_link:
            yield ring
        elif first == reading.of and not shape.prev_to_link and not reading.holds and first:
            yield around
        else:
            yield line

    def _of_node(self, reading: Reading) -> Iterator[Reading]:
        """A struct that is a node by its type: the first of its list, or the head of a ring."""
        at, shape = reading.of, reading.shape
        bin = self._bin(reading)
        if bin is not None:
            yield replace(self._ring(reading, bin), head=reading.head, member="")
            return
        chain = self._walk(read(self.memory, at + shape.next), replace(shape, home=at))
        nodes = [at, *chain.addresses()]
        if chain.end == End.HEAD:
            home = self._home(reading, nodes)
            back = None if shape.prev is None else self._word(at + shape.prev)
            is_line = shape.prev is not None and (not back or shape.prev_to_link) and not reading.circular
            if home is not None and not is_line:
                yield self._ring(self._unwrapped(reading, nodes), home, at)
            elif is_line:
                yield reading
            elif reading.kind != "entry":
                yield from self._without_head(reading)
            return
        if reading.kind == "entry" and reading.pure and shape.prev is not None and not shape.prev_to_link:
            return
        line = self._with_back(reading, nodes)
        if reading.kind == "head":
            line = replace(line, head=self.at(at + shape.next, reading.link), member=reading.link)
        ring = self._ring(reading, at, at)
        if shape.prev is None or line.shape.prev is None:
            yield ring if reading.circular else line
            return
        back = self._word(at + shape.prev)
        before, cut = self._before(line, at, back)
        is_last = chain.end == End.NULL and back == nodes[-1]  # utlist's, which --count may cut off
        own = (nodes[-1],) if is_last else (back,) if cut and back else before
        line = replace(line, shape=replace(line.shape, before=own, cut=None if is_last else cut))
        if reading.pure and not shape.prev_to_link:
            is_zero = not back and not self._word(at + shape.next)
            closes = back and (self._word(back + shape.next) == at and not before or back == nodes[-1])
            if closes or reading.circular and (is_zero or back and not before):
                yield ring
            else:
                yield from (ring, line) if reading.circular else (line, ring)
        elif back and not before and (reading.kind == "head" or self._is_apart(reading, at, nodes)):
            is_closed = self._word(back + shape.next) == at or len(nodes) > 1 and back == nodes[-1]
            yield from (ring,) if is_closed else (ring, line)
        elif back and not before and len(nodes) > 1 and chain.end != End.NULL:
            yield from (line, replace(reading, shape=replace(shape, ring=True)))
        else:
            yield line

    def _bin(self, reading: Reading) -> Optional[int]:
        """Where an object would lie that had the pointer at hand for its link, as malloc's bins have it: a ring's home.

        None where the first and the last node do not lead there, or where such an object lies in fact.
        """
        head, shape = reading.head, reading.shape
        if head.address is None or not head.value or shape.prev is None or shape.prev_to_link or reading.type is None:
            return None
        home = head.address - shape.next
        if self._word(head.value + shape.prev) != home or self.names.has(reading.type, home, head.address) is not False:
            return None
        last = self._word(home + shape.prev)
        return home if last and self._word(last + shape.next) == home else None

    def _without_head(self, reading: Reading) -> Iterator[Reading]:
        """A ring of which no object is the head: sound where all links back agree, otherwise a cycle."""
        if reading.shape.prev is not None:
            yield replace(reading, shape=replace(reading.shape, ring=True), note=_and(reading.note, NO_HEAD))
        yield reading

    def _home(self, reading: Reading, ring: Sequence[int]) -> Optional[int]:
        """Which of the objects on a ring is its head; `ring` begins with the one that EXPR stands for."""
        at = ring[0]
        kinds = [self._kind(reading, each) for each in ring[:LOOKED_AT]]
        alone = [each for each, kind in zip(ring, kinds) if kinds.count(kind) == 1]
        others = [each for each in alone if each != at]
        if reading.kind == "head" and (kinds[0] is None or at in alone or len(others) != 1):
            return at
        if len(ring) == 1 and not reading.pure:
            return at if kinds[0] is not None and called.is_head(kinds[0]) else None
        if reading.shape.prev is None and (kinds[0] is None or at not in alone or len(ring) == 1):
            return None  # any chain that was damaged so looks the same
        if reading.kind != "entry" and at in alone:
            return at if reading.pure or len(ring) > 2 or kinds[0] is not None else None
        if len(others) == 1 and 2 < len(ring) <= LOOKED_AT:
            return others[0]
        return at if reading.pure and reading.kind != "entry" else None

    def _kind(self, reading: Reading, address: int) -> Optional[str]:
        """What the object on a ring that has its node at `address` has in common with others."""
        return None if reading.type is None else self.names.kind(address, reading.type)

    def _is_apart(self, reading: Reading, at: int, others: Sequence[int]) -> bool:
        """Whether the object at `at` is called otherwise than those on its list, as a head is."""
        kind = self._kind(reading, at)
        return kind is not None and all(self._kind(reading, each) != kind for each in others[1:LOOKED_AT])

    def _ring(self, reading: Reading, home: int, at: Optional[int] = None) -> Reading:
        """`reading` as a circular list that comes home at `home`."""
        head = self.at(home + reading.shape.next, reading.link)
        shape = replace(reading.shape, home=home, tail=None, before=(), ring=False)
        note = reading.note if reading.kind == "head" else ""
        if at is not None and home != at:
            note = _and(note, OTHER_HEAD.format(name=head.label or f"{home:#x}"))
        return replace(reading, head=head, member=reading.link, shape=shape, note=note)

    def _with_back(self, reading: Reading, nodes: Sequence[int]) -> Reading:
        """`reading` without a link back that nobody asked for, and that none of several nodes bears out."""
        shape = reading.shape
        is_sure = reading.pure and (shape.prev_to_link or called.is_called_back(reading.back))
        if shape.prev is None or reading.asked or is_sure or len(nodes) < 2:
            return reading
        link = shape.next * shape.prev_to_link
        if any(self._word(node + shape.prev) == before + link for before, node in zip(nodes, nodes[1:LOOKED_AT])):
            return reading
        note = _and(reading.note, NO_BACK.format(name=reading.back))
        return replace(reading, shape=replace(shape, prev=None, prev_to_link=False), note=note)

    def _unwrapped(self, reading: Reading, ring: Sequence[int]) -> Reading:
        """`reading` of nodes by themselves, where what is around the head is not around the others."""
        start, object, type = reading.shape.start, reading.object, reading.type
        if self.contained or not start or len(ring) < 2 or object is None or type is None:
            return reading
        has, node = self.names.has, ring[1]
        if has(type, node, node) and has(object, node + start, node) is False and has(object, ring[0] + start, ring[0]):
            return replace(reading, object=type, shape=replace(reading.shape, start=0))
        return reading

    def _before(
        self, reading: Reading, at: int, back: Optional[int]
    ) -> Tuple[Tuple[int, ...], Optional[Tuple[int, int]]]:
        """What the link back of a node in the middle of its list holds; nothing where that is not borne out.

        And where it is not, if that is further back: the node whose link back leads to one that leads elsewhere.
        """
        shape = reading.shape
        if not back or shape.prev is None:
            return (), None
        if shape.prev_to_link:
            return (back,) if self._word(back) == at else (), None
        seen: Set[int] = set()
        node, before = at, back
        while before and before not in seen and len(seen) < ENOUGH:
            if self._word(before + shape.next) != node:
                return (), None if node == at else (node, before)
            seen.add(before)
            node, before = before, self._word(before + shape.prev) or 0
        return (back,) if not before or len(seen) == ENOUGH else (), None

    def _walk(self, head: Word, shape: Shape) -> Chain:
        """A walk without what stands beside the links."""
        return walk(self.memory, replace(shape, prev=None, fields=(), limit=LONGEST), head)

    def _word(self, address: int) -> Optional[int]:
        return read(self.memory, address).value


def _and(note: str, more: str) -> str:
    return " ".join(each for each in (note, more) if each)
