"""Random images of memory with a heap: read by ours and by the naive reader, compared and drawn."""

from __future__ import annotations

import json as standard
import random
from collections import Counter
from dataclasses import replace
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from buddylab.heaps.check_heap import check_heap
from buddylab.diff import heap_difference
from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_find, heap_text
from buddylab.heaps.heap import HeapShape, Table, read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.model import Shape
from buddylab.heaps.no_heap import believed
from fuzz.stage import DRAWN, NAMES, NULL, TOLD, Stage, bounded, drawing, held
from unit import naive
from unit.naive import PAGE, Image


def heaps(chance: random.Random) -> None:
    """One image with a heap, read by both."""
    with bounded():
        _heaps(Stage(chance))


def _heaps(stage: Stage) -> None:
    chance, image, size = stage.chance, stage.image, stage.image.size
    shape = heap_shape(stage)
    blocks, sound = sound_heap(stage, shape)
    before = image.copy()
    counters = [at for at in (shape.order, shape.user, shape.allocated, shape.total) if at is not None]
    heads = [shape.first + shape.stride * order for order in range(shape.lists)]
    sound = sound and chance.random() < 0.3
    if not sound:
        tables = [] if shape.regions is None else [shape.regions.count, shape.regions.rows + 2 * size]
        stage.damage([*blocks, *blocks, *heads, *counters, *tables], 8)

    memory = stage.memory()
    heap = check_heap(read_heap(memory, shape, stage.label), size)
    walks, regions, taken, books = naive_heap(image, shape)
    is_none = naive.is_none(walks, books)
    is_none = is_none or naive.is_no_allocator(image, walks, regions, books, first_order(shape))
    if is_none:
        walks, taken = [], None
    assert heap.is_one is not is_none
    assert [[node.address for node in each.chain.nodes] for each in heap.lists] == [each.nodes for each in walks]
    assert [each.chain.end for each in heap.lists] == [each.end for each in walks]
    assert [*heap.regions] == regions
    assert heap.taken is None if taken is None else [(each.address, each.order) for each in heap.taken or ()] == taken
    found = naive.judge(walks, taken, regions, books, shape.address, first_order(shape))
    faults = Counter([("no-heap", shape.address)] if is_none else found)
    ours = Counter((problem.kind, problem.address) for problem in heap.problems)
    for kind in {kind for kind, _ in (*faults, *ours)}:
        expected = Counter({fault: count for fault, count in faults.items() if fault[0] == kind})
        told = Counter({fault: count for fault, count in ours.items() if fault[0] == kind})
        assert told == expected or (sum(told.values()) == TOLD and not told - expected), kind
    assert not sound or {kind for kind, _ in faults} <= {"unmerged"}

    snapshot = HeapSnapshot(heap, stage.moment(), word_size=size)
    if chance.random() < 0.5:
        title = stage.chance.choice((None, "a <step>"))
        then = believed(read_heap(stage.memory(before), shape), size)
        change = heap_difference(2, stage.memory(before), then, snapshot, stage.label, title)
        snapshot = replace(snapshot, difference=change)
    snapshot = replace(snapshot, order=chance.choice((None, None, *range(len(heap.lists)))))
    snapshot = replace(snapshot, all_orders=chance.random() < 0.2)
    said = " ".join(heap_text.show(snapshot).split())
    assert all(" ".join(problem.message.split()) in said for problem in heap.problems)
    heap_find.find(snapshot, stage.aim())
    data = standard.loads(as_json.dumps_heap(snapshot))
    assert [each["chain"]["length"] for each in data["orders"]] == [len(each.nodes) for each in walks]
    assert [problem["kind"] for problem in data["problems"]] == [problem.kind for problem in heap.problems]
    heap_text.spoken(snapshot)
    if chance.randrange(DRAWN) == 0:
        view = chance.choice(("chains", "map", "tree", "all"))
        source = forms.dot(snapshot, view)
        drawing(source)
        if view in ("chains", "all") and not heap.problems and not snapshot.difference:
            alone = snapshot.order is not None
            shown = [walks[snapshot.order or 0]] if alone else walks
            assert len(NULL.findall(source)) == sum(
                each.end == "null" and (alone or bool(each.nodes)) for each in shown
            )


def heap_shape(stage: Stage) -> HeapShape:
    """A heap at the start of the image, with or without counters and ledgers."""
    chance, size = stage.chance, stage.image.size
    here = stage.start + size
    count = chance.choice((1, 4, 8, 8, 12, 12, 33))
    stride = size * chance.choice((1, 1, 2))
    after = here + size + count * stride
    known, checked = chance.random() < 0.7, chance.random() < 0.6
    after_books = after + 3 * size
    least = chance.choice((0, 0, 0, 1, 3, 5))  # the order of the blocks of list 0
    return HeapShape(
        here,
        chance.choice(NAMES) or "heap",
        here + size,
        stride,
        count,
        order=here if chance.random() < 0.8 else None,
        user=after if known else None,
        allocated=after + size if known else None,
        total=after + 2 * size if known else None,
        regions=Table(after_books, after_books + size, 3 * size, 4, (0, size, 2 * size)) if checked else None,
        blocks=Table(after_books + 13 * size, after_books + 14 * size, 4 * size, 24, (0, size, 2 * size, 3 * size))
        if checked
        else None,
        region=range(stage.stop - 1024, stage.stop) if not checked and chance.random() < 0.3 else None,
        link=Shape(chance.choice((None, None, None, 3))),
        circular=chance.random() < 0.3,
        sizes=tuple(1 << least + number for number in range(count)) if least else (),
    )


def first_order(shape: HeapShape) -> int:
    """The order of the blocks of list 0."""
    return shape.sizes[0].bit_length() - 1 if shape.sizes else 0


def sound_heap(stage: Stage, shape: HeapShape) -> Tuple[List[int], bool]:
    """Writes a heap into the last 1024 bytes of the image, most of the time.

    Gives the addresses of its free blocks, and whether no more can be wrong with it than that buddies are not merged.
    """
    chance, image, size = stage.chance, stage.image, stage.image.size
    if chance.random() < 0.15:
        return [], False
    first = first_order(shape)
    free: Dict[int, List[int]] = {order: [] for order in range(first, first + shape.lists)}
    taken: List[Tuple[int, int]] = []
    least = size.bit_length() - 1

    def split(address: int, order: int) -> None:
        kind = chance.random()
        if order in free and kind < 0.35:
            free[order].append(address)
        elif order in free and kind < 0.6 or order == least:
            taken.append((address, order))
        else:
            split(address, order - 1)
            split(address + (1 << order - 1), order - 1)

    split(stage.stop - 1024, 10)
    for order, blocks in free.items():
        chance.shuffle(blocks)
        head = shape.first + (order - first) * shape.stride
        stage.link_up(blocks, head if shape.circular else 0, Shape(), head)
    for at, value in ((shape.order, shape.lists), (shape.user, 3 * len(taken)), (shape.total, 1024)):
        if at is not None:
            image.poke(at, value)
    if shape.allocated is not None:
        image.poke(shape.allocated, sum(1 << order for _, order in taken))
    if shape.regions is not None and shape.blocks is not None:
        border = stage.stop - size * chance.choice((0, 0, 32, 64, 64, 81))  # between two regions that touch
        pieces = [(stage.stop - 1024, border), (border, stage.stop)]
        rows(image, shape.regions, [(shape.address, *piece) for piece in pieces])
        rows(image, shape.blocks, [(shape.address, address, 3, order) for address, order in taken])
    whole = image.ram is None and len(image.pages) * PAGE == stage.stop - stage.start and stage.stop < 1 << 8 * size
    whole = whole and shape.lists <= 8 * size  # more lists than a word has bits are no allocator's
    return [address for blocks in free.values() for address in blocks], whole and len(taken) <= 24


def rows(image: Image, table: Table, values: Sequence[Sequence[int]]) -> None:
    """Fills a table, as far as it has room."""
    image.poke(table.count, len(values))
    for number, row in enumerate(values[: table.room]):
        for at, value in zip(table.fields, row):
            image.poke(table.rows + number * table.stride + at, value)


def naive_heap(
    image: Image, shape: HeapShape
) -> Tuple[List[naive.Walk], List[range], Optional[List[Tuple[int, int]]], naive.Books]:
    """The lists in use, the memory, what is handed out, and the counters."""
    heads = [shape.first + order * shape.stride for order in range(shape.lists)]
    walks = [
        naive.walk(image, (head, held(image, head, 0)), home=head if shape.circular else None, limit=shape.link.limit)
        for head in heads
    ]
    regions = [] if shape.region is None else [shape.region]
    taken: Optional[List[Tuple[int, int]]] = None
    if shape.regions is not None and shape.blocks is not None:
        ours = [row for row in _rows(image, shape.regions) if row[0] == shape.address]
        regions = sorted([range(start, end) for _, start, end in ours if start < end], key=lambda part: part.start)
        ours = [row for row in _rows(image, shape.blocks) if row[0] == shape.address]
        taken = sorted([(at, order) for _, at, _, order in ours if order < 8 * image.size], key=lambda block: block[0])
    places = (shape.order, shape.user, shape.allocated, shape.total)
    order, user, allocated, total = [None if at is None else held(image, at, 0) for at in places]
    user, allocated = [naive.signed(value, total, image.size) for value in (user, allocated)]
    books = naive.Books(order, shape.lists, user, allocated, total)
    used = naive.in_use(walks, [held(image, head, 0) or 0 for head in heads], books, first_order(shape))
    return used, regions, taken, books


def _rows(image: Image, table: Table) -> Iterator[List[int]]:
    count = image.word(table.count)
    for row in range(0 if isinstance(count, str) else min(count, table.room)):
        words = [image.word(table.rows + row * table.stride + at) for at in table.fields]
        if any(isinstance(word, str) for word in words):
            return
        yield [word for word in words if isinstance(word, int)]
