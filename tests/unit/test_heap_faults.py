"""Heaps whose own words were overwritten: what can be told of them all the same, and when nothing can."""

from dataclasses import replace

import pytest

from buddylab.heaps.check_heap import check_heap
from buddylab.diff import heap_difference
from buddylab.draw import forms
from buddylab.draw.words import heap_text
from buddylab.heaps.heap import read_heap
from buddylab.heaps.heap_model import HeapSnapshot
from buddylab.heaps.no_heap import believed
from unit.buddies import HEAP, MEMORY, Buddies, label
from unit.figure import faults
from unit.memories import memory
from unit.test_heap import RING, SHAPE, head, image, ring, split, taken

USER, ALLOCATED, TOTAL = HEAP + 264, HEAP + 272, HEAP + 280


def said(snapshot):
    return " ".join(heap_text.show(snapshot).split())


def overwritten(words, value, places):
    return {**words, **dict.fromkeys(places, value)}


@pytest.mark.parametrize(
    "value, why",
    [
        ((1 << 64) - 1, "holds 0xffffffffffffffff (what erased or missing memory reads as);"),
        (0xCCCCCCCCCCCCCCCC, "holds 0xcccccccccccccccc (Linux and compilers write"),
        (0x6F6C6C6568206F6C, "holds 0x6f6c6c6568206f6c; it was overwritten"),
        (MEMORY + 64, "lead to blocks of other lists, heap.free_list[0].head holds 0x8021a040;"),
    ],
)
@pytest.mark.parametrize("count", [33, 36, 12])
def test_a_heap_that_was_overwritten(value, why, count):
    words = image(Buddies(1016, 32))
    snapshot = taken(overwritten(words, value, range(HEAP, HEAP + 8 * count, 8)))
    (problem,) = snapshot.heap.problems
    assert problem.kind == "no-heap" and why in problem.message
    assert said(snapshot) == problem.message
    assert faults(forms.svg(snapshot, "all")) == []


def test_a_block_on_many_lists_is_damage_where_the_other_words_are_right():
    """[4] -> a, [5] -> a, … [8] -> a: each split has put the same half on its list."""
    snapshot = taken(overwritten(image(Buddies(1016, 32)), MEMORY + 64, [head(order) for order in range(4, 9)]))
    assert len(snapshot.heap.lists) == 32 and snapshot.heap.is_one
    assert "two-lists" in [problem.kind for problem in snapshot.heap.problems]


@pytest.mark.parametrize("count", [1, 3])
def test_a_few_heads_that_lead_nowhere_are_damage(count):
    snapshot = taken(overwritten(image(Buddies(1016, 32)), 0x1111, [head(order) for order in range(3, 3 + count)]))
    assert [problem.kind for problem in snapshot.heap.problems] == ["misaligned"] * count


def test_blocks_that_were_overwritten_are_no_overwritten_heap():
    words = image(Buddies(1016, 32))
    snapshot = taken({at: 0xCCCCCCCCCCCCCCCC if MEMORY <= at < MEMORY + 1016 else words[at] for at in words})
    assert snapshot.heap.is_one and len(snapshot.heap.lists) == 32


@pytest.mark.parametrize("shape, words", [(SHAPE, {}), (RING, {})])
def test_a_heap_that_was_not_made_yet_is_no_fault(shape, words):
    assert "not made yet" in said(taken(words, shape=shape)) and taken(words, shape=shape).heap.problems == ()


def test_what_happened_since_a_stop_at_which_it_was_no_heap():
    words, _ = split()
    bad = overwritten(words, (1 << 64) - 1, range(HEAP, HEAP + 288, 8))
    now = taken(words)
    then = believed(read_heap(memory(bad), SHAPE))
    change = heap_difference(2, memory(bad), then, now)
    assert "At stop 2 the heap was set up differently, so blocks are not compared; now it has 128 B of memory." in said(
        replace(now, difference=change)
    )
    assert "Since stop" not in said(taken(bad)) and "first stop" not in heap_text.spoken(taken(bad))


@pytest.mark.parametrize(
    "order, count, message",
    [
        (99, 7, "order is 99, but free_list has 32 lists; expected 32 at most."),
        (0, 7, "order is 0, but list 6 is in use; expected 7 at least."),
        (5, 7, "order is 5, but list 6 is in use; expected 7 at least."),
    ],
)
def test_a_wrong_number_of_lists(order, count, message):
    words, before = split()
    snapshot = taken({**words, HEAP: order}, before)
    assert [problem.message for problem in snapshot.heap.problems] == [message]
    assert len(snapshot.heap.lists) == count and "set up" not in said(snapshot)
    assert "verified" not in said(snapshot)


def test_what_lies_behind_the_lists_in_use_is_none_of_ours():
    # heap.free_list[20] holds what was there before, and the counters agree without it
    words, _ = split()
    assert taken({**words, head(20): MEMORY + 96, MEMORY + 96: 0}).heap.problems == ()


def test_no_list_for_the_memory_that_was_added():
    shown = said(taken({HEAP: 0, TOTAL: 512}))
    assert shown.startswith("heap at 0x80219000 has no lists. order is 0, but total is 512;") and "made" not in shown


@pytest.mark.parametrize(
    "place, value, message",
    [
        (ALLOCATED, (1 << 64) - 56, "allocated is -56: more was given back than handed out."),
        (USER, (1 << 64) - 56, "user is -56: more was given back than asked for."),
        (USER, 17, "user is 17, but allocated is 16; expected at most that."),
        (ALLOCATED, 600, "allocated is 600, but total is 128; expected at most that."),
        (ALLOCATED, 0x1111111111111111, "allocated is 0x1111111111111111, more than any memory has; expected at most"),
        (TOTAL, (1 << 64) - 1, "total is 0xffffffffffffffff, more than any memory has (what erased"),
    ],
)
def test_counters_that_cannot_be_true(place, value, message):
    words, _ = split()
    shown = said(taken({**words, place: value}))
    assert message in shown and "verified" not in shown and "184467" not in shown
    assert faults(forms.svg(taken({**words, place: value}, words, SHAPE), "all")) == []


def test_counters_that_are_no_words():
    words, _ = split()
    words = {**words, USER: 12 | 7 << 32, ALLOCATED: (1 << 32) - 8 | 7 << 32}
    shape = replace(SHAPE, widths={USER: 4, ALLOCATED: 4})
    heap = read_heap(memory(words), shape)
    assert (heap.user, heap.allocated) == (12, -8)


def test_half_of_the_memory_of_32_bits_is_not_below_zero():
    shape = replace(SHAPE, widths={ALLOCATED: 4, TOTAL: 4})
    heap = read_heap(memory({HEAP: 8, ALLOCATED: 0xC0000000, TOTAL: 0xE0000000}), shape)
    assert (heap.allocated, heap.total) == (0xC0000000, 0xE0000000)


def test_what_may_be_as_it_should_be_is_not_called_damage():
    # free_list[4] -> 0 -> 16 -> null, which were perhaps added apart: nobody tells
    words = {HEAP: 8, head(4): MEMORY, MEMORY: MEMORY + 16, MEMORY + 16: 0, TOTAL: 32}
    shown = said(HeapSnapshot(check_heap(read_heap(memory(words), SHAPE, label))))
    assert "free 32 bytes = total - allocated, in 2 blocks" in shown and "damaged" not in shown


def test_a_ring_is_believed_as_little():
    words = overwritten(ring(Buddies(1016, 32)), 0x3333, [head(order) for order in range(32)])
    assert [problem.kind for problem in taken(words, shape=RING).heap.problems] == ["no-heap"]
