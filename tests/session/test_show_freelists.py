"""show-freelists on the real machine."""

import json
import re

import pytest

from session.conftest import piped
from session.test_show_list import LINE, dump
from unit.figure import faults


def as_json(session, command):
    return json.loads(session.text(command + " --out -"))


def blocks(data):
    """The free blocks of each order as offsets into the memory of the lesson."""
    start = 0x8021A000
    return {
        each["order"]: [int(node["address"], 16) - start for node in each["chain"]["nodes"]]
        for each in data["orders"]
        if each["chain"]["nodes"]
    }


def test_the_lists_before_and_after_each_split(at):
    session = at("04", 2)
    assert blocks(as_json(session, "show-freelists heap")) == {7: [0]}
    session.type("break buddy_heap_split")
    seen = []
    for _ in range(3):
        session.type("continue")
        seen.append(blocks(as_json(session, "show-freelists heap")))
    assert seen == [{7: [0]}, {6: [0, 64]}, {6: [64], 5: [0, 32]}]
    session.type("delete $bpnum")
    session.to(3)
    data = as_json(session, "show-freelists heap")
    assert blocks(data) == {4: [16], 5: [32], 6: [64]}
    assert data["taken"] == [{"address": "0x8021a000", "label": "memory[0]", "order": 4, "size": 16, "asked": 16}]
    assert (data["free_bytes"], data["heap"]["allocated"], data["problems"]) == (112, 16, [])


def test_the_lists_before_and_after_each_merge(at):
    session = at("05", 2)
    session.type("break buddy_heap_merge")
    seen = []
    for _ in range(3):
        session.type("continue")
        seen.append(blocks(as_json(session, "show-freelists heap")))
    assert seen == [{4: [0, 16], 5: [32], 6: [64]}, {5: [0, 32], 6: [64]}, {6: [0, 64]}]
    session.type("delete $bpnum")
    session.to(3)
    assert blocks(as_json(session, "show-freelists heap")) == {7: [0]}
    assert "memory[0] (128 B) was made of two smaller ones." in session.text("show-freelists heap")


def test_the_zebra(at):
    session = at("05", 8)
    data = as_json(session, "show-freelists heap")
    assert blocks(data) == {3: [16 * index for index in range(63, -1, -1)]}
    assert len(data["taken"]) == 63
    assert "free 512 bytes = total - allocated (verified), in 64 blocks, the largest of 8 B." in session.text(
        "show-freelists heap"
    )


def test_the_dump_is_what_x_prints(at):
    session = at("04", 3)
    lines = dump(session.text("show-freelists heap"))
    assert len(lines) == 3
    for line in lines:
        address = line.split(":")[0].split()[0]
        count = line.count("\t")
        assert line == session.text(f"x/{count}gx {address}")


@pytest.mark.parametrize(
    "lesson, stop, expression",
    [
        ("04", 3, "heap"),
        ("04", 3, "&heap"),
        ("06", 4, "allocator"),
        ("06", 4, "&allocator"),
        ("06", 4, "allocator.heap"),
        ("06", 8, "heap"),
        ("07", 2, "kernel_heap"),
        ("07", 2, "&kernel_heap.heap"),
    ],
)
def test_heaps_within_and_behind(at, lesson, stop, expression):
    session = at(lesson, stop)
    data = as_json(session, f"show-freelists {expression}")
    assert data["problems"] == []
    assert data["free_bytes"] == data["heap"]["total"] - data["heap"]["allocated"]
    assert data["regions"]


def test_a_heap_as_a_parameter(at):
    session = at("04", 2)
    session.type("tbreak buddy_heap_split")
    session.type("continue")
    assert session.text("show-freelists heap").startswith("heap at 0x8021a080: blocks of up to 128 B")


def test_orders(at):
    session = at("04", 3)
    shown = session.text("show-freelists heap")
    assert "Empty: 0 to 3 and 7." in shown and "free_list[0]" not in shown
    shown = session.text("show-freelists heap --all")
    assert "heap.free_list[0] → null" in shown and "Empty" not in shown
    shown = session.text("show-freelists heap --order 5")
    assert "free_list[5]" in shown and "free_list[4]" not in shown
    assert "has no list 8; expected 0 to 7." in session.text("show-freelists heap --order 8")


def test_find(at):
    session = at("04", 3)
    shown = session.text("show-freelists heap --find sixteen").replace("\n  ", " ")
    assert "0x8021a000 lies in memory[0], 16 B of order 4, handed out for 16 B" in shown
    assert "its buddy is 0x8021a010, which differs in bit 4, and is free." in shown
    assert (
        shown.splitlines()[0].startswith("0x8021a000 lies in") and len(shown.splitlines()) == 2
    )  # and the file's name
    assert "heap.free_list[4] →" in session.text("show-freelists heap --order 4 --find sixteen")
    assert "lies in memory[8], 64 B" in session.text("show-freelists heap --find &memory[15]")
    assert "is not in the memory of heap" in session.text("show-freelists heap --find &heap")
    session.type("set var heap.allocated = 8")
    shown = session.said("show-freelists heap --find sixteen")
    assert "and is free. But the heap is damaged; leave out --find to see how." in shown


def test_what_happened_is_told_from_any_stop(at):
    session = at("04", 5)
    assert "Since stop 4: memory[4] (32 B) was handed out." in session.text("show-freelists heap")
    shown = session.text("show-freelists heap --since 2")
    assert "Since stop 2: memory[0] (128 B) was split." in shown
    assert "memory[0] (16 B) and memory[4] (32 B) were handed out." in shown


def test_a_list_of_the_heap_with_show_list(at):
    session = at("04", 3)
    data = as_json(session, "show-list heap.free_list[4]")
    assert data["head"]["label"] == "heap.free_list[4]"
    assert [node["label"] for node in data["nodes"]] == ["memory[2]"]


@pytest.mark.parametrize(
    "damage, kind",
    [
        ("heap.free_list[5].head = (usize *) 0x8021a201", "misaligned"),
        ("heap.free_list[5].head = (usize *) 0x10000000", "not-ram"),
        ("heap.free_list[5].head = &memory[64]", "out-of-region"),
        ("heap.free_list[5].head = &memory[2]", "misaligned-block"),
        ("heap.free_list[5].head = &memory[8]", "two-lists"),
        ("heap.free_list[5].head = &memory[0]", "overlap"),
        ("heap.free_list[4].head = 0", "counters"),
        ("heap.allocated = 8", "counters"),
        ("*heap.free_list[5].head = (usize) heap.free_list[5].head", "cycle"),
    ],
)
def test_damage_is_named_and_the_rest_is_shown(at, damage, kind):
    session = at("04", 3)
    session.type(f"set var {damage}")
    data = as_json(session, "show-freelists heap")
    assert kind in [problem["kind"] for problem in data["problems"]]
    shown = session.text("show-freelists heap")
    assert "heap.free_list[6] → " in shown and "Wrote build/freelists.svg" in shown
    assert "Python Exception" not in shown and "failed (" not in shown


def test_unmerged_buddies(at):
    session = at("04", 3)
    for line in ("memory[2] = (usize) &memory[0]", "memory[0] = 0", "heap.allocated = 0", "heap.user = 0"):
        session.type(f"set var {line}")
    session.type("set var buddy_ledger.block_count = 0")
    assert "unmerged" in [problem["kind"] for problem in as_json(session, "show-freelists heap")["problems"]]


def test_without_a_ledger_the_region_can_be_given(at):
    session = at("04", 3)
    session.type("set var buddy_ledger.region_count = 0")
    assert as_json(session, "show-freelists heap")["regions"] is None
    regions = as_json(session, "show-freelists heap --region memory")["regions"]
    assert regions == [{"start": "0x8021a000", "end": "0x8021a080"}]


@pytest.mark.parametrize(
    "command, words",
    [
        ("show-freelists", "needs an expression"),
        ("show-freelists nosuch", 'No symbol "nosuch"'),
        ("show-freelists", "show-freelists needs an expression first, such as show-freelists heap; see help"),
        ("show-list heap", "heap has an array of lists in it, as a heap does; show-freelists heap shows them, "),
        ("show-freelists memory", "expected a struct with an array of lists"),
        ("show-freelists heap.user", "expected a struct with an array of lists"),
        ("show-freelists heap --view sky", "expected one of these: chains, map, tree, all"),
        ("show-freelists heap --find nosuch", 'No symbol "nosuch"'),
        ("show-freelists heap --find heap", "--find expects an address"),
        ("show-freelists heap --region 5", "--region expects a variable"),
        ("show-freelists heap --count 5", "no option --count"),
        ("show-freelists *(struct buddy_heap *) 0x10000000", ""),
    ],
)
def test_mistakes_are_one_sentence(at, command, words):
    session = at("04", 3)
    shown = session.said(command)
    assert words in shown
    assert "Traceback" not in shown and "Python Exception" not in shown and "failed (" not in shown
    if words:
        assert shown.splitlines()[-1].endswith(".")


@pytest.mark.parametrize("view", ["chains", "map", "tree", "all"])
def test_every_view_is_drawn(at, view, tmp_path):
    session = at("04", 3)
    for ending in ("svg", "pdf", "png", "dot"):
        assert "Wrote" in session.text(f"show-freelists heap --view {view} --out {tmp_path}/a.{ending}")
    assert "memory[2]" in (tmp_path / "a.svg").read_text() or view != "chains"


@pytest.mark.parametrize(
    "lesson, stop, since, words", [("04", 3, 2, "was free, split"), ("05", 3, 2, "was free, merged")]
)
def test_two_stops_compared(at, tmp_path, lesson, stop, since, words):
    session = at(lesson, stop)
    for view in ("chains", "all"):
        for more in ("", " --relative"):
            shown = session.text(f"show-freelists heap --since {since} --view {view} --out {tmp_path}/a.svg{more}")
            assert f"Since stop {since}: memory[0]" in shown
            drawn = (tmp_path / "a.svg").read_text()
            assert f"from stop {since} to stop {stop}" in drawn and f">{words}</text>" in drawn
            assert faults(drawn) == [] if not more else "0x8021" not in drawn + shown
    session.type(f"show-freelists heap --since {since} --out {tmp_path}/a.json")
    difference = json.loads((tmp_path / "a.json").read_text())["difference"]
    assert [block["label"] for block in difference["split"] + difference["merged"]] == ["memory[0]"]


def test_every_example_of_the_manual_runs(at):
    session = at("04", 3)
    manual = session.text("help show-freelists")
    examples = re.findall(r"^  (show-freelists heap.*?)(?:  .*)?$", manual, re.MULTILINE)  # test_zone.py has the others
    assert len(examples) >= 10
    for example in examples:
        shown = session.text(example)
        assert "Wrote" in shown or shown.startswith("{"), f"{example}: {shown}"


def test_blocks_that_lie_elsewhere(at):
    data = as_json(at("04", 3), "show-freelists heap --block $node+0x1000")
    nodes = [node for each in data["orders"] for node in each["chain"]["nodes"]]
    assert {int(node["block"], 16) - int(node["address"], 16) for node in nodes} == {0x1000}


def test_no_machine():
    done = piped("continue\n" * 8 + "show-freelists heap\n", lesson="04")
    assert "Nothing is running, so there is no memory to read; type run" in done.stdout


def test_the_line_of_the_dump_is_recognised():
    assert LINE.match("0x8021a010 <memory+16>:\t0x0000000000000000")


@pytest.mark.parametrize("before", ["p 1", "p &kernel_heap_memory", "ptype kernel_heap"])
def test_the_labels_do_not_depend_on_which_files_gdb_has_read(debug, before):
    # lesson.c knows kernel_heap from a header, as an extern; kernel_heap.c, which defines it, GDB reads when it has to
    session = debug("07")
    session.to(2)
    session.type(before)
    data = as_json(session, "show-freelists kernel_heap")
    heads = [each["chain"]["head"]["label"] for each in data["orders"]]
    assert heads == [f"kernel_heap.heap.free_list[{order}]" for order in range(len(heads))]


def test_blocks_have_the_names_of_what_points_at_them(at, tmp_path):
    session = at("07", 8)
    for view in ("map", "all"):
        session.text(f"show-freelists kernel_heap --view {view} --out {tmp_path}/a.svg")
        drawn = (tmp_path / "a.svg").read_text()
        assert faults(drawn) == []
        assert ">vec.buffer · 0x80225000 · 4 of 4 KiB</text>" in drawn and ">2 blocks, with heap_value</text>" in drawn
