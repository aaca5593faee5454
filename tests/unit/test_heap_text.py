"""The printed form of a heap, and its JSON."""

import json as standard
from dataclasses import replace

import pytest

from buddylab import spelling
from buddylab.heaps.check_heap import check_heap
from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_find, heap_text
from buddylab.heaps.heap import read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from unit.buddies import HEAP, MEMORY, Buddies
from unit.memories import memory
from unit.test_heap import RING, SHAPE, head, image, ring, split, taken

SPLIT = """\
heap at 0x80219000: blocks of up to 128 B

order  size  blocks  chain
    4  16 B       1  heap.free_list[4] → memory[2] → null *
    5  32 B       1  heap.free_list[5] → memory[4] → null *
    6  64 B       1  heap.free_list[6] → memory[8] → null *
Empty: 0 to 3 and 7.

0x8021a010:\t0x0000000000000000  [2] 16 B null
0x8021a020:\t0x0000000000000000  [4] 32 B null
0x8021a040:\t0x0000000000000000  [8] 64 B null

Handed out: memory[0] (16 B for 12 B).

user 12, allocated 16, total 128 bytes.
free 112 bytes = total - allocated (verified), in 3 blocks, the largest of 64 B.

Since stop 2: memory[0] (128 B) was split.
memory[0] (16 B) was handed out.
"""


def test_split():
    assert heap_text.show(taken(*split())) == SPLIT


def test_without_a_checked_build_nothing_is_said_of_what_is_handed_out():
    shown = heap_text.show(taken(*split(), shape=SHAPE))
    assert "Handed out" not in shown and "was handed out" in shown


def test_all_orders_and_one_order():
    snapshot = taken(*split())
    shown = heap_text.show(replace(snapshot, all_orders=True))
    assert "    0    1 B       0  heap.free_list[0] → null\n" in shown and "Empty" not in shown
    shown = heap_text.show(replace(snapshot, order=5))
    assert "free_list[5]" in shown and "free_list[4]" not in shown and "[8] 64 B" not in shown


def test_the_first_empty_list_is_list_1():
    words = image(Buddies(128))
    words.update({HEAP + 8: MEMORY + 8, MEMORY + 8: 0})
    assert "\nEmpty: 1 to 6.\n" in heap_text.show(taken(words))


def test_a_circular_list_that_is_home_at_once_is_empty():
    heap = Buddies(128)
    heap.alloc(16)
    shown = heap_text.show(taken(ring(heap), shape=RING))
    assert "heap.free_list[4] → memory[2] → 0x80219028 (head)\n" in shown and "\nEmpty: 0 to 3 and 7.\n" in shown
    shown = heap_text.show(taken({**ring(heap), head(3): 0}, shape=RING))
    assert "heap.free_list[3] → null\n" in shown and "\nEmpty: 0 to 2 and 7.\n" in shown


def test_long_chains_are_counted_not_listed():
    heap = Buddies(8 * 300, 4)
    shown = heap_text.show(taken(image(heap)))
    assert (
        "heap.free_list[3] → memory[299] → memory[298] → memory[297] → memory[296] → … 295 more … → memory[0]" in shown
    )
    assert "… and the first words of 276 more blocks." in shown
    assert "… and the first words of 1 more block.\n" in heap_text.show(taken(image(Buddies(8 * 25, 4))))


def test_counters_that_do_not_add_up():
    words, _ = split()
    shown = heap_text.show(taken({**words, HEAP + 272: 24}))
    assert "free 112 bytes, but total - allocated = 104." in shown and "verified" not in shown


def test_a_heap_that_was_not_made_yet():
    assert "not made yet" in heap_text.show(taken({}))


def test_a_broken_chain_is_shown_as_far_as_it_goes():
    words, _ = split()
    shown = heap_text.show(taken({**words, head(5): MEMORY + 33}))
    assert "heap.free_list[5] → 0x8021a021 (misaligned)" in shown
    assert "heap.free_list[6] → memory[8] → null" in shown


@pytest.mark.parametrize(
    "address, words",
    [
        (
            MEMORY + 20,
            "lies in memory[2], 16 B of order 4, free; its buddy is 0x8021a000, which differs in bit 4, and is not",
        ),
        (
            MEMORY + 3,
            "lies in memory[0], 16 B of order 4, handed out for 12 B; its buddy is 0x8021a010, which differs ",
        ),
        (
            MEMORY + 64,
            "64 B of order 6, free; its buddy is 0x8021a000, which differs in bit 6, and is not free as a block",
        ),
        (MEMORY + 128, "0x8021a080 is not in the memory of heap."),
    ],
)
def test_find(address, words):
    assert words in heap_find.find(taken(*split()), address)


def test_find_without_a_checked_build():
    snapshot = taken(*split(), shape=SHAPE)
    said = forms.Forms(snapshot, note=heap_find.find(snapshot, MEMORY)).text()
    assert "only a checked build knows" in said.replace("\n  ", " ")
    assert max(map(len, said.split("\n"))) <= 80


@pytest.mark.parametrize(
    "size, words", [(8, "8 B"), (1016, "1016 B"), (1024, "1 KiB"), (66560, "65 KiB"), (1 << 31, "2 GiB")]
)
def test_human_sizes(size, words):
    assert spelling.human(size) == words


def test_json():
    data = standard.loads(as_json.dumps_heap(taken(*split())))
    assert (data["schema"], data["kind"], data["free_bytes"]) == (1, "freelists", 112)
    books = {"user": 12, "allocated": 16, "total": 128}
    assert data["heap"] == {"address": "0x80219000", "label": "heap", "kind": "buddy", **books}
    assert [each["size"] for each in data["orders"]] == [1, 2, 4, 8, 16, 32, 64, 128]
    assert data["orders"][4] == {
        "order": 4,
        "size": 16,
        "chain": {
            "head": {"address": "0x80219028", "label": "heap.free_list[4]", "value": "0x8021a010"},
            "nodes": [{"address": "0x8021a010", "label": "memory[2]", "next": "0x0"}],
            "words": [],
            "length": 1,
            "end": "null",
            "problems": [],
        },
    }
    assert data["taken"] == [{"address": "0x8021a000", "label": "memory[0]", "order": 4, "size": 16, "asked": 12}]
    assert standard.loads(as_json.dumps_heap(taken(*split(), shape=SHAPE)))["taken"] is None


@pytest.mark.parametrize("damage", [False, True])
def test_of_a_long_list_only_what_is_shown_is_named(damage):
    # free_list[4] -> 0 -> 32 -> … -> null; damaged, every block is twice as large as its place allows
    count, order = 3000, 6 if damage else 4
    blocks = [MEMORY + 32 * at for at in range(count)]
    words = {**dict(zip(blocks, [*blocks[1:], 0])), HEAP: 8, HEAP + 8 + 8 * order: blocks[0]}
    asked = []

    def name(address):
        asked.append(address)
        return f"memory[{(address - MEMORY) // 8}]"

    heap = check_heap(read_heap(memory(words), SHAPE, name))
    snapshot = HeapSnapshot(heap)
    shown = heap_text.show(snapshot)
    forms.dot(snapshot)
    assert f"… {count - 5} more …" in shown and f"the first words of {count - 24} more blocks" in shown
    assert len(heap.problems) == (61 if damage else 1)  # at most 20 of each kind, and the counters
    assert ("memory[4] at" in shown) == damage
    assert len(asked) < 300


def test_what_two_states_do_not_tell_is_not_told():
    heap = Buddies(128)
    heap.alloc(20)
    before = image(heap)
    same = heap_text.show(taken(image(heap), before))
    assert "\nThe blocks are as they were at stop 2.\n" in same and "happened" not in same
    # [32 for 20] -> [16 for 9][16 free]: it shrank in place, or came back and went out again
    heap.dealloc(MEMORY, 20)
    heap.alloc(9)
    found = taken(image(heap), before)
    text = heap_text.show(found).replace("\n  ", " ")
    assert "memory[0] is handed out as 16 B for 9 B; at stop 2 it was handed out as 32 B for 20 B." in text
    assert "memory[0] (16 B) was" not in text and "memory[2] (16 B) was given back." in text
    data = standard.loads(as_json.dumps_heap(found))["difference"]
    assert [(each["before"]["size"], each["after"]["size"]) for each in data["resized"]] == [(32, 16)]
    assert data["taken"] == []
    for view in ("chains", "map", "tree", "all"):
        assert forms.svg(found, view)
    assert "At stop 2 the heap was not made yet; now it has 128 B of memory." in heap_text.show(taken(before, {}))
    assert "At stop 2 the heap was set up differently, so blocks are not compared; now it has no memory." in " ".join(
        heap_text.show(taken(image(Buddies(0)), before)).split()
    )
