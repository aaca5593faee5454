"""What is asked of the target for a list whose nodes lie far from each other, or close together."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buddylab.memory.ahead import BLOCK, Ahead, PAGE
from buddylab.memory.image import Memory
from buddylab.model import Shape, Word
from buddylab.walk import walk

BASE = 0x80000000
LAST = 40  # blocks
RAM = [range(BASE, BASE + LAST * BLOCK)]
WORD = 8


class Target:
    """Memory that holds words, and counts what it is asked for."""

    def __init__(self, words, ram=RAM, paged=False, few=None):
        self.words, self.fetched, self.copied, self.translated = words, [], [], []
        copy = None if few is None else Ahead(self._copy, ram, few)
        run = (lambda page: range(page & -BLOCK, (page & -BLOCK) + BLOCK)) if paged else None
        translate = self._translate if paged else None
        self.memory = Memory(self._fetch, ram, translate=translate, ahead=copy, run=run)

    def walked(self, start, shape=Shape()):
        chain = walk(self.memory, shape, Word(None, start))
        return [shape_node(word, shape) for word in chain.nodes], chain

    def _bytes(self, address, size):
        data = bytearray(size)
        for at, value in self.words.items():
            if address <= at < address + size:
                data[at - address : at - address + WORD] = value.to_bytes(WORD, "little")[: address + size - at]
        return bytes(data)

    def _fetch(self, address, size):
        self.fetched.append((address, size))
        return self._bytes(address, size)

    def _copy(self, start, size):
        self.copied.append(range(start, start + size))
        return self._bytes(start, size)

    def _translate(self, page):
        self.translated.append(page)
        return page


def shape_node(word, shape):
    return word.address - shape.next


def linked(nodes, offset=0, end=0):
    return {node + offset: following for node, following in zip(nodes, [*nodes[1:], end])}


def apart(count, stride=PAGE, start=BASE):
    return [start + stride * at for at in range(count)]


def test_a_node_that_is_alone_in_its_page_costs_a_word():
    nodes = apart(300)
    target = Target(linked(nodes))
    assert target.walked(nodes[0])[0] == nodes
    assert target.fetched == [(node, WORD) for node in nodes]


def test_the_second_node_in_a_page_has_the_page_read():
    # Two nodes in each of three pages, then one in a page of its own.
    nodes = [BASE, BASE + PAGE, BASE + 64, BASE + PAGE + 8, BASE + 2 * PAGE]
    target = Target(linked(nodes))
    assert target.walked(nodes[0])[0] == nodes
    assert target.fetched == [(BASE, 8), (BASE + PAGE, 8), (BASE, PAGE), (BASE + PAGE, PAGE), (BASE + 2 * PAGE, 8)]


def test_the_same_word_again_is_no_second_one():
    target = Target({BASE: 5})
    assert [target.memory.word(BASE) for _ in range(3)] == [5, 5, 5]
    assert target.memory.read(BASE + 2, 4) == bytes(4)
    assert target.fetched == [(BASE, 8)]


def test_a_link_back_beside_the_link_is_read_with_it():
    nodes = apart(50, start=BASE + 0x100)
    words = {**linked(nodes), **{node + 8: before for node, before in zip(nodes, [0, *nodes])}}
    target = Target(words)
    found, chain = target.walked(nodes[0], Shape(prev=8))
    assert found == nodes and list(chain.prevs) == [0, *nodes[:-1]]
    assert target.fetched == [(node, 16) for node in nodes]


def test_a_field_far_from_the_link_is_not_read_with_it():
    nodes = apart(3)
    target = Target(linked(nodes))
    shape = Shape(fields=(("far", 2048, 8, lambda data: str(int.from_bytes(data, "little"))),))
    found, chain = target.walked(nodes[0], shape)
    assert found == nodes and chain.details == {node: ("0",) for node in nodes}
    assert target.fetched == [(node, 8) for node in nodes] + [(node, PAGE) for node in nodes]


def test_where_the_rest_of_a_node_cannot_be_read_its_link_can():
    # RAM ends behind the link, and at a page a device begins.
    nodes = [BASE + PAGE - 8, BASE + PAGE + 0x100]
    ram = [range(BASE, BASE + PAGE), range(BASE + PAGE + 0x100, BASE + PAGE + 0x108)]
    target = Target(linked(nodes), ram)
    found, chain = target.walked(nodes[0], Shape(prev=8))
    assert found == nodes and chain.end == "null" and chain.prevs == (None, None)
    assert all(any(at in part and at + size - 1 in part for part in ram) for at, size in target.fetched)


def test_a_run_is_translated_once():
    nodes = apart(300)
    target = Target(linked(nodes), paged=True)
    assert target.walked(nodes[0])[0] == nodes
    assert target.translated == apart(5, BLOCK)


@pytest.mark.parametrize("order", [1, -1])
def test_block_after_block_is_copied_more_at_once_and_not_kept(order):
    nodes = apart(64 * 36)[::order]
    target = Target(linked(nodes), few=4)
    assert target.walked(nodes[0])[0] == nodes
    assert [size for _, size in target.fetched] == [WORD] * 3
    sizes = [len(copied) // BLOCK for copied in target.copied]
    assert sizes[:3] == [1, 1, 2] and set(sizes[3:-1]) == {4} and len(target.memory.blocks) == 1


def test_few_nodes_in_each_block_are_read_one_by_one():
    nodes = apart(2 * LAST, BLOCK // 2)
    target = Target(linked(nodes), few=4)
    assert target.walked(nodes[0])[0] == nodes
    assert target.fetched == [(node, WORD) for node in nodes] and not target.copied


def test_what_was_passed_through_is_copied_once_more_and_kept():
    # Twice through all pages, the second time at other words; then as often as one likes.
    first, second = apart(64 * 12), apart(64 * 12, start=BASE + 8)
    more = apart(64 * 12, start=BASE + 16) + apart(64 * 12, start=BASE + 24)
    nodes = [*first, *second, *more]
    target = Target(linked(nodes), few=4)
    assert target.walked(nodes[0])[0] == nodes
    often = Counter(page for copied in target.copied for page in range(copied.start, copied.stop, PAGE))
    assert max(often.values()) == 2


def test_a_dense_list_in_random_order_is_copied_block_by_block():
    nodes = [BASE + 16 * (at * 7919 % 65536) for at in range(65536)]
    target = Target({})
    data = bytearray(65536 * 16)
    for node, following in zip(nodes, [*nodes[1:], 0]):
        data[node - BASE : node - BASE + 8] = following.to_bytes(8, "little")
    fetched, copied = [], []
    memory = Memory(
        lambda at, size: fetched.append(size) or bytes(data[at - BASE : at - BASE + size]),
        [range(BASE, BASE + len(data))],
        ahead=Ahead(lambda at, size: copied.append(size) or bytes(data[at - BASE : at - BASE + size]), RAM),
    )
    target.memory = memory
    assert target.walked(nodes[0])[0] == nodes
    assert copied == [BLOCK] * 4 and fetched == [WORD] * 12


PLACES = st.lists(
    st.one_of(
        st.integers(0, LAST * 64 - 1).map(lambda page: PAGE * page + 64),
        st.integers(0, 2000).map(lambda place: 8 * BLOCK + 16 * place),
    ),
    min_size=1,
    max_size=400,
    unique=True,
)


@given(PLACES, st.booleans(), st.booleans(), st.integers(1, 6), st.booleans(), st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_list_is_walked_as_it_was_linked(places, ordered, paged, few, cycle, data):
    nodes = [BASE + place for place in (sorted(places) if ordered else places)]
    end = nodes[data.draw(st.integers(0, len(nodes) - 1))] if cycle else 0
    target = Target(linked(nodes, end=end), paged=paged, few=few)
    found, chain = target.walked(nodes[0])
    assert found == nodes and chain.end == ("cycle" if cycle else "null")
    again, _ = target.walked(nodes[0])
    assert again == nodes


WAYS = st.lists(st.tuples(st.integers(-1, 8), st.sampled_from([None, 1, 3, 7, 8, 9, 30])), min_size=2, max_size=6)


@given(st.integers(1, 8), st.one_of(st.none(), st.integers(0, 7)), WAYS)
@settings(deadline=None)
def test_what_an_earlier_walk_has_found_makes_no_difference(count, entry, ways):
    # Home is no address, a node, or the place of the head; the list ends in null, or turns back to one of its nodes.
    nodes = apart(count, 64)
    end = 0 if entry is None else nodes[entry % count]
    kept = Target(linked(nodes, end=end))
    for home, limit in ways:
        shape = Shape(limit, home=None if home < 0 else BASE + 64 * home)
        for head in (Word(None, nodes[0]), Word(nodes[-1], nodes[0]), Word(BASE + 4096, nodes[0])):
            one, other = (walk(memory, shape, head) for memory in (kept.memory, Target(linked(nodes, end=end)).memory))
            assert (one, one.end) == (other, other.end)


def test_a_list_is_read_once_whatever_its_home():
    nodes = apart(64 * 12)
    target = Target(linked(nodes), few=4)
    target.walked(nodes[0])
    before = len(target.fetched), len(target.copied)
    for shape in (Shape(), Shape(home=BASE + 8), Shape(limit=1000)):
        assert target.walked(nodes[0], shape)[0] == nodes
    assert (len(target.fetched), len(target.copied)) == before
