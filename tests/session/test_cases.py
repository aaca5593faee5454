"""Lists as bug reports have them: what is a node, what is a head, where a ring comes home; each with its answer."""

import re

import pytest

from session.stranger import Stranger, compiled, words


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Sessions by the program's name, begun when they are asked for."""
    sessions = {}

    def session(name):
        if name not in sessions:
            sessions[name] = Stranger(compiled(tmp_path_factory.mktemp(name), name, "-O0", "-w"))
        return sessions[name]

    yield session
    for each in sessions.values():
        each.__exit__()


def names(data):
    """The nodes by their names, and how the list ends."""
    return [re.sub(r"\..*", "", node["label"] or node["address"]) for node in data["nodes"]], data["end"]


def down(name, count):
    return [f"{name}[{at}]" for at in reversed(range(count))]


def up(name, count):
    return [f"{name}[{at}]" for at in range(count)]


ROWS = [
    # pointers.c: [timer_head] -> 3 -> 2 -> 1 -> 0 -> null, linked by a void pointer, by one 8 bytes in, by a base
    ("pointers", "timer_head", down("timers", 4), "null"),
    ("pointers", "*timer_head", down("timers", 4), "null"),
    ("pointers", "timers[3]", down("timers", 4), "null"),
    ("pointers", "&timers[3]", down("timers", 4), "null"),
    ("pointers", "timer_head --field due", down("timers", 4), "null"),
    ("pointers", "pkt_head", down("pkts", 4), "null"),
    ("pointers", "pkt_head --field len", down("pkts", 4), "null"),
    ("pointers", "ev_head", down("evs", 4), "null"),
    ("pointers", "ev_head --next next --field code", down("evs", 4), "null"),
    ("pointers", "plist", down("timers", 4), "null"),
    ("pointers", "*plist", down("timers", 4), "null"),
    ("pointers", "real", down("timers", 4), "null"),
    ("pointers", "pq", down("timers", 4), "null"),
    ("pointers", "q", down("timers", 4), "null"),
    # heads.c: [q.head] -> items[0] -> items[1] -> items[2] -> null
    *(("heads", f"{each} --field v", up("items", 3), "null") for each in ("q", "qp", "*qp", "&q")),
    *(("heads", each, up("items", 3), "null") for each in ("fp", "*fp", "fq", "op", "*op", "own", "op->q")),
    *(("heads", each, down("procs", 3), "null") for each in ("tp", "*tp", "pt")),
    *(("heads", each, up("items", 3), "null") for each in ("hp", "*hp")),
    # container.c: [t[0].children] <-> t[1] <-> t[2] <-> t[3], and [bucket] -> t[2] -> t[1] -> t[0] -> null
    ("container", "p->children --container task.sibling", ["t[1]", "t[2]", "t[3]"], "head"),
    ("container", "&p->children --container task.sibling", ["t[1]", "t[2]", "t[3]"], "head"),
    ("container", "entry --container task.sibling", ["t[1]", "t[2]", "t[3]"], "head"),
    ("container", "*entry --container task.sibling", ["t[1]", "t[2]", "t[3]"], "head"),
    *(("container", f"{each} --container task.hash", down("t", 3), "null") for each in ("bucket", "&bucket", "hp")),
    ("container", "*hp --container task.hash", down("t", 3), "null"),
    ("container", "hn --container task.hash", down("t", 2), "null"),
    ("container", "bucket --container task.hash --prev hash.pprev", down("t", 3), "null"),
    # rings.c: each has 3 nodes
    ("rings", "readytorun", up("tcbs", 3), "null"),
    ("rings", "readytorun --container tcb.link --field pid --prev blink", up("tcbs", 3), "null"),
    *(("rings", each, up("mods", 3), "head") for each in ("PsLoaded", "&PsLoaded")),
    ("rings", "PsLoaded --container mod.InLoadOrder --field base", up("mods", 3), "head"),
    *(("rings", each, up("kt", 3), "head") for each in ("runq", "&runq")),
    ("rings", "runq --container kthread.qnode --field prio", up("kt", 3), "head"),
    *(
        ("rings", each, up("tasks", 3), "head")
        for each in ("ready_lists[1]", "ready_lists[1].xListEnd", "&ready_lists[1].xListEnd")
    ),
    ("rings", "ready_lists[1] --container TCB.xState --field name", up("tasks", 3), "head"),
    ("rings", "&ready_lists[1].xListEnd --container TCB.xState --field name", up("tasks", 3), "head"),
    ("rings", "ready_lists[0]", [], "head"),
    *(("rings", each, up("thrs", 3), "head") for each in ("all_thr", "&all_thr", "all_thr.head")),
    ("rings", "all_thr --container thr.lnk --field tid", up("thrs", 3), "head"),
    *(
        ("rings", f"{at}{each}", nodes, "null")
        for each, nodes in (("sh", down("s1", 3)), ("lh", down("s2", 3)), ("qh", up("s3", 3)), ("th", up("s4", 3)))
        for at in ("", "&")
    ),
    ("rings", "lh --next l.le_next --prev l.le_prev", down("s2", 3), "null"),
    ("rings", "th.tqh_first --next l.tqe_next --prev l.tqe_prev", up("s4", 3), "null"),
    *(("rings", each, up("s5", 3), "head") for each in ("ch", "&ch")),
    ("rings", "alive", up("fibers", 3), "head"),
]


@pytest.mark.parametrize("program, line, nodes, end", ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_each_has_its_answer(opened, program, line, nodes, end):
    data = opened(program).document(f"show-list {line}")
    assert names(data) == (nodes, end)
    assert data["problems"] == []


FIELDS = [
    ("pointers", "timer_head --field due", ["30", "20", "10", "0"]),
    ("pointers", "pkt_head --field len", ["48", "32", "16", "0"]),
    ("pointers", "ev_head --next next --field code", ["3", "2", "1", "0"]),
    ("heads", "qp --field v", ["0", "1", "2"]),
    ("container", "p->children --container task.sibling --field pid", ["101", "102", "103"]),
    ("container", "entry --container task.sibling --field pid", ["101", "102", "103"]),
    ("container", "hp --container task.hash --field pid", ["102", "101", "100"]),
    ("rings", "PsLoaded --container mod.InLoadOrder --field base", ["0", "1", "2"]),
    ("rings", "ready_lists[1] --container TCB.xState --field name", ['"T0"', '"T1"', '"T2"']),
    ("rings", "all_thr --container thr.lnk --field tid", ["0", "1", "2"]),
]


@pytest.mark.parametrize("program, line, values", FIELDS, ids=[row[1] for row in FIELDS])
def test_no_field_is_one_of_the_head(opened, program, line, values):
    data = opened(program).document(f"show-list {line}")
    assert [value for node in data["nodes"] for value in node["fields"].values()] == values


def test_what_was_not_followed_is_named(opened):
    text = words(opened("heads").shown("show-list tp"))
    assert (
        "Of its pointers head was followed, not current. Of a" in text
        and text.count("--next MEMBER") == 1
        and "was followed, not parent;" in text
    )
    assert "its first word was followed" in words(opened("pointers").shown("show-list pq"))


def test_a_null_pointer_to_a_node_is_an_empty_list(opened):
    text = opened("pointers").shown("continue", "up", "set var it = 0", "show-list it", "show-list *it")
    assert "No nodes: the list is empty." in text and " 0x0," not in text
    assert "it is null" in text or text.count("No nodes") == 2


def test_a_container_that_is_on_no_list_asks_for_the_head(opened):
    text = opened("container").shown("show-list p --container task.sibling")
    assert "--home EXPR" in text and "nodes" not in text


def test_a_wrong_link_to_a_link_is_told_with_what_it_should_hold(opened):
    # [lh] -> s2[2] -> s2[1] -> s2[0] -> null, each with the address of the link before
    program = opened("rings")
    text = words(program.shown("p/x (long) &s2[2].l.le_next", "set var s2[1].l.le_prev = &lh.lh_first", "show-list lh"))
    (link,) = re.findall(r"= (0x\w+)", text)[:1]
    assert f"expected {link}, the link of node 0 (s2[2] at 0x" in text
