"""Reading, checking and comparing heaps, against the naive heap of buddies.py."""

import json
import random
import re
from dataclasses import replace

import pytest

from buddylab.heaps.check_heap import check_heap
from buddylab.diff import heap_difference
from buddylab.draw import forms
from buddylab.draw.words import heap_find
from buddylab.heaps.heap import HeapShape, Table, read_heap
from buddylab.heaps.free_list import Block
from buddylab.heaps.heap_model import HeapSnapshot
from unit.buddies import HEAP, MEMORY, Buddies, label
from unit.memories import memory
from buddylab.snapshot import Moment

SHAPE = HeapShape(HEAP, "heap", HEAP + 8, 8, 32, ".head", HEAP, HEAP + 264, HEAP + 272, HEAP + 280)
REGIONS, BLOCKS = 0x80300000, 0x80301000
CHECKED = replace(
    SHAPE,
    regions=Table(REGIONS, REGIONS + 8, 24, 16, (0, 8, 16)),
    blocks=Table(BLOCKS, BLOCKS + 8, 40, 1024, (0, 8, 16, 32)),
)


def image(heap, **changes):
    """The heap and its ledger in memory; `changes` are further words, by name of this file."""
    words = heap.words()
    rows = [(HEAP, part.start, part.stop) for part in heap.regions]
    words[REGIONS] = len(rows)
    for at, row in enumerate(rows):
        words.update({REGIONS + 8 + 24 * at + 8 * field: value for field, value in enumerate(row)})
    words[BLOCKS] = len(heap.taken) + 1
    blocks = [(0x1234, 8, 8, 8, 3)] + [(HEAP, each, asked, 1, order) for each, (order, asked) in heap.taken.items()]
    for at, row in enumerate(blocks):
        words.update({BLOCKS + 8 + 40 * at + 8 * field: value for field, value in enumerate(row)})
    return words


def split():
    """A heap of 128 bytes after a request for 12, and before: the words of both."""
    heap = Buddies(128)
    before = image(heap)
    heap.alloc(12)
    return image(heap), before


RING = replace(CHECKED, circular=True)


def ring(heap):
    """The same, but each list comes home to its head: free_list[4] -> 16 -> free_list[4]."""
    words = image(heap)
    for order, blocks in enumerate(heap.lists):
        words[(blocks or [head(order)])[-1]] = head(order)
    return words


def taken(words, before=None, shape=CHECKED, stop=3):
    """The snapshot of a heap in `words`, compared with what it was in `before`."""
    heap = check_heap(read_heap(memory(words), shape, label))
    snapshot = HeapSnapshot(heap, moment=Moment("Lesson 4: Splitting", stop, "a step"))
    if before is None:
        return snapshot
    then = read_heap(memory(before), shape)
    return replace(snapshot, difference=heap_difference(stop - 1, memory(before), then, snapshot, label))


def spans(blocks):
    return [(block.address - MEMORY, block.size) for block in blocks]


def test_blocks_that_lie_elsewhere_than_their_nodes():
    """Wherever a block is meant, it is shown where it lies; a node only where its word is shown."""
    away = 0x10000
    words, before = split()
    snapshot = taken(words, before, replace(SHAPE, block=lambda node: node + away))
    assert [block.address - MEMORY for block in snapshot.heap.free()] == [away + at for at in (16, 32, 64)]
    assert spans(snapshot.difference.split) == [(away, 128)]
    nodes = [node for each in json.loads(forms.Forms(snapshot).json())["orders"] for node in each["chain"]["nodes"]]
    assert {int(node["block"], 16) - int(node["address"], 16) for node in nodes} == {away}
    boxes = {box.address: box.name for box in forms.scene(snapshot).boxes if "block" in box.kinds}
    assert boxes == {f"{MEMORY + at:#x}": f"{MEMORY + away + at:#x}" for at in (16, 32, 64)}
    bars = [bar.key for slot in forms.scene(snapshot, "map").panels for bar in slot.make(0.0, 980.0).bars]
    assert f"b-{MEMORY + away + 64:x}-6" in bars
    text = forms.Forms(snapshot).text()
    assert f"heap.free_list[6] → {MEMORY + away + 64:#x} → null" in text
    assert re.search(f"^{MEMORY + 64:#x}:.*  {MEMORY + away + 64:#x} 64 B null", text, re.MULTILINE)
    assert f"{MEMORY + away + 64:#x}, 64 B of order 6, free" in heap_find.find(snapshot, MEMORY + away + 65)


def test_reading_gives_what_the_naive_heap_holds():
    heap = Buddies(1016, 32)
    for size in (1, 16, 100, 8):
        heap.alloc(size)
    assert read_heap(memory(image(heap)), CHECKED, label) == heap.heap()
    assert read_heap(memory(image(heap)), SHAPE, label) == heap.heap(checked=False)


@pytest.mark.parametrize("view", ["chains", "all"])
def test_a_heap_that_was_read_is_drawn_as_the_naive_one(view):
    heap = Buddies(1016)
    heap.alloc(16)
    snapshot = heap.snapshot(checked=False)
    read = replace(snapshot, heap=read_heap(memory(image(heap)), replace(SHAPE, lists=8), label))
    assert forms.dot(read, view) == forms.dot(snapshot, view)


def test_a_region_that_ends_before_it_starts_is_none():
    words = image(Buddies(128))
    words[REGIONS + 24] = MEMORY - 8
    snapshot = taken(words)
    assert snapshot.heap.regions == ()
    assert forms.dot(snapshot, "all")


def test_a_region_that_is_far_too_large_is_drawn():
    words = image(Buddies(128, 8))
    words[REGIONS + 24] = 1 << 63
    assert forms.dot(taken(words), "tree")


@pytest.mark.parametrize("seed", [1, 2])
def test_random_traces_are_read_and_found_sound(seed):
    chance = random.Random(seed)
    heap = Buddies(chance.randrange(8, 5000), chance.randrange(5, 14))
    words = image(heap)
    for _ in range(300):
        before = words
        if heap.taken and chance.random() < 0.45:
            block = chance.choice(sorted(heap.taken))
            heap.dealloc(block, heap.taken[block][1])
        else:
            heap.alloc(chance.randrange(200))
        words = image(heap)
        snapshot = taken(words, before)
        assert snapshot.heap.problems == ()
        assert snapshot.heap.free_bytes == heap.total - heap.allocated
        # whoever keeps no books sees the same bytes go and come
        blind = taken(words, before, SHAPE).difference
        for seen, known in ((blind.taken, snapshot.difference.taken), (blind.returned, snapshot.difference.returned)):
            assert {at for b in seen for at in range(b.address, b.end, 8)} == {
                at for b in known for at in range(b.address, b.end, 8)
            }


def test_a_split_is_seen():
    # 128   ->   [16 taken] 16 32 64
    heap = Buddies(128)
    before = image(heap)
    heap.alloc(16)
    diff = taken(image(heap), before).difference
    assert spans(diff.split) == [(0, 128)]
    assert spans(diff.taken) == [(0, 16)]
    assert (diff.merged, diff.returned) == ((), ())


def test_a_merge_is_seen():
    # [16 taken] 16 32 64   ->   128
    heap = Buddies(128)
    block = heap.alloc(16)
    before = image(heap)
    heap.dealloc(block, 16)
    diff = taken(image(heap), before).difference
    assert spans(diff.merged) == [(0, 128)]
    assert spans(diff.returned) == [(0, 16)]
    assert (diff.split, diff.taken) == ((), ())


def test_a_whole_block_taken_is_no_split():
    heap = Buddies(1016, 32)
    before = image(heap)
    heap.alloc(16)
    diff = taken(image(heap), before).difference
    assert (diff.split, spans(diff.taken)) == ((), [(1008 - 16, 16)])


def test_memory_that_was_added():
    heap = Buddies(128)
    before = image(heap)
    heap.add(MEMORY + 256, MEMORY + 512)
    for shape in (CHECKED, SHAPE):
        diff = taken(image(heap), before, shape).difference
        assert (diff.grown, diff.returned, diff.merged, diff.anew) == (256, (), (), False)


def test_a_heap_made_anew_is_not_compared():
    before = image(Buddies(1016, 32))
    for heap in (Buddies(512, 8), Buddies(512, 32)):
        diff = taken(image(heap), before).difference
        assert (diff.anew, diff.grown, diff.split, diff.merged, diff.taken) == (True, 512, (), (), ())


def damaged(kind, words, shape=CHECKED):
    problems = [problem for problem in taken(words, shape=shape).heap.problems if problem.kind == kind]
    assert problems, f"no {kind} in {[problem.kind for problem in taken(words, shape=shape).heap.problems]}"
    return problems[0].message


def head(order):
    return HEAP + 8 + 8 * order


def test_out_of_the_region():
    words = {**image(Buddies(128)), head(4): MEMORY + 256}
    message = damaged("out-of-region", words)
    assert "0x8021a100 is on list 4" in message.replace("memory[32] at ", "") and "0x8021a000 to 0x8021a080" in message


def test_misaligned_for_its_order():
    message = damaged("misaligned-block", {**image(Buddies(128)), head(4): MEMORY + 8})
    assert "memory[1] at 0x8021a008 is on list 4, but not at a multiple of its size, 16." == message


def test_on_two_lists():
    message = damaged("two-lists", {**image(Buddies(128)), head(4): MEMORY})
    assert "memory[0] at 0x8021a000 is on two lists: list 4 and list 7; expected it on one." == message


def test_overlapping():
    assert "overlaps memory[0] at 0x8021a000 (128 bytes, free)" in damaged(
        "overlap", {**image(Buddies(128)), head(4): MEMORY + 16}
    )


def test_free_and_handed_out():
    heap = Buddies(128)
    heap.alloc(16)
    words = {**image(heap), head(4): MEMORY, MEMORY: 0}
    assert "(16 bytes, handed out)" in damaged("overlap", words)


def test_handed_out_twice():
    """The ledger has the block of 16 bytes, and once more the same."""
    heap = Buddies(128)
    heap.alloc(16)
    words = image(heap)
    row = {BLOCKS + 8 + 80 + 8 * at: words[BLOCKS + 8 + 40 + 8 * at] for at in range(5)}
    message = damaged("overlap", {**words, **row, BLOCKS: words[BLOCKS] + 1})
    assert message.count("(16 bytes, handed out)") == 2


def test_buddies_free_but_not_merged():
    heap = Buddies(128)
    block = heap.alloc(64)
    words = {**image(heap), head(6): block, block: MEMORY + 64, MEMORY + 64: 0, HEAP + 272: 0, BLOCKS: 1}
    assert "are both free on list 6; expected one block of 128 bytes." in damaged("unmerged", words)
    assert "added separately" in damaged("unmerged", words, SHAPE)


def test_buddies_added_apart_are_no_problem():
    heap = Buddies(64)
    heap.add(MEMORY + 64, MEMORY + 128)
    assert taken(image(heap)).heap.problems == ()


def test_a_block_may_lie_in_two_regions_that_touch():
    # free_list[6] -> 0, added as [0, 64) and [64, 128); 64 go and come back: free_list[7] -> 0 -> null
    heap = Buddies(64, 9)
    heap.add(MEMORY + 64, MEMORY + 128)
    heap.dealloc(heap.alloc(64), 64)
    words = image(heap)
    assert heap.lists[7] == [MEMORY] and taken(words).heap.problems == ()
    words[REGIONS + 40] += 8  # a word between them that was never added
    assert "memory[0] at 0x8021a000 is on list 7" in damaged("out-of-region", words)


@pytest.mark.parametrize("order", [5, 8])
def test_buddies_of_the_top_order_are_no_problem(order):
    assert taken(image(Buddies(128, order))).heap.problems == ()


def test_counters():
    heap = Buddies(128)
    heap.alloc(16)
    assert "112 bytes" in damaged("counters", {**image(heap), HEAP + 272: 32})
    assert "handed out add up to 16 bytes, but allocated is 32" in str(
        taken({**image(heap), HEAP + 272: 32}).heap.problems
    )


def test_counters_of_circular_lists():
    heap = Buddies(128)
    heap.alloc(64)
    assert [each.chain.end for each in taken(ring(heap), shape=RING).heap.lists] == 8 * ["head"]
    assert taken(ring(heap), shape=RING).heap.problems == ()
    assert "64 bytes, but total 128 - allocated 0 = 128 bytes" in damaged(
        "counters", {**ring(heap), HEAP + 264: 0, HEAP + 272: 0}, RING
    )
    # a list that lost its way is told, and its blocks are not counted against the books
    lost = taken({**ring(heap), head(6): 0}, shape=RING).heap
    assert [problem.kind for problem in lost.problems] == ["null"]


def test_a_damaged_chain_does_not_hide_the_others():
    heap = Buddies(1016, 32)
    words = image(heap)
    words[heap.lists[5][0]] = heap.lists[5][0]
    snapshot = taken(words)
    assert "List 5 is damaged. The list never ends" in damaged("cycle", words)
    assert [len(each.chain.nodes) for each in snapshot.heap.lists[3:10]] == [1] * 7


@pytest.mark.parametrize("seed", [1, 2])
def test_every_kind_of_garbage_ends(seed):
    chance = random.Random(seed)
    for _ in range(200):
        words = image(Buddies(1016, 32))
        for address in chance.sample(sorted(words), 10):
            words[address] = chance.choice([0, 1, 8, MEMORY, MEMORY + 8, (1 << 64) - 8, chance.getrandbits(64)])
        taken(words, image(Buddies(128)))


def test_region_of_the_user():
    heap = Buddies(128)
    heap.alloc(16)
    shape = replace(SHAPE, region=range(MEMORY, MEMORY + 128))
    assert read_heap(memory(image(heap)), shape, label).regions == (range(MEMORY, MEMORY + 128),)


def test_buddy_of_a_block():
    heap = Buddies(128).heap()
    assert heap.buddy(Block(MEMORY + 32, 5)) == MEMORY
    assert heap.buddy(Block(MEMORY, 7)) == MEMORY + 128
    assert replace(heap, base=MEMORY + 16).buddy(Block(MEMORY + 48, 5)) == MEMORY + 16
