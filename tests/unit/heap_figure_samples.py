"""Heaps to draw: the lecture's three figures, the published blocks, and random ones; all made by the naive heap."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Callable, Dict, Sequence, Set, Tuple

from buddylab.heaps.free_list import Block
from buddylab.heaps.heap_model import HeapDifference, HeapSnapshot
from unit.buddies import MEMORY, Buddies, label
from buddylab.snapshot import Change, Moment

Place = Tuple[int, int]


def blocks(heap: Buddies) -> Set[Place]:
    """The free blocks."""
    return {(at, order) for order, each in enumerate(heap.lists) for at in each}


def since(
    heap: Buddies, act: Callable[[Buddies], None], checked: bool = True, title: str = "a step", compared: bool = False
) -> HeapSnapshot:
    """The heap after `act`, compared with how it was before; `compared` makes it a figure of two stops."""
    words, free, taken, then = heap.words(), blocks(heap), dict(heap.taken), heap.heap(checked)
    act(heap)
    now, here = heap.words(), blocks(heap)

    def made(places: Set[Place]) -> Tuple[Block, ...]:
        return tuple(Block(at, order, label(at)) for at, order in sorted(places))

    def within(inner: Set[Place], outer: Place) -> bool:
        return any(outer[0] <= at < outer[0] + (1 << outer[1]) and order < outer[1] for at, order in inner)

    held = {(at, order) for at, (order, _) in heap.taken.items()}
    changed = [Change(at, words.get(at, 0), value) for at, value in sorted(now.items()) if words.get(at, 0) != value]
    gone = [(at, each) for at, each in taken.items() if heap.taken.get(at) != each]
    new = [(at, each) for at, each in heap.taken.items() if taken.get(at) != each]
    difference = HeapDifference(
        2,
        tuple(changed),
        split=made({place for place in free - here if within(here | held, place)}),
        merged=made({place for place in here - free if within(free | {(at, each[0]) for at, each in gone}, place)}),
        taken=tuple(Block(at, order, label(at), asked) for at, (order, asked) in sorted(new)),
        returned=tuple(Block(at, order, label(at), asked) for at, (order, asked) in sorted(gone)),
    )
    if compared:
        difference = replace(difference, title="a step before", then=then)
    return replace(heap.snapshot(checked), difference=difference, moment=Moment("Lesson 4: Splitting blocks", 3, title))


def split(checked: bool = True) -> HeapSnapshot:
    """A request for 16 bytes cuts the one block of 128 from the top down."""

    def act(heap: Buddies) -> None:
        assert heap.alloc(16) == MEMORY

    return since(Buddies(128), act, checked, "16 of 128 bytes")


def merge(checked: bool = True) -> HeapSnapshot:
    """The 16 bytes come back, and climb to 128 again."""
    heap = Buddies(128)
    heap.alloc(16)

    def act(heap: Buddies) -> None:
        heap.dealloc(MEMORY, 16)

    return since(heap, act, checked, "freeing climbs back")


def zebra(checked: bool = True) -> HeapSnapshot:
    """127 words, all handed out, then every second one given back: nothing merges."""
    heap = Buddies(1016, 32)
    held = [heap.alloc(8) for _ in range(127)]

    def act(heap: Buddies) -> None:
        for at in sorted(at for at in held if at is not None)[::2]:
            heap.dealloc(at, 8)

    snapshot = since(heap, act, checked, "every second word is free")
    return replace(snapshot, difference=None)


def zebra_marked() -> HeapSnapshot:
    """The same, compared with the stop before."""
    heap = Buddies(1016, 32)
    held = [heap.alloc(8) for _ in range(127)]
    return since(heap, lambda heap: [heap.dealloc(at, 8) for at in sorted(held)[::2]] and None)  # type: ignore


def published() -> HeapSnapshot:
    """The 58 blocks of [0x100000001, 0x2ffffffff)."""
    heap = Buddies(0, 32)
    heap.add(0x100000001, 0x2FFFFFFFF)
    return heap.snapshot()


def seven() -> HeapSnapshot:
    """127 words: one block of each size."""
    return Buddies(1016, 32).snapshot()


def seven_added() -> HeapSnapshot:
    """The same, compared with the stop before they were added."""
    return since(Buddies(0, 32), lambda heap: heap.add(MEMORY, MEMORY + 1016))


def one(order: int = 8) -> HeapSnapshot:
    """One block."""
    return Buddies(128, order).snapshot()


def none() -> HeapSnapshot:
    """Everything is handed out."""
    heap = Buddies(128)
    heap.alloc(128)
    return heap.snapshot()


def waste() -> HeapSnapshot:
    """65 KiB asked: a block of 128."""
    heap = Buddies(1 << 19, 20, 0x80200000)
    return since(heap, lambda heap: heap.alloc(65 << 10) and None)  # type: ignore[func-returns-value]


def apart() -> HeapSnapshot:
    """Four regions, two of them neighbours, some of it handed out."""
    heap = Buddies(1016, 32)
    heap.add(0x90000000, 0x90800000)
    heap.add(0x90880000, 0x90900000)
    heap.add(0x3F00000000, 0x3F00000000 + 4096)
    for size in (24, 100, 5000, 8, 8, 70000):
        heap.alloc(size)
    return heap.snapshot()


def scattered(
    seed: int,
    count: int = 300,
    size: int = 1 << 16,
    order: int = 32,
    checked: bool = True,
    compared: bool = False,
    more: Sequence[range] = (),
) -> HeapSnapshot:
    """A heap with about `count` free blocks after random calls, compared with how it was a few calls earlier.

    `more` is memory that is added to it.
    """
    rng = random.Random(seed)
    heap = Buddies(size, order)
    for region in more:
        heap.add(region.start, region.stop)
    held: Dict[int, int] = {}

    def call(heap: Buddies) -> None:
        if held and rng.random() < 0.45:
            at = rng.choice(sorted(held))
            heap.dealloc(at, held.pop(at))
        else:
            asked = rng.choice([1, 8, 8, 8, 16, 24, 40, 100])
            at = heap.alloc(asked)
            if at is not None:
                held[at] = asked

    for _ in range(20 * count):
        call(heap)
        if sum(map(len, heap.lists)) >= count:
            break
    return since(heap, lambda heap: [call(heap) for _ in range(4)] and None, checked, compared=compared)  # type: ignore


def freed(count: int, checked: bool = True) -> HeapSnapshot:
    """Some 300 free blocks: of 1024 words, all handed out, `count` came back here and there."""
    heap = Buddies(1 << 13, 32)
    held = [heap.alloc(8) for _ in range(1024)]

    def act(heap: Buddies) -> None:
        for at in random.Random(count).sample([at for at in held if at is not None], count):
            heap.dealloc(at, 8)

    return replace(since(heap, act, checked), difference=None)
