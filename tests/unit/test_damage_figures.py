"""Long and damaged lists as figures: as legible as sound ones, by their coordinates."""

import random
import time
from dataclasses import replace

import pytest

from buddylab.check import check
from buddylab.draw import svg
from buddylab.model import FIRST, Shape, Word
from buddylab.walk import walk
from unit.figure import faults, read
from unit.memories import LIST, at, label, linked, memory, snapshot


def texts(drawn):
    return " ".join(text.content for part in read(drawn).parts.values() for text in part.texts)


@pytest.mark.parametrize("count", [65, 100_000])
def test_a_long_list_is_drawn_by_its_first_and_last_nodes(count):
    seed = random.randrange(1 << 32)
    print("seed", seed)
    order = list(range(100, 100 + count))
    random.Random(seed).shuffle(order)
    words = linked(order)
    pages = {}
    for address, value in words.items():
        page = pages.setdefault(address & -4096, bytearray(4096))
        page[address % 4096 : address % 4096 + 8] = value.to_bytes(8, "little")
    image = memory({})
    image.fetch = lambda address, size: bytes(pages.get(address, bytes(size)))
    taken = snapshot(image, count=0)
    before = time.monotonic()
    drawn = svg.svg(taken)
    assert time.monotonic() - before < 5  # it takes a tenth of a second; a figure of all nodes takes minutes
    assert faults(drawn) == []
    assert f"… {count - 48} more" in texts(drawn)
    assert len(read(drawn).of("word")) == 49
    assert f"e-{taken.visible()[FIRST].address:x}" in read(drawn).lines


@pytest.mark.parametrize("entry, length", [(0, 5), (1, 4), (3, 2), (4, 1)])
def test_a_cycle_says_how_long_it_is(entry, length):
    # [list] -> 0 -> 1 -> 2 -> 3 -> 4 -> entry
    words = linked([0, 1, 2, 3, 4])
    words[at(4)] = at(entry)
    drawn = svg.svg(snapshot(memory(words), count=5))
    assert faults(drawn) == []
    assert f"cycle of {length}" in texts(drawn)
    (back,) = [line for line in read(drawn).lines.values() if "cycle" in line.kinds]
    assert back.key == f"e-{at(4):x}"


@pytest.mark.parametrize("value, reason", [(at(1) + 3, "not aligned"), (0x10000000, "not RAM")])
def test_a_list_that_leads_nowhere_ends_in_a_ghost(value, reason):
    words = linked([3, 2, 1])
    words[at(1)] = value
    drawn = svg.svg(snapshot(memory(words), count=4))
    assert faults(drawn) == []
    assert hex(value) in texts(drawn) and reason in texts(drawn)


def doubly(words, **shape):
    """A list of nodes of two words, link and link back."""
    image = memory(words)
    chain = walk(image, Shape(prev=8, **shape), Word(LIST, words[LIST], "list"), label, ".head")
    return replace(snapshot(memory({LIST: 0}), count=0), chain=replace(chain, problems=check(chain)), words=())


def test_a_link_back_that_is_wrong_is_named_at_its_node():
    # [list] -> 0 <-> 2 <-> 4, and 4 points back at 0
    words = {LIST: at(0), at(0): at(2), at(2): at(4), at(3): at(0), at(5): at(0)}
    drawn = svg.svg(doubly(words))
    assert faults(drawn) == []
    assert f"link back wrong: {at(0):#x}" in texts(drawn)
    words[at(5)] = at(2)
    assert "link back" not in texts(svg.svg(doubly(words)))


def test_fields_stand_below_the_word():
    fields = (("pid", 8, 8, lambda data: str(int.from_bytes(data, "little"))), ("name", 0, 8, lambda data: "x" * 90))
    image = memory({LIST: at(0), at(1): 7})
    chain = walk(image, Shape(fields=fields), Word(LIST, at(0), "list"), label, ".head")
    drawn = svg.svg(replace(snapshot(image, count=0), chain=chain, words=()))
    assert faults(drawn) == []
    assert "pid = 7" in texts(drawn) and "…" in texts(drawn)
