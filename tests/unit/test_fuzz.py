"""20 000 random images of memory through reading, checking, comparing and drawing, held against a naive reader.

Every image is made from the seed and its own number. BUDDYLAB_FUZZ_SEED=7 takes another seed (any word will do) and
BUDDYLAB_FUZZ_ONLY=1234 only the image of that number, as a failure names them.
"""

from __future__ import annotations

import json as standard
import os
import random
import re
import resource
import signal
from collections import Counter
from dataclasses import replace
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

import pytest

from buddylab.check import check
from buddylab.check_heap import check_heap
from buddylab.diff import difference, heap_difference
from buddylab.draw import dot, heap_text, json, text
from buddylab.heap import HeapShape, Table, read_heap
from buddylab.image import Gone, Memory
from buddylab.model import HeapSnapshot, Moment, Shape, Snapshot, Variable, Word
from buddylab.walk import read, walk
from unit import naive
from unit.naive import PAGE, Image

SEED = os.environ.get("BUDDYLAB_FUZZ_SEED") or "1"
ONLY = os.environ.get("BUDDYLAB_FUZZ_ONLY")
IMAGES = 20_000
BATCHES = 20
DRAWN = 8  # every so many images are drawn as well
PATIENCE = 5.0  # seconds that one image may take, where most take two thousandths of one
ROOM = 200 << 10  # KiB that all of them together may take
TOLD = 20  # problems of one kind, and links back, that are told at most
NAMES = ["values", "a<b>", 'it\'s "it" & that', "größe→", "x\\n", "memory[3].list", "T::{impl#0}", "%s{0}", "", "\t"]
PLACES = [0, PAGE, 0x80218000, 0x80218000, 0x80218000, 0xFFFFF000]


class Stage:
    """One random image, with a place of interest for a list or a heap to start at."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        size = chance.choice((4, 8, 8))
        self.image = Image(size, chance.choice(("little", "little", "big")), None)
        base = chance.choice(PLACES)
        if size == 8 and chance.random() < 0.1:
            base = chance.choice((0xFFFFFFC000000000, (1 << 64) - 8 * PAGE))
        numbers = list(range(base // PAGE, base // PAGE + chance.choice((1, 2, 2, 3, 6))))
        numbers = [number for number in numbers if number < 1 << 8 * size - 12]
        self.start, self.stop = numbers[0] * PAGE, (numbers[-1] + 1) * PAGE
        for number in numbers:
            if chance.random() < 0.93 or number == numbers[0]:
                self.image.pages[number] = bytearray(PAGE)
        self.image.ram = self.ram()
        self.fill()

    def ram(self) -> Optional[List[range]]:
        """Nothing known, all of it, or parts with any edges."""
        chance = self.chance
        kind = chance.random()
        if kind < 0.4:
            return None
        if kind < 0.7:
            return [range(self.start, self.stop)]
        if kind < 0.75:
            return [range(0, 1 << 8 * self.image.size)]
        edges = sorted(chance.sample(range(self.start // 4, self.stop // 4), 4))
        first, *rest = [4 * edge for edge in edges]
        if kind < 0.9:
            return [range(self.start, first), range(first, rest[0]), range(rest[1] + 12, self.stop)]
        return [range(first, rest[0]), range(rest[1], rest[2])]

    def fill(self) -> None:
        """Puts zeros, noise, or words that look like addresses into the pages."""
        chance, size = self.chance, self.image.size
        kind = chance.random()
        if kind < 0.4:
            return
        for page in self.image.pages.values():
            if kind < 0.5:
                page[:] = chance.randbytes(PAGE)
            else:
                order = "big" if self.image.order == "big" else "little"
                words = [self.aim().to_bytes(size, order) for _ in range(16)]
                page[:] = 4 * b"".join(chance.choices(words, k=PAGE // size // 4))

    def aim(self) -> int:
        """A word that a damaged list may hold."""
        return self._aim() % (1 << 8 * self.image.size)

    def _aim(self) -> int:
        chance, size = self.chance, self.image.size
        kind = chance.random()
        if kind < 0.7:
            return chance.randrange(self.start, self.stop, size)
        if kind < 0.8:
            return chance.randrange(self.start, self.stop)
        if kind < 0.9:
            return chance.choice((0, 0, self.start, self.stop - size, self.stop, size))
        return chance.choice(((1 << 8 * size) - size, 0x10000000, chance.getrandbits(8 * size)))

    def damage(self, place: Sequence[int], most: int = 4) -> None:
        """Overwrites a few words, most of them among those at `place`."""
        chance = self.chance
        for _ in range(chance.choice((0, 0, 1, 1, 2, most))):
            self.image.poke(chance.choice(place) if place and chance.random() < 0.8 else self.aim(), self.aim())

    def memory(self, image: Optional[Image] = None, fetches: int = 10**9) -> Memory:
        """`image` as ours; it refuses what must never be asked for, and dies after so many fetches."""
        image = self.image if image is None else image
        asked: Counter[Tuple[int, int]] = Counter()

        def fetch(address: int, size: int) -> Optional[bytes]:
            if not 0 <= address < address + size <= 1 << 8 * image.size:
                raise OverflowError("int too big to convert")  # as GDB's Python says it
            if sum(asked.values()) >= fetches:
                raise Gone("the machine is gone")
            if image.ram is not None:
                inside = (min(p.stop, address + size) - max(p.start, address) for p in image.ram)
                assert sum(max(0, part) for part in inside) == size, "a device was read"
            asked[(address, size)] += 1
            # what cannot be had as a page is asked for piece by piece, and again
            assert size < PAGE or asked[(address, size)] == 1, f"{address:#x} was fetched twice"
            pages = [image.pages.get(number) for number in range(address // PAGE, (address + size - 1) // PAGE + 1)]
            if None in pages:
                return None
            return b"".join(page for page in pages if page is not None)[address % PAGE :][:size]

        return Memory(fetch, image.ram, image.size, image.order)

    def label(self, address: int) -> Optional[str]:
        """A name for about every second address."""
        name = NAMES[address // 64 % len(NAMES)]
        return f"{name}[{address % 1024 // self.image.size}]" if name and address // 512 % 2 else name or None

    def variables(self) -> Tuple[Variable, ...]:
        """Some variables side by side."""
        edges = sorted({self.aim() for _ in range(self.chance.choice((0, 2, 5)))})
        return tuple(
            Variable(self.chance.choice(NAMES), start, min(stop - start, 600), "on the stack of f<int>()")
            for start, stop in zip(edges, edges[1:])
        )

    def moment(self) -> Moment:
        """A stop of a lesson, or nowhere."""
        return self.chance.choice((Moment(), Moment("Lesson 1: <a> & b", 3, "push"), Moment("Lesson 2", None, "f()")))

    def link_up(self, nodes: Sequence[int], ends: int, shape: Shape, head: Optional[int]) -> None:
        """A sound list through `nodes` that ends in the word `ends`."""
        before = ends if shape.home is not None else 0
        if head is not None:
            self.image.poke(head, nodes[0] if nodes else ends)
        for node, following in zip(nodes, [*nodes[1:], ends]):
            self.image.poke(node + shape.next, following)
            if shape.prev is not None:
                self.image.poke(node + shape.prev, before)
            before = node
        if shape.prev is not None and shape.home is not None:
            self.image.poke(shape.home + shape.prev, before)

    def nodes(self, most: int, step: int, room: int) -> List[int]:
        """Addresses of up to `most` nodes, `step` bytes apart at least, in random order."""
        places = range(self.start + 16 * self.image.size, self.stop - room, step)
        return self.chance.sample(places, min(len(places), self.chance.randint(0, most)))


def lists(stage: Stage) -> None:
    """One image with a list, walked by both."""
    chance, size = stage.chance, stage.image.size
    link = chance.choice((0, 0, 0, size, 2 * size, 3, -size, PAGE, PAGE + size))
    back = None if chance.random() < 0.6 else link + chance.choice((size, -size, 3 * size))
    start = stage.start + 2 * size * chance.randrange(1, 6)
    home = start if chance.random() < 0.3 else None
    head: Optional[int] = start + link
    value = stage.aim()
    shape = Shape(
        limit=None if chance.random() < 0.7 else chance.choice((1, 2, 5, 30, 200)),
        next=link,
        prev=back,
        home=home,
        fields=() if chance.random() < 0.8 else (("f", 2 * size, 4, bytes.hex), ("g", -3, 9, bytes.hex)),
    )
    nodes = stage.nodes(chance.choice((6, 6, 20, 20, 20, 20, 90)), size * chance.choice((1, 4, 4, 7)), 64)
    if chance.random() < 0.75:
        ends = stage.aim() if chance.random() < 0.3 else 0 if home is None else home
        stage.link_up(nodes, chance.choice([*nodes, ends]) if chance.random() < 0.2 else ends, shape, head)
        value = nodes[0] if nodes else ends
    before = stage.image.copy()
    stage.damage([node + chance.choice((link, link, back or 0)) for node in nodes])
    if home is None and chance.random() < 0.2:
        head = None  # the value of an expression

    image = stage.memory()
    head_word = Word(None, value, "<p>") if head is None else read(image, head, stage.label(head))
    chain = walk(image, shape, head_word, stage.label, chance.choice(("", ".head")))
    chain = replace(chain, problems=check(chain, size))
    found = naive.walk(stage.image, (head, _value(stage.image, head, value)), link, back, home, shape.limit)

    assert [chain.node(word) for word in chain.nodes] == found.nodes
    assert [word.value for word in chain.nodes] == [*found.nodes[1:], found.last][: len(found.nodes)]
    assert (chain.end, list(chain.prevs)[: len(found.prevs)]) == (found.end, found.prevs)
    assert [(problem.kind, problem.address) for problem in chain.problems] == _told(found.faults)
    assert found.end != "cycle" or f", a cycle of {found.cycle} node" in chain.problems[0].message
    for node in found.nodes if shape.fields else ():
        fields = [stage.image.peek(node + 2 * size, 4), stage.image.peek(node - 3, 9)]
        assert [*chain.details[node]] == [each.hex() if isinstance(each, bytes) else "unreadable" for each in fields]

    step = range(stage.start, stage.start + size * chance.choice((0, 0, 0, 16, 16, 70)), size)
    pointers = tuple(Word(stage.aim(), chance.choice((stage.aim(), *found.nodes)), name) for name in ("prev", "<q>"))
    snapshot = Snapshot(
        chain,
        tuple(read(image, at, stage.label(at)) for at in step),
        stage.variables(),
        pointers,
        stage.moment(),
        word_size=size,
    )
    if chance.random() < 0.5:
        compared(stage, before, shape, snapshot)
        snapshot = replace(snapshot, difference=difference(2, stage.memory(before), shape, snapshot))
    shown(snapshot)
    if chance.randrange(8) == 0:
        dying(stage, shape, head_word, found)
    if chance.randrange(DRAWN) == 0:
        source = dot.dot(snapshot)
        drawing(source, [f"w-{word.address:x}" for word in snapshot.shown()])
        assert len(NULL.findall(source)) == (chain.end == "null")


def _value(image: Image, head: Optional[int], value: int) -> Optional[int]:
    """What the head's word holds."""
    if head is None:
        return value
    word = image.word(head)
    return None if isinstance(word, str) else word


def _told(faults: Sequence[naive.Fault]) -> List[naive.Fault]:
    """Those faults of a list that are told: of very many links back the first."""
    return [fault for fault in faults if fault[0] != "back-link"] + [
        fault for fault in faults if fault[0] == "back-link"
    ][:TOLD]


def compared(stage: Stage, before: Image, shape: Shape, now: Snapshot) -> None:
    """The difference to an earlier image."""
    diff = difference(2, stage.memory(before), shape, now)
    head = now.chain.head
    words = {word.address: word.value for word in (*now.shown(), head) if word.address is not None}
    changed = [at for at in sorted(words) if (before.word(at) != words[at]) and not _neither(before, at, words)]
    assert [change.address for change in diff.changed] == changed
    if head.address is not None:
        value = _value(before, head.address, 0)
        then = naive.walk(before, (head.address, value), shape.next, None, shape.home, shape.limit).nodes
        still = [now.chain.node(word) for word in now.chain.nodes]
        assert [at - shape.next for at in diff.joined] == [node for node in still if node not in then]
        assert [at - shape.next for at in diff.left] == [node for node in then if node not in still]
    assert difference(2, stage.memory(), shape, now).changed == ()


def _neither(before: Image, at: int, words: Dict[int, Optional[int]]) -> bool:
    """Whether a word can be read neither then nor now."""
    return words[at] is None and isinstance(before.word(at), str)


def shown(snapshot: Snapshot) -> None:
    """The text has every problem, the JSON every node."""
    chain = snapshot.chain
    said = " ".join(text.show(snapshot).split())
    if chain.nodes or chain.head.value is None:
        assert all(" ".join(problem.message.split()) in said for problem in chain.problems)
    data = standard.loads(json.dumps(snapshot))
    assert [int(node["address"], 16) for node in data["nodes"]] == [chain.node(word) for word in chain.nodes]
    assert [node["next"] for node in data["nodes"]] == [f"{word.value:#x}" for word in chain.nodes]
    assert (data["length"], data["end"]) == (len(chain.nodes), chain.end)
    assert [problem["kind"] for problem in data["problems"]] == [problem.kind for problem in chain.problems]
    assert [word["on_chain"] for word in data["words"]] == [snapshot.is_node(word) for word in snapshot.words]
    text.spoken(snapshot)


def dying(stage: Stage, shape: Shape, head: Word, found: naive.Walk) -> None:
    """A target that dies in the middle of a walk leaves what was found up to there."""
    cut = walk(stage.memory(fetches=stage.chance.randint(0, 3)), shape, head)
    nodes = [cut.node(word) for word in cut.nodes]
    assert nodes == found.nodes[: len(nodes)]
    problems = check(cut, stage.image.size)
    told = [(problem.kind, problem.address) for problem in problems]
    if cut.interrupted:
        assert told[0][0] == "interrupted" and cut.end in ("limit", found.end)
        assert told[1:] == ([] if cut.end == "limit" else [fault for fault in found.faults if fault[0] != "back-link"])
    else:
        assert told == _told(found.faults)
    shown(Snapshot(replace(cut, problems=problems), word_size=stage.image.size))


STATEMENT = re.compile(r'^  "([^"]*)" \[', re.MULTILINE)
NULL = re.compile(r'class="word [^"]*\bnull\b')
EDGE = re.compile(r'^  "([^"]*)" -> "([^"]*)" \[', re.MULTILINE)


def drawing(source: str, wanted: Sequence[str] = ()) -> None:
    """DOT has each box once, all that is wanted, and no arrow from or to a box that is not there."""
    counts = Counter(STATEMENT.findall(source))
    assert not [key for key, count in counts.items() if count > 1]
    assert set(wanted) <= set(counts)
    assert {end for edge in EDGE.findall(source) for end in edge} <= set(counts)
    assert "nan" not in re.findall(r'pos="[^"]*"', source)


def heaps(stage: Stage) -> None:
    """One image with a heap, read by both."""
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
    assert [[node.address for node in each.chain.nodes] for each in heap.lists] == [each.nodes for each in walks]
    assert [each.chain.end for each in heap.lists] == [each.end for each in walks]
    assert [*heap.regions] == regions
    assert heap.taken is None if taken is None else [(each.address, each.order) for each in heap.taken or ()] == taken
    faults = Counter(naive.judge(walks, taken, regions, books, shape.address))
    ours = Counter((problem.kind, problem.address) for problem in heap.problems)
    for kind in {kind for kind, _ in (*faults, *ours)}:
        expected = Counter({fault: count for fault, count in faults.items() if fault[0] == kind})
        told = Counter({fault: count for fault, count in ours.items() if fault[0] == kind})
        assert told == expected or (sum(told.values()) == TOLD and not told - expected), kind
    assert not sound or {kind for kind, _ in faults} <= {"unmerged"}

    snapshot = HeapSnapshot(heap, stage.moment(), word_size=size)
    if chance.random() < 0.5:
        change = heap_difference(2, stage.memory(before), shape, snapshot, stage.label)
        snapshot = replace(snapshot, difference=change)
    order = chance.choice((None, None, *range(len(heap.lists))))
    said = " ".join(heap_text.show(snapshot, all_orders=chance.random() < 0.2, order=order).split())
    assert all(" ".join(problem.message.split()) in said for problem in heap.problems) or not heap.lists
    heap_text.find(snapshot, stage.aim())
    data = standard.loads(json.dumps_heap(snapshot))
    assert [each["chain"]["length"] for each in data["orders"]] == [len(each.nodes) for each in walks]
    assert [problem["kind"] for problem in data["problems"]] == [problem.kind for problem in heap.problems]
    heap_text.spoken(snapshot)
    if chance.randrange(DRAWN) == 0:
        view = chance.choice(("chains", "map", "tree", "all"))
        source = dot.dot(snapshot, view)
        drawing(source)
        if view in ("chains", "all") and not heap.problems and not snapshot.difference:
            assert len(NULL.findall(source)) == sum(each.end == "null" and bool(each.nodes) for each in walks)


def heap_shape(stage: Stage) -> HeapShape:
    """A heap at the start of the image, with or without counters and ledgers."""
    chance, size = stage.chance, stage.image.size
    here = stage.start + size
    count = chance.choice((1, 4, 8, 8, 12, 12, 33))
    stride = size * chance.choice((1, 1, 2))
    after = here + size + count * stride
    known, checked = chance.random() < 0.7, chance.random() < 0.6
    after_books = after + 3 * size
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
    )


def sound_heap(stage: Stage, shape: HeapShape) -> Tuple[List[int], bool]:
    """Writes a heap into the last 1024 bytes of the image, most of the time.

    Gives the addresses of its free blocks, and whether no more can be wrong with it than that buddies are not merged.
    """
    chance, image, size = stage.chance, stage.image, stage.image.size
    if chance.random() < 0.15:
        return [], False
    free: Dict[int, List[int]] = {order: [] for order in range(shape.lists)}
    taken: List[Tuple[int, int]] = []
    least = size.bit_length() - 1

    def split(address: int, order: int) -> None:
        kind = chance.random()
        if order < shape.lists and kind < 0.35:
            free[order].append(address)
        elif order < shape.lists and kind < 0.6 or order == least:
            taken.append((address, order))
        else:
            split(address, order - 1)
            split(address + (1 << order - 1), order - 1)

    split(stage.stop - 1024, 10)
    for order, blocks in free.items():
        chance.shuffle(blocks)
        stage.link_up(blocks, 0, Shape(), shape.first + order * shape.stride)
    for at, value in ((shape.order, shape.lists), (shape.user, 8 * len(taken)), (shape.total, 1024)):
        if at is not None:
            image.poke(at, value)
    if shape.allocated is not None:
        image.poke(shape.allocated, sum(1 << order for _, order in taken))
    if shape.regions is not None and shape.blocks is not None:
        rows(image, shape.regions, [(shape.address, stage.stop - 1024, stage.stop)])
        rows(image, shape.blocks, [(shape.address, address, 3, order) for address, order in taken])
    whole = image.ram is None and len(image.pages) * PAGE == stage.stop - stage.start and stage.stop < 1 << 8 * size
    return [address for blocks in free.values() for address in blocks], whole and len(taken) <= 24


def rows(image: Image, table: Table, values: Sequence[Sequence[int]]) -> None:
    """Fills a table, as far as it has room."""
    image.poke(table.count, len(values))
    for number, row in enumerate(values[: table.room]):
        for at, value in zip(table.fields, row):
            image.poke(table.rows + number * table.stride + at, value)


def naive_heap(
    image: Image, shape: HeapShape
) -> Tuple[List[naive.Walk], List[range], Optional[List[Tuple[int, int]]], Tuple[Optional[int], Optional[int]]]:
    """The lists, the memory, what is handed out, and the counters."""
    count = _value(image, shape.order, shape.lists)
    heads = [
        shape.first + order * shape.stride for order in range(shape.lists if count is None else count)[: shape.lists]
    ]
    walks = [naive.walk(image, (head, _value(image, head, 0)), limit=shape.link.limit) for head in heads]
    regions = [] if shape.region is None else [shape.region]
    taken: Optional[List[Tuple[int, int]]] = None
    if shape.regions is not None and shape.blocks is not None:
        ours = [row for row in _rows(image, shape.regions) if row[0] == shape.address]
        regions = sorted([range(start, end) for _, start, end in ours if start < end], key=lambda part: part.start)
        ours = [row for row in _rows(image, shape.blocks) if row[0] == shape.address]
        taken = sorted([(at, order) for _, at, _, order in ours if order < 8 * image.size], key=lambda block: block[0])
    counters = (shape.allocated, shape.total)
    allocated, total = [None if at is None else _value(image, at, 0) for at in counters]
    return walks, regions, taken, (allocated, total)


def _rows(image: Image, table: Table) -> Iterator[List[int]]:
    count = image.word(table.count)
    for row in range(0 if isinstance(count, str) else min(count, table.room)):
        words = [image.word(table.rows + row * table.stride + at) for at in table.fields]
        if any(isinstance(word, str) for word in words):
            return
        yield [word for word in words if isinstance(word, int)]


def _too_slow(signal: int, frame: Any) -> None:
    raise AssertionError(f"this takes longer than {PATIENCE:g} s, perhaps for ever")


@pytest.fixture
def bounded() -> Iterator[None]:
    """Every image has an end, and memory too."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    old = signal.signal(signal.SIGALRM, _too_slow)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, old)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < ROOM


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_images(batch: int, bounded: None) -> None:
    print(f"the seed is {SEED}")
    each = IMAGES // BATCHES
    for number in range(batch * each, (batch + 1) * each):
        if ONLY in (None, "", str(number)):
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
            try:
                (lists if number % 5 else heaps)(Stage(random.Random(f"{SEED}:{number}")))
            except Exception as fault:
                message = f"image {number}: BUDDYLAB_FUZZ_SEED={SEED} BUDDYLAB_FUZZ_ONLY={number} repeats it"
                raise AssertionError(message) from fault
