"""Nodes that no variable holds: one address a node, in text, figure and JSON; and what is said of their objects."""

import json as standard
import random
import re
from dataclasses import replace

import pytest

from buddylab.addresses import Spelling
from buddylab.check import check
from buddylab.diff import difference, gone
from buddylab.draw import forms
from buddylab.draw.words import as_json, list_text
from buddylab.model import Shape
from buddylab.snapshot import Container, Snapshot
from buddylab.walk import again, read, walk
from unit.memories import LIST, memory

HEAP = 0x80300000
ARROW = re.compile(r"(?:^| )([^\s()]+) → ([^\s()]+)")


def lists(order, offset=8, start=0, then=(), **more):
    """Nodes of 64 bytes on a heap, in this order of their places, linked by a word `offset` bytes into each."""

    def words(order):
        nodes = [HEAP + 64 * at for at in order] + [0]
        return {LIST: nodes[0], **{node + offset: after for node, after in zip(nodes, nodes[1:])}}

    image, before = memory({**words(then), **words(order)}), memory(words(then))
    chain = walk(image, Shape(next=offset, start=start, **more), read(image, LIST, "list"), member=".head")
    now = Snapshot(replace(chain, problems=check(chain)))
    if not then:
        return now
    was = again(before, chain)
    now = replace(now, gone=gone(was, chain, image))
    return replace(now, difference=difference(2, before, was, now, "a step"))


@pytest.mark.parametrize("offset", [0, 8, 16])
def test_an_address_left_of_an_arrow_is_that_right_of_one(offset):
    chance = random.Random(offset)
    for count in (1, 2, 7, 64):
        order = chance.sample(range(count), count)
        now = lists(order, offset)
        nodes = [f"{HEAP + 64 * at:#x}" for at in order]
        dump = list_text.show(now).split("\n\n")[1]
        arrows = [ARROW.search(line) for line in dump.splitlines() if "→" in line]
        assert {(arrow.group(1), arrow.group(2)) for arrow in arrows} == set(zip(nodes, nodes[1:]))
        assert f"  {nodes[-1]} null" in dump
        assert [node["address"] for node in standard.loads(as_json.dumps(now))["nodes"]] == nodes
        boxes = {box.address: box.word for box in forms.scene(now).boxes if "chain" in box.kinds}
        assert {at: int(word, 16) for at, word in boxes.items() if word != "null"} == {
            node: int(after, 16) for node, after in zip(nodes, nodes[1:])
        }


def test_left_of_the_dump_is_what_x_prints_and_it_is_said_where_that_is_no_node():
    text = list_text.show(lists([1, 0], 8))
    assert "0x80300008:\t0x0000000000000000  0x80300000 null" in text
    assert "0x80300048:\t0x0000000080300000  0x80300040 → 0x80300000" in text
    assert "\n\nThe dump shows the links, each 8 bytes into its node.\n\n" in text
    assert "The dump shows" not in list_text.show(lists([1, 0], 0))
    assert "The dump shows" not in list_text.show(lists([], 8))


def test_what_came_and_went_has_the_same_addresses():
    # [list] -> 0 -> 1 -> 2 -> null, then [list] -> 0 -> 3 -> 2 -> null
    now = lists([0, 3, 2], 8, then=[0, 1, 2])
    text = " ".join(list_text.show(now).split())
    assert "0x803000c0 joined the list." in text and "0x80300040 left the list" in text
    assert "0x80300000 pointed at 0x80300040 and points at 0x803000c0." in text
    assert "0x80300008 and" not in text and "0x80300048 left" not in text
    (left,) = [box for box in forms.scene(now).boxes if "gone" in box.kinds]
    assert left.address == "0x80300040" and left.meaning.startswith("0x80300040 holds")
    data = standard.loads(as_json.dumps(now))["difference"]
    assert [node["address"] for node in data["joined"] + data["left"]] == ["0x803000c0", "0x80300040"]


TASK = Container("task", "p *(struct task *){}")


def test_the_object_of_each_node_is_told():
    now = replace(lists([2, 1, 0], 0, start=-24), container=TASK)
    text = list_text.show(now)
    assert "  0x80300080 → 0x80300040 (task 0x80300068)" in text
    assert "\n\nThe dump shows the links, each 24 bytes into its task.\n\n" in text
    assert text.endswith("3 nodes, ends in null.\n\np *(struct task *)0x80300068 shows the first task.\n")
    data = standard.loads(as_json.dumps(now))
    assert [node["object"] for node in data["nodes"]] == ["0x80300068", "0x80300028", "0x802fffe8"]
    assert "object" not in standard.loads(as_json.dumps(replace(now, container=None)))["nodes"][0]
    boxes = [box for box in forms.scene(now).boxes if "chain" in box.kinds]
    lines = [(line.name, line.text) for box in boxes for line in box.lines]
    assert lines == [("task", "0x802fffe8"), ("task", "0x80300028"), ("task", "0x80300068")]


def test_what_is_not_known_to_be_understood_is_not_advised():
    text = list_text.show(replace(lists([1, 0], 0, start=-24), container=Container("task")))
    assert "(task 0x80300028)" in text and "shows the first" not in text
    assert "shows the first" not in list_text.show(replace(lists([], 0), container=TASK))


class Numbers(Spelling):
    relative = True

    def address(self, number, inside=None):
        return f"node[{(number - HEAP) // 64}]"


def test_an_object_s_address_is_no_place():
    now = replace(lists([2, 1, 0], 0, start=-24), container=TASK, spelling=Numbers())
    assert "(task" not in list_text.show(now) and "shows the first" not in list_text.show(now)
    assert all(not box.lines for box in forms.scene(now).boxes)


def test_where_a_walk_was_cut_short_names_are_told_as_well():
    image = memory({LIST: HEAP, HEAP: HEAP + 8, HEAP + 8: HEAP + 16})

    def label(address):
        return f"pool[{(address - HEAP) // 8}]"

    for limit, told in ((0, "list points at pool[0]."), (2, "[1] → [2]")):
        chain = walk(image, Shape(limit=limit), read(image, LIST, "list"), label)
        assert told in list_text.show(Snapshot(chain))


def test_the_last_one_before_those_left_out_points_at_a_name():
    # 100 nodes, of which the first 40 and the last 8 are shown
    image = memory({LIST: HEAP, **{HEAP + 8 * at: HEAP + 8 * at + 8 for at in range(99)}})
    chain = walk(image, Shape(), read(image, LIST, "list"), lambda address: f"pool[{(address - HEAP) // 8}]")
    assert "[39] → [40]" in list_text.show(Snapshot(chain))
