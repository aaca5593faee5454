"""What an object may be, by its type: a node, the head of a list, or something that holds one. Likeliest first.

Nothing is decided here: each candidate is a way to read the list, and evidence.py says which of them memory bears out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator, List, Optional, Tuple

import gdb

from buddylab.heap import PLAIN
from buddylab.image import Memory
from buddylab.model import Shape, Word
from buddylab.target import heaps, links, members
from buddylab.target.links import Link
from buddylab.target.members import same
from buddylab.target.names import Names
from buddylab.target.variables import frames
from buddylab.walk import read

LISTS = "expected a struct with one pointer, a pointer, or the address of a node"
OTHERWISE = "--next MEMBER, --offset BYTES or --container TYPE.MEMBER asks for another reading"
MANY = 3  # members that a note names


@dataclass(frozen=True)
class Way:
    """What the options say about the way through a list; None is left to the types."""

    next: Optional[str] = None
    offset: Optional[int] = None
    container: Optional[str] = None
    prev: Optional[str] = None
    fields: Tuple[str, ...] = ()
    limit: Optional[int] = None
    home: Optional[int] = None  # the address of what --home names
    link: Optional[str] = None
    end: Optional[str] = None


@dataclass(frozen=True)
class Reading:
    """Where a list starts, how to go through it, and which reading that is where there were others."""

    head: Word
    member: str  # how the head's word is reached from its label
    shape: Shape
    object: Optional[gdb.Type]  # what a node is, or is part of
    note: str = ""
    of: int = 0  # the address of the object that EXPR stands for, or that the head is part of; 0: none
    size: int = 0  # of that object
    type: Optional[gdb.Type] = None  # what pointers to a node point at, where that is a part of the object only
    kind: str = "node"  # what that object was read as: a "node", a "head", or an "entry", which is on a list for sure
    holds: bool = False  # whether an object like a node lies at its start
    link: str = ""  # how the link is written behind a node
    pure: bool = False  # whether a node is nothing but links, and may be a head as well
    circular: bool = False  # whether it is one of circular lists, as far as its type tells
    asked: bool = False  # whether the link back was asked for
    back: str = ""  # what a person would call the link back; "" where there is none


@dataclass(frozen=True)
class Object:
    """A struct that EXPR stands for, itself or through a pointer."""

    type: gdb.Type
    address: Optional[int]  # None: it lies nowhere in memory
    value: Optional[gdb.Value] = None  # the same, where it lies nowhere
    arrow: Optional[Word] = None  # the pointer that leads to it


@dataclass(frozen=True)
class Nodes:
    """What a node is: the type that links point at, which of its words is the link, and where the whole object lies."""

    type: gdb.Type
    link: Link
    next: int  # from where pointers to a node point to its link
    start: int  # and from there to the start of the object
    object: gdb.Type
    note: str = ""
    inside: int = 0  # where in a node the object lies of which that was asked, where it is part of one


class Candidates:
    """The readings of one expression, as far as the types and the options say."""

    def __init__(self, expression: str, way: Way, memory: Memory, names: Names) -> None:
        self.expression, self.way, self.memory, self.names = expression, way, memory, names

    def of(self, object: Object) -> List[Reading]:
        """What `object` may be, likeliest first; GdbError where it can be nothing."""
        found = list(self._contained(object) if self.way.container else self._plain(object))
        if not found:
            heaps.check_none(self.expression, object.type)
            if self.way.next is not None:
                links.inside(object.type, self.way.next)
            for link in links.pointers(object.type):
                if link.leads is not None and links.heads(link.leads):
                    dot = "." if object.arrow is None else "->"
                    way = f"{self.bracketed()}{dot}{link.member[1:]}"
                    told = f"{self.expression} is a {object.type}, and no list; one may be where {link.said} points"
                    raise gdb.GdbError(f"{told}: show-list {way}.")
            known = ", ".join(link.member[1:] for link in links.pointers(object.type)) or "none"
            raise gdb.GdbError(f"{self.expression} is a {object.type} with these pointers: {known}; {LISTS}.")
        return found

    def _plain(self, object: Object) -> Iterator[Reading]:
        """Without --container: the object is a node, or holds a head."""
        type = object.type
        if self._is_node(type) and not self._is_apart(object):
            for nodes in self.nodes(type):
                if object.address is None:  # the value of a function, say: its link is all there is
                    yield self._as_head(object, nodes.link, nodes, nodes.note)
                    continue
                yield from self._as_node(object, nodes)
            return
        heads = self._leading(type)
        seen = set()
        for link in self._likeliest(heads):
            note = self._followed(link, heads)
            if link.outer is not None and link.leads is not None:
                if link.outer not in seen and object.address is not None:
                    seen.add(link.outer)
                    part = Object(link.leads, object.address + link.outer)
                    for nodes in self.nodes(link.leads):
                        for reading in self._as_node(part, nodes, kind="head"):
                            circular = reading.circular or bool(links.CIRCULAR.search(str(type)))
                            yield replace(reading, note=note or reading.note, circular=circular)
            elif link.leads is not None:
                yield from self._led(object, link, note)
            else:
                words = (
                    f"Nothing is known of what {link.said or self.expression} points at: its first word was followed"
                )
                yield self._as_words(object, link, note or f"{words}; {OTHERWISE}.")

    def _led(self, object: Object, link: Link, note: str) -> Iterator[Reading]:
        """The object has a pointer to the first node, or to the head."""
        assert link.leads is not None
        arrow = self.head_at(object, link)
        there = Object(link.leads, arrow.value, None, arrow)
        if arrow.value and not self._is_node(link.leads) and not same(link.leads, object.type):
            for reading in self._plain(there):
                yield replace(reading, note=note or reading.note)
            return
        for nodes in self.nodes(link.leads):
            if arrow.value and arrow.address is not None and links.is_circular(link.leads):
                yield from (replace(reading, note=note) for reading in self._as_node(there, nodes))
            yield self._as_head(object, link, nodes, note)

    def _is_node(self, type: gdb.Type) -> bool:
        """Whether an object of `type` is a node rather than something that holds a head."""
        if self.way.next is not None and _has(type, self.way.next):
            return True
        found = links.on(type)
        if not found:
            return False
        link = found[0]
        if link.outer is None or link.leads is None or same(link.leads, type):
            return True
        if links.is_back(link) and any(map(links.first_only, links.heads(type))) or links.holds_first(link, type):
            return False
        # A node that the struct has in it: one link makes a list that ends in null, two make a ring, its head there.
        return not links.is_pure(link.leads) or len(links.on(link.leads)) < 2 and not self._is_head(type, link)

    def _is_apart(self, object: Object) -> bool:
        """Whether the object is like what nodes have in them, a hook, and lies in no node, as far as names tell."""
        for link in links.on(object.type)[:1]:
            around = None if link.leads is None else links.part(link.leads, object.type)
            if link.leads is not None and around is not None and object.address is not None:
                return self.names.has(link.leads, object.address - around, object.address) is False
        return False

    def _is_head(self, type: gdb.Type, link: Link) -> bool:
        """Whether a node with one link that is part of `type` is the head of a list, as C++'s have one."""
        return links.first_only(link) or bool(members.LIBRARY.search(str(type)))

    def nodes(self, type: gdb.Type) -> Iterator[Nodes]:
        """How nodes of `type` may go on, likeliest first; by --next, if that is given."""
        if self.way.next is not None:
            yield _by(type, links.inside(type, self.way.next))
            return
        if self.way.offset is not None:
            word = gdb.lookup_type("char").pointer()
            yield Nodes(type, Link(self.way.offset, "", word), self.way.offset, 0, type)
            return
        found = links.on(type)
        if not found:
            heaps.check_none(self.expression, type)
            raise gdb.GdbError(f"Nodes of type {type} have no pointer to go on with; {OTHERWISE}.")
        others = [link for link in found[1:] if not links.is_back(link)]
        sure = found[0].outer is not None and not others or links.is_pure(type)
        for link in links.likeliest(found, self.expression):
            names = [each.said for each in found if each is not link and not links.is_back(each)][:MANY]
            but = f", not {_listed(names)}" if names else ""
            note = "" if sure else f"Of a {type} the member {link.said} was followed{but}; {OTHERWISE}."
            yield replace(_by(type, link), note=note)

    def _as_node(self, object: Object, nodes: Nodes, kind: str = "node") -> Iterator[Reading]:
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
        if object.arrow is None and not note and not self.explicit() and not links.is_pure(nodes.type):
            note = f"{self.expression} was read as a node, the first of its list; {OTHERWISE}."
        asked, pure = self.way.prev is not None, links.is_pure(nodes.type)
        size, link = nodes.type.sizeof, nodes.link.member
        yield Reading(
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

    def _as_head(self, object: Object, link: Link, nodes: Nodes, note: str) -> Reading:
        """The object holds a pointer to the first node."""
        notes = " ".join(each for each in (note, nodes.note) if each)
        head = self.head_at(object, link)
        shape = replace(self._shape(nodes), before=() if object.address is None else (object.address,))
        tails = [each for each in links.pointers(object.type) if each.leads and same(each.leads, nodes.type)]
        tail = next((each for each in tails if each.offset != link.offset), None)
        if object.address is not None:
            shape = replace(shape, tail=object.address + tail.offset if tail else 0)
        holds = links.holds(object.type, nodes.type, 0)
        address, size = object.address or 0, int(object.type.sizeof)
        asked, way = self.way.prev is not None, nodes.link.member
        found = Reading(head, link.member, shape, nodes.object, notes, address, size, nodes.type, "head", holds, way)
        return replace(found, asked=asked, back=self._said_back(nodes))

    def _as_words(self, object: Object, link: Link, note: str) -> Reading:
        """The object holds a pointer to a plain word."""
        is_word = link.type.code == gdb.TYPE_CODE_PTR and link.target.code == gdb.TYPE_CODE_INT
        return Reading(self.head_at(object, link), link.member, Shape(), None, "" if is_word else note)

    def _shape(self, nodes: Nodes) -> Shape:
        """The way through nodes, with their links back."""
        shape = Shape(next=nodes.next, start=nodes.start)
        base = nodes.link.offset - nodes.next
        back = self._back(nodes)
        return shape if back is None else replace(shape, prev=back.offset - base, prev_to_link=back.to_link is not None)

    def _said_back(self, nodes: Nodes) -> str:
        back = self._back(nodes)
        return "" if back is None else back.said

    def _back(self, nodes: Nodes) -> Optional[Link]:
        """The link back: the one that --prev names, of the nodes or of the objects that they are part of."""
        path = self.way.prev
        if path is None:
            return links.back(nodes.type, nodes.link)
        try:
            link = links.inside(nodes.type, path)
        except gdb.GdbError:
            if same(nodes.object, nodes.type):
                raise
            link = links.inside(nodes.object, path)
            link = replace(link, offset=link.offset + nodes.start)
        links.check(link, nodes.object)
        return link

    def _contained(self, object: Object) -> Iterator[Reading]:
        """With --container: the nodes are members of larger structs, TYPE.MEMBER."""
        outer, member = container(self.way.container or "")
        inner = member.type if member.type.code in members.MEMBERS else outer
        for nodes in self._parts(outer, member, inner):
            type = nodes.type
            if same(object.type, outer) and not same(outer, inner) and object.address is not None:
                part = Object(inner, object.address + member.offset)
                own = replace(nodes, start=0) if same(type, inner) else replace(nodes, inside=member.offset)
                for reading in self._as_node(part, own, kind="entry"):
                    yield replace(reading, object=outer, shape=replace(reading.shape, start=nodes.start))
            elif same(object.type, type) or _begins(nodes, object.type):
                for reading in self._as_node(object, replace(nodes, start=0, object=type)):
                    yield replace(reading, object=outer, shape=replace(reading.shape, start=nodes.start), note="")
            else:
                yield from self._heads_of(object, nodes)

    def pointed(self, pointer: Word) -> Iterator[Reading]:
        """With --container: what a word points at, of which the type tells nothing, is a node."""
        outer, member = container(self.way.container or "")
        inner = member.type if member.type.code in members.MEMBERS else outer
        for nodes in self._parts(outer, member, inner):
            for reading in self._as_node(Object(nodes.type, pointer.value, None, pointer), replace(nodes, start=0)):
                yield replace(reading, object=outer, shape=replace(reading.shape, start=nodes.start), note="")

    def _heads_of(self, object: Object, nodes: Nodes) -> Iterator[Reading]:
        """The pointers in `object` that may lead to such nodes."""
        heads = self._leading(object.type)
        leading = [link for link in heads if link.leads is not None and same(link.leads, nodes.type)] or heads
        for link in self._likeliest(leading):
            note = self._followed(link, leading)
            if link.outer is not None and object.address is not None:
                part = Object(link.leads or object.type, object.address + link.outer)
                for reading in self._as_node(part, replace(nodes, start=0, object=part.type), kind="head"):
                    shape = replace(reading.shape, start=nodes.start)
                    yield replace(reading, object=nodes.object, shape=shape, note=note)
            else:
                yield self._as_head(object, link, nodes, note)

    def _leading(self, type: gdb.Type) -> List[Link]:
        """The pointers in a `type` that may lead to a first node, which has the member that --next names."""
        path = self.way.next
        named = [link for link in links.pointers(type) if path and link.leads and _has(link.leads, path)]
        return named or links.heads(type)

    def _likeliest(self, heads: List[Link]) -> List[Link]:
        """Those of the pointers that are called most like one to where the list begins, walked the way --next says."""
        if self.way.next is None or not links.is_called_back(self.way.next):
            return links.likeliest_heads(heads)
        whole = [link for link in heads if link.outer is None]
        same_name = [link for link in whole if link.name == self.way.next.rpartition(".")[2]]
        return same_name or [link for link in whole if links.is_tail(link)] or links.likeliest_heads(heads)

    def _parts(self, outer: gdb.Type, member: members.Member, inner: gdb.Type) -> Iterator[Nodes]:
        """How nodes go on that are the member `member` of an `outer`."""
        if same(inner, outer):
            link = links.inside(outer, member.member.lstrip("."))
            links.check(link, outer)
            if link.outer and link.leads is not None:  # of a base class, say, that is not the first thing in it
                yield Nodes(link.leads, link, link.offset - link.outer, -link.outer, outer)
            else:
                yield Nodes(outer, link, link.offset, 0, outer)
            return
        if self.way.next is not None:
            path = self.way.next
            found = [links.inside(inner, path)] if _has(inner, path) else [_within(outer, member, path)]
        else:
            known = links.on(inner) or links.heads(inner)
            if not known:
                raise gdb.GdbError(f"{member.member[1:]} of {outer} is a {inner}, which has no pointer to go on with.")
            found = links.likeliest(known, self.expression)
        for link in found:
            links.check(link, inner)
            if link.leads is not None and same(link.leads, outer):
                whole = replace(link, offset=link.offset + member.offset)
                yield Nodes(outer, whole, whole.offset, 0, outer)
            else:
                yield Nodes(inner, link, link.offset, -member.offset, outer)

    def _followed(self, link: Link, heads: List[Link]) -> str:
        """The note for an object that has more than one pointer to follow."""
        others = [each for each in heads if each.outer is None or each.outer != link.outer]
        others = [each for each in others if each is not link]
        if not others:
            return ""
        names = [each.said for each in others if not links.is_last(each)][:MANY]
        but = f", not {_listed(names)}" if names else ""
        return f"Of its pointers {link.said} was followed{but}; {OTHERWISE}."

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
    raise gdb.GdbError(f"There is no type {name}; info types lists those that the program has.")


def _by(type: gdb.Type, link: Link) -> Nodes:
    """Nodes of `type` that go on by `link`: where pointers to them point, and where they start from there."""
    links.check(link, type)
    if link.outer is not None and link.leads is not None:
        return Nodes(type if link.outer == 0 else link.leads, link, link.offset - link.outer, -link.outer, type)
    around = None if link.leads is None else links.part(link.leads, type)
    if around is not None:
        assert link.leads is not None
        whole = replace(link, offset=link.offset + around)
        return Nodes(link.leads, whole, whole.offset, 0, link.leads, inside=around)
    return Nodes(type, link, link.offset, 0, type)


def _begins(nodes: Nodes, type: gdb.Type) -> bool:
    """Whether nodes begin like the nodes of `type`, which lead to each other by the same link."""
    return nodes.start == 0 and any(link.offset == nodes.next for link in links.to_itself(type))


def _within(outer: gdb.Type, member: members.Member, path: str) -> Link:
    """The link `path` of an `outer`, as it lies from the member that the nodes are."""
    link = links.inside(outer, path)
    return replace(link, offset=link.offset - member.offset)


def _has(type: gdb.Type, path: str) -> bool:
    """Whether `type` has such a member."""
    try:
        return bool(members.placed(type, path, strict=True))
    except gdb.GdbError:
        return False


def _listed(names: List[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
