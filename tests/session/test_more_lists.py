"""Lists that are hooked in otherwise than most: read right by all their names, and each damage told."""

import pytest

from session.stranger import Stranger, compiled, found, names, words


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("more"), "more_lists", "-O0")) as session:
        yield session


def up(name, first=0, last=2):
    return [f"{name}[{at}]" for at in range(first, last + 1)]


CODE = "--link '$link ^ ($node >> 12)'"
FLAGS = "--link '$link & ~3'"

ROWS = [
    # a sum is not where its pointer is
    ("first + 1", up("items", 1), "null"),
    ("table.buckets + 2", [], "head"),
    # a dummy in a struct, a queue walked from its tail, a struct with a pointer to heads
    *((each, up("items"), "null") for each in ("with_dummy", "&with_dummy")),
    ("queue --next next", up("items"), "null"),
    ("table", [], "head"),
    ("skiplist --next forward[0]", up("talls"), "null"),
    # structs that have but the name of a typedef
    *((f"{each} --container task_t.node --field id", up("tasks"), "head") for each in ("by_node", "tasks[1]")),
    ("by_second --container task_t.nodes[1] --field id", up("tasks"), "head"),
    # an object that is on a list which ends in null
    ("works[0] --container work.at --field v", up("works"), "null"),
    ("hashed[1] --container hashed.at --field v", up("hashed", 1), "null"),
    # unions that are heads
    *((each, up("requests"), "null") for each in ("request_head", "&request_head", "request_head.tqh_first")),
    *((each, up("packets"), "null") for each in ("slist", "&slist", "slist --container packet.at")),
    # bins: the head lies where no chunk does
    *((each, up("chunks"), "head") for each in ("arena.bins[2]", "&arena.bins[2]", "chunks[0]", "chunks[1]")),
    *((each, [], "head") for each in ("arena.bins[0]", "arena.bins[4]")),
    # hooks that lead to whole nodes
    *((each, up("hooked"), "null") for each in ("hook_head", "&hook_head", "hooked[0].hook", "hooked[0]")),
    *((each, up("hooked", 1), "null") for each in ("hooked[1].hook", "&hooked[1].hook", "hooked[1]")),
    ("hooked[1] --offset 8", up("hooked", 1), "null"),
    # utlist's; a ring with a head of its kind
    ("ut_head", up("uts"), "null"),
    *((each, up("on_ring"), "head") for each in ("ring", "&ring", "ring.head")),
    # links that say little
    ("line_head", up("lines"), "null"),
    *((each, up("pairs"), "null") for each in ("pair_head", "pair_head --next cdr")),
    # encoded
    *((f"{each} {CODE}", up("cached"), "null") for each in ("entries[1]", "&entries[1]", "cached[0]")),
    *((f"{each} {FLAGS}", up("flagged"), "null") for each in ("flags", "&flags", "flags.head")),
]


@pytest.mark.parametrize("typed, nodes, end", ROWS)
def test_read_right(program, typed, nodes, end):
    assert names(program.document(f"show-list {typed}")) == (nodes, end, [])


def test_home_may_be_an_array(program):
    near = "set var on_ring[2].next = &on_ring[0], on_ring[0].prev = &on_ring[2]"
    (data,) = found(program.shown(near, "show-list &on_ring[2] --home on_ring --out -"))
    assert names(data) == (up("on_ring", 1), "head", [])


DAMAGED = [
    # a null in a ring, whose head is part of a struct, or a hook; seen from its head and from its middle
    ("on_ring[1].next = 0", "ring", up("on_ring", 0, 1), "null", ["null"]),
    ("on_ring[1].next = 0", "ring.head", up("on_ring", 0, 1), "null", ["null"]),
    ("on_ring[2].next = 0", "ring --home ring", up("on_ring"), "null", ["null"]),
    ("tasks[1].node.next = 0", "by_node", up("tasks", 0, 1), "null", ["null"]),
    ("chunks[1].fd = 0", "arena.bins[2]", up("chunks", 0, 1), "null", ["null"]),
    # a cycle is no ring where the first node says that nothing is before it
    ("hashed[2].at.next = &hashed[0].at", "bucket", up("hashed"), "cycle", ["cycle"]),
    ("hooked[2].hook.next = &hooked[0]", "hook_head", up("hooked"), "cycle", ["cycle"]),
    # links back
    ("uts[0].prev = &uts[1]", "ut_head", up("uts"), "null", ["back-link"]),
    ("hooked[1].hook.prev = 0", "hook_head", up("hooked"), "null", ["back-link"]),
    ("chunks[1].bk = &chunks[2]", "arena.bins[2]", up("chunks"), "head", ["back-link"]),
]


@pytest.mark.parametrize("damage, typed, nodes, end, problems", DAMAGED)
def test_damage_is_told(program, damage, typed, nodes, end, problems):
    (data,) = found(program.shown(f"set var {damage}", f"show-list {typed} --out -"))
    assert names(data) == (nodes, end, problems)


@pytest.mark.parametrize("typed", ["ring", "&ring", "ring.head"])
def test_a_ring_that_is_cut_behind_its_last_node_looks_like_a_list(program, typed):
    (data,) = found(program.shown("set var on_ring[2].next = 0", f"show-list {typed} --out -"))
    assert names(data) == (up("on_ring"), "null", [])
    assert "and so does a ring that was cut there; --home ring.head checks it as a ring." in data["note"]


def test_a_queue_is_walked_backwards_from_its_tail(program):
    setup = "set var hook_head.prev = &hooked[2]"
    (data,) = found(program.shown(setup, "show-list hook_head --next prev --out -"))
    assert names(data) == (up("hooked")[::-1], "null", [])


def test_a_tree_is_not_told_as_a_list_without_a_word(program):
    told = words(program.shown("show-list root"))
    assert "3 nodes, ends in null." in told
    assert "The member left is not a link back here; --next left follows it, --prev left checks it." in told


def test_what_count_cuts_off_is_no_damage(program):
    ring = "set var on_ring[0].prev = &on_ring[2], on_ring[2].next = &on_ring[0]"
    data, other = found(
        program.shown(ring, "show-list &on_ring[1] --count 2 --out -", "show-list ut_head --count 2 --out -")
    )
    assert names(data) == (up("on_ring", 1), "limit", [])
    assert names(other) == (up("uts", 0, 1), "limit", [])


@pytest.mark.parametrize(
    "typed, told",
    [
        (
            "client_at",
            "client_at is a struct client, not a list; there may be one where reply points: show-list client_at->",
        ),
        ("first --prev v", "v of struct item is of type int; expected a pointer, or an integer as large as one."),
        ("first --field next.v", "struct item * is a pointer, not a struct; -> follows it: next->v."),
        ("by_node --container .node", "--container .node names no member; expected TYPE.MEMBER, such as task.list."),
        ("throughs[0] --next m->next", "m->next is not inside struct through; expected a member of it."),
        ("by_node --container task_t.nod", "task_t has no member nod; did you mean node or nodes?"),
        (
            "ring --home 5",
            "--home is at 0x5, where memory cannot be read; expected the head of the list, a node of it, or",
        ),
        ("ring --home main", "--home main is of type int (void); expected a node, a head, or a pointer to one."),
    ],
)
def test_what_is_no_list_gets_a_sentence(program, typed, told):
    assert told in words(program.shown(f"show-list {typed}"))
