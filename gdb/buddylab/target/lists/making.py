"""From what an object is taken for to a reading: its head, the way through the nodes, the links back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Iterator, Optional

import gdb

from buddylab.heaps.heap import PLAIN
from buddylab.memory.image import Memory
from buddylab.model import Code, Shape, Word
from buddylab.target.lists import evidence
from buddylab.target.lists.readings import OTHERWISE, Nodes, Object, Reading, Way
from buddylab.target.names import Names
from buddylab.target.types import likely, links
from buddylab.target.types.links import Link
from buddylab.target.types.members import same
from buddylab.walk import read

CODED = "--link EXPR says what it leads to, --container TYPE.MEMBER what the nodes are"
STRUCTS = "needs nodes that are structs, as --container TYPE.MEMBER names them"


# Linux' lists of sockets: an odd link ends one, and tells which one it was.
NULLS = re.compile(r"\bhlist_nulls_node$")
ODD = "An odd link ends the list, as in Linux's hlist_nulls."


class Making:
    """Makes the readings of one expression."""

    def __init__(self, expression: str, way: Way, memory: Memory, names: Names) -> None:
        self.expression, self.way, self.memory, self.names = expression, way, memory, names

    def as_node(self, object: Object, nodes: Nodes, kind: str = "node") -> Iterator[Reading]:
        """The object is a node, the first of its list or the head of a ring of its kind."""
        assert object.address is not None or object.arrow is not None
        base = -nodes.start if nodes.object is not nodes.type or nodes.start else 0
        first = object.address
        if first is not None:
            first += (base if kind != "entry" else 0) - nodes.inside
        if object.arrow is not None and not base and not nodes.inside:
            head = object.arrow
        else:
            head = Word(None, first, self.expression)
        shape = self._shape(nodes)
        note = nodes.note
        if (
            kind == "node"
            and object.arrow is None
            and not note
            and not self.explicit()
            and not links.is_pure(nodes.type)
        ):
            note = f"{self.expression} was read as a node, the first of its list; {OTHERWISE}."
        asked, pure = self.way.prev is not None, links.is_pure(nodes.type)
        size, link = nodes.type.sizeof, nodes.link.member
        reading = Reading(
            head,
            "",
            shape,
            nodes.object,
            note,
            first or 0,
            size,
            kind=kind,
            link=link,
            pure=pure,
            asked=asked,
            type=nodes.type,
            circular=links.is_circular(nodes.type),
            back=self._said_back(nodes),
        )
        yield self._decoded(reading)

    def as_head(self, object: Object, link: Link, nodes: Nodes, note: str) -> Reading:
        """The object holds a pointer to the first node."""
        first = note.replace(f"; {OTHERWISE}", "") if nodes.note else note  # which is said once
        notes = " ".join(each for each in (first, nodes.note) if each)
        head = self.head_at(object, link)
        shape = replace(self._shape(nodes), before=() if object.address is None else (object.address,))
        tails = [each for each in links.pointers(object.type) if each.leads and same(each.leads, nodes.type)]
        tail = next((each for each in tails if each.offset != link.offset), None)
        if object.address is not None:
            shape = replace(shape, tail=object.address + tail.offset if tail else 0)
        holds = links.holds(object.type, nodes.type, 0)
        closes = links.holds(object.type, nodes.type, link.offset - nodes.next)
        address, size, way = object.address or 0, int(object.type.sizeof), nodes.link.member
        found = Reading(head, link.member, shape, nodes.object, notes, address, size, nodes.type, "head", holds)
        found = replace(found, closes=closes, link=way, asked=self.way.prev is not None, back=self._said_back(nodes))
        return self._decoded(found)

    def as_words(self, object: Object, link: Link, note: str) -> Reading:
        """The object holds a pointer to a plain word."""
        if self.way.next is not None:
            raise gdb.GdbError(f"The type that {link.said} leads to is not known; --next {self.way.next} {STRUCTS}.")
        is_pointer = link.type.code == gdb.TYPE_CODE_PTR
        is_word = is_pointer and link.target.code == gdb.TYPE_CODE_INT
        shape = Shape(next=self.way.offset or 0)
        found = Reading(self.head_at(object, link), link.member, shape, None, "" if is_word else note)
        if not is_pointer and not evidence.is_sound(found, self.memory):
            holds = "cannot be read" if found.head.value is None else f"holds {found.head.value:#x}"
            told = f"{link.said} of {self.expression} is an integer, {holds}, and leads to no list of plain words"
            raise gdb.GdbError(f"{told}; {CODED}.")
        return found

    def _shape(self, nodes: Nodes) -> Shape:
        """The way through nodes, with their links back."""
        shape = Shape(next=nodes.next, start=nodes.start, code=self._code(nodes))
        base = nodes.link.offset - nodes.next
        back = self._back(nodes)
        if back is None:
            return shape
        flags = self.memory.word_size - 1 if back.type.code == gdb.TYPE_CODE_INT else 0  # a number may have some
        to_link = back.to_link is not None
        return replace(shape, prev=back.offset - base, prev_to_link=to_link, prev_flags=flags)

    def _code(self, nodes: Nodes) -> Optional[Code]:
        """How links of these nodes are encoded, where their type says so."""
        if not NULLS.search(str(nodes.type)):
            return None
        return Code(lambda link, node, before: 0 if link & 1 else link, self.memory.word_size)

    def _decoded(self, reading: Reading) -> Reading:
        """`reading` with its head's word decoded like the links."""
        code, value = reading.shape.code, reading.head.value
        if code is None or value is None:
            return reading
        head = replace(reading.head, value=code.leads(value, 0, 0), raw=value)
        return replace(reading, head=head if head.value != value else reading.head, note=reading.note or ODD)

    def _said_back(self, nodes: Nodes) -> str:
        back = self._back(nodes)
        return "" if back is None else back.said

    def _back(self, nodes: Nodes) -> Optional[Link]:
        """The link back: the one that --prev names, of the nodes or of the objects that they are part of."""
        path = self.way.prev
        if path is None:
            return likely.back(nodes.type, nodes.link)
        try:
            link = likely.inside(nodes.type, path)
        except gdb.GdbError:
            if same(nodes.object, nodes.type):
                raise
            link = likely.inside(nodes.object, path)
            link = replace(link, offset=link.offset + nodes.start)
        links.check(link, nodes.object)
        return link

    def head_at(self, object: Object, link: Link) -> Word:
        """The word of a head that is a member of `object`."""
        if object.address is not None:
            return self.at(object.address + link.offset, link.member)
        value = object.value
        assert value is not None
        for name in filter(None, link.member.split(".")):
            value = value[name]
        return self.value(int(value))

    def explicit(self) -> bool:
        """Whether the user said what the link is."""
        return self.way.next is not None or self.way.offset is not None or self.way.link is not None

    def bracketed(self) -> str:
        """EXPR as a member is written behind it."""
        return self.expression if PLAIN.fullmatch(self.expression) else f"({self.expression})"

    def value(self, value: int) -> Word:
        """A head that lies nowhere in memory."""
        return Word(None, value % (1 << 8 * self.memory.word_size), self.expression)

    def at(self, address: int, member: str) -> Word:
        """A head in memory, under the program's name for it, without the member that the name may end in."""
        typed = self.bracketed() if member else self.expression
        label = self.names.owner(address, member) or typed
        return read(self.memory, address, label)
