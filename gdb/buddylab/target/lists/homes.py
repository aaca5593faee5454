"""Where a circular list comes home: at which of the objects that it goes through, or at none of them.

A ring alone does not tell. The head is what EXPR names or points at, unless the names of the program say otherwise:
the objects on a ring are alike (elements of one array, members of tasks), and the head is the one that is not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, Optional, Sequence

import gdb

from buddylab.ends import End
from buddylab.target.lists.alike import LOOKED_AT, Objects
from buddylab.target.lists.readings import Reading
from buddylab.target.types import called
from buddylab.walk import read

NO_HEAD = "No head was found on this ring, so every object on it was read as a node; --home EXPR names the head."
NO_BACK = "The member {name} is not a link back here; --next {name} follows it, --prev {name} checks it."
OTHER_HEAD = "{name} was read as the head of this ring; --home EXPR names another head."
LIKE_UTLIST = (
    "The first node, {0}, points back at the last one, {1}, as in a list of utlist; a ring whose last link was set to"
    " null looks the same."
)
LIKE_RING = (
    "The head, {0}, points back at the last node, {1}, whose link is null. A list with a separate head ends like this,"
    " and so does a ring that was cut there; --home {0} checks it as a ring."
)
ASTRAY = (
    "The last link leads to {0}, which is not a {1}, so it was read as the end of a ring; if the list should end in"
    " null, that link is wrong."
)


class Homes(Objects):
    """Looks for the home of one reading after another."""

    def ways(self, reading: Reading) -> Iterator[Reading]:
        """What `reading` becomes with a home and without, likeliest first."""
        if reading.object is None or reading.shape.code is not None:
            yield self._in_the_middle(reading)
        elif reading.kind == "head" and reading.head.address is not None:
            yield from self._of_head(reading)
        elif reading.of:
            yield from self._of_node(reading)
        else:
            yield reading

    def _in_the_middle(self, reading: Reading) -> Reading:
        """`reading` of encoded links, whose first node may say by its link back that another is before it."""
        shape = reading.shape
        back = self._prev(shape, reading.of) if shape.prev_to_link and reading.of else None
        return (
            replace(reading, shape=replace(shape, before=(back,)))
            if back and self._word(back) == reading.of
            else reading
        )

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
            yield self._doubted(ring, reading.closes)
            return
        if not reading.holds and (last == reading.of or reading.of in nodes):
            yield self._doubted(around, reading.holds)
            return
        line = self._with_back(line, nodes)
        first = None if not head.value or shape.prev is None else self._prev(shape, head.value)
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

    def _doubted(self, ring: Reading, is_node: bool) -> Reading:
        """A ring that comes home at its head; where that is no node, and no link back leads there, with a doubt."""
        home = ring.shape.home
        if is_node or ring.shape.prev is not None or home is None:
            return ring
        variable = self.names.variable(ring.of)
        name = f"{home:#x}" if variable is None else variable.name
        return replace(ring, note=_and(ring.note, ASTRAY.format(name, ring.type)))

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
            back = None if shape.prev is None else self._prev(shape, at)
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
        back = self._prev(shape, at)
        is_last = chain.end == End.NULL and back == nodes[-1]  # utlist's, which --count may cut off
        gone = self._back(line, at, back)
        before, cut = gone.before, gone.cut
        is_apart = reading.kind == "head" or self._is_apart(reading, at, [*nodes[1:], *gone.passed])
        is_middle = not is_apart and not reading.pure and not self._is_kept(reading.head)
        if back and cut and chain.end == End.NULL and cut[1] == nodes[-1] and is_middle:
            heads = self._others(reading, [at, *gone.passed])
            if heads in ([], [cut[0]]):  # one in the middle is the head of a ring
                line = self._with_doubt(line, LIKE_RING if heads else LIKE_UTLIST, *cut)
                before, cut = (back,), None
        own = (nodes[-1],) if is_last else (back,) if cut and back else before
        line = replace(line, shape=replace(line.shape, before=own, cut=None if is_last else cut))
        if reading.pure and not shape.prev_to_link:
            is_zero = not back and not self._word(at + shape.next)
            closes = back and (self._word(back + shape.next) == at and not before or back == nodes[-1])
            if closes or reading.circular and (is_zero or back and not before):
                yield ring
            else:
                yield from (ring, line) if reading.circular else (line, ring)
        elif is_last and is_apart and len(nodes) > 1:
            line = replace(line, head=self.at(at + shape.next, reading.link), member=reading.link)
            yield self._with_doubt(
                replace(line, note=reading.note * (reading.kind == "head")), LIKE_RING, at, nodes[-1]
            )
        elif back and not before and is_apart:
            is_closed = self._word(back + shape.next) == at or len(nodes) > 1 and back == nodes[-1]
            yield from (ring,) if is_closed else (ring, line)
        elif back and not before and len(nodes) > 1 and chain.end != End.NULL:
            yield from (line, replace(reading, shape=replace(shape, ring=True)))
        else:
            yield line

    def _with_doubt(self, reading: Reading, told: str, *nodes: int) -> Reading:
        """`reading` with a sentence about these nodes."""
        names = (self.at(node + reading.shape.next, reading.link).label or f"{node:#x}" for node in nodes)
        return replace(reading, note=_and(reading.note, told.format(*names)))

    def _without_head(self, reading: Reading) -> Iterator[Reading]:
        """A ring of which no object is the head: sound where all links back agree, otherwise a cycle."""
        if reading.shape.prev is not None:
            yield replace(reading, shape=replace(reading.shape, ring=True), note=_and(reading.note, NO_HEAD))
        yield reading

    def _ring(self, reading: Reading, home: int, at: Optional[int] = None) -> Reading:
        """`reading` as a circular list that comes home at `home`."""
        member, address = reading.link, home + reading.shape.next
        head = self.at(address, member)
        if at not in (None, home) and self.names.owner(address, member) is None:  # then EXPR is no name of it
            head, member = replace(head, label=self.names.label(address)), ""
        shape = replace(reading.shape, home=home, tail=None, before=(), ring=False)
        note = reading.note if reading.kind == "head" else ""
        if at is not None and home != at:
            note = _and(note, OTHER_HEAD.format(name=head.label or f"{home:#x}"))
        return replace(reading, head=head, member=member, shape=shape, note=note)

    def _with_back(self, reading: Reading, nodes: Sequence[int]) -> Reading:
        """`reading` without a link back that nobody asked for, and that none of several nodes bears out."""
        shape = reading.shape
        is_sure = reading.pure and (shape.prev_to_link or called.is_called_back(reading.back))
        if shape.prev is None or reading.asked or is_sure or len(nodes) < 2:
            return reading
        link = shape.next * shape.prev_to_link
        if any(self._prev(shape, node) == before + link for before, node in zip(nodes, nodes[1:LOOKED_AT])):
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


def _and(note: str, more: str) -> str:
    return " ".join(each for each in (note, more) if each)
