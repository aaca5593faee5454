"""Memory, lists and heaps read as simply as can be, to hold against walk.py and check*.py; it shares no code with them.

Nothing here is clever or fast: a byte at a time, what was seen in a list, every pair of blocks compared.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Callable, Dict, Iterable, List, Optional, Set, Tuple, Union

PAGE = 4096
Fault = Tuple[str, Optional[int]]  # the kind of a problem, and the address that it is about


@dataclass
class Image:
    """Memory by pages; a page that is missing cannot be read. `ram` None: every address may be tried."""

    size: int  # of a word, in bytes
    order: str  # of its bytes
    ram: Optional[List[range]]
    pages: Dict[int, bytearray] = field(default_factory=dict, repr=False)

    def peek(self, address: int, size: int) -> Union[bytes, str]:
        """The bytes, or why they cannot be had."""
        found = []
        for at in range(address, address + size):
            if self.ram is not None and not any(part.start <= at < part.stop for part in self.ram):
                return "not-ram"
            found.append(self.pages[at // PAGE][at % PAGE] if at // PAGE in self.pages else None)
            if None in found and (at + 1) % PAGE == 0 and address + size <= 1 << 8 * self.size:
                break  # the first page that cannot be had says why, but where the address space ends before
        return "unreadable" if None in found else bytes(byte for byte in found if byte is not None)

    def word(self, address: int) -> Union[int, str]:
        """The word, or why it cannot be had."""
        found = self.peek(address, self.size)
        if isinstance(found, str):
            return found
        number = 0
        for byte in found if self.order == "big" else reversed(found):
            number = number * 256 + byte
        return number

    def poke(self, address: int, value: int) -> None:
        """Writes a word where there is memory; a part of it elsewhere is lost."""
        for at in range(self.size):
            place = address + (at if self.order == "little" else self.size - 1 - at)
            if place // PAGE in self.pages:
                self.pages[place // PAGE][place % PAGE] = value >> 8 * at & 0xFF

    def copy(self) -> "Image":
        """One to be changed while this one stays."""
        return Image(self.size, self.order, self.ram, {number: bytearray(page) for number, page in self.pages.items()})


@dataclass
class Walk:
    """What a walk through a list found."""

    nodes: List[int]
    last: Optional[int]  # what the last word holds
    end: str
    faults: List[Fault]
    cycle: int = 0  # the number of nodes in it
    prevs: List[Optional[int]] = field(default_factory=list)


def walk(
    image: Image,
    head: Tuple[Optional[int], Optional[int]],
    link: int = 0,
    back: Optional[int] = None,
    home: Optional[int] = None,
    limit: Optional[int] = None,
    align: Optional[int] = None,
) -> Walk:
    """Walks from `head`, a word's address and value; `link` and `back` are offsets, `home` a circular list's head.

    Nodes are found at multiples of `align`, which is a word unless it is given.
    """
    place, value = head
    found = Walk([], value, "", [])
    while not found.end:
        at = found.last
        if at is None:
            found.end = "unreadable"
        elif at == 0:
            found.end = "null"
        elif home is not None and at == home:
            found.end = "head"
        elif home is None and place is not None and at + link == place:
            found.end, found.cycle = "cycle", len(found.nodes)
        elif at in found.nodes:
            found.end, found.cycle = "cycle", len(found.nodes) - found.nodes.index(at)
        elif at % (align or image.size):
            found.end = "misaligned"
        elif len(found.nodes) == limit:
            found.end = "limit"
        else:
            word = image.word(at + link)
            if isinstance(word, str):
                found.end = word
            else:
                found.nodes.append(at)
                found.last = word
    word_at = found.nodes[-1] + link if found.nodes else place
    if found.end == "cycle":
        found.faults.append(("cycle", found.last))
    elif found.end not in ("null", "head", "limit") or (found.end == "null" and home is not None):
        found.faults.append((found.end, word_at))
    if back is not None:
        first = {home} if home is not None else {0}
        if home is None and place is not None:
            first |= {place, place - link}
        if found.end == "null" and home is None:
            first |= {*found.nodes[-1:]}
        _look_back(image, found, first, back, home)
    return found


def _look_back(image: Image, found: Walk, first: Set[int], back: int, home: Optional[int]) -> None:
    """The links back: each names the node before, the one of the first node a place of `first`; the head's own counts
    where the list came home."""
    nodes = found.nodes + ([home] if home is not None and found.end == "head" else [])
    for index, node in enumerate(nodes):
        word = image.word(node + back)
        found.prevs.append(None if isinstance(word, str) else word)
        right = word in first if index == 0 else word == nodes[index - 1]
        if not right:
            found.faults.append(("back-link", node))


HUGE = 1 << 47  # bytes that nobody has


@dataclass
class Books:
    """What the words of a heap say; None where it does not have them, or they cannot be read."""

    order: Optional[int]
    room: int  # how many lists there are
    user: Optional[int]
    allocated: Optional[int]
    total: Optional[int]

    @property
    def unused(self) -> Optional[int]:
        """What should be free, where that can be told."""
        if self.total is None or self.allocated is None or self.total > HUGE or abs(self.allocated) > HUGE:
            return None
        return self.total - self.allocated if self.allocated <= self.total else None


def signed(value: Optional[int], total: Optional[int], size: int) -> Optional[int]:
    """A counter of `size` bytes that may have gone below zero a little, which only more than total tells."""
    if value is None or value <= (total or 0) or value < 1 << 8 * size - 1 or (1 << 8 * size) - value > HUGE:
        return value
    return value - (1 << 8 * size)


Piece = Tuple[int, int, bool]  # a block's address and order, and whether it is handed out


def judge(
    lists: List[Walk],
    taken: Optional[List[Tuple[int, int]]],
    regions: List[range],
    books: Books,
    place: int,
    least: int = 0,
) -> List[Fault]:
    """What is wrong with a heap at `place`: its lists in the order of their orders, what is handed out, the memory
    that was added, and what its words say. The blocks of list 0 are of order `least`."""
    free = [(node, order) for order, each in enumerate(lists, least) for node in each.nodes]
    pieces: Set[Piece] = {(*block, False) for block in free} | {(*block, True) for block in taken or []}
    faults = [fault for each in lists for fault in each.faults]
    faults += [("misaligned-block", node) for node, order in free if node % (1 << order)]
    if regions:
        faults += [("out-of-region", node) for node, order in free if not _inside(node, node + (1 << order), regions)]
    faults += [("two-lists", node) for node in {node for node, _ in free} for _ in range(_times(node, free) - 1)]
    faults += [("overlap", piece[0]) for piece in pieces if any(_is_overlapped(piece, other) for other in pieces)]
    faults += [("overlap", at) for (at, _), times in Counter(taken or []).items() for _ in range(times - 1)]
    for node, order in free:
        buddy = node ^ (1 << order)
        if node < buddy and order < least + len(lists) - 1 and (buddy, order) in free:
            if all((node in part) == (buddy in part) for part in regions):
                faults.append(("unmerged", node))
    if books.order is not None and (
        books.order > books.room or books.order < len(lists) or (books.order == 0 and books.total)
    ):
        faults.append(("order", place))
    if books.total is not None and books.total > HUGE:
        faults.append(("counters", place))
    for value, bound in ((books.user, books.allocated), (books.allocated, books.total)):
        if value is not None and (value < 0 or value > HUGE or (bound is not None and 0 <= bound < value)):
            faults.append(("counters", place))
    if books.unused is not None and all(map(ends_well, lists)):
        if sum(1 << order for _, order in free) != books.unused:
            faults.append(("counters", place))
        if taken is not None and sum(1 << order for _, order in taken) != books.allocated:
            faults.append(("counters", place))
    return faults


def ends_well(walk: Walk) -> bool:
    """Whether a list ends as it should."""
    return walk.end in ("null", "head") and walk.end not in dict(walk.faults)


def in_use(lists: List[Walk], heads: List[int], books: Books, least: int = 0) -> List[Walk]:
    """Those of all `lists`, whose heads hold `heads`, that are in use; the order decides, where that can be true."""
    if books.order is None:
        return lists
    said = lists[: books.order]
    if 0 < books.order <= len(lists) and _balances(said, books, least):
        return said
    last = max((at for at, each in enumerate(lists) if heads[at] and (each.nodes or not ends_well(each))), default=-1)
    used = lists[: last + 1]
    if books.order > len(lists):
        return used or said
    return used if len(used) > len(said) and (books.order == 0 or _balances(used, books, least)) else said


def _balances(lists: List[Walk], books: Books, least: int) -> bool:
    free = sum(len(each.nodes) << order for order, each in enumerate(lists, least))
    return free == books.unused and all(map(ends_well, lists))


def is_none(lists: List[Walk], books: Books) -> bool:
    """Whether so many heads make no sense that it is no heap: they lead nowhere or, in what has counters and a number
    of lists that cannot be true either, where another one leads."""
    used = [each for each in lists if each.nodes or not ends_well(each)]
    wrong = [each for each in used if not each.nodes and each.end in ("null", "misaligned", "unreadable", "not-ram")]
    firsts = [each.nodes[0] for each in used if each.nodes]
    if books.unused is None or books.order not in (None, len(lists)):
        wrong += [each for each in used if each.nodes and firsts.count(each.nodes[0]) > 1]
    return len(wrong) > 3 and len(wrong) > len(used) / 2


def is_no_allocator(image: Image, lists: List[Walk], regions: List[range], books: Books, first: int) -> bool:
    """Whether its sizes make no sense, where neither counters nor a region nor sizes say that it is one."""
    if first or regions or books.order is not None or None not in (books.total, books.allocated):
        return False
    if len(lists) > 8 * image.size:
        return True
    full = [(each.nodes, 2**number) for number, each in enumerate(lists) if each.nodes]
    if any(
        size > 2**47 or isinstance(image.word((nodes[0] + size - image.size) // image.size * image.size), str)
        for nodes, size in full
    ):
        return True
    every = [node for nodes, _ in full for node in nodes]
    odd = [
        size < image.size or any(node < other < node + size for node in nodes for other in every)
        for nodes, size in full
    ]
    tiny = bool(full) and all(size < image.size for _, size in full)
    return len(odd) > 2 and sum(odd) > len(odd) / 2 or tiny and len(lists) > 4


def _inside(start: int, end: int, regions: List[range]) -> bool:
    """Whether every byte lies in a region; one may take over where another ends."""
    while start < end:
        here = [part.stop for part in regions if part.start <= start < part.stop]
        if not here:
            return False
        start = here[0]
    return True


def _times(node: int, free: List[Tuple[int, int]]) -> int:
    return sum(1 for other, _ in free if other == node)


def _is_overlapped(piece: Piece, other: Piece) -> bool:
    """Whether `other` reaches into `piece` from the front; of two that start together the larger is in front."""
    if piece == other or piece[0] not in range(other[0], other[0] + (1 << other[1])):
        return False
    return other[0] < piece[0] or other[1] > piece[1] or (other[1] == piece[1] and not other[2])


def covered(blocks: Iterable[Tuple[int, int]], inside: Callable[[int], bool] = lambda at: True) -> Set[int]:
    """Every byte of the blocks, given by address and order."""
    return {at for start, order in blocks for at in range(start, start + (1 << order)) if inside(at)}
