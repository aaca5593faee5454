"""The nouns that every other file speaks in: Memory, Shape, Word, Chain, Heap, Problem, Change, and the snapshots.

All addresses and values are plain integers, all sizes are in bytes. Nothing here knows GDB, and nothing is imported
from the rest of the package.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Callable, Dict, Optional, Sequence, Tuple, TypeVar

PAGE = 4096
Answer = TypeVar("Answer")


class Unreadable(Exception):
    """A word that cannot be had. `kind` is "unreadable" or "not-ram", as in Problem.kind, or "interrupted"."""

    def __init__(self, kind: str, address: int) -> None:
        super().__init__(f"{kind} at {address:#x}")
        self.kind = kind
        self.address = address


class Gone(Exception):
    """Raised by a Memory's `fetch` or `translate` when nobody answers any more; its text is a clause that says why."""


@dataclass
class Memory:
    """An image of memory, fetched in whole pages, each at most once.

    `fetch` takes an address and a size in bytes and gives the bytes, or None where they cannot be read. `ram` lists the
    ranges that may be read at all, for reading a device register would change the machine; None means everything may.
    Under paging `ram` speaks of physical addresses, and all others are virtual: `translate` takes a page's address and
    gives where it lies physically, None where nothing is mapped. Without paging an address is what goes on the bus.

    Reading can end before its time, by Ctrl-C or with the target. `interrupted` then says why, what was fetched stays
    readable, and the rest is Unreadable: what was read so far can still be shown.
    """

    fetch: Callable[[int, int], Optional[bytes]]
    ram: Optional[Sequence[range]] = None
    word_size: int = 8
    byteorder: str = "little"
    translate: Optional[Callable[[int], Optional[int]]] = None
    interrupted: Optional[str] = None
    pages: Dict[int, Optional[bytes]] = field(default_factory=dict)  # None: to be read piece by piece, see _page
    frames: Dict[int, Optional[int]] = field(default_factory=dict)  # what `translate` gave

    def word(self, address: int) -> int:
        """The word at `address`; raises Unreadable."""
        page = self.pages.get(address & -PAGE)
        at = address % PAGE
        if page is None or at + self.word_size > PAGE:
            data = self.read(address, self.word_size)
        else:
            data = page[at : at + self.word_size]
        return int.from_bytes(data, "big" if self.byteorder == "big" else "little")

    def read(self, address: int, size: int) -> bytes:
        """`size` bytes from `address` on; raises Unreadable naming the first address that cannot be had."""
        parts = []
        while size > 0:
            at = address % PAGE
            length = min(size, PAGE - at)
            page = self._page(address - at)
            parts.append(self._piece(address, length) if page is None else page[at : at + length])
            address += length
            size -= length
        return b"".join(parts)

    def is_ram(self, address: int, size: int = 1) -> bool:
        """Whether `size` bytes of one page, from `address` on, may be read without changing the machine."""
        if self.ram is None:
            return True
        frame = self._frame(address & -PAGE)
        first = 0 if frame is None else frame + address % PAGE
        return frame is not None and any(first in part and first + size - 1 in part for part in self.ram)

    def interrupt(self, reason: str) -> None:
        """Fetches nothing from now on. `reason` is a clause, such as "Ctrl-C was pressed"; the first one stays."""
        self.interrupted = self.interrupted or reason

    def _page(self, start: int) -> Optional[bytes]:
        """The page from `start` on; None where RAM ends within it, or where it cannot be had as a whole."""
        if start not in self.pages:
            whole = self._frame(start) is not None and self.is_ram(start, PAGE)
            self.pages[start] = self._ask(self.fetch, start, PAGE) if whole else None
        return self.pages[start]

    def _piece(self, address: int, size: int) -> bytes:
        """A part of a page that is not read as a whole."""
        if self._frame(address & -PAGE) is None:
            raise Unreadable("unreadable", address)
        if not self.is_ram(address, size):
            raise Unreadable("not-ram", address)
        data = self._ask(self.fetch, address, size)
        if data is None:
            raise Unreadable("unreadable", address)
        return data

    def _frame(self, start: int) -> Optional[int]:
        """Where the page from `start` on lies physically; None where nothing is mapped."""
        if self.translate is None:
            return start
        if start not in self.frames:
            self.frames[start] = self._ask(self.translate, start)
        return self.frames[start]

    def _ask(self, how: Callable[..., Optional[Answer]], address: int, *more: int) -> Optional[Answer]:
        """What the target answers about `address`, unless reading has ended or ends now."""
        if self.interrupted is None:
            try:
                return how(address, *more)
            except KeyboardInterrupt:
                self.interrupt("Ctrl-C was pressed")
            except Gone as fault:
                self.interrupt(str(fault))
        raise Unreadable("interrupted", address)


@dataclass(frozen=True)
class Shape:
    """How to follow a list: each node's first word holds the address of the next node, 0 ends the list.

    `limit` is the number of nodes after which the walk stops, None for as many as memory can hold.
    """

    limit: Optional[int] = None


@dataclass(frozen=True)
class Word:
    """One word of memory at one stop."""

    address: Optional[int]  # None: the value of an expression that lies nowhere in memory
    value: Optional[int]  # None: it could not be read
    label: Optional[str] = None  # its name in the program, such as values[3]


@dataclass(frozen=True)
class Problem:
    """Something wrong with a chain."""

    kind: str  # cycle, misaligned, unreadable, not-ram, interrupted
    address: Optional[int]  # the word or node it is about
    message: str  # one sentence for people


@dataclass(frozen=True)
class Chain:
    """A list as it was walked: the head, then the nodes in list order."""

    head: Word  # the word that points at the first node
    nodes: Tuple[Word, ...]  # each node's word; its value is the address of the next node
    end: str  # null, head, cycle, misaligned, unreadable, not-ram, limit
    problems: Tuple[Problem, ...] = ()
    member: str = ""  # how the head's word is reached from its label: ".head", or "" if it is the word itself
    interrupted: Optional[str] = None  # why the walk ended before its time, with end "limit"; None if it did not


@dataclass(frozen=True)
class Variable:
    """A named run of memory: one variable of the program."""

    name: str  # values
    address: int  # its first byte
    size: int  # in bytes
    place: str  # on the stack of lesson()


@dataclass(frozen=True)
class Change:
    """A word that differs between two stops."""

    address: int
    before: Optional[int]  # None: it could not be read then
    after: Optional[int]


@dataclass(frozen=True)
class Difference:
    """What changed between an earlier stop and now. A word rewritten with the value it had is not a change."""

    since: int  # the number of the earlier stop
    changed: Tuple[Change, ...]  # in address order
    joined: Tuple[int, ...] = ()  # nodes on the chain now and not then, in list order
    left: Tuple[int, ...] = ()  # nodes on the chain then and not now, in list order then


@dataclass(frozen=True)
class Moment:
    """Where in the course a snapshot was taken; every part may be unknown."""

    lesson: Optional[str] = None  # "Lesson 1: an intrusive list on the stack"
    stop: Optional[int] = None  # 6; None between two numbered stops
    step: Optional[str] = None  # the title of that stop, or where the machine stands instead

    def title(self) -> str:
        """Lesson, stop and step in one line; "" where nothing is known."""
        stop = None if self.stop is None else f"stop {self.stop}"
        where = ": ".join(part for part in (stop, self.step) if part)
        return " · ".join(part for part in (self.lesson, where) if part)


@dataclass(frozen=True)
class Snapshot:
    """Everything that one show-list saw, ready to be drawn in any form."""

    chain: Chain
    words: Tuple[Word, ...] = ()  # what --memory asked for, in address order, on the chain or not
    variables: Tuple[Variable, ...] = ()  # those that own a shown word, in address order
    pointers: Tuple[Word, ...] = ()  # variables such as prev and curr whose value is the address of a shown word
    moment: Moment = Moment()
    difference: Optional[Difference] = None  # None: there is no earlier stop to compare with
    word_size: int = 8

    def on_chain(self) -> Dict[int, Word]:
        """The nodes by address."""
        return self._on_chain

    def shown(self) -> Tuple[Word, ...]:
        """Every word but the head, in address order, each once: the nodes and what --memory asked for."""
        return self._shown

    def targets(self) -> Dict[int, Word]:
        """What an arrow may point at: every shown word and the head's, by address."""
        return self._targets

    def changed(self) -> Dict[int, Change]:
        """The changed words by address; empty where there is nothing to compare with."""
        return {} if self.difference is None else {change.address: change for change in self.difference.changed}

    @cached_property
    def _on_chain(self) -> Dict[int, Word]:
        return {node.address: node for node in self.chain.nodes if node.address is not None}

    @cached_property
    def _shown(self) -> Tuple[Word, ...]:
        words = {word.address: word for word in self.words + self.chain.nodes if word.address is not None}
        return tuple(words[address] for address in sorted(words))

    @cached_property
    def _targets(self) -> Dict[int, Word]:
        head = self.chain.head
        words = {word.address: word for word in self._shown if word.address is not None}
        return words if head.address is None else {**words, head.address: words.get(head.address, head)}


@dataclass(frozen=True)
class Block:
    """A run of a heap's memory of 2 to the power of `order` bytes, at a multiple of its size."""

    address: int
    order: int
    label: Optional[str] = None  # the name of its first word
    asked: Optional[int] = None  # bytes asked for; None while it is free

    @property
    def size(self) -> int:
        """In bytes."""
        return 1 << self.order

    @property
    def end(self) -> int:
        """The first address behind it."""
        return self.address + self.size

    @property
    def buddy(self) -> int:
        """The address of the block with which this one makes a block of twice the size."""
        return self.address ^ self.size


@dataclass(frozen=True)
class FreeList:
    """The free blocks of one order, as a list that runs through their first words."""

    order: int
    chain: Chain

    def blocks(self) -> Tuple[Block, ...]:
        """The blocks in list order."""
        return tuple(
            Block(node.address, self.order, node.label) for node in self.chain.nodes if node.address is not None
        )


@dataclass(frozen=True)
class Heap:
    """A buddy heap as it was read: its free lists, its books, and what a checked build knows beside it."""

    address: int
    label: str
    lists: Tuple[FreeList, ...]  # in the order of their orders, the empty ones too
    user: Optional[int]  # bytes asked for; None where the heap does not count them
    allocated: Optional[int]  # bytes handed out for them
    total: Optional[int]  # bytes added
    regions: Tuple[range, ...] = ()  # the memory that was added, in address order; () where nobody tells
    taken: Optional[Tuple[Block, ...]] = None  # blocks handed out, in address order; None without a checked build
    problems: Tuple[Problem, ...] = ()

    def free(self) -> Tuple[Block, ...]:
        """Every free block, in address order; one that is on two lists comes twice."""
        blocks = [block for each in self.lists for block in each.blocks()]
        return tuple(sorted(blocks, key=lambda block: (block.address, block.order)))

    @property
    def free_bytes(self) -> int:
        """The sum of the free blocks."""
        return sum(len(each.chain.nodes) << each.order for each in self.lists)


@dataclass(frozen=True)
class HeapDifference:
    """What happened to a heap's blocks between an earlier stop and now, as far as the two states tell."""

    since: int  # the number of the earlier stop
    changed: Tuple[Change, ...] = ()  # list heads and first words of free blocks, in address order
    split: Tuple[Block, ...] = ()  # free then; now smaller blocks lie in its place
    merged: Tuple[Block, ...] = ()  # free now; then smaller blocks lay in its place
    taken: Tuple[Block, ...] = ()  # handed out since
    returned: Tuple[Block, ...] = ()  # given back since


@dataclass(frozen=True)
class HeapSnapshot:
    """Everything that one show-freelists saw, ready to be drawn in any form."""

    heap: Heap
    variables: Tuple[Variable, ...] = ()  # those that own a shown word, in address order
    moment: Moment = Moment()
    difference: Optional[HeapDifference] = None  # None: there is no earlier stop to compare with
    word_size: int = 8

    def changed(self) -> Dict[int, Change]:
        """The changed words by address; empty where there is nothing to compare with."""
        return {} if self.difference is None else {change.address: change for change in self.difference.changed}
