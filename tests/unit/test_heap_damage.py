"""Damaged heaps as figures: every one is drawn, keeps to the rules, and says what is wrong where it is wrong."""

import re
from dataclasses import replace

import pytest

from buddylab.draw import forms
from buddylab.ends import End
from buddylab.heaps.free_list import Block, FreeList
from buddylab.heaps.heap_model import Heap, HeapDifference, HeapSnapshot
from buddylab.model import Chain, Problem, Word
from unit.drawing import read
from unit.figure import faults

VIEWS = ["chains", "map", "tree", "all"]


def damaged(lists, order=8, **rest):
    """A heap whose free lists are given as {order: (node addresses, what the last holds, end)}."""
    found = []
    for each in range(order):
        nodes, last, end = lists.get(each, ((), 0, "null"))
        head = Word(0x80219008 + 8 * each, nodes[0] if nodes else last, f"heap.free_list[{each}]")
        words = tuple(Word(at, to, None) for at, to in zip(nodes, [*nodes[1:], last]))
        found.append(FreeList(each, Chain(head, words, End(end))))
    heap = Heap(0x80219000, "heap", tuple(found), 0, 0, 128, **rest)
    return HeapSnapshot(heap)


HALF = (range(0x8021A000, 0x8021A080),)
DAMAGED = {
    "cycle": damaged({4: ((0x8021A000, 0x8021A020, 0x8021A040), 0x8021A020, "cycle")}, regions=HALF),
    "itself": damaged({4: ((0x8021A000,), 0x8021A000, "cycle")}, regions=HALF),
    "not ram": damaged({4: ((0x8021A000,), 0x5555555555555555, "not-ram")}, regions=HALF),
    "not ram, in the fourth box": damaged(
        {4: ((0x8021A000, 0x8021A020, 0x8021A040), 0x5555555555555555, "not-ram")}, regions=HALF
    ),
    "a head that leads nowhere": damaged({4: ((), 0x1000, "not-ram"), 5: ((), 0x8021A003, "misaligned")}),
    "on two lists": damaged(
        {4: ((0x8021A000, 0x8021A020), 0, "null"), 5: ((0x8021A040, 0x8021A000, 0x8021A020), 0, "null")}, regions=HALF
    ),
    "into a head": damaged({4: ((0x8021A000, 0x80219028), 0x8021A000, "cycle")}, regions=HALF),
    "outside": damaged({4: ((0x8021A000, 0x90000000), 0, "null")}, regions=HALF),
    "misaligned": damaged({5: ((0x8021A008, 0x8021A010), 0, "null")}, regions=HALF),
    "free and handed out": damaged(
        {4: ((0x8021A000,), 0, "null")},
        regions=HALF,
        taken=(Block(0x8021A000, 4, None, 12), Block(0x8021A000, 5, None, 30)),
    ),
    "cut short": damaged({3: (tuple(0x8021A000 + 16 * at for at in range(12)), 0x8021A0C0, "limit")}),
    "unreadable": damaged({4: ((0x8021A000,), None, "unreadable")}),
    "a long cycle": damaged({3: (tuple(0x8021A000 + 16 * at for at in range(20)), 0x8021A080, "cycle")}),
    "a shared tail": damaged(
        {
            3: (tuple(0x8021A000 + 16 * at for at in range(5)), 0, "null"),
            4: ((0x8021A100, 0x8021A030, 0x8021A040), 0, "null"),
        }
    ),
    "a shared tail, hidden": damaged(
        {
            3: ((0x8021A800, *(0x8021A000 + 16 * at for at in range(10, 20))), 0, "null"),
            4: (tuple(0x8021A000 + 16 * at for at in range(20)), 0, "null"),
        }
    ),
    "overlapping": damaged({5: ((0x8021A000,), 0, "null"), 4: ((0x8021A010, 0x8021A008), 0, "null")}, regions=HALF),
    "no lists": HeapSnapshot(Heap(0x80219000, "heap", (), None, None, None)),
    "all empty": damaged({}),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_heaps_are_drawn(name, view):
    assert faults(forms.svg(DAMAGED[name], view)) == []


def test_a_problem_is_told():
    snapshot = DAMAGED["cycle"]
    problem = Problem("cycle", 0x8021A020, "The list of order 4 never ends.")
    told = replace(snapshot, heap=replace(snapshot.heap, problems=(problem,)))
    assert "The list of order 4 never ends." in forms.svg(told)


@pytest.mark.parametrize(
    "name, key, target, said",
    [
        ("cycle", "8021a040", "w-8021a020", "cycle of 2"),
        ("a long cycle", "8021a130", "ghost-more-3", "cycle of 12"),
        ("a shared tail", "8021a020", "w-8021a030", "runs into list 4"),
        ("a shared tail, hidden", "8021a800", "ghost-more-4", "runs into list 4"),
    ],
)
def test_a_list_that_runs_astray_says_where(name, key, target, said):
    figure = read(forms.svg(DAMAGED[name]))
    assert [text.content.replace("\xa0", " ") for text in figure.parts[f"w-{key}"].texts][-1] == said
    arrow = figure.lines[f"e-{key}"]
    assert "cycle" in arrow.kinds and figure.parts[target].rect.grown(3).holds(arrow.tip)


@pytest.mark.parametrize("view", VIEWS)
def test_every_part_has_an_id_of_its_own_in_damaged_heaps(view):
    lists = []
    for order, blocks in enumerate([[0x1000], [0x1002], [0x1004], [0x1001, 0x1008], []]):
        nodes = tuple(Word(block, 0) for block in blocks)
        lists.append(FreeList(order, Chain(Word(0x80 + 8 * order, blocks[0] if blocks else 0), nodes, End.NULL)))
    heap = Heap(0x78, "heap", tuple(lists), None, None, None, (range(0x1000, 0x1010),))
    split = (Block(0x1000, 4), Block(0x1000, 3), Block(0x1004, 3))  # two of them overlap
    source = forms.dot(HeapSnapshot(heap, difference=HeapDifference(2, split=split)), view)
    keys = re.findall(r'^  "([^"]*)" \[', source, re.MULTILINE)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("view", ["map", "tree"])
def test_blocks_of_one_order_that_overlap_are_said_to(view):
    drawn = forms.svg(DAMAGED["overlapping"], view)
    assert "2 blocks from 0x8021a008 on, which overlap" in drawn or "blocks from 0x8021a000 on, which overlap" in drawn
    assert "too thin" not in drawn
