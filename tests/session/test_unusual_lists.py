"""Lists that look broken and are not, as packed nodes do; and what is said of a head that leads nowhere."""

import pytest

from session.stranger import Stranger, compiled, found, words


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("lists"), "unusual", "-O0")) as session:
        yield session


def test_nodes_lie_where_their_type_may_lie(program):
    # [packed] -> 2 -> 1 -> 0 -> null, nine bytes from node to node; the others are 12, 64 and 17 bytes apart
    commands = {
        "packed": "packed_of",
        "fourth --field id": "fourths",
        "wide": "wides",
        "frames --container frame.list": "frames_of",
    }
    documents = found(program.shown(*[f"show-list {each} --out -" for each in commands]))
    assert len(documents) == len(commands)
    for data, name in zip(documents, commands.values()):
        assert [node["label"] for node in data["nodes"]] == [f"{name}[{at}]" for at in (2, 1, 0)]
        assert (data["end"], data["problems"]) == ("head" if name == "frames_of" else "null", [])
    assert [node["fields"]["id"] for node in documents[1]["nodes"]] == ["2", "1", "0"]


@pytest.mark.parametrize("node, off, align", [("wides[1]", 8, 64), ("fourths[1]", 2, 4), ("threads[1]", 4, 8)])
def test_and_nowhere_else(program, node, off, align):
    damage = f"set var {node}.next = (void *) ((char *) {node}.next + {off})"
    (data,) = found(program.shown(damage, f"show-list &{node} --out -"))
    assert (data["end"], data["length"]) == ("misaligned", 1)
    assert f"which is not a multiple of {align};" in data["problems"][0]["message"]


def test_a_head_that_leads_nowhere_is_quoted_and_not_explained_away(program):
    text = program.shown("show-list wild", "show-list odd", "show-list 5", "show-list unmade")
    wild, odd, five, unmade = words(text).split("No nodes: ")[1:]
    assert "wild holds 0x1000, where memory cannot be read; expected the address of a node" in wild
    assert "odd holds 0x1003, which is not a multiple of 8; expected the address of a node" in odd
    assert "The head holds 0x5, which is not a multiple of 8; expected the address of a node" in five
    assert "unmade.next holds 0; expected" in unmade
    assert text.count("A list that was not made yet looks like this.") == 1 and "not made yet" in unmade


def test_a_ring_is_drawn_as_the_cycle_that_it_is(program):
    # [running] -> 0 -> 1 -> 2 -> 0
    text = program.shown("show-list running --out ring.dot --out -", "show-list running")
    (data,) = found(text)
    assert (data["end"], data["length"], data["problems"][0]["kind"]) == ("cycle", 3, "cycle")
    ring = "If this is meant to be a ring, --home EXPR names its head."
    assert words(text).count(ring) == 2 and ring in data["problems"][0]["message"]
    assert "cycle of 3" in (program.folder / "ring.dot").read_text()
