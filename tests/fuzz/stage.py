"""Random images of memory for the fuzz tests: pages, what may be read of them, lists and their damage."""

from __future__ import annotations

import random
import re
import signal
from collections import Counter
from contextlib import contextmanager
from typing import Any, Iterator, List, Optional, Sequence, Tuple

from buddylab.memory.image import Gone, Memory
from buddylab.model import Shape
from unit.naive import PAGE, Image
from buddylab.snapshot import Moment, Variable

PATIENCE = 5.0  # seconds of the processor that one image may take, where most take two thousandths of one
DRAWN = 8  # every so many images are drawn as well
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


def held(image: Image, head: Optional[int], value: int) -> Optional[int]:
    """What the head's word holds."""
    if head is None:
        return value
    word = image.word(head)
    return None if isinstance(word, str) else word


STATEMENT = re.compile(r'^  "([^"]*)" \[', re.MULTILINE)
NULL = re.compile(r'class="word [^"]*\bnull\b')
EDGE = re.compile(r'^  "([^"]*)" -> "([^"]*)" \[', re.MULTILINE)


def drawing(source: str, wanted: Sequence[str] = ()) -> None:
    """DOT has each box once, all that is wanted, and no arrow from or to a box that is not there."""
    counts = Counter(STATEMENT.findall(source))
    assert not [key for key, count in counts.items() if count > 1]
    assert set(wanted) <= set(counts)
    assert {end for edge in EDGE.findall(source) for end in edge} <= set(counts)
    assert not re.search(r'pos="[^"]*nan', source)


@contextmanager
def bounded() -> Iterator[None]:
    """Fails where what is done within takes longer than one image may."""
    old = signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def _too_slow(number: int, frame: Any) -> None:
    raise AssertionError(f"this takes longer than {PATIENCE:g} s, perhaps for ever")
