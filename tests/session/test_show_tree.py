"""show-freelists with the buddy tree of lesson 8, on the real machine."""

import json

import pytest

from unit.figure import faults


def as_json(session, command):
    return json.loads(session.text(command + " --out -"))


def blocks(data, noun):
    return [(each["label"], each["size"]) for each in data[noun]]


def test_what_is_free_and_what_is_handed_out(at):
    session = at("08", 3)
    data = as_json(session, "show-freelists tree")
    # [1024] -> 512 | 256 | 128 | 64 | 32 | 16 | 16 bytes handed out
    assert blocks(data, "free") == [
        (f"tree_memory[{at}]", size) for at, size in ((0, 512), (64, 256), (96, 128), (112, 64), (120, 32), (124, 16))
    ]
    assert blocks(data, "taken") == [("tree_memory[126]", 16)]
    assert [level["bytes"][-2:] for level in data["tree"]["levels"]] == ["09", "08", "07", "06", "05", "04", "00", "03"]
    shown = session.said("show-freelists tree")
    assert "a buddy tree of 1 KiB from tree_memory[0] on" in shown
    assert "Handed out: tree_memory[126] (16 B)." in shown
    assert "Since stop 2: tree_memory[0] (1 KiB) was split." in shown and "(verified)" in shown


def test_it_says_what_the_program_handed_out(at):
    session = at("08", 5)
    taken = {block["address"]: block["size"] for block in as_json(session, "show-freelists &tree")["taken"]}
    pointers = [session.text(f"p/x from_tree[{each}]").split(" = ")[1] for each in range(4)]
    assert [taken[each] for each in pointers] == [16, 128, 8, 256]
    assert session.text("p tree.allocated").endswith(f" = {sum(taken.values())}")
    assert "lies in tree_memory[96], 128 B of order 7, handed out; its buddy is" in session.said(
        "show-freelists tree --find from_tree[1]"
    )
    session.text("lab goto 7")
    data = as_json(session, "show-freelists tree")
    assert (blocks(data, "free"), data["taken"]) == ([("tree_memory[0]", 1024)], [])


def test_its_figures(at, tmp_path):
    session = at("08", 5)
    for view in ("", "--view map", "--view tree", "--view all --since 2", "--relative"):
        session.type(f"show-freelists tree {view} --out {tmp_path}/a.svg")
        drawn = (tmp_path / "a.svg").read_text()
        assert "Handed out: tree_memory[64] (256 B)" in " ".join(drawn.split())
        assert faults(drawn) == [] or "relative" in view
        assert ("node[3] = 6" in drawn) == ("map" not in view)


def test_damage_is_told(at):
    session = at("08", 5)
    session.type("set var nodes[3] = 8")
    shown = session.said("show-freelists tree")
    assert "node[3] is 8, but node[6] and node[7] below it are 0 and 6; expected 6, the larger of them." in shown
    assert "though the tree is damaged" in shown and "verified" not in shown


@pytest.mark.parametrize(
    "command, words",
    [
        ("show-freelists tree --view chains", "which has no chains; --view expects one of these: map, tree, all."),
        ("show-freelists tree --order 12", "tree has no order 12; expected 3 to 10."),
        ("show-freelists tree --region tree_memory", "knows its memory and its sizes"),
        ("show-list tree", "tree is a buddy tree, not a list; show-freelists tree shows it."),
        ("show-freelists tree.start", "a buddy heap, a buddy tree, or a pointer to one"),
    ],
)
def test_mistakes_are_one_sentence(at, command, words):
    assert words in at("08", 3).said(command)


def test_before_it_is_made(at):
    assert "tree at 0x" in at("08", 1).said("show-freelists tree")
    assert "A tree that was not made yet looks like this." in at("08", 1).said("show-freelists tree")
