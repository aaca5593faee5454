"""Reading memory: pages, what may not be read, paging, and an end before its time."""

from array import array
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buddylab.check import check
from buddylab.memory.ahead import Ahead, BLOCK, PAGE
from buddylab.memory.image import Gone, Memory, Unreadable
from buddylab.model import Shape
from buddylab.walk import read, walk

BASE = 0x1000
WORD = 8


def pages(count, stopped_by=None):
    """A list with one node a page, BASE -> BASE + PAGE -> …, whose fetch raises `stopped_by` at the last page."""

    def fetch(address, size):
        index = (address - BASE) // PAGE
        if index == count - 1 and stopped_by is not None:
            raise stopped_by
        following = 0 if index == count - 1 else BASE + PAGE * (index + 1)
        page = following.to_bytes(WORD, "little") + bytes(PAGE - WORD)
        return page[address % PAGE :][:size]

    return Memory(fetch)


def kind_of(image, address):
    with pytest.raises(Unreadable) as fault:
        image.word(address)
    assert fault.value.address == address
    return fault.value.kind


def test_what_is_physically_no_ram_is_not_read_and_what_is_not_mapped_is_unreadable():
    asked = []
    tables = {0x1000: 0x80000000, 0x2000: 0x10000000, 0x80000000: 0x80001000}
    image = Memory(
        lambda address, size: asked.append(address) or bytes(size),
        [range(0x80000000, 0x80002000)],
        translate=tables.get,
    )
    assert image.word(0x1008) == 0 and image.word(0x80000008) == 0
    assert kind_of(image, 0x2000) == "not-ram"
    assert kind_of(image, 0x3000) == "unreadable"
    assert kind_of(image, 0x80001000) == "unreadable"  # RAM, were it a physical address
    assert asked == [0x1008, 0x80000008]


def test_a_page_is_translated_once():
    asked = []
    image = Memory(lambda address, size: bytes(size), [range(0, PAGE)], translate=lambda page: asked.append(page) or 0)
    for offset in range(0, PAGE, WORD):
        image.word(0x5000 + offset)
    assert asked == [0x5000]


def test_ram_may_end_within_a_page_under_paging_too():
    asked = []
    image = Memory(
        lambda address, size: asked.append((address, size)) or bytes(size),
        [range(0x80000000, 0x80000010)],
        translate=lambda page: 0x80000000,
    )
    assert image.word(0x5008) == 0
    assert kind_of(image, 0x5010) == "not-ram"
    assert asked == [(0x5008, WORD)]


def test_what_cannot_be_had_as_a_page_is_read_piece_by_piece():
    image = Memory(lambda address, size: bytes(size) if address + size <= 0x1010 else None)
    assert image.word(0x1008) == 0
    assert kind_of(image, 0x1010) == "unreadable"


@pytest.mark.parametrize(
    "fault, reason",
    [(KeyboardInterrupt(), "Ctrl-C was pressed"), (Gone("the target is gone (closed)"), "the target is gone (closed)")],
)
def test_a_walk_that_is_interrupted_keeps_what_it_has(fault, reason):
    # [BASE] -> 1 -> 2 -> and at 3 it ends
    image = pages(4, fault)
    chain = walk(image, Shape(), read(image, BASE))
    assert [node.address for node in chain.nodes] == [BASE + PAGE, BASE + 2 * PAGE]
    assert (chain.end, chain.interrupted) == ("limit", reason)
    (problem,) = check(chain)
    assert problem.kind == "interrupted" and reason in problem.message
    # What was read is still there, and nothing is fetched again.
    image.fetch = None
    assert image.word(BASE) == BASE + PAGE
    assert kind_of(image, BASE + 3 * PAGE) == "interrupted"


def test_ctrl_c_between_two_reads(monkeypatch):
    def press(walker):
        raise KeyboardInterrupt

    monkeypatch.setattr("buddylab.walk._Walker._mark", press)
    image = pages(4)
    chain = walk(image, Shape(), read(image, BASE))
    assert (chain.end, chain.interrupted) == ("limit", "Ctrl-C was pressed")
    assert len(chain.nodes) == 1


def test_a_head_that_could_not_be_read_in_time():
    image = pages(1, Gone("it went"))
    chain = walk(image, Shape(), read(image, BASE))
    assert (chain.end, chain.nodes, chain.interrupted) == ("limit", (), "it went")
    assert check(chain)[0].kind == "interrupted"


LAST = 400  # pages: six blocks, and a part of another
EDGES = st.lists(st.integers(0, LAST * PAGE // 4).map(lambda word: 4 * word), min_size=2, max_size=6, unique=True)
ORDERS = st.sampled_from(
    [range(LAST), [*range(LAST)][::-1], [*range(65, LAST), *range(65)], [(7 * at) % LAST for at in range(LAST)]]
)


@given(EDGES, ORDERS, st.booleans(), st.booleans(), st.integers(0, 60), st.integers(1, 5), st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow
def test_pages_that_are_copied_ahead_hold_what_fetching_gives(edges, frames, paged, runs, works, few, data):
    ram = [range(start, stop) for start, stop in zip(sorted(edges)[::2], sorted(edges)[1::2])]
    content = bytes(range(251)) * (LAST * PAGE // 251 + 1)
    tables = {PAGE * at: PAGE * frame for at, frame in enumerate(frames)}
    copies = []

    def copy(start, size):
        assert size > 0 and any(start in part and start + size - 1 in part for part in ram), "no RAM of one piece"
        copies.append(range(start, start + size, PAGE))
        return content[start : start + size - (len(copies) > works)]

    def fetch(address, size):
        start = tables.get(address & -PAGE, address) + address % PAGE if paged else address
        return content[start : start + size]

    def run(page):
        first = last = page
        while tables.get(first - PAGE) == tables[page] - (page - first) - PAGE:
            first -= PAGE
        while tables.get(last + PAGE) == tables[page] + (last - page) + PAGE:
            last += PAGE
        return range(first, last + PAGE)

    translate = tables.get if paged else None
    plain = Memory(fetch, ram, 4, translate=translate)
    quick = Memory(fetch, ram, 4, translate=translate, ahead=Ahead(copy, ram, few), run=run if runs else None)
    for at in data.draw(st.lists(st.integers(0, LAST * PAGE - 9), min_size=1, max_size=40)):
        for size in (4, 9):
            assert outcome(quick, at, size) == outcome(plain, at, size)
        assert passed(quick, at) == outcome(plain, at, 1)
    assert len([copied for copied in copies if copied]) <= works + 1
    often = Counter(page for copied in copies for page in copied)
    assert all(count <= 3 for count in often.values()), often


def passed(image, at):
    """One byte, as who is passing gets it."""
    try:
        start, data = image.around(at, 1, passing=2)
        return data[at - start : at - start + 1]
    except Unreadable as fault:
        return fault.kind, fault.address


def outcome(image, at, size):
    """The bytes, or what is said of those that cannot be had."""
    try:
        return image.read(at, size)
    except Unreadable as fault:
        return fault.kind, fault.address


def test_an_end_that_comes_while_copying_keeps_what_there_is():
    def copy(start, size):
        if start:
            raise Gone("the target is gone (closed)")
        return bytes(size)

    ram = [range(0, 2 * BLOCK)]
    image = Memory(lambda address, size: bytes(size), ram, ahead=Ahead(copy, ram, few=2))
    for place in (0, PAGE, BLOCK):
        assert image.word(place) == 0
    assert kind_of(image, BLOCK + PAGE) == "interrupted"
    assert image.word(PAGE + WORD) == image.word(BLOCK) == 0
    assert image.interrupted == "the target is gone (closed)"


def test_ctrl_c_between_a_node_and_the_next(monkeypatch):
    # [head] -> BASE + 8 -> BASE + 16 -> …: pressed when a node was found and the walk has not gone on to the next one
    class Pressed(array):
        def append(self, address):
            super().append(address)
            if len(self) == 7:
                raise KeyboardInterrupt

    monkeypatch.setattr("buddylab.walk.array", Pressed)
    page = b"".join((BASE + 8 * (at + 1)).to_bytes(8, "little") for at in range(512))
    image = Memory(lambda address, size: page[address % PAGE :][:size])
    chain = walk(image, Shape(), read(image, BASE))
    assert (len(chain.nodes), chain.end, chain.nodes[-1].value) == (7, "limit", BASE + 64)
