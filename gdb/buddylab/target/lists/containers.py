"""Lists whose nodes are members of larger structs, as --container TYPE.MEMBER has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, Tuple

import gdb

from buddylab.model import Word
from buddylab.target.types import called, likely, links, members
from buddylab.target.lists.candidates import Candidates, has
from buddylab.target.types.links import Link
from buddylab.target.types.members import same
from buddylab.target.lists.readings import Nodes, Object, Reading
from buddylab.target.variables import frames
from buddylab.walk import read


OBJECTS = "The links lead to whole objects, as in Mach's queues."


class Contained(Candidates):
    """The readings of one expression, with --container or without."""

    def found(self, object: Object) -> Iterator[Reading]:
        """With --container the nodes are members of larger structs, TYPE.MEMBER."""
        if self.way.container is None:
            yield from super().found(object)
            return
        outer, member = container(self.way.container or "")
        inner = member.type if member.type.code in members.MEMBERS else outer
        for nodes in self._parts(outer, member, inner):
            type = nodes.type
            if same(object.type, outer) and not same(outer, inner) and object.address is not None:
                part = Object(inner, object.address + member.offset)
                own = replace(nodes, start=0) if same(type, inner) else replace(nodes, inside=member.offset)
                for reading in self.as_node(part, own, kind="entry"):
                    yield replace(reading, object=outer, shape=replace(reading.shape, start=nodes.start))
            elif same(object.type, type) or _begins(nodes, object.type):
                yield from self._of_objects(object, nodes, member)
                for reading in self.as_node(object, replace(nodes, start=0, object=type)):
                    yield replace(reading, object=outer, shape=replace(reading.shape, start=nodes.start), note="")
            else:
                yield from self._heads_of(object, nodes)

    def _of_objects(self, object: Object, nodes: Nodes, member: members.Member) -> Iterator[Reading]:
        """The head of a ring whose links lead to the whole objects, as Mach's queues have it; only where they do."""
        back = likely.back(nodes.type, nodes.link)
        first = self.head_at(object, nodes.link).value if object.address is not None else None
        if not first or back is None or same(nodes.type, nodes.object):
            return
        inside = member.offset + back.offset  # where the first object says that the head is before it
        if object.address in (first, read(self.memory, first + back.offset).value) or (
            read(self.memory, first + inside).value != object.address
        ):
            return
        reading, next = self.as_head(object, nodes.link, nodes, OBJECTS), member.offset + nodes.next
        shape = replace(reading.shape, next=next, prev=inside, start=0, home=object.address, tail=0, before=())
        yield replace(reading, kind="node", shape=shape, of=0, type=nodes.object)  # its home is known

    def pointed(self, pointer: Word) -> Iterator[Reading]:
        """With --container: what a word points at, of which the type tells nothing, is a node."""
        outer, member = container(self.way.container or "")
        inner = member.type if member.type.code in members.MEMBERS else outer
        for nodes in self._parts(outer, member, inner):
            for reading in self.as_node(Object(nodes.type, pointer.value, None, pointer), replace(nodes, start=0)):
                yield replace(reading, object=outer, shape=replace(reading.shape, start=nodes.start), note="")

    def _heads_of(self, object: Object, nodes: Nodes) -> Iterator[Reading]:
        """The pointers in `object` that may lead to such nodes."""
        heads = self.leading(object.type)
        inside = links.part(object.type, nodes.type)
        if not heads and inside is not None and object.address is not None:  # a head whose links are numbers
            part = Object(nodes.type, object.address + inside)
            for reading in self.as_node(part, replace(nodes, start=0, object=part.type), kind="head"):
                yield replace(reading, object=nodes.object, shape=replace(reading.shape, start=nodes.start))
            return
        leading = [link for link in heads if link.leads is not None and same(link.leads, nodes.type)] or heads
        for link in self.likeliest(leading):
            note = self.followed(link, leading)
            if link.outer is not None and object.address is not None:
                part = Object(link.leads or object.type, object.address + link.outer)
                for reading in self.as_node(part, replace(nodes, start=0, object=part.type), kind="head"):
                    shape = replace(reading.shape, start=nodes.start)
                    yield replace(reading, object=nodes.object, shape=shape, note=note)
            else:
                yield self.as_head(object, link, nodes, note)

    def _parts(self, outer: gdb.Type, member: members.Member, inner: gdb.Type) -> Iterator[Nodes]:
        """How nodes go on that are the member `member` of an `outer`."""
        if same(inner, outer):
            link = likely.inside(outer, member.member.lstrip("."))
            links.check(link, outer)
            if link.outer and link.leads is not None:  # of a base class, say, that is not the first thing in it
                yield Nodes(link.leads, link, link.offset - link.outer, -link.outer, outer)
            else:
                yield Nodes(outer, link, link.offset, 0, outer)
            return
        if self.way.next is not None:
            path = self.way.next
            found = [likely.inside(inner, path)] if has(inner, path) else [_within(outer, member, path)]
        else:
            known = likely.on(inner) or likely.heads(inner)
            if not known:
                raise gdb.GdbError(f"{member.member[1:]} of {outer} is a {inner}, which has no pointer to follow.")
            found = called.likeliest(known, self.expression)
        for link in found:
            links.check(link, inner)
            if link.leads is not None and same(link.leads, outer):
                whole = replace(link, offset=link.offset + member.offset)
                yield Nodes(outer, whole, whole.offset, 0, outer)
            else:
                yield Nodes(inner, link, link.offset, -member.offset, outer)


def container(text: str) -> Tuple[gdb.Type, members.Member]:
    """The type and the member that --container names."""
    name, _, path = text.partition(".")
    if not path or not name:
        raise gdb.GdbError(f"--container {text} names no member; expected TYPE.MEMBER, such as task.list.")
    outer = _type(name)
    try:
        return outer, members.placed(outer, path)
    except gdb.GdbError as fault:  # a struct that has but the name of a typedef is struct {...} to GDB
        raise gdb.GdbError(str(fault).replace("struct {...}", name))


def _type(name: str) -> gdb.Type:
    """The type that a user calls `name`, with or without struct in front of it."""
    for each in (name, f"struct {name}"):
        try:
            return gdb.lookup_type(each).strip_typedefs()
        except gdb.error:
            continue
    for frame in frames():  # in the namespace of a function, or its crate, what is there needs no more than its name
        try:
            return gdb.lookup_type(name, frame.block()).strip_typedefs()
        except (gdb.error, RuntimeError):
            continue
    raise gdb.GdbError(f"There is no type {name}; info types lists the types of the program.")


def _within(outer: gdb.Type, member: members.Member, path: str) -> Link:
    """The link `path` of an `outer`, as it lies from the member that the nodes are."""
    link = likely.inside(outer, path)
    return replace(link, offset=link.offset - member.offset)


def _begins(nodes: Nodes, type: gdb.Type) -> bool:
    """Whether nodes begin like the nodes of `type`, which lead to each other by the same link."""
    return nodes.start == 0 and any(link.offset == nodes.next for link in links.to_itself(type))
