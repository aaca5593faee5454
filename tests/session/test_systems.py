"""Lists of other systems that no other test has: each sound, damaged, and by the names that it has there."""

import pytest

from session.stranger import Stranger, compiled, found, names, up, words


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("systems"), "systems", "-O0")) as session:
        yield session


def down(name, last=3):
    return up(name, 0, last)[::-1]


XOR = "--link '$link ^ $prev'"
ROWS = [
    *((each, down("socks"), "null") for each in ("table[1]", "&table[1]", "table[1].first", "socks[3]")),
    ("table[1] --container sock.node --field id", down("socks"), "null"),
    *((each, down("socks", 1), "null") for each in ("socks[1]", "socks[1].node", "&socks[1].node")),
    *((each, [], "null") for each in ("table[0]", "&table[0]")),
    (f"both_first {XOR}", up("boths"), "null"),
    (f"both_last {XOR} --field v", down("boths"), "null"),
    *((each, up("tracked"), "head") for each in ("generations[0]", "&generations[0]", "generations[0].head")),
    *((each, up("tracked"), "head") for each in ("&generations[0].head", "tracked[2]")),
    ("generations[0] --container tracked.gc --field refcnt", up("tracked"), "head"),
    *((each, [], "head") for each in ("generations[1]", "&generations[1].head")),
    *((each, up("objects"), "null") for each in ("state", "&state", "state.all", "state.sweep")),
    *((each, up("pages"), "null") for each in ("cache", "cache --next dirty_next", "cache.dirty")),
    *((each, up("mobjs"), "head") for each in ("cap", "&cap", "mobjs[1]", "cap --container mobj.thinker --field x")),
    *((each, up("elements"), "head") for each in ("elements_ring", "&elements_ring", "elements[1]")),
    *(
        (f"{each} --container thread.links{more}", up("threads"), "head")
        for each in ("run_queue", "&run_queue")
        for more in ("", " --field id", " --prev prev", " --next next")
    ),
    *((each, up("instructions"), "head") for each in ("block", "block.sentinel", "&block.sentinel", "instructions[1]")),
    ("block --container instruction.node --field opcode", up("instructions"), "head"),
    ("idle_queue --container thread.links", [], "head"),
    ("deep.next --link '$link << 4' --count 1", up("deeps", 0, 0), "limit"),
]


@pytest.mark.parametrize("typed, nodes, end", ROWS)
def test_read_right(program, typed, nodes, end):
    assert names(program.document(f"show-list {typed}")) == (nodes, end, [])


DAMAGED = [
    ("socks[1].node.pprev = &socks[3].node.next", "table[1]", down("socks"), "null", ["back-link"]),
    ("socks[1].node.next = &socks[3].node", "table[1]", down("socks")[:3], "cycle", ["cycle"]),
    ("socks[2].node.next = 16", "table[1]", down("socks")[:2], "unreadable", ["unreadable"]),
    ("tracked[2].gc.gc_prev = &tracked[0]", "generations[0]", up("tracked"), "head", ["back-link"]),
    ("tracked[2].gc.gc_next = 0", "generations[0]", up("tracked", 0, 2), "null", ["null"]),
    # another head, of an empty list, does not hide it
    ("objects[2].next = &objects[1]", "state", up("objects", 0, 2), "cycle", ["cycle"]),
    ("pages[2].dirty_prev = &pages[0]", "cache", up("pages"), "null", ["back-link"]),
    ("threads[2].links.next = 0", "run_queue --container thread.links", up("threads", 0, 2), "null", ["null"]),
    ("threads[2].links.prev = 0", "run_queue --container thread.links", up("threads"), "head", ["back-link"]),
    ("instructions[2].node.next = 0", "block --home block.sentinel", up("instructions", 0, 2), "null", ["null"]),
    ("instructions[1].node.next = 0", "block", up("instructions", 0, 1), "null", ["null"]),
    ("instructions[2].node.prev_and_sentinel = 16", "block", up("instructions"), "head", ["back-link"]),
    ("mobjs[2].thinker.prev = 0", "cap", up("mobjs"), "head", ["back-link"]),
    ("elements[2].link.prev = &elements[0]", "elements_ring", up("elements"), "head", ["back-link"]),
]


@pytest.mark.parametrize("damage, typed, nodes, end, problems", DAMAGED)
def test_damage_is_told(program, damage, typed, nodes, end, problems):
    (data,) = found(program.shown(f"set var {damage}", f"show-list {typed} --out -"))
    assert names(data) == (nodes, end, problems)


@pytest.mark.parametrize(
    "typed, told",
    [
        ("table[1]", "An odd link ends the list, as in Linux's hlist_nulls."),
        ("mobjs[1]", "cap.next was read as the head of this ring; --home EXPR names another head."),
        ("elements[1]", "elements_ring.next was read as the head of this ring; --home EXPR names another head."),
        ("both_first", "--link '$link ^ $prev' reads such a list), where memory cannot be read"),
        ("run_queue --container thread.links", "The links lead to whole objects, as in Mach's queues."),
        ("state", "Of its pointers all was followed, not finalized and gray;"),
    ],
)
def test_what_it_was_read_as_is_said(program, typed, told):
    assert told in words(program.shown(f"show-list {typed}"))
