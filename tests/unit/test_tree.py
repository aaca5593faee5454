"""Buddy trees: read, checked and told, against a naive one that knows blocks and no bytes."""

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from buddylab.diff import heap_difference
from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_text
from buddylab.heaps.check_heap import check_heap
from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.heaps.tree import TreeShape
from unit.figure import faults
from unit.memories import memory
from buddylab.snapshot import Moment

PLACE, NODES, START, ORDER = 0x80219000, 0x80219100, 0x8021A000, 7  # struct buddy_tree: node, start, order, ...
SHAPE = HeapShape(
    PLACE, "tree", 0, 0, 0, user=PLACE + 24, allocated=PLACE + 32, tree=TreeShape(PLACE, PLACE + 8, PLACE + 16)
)


class Blocks:
    """Free and handed-out blocks of 2^ORDER bytes, as (offset, order)."""

    def __init__(self):
        self.free, self.taken = {(0, ORDER)}, {}

    def alloc(self, size):
        """The upper half is tried first, whenever it has a block that is large enough."""
        order = max(3, (size - 1).bit_length())
        offset, level = 0, ORDER
        if not any(free >= order for _, free in self.free):
            return
        while level > order:
            level -= 1
            whole = (offset, level + 1) in self.free
            if whole:
                self.free.remove((offset, level + 1))
                self.free |= {(offset, level), (offset + (1 << level), level)}
            upper = offset + (1 << level)
            offset = upper if self.largest(upper, level) >= order else offset
        self.free.remove((offset, order))
        self.taken[offset, order] = size

    def dealloc(self, offset, order):
        del self.taken[offset, order]
        while order < ORDER and (offset ^ (1 << order), order) in self.free:
            self.free.remove((offset ^ (1 << order), order))
            offset, order = offset & ~(1 << order), order + 1
        self.free.add((offset, order))

    def largest(self, offset, order):
        """The order of the largest free block in a part, 0 for none."""
        return max((each for at, each in self.free if offset <= at < offset + (1 << order)), default=0)

    def nodes(self):
        found = [0] * (2 << (ORDER - 3))
        for node in range(1, len(found)):
            order = ORDER + 1 - node.bit_length()
            offset = node - (1 << (ORDER - order)) << order
            inside = [
                at for at, each in {*self.free, *self.taken} if each > order and at <= offset < at + (1 << each)
            ]  # of a larger block that is whole
            found[node] = order if inside else self.largest(offset, order)
        return bytes(found)

    def words(self, nodes=None):
        nodes = nodes or self.nodes()
        words = {PLACE: NODES, PLACE + 8: START, PLACE + 16: ORDER}
        words.update({PLACE + 24: sum(self.taken.values()), PLACE + 32: sum(1 << order for _, order in self.taken)})
        for at in range(0, len(nodes), 8):
            words[NODES + at] = int.from_bytes(nodes[at : at + 8], "little")
        return words


def label(address):
    return f"memory[{(address - START) // 8}]"


def seen(words, before=None, title=None):
    """The snapshot of a tree in `words`, compared with what it was in `before`."""
    heap = check_heap(read_heap(memory(words), SHAPE, label))
    snapshot = HeapSnapshot(heap, Moment("Lesson 8: Lists or a tree", 3, "a step"))
    if before is None:
        return snapshot
    then = read_heap(memory(before), SHAPE)
    return replace(snapshot, difference=heap_difference(2, memory(before), then, snapshot, label, title))


def spans(blocks):
    return {(block.address - START, block.order) for block in blocks}


def busy(seed):
    """A tree after some requests, and each state on the way."""
    chance, blocks, states = random.Random(seed), Blocks(), []
    for _ in range(30):
        if blocks.taken and chance.random() < 0.4:
            blocks.dealloc(*chance.choice(sorted(blocks.taken)))
        else:
            blocks.alloc(chance.choice((1, 8, 9, 16, 24, 32, 60)))
        states.append((blocks.words(), set(blocks.free), set(blocks.taken)))
    return blocks, states


@pytest.mark.parametrize("seed", range(20))
def test_the_bytes_tell_free_and_handed_out_blocks(seed):
    for words, free, taken in busy(seed)[1]:
        heap = seen(words).heap
        assert (spans(heap.free()), spans(heap.taken), heap.problems) == (free, taken, ())


@pytest.mark.parametrize("seed", range(5))
def test_each_byte_that_is_overwritten_is_told(seed):
    blocks, _ = busy(seed)
    nodes = blocks.nodes()
    for node in range(1, len(nodes)):
        for value in {0, 1, 3, ORDER - 1, ORDER, ORDER + 1, 0xCC} - {nodes[node]}:
            wrong = nodes[:node] + bytes([value]) + nodes[node + 1 :]
            found = seen(blocks.words(wrong))
            assert found.heap.problems, (node, value)
            assert "(verified)" not in heap_text.show(found)


# [128] -> 16 bytes handed out at the end; the free halves before it
SIXTEEN = {1: 6, 2: 6, 3: 5, 6: 5, 7: 4, 14: 4, 15: 0, 30: 3, 31: 3}


@pytest.mark.parametrize(
    "node, value, said",
    [
        (3, 6, "node[7] is 4, but the block of node[3] above it is free as a whole; expected 5 until"),
        (15, 7, "node[15] is 7, but node[30] and node[31] below it are 3 and 3; expected 4, as both halves are free."),
        (3, 4, "node[3] is 4, but node[6] and node[7] below it are 5 and 4; expected 5, the larger of them."),
        (7, 0, "expected 4, the larger of them, or 4 in both where the block is handed out."),
        (
            20,
            0,
            "node[20] is 0, but the block of node[2] above it is free as a whole; expected 3 until that is divided.",
        ),
        (31, 2, "node[31] is 2, but it is a leaf; expected 3 where its word is free, or 0."),
    ],
)
def test_what_is_said_of_a_wrong_byte(node, value, said):
    blocks = Blocks()
    blocks.alloc(16)
    nodes = bytearray(blocks.nodes())
    assert {node: nodes[node] for node in SIXTEEN} == SIXTEEN
    nodes[node] = value
    assert said in " ".join(heap_text.show(seen(blocks.words(bytes(nodes)))).split())


@pytest.mark.parametrize(
    "words, said",
    [
        ({}, "tree at 0x80219000 has no memory. A tree that was not made yet looks like this."),
        ({PLACE + 16: 64}, "tree is not a buddy tree: its order is 64; expected 3 to 63."),
        ({PLACE + 16: 2}, "tree is not a buddy tree: its order is 2; expected 3 to 63."),
        ({PLACE + 8: START + 8}, "its start is 0x8021a008; expected a multiple of 2^7, the size of its memory."),
        ({PLACE + 8: 1 << 40, PLACE + 16: 30}, "its order is 30; show-freelists reads trees of order 28 at most."),
        ({PLACE: 0x10000000}, "its bytes from 0x10000000 on cannot be read."),
    ],
)
def test_what_is_no_tree(words, said):
    found = seen({**Blocks().words(), **words} if words else {})
    assert said in " ".join(heap_text.show(found).split())
    assert forms.svg(found) and json.loads(as_json.dumps_heap(found))["orders"] == []


def test_counters_that_do_not_agree():
    words = Blocks().words()
    words[PLACE + 32] = 8
    assert "The free blocks add up to 128 bytes, but all 128 - allocated 8 = 120 bytes" in heap_text.show(seen(words))


def test_what_happened_between_two_stops():
    blocks = Blocks()
    before = blocks.words()
    blocks.alloc(16)
    found = seen(blocks.words(), before, "ask")
    text = heap_text.show(found)
    assert "Since stop 2: memory[0] (128 B) was split.\nmemory[14] (16 B) was handed out." in text
    assert "4   16 B     1           1  node[8] to node[15]: 4 (7 times), 0 *" in text
    data = json.loads(as_json.dumps_heap(found))
    assert data["tree"]["levels"][0] == {"order": 7, "node": 1, "bytes": "06"}
    assert [(each["label"], each["after"]) for each in data["difference"]["changed"]][-1] == ("node[15]", "0x0")
    for view in ("", "chains", "map", "tree", "all"):
        assert faults(forms.svg(found, view)) == []
    assert "node[3] = 5" in forms.svg(found) and "node[15] = 0" in forms.svg(found)
    made = seen(before, {})
    assert "Since stop 2: 128 B of memory were added." in heap_text.show(made)


def test_a_tree_of_which_no_copy_was_kept():
    words = Blocks().words()
    kept = {**words, PLACE: 0x10000000}
    assert "was not kept at stop 2" in " ".join(heap_text.show(seen(words, kept)).split())


def test_a_mark_without_room_is_told_below_its_bar():
    # what was taken is at the end of the KiB, and its label stood at the beginning
    figure = Path(__file__).resolve().parents[2] / "diagrams" / "08-buddy-tree" / "stop-05-tree.svg"
    drawn = figure.read_text()
    (left,) = re.findall(r'x="([\d.]+)"[^>]*>1 taken</text>', drawn)
    (width,) = re.findall(r'viewBox="0.00 0.00 ([\d.]+)', drawn)
    assert float(left) > 0.75 * float(width)
