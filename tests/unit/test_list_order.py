"""Many scattered nodes are drawn as they are listed where the order of memory would be a maze; a title says so."""

import random
from dataclasses import replace

import pytest

from buddylab.diff import difference, gone
from buddylab.draw import forms
from buddylab.draw.views.list_groups import Group
from buddylab.ends import End
from buddylab.model import Chain, Shape, Word
from buddylab.snapshot import Snapshot, Variable
from buddylab.walk import again, read, walk
from unit.figure import faults
from unit.memories import LIST, memory

HEAP = 0x80300000
PLAIN, LISTED = "memory in no variable", "memory in no variable, in list order"


def linked(order):
    nodes = [HEAP + 64 * at for at in order] + [0]
    return {LIST: nodes[0], **dict(zip(nodes, nodes[1:]))}


def drawn(order, end=0, **more):
    """A list through places on a heap, in this order; the last node holds `end`."""
    image = memory({**linked(order), HEAP + 64 * order[-1]: end})
    chain = walk(image, Shape(), read(image, LIST, "list"), member=".head")
    return Snapshot(chain, **more)


def scattered(count, seed=1):
    return random.Random(seed).sample(range(count), count)


def boxes(now):
    """The places of a figure's boxes but the head's, as they are read, and the title of their first frame."""
    scene = forms.scene(now)
    order = sorted((box for box in scene.boxes if "head" not in box.kinds), key=lambda box: (box.row, box.column))
    titles = [frame.title for frame in scene.frames if frame.key != "f-head"]
    return [(int(box.address, 16) - HEAP) // 64 for box in order], titles[0]


@pytest.mark.parametrize("count", [16, 61, 64])
def test_scattered_nodes_are_in_list_order(count):
    for seed in range(5):
        order = scattered(count, seed)
        assert boxes(drawn(order)) == (order, LISTED)


@pytest.mark.parametrize(
    "order",
    [range(61), range(60, -1, -1), [at ^ 1 for at in range(60)], scattered(8)],
    ids=["ascending", "descending", "in pairs", "few"],
)
def test_what_is_no_maze_is_in_the_order_of_memory(order):
    assert boxes(drawn(list(order))) == (sorted(order), PLAIN)


def test_nodes_of_one_array_stay_where_they_are():
    array = Variable("nodes", HEAP, 64 * 20, "a global variable")
    assert boxes(drawn(scattered(20), variables=(array,))) == (list(range(20)), "nodes, a global variable")


def test_nodes_that_are_each_a_variable_are_in_list_order():
    order = scattered(20)
    each = tuple(Variable(f"n{at}", HEAP + 64 * at, 16, "a global variable") for at in range(20))
    assert boxes(drawn(order, variables=each)) == (order, "a global variable, in list order")


def test_memory_that_was_asked_for_stays_together():
    image = memory(linked(scattered(20)))
    now = drawn(scattered(20), words=tuple(read(image, HEAP + 8 * at) for at in range(4)))
    assert boxes(now)[1] == PLAIN


def test_nodes_that_have_left_stand_behind():
    order = scattered(20)
    before, image = memory(linked(order)), memory(linked(order[1:]))
    chain = walk(image, Shape(), read(image, LIST, "list"), member=".head")
    then = again(before, chain)
    now = Snapshot(chain, gone=gone(then, chain, image))
    now = replace(now, difference=difference(2, before, then, now, "a step"))
    assert boxes(now) == (order[1:] + order[:1], LISTED)
    assert faults(forms.svg(now)) == []


def test_the_box_for_those_left_out_stands_in_their_place():
    order = scattered(100)
    found, title = boxes(drawn(order))
    assert (found, title) == (order[:41] + order[-8:], LISTED)  # the box has the address of the first one left out
    boxed = [box for box in forms.scene(drawn(order)).boxes if box.key == "more"]
    assert len(boxed) == 1 and (boxed[0].row, boxed[0].column) == (11, 0)  # behind the head


def test_the_head_is_drawn_where_it_lies():
    values = tuple(Variable(name, at, 16, "global") for name, at in (("low", 0x1000), ("high", 0x3000)))
    words = tuple(Word(at, 0) for at in (0x1000, 0x1008, 0x3000, 0x3008))
    for at, place in ((0x800, 0), (0x2000, 1), (0x4000, 2)):
        frames = forms.scene(Snapshot(Chain(Word(at, 0, "list"), (), End.NULL), words, values)).frames
        assert [frame.key for frame in frames].index("f-head") == place
        assert [frame.first for frame in frames] == [0, 1, 2]


# What GDB calls the words of a node: its first one as it calls the node.
NAMES = {
    "two words in front": ("", ".prev", ".a", ".b", ".c", ".d"),
    "in a member": (".link", ".link.prev", ".a", ".keys[0]", ".keys[1]", ".b"),
}


def ring(count, size, names=NAMES["two words in front"]):
    """A ring through its head and `count` nodes of an array, of `size` words each: next, prev, and others."""
    nodes = [HEAP + 8 * size * at for at in range(count)]
    every = [LIST, *nodes]
    words = {at: after for at, after in zip(every, [*nodes, LIST])}
    words.update({at + 8: before for at, before in zip(every, [every[-1], *every])})
    words.update({at + 8 * more: more for at in nodes for more in range(2, size)})
    image = memory(words)

    def label(address):
        if address < HEAP:
            return "ring"
        return f"nodes[{(address - HEAP) // (8 * size)}]{names[(address - HEAP) // 8 % size]}"

    chain = walk(image, Shape(prev=8, home=LIST), read(image, LIST, "ring"), label, member=".next")
    shown = tuple(read(image, address, label(address)) for address in sorted(words) if address >= HEAP)
    return Snapshot(chain, shown, (Variable("nodes", HEAP, 8 * size * count, "a global variable"),))


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("size", [2, 3, 4, 6])
@pytest.mark.parametrize("count", [2, 3, 7])
def test_a_node_of_several_words_begins_a_row(count, size, names):
    now = ring(count, size, NAMES[names])
    scene = forms.scene(now)
    rows = {}
    for box in scene.boxes:
        if box.name.startswith("nodes"):
            rows.setdefault(box.row, []).append(box.name.partition(".")[0])
    assert all(len(set(names)) == 1 for names in rows.values())  # none holds words of two nodes
    links = [f"nodes[{at}]{NAMES[names][0]}" for at in range(count)]
    assert [box.column for box in scene.boxes if box.name in links] == [0] * count
    assert faults(forms.svg(now)) == []


def test_a_word_in_front_of_the_nodes_has_a_row_too():
    """struct pool { long used; struct node { struct node *next; long v; } nodes[3]; }"""
    names = ["pool.used", *(f"pool.nodes[{at}]{rest}" for at in range(3) for rest in ("", ".v"))]
    words = [Word(HEAP + 8 * at, 0, name) for at, name in enumerate(names)]
    rows = Group("pool", list(words)).rows(4)
    assert [[word.label for word in row] for row in rows] == [names[:1], names[1:3], names[3:5], names[5:]]
    few = [Word(HEAP + 8 * at, 0, name) for at, name in enumerate(["a", "b", "c.x", "c.y", "d[0]", "d[1]", "d[2]"])]
    assert Group("the stack", list(few)).rows(4) == [few[:4], few[4:]]  # where most stand alone, nothing begins a row


@pytest.mark.parametrize("count", [16, 61, 100])
@pytest.mark.parametrize("end", [0, LIST, HEAP, 0x10000000])
def test_the_figure_keeps_the_rules(count, end):
    assert faults(forms.svg(drawn(scattered(count), end))) == []


def test_it_is_a_maze_no_more():
    # of 61 arrows from row to row, those of list order lead to the next row and no further
    scene = forms.scene(drawn(scattered(61)))
    rows = {box.key: box.row for box in scene.boxes}
    links = [arrow for arrow in scene.arrows if "link" in arrow.kinds]
    assert all(rows[arrow.target] - rows[arrow.source] in (0, 1) for arrow in links if arrow.target)
