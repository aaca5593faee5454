"""Follows a list whose links are encoded: lock bits, indices, distances, or mangled as glibc does it. walk.py asks it.

Each link is decoded by an expression of the user's, which costs far more than a look at memory: nothing here hurries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Set

from buddylab.ends import End
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Code, Shape, Word

MOST = 100_000  # nodes; a decoded link may lead anywhere, so that a walk need not close soon


@dataclass
class Found:
    """How far a walk has come."""

    nodes: List[int] = field(default_factory=list)  # their addresses
    raws: List[int] = field(default_factory=list)  # the words with their links, as memory holds them
    address: Optional[int] = None  # where the last link leads
    end: str = ""


def link(memory: Memory, code: Code, address: int) -> int:
    """The encoded link at `address`; raises Unreadable."""
    return int.from_bytes(memory.read(address, code.size), "big" if memory.byteorder == "big" else "little")


def head(memory: Memory, code: Code, address: int, label: Optional[str], node: int) -> Word:
    """The word of a head at `address`, of which the links' decoding may hold as well; `node` stands for its own."""
    try:
        raw = link(memory, code, address)
    except Unreadable:
        return Word(address, None, label)
    return Word(address, code.leads(raw, node, 0) if code.head else raw, label, raw)


def follow(memory: Memory, shape: Shape, start: Word) -> Found:
    """The nodes from where the head `start` leads; a Ctrl-C in the middle leaves what was found."""
    code = shape.code
    assert code is not None
    seen: Set[int] = set()
    found, raw = Found(address=start.value), start.raw if code.head else None
    align, most = shape.align or code.size, MOST if shape.limit is None else shape.limit
    while not found.end:
        found.end = _end(found, raw, shape, seen, align, most)
        if found.end:
            found.address = 0 if found.end == End.MARK else found.address  # which leads nowhere
            break
        address = found.address
        assert address is not None
        try:
            raw = link(memory, code, address + shape.next)
        except Unreadable as fault:
            found.end = fault.kind
            break
        seen.add(address)
        before = found.nodes[-1] if found.nodes else 0
        found.nodes.append(address)
        found.raws.append(_word(memory, address + shape.next, raw))
        found.address = code.leads(raw, address, before)
    return found


def _end(found: Found, raw: Optional[int], shape: Shape, seen: Set[int], align: int, most: int) -> str:
    """How the list ends where the last link led to; "" where it goes on."""
    code, address = shape.code, found.address
    assert code is not None
    if code.end is not None and raw == code.end:
        return End.MARK
    if address is None:
        return End.UNREADABLE
    if address == 0:
        return End.NULL
    if address == shape.home:
        return End.HEAD
    if address in seen:
        return End.RING if shape.ring and address == found.nodes[0] else End.CYCLE
    if address % align:
        return End.MISALIGNED
    return End.LIMIT if len(found.nodes) >= most else ""


def _word(memory: Memory, address: int, raw: int) -> int:
    """The whole word at `address`, as x prints it, where the link is shorter; the link where that cannot be read."""
    try:
        return memory.word(address)
    except Unreadable:
        return raw
