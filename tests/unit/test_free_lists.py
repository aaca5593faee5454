"""Free lists that are no buddy system's: what their places tell of sizes, their checks, their text and figures."""

import json as standard
import random
from dataclasses import replace

import pytest

from buddylab.diff import heap_difference
from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_find, heap_text
from buddylab.heaps import sizes
from buddylab.heaps.check_heap import check_heap
from buddylab.heaps.heap import HeapShape, read_heap
from buddylab.heaps.free_list import Block, block_of
from buddylab.heaps.heap_model import PAGES, SIZED, HeapSnapshot
from buddylab.model import Shape
from unit.buddies import Buddies
from unit.drawing import read
from unit.figure import faults
from unit.memories import memory
from buddylab.snapshot import Moment

HEAD, MEMORY, PAGE = 0x80218000, 0x80300000, 4096
ARENA = range(MEMORY, MEMORY + 0x1000)


def own(image, node):
    """A block's size stands behind its link; the highest bit says that it is handed out."""
    number = image.word(node + 8)
    return number % (1 << 63), bool(number >> 63)


SIZES = HeapShape(
    HEAD, "start", HEAD, 0, 1, array="start", alone=True, kind=SIZED, own=own, node_size=16, around=(ARENA,)
)
RING = replace(SIZES, link=Shape(ring=True))
LISTS = HeapShape(HEAD, "kmem", HEAD, 8, 3, array="[].freelist", kind=PAGES, sizes=(PAGE,) * 3)


def chained(blocks, end=0):
    """The words of a list of (address, size)."""
    words, at = {}, HEAD
    for address, size in blocks:
        words[at], words[address + 8], at = address, size, address
    return {**words, at: end}


def sized(*blocks, shape=SIZES, end=0):
    """A list of blocks, each (offset, size)."""
    words = chained([(MEMORY + offset, size) for offset, size in blocks], end)
    return HeapSnapshot(check_heap(read_heap(memory(words), shape)), Moment())


def pages(*lists, shape=LISTS):
    """Lists of pages by their numbers."""
    words = {}
    for number, each in enumerate(lists):
        nodes = [MEMORY + PAGE * page for page in each]
        words.update(zip([HEAD + 8 * number, *nodes], [*nodes, 0]))
    return HeapSnapshot(check_heap(read_heap(memory(words), shape)), Moment())


def kinds(snapshot):
    return [(problem.kind, problem.address - MEMORY) for problem in snapshot.heap.problems]


SOUND = (0, 64), (0x100, 48), (0x400, 1024), (0xFF0, 0)


def test_sizes_that_blocks_tell():
    snapshot = sized(*SOUND)
    assert [(each.address - MEMORY, each.size) for each in snapshot.heap.free()] == [*SOUND[:3]]
    assert kinds(snapshot) == [] and snapshot.heap.free_bytes == 1136
    text = heap_text.show(snapshot)
    assert text.startswith(
        "start at 0x80218000: a list of blocks of any size\n\nblocks  chain\n     3  start → 0x80300000"
    )
    assert "0x80300ff0 mark null" in text and "0x80300100 48 B → 0x80300400" in text
    said = "free 1136 bytes in 3 blocks, the largest of 1 KiB: fragmentation 0.10; this heap has no counters"
    assert said in " ".join(text.split())
    assert heap_find.find(snapshot, MEMORY + 0x120) == "0x80300120 lies in 0x80300100, 48 B, free."
    assert heap_find.find(snapshot, MEMORY + 0x80) == "0x80300080 is not in a free block of start."
    data = standard.loads(as_json.dumps_heap(snapshot, "a note"))
    assert [node["size"] for node in data["orders"][0]["chain"]["nodes"]] == [64, 48, 1024, 0]
    assert (data["heap"]["kind"], data["note"]) == ("sized", "a note")
    assert "start has 3 blocks" in heap_text.spoken(snapshot)


@pytest.mark.parametrize(
    "blocks, expected",
    [
        (((0, 64), (0x20, 48), (0xFF0, 0)), [("overlap", 0x20)]),
        (((0, 64), (0x40, 48), (0xFF0, 0)), [("unmerged", 0)]),
        (((0x100, 64), (0, 48), (0x200, 32), (0xFF0, 0)), [("unordered", 0)]),
        (((0, 8), (0x100, 48), (0xFF0, 0)), [("size", 0)]),
        (((0, 1 << 50), (0xFF0, 0)), [("out-of-region", 0), ("size", 0)]),
        (((0, 64 | 1 << 63), (0x100, 48), (0xFF0, 0)), [("handed-out", 0)]),
        (((0, 64), (0x2000, 48)), [("out-of-region", 0x2000)]),
        # without a mark nobody knows that a list is kept in order, or that neighbours are merged
        (((0x100, 64), (0, 48)), []),
        (((0x100, 64), (0, 48), (0x30, 16)), [("unmerged", 0)]),
        (((0, 64), (0x40, 64), (0x80, 64)), []),
        # but of many blocks it shows
        ((*((0x40 * at, 48) for at in range(9)), (0x300, 32), (0x280, 16)), [("unordered", 0x280)]),
        # and a list may be kept by size
        (tuple((0x40 * (at * 7 % 12), 16 + at) for at in range(12)), []),
    ],
)
def test_faults_of_blocks_that_tell_their_sizes(blocks, expected):
    assert kinds(sized(*blocks)) == expected


def test_a_ring_comes_round_once():
    ring = (0x400, 64), (0x800, 32), (0xF00, 0), (0, 48), (0x100, 16)
    snapshot = sized(*ring, shape=RING, end=MEMORY + 0x400)
    assert kinds(snapshot) == [] and snapshot.heap.free_bytes == 160
    assert "0x80300100 → 0x80300400 (ring)" in heap_text.show(snapshot)
    assert kinds(sized(*ring[:3], (0x100, 16), (0, 48), shape=RING, end=MEMORY + 0x400)) == [("unordered", 0x100)]


def test_a_counter_of_free_bytes():
    words = {**chained([(MEMORY + offset, size) for offset, size in SOUND]), HEAD + 64: 1136, HEAD + 72: 500}
    shape = replace(SIZES, left=("xFreeBytesRemaining", HEAD + 64), least=("xMinimum", HEAD + 72))
    said = " ".join(heap_text.show(HeapSnapshot(check_heap(read_heap(memory(words), shape)))).split())
    assert "free 1136 bytes = xFreeBytesRemaining (verified), in 3 blocks, the largest of 1 KiB" in said
    assert "xMinimum is 500." in said
    for word, value, told in (
        (64, 1120, "xFreeBytesRemaining is 1120; they differ by 16."),
        (72, 1137, "xMinimum is 1137, but"),
    ):
        heap = check_heap(read_heap(memory({**words, HEAD + word: value}), shape))
        assert [problem.kind for problem in heap.problems] == ["counters"] and told in heap.problems[0].message
        assert "(verified)" not in heap_text.show(HeapSnapshot(heap))


def test_blocks_of_one_size_are_gathered_in_the_map():
    # kmem[0]: pages 0 to 9, and 20; kmem[1]: pages 30, 31; kmem[2]: none
    snapshot = pages([*range(10), 20], [31, 30], [])
    assert kinds(snapshot) == []
    drawn = read(forms.svg(snapshot, "map"))
    run, alone, other = (
        f"b-{MEMORY:x}-15-of-{10 * PAGE}",
        f"b-{MEMORY + 20 * PAGE:x}-12",
        f"b-{MEMORY + 30 * PAGE:x}-13",
    )
    assert {run, alone, other} <= set(drawn.parts)
    assert [drawn.parts[f"t-map-list-{number}"].texts[0].content for number in (0, 1)] == ["list 0", "list 1"]
    assert faults(forms.svg(snapshot, "all")) == []
    text = heap_text.show(snapshot)
    assert (
        "kmem at 0x80218000: 3 lists of blocks of 4 KiB\n\nlist   size  blocks  chain\n"
        "   0  4 KiB      11  kmem[0].freelist →" in text
    )
    assert kinds(pages([3, 4], [4])) == [("two-lists", 4 * PAGE)]
    assert "list 0 and list 1" in pages([3, 4], [4]).heap.problems[0].message


def test_thirty_thousand_pages_are_a_few_bars():
    snapshot = pages(range(8000, -1, -1), [9000], shape=replace(LISTS, lists=2))
    source = forms.dot(snapshot, "all")
    assert len(source) < 40_000 and "8001 blocks" in source
    # and where such bars are too thin to be told apart, it is the blocks that are counted, not the bars
    snapshot = pages([*range(8000), *range(8002, 8010), 8012], shape=replace(LISTS, lists=1))
    assert forms.dot(snapshot, "map").count("8009 free") == 2  # at the bar, and at the end of the row


def test_figures_of_blocks_that_tell_their_sizes():
    drawn = read(forms.svg(sized(*SOUND), "all"))
    assert faults(forms.svg(sized(*SOUND), "all")) == []
    names = [[text.content for text in drawn.parts[f"w-{MEMORY + offset:x}"].texts] for offset in (0, 0x100, 0xFF0)]
    assert ["64 B" in names[0], "48 B" in names[1], "mark" in names[2]] == [True] * 3
    assert drawn.parts["t-map-list-0"].texts[0].content == "free" and not any(
        key.startswith("n-") for key in drawn.parts
    )
    overlapping = forms.svg(sized((0, 64), (0x20, 48), (0xFF0, 0)), "map")
    assert "which overlap" in overlapping and faults(overlapping) == []


def test_what_happened_since():
    # 64 48 1024  ->  64 handed out, of 1024 the upper 768 are left
    then, now = (
        {**chained([(MEMORY + offset, size) for offset, size in each])}
        for each in (SOUND, ((0x100, 48), (0x500, 768), (0xFF0, 0)))
    )
    snapshot = HeapSnapshot(check_heap(read_heap(memory(now), SIZES)), Moment("Lesson", 3, "a step"))
    found = heap_difference(2, memory(then), read_heap(memory(then), SIZES), snapshot, title="before")
    assert [(each.address - MEMORY, each.size) for each in found.split] == [(0x400, 1024)]
    assert [(each.address - MEMORY, each.size) for each in found.taken] == [(0, 64), (0x400, 256)]
    assert found.returned == ()
    assert "(1 KiB) was split." in " ".join(heap_text.changes(replace(snapshot, difference=found)))
    for view in ("map", "all"):
        assert faults(forms.svg(replace(snapshot, difference=found), view)) == []


def test_a_block_of_any_size():
    assert block_of(MEMORY, 48) == Block(MEMORY, 5, sized=48) and block_of(MEMORY, 48).end == MEMORY + 48
    assert block_of(MEMORY, 64) == Block(MEMORY, 6)


@pytest.mark.parametrize(
    "nodes, size",
    [
        (range(0x80022000, 0x80100000, PAGE), PAGE),
        (range(0x80022008, 0x80022800, 48), 48),
        ([0x80022000 + PAGE * at for at in (1, 3, 9)], PAGE),  # of few, the pages that they may be
        ([0x80024000], PAGE),
        ([0x80024000, 0x80023040], PAGE),  # one astray
        ([0x80024010], None),
        ([0x80024010, 0x80024040], None),
        ([], None),
        ([*range(0x80022000, 0x80100000, PAGE), 0x80022008], PAGE),  # one astray of many
    ],
)
def test_what_the_places_of_equal_blocks_tell(nodes, size):
    assert sizes.of_equals(list(nodes), 8) == size


@pytest.mark.parametrize("seed", range(20))
def test_what_the_places_of_buddies_tell(seed):
    """A naive buddy heap moved to anywhere, whose smallest blocks are 16 to 256 bytes: their size is found again."""
    chance = random.Random(seed)
    least, base = 4 + chance.randrange(5), 16 * chance.randrange(1 << 12)
    heap = Buddies(1 << 16, 17, start=1 << 20)
    held = []
    for _ in range(60):
        if held and chance.random() < 0.4:
            heap.dealloc(*held.pop(chance.randrange(len(held))))
        asked = 1 << chance.randrange(least, 13)
        at = heap.alloc(asked)
        held += [(at, asked)] if at is not None else []
    lists = [[at + base for at in each] for each in heap.lists[least:]]
    found = sizes.of_buddies(lists, 16)
    assert found is None or found % (1 << least) == 0
    halves = sum(map(len, lists[:-1])) >= sizes.SEVERAL
    assert found == 1 << least or not halves or heap.lists[least] == []
    if found:
        start = sizes.base_of(lists, sizes.doubling(found, len(lists)))
        assert sizes.wrong(lists, sizes.doubling(found, len(lists)), start, 16) == 0
