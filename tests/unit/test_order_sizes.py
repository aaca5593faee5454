"""Lists whose blocks are not of 2 to the power of the list's number: each list keeps its own number, in all forms."""

import json as standard
from dataclasses import replace

import pytest

from buddylab.diff import heap_difference
from buddylab.draw import forms
from buddylab.draw.views.block_states import States
from buddylab.draw.views.tree_nodes import Tree
from buddylab.draw.words import as_json, heap_find, heap_text
from buddylab.heaps.heap import read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.model import Shape
from unit.buddies import HEAP, MEMORY, Buddies
from unit.drawing import read
from unit.figure import faults
from unit.memories import memory
from unit.test_heap import CHECKED, SHAPE, damaged, head, image, split, taken

# the same heap, whose list 0 has the blocks of 16 bytes: free_list[4] to free_list[7] are lists 0 to 3
SIZED = replace(CHECKED, first=HEAP + 8 + 8 * 4, lists=4, order=None, sizes=(16, 32, 64, 128))


def test_a_list_has_its_own_number_whatever_the_size_of_its_blocks():
    # free_list[4], which is list 0, leads outside, to what is no multiple of 16, and to a block of list 3
    words = image(Buddies(128))
    assert "is on list 0, but not in" in damaged("out-of-region", {**words, head(4): MEMORY + 256}, SIZED)
    said = damaged("misaligned-block", {**words, head(4): MEMORY + 8}, SIZED)
    assert said == "memory[1] at 0x8021a008 is on list 0, but not at a multiple of its size, 16."
    assert "is on two lists: list 0 and list 3;" in damaged("two-lists", {**words, head(4): MEMORY}, SIZED)


def test_buddies_that_no_list_has_room_for_are_no_problem():
    # sizes 16 and 64: two buddies of 16 make 32, for which there is no list
    shape = replace(SIZED, lists=2, stride=16, sizes=(16, 64), regions=None, blocks=None, allocated=None)
    words = {**image(Buddies(0)), head(4): MEMORY, MEMORY: MEMORY + 16, MEMORY + 16: 0}
    assert taken(words, shape=shape).heap.problems == ()
    words = {**words, head(4): 0, head(6): MEMORY, MEMORY: MEMORY + 64, MEMORY + 64: 0}
    assert taken(words, shape=shape).heap.problems == ()


def test_the_text_and_the_json():
    snapshot = taken(*split(), shape=SIZED)
    shown = heap_text.show(snapshot)
    assert shown.startswith("heap at 0x80219000: blocks of up to 128 B\n") and "\nEmpty: 3.\n" in shown
    assert "    0  16 B       1  heap.free_list[4] → memory[2] → null *\n" in shown
    said = heap_find.find(snapshot, MEMORY + 20)
    assert "16 B of order 0, free; its buddy is 0x8021a000, which differs in bit 4" in said
    data = standard.loads(as_json.dumps_heap(snapshot))
    assert [data["taken"][0][key] for key in ("order", "size")] == [0, 16]
    data = standard.loads(
        as_json.dumps_heap(taken(*split(), shape=replace(SIZED, lists=3, first=head(5), sizes=(32, 64, 128))))
    )
    assert [data["taken"][0][key] for key in ("order", "size")] == [None, 16]


def test_the_figures():
    # 128   ->   [16 taken] 16 32 64   ->   128, on lists 3 and 0 to 2
    now, before = split()
    drawn = read(forms.svg(taken(now, before, SIZED), "all"))
    assert faults(forms.svg(taken(now, before, SIZED), "all")) == []
    rows = [drawn.parts[f"t-tree-{order}"].texts[0].content for order in (7, 6, 5, 4)]
    assert rows == ["order 3 · 128 B", "order 2 · 64 B", "order 1 · 32 B", "order 0 · 16 B"]
    assert [drawn.parts[f"t-order-{order}"].texts[0].content[:7] for order in (3, 2, 1, 0)] == [
        f"order {order}" for order in (3, 2, 1, 0)
    ]
    merged = read(forms.svg(taken(before, now, SIZED)))
    assert "merged" in merged.parts["w-8021a000"].kinds and "t-order-3" in merged.parts
    # a size for which there is no list
    few = replace(SIZED, lists=3, first=0x80219008 + 8 * 5, sizes=(32, 64, 128))
    assert read(forms.svg(taken(now, before, few), "map")).parts["t-map-4"].texts[0].content == "16 B"


def test_what_became_of_blocks():
    now, before = split()
    snapshot = taken(now, shape=SIZED)
    then = read_heap(memory(before), SIZED)
    change = heap_difference(2, memory(before), then, snapshot, title="a step before")
    snapshot = replace(snapshot, difference=change)
    assert ">was free, split<" in forms.svg(snapshot, "chains")


@pytest.mark.parametrize("known", [True, False], ids=["checked", "unchecked"])
def test_the_tree_asks_for_sizes_not_for_numbers(known):
    plain, sized = (CHECKED, SIZED) if known else (SHAPE, replace(SIZED, regions=None, blocks=None))
    one, two = (States(taken(*split(), shape=shape)) for shape in (plain, sized))
    assert one.regions == two.regions and Tree(one).nodes == Tree(two).nodes


def test_a_block_has_one_address_wherever_its_link_lies():
    # list 1 -> +64 -> +0 -> null, linked by their second words; the blocks have no names
    links = {head(5): MEMORY + 64, MEMORY + 72: MEMORY, MEMORY + 8: 0}
    shape = replace(SIZED, link=Shape(next=8), regions=None, blocks=None, allocated=None, array="free_list")
    now = HeapSnapshot(read_heap(memory({**image(Buddies(0)), **links}), shape))
    text = heap_text.show(now)
    assert f"{MEMORY + 72:#x}:\t0x{MEMORY:016x}  {MEMORY + 64:#x} 32 B → {MEMORY:#x}" in text
    assert f"free_list[1] → {MEMORY + 64:#x} → {MEMORY:#x} → null" in text
    blocks = [box for box in forms.scene(now).boxes if "block" in box.kinds]
    assert [box.address for box in blocks] == [f"{MEMORY + 64:#x}", f"{MEMORY:#x}"]
    assert faults(forms.svg(now)) == []
