"""Lists of which memory alone does not tell everything: what is sure is told, what is not is doubted in a sentence."""

import pytest

from session.stranger import Stranger, compiled, found, names, up, words


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("doubted"), "doubted", "-O0")) as session:
        yield session


@pytest.mark.parametrize(
    "path, labels",
    [
        ("owner->name", ["a", "b", "jobs[2]", "d"]),
        ("owner->id", ["10", "11", "jobs[2]", "13"]),
        ("owner->low", ["0", "-1", "jobs[2]", "-3"]),
        (
            "owner->alias",
            ["xyz", "yz", "jobs[2]", "jobs[3]"],
        ),  # of null, and of no text at all, there is nothing to say
    ],
)
def test_a_node_is_called_by_what_it_leads_to(program, path, labels):
    data = program.document(f"show-list job_head --label {path}")
    assert ([node["label"] for node in data["nodes"]], data["end"]) == (labels, "null")


def test_a_node_whose_pointer_leads_nowhere_keeps_its_own_name(program):
    (data,) = found(program.shown("set var jobs[1].owner = 16", "show-list job_head --label owner->name --out -"))
    assert [node["label"] for node in data["nodes"]] == ["a", "jobs[1]", "jobs[2]", "d"]


# [procs[0].children] <-> procs[1] <-> ... <-> procs[4] <-> home, and [wall.mark] -> ticks[0] -> ... -> ticks[3] -> home
HOMES = [
    *(
        (f"{each} --container proc.sibling --home {home} --field pid", up("procs", 1, 4))
        for each in ("procs[0].children", "procs[1].sibling", "procs[3].sibling", "procs[2]")
        for home in ("procs[0]", "&procs[0]", "procs[0].children")
    ),
    *(
        (f"{each} --home {home}", up("ticks"))
        for each in ("ticks[0]", "ticks[2]", "wall.mark")
        for home in ("wall", "&wall")
    ),
    *(
        (each, up("ticks"))
        for each in ("wall", "&wall --field v", "wall --home wall", "wall.mark", "wall.mark --home wall")
    ),
]


@pytest.mark.parametrize("typed, nodes", HOMES)
def test_home_may_be_what_the_head_is_part_of(program, typed, nodes):
    assert names(program.document(f"show-list {typed}")) == (nodes, "head", [])


def test_home_has_but_one_node_in_it(program):
    told = words(program.shown("show-list procs[1].sibling --container proc.sibling --home procs"))
    assert "--home is an object with 5 nodes of this list in it; expected the one that is the head" in told


# numbers[0] -> ... -> numbers[3] -> null, and a head that is called next: [bucket.next] -> entries[0] -> ... -> null
READ_RIGHT = [
    *((each, up("numbers")) for each in ("number_head", "&number_head", "counted", "number_head --offset 0")),
    ("counted --container number.next --field v", up("numbers")),
    *((f"{each} --field v", up("entries")) for each in ("bucket", "&bucket", "bucket --next next", "bucket.next")),
    ("mixed_head", up("mixed")),
    *(
        (f"{each} --next peer --field w", up("peers"))
        for each in ("mixed_head", "mixed[0]", "&mixed[0]", "mixed[0].peer")
    ),
    ("mixed[2] --next peer", up("peers", 2)),
    # one of an array of heads of two words
    *((each, ["events[2]"] * 4) for each in ("scheduler.queues[2]", "&scheduler.queues[2]", "scheduler.queues + 2")),
    *((each, []) for each in ("scheduler.queues[1]", "&scheduler.queues[1]", "ends[1]", "&ends[1]")),
    *((each, ["blocks[0]"] * 4) for each in ("ends[0]", "&ends[0]", "*ends", "ends + 0")),
    ("by_index --link '&numbers[$link]' --count 1", up("numbers", 2, 2)),
]


@pytest.mark.parametrize("typed, nodes", READ_RIGHT)
def test_a_head_is_known_by_where_it_leads(program, typed, nodes):
    data = program.document(f"show-list {typed}")
    assert names(data)[0::2] == (nodes, [])


SENTENCES = [
    (
        "number_head",
        "The type that head points at is not known, so its first word was followed; --offset BYTES or --container",
    ),
    (
        "number_head --next next",
        "type that head leads to is not known; --next next needs nodes that are structs, as --container TYPE.MEMBER",
    ),
    (
        "by_index",
        "first of by_index is an integer, holds 0x2, and leads to no list of plain words; --link EXPR says what",
    ),
    (
        "totals",
        "if one of its integers leads to a node: show-list totals.used --container TYPE.MEMBER, or --link EXPR.",
    ),
    # an array of heads is more than one list
    ("ends", "ends is an array, struct ends [3], of more than one list; show-list ends[0] shows the one of its first"),
    (
        "&ends",
        "&ends is an array, struct ends [3], of more than one list; show-list (*(&ends))[0] shows the one of its first",
    ),
    ("scheduler", "show-freelists scheduler shows them, show-list scheduler.queues[0] the first of them."),
    # what --next names is followed, and said to be something else
    (
        "mixed_head --next peer",
        "The member peer of struct mixed leads to a struct peer, so the nodes are of that type.",
    ),
    ("mixed_head --next third", "The member third of struct mixed is a struct third *; what it leads to was read as a"),
    (
        "mixed_head --next text",
        "The member text of struct mixed is a char *; what it leads to was read as a struct mixed.",
    ),
]


@pytest.mark.parametrize("typed, told", SENTENCES)
def test_what_is_not_known_is_said(program, typed, told):
    assert told in words(program.shown(f"show-list {typed}"))


def test_of_a_link_to_a_node_nothing_is_said(program):
    assert "The member" not in program.shown("show-list mixed_head --next next")


@pytest.mark.parametrize("typed", ["ends", "&ends", "scheduler", "scheduler --lists queues"])
def test_heads_of_two_words_are_lists_of_free_blocks(program, typed):
    orders = program.document(f"show-freelists {typed}")["orders"]
    nodes = [[node["label"].partition(".")[0] for node in order["chain"]["nodes"]] for order in orders]
    name = "blocks" if "ends" in typed else "events"
    assert nodes == [up(f"{name}[0]"), [], up(f"{name}[2]")]


# [uts[0].prev] -> uts[3] -> null; the same with the heads dummy and guarded.sentinel, to which the first node leads
# back; and items[3] -> stack, which begins with the head
LIKE_UTLIST = "The first node, uts[0], points back at the last one, uts[3], as in a list of utlist; a ring whose"
LIKE_RING = "The head, {}, points back at the last node, {}[3], whose link is null. A list with a separate head ends"
ASTRAY = "The last link leads to {0}, which is not a struct {1}, so it was read as the end of a ring; if the list"
DOUBTS = [
    *((f"uts[{at}]", up("uts", at), "null", LIKE_UTLIST) for at in (1, 2, 3)),
    ("cursor", up("uts", 1), "null", LIKE_UTLIST),
    ("&uts[2] --prev prev --field v", up("uts", 2), "null", LIKE_UTLIST),
    *((each, up("behind"), "null", LIKE_RING.format("dummy", "behind")) for each in ("dummy", "&dummy")),
    *((f"behind[{at}]", up("behind", at), "null", LIKE_RING.format("dummy", "behind")) for at in (1, 3)),
    *(
        (each, up("sentineled"), "null", LIKE_RING.format("guarded.sentinel", "sentineled"))
        for each in ("guarded", "&guarded", "guarded.sentinel", "&guarded.sentinel")
    ),
    *((each, up("items"), "head", ASTRAY.format("stack", "item")) for each in ("stack", "&stack")),
    *((each, up("lates"), "head", ASTRAY.format("late_stack", "late")) for each in ("late_stack", "&late_stack")),
]


@pytest.mark.parametrize("typed, nodes, end, doubt", DOUBTS)
def test_what_memory_cannot_tell_is_doubted(program, typed, nodes, end, doubt):
    data = program.document(f"show-list {typed}")
    assert names(data) == (nodes, end, [])
    assert doubt in data["note"] and doubt in words(program.shown(f"show-list {typed}"))


SURE = [
    # a null in the middle of a ring with a head, and links back that lead astray, are damage
    ("behind[1].next = 0", "dummy", up("behind", 0, 1), "null", ["null"]),
    ("behind[1].next = 0", "behind[1]", up("behind", 1, 1), "null", ["back-link"]),
    ("behind[2].prev = &behind[0]", "dummy", up("behind"), "null", ["back-link"]),
    ("uts[0].prev = &uts[1]", "uts[2]", up("uts", 2), "null", ["back-link"]),
    ("items[3].next = &items[1]", "stack", up("items"), "cycle", ["cycle"]),
    # a pointer that is kept says where the list begins
    ("dummy.v = 0", "kept", up("uts", 1), "null", ["back-link"]),
    # told what the head is, it is a ring that is cut
    ("dummy.v = 0", "dummy --home dummy", up("behind"), "null", ["null"]),
]


@pytest.mark.parametrize("damage, typed, nodes, end, problems", SURE)
def test_what_memory_tells_is_told(program, damage, typed, nodes, end, problems):
    (data,) = found(program.shown(f"set var {damage}", f"show-list {typed} --out -"))
    assert names(data) == (nodes, end, problems)


def test_a_list_that_ends_at_home_by_its_type_is_not_doubted(program):
    for typed in ("wall", "wall.mark", "&procs[0].children"):
        assert "last link" not in program.shown(f"show-list {typed}")
