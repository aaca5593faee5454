"""Memory: an image of a target's memory, read in whole pages, and never where reading would change the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Dict, Optional, Sequence, TypeVar

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
        if address < 0 or address + size > 1 << 8 * self.word_size:
            # A node at the edge of the address space, a field beyond it.
            raise Unreadable("unreadable" if self.ram is None or self.translate else "not-ram", address)
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
        if frame is None or any(first in part and first + size - 1 in part for part in self.ram):
            return frame is not None
        whole = range(first, first + size)
        return sum(len(_overlap(whole, part)) for part in self.ram) == size  # parts may touch, and leave holes

    def interrupt(self, reason: str) -> None:
        """Fetches nothing from now on. `reason` is a clause, such as "Ctrl-C was pressed"; the first one stays."""
        self.interrupted = self.interrupted or reason

    def _page(self, start: int) -> Optional[bytes]:
        """The page from `start` on; None where RAM ends within it, or where it cannot be had as a whole."""
        if start not in self.pages:
            whole = self._frame(start) is not None and self.is_ram(start, PAGE)
            page = self._ask(self.fetch, start, PAGE) if whole else None
            self.pages[start] = page if page is not None and len(page) == PAGE else None
        return self.pages[start]

    def _piece(self, address: int, size: int) -> bytes:
        """A part of a page that is not read as a whole."""
        if self._frame(address & -PAGE) is None:
            raise Unreadable("unreadable", address)
        if not self.is_ram(address, size):
            raise Unreadable("not-ram", address)
        data = None if size == PAGE else self._ask(self.fetch, address, size)  # a whole page was asked for already
        if data is None or len(data) != size:
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


def _overlap(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))
