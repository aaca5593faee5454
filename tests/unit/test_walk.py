"""Walking a chain: where it ends, and what was readable before that."""

import pytest

from buddylab import poison
from buddylab.check import check
from buddylab.memory.image import Gone, Memory, Unreadable
from buddylab.model import Shape, Word
from buddylab.walk import read, walk
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


def test_a_device_between_two_parts_of_ram_in_one_page():
    # [list] -> 0 -> 3, which lies in a device that takes up a few words of the page
    image = memory({LIST: at(0), at(0): at(3)})
    image.ram = [range(RAM[0].start, at(2)), range(at(5), RAM[0].stop)]
    found = chain(image)
    assert (found.end, indices(found)) == ("not-ram", [0])
    with pytest.raises(Unreadable):
        image.read(at(1), 5 * 8)
    image.ram = [range(RAM[0].start, at(2)), range(at(2), RAM[0].stop)]
    assert image.read(at(1), 2 * 8) == bytes(16)


def test_links_beyond_the_end_of_the_address_space():
    image = Memory(lambda address, size: bytes(size))
    found = walk(image, Shape(next=16, prev=-16), Word(None, 2**64 - 8))
    assert (found.end, len(found.nodes)) == ("unreadable", 0)
    assert walk(image, Shape(prev=-16), Word(None, 8)).prevs == (None,)


def test_all_of_the_address_space_as_ram():
    image = Memory(lambda address, size: bytes(size), [range(1 << 64)])
    assert walk(image, Shape(), Word(None, 8)).end == "null"


def test_a_link_that_lies_pages_into_the_node():
    # 0x3000 -> 0x100 -> null, whose link would lie in the page at 0x1000, as that of 0x100 does
    words = {0x4000: 0x100, 0x1100: 0, 0x1000: 0x5558}
    image = memory(words)
    image.ram = None
    found = walk(image, Shape(next=0x1000), Word(None, 0x3000))
    assert (found.end, [found.node(word) for word in found.nodes]) == ("null", [0x3000, 0x100])


def test_the_heads_link_back_counts_where_the_list_came_home():
    # a circular list of three: --count 2 does not see the last one, to which the head points back
    ring = [LIST, at(0), at(2), at(4)]
    words = {node: ring[(number + 1) % 4] for number, node in enumerate(ring)}
    words.update({node + 8: ring[number - 1] for number, node in enumerate(ring)})
    for limit, end in ((None, "head"), (2, "limit")):
        found = walk(memory(words), Shape(limit, prev=8, home=LIST), read(memory(words), LIST, "list"))
        assert (found.end, check(found)) == (end, ())
    words[LIST + 8] = at(2)
    found = walk(memory(words), Shape(prev=8, home=LIST), read(memory(words), LIST, "list"))
    assert [problem.kind for problem in check(found)] == ["back-link"]


def test_a_link_back_that_cannot_be_read():
    # the head is the value of an expression, the first node's link back lies on a page that is not there
    image = memory({}, unreadable=range(0x80300000, 0x80301000))
    found = walk(image, Shape(prev=8), Word(None, 0x802FFFF8))
    assert [problem.kind for problem in check(found)] == ["back-link"]


def test_an_interrupted_walk_also_tells_the_damage_that_it_met():
    # 0 -> 1 -> misaligned; the target dies when the links back are read, which lie on another page
    image = memory({LIST: at(0), at(0): at(1), at(1): 5})
    fetch = image.fetch

    def dies(address, size):
        if address & -4096 != at(0) & -4096:
            raise Gone("the machine is gone")
        return fetch(address, size)

    image.fetch = dies
    found = walk(image, Shape(prev=4096), read(image, LIST, "list"))
    assert [problem.kind for problem in check(found)] == ["interrupted", "misaligned"]


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
    assert asked == [(LIST, 8), (0x80218000, 4096)]  # a word alone, until there is another one


def test_a_word_across_two_pages():
    image = Memory(lambda address, size: bytes([address >> 12 & 0xFF]) * size, RAM)
    assert image.word(0x80001FFC) == 0x0202020201010101
    with pytest.raises(Unreadable):
        image.word(0x87FFFFFC)


def test_big_endian_and_four_bytes():
    image = Memory(lambda address, size: bytes(range(address, address + size)), None, 4, "big")
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


@pytest.mark.parametrize(
    "word, said",
    [
        (0xDEAD000000000100, "Linux writes this into an entry that was removed from its list: LIST_POISON1"),
        (0xDEAD000000000122, "LIST_POISON2"),
        (0xDEADBEEF, "often written into memory that was given back"),
        (0x5A5A5A5A5A5A5A5A, "POISON_INUSE"),
        (0x6B6B6B6B6B6B6B6B, "POISON_FREE"),
        (0xCCCCCCCCCCCCCCCC, "nothing was written into yet"),
        (0x0505050505050505, "xv6 writes this into a page that was just allocated"),
    ],
)
def test_words_that_are_no_pointers_are_called_by_their_names(word, said):
    # [list] -> 1 -> a word that nobody meant for an address
    found = chain(memory({LIST: at(1), at(1): word}))
    assert f"holds {word:#x} (" in found.problems[0].message and said in found.problems[0].message


@pytest.mark.parametrize("leads", [0x5555555592E0, 0])
def test_a_link_that_glibc_mangled(leads):
    place = 0x5555555592A0
    said = poison.clause(place >> 12 ^ leads, place, 8)
    assert "safe-linking" in said and (f"{leads:#x}" if leads else "null") in said
    assert poison.clause(0x7FFFF7FAA000, place, 8) == poison.clause(place >> 12 ^ leads, place + 8, 8) == ""
