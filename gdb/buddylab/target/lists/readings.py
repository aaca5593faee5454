"""The nouns of reading a list: what the options say, an object that EXPR stands for, what a node is, and a reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

import gdb

from buddylab.model import Shape, Word
from buddylab.target.types.links import Link

LISTS = "expected a struct with one pointer, a pointer, or the address of a node"
MEMBERS_OR_BYTES = "--offset BYTES or --container TYPE.MEMBER asks for another reading"
OTHERWISE = f"--next MEMBER, {MEMBERS_OR_BYTES}"


@dataclass(frozen=True)
class Way:
    """What the options say about the way through a list; None is left to the types."""

    next: Optional[str] = None
    offset: Optional[int] = None
    container: Optional[str] = None
    prev: Optional[str] = None
    fields: Tuple[str, ...] = ()
    limit: Optional[int] = None
    home: Optional[range] = None  # the bytes of what --home names
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
    closes: bool = False  # whether an object like a node lies where the pointer at hand is its link
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
