"""What a heap's snapshot tells of every block: its state, what just happened to it, and where nothing is known."""

from __future__ import annotations

from bisect import bisect_right
from typing import Callable, Dict, Iterable, List, Sequence, Tuple

from buddylab.draw.figure.panel import Panel
from buddylab.draw.figure.sizes import ROOMY, Sizes
from buddylab.heaps.free_list import Block
from buddylab.heaps.heap_model import Heap, HeapSnapshot, joined
from buddylab.model import Word

Place = Tuple[int, int]  # a block's address and order
Make = Callable[["States", float, float], Panel]  # of the left edge of a panel's frame, and its breadth
MOST = 64  # above every order
UNKNOWN = 99  # of a kind; behind those that are known
APART = 4  # without books: free blocks further apart than so many times their sum lie in regions of their own


def key(block: Block) -> str:
    """The key of a block's bar in the map."""
    return f"b-{block.address:x}-{block.order}" + (f"-of-{block.sized}" if block.sized else "")


class States:
    """A snapshot's blocks, by address and order; in which sizes, and how many rows."""

    def __init__(self, snapshot: HeapSnapshot, sizes: Sizes = ROOMY, rows: int = 0) -> None:
        self.sizes, self.rows = sizes, rows
        heap, difference = snapshot.heap, snapshot.difference
        self.heap = heap
        self.spelling = snapshot.spelling
        self.at: Callable[[int], str] = snapshot.spelling.address
        self.free: Dict[Place, Block] = {(each.address, each.order): each for each in heap.free()}
        self.taken: Dict[Place, Block] = {(each.address, each.order): each for each in heap.taken or ()}
        self.checked = heap.taken is not None
        self.pointers = _pointers(self.taken, snapshot.pointers)
        self.marks: Dict[Place, str] = {}
        self.past: Dict[Place, Tuple[Block, str]] = {}  # blocks that are no more: what became of them
        if difference is not None:
            for word, blocks in (
                ("returned", difference.returned),
                ("merged", difference.merged),
                ("taken", difference.taken),
                ("split", difference.split),
                ("resized", [after for _, after in difference.resized]),
            ):
                self._mark(word, blocks)
        self.kinds = {each.index: each.kind for each in heap.lists if each.kind}
        then = heap if difference is None or difference.then is None else difference.then
        lists = then.lists if self.kinds else ()
        self._spans = sorted((block.address, each.index, block.end) for each in lists for block in each.blocks())
        zone = heap.zone
        self.page = 1 if zone is None else zone.shape.page
        self.parked = [] if zone is None else joined(range(each.start, each.stop) for each in zone.parked)
        self.regions = regions(heap, [block for block, _ in self.past.values()])
        self._panels: Dict[Tuple[Make, float, float], Panel] = {}

    def drawn(self, make: Make, left: float, breadth: float) -> Panel:
        """What `make` draws of them there; once, since who looks for the best way to draw them asks again and again."""
        key = make, left, breadth
        if key not in self._panels:
            self._panels[key] = make(self, left, breadth)
        return self._panels[key]

    def _mark(self, word: str, blocks: Iterable[Block]) -> None:
        """Marks blocks that are there, and remembers those that were."""
        for block in blocks:
            place = block.address, block.order
            if place in self.free or place in self.taken:
                self.marks[place] = word
            else:
                self.past[place] = block, word

    def blocks(self) -> List[Block]:
        """Every block that is known, in address order; one that is both free and taken is drawn as free."""
        known = {**self.taken, **self.free}
        return [known[place] for place in sorted(known)]

    def kind(self, block: Block) -> Tuple[int, str]:
        """Which kind of its order a free block is, and what that is called; 0 and "" where an order has no kinds."""
        each = self.heap.holder(block)
        return (0, "") if each is None else (each.index, each.kind)

    def kind_then(self, block: Block) -> int:
        """Which kind a block was that is no more, or a part of one; UNKNOWN, or 0 where there are no kinds."""
        if not self.kinds:
            return 0
        at = bisect_right(self._spans, (block.address, UNKNOWN)) - 1
        start, index, end = self._spans[at] if at >= 0 else (0, UNKNOWN, 0)
        return index if start <= block.address < end else UNKNOWN

    def unknown(self) -> List[range]:
        """The memory of the regions that lies in no known block."""
        gaps: List[range] = []
        known = [range(each.address, each.end) for each in self.blocks()]
        known = sorted([*known, *self.parked], key=lambda part: part.start)
        at = 0
        for region in self.regions:
            here = region.start
            while at < len(known) and known[at].start < region.stop:
                if known[at].start > here:
                    gaps.append(range(here, known[at].start))
                here = max(here, known[at].stop)
                at += 1
            if here < region.stop:
                gaps.append(range(here, region.stop))
        return gaps


def _pointers(taken: Dict[Place, Block], words: Sequence[Word]) -> Dict[Place, Tuple[str, ...]]:
    """The names of what points into each block that is handed out; those first that point at its beginning."""
    places = sorted(taken)
    found: Dict[Place, List[Word]] = {}
    for word in words:
        at = bisect_right(places, (word.value or 0, MOST)) - 1
        if at >= 0 and (word.value or 0) < taken[places[at]].end:
            found.setdefault(places[at], []).append(word)
    return {
        place: tuple(word.label or "" for word in sorted(each, key=lambda word: word.value or 0))
        for place, each in found.items()
    }


def regions(heap: Heap, past: Sequence[Block] = ()) -> Tuple[range, ...]:
    """The memory that the heap manages, touching regions joined; where nobody tells, as the blocks suggest it.

    A block outside every region makes one of its own, so that it is drawn too; so does one of the `past` blocks.
    """
    blocks = [range(each.address, each.end) for each in (*heap.free(), *(heap.taken or ()), *past)]
    if heap.regions:
        return tuple(joined([*heap.regions, *blocks]))
    free = sum(each.stop - each.start for each in joined(blocks))
    gap = APART * free if heap.added is None else max(0, heap.added - free)
    hulls = joined(blocks, gap)
    if len(hulls) == 1:
        around = _enclosing(hulls[0])
        if heap.added is not None and around.stop - around.start <= min(heap.added, heap.largest):
            return (around,)
    return tuple(hulls)


def _enclosing(inner: range) -> range:
    """The smallest aligned power of two around `inner`."""
    order = max(0, (inner.start ^ (inner.stop - 1)).bit_length())
    start = inner.start >> order << order
    return range(start, start + (1 << order))
