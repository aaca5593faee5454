"""The nodes of a heap's tree: which halves are whole blocks, which are split, and the way up or down just taken.

A heap that is no power of two has several roots: the blocks that it was cut into when its memory was added.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Dict, List, Tuple

from buddylab.draw.views.block_states import Place, States
from buddylab.heaps.free_list import Block

WORD = 8  # bytes of the smallest block
MOST = 10_000  # roots; only a region that is far too large, since a word was overwritten, has more


@dataclass(frozen=True)
class Rung:
    """Two buddies and their parent, where a block was just split or merged."""

    address: int  # of the parent and its lower half
    order: int  # of the halves
    kind: str  # split or merged
    halves: Tuple[int, ...]  # those that the way leads through


class Tree:
    """The nodes by address and order, with their states: free, taken, split, unknown, or was for halves now merged."""

    def __init__(self, states: States) -> None:
        self.states = states
        self.nodes: Dict[Place, str] = {}
        self.marks: Dict[Place, str] = dict(states.marks)
        self.rungs: List[Rung] = []
        blocks = states.blocks()
        for block in blocks:
            place = block.address, block.order
            self.nodes[place] = "free" if place in states.free else "taken"
        roots = self._roots(blocks)
        starts = [root.address for root in roots]
        for block in blocks:
            at = bisect_right(starts, block.address) - 1
            if at >= 0:
                self._climb(block, roots[at].order)
        self._fill(roots)
        self._taken()
        self._splits()
        self._merges()
        self.rungs = list({(rung.address, rung.order): rung for rung in self.rungs}.values())  # blocks may overlap

    def levels(self) -> List[int]:
        """The orders that have a node, the highest first."""
        return sorted(self._by_order, reverse=True)

    def level(self, order: int) -> List[Place]:
        """The nodes of that order."""
        return self._by_order.get(order, [])

    @cached_property
    def _by_order(self) -> Dict[int, List[Place]]:
        found: Dict[int, List[Place]] = {}
        for place in self.nodes:
            found.setdefault(place[1], []).append(place)
        return found

    def counts(self, order: int) -> Dict[str, int]:
        """How many nodes of a level are in which state; halves that are no more do not count."""
        found = Counter(self.nodes[place] for place in self.level(order) if self.nodes[place] != "was")
        return {{"unknown": "not free", "taken": "taken"}.get(state, state): count for state, count in found.items()}

    def _roots(self, blocks: List[Block]) -> List[Block]:
        """The largest blocks that the regions can be cut into, or that are there: in address order, none in another."""
        top = self.states.heap.largest.bit_length() - 1
        found = [block for region in self.states.regions for block in _cut(region, top, self.states.heap.base)]
        roots: List[Block] = []
        for block in sorted([*found, *blocks], key=lambda block: (block.address, -block.order)):
            if not roots or block.address >= roots[-1].end:
                roots.append(block)
        return roots

    def _climb(self, block: Block, top: int) -> None:
        """Every node above a block is split, up to the root's order."""
        for order in range(block.order + 1, top + 1):
            place = self._aligned(block.address, order), order
            if place in self.nodes:
                break
            self.nodes[place] = "split"

    def _aligned(self, address: int, order: int) -> int:
        """Where the block of that order starts in which an address lies."""
        base = self.states.heap.base
        return base + (address - base >> order << order)

    def _fill(self, roots: List[Block]) -> None:
        """Halves of which nothing is known, and roots of which nothing is known."""
        for address, order in [place for place, state in self.nodes.items() if state == "split"]:
            for half in (address, address + (1 << (order - 1))):
                self.nodes.setdefault((half, order - 1), "unknown")
        for root in roots:
            self.nodes.setdefault((root.address, root.order), "unknown")

    def _taken(self) -> None:
        """What was handed out where no checked build knows its blocks."""
        for place, (_, word) in self.states.past.items():
            if word == "taken":
                self.nodes.setdefault(place, "unknown")
                self.marks[place] = word

    def _splits(self) -> None:
        """The way down from each block that was split to what is there now."""
        for (address, order), (block, word) in self.states.past.items():
            if word != "split":
                continue
            inside = [
                place
                for place, state in self.nodes.items()
                if state == "split" and address <= place[0] < block.end and place[1] <= order
            ]
            self.marks.update({place: "split" for place in inside})
            for parent, level in inside:
                halves = (parent, parent + (1 << (level - 1)))
                way = tuple(half for half in halves if self._on_way((half, level - 1)))
                if way:
                    self.rungs.append(Rung(parent, level - 1, "split", way))

    def _on_way(self, place: Place) -> bool:
        """Whether a half was split further, or handed out: what is not free in a block that just was must have been."""
        return self.nodes.get(place) in ("split", "unknown") or self.marks.get(place) == "taken"

    def _merges(self) -> None:
        """The rungs of each climb, from a block that was given back up to the block that it is part of now."""
        merged = [
            block for block in self.states.free.values() if self.marks.get((block.address, block.order)) == "merged"
        ]
        climbed: Dict[Place, Rung] = {}
        for (address, order), (block, word) in self.states.past.items():
            top = next((each for each in merged if each.address <= address < each.end), None)
            if word != "returned" or top is None:
                continue
            self.nodes.setdefault((address, order), "was")
            self.marks[address, order] = word
            for level in range(order, top.order):
                parent = self._aligned(address, level + 1)
                halves = (parent, parent + (1 << level))
                climbed[parent, level] = Rung(parent, level, "merged", halves)
                for half in halves:
                    self.nodes.setdefault((half, level), "was")
        self.rungs += climbed.values()


def _cut(region: range, top: int, base: int = 0) -> List[Block]:
    """The blocks of up to order `top` into which adding `region` cuts it, as far as there is any hope to see them.

    Their places are counted from `base` on.
    """
    region = range(region.start - base, region.stop - base)
    blocks: List[Block] = []
    start, stop = -(-region.start // WORD) * WORD, region.stop // WORD * WORD
    while stop - start >= WORD and len(blocks) < MOST:
        order = min((stop - start).bit_length() - 1, top)
        order = order if start == 0 else min(order, (start & -start).bit_length() - 1)
        blocks.append(Block(base + start, order))
        start += 1 << order
    return blocks
