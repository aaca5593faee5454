"""Memory: an image of a target's memory, read in whole pages, and never where reading would change the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Dict, Optional, Sequence, TypeVar

PAGE = 4096
AHEAD = 16 * PAGE
Answer = TypeVar("Answer")


class Unreadable(Exception):
    """A word that cannot be had. `kind` is "unreadable" or "not-ram", as in Problem.kind, or "interrupted"."""

    def __init__(self, kind: str, address: int) -> None:
        super().__init__(f"{kind} at {address:#x}")
        self.kind = kind
        self.address = address


class Gone(Exception):
    """Raised by a Memory's `fetch` or `translate` when nobody answers any more; its text is a clause that says why."""


class Ahead:
    """Whole pages of RAM by physical address, copied sixteen at a time: a question costs more than what it carries.

    `copy` takes a physical address and a size, and gives the bytes, or None or too few where it cannot; it is not asked
    again then. It is asked for nothing that lies outside the `ram` that the page is part of.
    """

    def __init__(self, copy: Callable[[int, int], Optional[bytes]], ram: Sequence[range]) -> None:
        self._copy = copy
        self._ram = ram
        self._pages: Dict[int, bytes] = {}
        self._works = True

    def page(self, frame: int) -> Optional[bytes]:
        """The page that lies at `frame`; None where it must be had in another way."""
        if frame not in self._pages and self._works:
            for part in self._ram:
                if frame in part and frame + PAGE - 1 in part:
                    self._read(frame & -AHEAD, part)
        return self._pages.get(frame)

    def _read(self, start: int, part: range) -> None:
        """The whole pages of `part` from `start` on, up to sixteen."""
        stop = min(start + AHEAD, part.stop & -PAGE)
        start = max(start, -(-part.start & -PAGE))
        data = self._copy(start, stop - start) or b""
        self._works = len(data) == stop - start
        if self._works:
            self._pages.update((at, data[at - start : at - start + PAGE]) for at in range(start, stop, PAGE))


@dataclass
class Memory:
    """An image of memory, fetched in whole pages, each at most once.

    `fetch` takes an address and a size in bytes and gives the bytes, or None where they cannot be read. `ram` lists the
    ranges that may be read at all, for reading a device register would change the machine; None means everything may.
    Under paging `ram` speaks of physical addresses, and all others are virtual: `translate` takes a page's address and
    gives where it lies physically, None where nothing is mapped. Without paging an address is what goes on the bus.
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

    def why(self, address: int) -> str:
        """Why nothing can be read at `address`, where that is no fault of the target's; "" where it may be one."""
        return "" if self.absent is None else self._ask(address, self.absent, address) or ""

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

    def _piece(self, address: int, size: int) -> bytes:
        """A part of a page that is not read as a whole."""
        if self._frame(address & -PAGE) is None:
            raise Unreadable("unreadable", address)
        if not self.is_ram(address, size):
            raise Unreadable("not-ram", address)
        data = (
            None if size == PAGE else self._ask(address, self.fetch, address, size)
        )  # a whole page was asked for already
        if data is None or len(data) != size:
            raise Unreadable("unreadable", address)
        return data

    def _frame(self, start: int) -> Optional[int]:
        """Where the page from `start` on lies physically; None where nothing is mapped."""
        if self.translate is None:
            return start
        if start not in self.frames:
            self.frames[start] = self._ask(start, self.translate, start)
        return self.frames[start]

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
