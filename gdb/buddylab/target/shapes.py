"""From an expression that a user typed to the head of a list and the way through it, or to a run of words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import gcd
from typing import Callable, List, Optional, Sequence, Tuple

import gdb

from buddylab.image import Memory
from buddylab.model import Shape, Word
from buddylab.target import ask, fields, heaps, links
from buddylab.target.links import Link
from buddylab.target.memory import word_size
from buddylab.target.names import Names
from buddylab.target.values import evaluate, follow
from buddylab.walk import read

LISTS = "expected a struct with one pointer, a pointer, or the address of a node"
HEADS = ("head", "first", "freelist", "free_list")  # what lists call the pointer to their first node
OTHERWISE = "--next MEMBER, --offset BYTES or --container TYPE.MEMBER asks for another reading"


@dataclass(frozen=True)
class Way:
    """What the options say about the way through a list; None is left to the types."""

    next: Optional[str] = None
    offset: Optional[int] = None
    container: Optional[str] = None
    prev: Optional[str] = None
    fields: Tuple[str, ...] = ()
    limit: Optional[int] = None


@dataclass(frozen=True)
class Reading:
    """Where a list starts, how to go through it, and which reading that is where there were others."""

    head: Word
    member: str  # how the head's word is reached from its label
    shape: Shape
    object: Optional[gdb.Type]  # what a node is, or is part of
    note: str = ""


def reading(expression: str, way: Way, memory: Memory, names: Names) -> Reading:
    """The list that `expression` stands for; GdbError says what else was expected."""
    value = evaluate(expression)
    try:
        # A value in memory is not fetched here: it may lie in a device. Only one that lies nowhere is looked at.
        if value.address is None and value.is_optimized_out:
            raise gdb.GdbError(
                f"{expression} was optimised out by the compiler; build with -O0, or name a global list."
            )
        found = _Reader(expression, way, memory, names).read(value)
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; {LISTS}.")
    shape = replace(found.shape, limit=way.limit, align=_align(found), fields=_shown(way.fields, found, memory))
    return replace(found, shape=shape)


class _Reader:
    """One expression, and what it can be read as."""

    def __init__(self, expression: str, way: Way, memory: Memory, names: Names) -> None:
        self.expression, self.way, self.memory, self.names = expression, way, memory, names

    def read(self, value: gdb.Value) -> Reading:
        """Options first, then what the types say."""
        if self.way.container is not None:
            return self.contained(value, self.way.container)
        type = value.type.strip_typedefs()
        target = self.target(type)
        if target is not None:
            there = follow(value, self.memory)
            if there is not None and links.is_circular(target):
                return self.circular(ask.address(there), target)
            is_list = not links.to_itself(target) and not self.explicit() and links.only_pointer(target) is not None
            if there is not None and is_list:
                return self.read(there)  # a pointer to a list rather than to a node
            return self.nodes(self.pointer(value), "", target)
        if type.code in links.STRUCTS:
            return self.struct(value, type)
        is_word = type.code == gdb.TYPE_CODE_INT and type.sizeof == word_size()
        if type.code == gdb.TYPE_CODE_PTR or is_word and value.address is not None:
            return self.nodes(self.pointer(value), "", self.target(type))
        if type.code == gdb.TYPE_CODE_INT and value.address is None:
            return self.nodes(self.value(int(value)), "", None)
        is_words = type.code == gdb.TYPE_CODE_ARRAY and type.target().sizeof % word_size() == 0
        if is_words and value.address is not None:
            raise gdb.GdbError(
                f"{self.expression} is an array, {value.type}; show-list list --memory {self.expression} shows all of"
                f" it beside a list, show-list &{self.expression}[0] follows its first element."
            )
        raise gdb.GdbError(f"{self.expression} is of type {value.type}; {LISTS}.")

    def struct(self, value: gdb.Value, type: gdb.Type) -> Reading:
        """A struct: the head of a circular list, a node, or a list with a pointer somewhere in it."""
        if value.address is not None and links.is_circular(type):
            return self.circular(int(value.address), type)
        if value.address is not None and (links.to_itself(type) or self.way.next is not None and self.has(type)):
            found = self.nodes(self.value(int(value.address)), "", type)
            note = f"{self.expression} was read as a node, the first of its list; {OTHERWISE}."
            return replace(found, note=found.note or ("" if self.explicit() else note))
        link, note = self.head_in(type)
        found = self.nodes(self.head_at(value, link), link.member, self.target(link.type))
        return replace(found, note=found.note or note)

    def head_in(self, type: gdb.Type) -> Tuple[Link, str]:
        """The pointer in a struct that is the head of its list, and a note where it could have been another."""
        found = list(links.pointers(type))
        chosen = found if len(found) == 1 else [link for link in found if link.name in HEADS]
        if len(chosen) != 1:
            heaps.check_none(self.expression, type)
            known = ", ".join(link.member[1:] for link in found) or "none"
            raise gdb.GdbError(f"{self.expression} is a {type} with these pointers: {known}; {LISTS}.")
        return chosen[0], "" if chosen is found else f"Of its pointers {chosen[0].name} was followed; {OTHERWISE}."

    def head_at(self, value: gdb.Value, link: Link) -> Word:
        """The word of a head that is a member of `value`."""
        if value.address is not None:
            return self.at(int(value.address) + link.offset, link.member)
        for name in filter(None, link.member.split(".")):
            value = value[name]
        return self.value(int(value))

    def nodes(self, head: Word, member: str, type: Optional[gdb.Type]) -> Reading:
        """A list of nodes of `type` that ends in null; None for nodes that are plain words."""
        way, note = self.way, ""
        start = 0
        if way.offset is not None:
            next = way.offset
        elif way.next is not None:
            next, start = self.path(self.typed(type, "--next"), way.next)
        elif type is None:
            next = 0
        else:
            link, note = self.guess(type)
            next = link.offset
        prev = None if way.prev is None else links.member(self.typed(type, "--prev"), way.prev).offset + start
        return Reading(head, member, Shape(next=next, prev=prev, start=start), type, note)

    def guess(self, type: gdb.Type) -> Tuple[Link, str]:
        """The member of a node that is most likely its link, and a note where it could have been another."""
        itself = links.to_itself(type)
        found = itself or list(links.pointers(type))
        best = [link for link in found if link.name == "next"] or [
            link for link in found if link.name not in ("prev", "previous", "parent")
        ]
        if not best:
            heaps.check_none(self.expression, type)
            raise gdb.GdbError(f"Nodes of type {type} have no pointer to go on with; {OTHERWISE}.")
        sure = len(best) == 1 and bool(itself)
        return best[0], "" if sure else f"Of a {type} the member {best[0].member[1:]} was followed; {OTHERWISE}."

    def path(self, type: gdb.Type, path: str) -> Tuple[int, int]:
        """Where the link `path` lies from where pointers to a node point, and where the node's object starts."""
        link = links.member(type, path)
        if link.type.code == gdb.TYPE_CODE_PTR:
            # A link to the struct that it lies in directly, as in list_head, skips what is in front of that.
            outer = path.rpartition(".")[0]
            if outer and links.same(link.target, links.member(type, outer).type):
                return link.offset - links.member(type, outer).offset, -links.member(type, outer).offset
        links.check(link, type)
        return link.offset, 0

    def contained(self, value: gdb.Value, container: str) -> Reading:
        """A list whose nodes are members of larger structs: TYPE.MEMBER."""
        name, _, path = container.partition(".")
        if not path:
            raise gdb.GdbError(f"--container {container} names no member; expected TYPE.MEMBER, such as task.list.")
        outer = _type(name)
        link = links.member(outer, path)
        inner = link.type if link.type.code in links.STRUCTS else outer
        followed = links.member(inner, self.way.next) if self.way.next and inner is not outer else link
        if inner is not outer and not self.way.next:
            followed, _ = self.guess(inner)
        links.check(followed, inner)
        type = value.type.strip_typedefs()
        there = follow(value, self.memory) if type.code == gdb.TYPE_CODE_PTR else value
        if links.is_circular(inner) and there is not None and there.address is not None:
            found = self.circular(int(there.address), inner, followed)
        elif type.code in links.STRUCTS:
            head, _ = self.head_in(type)
            found = Reading(self.head_at(value, head), head.member, Shape(next=followed.offset), outer)
        else:
            found = Reading(self.pointer(value), "", Shape(next=followed.offset), outer)
        start = -link.offset if inner is not outer else 0
        return replace(found, shape=replace(found.shape, start=start), object=outer)

    def circular(self, home: int, type: gdb.Type, link: Optional[Link] = None) -> Reading:
        """A list that ends where it began, at its head, which is no node; the pointer not followed leads back."""
        if self.way.offset is not None:
            raise gdb.GdbError(
                f"--offset is for lists that end in null, and {self.expression} is circular by its type, {type}; "
                "--next prev walks it backwards."
            )
        both = {each.name: each for each in links.to_itself(type)}
        if link is None:
            link = both["next"] if self.way.next is None else links.member(type, self.way.next)
        prev = both["next" if link.offset == both["prev"].offset else "prev"]
        if self.way.prev is not None:
            prev = links.member(type, self.way.prev)
        word = self.at(home + link.offset, link.member)
        return Reading(word, link.member, Shape(next=link.offset, prev=prev.offset, home=home), type)

    def explicit(self) -> bool:
        """Whether the user said what the link is."""
        return self.way.next is not None or self.way.offset is not None

    def has(self, type: gdb.Type) -> bool:
        """Whether `type` has the member that --next names."""
        try:
            return bool(links.member(type, self.way.next or ""))
        except gdb.GdbError:
            return False

    def typed(self, type: Optional[gdb.Type], option: str) -> gdb.Type:
        """The type of the nodes, which `option` needs."""
        if type is None:
            raise gdb.GdbError(
                f"The nodes of {self.expression} are plain words, without members; {option} needs structs."
            )
        return type

    def target(self, type: gdb.Type) -> Optional[gdb.Type]:
        """What a pointer of `type` points at if that is a struct."""
        if type.strip_typedefs().code != gdb.TYPE_CODE_PTR:
            return None
        target = type.strip_typedefs().target().strip_typedefs()
        return target if target.code in links.STRUCTS else None

    def pointer(self, value: gdb.Value) -> Word:
        """The word that a pointer, or an integer that serves as one, occupies; or just its value."""
        return self.value(int(value)) if value.address is None else self.at(int(value.address), "")

    def value(self, value: int) -> Word:
        """A head that lies nowhere in memory."""
        return Word(None, value % (1 << 8 * word_size()), self.expression)

    def at(self, address: int, member: str) -> Word:
        """A head in memory, under the program's name for it, without the member that the name may end in."""
        label = self.names.label(address) or self.expression
        if member and label.endswith(member):
            label = label[: -len(member)]
        return read(self.memory, address, label)


def _align(found: Reading) -> Optional[int]:
    """What the nodes' addresses are multiples of; of members of larger objects also a head of their kind may be met."""
    align = None if found.object is None else links.alignment(found.object)
    return gcd(align, found.shape.start, word_size()) if align and found.shape.start else align


def _type(name: str) -> gdb.Type:
    """The type that a user calls `name`, with or without struct in front of it."""
    for each in (name, f"struct {name}"):
        try:
            return gdb.lookup_type(each).strip_typedefs()
        except gdb.error:
            continue
    raise gdb.GdbError(f"There is no type {name}; info types lists those that the program has.")


def _shown(
    paths: Sequence[str], found: Reading, memory: Memory
) -> Tuple[Tuple[str, int, int, Callable[[bytes], str]], ...]:
    """The members that --field names: where they lie from a node's address, and how their bytes are shown."""
    if paths and found.object is None:
        raise gdb.GdbError("The nodes are plain words without members; --field needs nodes that are structs.")
    shown = []
    for path in paths:
        assert found.object is not None
        link = links.member(found.object, path)
        printer = partial(fields.shown, type=link.type, memory=memory)
        shown.append((path, found.shape.start + link.offset, int(link.type.sizeof), printer))
    return tuple(shown)


def words(expression: str, memory: Memory, names: Names) -> List[Word]:
    """Every word of the variable that `expression` stands for, whole words only, in address order."""
    value = evaluate(expression)
    try:
        if value.address is None:
            raise gdb.GdbError(f"{expression} lies nowhere in memory; --memory expects a variable, such as an array.")
        start, size = int(value.address), int(value.type.sizeof)
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; --memory expects a variable.")
    step = memory.word_size
    first = -(-start // step) * step
    return [read(memory, at, names.label(at)) for at in range(first, start + size - step + 1, step)]
