"""Follows a list: Memory + Shape -> Chain. It trusts nothing it reads, and judges nothing: check.py does that.

The walk costs a fetch for every page that holds a node, and a dictionary's lookup a node: what it meets is kept as
plain numbers, and becomes words with names only when somebody looks at them.
"""

from __future__ import annotations

import sys
from array import array
from typing import Callable, Dict, Optional, Set, Tuple

from buddylab.model import PAGE, Chain, Interrupted, Memory, Nodes, Shape, Unreadable, Word

Label = Callable[[int], Optional[str]]
MOST = 4_000_000  # nodes, where nobody knows how much memory there is
CODES = {4: "I", 8: "Q"}  # the type of array whose elements are as large as a word


def read(memory: Memory, address: int, label: Optional[str] = None) -> Word:
    """The word at `address`, its value None where it cannot be read."""
    try:
        return Word(address, memory.word(address), label)
    except Unreadable:
        return Word(address, None, label)


def walk(memory: Memory, shape: Shape, head: Word, label: Label = lambda address: None, member: str = "") -> Chain:
    """The chain that starts at `head`, up to its end or to the first node that cannot be read.

    `head` is the word that points at the first node, `label` gives a name to an address, and `member` says how the word
    is reached from the head's own label. A walk that the user or a dying target interrupts gives what it has.
    """
    walker = _Walker(memory, shape, head)
    interrupted = ""
    try:
        walker.run()
        prevs, details = _besides(memory, shape, walker.found)
    except (Interrupted, KeyboardInterrupt) as reason:
        interrupted = str(reason) or "Ctrl-C"
        walker.end, prevs, details = walker.end or "limit", (), {}
    nodes = Nodes(walker.found, walker.address, shape.next, label)
    return Chain(head, nodes, walker.end, (), member, shape, prevs, details, interrupted)


class _Walker:
    """One walk, and how far it has come; an exception in the middle of it leaves that in place."""

    def __init__(self, memory: Memory, shape: Shape, head: Word) -> None:
        self.found = array("Q")  # the nodes' addresses
        self.address = head.value  # what the last word holds, the node to be read next
        self.end = "" if head.value is not None else "unreadable"
        self._memory = memory
        self._shape = shape
        self._seen: Set[int] = set() if head.address is None else {head.address - shape.next}
        self._most = _most(memory) if shape.limit is None else shape.limit
        self._pages: Dict[int, Optional["array[int]"]] = {}

    def run(self) -> None:
        """Goes on to the end."""
        seen, found, pages = self._seen, self.found, self._pages
        size, offset, home = self._memory.word_size, self._shape.next, self._shape.home
        address = self.address
        while not self.end:
            assert address is not None
            if address == 0:
                self.end = "null"
            elif address == home:
                self.end = "head"
            elif address in seen:
                self.end = "cycle"
            elif address % size:
                self.end = "misaligned"
            elif len(found) >= self._most:
                self.end = "limit"
            else:
                at = address + offset
                page = pages.get(at // PAGE)
                if page is None or at % size:
                    try:
                        value = self._word(at)
                    except Unreadable as fault:
                        self.end = fault.kind
                        return
                else:
                    value = page[at % PAGE // size]
                found.append(address)
                seen.add(address)
                self.address = address = value

    def _word(self, at: int) -> int:
        """The word at `at` the slow way; its page is kept for the words to come if all of it can be read."""
        memory = self._memory
        try:
            page = array(CODES[memory.word_size], memory.read(at & -PAGE, PAGE))
        except Unreadable:
            return memory.word(at)
        if memory.byteorder != sys.byteorder:
            page.byteswap()
        self._pages[at // PAGE] = page
        return memory.word(at)


def _most(memory: Memory) -> int:
    """How many nodes the target's memory can hold at most."""
    if memory.ram is None:
        return MOST
    return sum(len(part) for part in memory.ram) // memory.word_size


def _besides(
    memory: Memory, shape: Shape, found: "array[int]"
) -> Tuple[Tuple[Optional[int], ...], Dict[int, Tuple[str, ...]]]:
    """What the shape asks to be read of each node beside its link: the link back, and the fields as text."""
    prevs: Tuple[Optional[int], ...] = ()
    details: Dict[int, Tuple[str, ...]] = {}
    if shape.prev is not None:
        prevs = tuple(read(memory, address + shape.prev).value for address in found)
    if shape.fields:
        details = {address: tuple(_field(memory, address, *field[1:]) for field in shape.fields) for address in found}
    return prevs, details


def _field(memory: Memory, node: int, offset: int, size: int, show: Callable[[bytes], str]) -> str:
    try:
        return show(memory.read(node + offset, size))
    except Unreadable:
        return "unreadable"
