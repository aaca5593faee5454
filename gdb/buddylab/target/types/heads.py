"""The array of list heads in a type, as a heap has one: where it lies, and which word of a head leads to its list."""

from __future__ import annotations

import re
from typing import Iterator, Optional, Tuple

import gdb

from buddylab.target.ask import word_size
from buddylab.target.types import called, likely, links, members
from buddylab.target.types.links import Link
from buddylab.target.types.members import Member

NO_LIST = re.compile(
    r"^(alloc|std|hashbrown)::[\w:]*\b(BTree(Set|Map)|Hash(Set|Map)|Vec|VecDeque|BinaryHeap|"
    r"(multi)?(set|map)|unordered_\w+|vector|deque)<"
)

# The members that lead to a struct, and in that its array of list heads: where it lies there, but as it is written from
# the outermost struct, .data.value.free_list.
Heads = Tuple[Tuple[gdb.Field, ...], Member]


def inside(type: gdb.Type, way: Tuple[gdb.Field, ...] = ()) -> Iterator[Heads]:
    """The arrays of list heads in the structs of `type`; outer ones first. `way` leads here."""
    type = type.strip_typedefs()
    if type.code not in members.MEMBERS:
        return
    for field in members.fields(type):
        if is_array(members.type_of(field)):
            member = "".join(map(members.written, (*way, field)))
            yield way, Member(members.start(field), member, members.type_of(field))
    for field in members.fields(type):
        yield from inside(members.type_of(field), (*way, field))


def is_array(type: gdb.Type) -> bool:
    """Whether it is an array of pointers, or of structs that head a list."""
    return bool(type.code == gdb.TYPE_CODE_ARRAY and first(type.target().strip_typedefs()) is not None)


def first(element: gdb.Type) -> Optional[Link]:
    """The pointer to the first node in what heads a list: the only one, or the one before that to the last node.

    None for collections of Rust and C++ that are no lists: sets, maps, vectors.
    """
    if NO_LIST.search(str(element)):
        return None
    if links.is_circular(element):
        return likely.inside(element, "next")
    every = list(links.pointers(element))
    if len(every) == 1:
        return every[0]
    heads = likely.heads(element) if len(every) == 2 and element.sizeof == 2 * word_size() else []
    ends = [link for link in every if not any(link.offset == head.offset for head in heads[:1])]
    is_pair = heads and not likely.on(element) and all(map(called.is_last, ends))
    return heads[0] if is_pair else None


def named(type: gdb.Type, path: str) -> Member:
    """The array of lists that --lists names."""
    link = members.placed(type, path)
    if not is_array(link.type):
        raise gdb.GdbError(f"{path} of {type} is a {link.type}; --lists expects an array of lists.")
    return link
