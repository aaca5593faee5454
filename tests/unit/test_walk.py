"""Walking a chain: where it ends, and what was readable before that."""

import pytest

from buddylab.image import Memory, Unreadable
from unit.memories import LIST, RAM, at, chain, linked, memory


def indices(found):
    return [(node.address - at(0)) // 8 for node in found.nodes]


def test_empty():
    # [list] -> null
    found = chain(memory({LIST: 0}))
    assert (found.end, indices(found)) == ("null", [])


def test_pushed_in_order():
    # [list] -> 2 -> 1 -> 0 -> null
    found = chain(memory(linked([2, 1, 0])))
    assert (found.end, indices(found)) == ("null", [2, 1, 0])
    assert [node.label for node in found.nodes] == ["values[2]", "values[1]", "values[0]"]


@pytest.mark.parametrize("entry", [0, 1, 2, 3])
def test_cycle_is_walked_once_round(entry):
    # [list] -> 3 -> 2 -> 1 -> 0 -> entry
    words = linked([3, 2, 1, 0])
    words[at(0)] = at(entry)
    found = chain(memory(words))
    assert (found.end, indices(found)) == ("cycle", [3, 2, 1, 0])
    assert found.problems[0].kind == "cycle"
    assert f"a cycle of {entry + 1} node" in found.problems[0].message


def test_cycle_through_the_head_itself():
    # [list] -> 0 -> [list]
    found = chain(memory({LIST: at(0), at(0): LIST}))
    assert (found.end, indices(found)) == ("cycle", [0])
    assert "points back at the head" in found.problems[0].message or "list.head" in found.problems[0].message


def test_misaligned():
    # [list] -> 1 -> 0x80218d4b
    found = chain(memory({LIST: at(1), at(1): at(0) + 3}))
    assert (found.end, indices(found)) == ("misaligned", [1])
    assert found.problems[0].address == at(1)
    assert "values[1]" in found.problems[0].message and "0x80218d4b" in found.problems[0].message


def test_a_device_is_named_and_not_read():
    # [list] -> 1 -> the UART's registers
    asked = []
    image = memory({LIST: at(1), at(1): 0x10000000})
    fetch = image.fetch
    image.fetch = lambda address, size: asked.append(address) or fetch(address, size)
    found = chain(image)
    assert (found.end, indices(found)) == ("not-ram", [1])
    assert all(any(address in part for part in RAM) for address in asked)


def test_unreadable_page():
    # [list] -> 1 -> a page that cannot be read
    found = chain(memory({LIST: at(1), at(1): 0x80300000}, unreadable=range(0x80300000, 0x80301000)))
    assert (found.end, indices(found)) == ("unreadable", [1])


def test_unreadable_head():
    found = chain(memory({}, unreadable=range(LIST & -4096, LIST + 1)))
    assert (found.end, found.head.value, found.nodes) == ("unreadable", None, ())


def test_limit():
    # [list] -> 3 -> 2 -> ...
    found = chain(memory(linked([3, 2, 1, 0])), limit=2)
    assert (found.end, indices(found), found.problems) == ("limit", [3, 2], ())
    assert chain(memory(linked([1, 0])), limit=2).end == "null"


def test_pages_are_fetched_once():
    asked = []
    image = memory(linked(list(range(16))))
    fetch = image.fetch
    image.fetch = lambda address, size: asked.append((address, size)) or fetch(address, size)
    chain(image)
    assert asked == [(0x80218000, 4096)]


def test_a_word_across_two_pages():
    image = Memory(lambda address, size: bytes([address >> 12 & 0xFF]) * size, RAM)
    assert image.word(0x80001FFC) == 0x0202020201010101
    with pytest.raises(Unreadable):
        image.word(0x87FFFFFC)


def test_big_endian_and_four_bytes():
    image = Memory(lambda address, size: bytes(range(256)) * 16, None, 4, "big")
    assert image.word(4) == 0x04050607


def test_a_page_that_ends_in_a_device_is_read_up_to_it():
    asked = []
    image = memory({0x80000008: 7})
    image.ram = [range(0x80000000, 0x80000010)]
    fetch = image.fetch
    image.fetch = lambda address, size: asked.append((address, size)) or fetch(address, size)
    assert image.word(0x80000008) == 7
    assert asked == [(0x80000008, 8)]
    with pytest.raises(Unreadable):
        image.word(0x80000010)
