"""Rust's enums as lists: the variant that ends a list is no node, whatever stands where the others have their link."""

import pytest

from session.stranger import words

PROGRAM = "variants.rs"
FRAME = "up"  # from ready() to main()

ROWS = [
    *((f"{each} --field Cons.__0", 4) for each in ("list", "&list", "by", "*by", "boxed", "&boxed", "niche", "&niche")),
    *((f"{each} --field Cons.__0", 4) for each in ("shared", "&shared", "stack", "&stack", "stack.head", "boxed_in")),
    *((f"{each} --field Node.v", 4) for each in ("named", "&named", "named --next Node.next")),
    *((each, 0) for each in ("none", "&none")),
]


@pytest.mark.parametrize("typed, count", ROWS)
def test_the_end_is_no_node(program, typed, count):
    data = program.document(f"show-list {typed}")
    fields = [value for node in data["nodes"] for value in node.get("fields", {}).values()]
    assert (fields, data["end"], data["problems"]) == ([str(at) for at in range(count)], "null", [])


def test_a_cycle_is_told(program):
    nodes = [int(node["address"], 16) for node in program.document("show-list list")["nodes"]]
    was = program.poke(nodes[3] + 8, nodes[1])
    data = program.document("show-list list")
    program.poke(nodes[3] + 8, was)
    assert (data["length"], data["end"], [each["kind"] for each in data["problems"]]) == (4, "cycle", ["cycle"])
    assert program.document("show-list list")["end"] == "null"


def test_links_in_several_places_are_asked_for(program):
    told = words(program.shown("show-list several"))
    assert "its variants One and Many have their links at different places; --next One.__1 follows one of them." in told


def test_what_ends_it_is_said(program):
    assert "A Nil ends the list, and is not a node." in program.shown("show-list list")
