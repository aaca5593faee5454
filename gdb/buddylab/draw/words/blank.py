"""Frames to be filled in, as text: the words of a list, the lists of a heap, with blanks for what they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Tuple

from buddylab.columns import fill
from buddylab.draw.words import dump
from buddylab.draw.words.dump import Suffix
from buddylab.draw.words.naming import called, head_name
from buddylab.heaps.free_list import FreeList
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.snapshot import Snapshot
from buddylab.spelling import human, shortener

BLANK = "____"
WORDS = "Fill in what each word holds, and draw an arrow from each word that leads to another one."
BLOCKS = "Fill in the free blocks, and what each list and each of its blocks leads to."


def lists(snapshot: HeapSnapshot) -> List[FreeList]:
    """The lists that can have a block: those whose blocks have from a word to all of the memory."""
    heap = snapshot.heap
    most = max((len(region) for region in heap.regions), default=0) or heap.added or heap.free_bytes
    return [each for each in snapshot.lists() if snapshot.word_size <= each.size <= most]


def orders(snapshot: HeapSnapshot) -> List[Tuple[int, int]]:
    """The orders that such lists, or the levels of a tree, have, and the sizes of their blocks."""
    tree = snapshot.heap.tree
    if tree is not None:
        return [(order, 1 << order) for order, _ in tree.levels() if snapshot.order in (None, order)]
    return sorted({(each.order, each.size) for each in lists(snapshot)})


def words(snapshot: Snapshot, suffix: Suffix) -> str:
    """A list: where each of its words lies, as x prints it, and what it is called."""
    size, spelled = snapshot.word_size, snapshot.spelling
    short = shortener(word.label for word in snapshot.shown())
    head, *each = (replace(word, value=0, raw=None) for word in (snapshot.chain.head, *snapshot.shown()))
    said = f"{head_name(snapshot)} → {BLANK}"
    first = said if head.address is None else dump.beside(f"{dump.line([head], size, suffix, spelled)}  {said}")
    blocks = dump.blocks(each, lambda word: f"{short(called(snapshot, word))} → {BLANK}", size, suffix, spelled)
    zero = f"0x{0:0{2 * size}x}"  # which no address is
    return "\n\n".join([first, dump.together(blocks), fill(WORDS)]).replace(zero, "_" * len(zero)) + "\n"


def table(snapshot: HeapSnapshot, title: str) -> str:
    """A heap: its lists, or the levels of its tree."""
    heap = snapshot.heap
    rows = [("order", "size", "blocks", "chain")]
    rows += [
        (f"{each.order}", human(each.size), BLANK, f"{each.chain.head.label} → {BLANK}") for each in lists(snapshot)
    ]
    if heap.tree is not None:
        rows = [("order", "size", "blocks", "where they begin")]
        rows += [(f"{order}", human(size), BLANK, BLANK) for order, size in orders(snapshot)]
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    lines = ["  ".join([*(cell.rjust(width) for cell, width in zip(row, widths)), row[3]]) for row in rows]
    counted = [("user", heap.user), ("allocated", heap.allocated)]
    counters = ", ".join([f"{name} {BLANK}" for name, value in counted if value is not None])
    free = f"free {BLANK} bytes, in {BLANK} blocks, the largest of {BLANK}."
    return "\n\n".join([fill(title), "\n".join(lines), f"{counters + ', ' if counters else ''}{free}", BLOCKS]) + "\n"
