"""Linux' zone: its lists hold struct pages, each of which stands for a page; and what the zone itself counts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import FrozenSet, List, Optional, Tuple

MOST = 1 << 52  # pages; more than any address reaches
PREFIX = "MIGRATE_"


@dataclass(frozen=True)
class PageMap:
    """The array of struct pages, one for each page of memory: where it begins, and for which page."""

    base: int  # the address of the struct page of page number `first`
    first: int
    stride: int  # from one struct page to the next, in bytes
    entry: int  # how many bytes into a struct page the list runs through it
    page: int  # the size of a page, in bytes
    word_size: int = 8

    def block(self, node: int) -> int:
        """The address of the page that the list's entry at `node` stands for."""
        return (self.first + self._distance(node) // self.stride) * self.page

    def holds(self, node: int) -> bool:
        """Whether a struct page has its entry there."""
        return self._distance(node) % self.stride == 0

    def described(self, address: int) -> int:
        """The address of the page whose struct page has the byte at `address`."""
        return self.block(address + self.entry)

    def struct(self, address: int) -> int:
        """The address of the struct page that stands for the page at `address`."""
        return (self.base + (address // self.page - self.first) * self.stride) % (1 << 8 * self.word_size)

    def _distance(self, node: int) -> int:
        """From the struct page of page number `first`; addresses go round at the end of their space."""
        return (node - self.entry - self.base) % (1 << 8 * self.word_size)


@dataclass(frozen=True)
class Cpu:
    """Where a processor keeps what it has not told the zone yet."""

    number: int
    held: int  # the address of the signed byte by which the zone's count of free pages is to be corrected,
    threshold: int  # of the signed byte that says how large that may get,
    pages: Optional[int]  # and of the int that says how many pages are on its own lists,
    lists: Tuple[Tuple[int, int], ...] = ()  # the heads of these, and the order of the blocks on each


@dataclass(frozen=True)
class Parked:
    """A block on a processor's own list: it was given back, but not yet to the zone."""

    start: int
    stop: int  # the first address behind it
    cpu: int  # the processor's number


@dataclass(frozen=True)
class ZoneShape:
    """Where the parts of a zone are: addresses, None for what it does not have."""

    name: str
    page: int  # the size of a page, in bytes
    pages: Optional[PageMap]  # None where an expression says where a block lies
    array: str  # what an order's lists are called,
    kinds: Tuple[str, ...]  # and what each of them is for: MIGRATE_UNMOVABLE and so on
    apart: int  # from one of these lists to the next, in bytes
    alone: FrozenSet[str]  # the kinds that are not merged with others
    uncounted: FrozenSet[str]  # the kinds that the zone's count of free pages leaves out
    counts: Tuple[int, ...]  # of each order's number of free blocks
    start: Optional[int]  # of the number of its first page
    spanned: Optional[int]  # of how many pages there are from there to its end
    present: Optional[int]  # of how many of them exist
    managed: Optional[int]  # of how many of those the allocator was given
    free: Optional[int]  # of its count of free pages
    cpus: Tuple[Cpu, ...]  # those that there may be


@dataclass(frozen=True)
class Zone:
    """What a zone says of itself; None for what cannot be read, or what it does not have."""

    shape: ZoneShape
    start: Optional[int]  # the number of its first page
    spanned: Optional[int]
    present: Optional[int]
    managed: Optional[int]
    counts: Tuple[Optional[int], ...]  # free blocks of each order
    free: Optional[int]  # pages
    held: Tuple[Optional[int], ...]  # by each processor: pages that are free, or were taken, and not in `free` yet
    thresholds: Tuple[Optional[int], ...]
    cached: Tuple[Optional[int], ...]  # pages on each processor's own lists
    parked: Tuple[Parked, ...] = ()  # the blocks there, as far as these lists can be followed, in address order

    @property
    def memory(self) -> Optional[range]:
        """The addresses from its first page to its last; None where what it says of them cannot be true."""
        if self.start is None or self.spanned is None or self.start + self.spanned > MOST:
            return None
        return range(self.start * self.shape.page, (self.start + self.spanned) * self.shape.page)

    @property
    def counted(self) -> Optional[int]:
        """Its free pages by its own count, with what the processors hold back; None where that cannot be read."""
        known = [each for each in self.held if each is not None]
        return None if self.free is None or len(known) < len(self.held) else self.free + sum(known)

    def merges(self, one: str, other: str) -> bool:
        """Whether free buddies of these kinds are made one block."""
        return one == other or not {one, other} & self.shape.alone

    def keeper(self, address: int) -> Optional[Parked]:
        """The block on a processor's list in which an address lies."""
        at = bisect_right(self._starts, address) - 1
        return self.parked[at] if at >= 0 and address < self.parked[at].stop else None

    @cached_property
    def _starts(self) -> List[int]:
        return [each.start for each in self.parked]

    @property
    def slack(self) -> int:
        """How many pages the processors may hold back together."""
        return sum(each or 0 for each in self.thresholds)


def brief(kind: str) -> str:
    """A kind without what all kinds begin with: MOVABLE."""
    return kind[len(PREFIX) :] if kind.startswith(PREFIX) else kind
