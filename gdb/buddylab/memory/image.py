"""Memory: an image of a target's memory, read as far as it pays, and never where reading would change the machine.

The first word of a page is read alone: a list of a kernel's free pages has a node in each, and a page costs much more
than a word. A second one shows that there are more, and the page is read as a whole. Where RAM can be copied, a block
of 64 pages costs as much as a few words, and is copied as soon as so many were read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Optional, Sequence, Tuple, TypeVar

from buddylab.memory.ahead import BLOCK, PAGE, Ahead, holding

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
    """An image of memory. Nothing is fetched twice, but for what is fetched again with its page, or passed through.

    `fetch` takes an address and a size in bytes and gives the bytes, or None where they cannot be read. `ram` lists the
    ranges that may be read at all, for reading a device register would change the machine; None means everything may.
    Under paging `ram` speaks of physical addresses, and all others are virtual: `translate` takes a page's address and
    gives where it lies physically, None where nothing is mapped; `run` gives, without asking anybody, the addresses
    around it that were found to lie as one piece there too. Without paging an address is what goes on the bus.
    `ahead` is a quicker way to whole pages; what it does not give is fetched.
    `absent` gives the reason why nothing can be read at an address though memory may well be there, as a clause; "" for
    none that is known.

    Reading can end before its time, by Ctrl-C or with the target. `interrupted` then says why, what was fetched stays
    readable, and the rest is Unreadable: what was read so far can still be shown.
    """

    fetch: Callable[[int, int], Optional[bytes]]
    ram: Optional[Sequence[range]] = None
    word_size: int = 8
    byteorder: str = "little"
    translate: Optional[Callable[[int], Optional[int]]] = None
    ahead: Optional[Ahead] = None
    absent: Optional[Callable[[int], str]] = None
    run: Optional[Callable[[int], range]] = None
    interrupted: Optional[str] = None
    pages: Dict[int, Optional[bytes]] = field(default_factory=dict)  # None: to be read piece by piece, see _page
    blocks: Dict[int, bytes] = field(default_factory=dict)
    first: Dict[int, Tuple[int, bytes]] = field(default_factory=dict)  # what was read alone, by its page
    asked: Dict[int, int] = field(default_factory=dict)  # how often, by the block
    frames: Dict[int, Optional[int]] = field(default_factory=dict)  # what `translate` gave
    walks: Dict[Any, Any] = field(default_factory=dict)  # walk.py's: what was found from where
    # Addresses that lie in RAM as one piece, around the last one that was looked for, and how much further that is.
    _near: Tuple[range, int] = (range(0), 0)

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
        self._check(address, size)
        parts = []
        while size > 0:
            at = address & -PAGE
            length = min(size, at + PAGE - address)
            start, data = self.around(address, length)
            if len(data) == BLOCK:
                start, data = at, data[at - start : at - start + PAGE]
                self.pages[at] = data
            parts.append(data[address - start : address - start + length])
            address += length
            size -= length
        return b"".join(parts)

    def around(self, address: int, size: int, passing: int = 0) -> Tuple[int, bytes]:
        """Where what was read around `size` bytes of one page begins, and that: blocks, a page, or these bytes alone.

        Who is `passing` comes through one block after the other and needs what is in them no more: it gets a block at
        once, up to so many together, and they are not kept. Raises Unreadable.
        """
        self._check(address, size)
        page, block = address & -PAGE, address & -BLOCK
        if block in self.blocks:
            return block, self.blocks[block]
        if page not in self.pages:
            first = self.first.get(page)
            if first is not None and first[0] <= address and address + size <= first[0] + len(first[1]):
                return first
            blocks = None if self.ahead is None else self._blocks(self.ahead, address, passing)
            if blocks is not None:
                return blocks
            if first is None and size < PAGE:
                self.first[page] = first = address, self._piece(address, size)
                return first
        whole = self._page(page)
        return (address, self._piece(address, size)) if whole is None else (page, whole)

    def is_ram(self, address: int, size: int = 1) -> bool:
        """Whether `size` bytes of one page, from `address` on, may be read without changing the machine."""
        if self.ram is None or self._is_near(address, size):
            return True
        frame = self._frame(address & -PAGE)
        first = 0 if frame is None else frame + address % PAGE
        found = sum(len(_overlap(range(first, first + size), part)) for part in self.ram)  # parts may touch
        return frame is not None and found == size

    def physical(self, address: int) -> Optional[int]:
        """Where it lies physically; None where nothing is mapped."""
        try:
            frame = self._frame(address & -PAGE)
        except Unreadable:  # reading has ended
            return None
        return None if frame is None else frame + address % PAGE

    def why(self, address: int) -> str:
        """Why nothing can be read at `address`, where that is no fault of the target's; "" where it may be one."""
        try:
            return "" if self.absent is None else self._ask(address, self.absent, address) or ""
        except Unreadable:  # reading has ended, and nobody is asked any more
            return ""

    def interrupt(self, reason: str) -> None:
        """Fetches nothing from now on. `reason` is a clause, such as "Ctrl-C was pressed"; the first one stays."""
        self.interrupted = self.interrupted or reason

    def _page(self, start: int) -> Optional[bytes]:
        """The page from `start` on; None where RAM ends within it, or where it cannot be had as a whole."""
        if start not in self.pages:
            frame = self._frame(start)
            page = None
            if frame is not None and self.is_ram(start, PAGE):
                page = None if self.ahead is None else self._ask(start, self.ahead.page, frame)
                page = self._ask(start, self.fetch, start, PAGE) if page is None else page
            self.pages[start] = page if page is not None and len(page) == PAGE else None
        return self.pages[start]

    def _blocks(self, ahead: Ahead, address: int, passing: int) -> Optional[Tuple[int, bytes]]:
        """The block around `address`, or more of them, where it lies in RAM as one piece and copying it pays."""
        known, (near, further) = self._is_near(address, 1), self._near
        start = address & -BLOCK
        stop = start + BLOCK
        if not known or not ahead.works or start not in near or stop - 1 not in near:
            return None
        asked = self.asked[start] = self.asked.get(start, 0) + 1
        kept = asked >= ahead.few
        if not kept and not passing:
            return None
        if not kept:
            size = BLOCK * min(passing, ahead.most)
            start = max(address & -size, -(-near.start & -BLOCK))
            stop = min((address & -size) + size, near.stop & -BLOCK)
            self.asked.update((block, ahead.few - 1) for block in range(start, stop, BLOCK))  # to come again is enough
        data = self._ask(address, ahead.copied, start + further, stop + further)
        if data is not None and kept:
            self.blocks[start] = data
        return None if data is None else (start, data)

    def _piece(self, address: int, size: int) -> bytes:
        """A part of a page that is not read as a whole."""
        if not self._is_near(address, size):
            if self._frame(address & -PAGE) is None:
                raise Unreadable("unreadable", address)
            if not self.is_ram(address, size):
                raise Unreadable("not-ram", address)
        tried = size == PAGE  # as a page
        data = None if tried else self._ask(address, self.fetch, address, size)
        if data is None or len(data) != size:
            raise Unreadable("unreadable", address)
        return data

    def _is_near(self, address: int, size: int) -> bool:
        """Whether these bytes lie in RAM as one piece; what lies there around them is not looked for again."""
        last, near = address + size - 1, self._near[0]
        if address in near and last in near:
            return True
        page = address & -PAGE
        frame = self._frame(page)
        part = None if frame is None else holding(self.ram or (), frame + address % PAGE)
        if frame is None or part is None:
            return False
        further = frame - page
        near = range(part.start - further, part.stop - further)
        if self.translate is not None:
            near = _overlap(near, range(page, page + PAGE) if self.run is None else self.run(page))
        self._near = near, further
        return address in near and last in near

    def _frame(self, start: int) -> Optional[int]:
        """Where the page from `start` on lies physically; None where nothing is mapped."""
        if self.translate is None:
            return start
        if start not in self.frames:
            self.frames[start] = self._ask(start, self.translate, start)
        return self.frames[start]

    def _check(self, address: int, size: int) -> None:
        """Raises Unreadable for what lies beyond the address space: a node at its edge, a field outside."""
        if address < 0 or address + size > 1 << 8 * self.word_size:
            raise Unreadable("unreadable" if self.ram is None or self.translate else "not-ram", address)

    def _ask(self, address: int, question: Callable[..., Optional[Answer]], *arguments: int) -> Optional[Answer]:
        """What the target answers to a question about `address`, unless reading has ended or ends now."""
        if self.interrupted is None:
            try:
                return question(*arguments)
            except KeyboardInterrupt:
                self.interrupt("Ctrl-C was pressed")
            except Gone as fault:
                self.interrupt(str(fault))
        raise Unreadable("interrupted", address)


def _overlap(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))
